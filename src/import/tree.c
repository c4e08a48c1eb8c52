#include "import/tree.h"

#include <string.h>

enum {
	INDENT = 2,
	WIDTH = 110,     // characters of a line, where it can be kept
	PLAIN_MAX = 160, // bytes of a text that stands on the line of its key
};

// --- the tree ---

Tree *tree_new(Arena *arena, TreeKind kind, const char *text)
{
	Tree *node = arena_new0(arena, Tree);
	*node = (Tree){.kind = kind, .text = text};
	return node;
}

void tree_insert(Tree *parent, Tree *after, Tree *child)
{
	child->next = after ? after->next : parent->first;
	if (after)
		after->next = child;
	else
		parent->first = child;
	if (parent->last == after)
		parent->last = child;
}

void tree_append(Tree *parent, Tree *child)
{
	tree_insert(parent, parent->last, child);
}

void tree_remove(Tree *parent, Tree *child)
{
	Tree *before = NULL;
	for (Tree *node = parent->first; node != child; node = node->next)
		before = node;
	if (before)
		before->next = child->next;
	else
		parent->first = child->next;
	if (parent->last == child)
		parent->last = before;
	child->next = NULL;
}

Tree *tree_add(Arena *arena, Tree *map, const char *key, TreeKind kind, const char *text)
{
	Tree *node = tree_new(arena, kind, text);
	node->key = arena_strdup(arena, key);
	tree_append(map, node);
	return node;
}

Tree *tree_get(const Tree *map, const char *key)
{
	for (Tree *node = map->first; node; node = node->next)
		if (strcmp(node->key, key) == 0)
			return node;
	return NULL;
}

Tree *tree_list(Arena *arena, Tree *map, const char *key)
{
	Tree *list = tree_get(map, key);
	return list ? list : tree_add(arena, map, key, TREE_LIST, NULL);
}

// --- scalars ---

// What YAML could take for something else is put in quotes; rather too much of it than too little.
static bool is_plain(const char *text, bool flow)
{
	static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
	gunichar first = g_utf8_get_char(text);
	size_t length = strlen(text);
	bool figure = g_ascii_isdigit(*text) && strchr(text, ' ') && !strpbrk(text, ":-.");
	if (length == 0 || !(g_unichar_isalpha(first) || first == 0xA9 || figure))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i]) == 0)
			return false;
	if (strstr(text, ": ") || strstr(text, " #") || strpbrk(text, "\n\t\"\\"))
		return false;
	return text[length - 1] != ':' && text[length - 1] != ' ' && !(flow && strpbrk(text, ",[]{}"));
}

static void add_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (const char *place = text; *place; place = g_utf8_next_char(place)) {
		gunichar sign = g_utf8_get_char(place);
		if (*place == '"' || *place == '\\')
			g_string_append_printf(out, "\\%c", *place);
		else if (*place == '\n')
			g_string_append(out, "\\n");
		else if (*place == '\t')
			g_string_append(out, "\\t");
		else
			g_string_append_unichar(out, sign);
	}
	g_string_append_c(out, '"');
}

// With nothing to escape but apostrophes, which are doubled.
static void add_single_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '\'');
	for (const char *place = text; *place; place++)
		g_string_append(out, *place == '\'' ? "''" : (char[]){*place, '\0'});
	g_string_append_c(out, '\'');
}

static void add_line_text(GString *out, const Tree *node, bool flow)
{
	if (node->kind == TREE_WORD || is_plain(node->text, flow))
		g_string_append(out, node->text);
	else if (strpbrk(node->text, "\"\\") && !strpbrk(node->text, "\n\t"))
		add_single_quoted(out, node->text);
	else
		add_quoted(out, node->text);
}

static void add_indent(GString *out, int indent)
{
	g_string_append_printf(out, "%*s", indent, "");
}

// Words on lines of their own, broken at single spaces between signs that are none. What is folded comes
// together again as it was.
static void add_folded(GString *out, const char *text, int indent)
{
	glong column = WIDTH;
	for (const char *word = text; *word;) {
		size_t size = strcspn(word, " ");
		glong width = g_utf8_strlen(word, (gssize)size);
		if (column + 1 + width > WIDTH || word == text) {
			g_string_append_c(out, '\n');
			add_indent(out, indent);
			column = indent;
		} else {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append_len(out, word, (gssize)size);
		column += width;
		word += size + (word[size] == ' ');
	}
	g_string_append_c(out, '\n');
}

static void add_literal(GString *out, const char *text, int indent)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_string_append_c(out, '\n');
	for (int i = 0; lines[i]; i++) {
		if (*lines[i])
			add_indent(out, indent);
		g_string_append_printf(out, "%s\n", lines[i]);
	}
}

