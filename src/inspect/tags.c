#include "inspect/tags.h"

#include <stdlib.h>
#include <string.h>

enum { ROLES_MAX = 32, NUMBER_TREE_DEPTH_MAX = 32 };

typedef struct Reading {
	Document *doc;
	EventList *events;
	TagTree *tags;
	GHashTable *seen; // numbers of elements
	const Obj *role_map;
} Reading;

// --- roles ---

// ISO 32000-1, 14.8.4.
bool tag_tree_is_standard(const char *type)
{
	static const char *const types[] = {
	    "Document", "Part",  "Art",       "Sect",     "Div",   "BlockQuote", "Caption", "TOC",
	    "TOCI",     "Index", "NonStruct", "Private",  "P",     "H",          "H1",      "H2",
	    "H3",       "H4",    "H5",        "H6",       "L",     "LI",         "Lbl",     "LBody",
	    "Table",    "TR",    "TH",        "TD",       "THead", "TBody",      "TFoot",   "Span",
	    "Quote",    "Note",  "Reference", "BibEntry", "Code",  "Link",       "Annot",   "Ruby",
	    "RB",       "RT",    "RP",        "Warichu",  "WT",    "WP",         "Figure",  "Formula",
	    "Form",     NULL,
	};
	return g_strv_contains(types, type);
}

static const char *map_role(Reading *reading, guint object, const char *type)
{
	const char *role = type;
	for (int i = 0; i < ROLES_MAX; i++) {
		const char *next = obj_name(doc_get(reading->doc, reading->role_map, role));
		if (tag_tree_is_standard(role))
			return role;
		if (!next) {
			event_add(reading->events, EVENT_ROLE_UNMAPPED, 0, object, type);
			return NULL;
		}
		role = next;
	}
	event_add(reading->events, EVENT_ROLE_LOOP, 0, object, type);
	return NULL;
}

// Types that the role map gives another meaning though they have one.
static void check_role_map(Reading *reading)
{
	const Obj *map = reading->role_map;
	for (gsize i = 0; map->kind == OBJ_DICT && i < map->size; i++) {
		const char *to = obj_name(doc_resolve(reading->doc, map->entries[i].value));
		const char *from = map->entries[i].key;
		if (to && tag_tree_is_standard(from) && strcmp(from, to) != 0)
			event_add(reading->events, EVENT_ROLE_STANDARD, 0, reading->tags->root->number, from);
	}
}

// --- elements ---

static char *claim_key(guint page, guint stream, gint64 mcid)
{
	return g_strdup_printf("%u %u %" G_GINT64_FORMAT, page, stream, mcid);
}

static void claim_mark(Reading *reading, TaggedElement *element, guint page, guint stream, gint64 mcid)
{
	TagTree *tree = reading->tags;
	Claim claim = {.element = element, .page = page, .stream = stream, .mcid = mcid};
	g_array_append_val(tree->claims, claim);
	char *key = claim_key(page, stream, mcid);
	if (g_hash_table_contains(tree->marked, key)) {
		g_autofree char *what = g_strdup_printf("MCID %" G_GINT64_FORMAT, mcid);
		event_add(reading->events, EVENT_KID_BAD, page, element->dict->number, what);
	}
	g_hash_table_insert(tree->marked, key, GUINT_TO_POINTER(tree->claims->len));
	element->marks++;
}

static guint page_of(Reading *reading, const Obj *dict)
{
	const Obj *page = obj_peek(dict, "Pg");
	return page->kind == OBJ_REF ? doc_find_page(reading->doc, page->number) : 0;
}

static void read_marked(Reading *reading, TaggedElement *element, const Obj *dict)
{
	guint page = page_of(reading, dict);
	const Obj *mcid = doc_get(reading->doc, dict, "MCID"), *stream = obj_peek(dict, "Stm");
	if (mcid->kind != OBJ_INTEGER) {
		event_add(reading->events, EVENT_KID_BAD, page, element->dict->number, "MCR");
		return;
	}
	claim_mark(reading, element, page ? page : element->page,
		   stream->kind == OBJ_REF ? stream->number : 0, mcid->integer);
}

