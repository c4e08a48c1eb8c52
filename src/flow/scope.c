#include "flow/scope.h"

#include <string.h>

#include "base/intl.h"
#include "base/suggest.h"
#include "flow/format.h"
#include "flow/reads.h"

enum { PARAM_DEPTH_MAX = 32 }; // parameters that stand for parameters

// --- values the program makes ---

static Value *make_scalar(Arena *arena, const char *text, Span span)
{
	Value *value = arena_new0(arena, Value);
	*value =
	    (Value){.kind = VALUE_SCALAR, .plain = true, .text = text, .length = strlen(text), .span = span};
	return value;
}

static Value *make_number(Arena *arena, int number)
{
	return make_scalar(arena, arena_printf(arena, "%d", number), (Span){.line = 0});
}

static const Value *make_truth(Arena *arena, bool truth)
{
	return truth ? make_number(arena, 1) : NULL;
}

static Value *make_list(Arena *arena, size_t room)
{
	Value *value = arena_new0(arena, Value);
	value->kind = VALUE_LIST;
	value->items = arena_array(arena, Value *, room);
	return value;
}

static Value *make_pair(Arena *arena, const char *name_a, Value *a, const char *name_b, Value *b)
{
	Value *value = arena_new0(arena, Value);
	value->kind = VALUE_MAP;
	value->length = b ? 2 : 1;
	value->fields = arena_array(arena, Field, 2);
	value->fields[0] = (Field){.name = name_a, .value = a};
	value->fields[1] = (Field){.name = name_b, .value = b};
	return value;
}

// The title is what the entry says, no Markdown to be read again: it has no place in the issue.
static Value *make_entry(Arena *arena, const EntryFact *fact)
{
	Value *title = make_scalar(arena, fact->title, (Span){.line = 0});
	Value *color = fact->color ? make_scalar(arena, fact->color, fact->span) : NULL;
	return make_pair(arena, "title", title, "color", color);
}

static const EntryFact *fact_at(const Facts *facts, guint index)
{
	return &g_array_index(facts->entries, EntryFact, index);
}

// The entries of one page, from `first` on.
static Value *make_page_entries(Arena *arena, const Facts *facts, guint first, guint *next)
{
	int page = fact_at(facts, first)->page;
	for (*next = first; *next < facts->entries->len && fact_at(facts, *next)->page == page; ++*next)
		;
	Value *entries = make_list(arena, *next - first);
	for (guint i = first; i < *next; i++)
		entries->items[entries->length++] = make_entry(arena, fact_at(facts, i));
	return make_pair(arena, "page", make_number(arena, page), "entries", entries);
}

void bind_facts(Binder *binder, const Facts *facts)
{
	Value *contents = make_list(binder->arena, MAX(facts->entries->len, 1));
	for (guint i = 0; i < facts->entries->len;)
		contents->items[contents->length++] = make_page_entries(binder->arena, facts, i, &i);
	binder->facts = facts;
	binder->contents = contents;
}

// What the contents hold of later pages: the end of the whole list.
static const Value *later_contents(const Binder *binder, int page)
{
	const Value *all = binder->contents;
	size_t first = 0;
	int of;
	while (first < all->length && value_as_int(value_get(all->items[first], "page"), &of) && of <= page)
		first++;
	if (first == all->length)
		return NULL;
	Value *later = arena_copy(binder->arena, all, 1, sizeof *all);
	later->items += first;
	later->length -= first;
	return later;
}

// --- looking up ---

static const Scope *each_scope(const Scope *scope)
{
	while (scope && scope->index == 0)
		scope = scope->up;
	return scope;
}

static const SectionFacts *section_facts(const Scope *scope)
{
	while (scope && !scope->section)
		scope = scope->up;
	return scope ? scope->section : NULL;
}

static int page_of(const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	while (scope && scope->page == 0)
		scope = scope->up;
	if (scope)
		return scope->page;
	return facts && facts->page ? facts->page : 1;
}

static const Scope *scope_with_item(const Scope *scope)
{
	while (scope && !scope->item)
		scope = scope->up;
	return scope;
}

static const Scope *scope_with_group(const Scope *scope)
{
	while (scope && !scope->group)
		scope = scope->up;
	return scope;
}