static bool can_fold(const char *text)
{
	size_t length = strlen(text);
	return !strstr(text, "  ") && !strpbrk(text, "\n\t") && *text != ' ' && text[length - 1] != ' ';
}

static bool can_be_literal(const char *text)
{
	size_t length = strlen(text);
	return *text != ' ' && *text != '\t' && *text != '\n' && text[length - 1] != '\n';
}

// --- the file ---

static void add_note(GString *out, const Tree *node)
{
	if (node->note)
		g_string_append_printf(out, " # %s", node->note);
	g_string_append_c(out, '\n');
}

static void add_text(GString *out, const Tree *node, int indent)
{
	bool lines = strchr(node->text, '\n') != NULL;
	if (lines && can_be_literal(node->text)) {
		g_string_append(out, "|");
		add_literal(out, node->text, indent);
	} else if (!lines && strlen(node->text) > PLAIN_MAX && can_fold(node->text)) {
		g_string_append(out, ">");
		add_folded(out, node->text, indent);
	} else {
		add_line_text(out, node, false);
		add_note(out, node);
	}
}

static void add_flow(GString *out, const Tree *map)
{
	g_string_append_c(out, '{');
	for (const Tree *field = map->first; field; field = field->next) {
		g_string_append_printf(out, "%s%s: ", field == map->first ? "" : ", ", field->key);
		add_line_text(out, field, true);
	}
	g_string_append_c(out, '}');
	add_note(out, map);
}

static void add_comment(GString *out, const Tree *node, int indent)
{
	g_auto(GStrv) lines = g_strsplit(node->comment ? node->comment : "", "\n", -1);
	if (node->comment && indent <= INDENT && !g_str_has_suffix(out->str, ":\n") && out->len)
		g_string_append_c(out, '\n');
	for (int i = 0; node->comment && lines[i]; i++) {
		add_indent(out, indent);
		g_string_append_printf(out, *lines[i] ? "# %s\n" : "#\n", lines[i]);
	}
}

static void add_tree(GString *out, const Tree *node, int indent);

static void add_items(GString *out, const Tree *list, int indent)
{
	for (const Tree *item = list->first; item; item = item->next) {
		add_comment(out, item, indent);
		add_indent(out, indent);
		g_string_append(out, "- ");
		if (item->kind == TREE_MAP && !item->flow) {
			GString *fields = g_string_new(NULL);
			add_tree(fields, item, indent + INDENT);
			// Its first line goes on after the dash, whatever comment stands there.
			g_string_append(out, fields->str + indent + INDENT);
			g_string_free(fields, TRUE);
		} else {
			add_tree(out, item, indent + INDENT);
		}
	}
}

static void add_fields(GString *out, const Tree *map, int indent)
{
	for (const Tree *field = map->first; field; field = field->next) {
		if (field != map->first || indent == 0)
			add_comment(out, field, indent);
		add_indent(out, indent);
		bool block = (field->kind == TREE_MAP && !field->flow) || field->kind == TREE_LIST;
		g_string_append_printf(out, "%s:%s", field->key, block && field->first ? "\n" : " ");
		add_tree(out, field, indent + INDENT);
	}
}

static void add_tree(GString *out, const Tree *node, int indent)
{
	if (node->kind == TREE_LIST && !node->first) {
		g_string_append(out, "[]");
		add_note(out, node);
	} else if (node->kind == TREE_LIST) {
		add_items(out, node, indent);
	} else if (node->kind == TREE_MAP && node->flow) {
		add_flow(out, node);
	} else if (node->kind == TREE_MAP) {
		add_fields(out, node, indent);
	} else {
		add_text(out, node, indent);
	}
}

char *tree_write(const Tree *root)
{
	GString *out = g_string_new(NULL);
	add_comment(out, root, 0);
	if (root->comment)
		g_string_append_c(out, '\n');
	add_tree(out, root, 0);
	return g_string_free(out, FALSE);
}
