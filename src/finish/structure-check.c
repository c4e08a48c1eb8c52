#include "finish/structure-check.h"

#include <string.h>

#include "base/intl.h"
#include "display/marks.h"
#include "finish/structure-node.h"

typedef struct Check {
	const DisplayList *list;
	DiagList *diags;
	int level; // of the last heading
} Check;

static const Element *element_at(const Check *check, int index)
{
	return &g_array_index(check->list->elements, Element, index);
}

static void warn(Check *check, const char *code, Span span, char *what, char *hint)
{
	diag_take(check->diags, SEVERITY_WARNING, code, span, what, hint);
}

// --- headings and pictures ---

static void check_heading(Check *check, const Element *element)
{
	int level = role_kind(element->role)->level, last = check->level;
	if (level == 0)
		return;
	check->level = level;
	if (level <= last + 1)
		return;
	warn(check, "structure.heading-gap", element->span,
	     last ? g_strdup_printf(_("this heading of level %d follows one of level %d"), level, last)
		  : g_strdup_printf(_("the first heading is of level %d"), level),
	     g_strdup_printf(_("let its style in the layout say `role: h%d`"), last + 1));
}

static void check_figure(Check *check, const Element *element)
{
	if (strcmp(element->role, "figure") == 0 && (!element->alt || !*element->alt))
		warn(check, "structure.figure-without-alt", element->span,
		     g_strdup(_("this picture has no words for who does not see it")),
		     g_strdup(_("say in `alt` what it shows, or let its box say `role: artifact`")));
}

// --- parts of lists and tables ---

// Roles that belong in another.
static const struct {
	const char *part, *whole;
} parts[] = {
    {"item", "list"}, {"label", "item"}, {"body", "item"},
    {"row", "table"}, {"cell", "row"},   {"header", "row"},
};

static void check_place(Check *check, const Element *element)
{
	const char *parent = element->parent >= 0 ? element_at(check, element->parent)->role : "";
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
		if (strcmp(element->role, parts[i].part) == 0 && strcmp(parent, parts[i].whole) != 0)
			warn(check, "structure.misplaced", element->span,
			     g_strdup_printf(_("a box of role `%s` stands in one of role `%s`"),
					     element->role, parent),
			     g_strdup_printf(_("in the layout, put it right into a box of role `%s`"),
					     parts[i].whole));
}

// Which elements have a child of the role that they are made of.
static GHashTable *find_filled(const Check *check)
{
	GHashTable *filled = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < check->list->elements->len; i++) {
		const Element *element = element_at(check, (int)i);
		for (gsize k = 0; element->parent >= 0 && k < G_N_ELEMENTS(parts); k++)
			if (strcmp(element->role, parts[k].part) == 0 &&
			    strcmp(element_at(check, element->parent)->role, parts[k].whole) == 0)
				g_hash_table_add(filled, GINT_TO_POINTER(element->parent));
	}
	return filled;
}

static void check_filled(Check *check, const Element *element, bool filled)
{
	if (filled)
		return;
	if (strcmp(element->role, "list") == 0)
		warn(check, "structure.list-without-items", element->span,
		     g_strdup(_("this list has no items")),
		     g_strdup(_("in the layout, give what it holds `role: item`, or the list another role")));
	else if (strcmp(element->role, "table") == 0)
		warn(check, "structure.table-without-rows", element->span,
		     g_strdup(_("this table has no rows")),
		     g_strdup(_("in the layout, give what it holds `role: row`, or the table another role")));
}

// --- links ---

// The link that an element is in or is; -1 for none.
static int link_of(const Check *check, int element)
{
	while (element > 0 && strcmp(element_at(check, element)->role, "link") != 0)
		element = element_at(check, element)->parent;
	return element > 0 ? element : -1;
}

static void take_words(GHashTable *words, int link, const char *text)
{
	GString *taken = g_hash_table_lookup(words, GINT_TO_POINTER(link));
	if (taken)
		g_string_append(taken, text);
	else
		g_hash_table_insert(words, GINT_TO_POINTER(link), g_string_new(text));
}

static void add_words(const Check *check, GHashTable *words, const Op *op)
{
	if (display_is_active(op))
		take_words(words, op->element, "");
	if (op->kind != OP_GLYPHS && op->kind != OP_IMAGE)
		return;
	int link = link_of(check, op->element);
	if (link < 0)
		return;
	if (op->kind == OP_GLYPHS)
		take_words(words, link, op->glyphs.text);
	else if (element_at(check, op->element)->alt)
		take_words(words, link, element_at(check, op->element)->alt);
}

static void string_free(void *text)
{
	g_string_free(text, TRUE);
}

// What each link says, by element.
static GHashTable *gather_words(const Check *check)
{
	GHashTable *words = g_hash_table_new_full(NULL, NULL, NULL, string_free);
	for (guint i = 0; i < check->list->pages->len; i++) {
		const Page *page = g_ptr_array_index(check->list->pages, i);
		for (guint k = 0; k < page->ops->len; k++)
			add_words(check, words, &g_array_index(page->ops, Op, k));
	}
	return words;
}

// Small letters, words one space apart, without the arrows, points and hyphens of a layout.
static char *plain_words(const char *text)
{
	g_autofree char *small = g_utf8_strdown(text, -1);
	GString *out = g_string_new(NULL);
	bool space = false;
	for (const char *at = small; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalnum(c) || c == '\'' || c == 0x2019 || c == '+') {
			if (space && out->len)
				g_string_append_c(out, ' ');
			g_string_append_unichar(out, c == 0x2019 ? '\'' : c);
			space = false;
		} else if (c != 0xAD) {
			space = true;
		}
	}
	return g_string_free(out, FALSE);
}

static void check_link(Check *check, const Element *element, const char *words)
{
	g_autofree char *plain = plain_words(words);
	const char *const *vague = check->list->meta.vague_links;
	if (!*plain)
		warn(check, "structure.link-without-words", element->span,
		     g_strdup_printf(_("the link to %s has no words"), element->href ? element->href : "?"),
		     g_strdup(_("give it some, that say where it goes")));
	for (; *plain && vague && *vague; vague++)
		if (strcmp(*vague, plain) == 0)
			warn(check, "structure.vague-link", element->span,
			     g_strdup_printf(_("“%s” does not say where the link goes"), plain),
			     g_strdup(
				 _("who goes from link to link hears these words alone: name the target")));
}

void structure_check(const DisplayList *list, DiagList *diags)
{
	Check check = {.list = list, .diags = diags};
	g_autoptr(GHashTable) filled = find_filled(&check), words = gather_words(&check);
	for (guint i = 0; i < list->elements->len; i++) {
		const Element *element = element_at(&check, (int)i);
		check_heading(&check, element);
		check_figure(&check, element);
		check_place(&check, element);
		check_filled(&check, element, g_hash_table_contains(filled, GINT_TO_POINTER((int)i)));
		const GString *said = g_hash_table_lookup(words, GINT_TO_POINTER((int)i));
		if (said)
			check_link(&check, element, said->str);
	}
}