typedef const Value *(*Builtin)(const Binder *binder, const Scope *scope);

static const Value *builtin_page(const Binder *binder, const Scope *scope)
{
	return make_number(binder->arena, page_of(scope));
}

static const Value *builtin_pages(const Binder *binder, const Scope *scope)
{
	(void)scope;
	return make_number(binder->arena, binder->facts->pages);
}

static const Value *builtin_index(const Binder *binder, const Scope *scope)
{
	const Scope *each = each_scope(scope);
	return each ? make_number(binder->arena, each->index) : NULL;
}

static const Value *builtin_count(const Binder *binder, const Scope *scope)
{
	const Scope *each = each_scope(scope);
	return each ? make_number(binder->arena, each->count) : NULL;
}

static const Value *builtin_first(const Binder *binder, const Scope *scope)
{
	const Scope *each = each_scope(scope);
	return make_truth(binder->arena, each && each->index == 1);
}

static const Value *builtin_last(const Binder *binder, const Scope *scope)
{
	const Scope *each = each_scope(scope);
	return make_truth(binder->arena, each && each->index == each->count);
}

static const Value *builtin_item(const Binder *binder, const Scope *scope)
{
	(void)binder;
	scope = scope_with_item(scope);
	return scope ? scope->item : NULL;
}

static const Value *builtin_group(const Binder *binder, const Scope *scope)
{
	(void)binder;
	scope = scope_with_group(scope);
	return scope ? scope->group : NULL;
}

static const Value *builtin_contents(const Binder *binder, const Scope *scope)
{
	return later_contents(binder, page_of(scope));
}

static const Value *builtin_closes(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->closes);
}

static const Value *builtin_opens(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->opens);
}

static const Value *builtin_inner(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->inner);
}

static const Value *builtin_page_first(const Binder *binder, const Scope *scope)
{
	return make_truth(binder->arena, page_of(scope) == 1);
}

static const Value *builtin_page_last(const Binder *binder, const Scope *scope)
{
	return make_truth(binder->arena, page_of(scope) == binder->facts->pages);
}

static const struct {
	const char *name;
	Builtin look_up;
	const Scope *(*told_by)(
	    const Scope *); // which scope it is of; NULL: any below a section, it is of pages
} builtins[] = {
    {"page", builtin_page, NULL},
    {"pages", builtin_pages, NULL},
    {"index", builtin_index, each_scope},
    {"count", builtin_count, each_scope},
    {"first", builtin_first, each_scope},
    {"last", builtin_last, each_scope},
    {"item", builtin_item, scope_with_item},
    {"group", builtin_group, scope_with_group},
    {"contents", builtin_contents, NULL},
    {"closes-page", builtin_closes, NULL},
    {"opens-page", builtin_opens, NULL},
    {"inner-page", builtin_inner, NULL},
    {"page-first", builtin_page_first, NULL},
    {"page-last", builtin_page_last, NULL},
};

// A path may go on behind the name: `@contents.2`.
static int find_builtin(const char *path)
{
	size_t length = strcspn(path, ".");
	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++)
		if (strlen(builtins[i].name) == length && strncmp(builtins[i].name, path, length) == 0)
			return (int)i;
	return -1;
}

bool bind_is_of_page(const char *name)
{
	int found = find_builtin(name);
	return found >= 0 && !builtins[found].told_by;
}

const Value *bind_builtin(const Binder *binder, const Scope *scope, const char *name)
{
	int found = find_builtin(name);
	if (found < 0)
		return NULL;
	const Value *value = builtins[found].look_up(binder, scope);
	if (builtins[found].told_by)
		scope = builtins[found].told_by(scope);
	if (!binder->reads || !scope)
		return value;
	if (builtins[found].look_up != builtin_item)
		return reads_add_builtin(binder->reads, scope, builtins[found].name, value);
	reads_add_value(binder->reads, scope, NULL, value);
	return value;
}

static const Param *find_param(const Scope *scope, const char *name)
{
	for (; scope; scope = scope->up)
		for (guint i = 0; i < scope->param_count; i++)
			if (strcmp(scope->params[i].name, name) == 0)
				return &scope->params[i];
	return NULL;
}

