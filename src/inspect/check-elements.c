// What elements of each kind have to be like (ISO 14289-1, 7.2 to 7.9; ISO 32000-1, 14.8.4).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

typedef void (*ElementCheck)(Inspection *in, const TaggedElement *element);

static const TaggedElement *element_at(const Inspection *in, guint index)
{
	return g_ptr_array_index(in->tags->elements, index);
}

static void each_element(Inspection *in, const char *role, ElementCheck check)
{
	for (guint i = 0; i < in->tags->elements->len; i++)
		if (!role || element_is(element_at(in, i), role))
			check(in, element_at(in, i));
}

static void report_element(Inspection *in, const TaggedElement *element, const char *detail)
{
	report(in, element->page, element->dict->number, detail);
}

static const char *role_of(const TaggedElement *element)
{
	return element->role ? element->role : element->type;
}

static const TaggedElement *kid(const TaggedElement *element, guint index)
{
	return g_ptr_array_index(element->kids, index);
}

static guint count_kids(const TaggedElement *element, const char *role)
{
	guint count = 0;
	for (guint i = 0; i < element->kids->len; i++)
		count += element_is(kid(element, i), role);
	return count;
}

// --- who may be in whom ---

typedef struct Nesting {
	const char *role;
	const char *const *parents; // NULL: any
	const char *const *kids;    // NULL: any
} Nesting;

static void check_nesting(Inspection *in, const Nesting *rules)
{
	for (; rules->role; rules++)
		for (guint i = 0; i < in->tags->elements->len; i++) {
			const TaggedElement *element = element_at(in, i);
			if (!element_is(element, rules->role))
				continue;
			const char *parent = element->parent ? role_of(element->parent) : "StructTreeRoot";
			if (rules->parents && !g_strv_contains(rules->parents, parent))
				report_format(in, element->page, element->dict->number, "%s › %s", parent,
					      rules->role);
			for (guint k = 0; rules->kids && k < element->kids->len; k++)
				if (!g_strv_contains(rules->kids, role_of(kid(element, k))))
					report_format(in, element->page, element->dict->number, "%s › %s",
						      rules->role, role_of(kid(element, k)));
		}
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void tables(Inspection *in)
{
	check_nesting(in, (const Nesting[]){
			      {"Table", NULL, LIST("TR", "THead", "TBody", "TFoot", "Caption")},
			      {"THead", LIST("Table"), LIST("TR")},
			      {"TBody", LIST("Table"), LIST("TR")},
			      {"TFoot", LIST("Table"), LIST("TR")},
			      {"TR", LIST("Table", "THead", "TBody", "TFoot"), LIST("TH", "TD")},
			      {"TH", LIST("TR"), NULL},
			      {"TD", LIST("TR"), NULL},
			      {NULL, NULL, NULL},
			  });
}

static void check_table(Inspection *in, const TaggedElement *table)
{
	guint heads = count_kids(table, "THead"), feet = count_kids(table, "TFoot"),
	      bodies = count_kids(table, "TBody");
	if (heads > 1 || feet > 1 || ((heads || feet) && !bodies))
		report_element(in, table, NULL);
}

static void table_parts(Inspection *in)
{
	each_element(in, "Table", check_table);
}

static void lists(Inspection *in)
{
	check_nesting(in, (const Nesting[]){
			      {"L", NULL, LIST("L", "LI", "Caption")},
			      {"LI", LIST("L"), LIST("Lbl", "LBody")},
			      {"LBody", LIST("LI"), NULL},
			      {NULL, NULL, NULL},
			  });
}

static void check_list(Inspection *in, const TaggedElement *list)
{
	if (count_kids(list, "LI") + count_kids(list, "L") == 0)
		report_element(in, list, NULL);
}

static void list_items(Inspection *in)
{
	each_element(in, "L", check_list);
}

static void contents(Inspection *in)
{
	check_nesting(in, (const Nesting[]){
			      {"TOC", NULL, LIST("TOC", "TOCI", "Caption")},
			      {"TOCI", LIST("TOC"), NULL},
			      {NULL, NULL, NULL},
			  });
}

static void asian(Inspection *in)
{
	check_nesting(in, (const Nesting[]){
			      {"Ruby", NULL, LIST("RB", "RT", "RP")},
			      {"RB", LIST("Ruby"), NULL},
			      {"RT", LIST("Ruby"), NULL},
			      {"RP", LIST("Ruby"), NULL},
			      {"Warichu", NULL, LIST("WT", "WP")},
			      {"WT", LIST("Warichu"), NULL},
			      {"WP", LIST("Warichu"), NULL},
			      {NULL, NULL, NULL},
			  });
}

// A caption comes first; in a table, last will do.
static void check_caption(Inspection *in, const TaggedElement *element)
{
	bool table = element_is(element, "Table");
	bool here = table || element_is(element, "L") || element_is(element, "TOC");
	guint last = element->kids->len - 1, captions = count_kids(element, "Caption");
	if (!here || captions == 0)
		return;
	bool placed =
	    element_is(kid(element, 0), "Caption") || (table && element_is(kid(element, last), "Caption"));
	if (captions > 1 || !placed)
		report_element(in, element, role_of(element));
}

static void captions(Inspection *in)
{
	each_element(in, NULL, check_caption);
}

// --- tables: which headers a cell has ---

// An attribute of an element, wherever its owner's dictionary stands.
static const Obj *attribute(Inspection *in, const TaggedElement *element, const char *key)
{
	const Obj *attributes = doc_get(in->doc, element->dict, "A");
	const Obj *found = doc_get(in->doc, attributes, key);
	for (gsize i = 0; attributes->kind == OBJ_ARRAY && found->kind == OBJ_NULL && i < attributes->size;
	     i++)
		found = doc_get(in->doc, doc_item(in->doc, attributes, i), key);
	return found;
}

static const TaggedElement *table_around(const TaggedElement *element)
{
	while (element && !element_is(element, "Table"))
		element = element->parent;
	return element;
}

static bool uses_headers(Inspection *in, const TaggedElement *table)
{
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = element_at(in, i);
		if (element_is(element, "TD") && table_around(element) == table &&
		    attribute(in, element, "Headers")->kind == OBJ_ARRAY)
			return true;
	}
	return false;
}