static void read_object(Reading *reading, TaggedElement *element, const Obj *dict)
{
	const Obj *object = obj_peek(dict, "Obj");
	guint page = page_of(reading, dict);
	if (object->kind != OBJ_REF) {
		event_add(reading->events, EVENT_KID_BAD, page, element->dict->number, "OBJR");
		return;
	}
	Claim claim = {
	    .element = element, .page = page ? page : element->page, .mcid = -1, .object = object->number};
	g_array_append_val(reading->tags->claims, claim);
	g_hash_table_insert(reading->tags->objects, GUINT_TO_POINTER(object->number), element);
	element->objects++;
}

static void read_kids(Reading *reading, TaggedElement *parent, const Obj *kids, guint depth);

static bool may_read(Reading *reading, TaggedElement *parent, const Obj *dict, guint depth)
{
	guint above = parent ? parent->dict->number : reading->tags->root->number;
	if (dict->number && !g_hash_table_add(reading->seen, GUINT_TO_POINTER(dict->number))) {
		event_add(reading->events, EVENT_TREE_LOOP, 0, dict->number, NULL);
		return false;
	}
	if (depth > TREE_DEPTH_MAX) {
		event_add(reading->events, EVENT_TREE_DEEP, 0, above, NULL);
		return false;
	}
	reading->tags->complete = reading->tags->elements->len < ELEMENTS_MAX;
	return reading->tags->complete;
}

// P of the dictionary must lead to where it hangs.
static void check_parent(Reading *reading, const TaggedElement *element)
{
	const Obj *parent = obj_peek(element->dict, "P");
	guint expected = element->parent ? element->parent->dict->number : reading->tags->root->number;
	if (parent->kind != OBJ_REF || parent->number != expected)
		event_add(reading->events, EVENT_ELEMENT_PARENT, element->page, element->dict->number,
			  element->type);
}

static void read_element(Reading *reading, TaggedElement *parent, const Obj *dict, guint depth)
{
	if (!may_read(reading, parent, dict, depth))
		return;
	TaggedElement *element = arena_new0(reading->doc->arena, TaggedElement);
	const char *type = obj_name(doc_get(reading->doc, dict, "S"));
	element->dict = dict;
	element->type = type ? type : "?";
	element->role = type ? map_role(reading, dict->number, type) : NULL;
	element->parent = parent;
	element->page = page_of(reading, dict);
	element->depth = depth;
	element->lang = doc_text(reading->doc, dict, "Lang");
	element->kids = g_ptr_array_new();
	g_ptr_array_add(reading->tags->elements, element);
	g_ptr_array_add(parent ? parent->kids : reading->tags->top, element);
	if (!obj_is_name(doc_get(reading->doc, dict, "Type"), "StructElem") || !type)
		event_add(reading->events, EVENT_ELEMENT_TYPE, element->page, dict->number, element->type);
	check_parent(reading, element);
	read_kids(reading, element, doc_get(reading->doc, dict, "K"), depth + 1);
}

static void read_kid(Reading *reading, TaggedElement *parent, const Obj *kid, guint depth)
{
	const Obj *type = doc_get(reading->doc, kid, "Type");
	if (kid->kind == OBJ_INTEGER && parent)
		claim_mark(reading, parent, parent->page, 0, kid->integer);
	else if (kid->kind == OBJ_DICT && obj_is_name(type, "MCR") && parent)
		read_marked(reading, parent, kid);
	else if (kid->kind == OBJ_DICT && obj_is_name(type, "OBJR") && parent)
		read_object(reading, parent, kid);
	else if (kid->kind == OBJ_DICT)
		read_element(reading, parent, kid, depth);
	else
		event_add(reading->events, EVENT_KID_BAD, 0,
			  parent ? parent->dict->number : reading->tags->root->number, NULL);
}