static char *suggest_builtin(const char *name)
{
	const char *names[G_N_ELEMENTS(builtins) + 1] = {NULL};
	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++)
		names[i] = builtins[i].name;
	const char *nearest = suggest_nearest(name, names);
	g_autofree char *list = nearest ? NULL : g_strjoinv(", @", (char **)names);
	return nearest ? g_strdup_printf(_("did you mean “@%s”?"), nearest)
		       : g_strdup_printf(_("use one of: @%s"), list);
}

// A name of the layout's own that stands for nothing is a slip; a field the issue does not have is not.
static void check_name(const Binder *binder, const Scope *scope, const char *path, Span span)
{
	if (path[0] == '@' && find_builtin(path + 1) < 0)
		diag_take(binder->diags, SEVERITY_ERROR, "layout.unknown-name", span,
			  g_strdup_printf(_("there is nothing called “%s”"), path),
			  suggest_builtin(path + 1));
	else if (path[0] == '$' && !find_param(scope, path + 1))
		diag_take(
		    binder->diags, SEVERITY_ERROR, "layout.unknown-param", span,
		    g_strdup_printf(_("there is no parameter “%s” here"), path),
		    g_strdup(_("add it to the `params` of the component or the `vars` of the section")));
}

static const Value *report_loop(const Binder *binder, const Param *param)
{
	diag_take(binder->diags, SEVERITY_ERROR, "layout.param-loop", param->value->span,
		  g_strdup_printf(_("the parameter “%s” stands for itself"), param->name),
		  g_strdup(_("give it a value of its own")));
	return NULL;
}

static const char *blocks_text(Arena *arena, const Param *param)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint b = 0; b < param->block_count; b++)
		for (guint r = 0; r < param->blocks[b].run_count; r++)
			g_string_append(text, param->blocks[b].runs[r].text);
	return arena_strndup(arena, text->str, text->len);
}

// A value that is chosen: the first of a list of {when, value} that holds, or the next of a cycle.
static const Value *choose(const Binder *binder, const Scope *scope, const Value *value)
{
	const Value *cycle = value_get(value, "cycle");
	if (cycle && cycle->kind == VALUE_LIST && cycle->length > 0) {
		const Scope *each = each_scope(scope);
		size_t place = each ? (size_t)(each->index - 1) : 0;
		if (each && binder->reads)
			bind_builtin(binder, each, "index");
		return cycle->items[place % cycle->length];
	}
	if (value && value->kind == VALUE_LIST)
		for (size_t i = 0; i < value->length; i++) {
			if (!value_get(value->items[i], "value"))
				return value;
			if (bind_condition(binder, scope, value_get(value->items[i], "when")))
				return value_get(value->items[i], "value");
		}
	return value && value->kind == VALUE_LIST && value->length ? NULL : value;
}

static bool picks_items(const char *formatter)
{
	return strcmp(formatter, "first") == 0 || strcmp(formatter, "rest") == 0;
}

// `first` and `rest`, the formatters of lists. *end is the first bar that is another.
static const Value *pick_items(Arena *arena, const Value *value, char **bars, char ***end)
{
	for (; *bars && picks_items(*bars); bars++) {
		bool is_list = value && value->kind == VALUE_LIST && value->length > 0;
		if (!is_list)
			value = NULL;
		else if (strcmp(*bars, "first") == 0)
			value = value->items[0];
		else {
			Value *rest = arena_copy(arena, value, 1, sizeof *value);
			rest->items++;
			rest->length--;
			value = rest;
		}
	}
	if (end)
		*end = bars;
	return value;
}

// Text of "{…}" and nothing else, without the braces; NULL otherwise, and where formatters make text
// of it. In the arena.
static const char *whole_binding(Arena *arena, const char *text)
{
	size_t length = text ? strlen(text) : 0;
	if (length < 3 || text[0] != '{' || text[length - 1] != '}' || strchr(text + 1, '{'))
		return NULL;
	char *path = arena_strndup(arena, text + 1, length - 2);
	g_auto(GStrv) parts = g_strsplit(path, "|", -1);
	for (char **bar = parts + 1; *bar; bar++)
		if (!picks_items(*bar))
			return NULL;
	return path;
}

