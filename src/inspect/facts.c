#include "inspect/facts.h"

#include <string.h>

#include "base/intl.h"

// --- headings ---

static const TaggedElement *heading_around(const TaggedElement *element)
{
	while (element && element_heading_level(element) == 0)
		element = element->parent;
	return element;
}

static void free_text(void *text)
{
	g_string_free(text, TRUE);
}

// What the marks of each heading show, in the order of the tree.
static GHashTable *heading_texts(const Inspection *inspection)
{
	GHashTable *texts = g_hash_table_new_full(NULL, NULL, NULL, free_text);
	for (guint i = 0; i < inspection->tags->claims->len; i++) {
		const Claim *claim = &g_array_index(inspection->tags->claims, Claim, i);
		const TaggedElement *heading = heading_around(claim->element);
		const Mark *mark =
		    heading && claim->mcid >= 0
			? content_find_mark(inspection->content, claim->page, claim->stream, claim->mcid)
			: NULL;
		if (!mark || !mark->text)
			continue;
		GString *text = g_hash_table_lookup(texts, heading);
		if (!text) {
			text = g_string_new(NULL);
			g_hash_table_insert(texts, (gpointer)heading, text);
		}
		g_string_append(text, mark->text->str);
	}
	return texts;
}

GArray *facts_headings(const Inspection *inspection)
{
	GArray *headings = g_array_new(FALSE, FALSE, sizeof(Heading));
	g_autoptr(GHashTable) texts = heading_texts(inspection);
	for (guint i = 0; i < inspection->tags->elements->len; i++) {
		const TaggedElement *element = g_ptr_array_index(inspection->tags->elements, i);
		Heading heading = {.level = element_heading_level(element), .page = element->page};
		if (heading.level == 0)
			continue;
		const GString *text = g_hash_table_lookup(texts, element);
		heading.text = element_text(inspection->doc, element, "ActualText");
		if (!heading.text)
			heading.text = element_text(inspection->doc, element, "Alt");
		if (!heading.text && text)
			heading.text = arena_strdup(inspection->doc->arena, text->str);
		g_array_append_val(headings, heading);
	}
	return headings;
}

// --- links ---

static const char *target_of(const Inspection *inspection, const Obj *annotation)
{
	Document *doc = inspection->doc;
	const Obj *action = doc_get(doc, annotation, "A");
	const Obj *place = doc_get(doc, annotation, "Dest");
	const char *address = doc_text(doc, action, "URI");
	if (address)
		return address;
	if (place->kind == OBJ_NULL)
		place = doc_get(doc, action, "D");
	if (place->kind == OBJ_STRING)
		return obj_to_utf8(doc->arena, place);
	if (place->kind == OBJ_NAME)
		return place->text;
	const Obj *page = place->kind == OBJ_ARRAY && place->size ? place->items[0] : obj_null();
	guint index = page->kind == OBJ_REF ? doc_find_page(doc, page->number) : 0;
	return index ? arena_printf(doc->arena, _("page %u"), index) : NULL;
}

GArray *facts_links(const Inspection *inspection)
{
	Document *doc = inspection->doc;
	GArray *links = g_array_new(FALSE, FALSE, sizeof(LinkFact));
	for (guint i = 0; i < doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(doc->pages, PdfPage, i);
		const Obj *list = doc_get(doc, page->dict, "Annots");
		for (gsize k = 0; list->kind == OBJ_ARRAY && k < list->size; k++) {
			const Obj *annotation = doc_item(doc, list, k);
			if (!obj_is_name(doc_get(doc, annotation, "Subtype"), "Link"))
				continue;
			LinkFact link = {page->index, target_of(inspection, annotation),
					 doc_text(doc, annotation, "Contents")};
			g_array_append_val(links, link);
		}
	}
	return links;
}

// --- counts ---

GArray *facts_types(const Inspection *inspection)
{
	GArray *types = g_array_new(FALSE, FALSE, sizeof(TypeCount));
	for (guint i = 0; i < inspection->tags->elements->len; i++) {
		const TaggedElement *element = g_ptr_array_index(inspection->tags->elements, i);
		const char *type = element->role ? element->role : element->type;
		guint k = 0;
		while (k < types->len && strcmp(g_array_index(types, TypeCount, k).type, type) != 0)
			k++;
		TypeCount fresh = {type, 0};
		if (k == types->len)
			g_array_append_val(types, fresh);
		g_array_index(types, TypeCount, k).count++;
	}
	return types;
}

guint facts_bookmarks(const Inspection *inspection)
{
	Document *doc = inspection->doc;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) open = g_ptr_array_new();
	g_ptr_array_add(open, (gpointer)doc_get(doc, doc_get(doc, doc->catalog, "Outlines"), "First"));
	guint count = 0;
	while (open->len > 0) {
		const Obj *entry = g_ptr_array_steal_index(open, open->len - 1);
		if (entry->kind != OBJ_DICT || !g_hash_table_add(seen, (gpointer)entry))
			continue;
		count++;
		g_ptr_array_add(open, (gpointer)doc_get(doc, entry, "First"));
		g_ptr_array_add(open, (gpointer)doc_get(doc, entry, "Next"));
	}
	return count;
}

const char *facts_title(const Inspection *inspection)
{
	const char *title = xmp_value(inspection->xmp, XMP_DC, "title");
	return title ? title : doc_text(inspection->doc, inspection->doc->info, "Title");
}