static void check_header(Inspection *in, const TaggedElement *header)
{
	const Obj *scope = attribute(in, header, "Scope");
	bool known = obj_is_name(scope, "Row") || obj_is_name(scope, "Column") || obj_is_name(scope, "Both");
	if (!known && !uses_headers(in, table_around(header)))
		report_element(in, header, NULL);
}

static void table_headers(Inspection *in)
{
	each_element(in, "TH", check_header);
}

// --- tables: cells in rows and columns ---

enum { GRID_MAX = 4096 }; // columns of a table, and rows that a cell may span

// How far the columns of a row are taken, by rows above too.
typedef struct Grid {
	GArray *taken; // guint, by column: rows that are taken from this one on
	guint columns; // of the first row
	guint rows;
} Grid;

static guint span(Inspection *in, const TaggedElement *cell, const char *key)
{
	double value = obj_number(attribute(in, cell, key));
	return (guint)CLAMP(value, 1, GRID_MAX);
}

static void place_cell(Inspection *in, Grid *grid, const TaggedElement *cell)
{
	guint column = 0, width = span(in, cell, "ColSpan"), height = span(in, cell, "RowSpan");
	while (column < grid->taken->len && g_array_index(grid->taken, guint, column) > 0)
		column++;
	for (guint i = column; i < MIN(column + width, GRID_MAX); i++) {
		if (i >= grid->taken->len)
			g_array_set_size(grid->taken, i + 1);
		g_array_index(grid->taken, guint, i) = height;
	}
}

static void place_row(Inspection *in, Grid *grid, const TaggedElement *row)
{
	guint taken = 0;
	for (guint i = 0; i < row->kids->len; i++)
		place_cell(in, grid, kid(row, i));
	for (guint i = 0; i < grid->taken->len; i++) {
		guint *left = &g_array_index(grid->taken, guint, i);
		taken += *left > 0;
		*left -= *left > 0;
	}
	if (grid->rows++ == 0)
		grid->columns = taken;
	else if (taken != grid->columns)
		report_format(in, row->page, row->dict->number, "%u ≠ %u", taken, grid->columns);
}

