#include "flow/scope.h"

#include <string.h>

#include "base/intl.h"
#include "flow/reads.h"
#include "flow/scope_parts.h"

const Param *scope_find_param(const Scope *scope, const char *name)
{
	for (; scope; scope = scope->up)
		for (guint i = 0; i < scope->param_count; i++)
			if (strcmp(scope->params[i].name, name) == 0)
				return &scope->params[i];
	return NULL;
}

// A name of the layout's own that stands for nothing is a slip; a field the issue does not have is not.
void scope_check_name(const Binder *binder, const Scope *scope, const char *path, Span span)
{
	if (path[0] == '@' && scope_find_builtin(path + 1) < 0)
		diag_take(binder->diags, SEVERITY_ERROR, "layout.unknown-name", span,
			  g_strdup_printf(_("there is nothing called “%s”"), path),
			  scope_suggest_builtin(path + 1));
	else if (path[0] == '$' && !scope_find_param(scope, path + 1))
		diag_take(
		    binder->diags, SEVERITY_ERROR, "layout.unknown-param", span,
		    g_strdup_printf(_("there is no parameter “%s” here"), path),
		    g_strdup(_("add it to the `params` of the component or the `vars` of the section")));
}

const Value *scope_report_loop(const Binder *binder, const Param *param)
{
	diag_take(binder->diags, SEVERITY_ERROR, "layout.param-loop", param->value->span,
		  g_strdup_printf(_("the parameter “%s” stands for itself"), param->name),
		  g_strdup(_("give it a value of its own")));
	return NULL;
}

const char *scope_blocks_text(Arena *arena, const Param *param)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint b = 0; b < param->block_count; b++)
		for (guint r = 0; r < param->blocks[b].run_count; r++)
			g_string_append(text, param->blocks[b].runs[r].text);
	return arena_strndup(arena, text->str, text->len);
}

const Value *scope_choose(const Binder *binder, const Scope *scope, const Value *value)
{
	const Value *cycle = value_get(value, "cycle");
	if (cycle && cycle->kind == VALUE_LIST && cycle->length > 0) {
		const Scope *each = scope_each(scope);
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
const Value *scope_pick_items(Arena *arena, const Value *value, char **bars, char ***end)
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
const char *scope_whole_binding(Arena *arena, const char *text)
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
	const Param *param = scope_find_param(scope, name);
	if (param && param->blocks)
		return scope_make_text(binder->arena, scope_blocks_text(binder->arena, param),
				       (Span){.line = 0});
	if (!param || !param->value)
		return NULL;
	if (depth > PARAM_DEPTH_MAX)
		return scope_report_loop(binder, param);
	const Value *value = scope_choose(binder, param->scope, param->value);
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

const Value *scope_look_up(const Binder *binder, const Scope *scope, const char *path, int depth)
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
	const char *path = text[0] == '$' ? text : scope_whole_binding(binder->arena, text);
	if (!path)
		return value;
	g_auto(GStrv) parts = g_strsplit(path, "|", -1);
	scope_check_name(binder, scope, parts[0], value->span);
	return scope_pick_items(binder->arena, scope_look_up(binder, scope, parts[0], depth), parts + 1,
				NULL);
}

const Value *bind_path(const Binder *binder, const Scope *scope, const char *path)
{
	return scope_look_up(binder, scope, path, 0);
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
		const Param *param = scope_find_param(*where, boxes->text + 1);
		scope_check_name(binder, *where, boxes->text, boxes->span);
		if (!param || !param->value)
			return NULL;
		if (depth > PARAM_DEPTH_MAX)
			return scope_report_loop(binder, param);
		boxes = scope_choose(binder, param->scope, param->value);
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