static const Value *resolve(const Binder *binder, const Scope *scope, const Value *value, int depth);

// A string with bindings in it, filled in; NULL where nothing is left. All else is itself.
static const Value *fill_in(const Binder *binder, const Scope *scope, const Value *value)
{
	if (!value_text(value) || !strchr(value->text, '{'))
		return value;
	Value *filled = arena_copy(binder->arena, value, 1, sizeof *value);
	filled->bound = true;
	filled->text = bind_text(binder, scope, value);
	filled->length = strlen(filled->text);
	return filled->length ? filled : NULL;
}

static const Value *resolve_param(const Binder *binder, const Scope *scope, const char *name, int depth)
{
	const Param *param = find_param(scope, name);
	if (param && param->blocks)
		return make_scalar(binder->arena, blocks_text(binder->arena, param), (Span){.line = 0});
	if (!param || !param->value)
		return NULL;
	if (depth > PARAM_DEPTH_MAX)
		return report_loop(binder, param);
	const Value *value = choose(binder, param->scope, param->value);
	const Value *bound = resolve(binder, param->scope, value, depth + 1);
	return bound == value ? fill_in(binder, param->scope, value) : bound;
}

// One step down a path: a field, the n-th item of a list (from 1), or either named by a parameter.
static const Value *step_down(const Binder *binder, const Scope *scope, const Value *value,
			      const char *segment, int depth)
{
	if (segment[0] == '$') {
		const Value *named = resolve_param(binder, scope, segment + 1, depth);
		segment = value_text(named);
	}
	if (!value || !segment)
		return NULL;
	if (value->kind != VALUE_LIST)
		return value_get(value, segment);
	guint64 place = g_ascii_strtoull(segment, NULL, 10);
	return place >= 1 && place <= value->length ? value->items[place - 1] : NULL;
}

// Of a field named by a parameter, and of items of lists, all is taken to be read.
static void note_step(Reads *reads, const Scope *at, const char *segment, const Value *value)
{
	if (at->item->kind == VALUE_MAP && segment[0] != '$')
		reads_add_value(reads, at, segment, value);
	else
		reads_add_value(reads, at, NULL, at->item);
}

static const Value *walk_path(const Binder *binder, const Scope *scope, const char *path, int depth)
{
	const Value *value = NULL;
	const Scope *at = scope;
	g_auto(GStrv) segments = g_strsplit(path, ".", -1);
	guint first = 0;
	if (!segments[0])
		return NULL;
	bool section = strcmp(segments[0], "section") == 0, issue = strcmp(segments[0], "issue") == 0;
	if ((section || issue) && segments[1]) {
		while (at && !(section ? at->is_section : at->is_issue))
			at = at->up;
		first = 1;
	}
	at = scope_with_item(at);
	value = at ? at->item : NULL;
	for (guint i = first; segments[i]; i++) {
		value = step_down(binder, scope, value, segments[i], depth);
		if (i == first && at && binder->reads)
			note_step(binder->reads, at, segments[i], value);
	}
	if (at && binder->reads && !segments[first])
		reads_add_value(binder->reads, at, NULL, value);
	return value;
}

static const Value *walk_builtin(const Binder *binder, const Scope *scope, const char *path, int depth)
{
	const Value *value = bind_builtin(binder, scope, path);
	g_auto(GStrv) segments = g_strsplit(path, ".", -1);
	for (char **segment = segments; *segment && segment[1]; segment++)
		value = step_down(binder, scope, value, segment[1], depth);
	return value;
}

static const Value *look_up(const Binder *binder, const Scope *scope, const char *path, int depth)
{
	if (path[0] == '@')
		return walk_builtin(binder, scope, path + 1, depth);
	if (path[0] == '$')
		return resolve_param(binder, scope, path + 1, depth);
	return walk_path(binder, scope, path, depth);
}

static const Value *resolve(const Binder *binder, const Scope *scope, const Value *value, int depth)
{
	const char *text = value_text(value);
	if (!text)
		return value;
	const char *path = text[0] == '$' ? text : whole_binding(binder->arena, text);
	if (!path)
		return value;
	g_auto(GStrv) parts = g_strsplit(path, "|", -1);
	check_name(binder, scope, parts[0], value->span);
	return pick_items(binder->arena, look_up(binder, scope, parts[0], depth), parts + 1, NULL);
}