static void place_rows(Inspection *in, Grid *grid, const TaggedElement *group)
{
	for (guint i = 0; i < group->kids->len; i++) {
		const TaggedElement *row = kid(group, i);
		if (element_is(row, "TR"))
			place_row(in, grid, row);
		else if (element_is(row, "THead") || element_is(row, "TBody") || element_is(row, "TFoot"))
			place_rows(in, grid, row);
	}
}

static void check_grid(Inspection *in, const TaggedElement *table)
{
	g_autoptr(GArray) taken = g_array_new(FALSE, TRUE, sizeof(guint));
	Grid grid = {taken, 0, 0};
	place_rows(in, &grid, table);
}

static void table_grid(Inspection *in)
{
	each_element(in, "Table", check_grid);
}

// --- headings ---

static void check_numbered(Inspection *in)
{
	int last = 0;
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = element_at(in, i);
		int level = element_heading_level(element);
		if (level == 0)
			continue;
		if (level > last + 1) {
			if (last)
				report_format(in, element->page, element->dict->number, "H%d › H%d", last,
					      level);
			else
				report_format(in, element->page, element->dict->number, "H%d", level);
		}
		last = level;
	}
}

static void headings_mixed(Inspection *in)
{
	guint plain = 0, numbered = 0;
	const TaggedElement *first = NULL;
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = element_at(in, i);
		bool is_plain = element_is(element, "H");
		plain += is_plain;
		numbered += element_heading_level(element) > 0;
		first = is_plain && !first ? element : first;
	}
	if (plain && numbered)
		report_element(in, first, NULL);
}

static void check_plain(Inspection *in, const TaggedElement *element)
{
	if (count_kids(element, "H") > 1)
		report_element(in, element, role_of(element));
}

static void headings_single(Inspection *in)
{
	each_element(in, NULL, check_plain);
}

// --- words for what is no text ---

static bool has_words(Inspection *in, const TaggedElement *element)
{
	const char *alt = element_text(in->doc, element, "Alt"),
		   *actual = element_text(in->doc, element, "ActualText");
	return (alt && *alt) || (actual && *actual);
}

static void check_words(Inspection *in, const TaggedElement *element)
{
	if (!has_words(in, element))
		report_element(in, element, NULL);
}

static void figures(Inspection *in)
{
	each_element(in, "Figure", check_words);
}

static void formulas(Inspection *in)
{
	each_element(in, "Formula", check_words);
}

static void check_note(Inspection *in, const TaggedElement *note)
{
	const char *id = element_text(in->doc, note, "ID");
	if (!id || !*id)
		report_element(in, note, NULL);
}

static void notes(Inspection *in)
{
	each_element(in, "Note", check_note);
}

static bool has_language(Inspection *in, const TaggedElement *element)
{
	const char *lang = doc_text(in->doc, in->doc->catalog, "Lang");
	for (; element; element = element->parent)
		if (element->lang && *element->lang)
			return true;
	return lang && *lang;
}

static void check_language(Inspection *in, const TaggedElement *element)
{
	static const char *const texts[] = {"Alt", "ActualText", "E"};
	bool known = has_language(in, element);
	for (gsize i = 0; !known && i < G_N_ELEMENTS(texts); i++)
		if (element_text(in->doc, element, texts[i]))
			report_element(in, element, texts[i]);
}

static void languages(Inspection *in)
{
	each_element(in, NULL, check_language);
}

// --- links ---

static bool has_object(const TaggedElement *element)
{
	return element->objects > 0;
}

static void check_link(Inspection *in, const TaggedElement *link)
{
	if (!has_object(link))
		report_element(in, link, NULL);
}

static void links(Inspection *in)
{
	each_element(in, "Link", check_link);
}

static guint content_within(const TaggedElement *element)
{
	guint marks = element->marks;
	for (guint i = 0; i < element->kids->len; i++)
		marks += content_within(kid(element, i));
	return marks;
}

static void check_link_content(Inspection *in, const TaggedElement *link)
{
	if (content_within(link) == 0 && !has_words(in, link))
		report_element(in, link, NULL);
}

