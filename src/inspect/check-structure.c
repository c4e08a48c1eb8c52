// The structure tree and what ties it to the pages (ISO 14289-1, 7.1; ISO 19005-2, 6.7; ISO 32000-1, 14.7).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

static const Obj *mark_info(Inspection *in)
{
	return doc_get(in->doc, in->doc->catalog, "MarkInfo");
}

static void marked(Inspection *in)
{
	if (!obj_is_true(doc_get(in->doc, mark_info(in), "Marked")))
		report(in, 0, in->doc->catalog->number, NULL);
}

static void suspects(Inspection *in)
{
	if (obj_is_true(doc_get(in->doc, mark_info(in), "Suspects")))
		report(in, 0, in->doc->catalog->number, NULL);
}

static void tree(Inspection *in)
{
	if (in->tags->root->kind != OBJ_DICT || in->tags->elements->len == 0)
		report(in, 0, in->doc->catalog->number, NULL);
}

static void tree_shape(Inspection *in)
{
	static const EventKind kinds[] = {EVENT_TREE_LOOP, EVENT_TREE_DEEP, EVENT_KID_BAD};
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		for (guint k = 0; k < event_kept(in->events, kinds[i]); k++) {
			const Event *event = event_peek(in->events, kinds[i], k);
			report(in, event->page, event->object, event->detail);
		}
}

// --- marked content and elements ---

// Content of which no element knows: it was marked, but cannot be found.
static void marks_claimed(Inspection *in)
{
	for (guint i = 0; i < in->content->marks->len; i++) {
		const Mark *mark = &g_array_index(in->content->marks, Mark, i);
		if (mark->content > 0 && !tag_tree_find_mark(in->tags, mark->page, mark->stream, mark->mcid))
			report_format(in, mark->page, mark->stream, "%s, MCID %" G_GINT64_FORMAT, mark->tag,
				      mark->mcid);
	}
}

static void claims_found(Inspection *in)
{
	for (guint i = 0; i < in->tags->claims->len; i++) {
		const Claim *claim = &g_array_index(in->tags->claims, Claim, i);
		guint object = claim->element->dict->number;
		if (claim->mcid >= 0 && !claim->page)
			report(in, 0, object, _("it does not say on which page (Pg)"));
		else if (claim->mcid >= 0 &&
			 !content_find_mark(in->content, claim->page, claim->stream, claim->mcid))
			report_format(in, claim->page, object, "MCID %" G_GINT64_FORMAT, claim->mcid);
	}
}

// --- the parent tree ---

static const Obj *parents_of(Inspection *in, const Obj *dict, const char *key)
{
	const Obj *number = doc_get(in->doc, dict, key);
	if (number->kind != OBJ_INTEGER || number->integer < 0 || number->integer >= G_MAXINT)
		return obj_null();
	const Obj *found =
	    g_hash_table_lookup(in->tags->parents, GUINT_TO_POINTER((guint)number->integer + 1));
	return found ? found : obj_null();
}

static const Obj *holder(Inspection *in, const Claim *claim)
{
	if (claim->stream)
		return doc_object(in->doc, claim->stream);
	return g_array_index(in->doc->pages, PdfPage, claim->page - 1).dict;
}

static void check_marked(Inspection *in, const Claim *claim)
{
	const Obj *list = parents_of(in, holder(in, claim), "StructParents");
	const Obj *parent = doc_item(in->doc, list, (gsize)claim->mcid);
	if (parent->number != claim->element->dict->number)
		report_format(in, claim->page, claim->element->dict->number, "MCID %" G_GINT64_FORMAT,
			      claim->mcid);
}

static void check_object(Inspection *in, const Claim *claim)
{
	const Obj *object = doc_object(in->doc, claim->object);
	const Obj *parent = parents_of(in, object, "StructParent");
	if (parent->number != claim->element->dict->number)
		report(in, claim->page, claim->object, "OBJR");
}

static void parent_tree(Inspection *in)
{
	for (guint i = 0; i < in->tags->claims->len; i++) {
		const Claim *claim = &g_array_index(in->tags->claims, Claim, i);
		if (claim->mcid < 0)
			check_object(in, claim);
		else if (claim->page)
			check_marked(in, claim);
	}
}

static void forms_reused(Inspection *in)
{
	for (guint i = 0; i < in->content->forms->len; i++) {
		const FormUse *use = &g_array_index(in->content->forms, FormUse, i);
		if (use->has_marks && use->times > 1)
			report(in, 0, use->dict->number, NULL);
	}
}

// --- identifiers ---