const Value *bind_path(const Binder *binder, const Scope *scope, const char *path)
{
	return look_up(binder, scope, path, 0);
}

const Value *bind_attribute(const Binder *binder, const Scope *scope, const Value *value)
{
	const Value *bound = resolve(binder, scope, value, 0);
	return bound == value ? fill_in(binder, scope, value) : bound;
}

const Value *bind_issue_field(const Binder *binder, const Scope *scope, const char *name)
{
	while (!scope->is_issue)
		scope = scope->up;
	const Value *value = value_get(scope->item, name);
	if (binder->reads)
		reads_add_value(binder->reads, scope, name, value);
	return value;
}

const Value *bind_boxes(const Binder *binder, const Scope *scope, const Value *boxes, const Scope **where)
{
	*where = scope;
	for (int depth = 0; value_text(boxes) && boxes->text[0] == '$'; depth++) {
		const Param *param = find_param(*where, boxes->text + 1);
		check_name(binder, *where, boxes->text, boxes->span);
		if (!param || !param->value)
			return NULL;
		if (depth > PARAM_DEPTH_MAX)
			return report_loop(binder, param);
		boxes = choose(binder, param->scope, param->value);
		*where = param->scope;
	}
	return boxes;
}

// --- conditions ---

static bool holds(const Binder *binder, const Scope *scope, const Value *condition)
{
	const char *text = value_text(condition);
	if (!text)
		return false;
	bool negated = text[0] == '!';
	Value positive = *condition;
	positive.text = text + negated;
	const Value *value = resolve(binder, scope, &positive, 0);
	bool truth = true;
	bool is_literal = value == &positive;
	if (is_literal && strchr(positive.text, '{')) {
		Binder testing = *binder;
		testing.testing = true;
		truth = *bind_text(&testing, scope, &positive) != '\0';
	} else if (!value_is_present(value))
		truth = false;
	else if (!value_as_bool(value, &truth))
		truth = true;
	return truth != negated;
}

bool bind_condition(const Binder *binder, const Scope *scope, const Value *when)
{
	if (!when)
		return true;
	if (when->kind != VALUE_LIST)
		return holds(binder, scope, when);
	for (size_t i = 0; i < when->length; i++)
		if (!holds(binder, scope, when->items[i]))
			return false;
	return true;
}

// --- text ---

static const char *format_value(const Binder *binder, const Value *string, char **bars, const char *text)
{
	Formatting with = {.arena = binder->arena, .words = binder->words};
	for (; *bars; bars++) {
		if (format_apply(&with, *bars, text, &text))
			continue;
		g_autofree char *names = format_list();
		diag_take(binder->diags, SEVERITY_ERROR, "layout.formatter", string->span,
			  g_strdup_printf(_("there is no formatter “%s”"), *bars),
			  g_strdup_printf(_("use one of: %s"), names));
	}
	return text;
}

// A binding that stands for a layout string (a parameter) gives that string's pieces.
static void bind_param_pieces(const Binder *binder, const Scope *scope, const char *name, GArray *pieces)
{
	const Param *param = find_param(scope, name);
	if (!param)
		return;
	if (param->blocks) {
		BoundText piece = {.blocks = param->blocks, .block_count = param->block_count, .bound = true};
		g_array_append_val(pieces, piece);
		return;
	}
	const Value *value = choose(binder, param->scope, param->value);
	Binder deeper = *binder;
	if (++deeper.depth > PARAM_DEPTH_MAX)
		report_loop(binder, param);
	else
		bind_pieces(&deeper, param->scope, value, pieces);
}

static const char *param_text(const Binder *binder, const Scope *scope, const char *name, int depth);

// What a path says as text; NULL where it is absent.
static const char *path_text(const Binder *binder, const Scope *scope, const char *path, int depth)
{
	if (path[0] == '$')
		return param_text(binder, scope, path + 1, depth);
	return value_text(look_up(binder, scope, path, depth));
}