static void link_contents(Inspection *in)
{
	each_element(in, "Link", check_link_content);
}

const Check *checks_of_elements(void)
{
	static const Check checks[] = {
	    {.id = "table-nesting",
	     .ua = "7.2",
	     .run = tables,
	     .demand = N_("tables must be made of rows, rows of cells"),
	     .hint = N_("nest Table, THead, TBody, TFoot, TR, TH and TD as ISO 32000-1 says")},
	    {.id = "table-parts",
	     .ua = "7.2",
	     .run = table_parts,
	     .demand = N_("a table must have at most one head and one foot, and then a body"),
	     .hint = N_("put the other rows into TBody")},
	    {.id = "table-headers",
	     .ua = "7.5",
	     .run = table_headers,
	     .demand = N_("header cells must say of which cells they are the header"),
	     .hint = N_("write Scope Row or Column, or Headers of the cells")},
	    {.id = "table-grid",
	     .ua = "7.2",
	     .run = table_grid,
	     .demand = N_("rows of a table must have the same number of columns"),
	     .hint = N_("add the missing cells, or correct ColSpan and RowSpan")},
	    {.id = "list-nesting",
	     .ua = "7.2",
	     .run = lists,
	     .demand = N_("lists must be made of items, items of label and body"),
	     .hint = N_("nest L, LI, Lbl and LBody as ISO 32000-1 says")},
	    {.id = "list-items",
	     .ua = "7.6",
	     .run = list_items,
	     .demand = N_("a list must have items"),
	     .hint = N_("tag its items as LI, or the list as something else")},
	    {.id = "contents-nesting",
	     .ua = "7.2",
	     .run = contents,
	     .demand = N_("tables of contents must be made of entries"),
	     .hint = N_("nest TOC and TOCI as ISO 32000-1 says")},
	    {.id = "asian-nesting",
	     .ua = "7.2",
	     .run = asian,
	     .demand = N_("ruby and warichu must be made of their parts"),
	     .hint = N_("nest Ruby, RB, RT, RP, Warichu, WT and WP as ISO 32000-1 says")},
	    {.id = "caption-place",
	     .ua = "7.2",
	     .run = captions,
	     .demand = N_("a caption must come first, in tables first or last, and once"),
	     .hint = N_("move the caption")},
	    {.id = "heading-order",
	     .ua = "7.4.2",
	     .run = check_numbered,
	     .demand = N_("headings must begin with H1 and leave no level out"),
	     .hint = N_("use the next level down")},
	    {.id = "heading-mixed",
	     .ua = "7.4.4",
	     .run = headings_mixed,
	     .demand = N_("a document must use H or H1 to H6, not both"),
	     .hint = N_("use H1 to H6 everywhere")},
	    {.id = "heading-single",
	     .ua = "7.4.4",
	     .run = headings_single,
	     .demand = N_("an element must contain at most one H"),
	     .hint = N_("use H1 to H6, or put each H into its own section")},
	    {.id = "figure-words",
	     .ua = "7.3",
	     .run = figures,
	     .demand = N_("figures must be described in words (Alt)"),
	     .hint = N_("write Alt, or mark the picture as decoration")},
	    {.id = "formula-words",
	     .ua = "7.7",
	     .run = formulas,
	     .demand = N_("formulas must be described in words (Alt)"),
	     .hint = N_("write Alt")},
	    {.id = "note-id",
	     .ua = "7.9",
	     .run = notes,
	     .demand = N_("notes must have an identifier (ID)"),
	     .hint = N_("write ID")},
	    {.id = "language-known",
	     .ua = "7.2",
	     .run = languages,
	     .demand = N_("the language of Alt, ActualText and E must be known"),
	     .hint = N_("write Lang into the catalog or the element")},
	    {.id = "link-object",
	     .ua = "7.18.5",
	     .run = links,
	     .demand = N_("a Link element must refer to its annotation (OBJR)"),
	     .hint = N_("add the OBJR, or tag the text as Span")},
	    {.id = "link-content",
	     .ua = "7.18.5",
	     .run = link_contents,
	     .demand = N_("a Link element must contain the text of the link"),
	     .hint = N_("put the marked text into the element")},
	    {0},
	};
	return checks;
}