static void read_kids(Reading *reading, TaggedElement *parent, const Obj *kids, guint depth)
{
	if (kids->kind == OBJ_NULL)
		return;
	if (kids->kind != OBJ_ARRAY) {
		read_kid(reading, parent, kids, depth);
		return;
	}
	for (gsize i = 0; i < kids->size; i++)
		read_kid(reading, parent, doc_item(reading->doc, kids, i), depth);
}

// --- the parent tree ---

static void read_numbers(Reading *reading, const Obj *node, guint depth)
{
	const Obj *kids = doc_get(reading->doc, node, "Kids"), *numbers = doc_get(reading->doc, node, "Nums");
	bool loops = node->number && !g_hash_table_add(reading->seen, GUINT_TO_POINTER(node->number));
	if (loops || depth > NUMBER_TREE_DEPTH_MAX)
		return;
	for (gsize i = 0; kids->kind == OBJ_ARRAY && i < kids->size; i++)
		read_numbers(reading, doc_item(reading->doc, kids, i), depth + 1);
	for (gsize i = 0; numbers->kind == OBJ_ARRAY && i + 1 < numbers->size; i += 2) {
		const Obj *key = doc_item(reading->doc, numbers, i);
		const Obj *value = doc_item(reading->doc, numbers, i + 1);
		if (key->kind == OBJ_INTEGER && key->integer >= 0 && key->integer < G_MAXINT)
			g_hash_table_insert(reading->tags->parents, GUINT_TO_POINTER((guint)key->integer + 1),
					    (gpointer)value);
	}
}

// --- all of it ---

static TagTree *tag_tree_new(void)
{
	TagTree *tree = g_new0(TagTree, 1);
	tree->root = obj_null();
	tree->complete = true;
	tree->elements = g_ptr_array_new();
	tree->top = g_ptr_array_new();
	tree->claims = g_array_new(FALSE, FALSE, sizeof(Claim));
	tree->marked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	tree->objects = g_hash_table_new(NULL, NULL);
	tree->parents = g_hash_table_new(NULL, NULL);
	return tree;
}

TagTree *tag_tree_read(Document *doc, EventList *events)
{
	TagTree *tree = tag_tree_new();
	tree->root = doc_get(doc, doc->catalog, "StructTreeRoot");
	if (tree->root->kind != OBJ_DICT)
		return tree;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	Reading reading = {doc, events, tree, seen, doc_get(doc, tree->root, "RoleMap")};
	check_role_map(&reading);
	read_kids(&reading, NULL, doc_get(doc, tree->root, "K"), 1);
	read_numbers(&reading, doc_get(doc, tree->root, "ParentTree"), 1);
	return tree;
}

void tag_tree_free(TagTree *tree)
{
	if (!tree)
		return;
	for (guint i = 0; i < tree->elements->len; i++)
		g_ptr_array_unref(((TaggedElement *)g_ptr_array_index(tree->elements, i))->kids);
	g_ptr_array_unref(tree->elements);
	g_ptr_array_unref(tree->top);
	g_array_unref(tree->claims);
	g_hash_table_unref(tree->marked);
	g_hash_table_unref(tree->objects);
	g_hash_table_unref(tree->parents);
	g_free(tree);
}

TaggedElement *tag_tree_find_mark(const TagTree *tree, guint page, guint stream, gint64 mcid)
{
	g_autofree char *key = claim_key(page, stream, mcid);
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(tree->marked, key));
	return index ? g_array_index(tree->claims, Claim, index - 1).element : NULL;
}

bool element_is(const TaggedElement *element, const char *role)
{
	return g_strcmp0(element->role, role) == 0;
}

int element_heading_level(const TaggedElement *element)
{
	// H7 and more are no standard types, but some write them; their order counts as that of the others.
	const char *name = element->role ? element->role : element->type;
	if (name[0] != 'H' || !g_ascii_isdigit(name[1]))
		return 0;
	return atoi(name + 1);
}

char *element_text(Document *doc, const TaggedElement *element, const char *key)
{
	return doc_text(doc, element->dict, key);
}