// What a parameter says, its bindings filled in where it was given. One that is empty is absent; a value
// of the issue that is empty is not.
static const char *param_text(const Binder *binder, const Scope *scope, const char *name, int depth)
{
	const Param *param = find_param(scope, name);
	if (param && param->blocks)
		return blocks_text(binder->arena, param);
	const Value *value = param ? choose(binder, param->scope, param->value) : NULL;
	const char *text = value_text(value);
	if (!text || depth > PARAM_DEPTH_MAX)
		return NULL;
	const char *path = text[0] == '$' ? text : whole_binding(binder->arena, text);
	if (path && !strchr(path, '|'))
		return path_text(binder, param->scope, path, depth + 1);
	text = bind_text(binder, param->scope, value);
	return *text ? text : NULL;
}

// A list or map has no words to print.
static const char *text_of(const Binder *binder, const Value *value, const char *path, Span span)
{
	bool has_parts = value && (value->kind == VALUE_LIST || value->kind == VALUE_MAP);
	if (has_parts && binder->testing)
		return value->length ? "1" : NULL;
	if (has_parts)
		diag_take(binder->diags, SEVERITY_ERROR, "layout.not-text", span,
			  g_strdup_printf(_("“%s” is no text: it has parts"), path),
			  g_strdup(_("name one of its parts, or use `each`")));
	return value_text(value);
}

static void bind_one(const Binder *binder, const Scope *scope, const Value *string, const char *binding,
		     GArray *pieces)
{
	g_auto(GStrv) parts = g_strsplit(binding, "|", -1);
	if (!parts[0])
		return;
	check_name(binder, scope, parts[0], string->span);
	bool is_param = parts[0][0] == '$';
	if (is_param && !parts[1] && !binder->testing) {
		bind_param_pieces(binder, scope, parts[0] + 1, pieces);
		return;
	}
	char **bars;
	const Value *value = pick_items(binder->arena, look_up(binder, scope, parts[0], 0), parts + 1, &bars);
	bool is_bare = bars == parts + 1;
	const char *text = is_param && is_bare && (!value || value_text(value))
			       ? param_text(binder, scope, parts[0] + 1, 0)
			       : text_of(binder, value, parts[0], string->span);
	BoundText piece = {.text = text, .bound = true};
	piece.span = value && value->span.line > 0 ? value->span : string->span;
	if (*bars)
		piece.text = format_value(binder, string, bars, text);
	else if (text && value->span.line > 0)
		piece.value = value;
	if (piece.text && *piece.text)
		g_array_append_val(pieces, piece);
}

static void add_literal(const Binder *binder, const Value *string, const char *text, size_t size,
			GArray *pieces)
{
	if (size == 0)
		return;
	BoundText piece = {.text = arena_strndup(binder->arena, text, size), .span = string->span};
	g_array_append_val(pieces, piece);
}

void bind_pieces(const Binder *binder, const Scope *scope, const Value *string, GArray *pieces)
{
	const char *text = value_text(string);
	if (!text)
		return;
	if (text[0] == '$' && text[1] && !strpbrk(text, " {")) {
		bind_one(binder, scope, string, text, pieces);
		return;
	}
	while (*text) {
		const char *open = strchr(text, '{');
		const char *close = open ? strchr(open, '}') : NULL;
		if (!close) {
			add_literal(binder, string, text, strlen(text), pieces);
			return;
		}
		add_literal(binder, string, text, (size_t)(open - text), pieces);
		g_autofree char *binding = g_strndup(open + 1, (gsize)(close - open - 1));
		bind_one(binder, scope, string, binding, pieces);
		text = close + 1;
	}
}

const char *bind_text(const Binder *binder, const Scope *scope, const Value *string)
{
	if (!string)
		return NULL;
	g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(BoundText));
	g_autoptr(GString) text = g_string_new(NULL);
	bind_pieces(binder, scope, string, pieces);
	for (guint i = 0; i < pieces->len; i++) {
		const BoundText *piece = &g_array_index(pieces, BoundText, i);
		const Param ready = {.blocks = piece->blocks, .block_count = piece->block_count};
		g_string_append(text, piece->text ? piece->text : blocks_text(binder->arena, &ready));
	}
	return arena_strndup(binder->arena, text->str, text->len);
}