static char *id_of(Inspection *in, const TaggedElement *element)
{
	return element_text(in->doc, element, "ID");
}

static void ids_unique(Inspection *in)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = g_ptr_array_index(in->tags->elements, i);
		char *id = id_of(in, element);
		if (id && !g_hash_table_add(seen, id))
			report(in, element->page, element->dict->number, id);
	}
}

const Check *checks_of_structure(void)
{
	static const Check checks[] = {
	    {.id = "marked",
	     .ua = "6.2",
	     .a = "6.7.2.2",
	     .level = 'a',
	     .run = marked,
	     .demand = N_("the file must say that it is tagged (MarkInfo, Marked true)"),
	     .hint = N_("tag the content, then write it")},
	    {.id = "suspects",
	     .ua = "7.1",
	     .run = suspects,
	     .demand = N_("tags must not be guesses (Suspects)"),
	     .hint = N_("check the tags, then take Suspects out")},
	    {.id = "tree",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = tree,
	     .demand = N_("the file must have a structure tree"),
	     .hint = N_("make it with tags")},
	    {.id = "tree-shape",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = tree_shape,
	     .demand = N_("the structure tree must be a tree: each element and each content once"),
	     .hint = N_("make the tags anew")},
	    {.id = "element-type",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .event = EVENT_ELEMENT_TYPE,
	     .demand = N_("elements must say that they are elements, and which (Type StructElem, S)"),
	     .hint = N_("write the missing entry")},
	    {.id = "element-parent",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .event = EVENT_ELEMENT_PARENT,
	     .demand = N_("elements must refer to the element they hang from (P)"),
	     .hint = N_("correct P")},
	    {.id = "role-mapped",
	     .ua = "7.1",
	     .a = "6.7.3.4",
	     .level = 'a',
	     .event = EVENT_ROLE_UNMAPPED,
	     .demand = N_("structure types must be standard ones or be mapped to them"),
	     .hint = N_("add the type to the role map")},
	    {.id = "role-loop",
	     .ua = "7.1",
	     .a = "6.7.3.4",
	     .level = 'a',
	     .event = EVENT_ROLE_LOOP,
	     .demand = N_("the role map must not lead in circles"),
	     .hint = N_("map the type to a standard one")},
	    {.id = "role-standard",
	     .ua = "7.1",
	     .a = "6.7.3.4",
	     .level = 'a',
	     .event = EVENT_ROLE_STANDARD,
	     .demand = N_("standard structure types must keep their meaning"),
	     .hint = N_("take the type out of the role map")},
	    {.id = "content-tagged",
	     .ua = "7.1",
	     .event = EVENT_UNTAGGED,
	     .demand = N_("everything drawn must be tagged or marked as an artifact"),
	     .hint = N_("put it into a tag of its meaning, or mark it as decoration")},
	    {.id = "artifact-in-tag",
	     .ua = "7.1",
	     .event = EVENT_ARTIFACT_IN_TAGGED,
	     .demand = N_("artifacts must not be inside tagged content"),
	     .hint = N_("end the tag before the artifact")},
	    {.id = "tag-in-artifact",
	     .ua = "7.1",
	     .event = EVENT_TAGGED_IN_ARTIFACT,
	     .demand = N_("tagged content must not be inside artifacts"),
	     .hint = N_("end the artifact before the tag")},
	    {.id = "mark-once",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .event = EVENT_MCID_TWICE,
	     .demand = N_("marks must have numbers of their own on a page (MCID)"),
	     .hint = N_("number them anew")},
	    {.id = "mark-claimed",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = marks_claimed,
	     .demand = N_("marked content must belong to an element of the tree"),
	     .hint = N_("add it to the kids of its element")},
	    {.id = "mark-found",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = claims_found,
	     .demand = N_("content that an element names must be on the page"),
	     .hint = N_("take it out of the element, or mark the content")},
	    {.id = "parent-tree",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = parent_tree,
	     .demand = N_("the parent tree must lead from content to its element"),
	     .hint = N_("correct StructParents, StructParent and the parent tree")},
	    {.id = "form-reused",
	     .ua = "7.20",
	     .run = forms_reused,
	     .demand = N_("a form with marked content of its own must be drawn once only"),
	     .hint = N_("mark the content around the form instead")},
	    {.id = "id-unique",
	     .ua = "7.1",
	     .a = "6.7.3.3",
	     .level = 'a',
	     .run = ids_unique,
	     .demand = N_("identifiers of elements must differ"),
	     .hint = N_("give each its own ID")},
	    {0},
	};
	return checks;
}
