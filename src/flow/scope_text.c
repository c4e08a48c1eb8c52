// Strings with bindings in them as pieces of text.
#include "flow/scope_parts.h"

#include <string.h>

#include "base/intl.h"
#include "flow/format.h"

// Where a formatter finds other values.
typedef struct Surroundings {
	const Binder *binder;
	const Scope *scope;
	const Value *string;
} Surroundings;

static const char *look_up_text(const Formatting *with, const char *path)
{
	const Surroundings *around = with->data;
	scope_check_name(around->binder, around->scope, path, around->string->span);
	return value_text(scope_look_up(around->binder, around->scope, path, 0));
}

static const char *format_value(const Surroundings *around, char **bars, const char *text)
{
	const Binder *binder = around->binder;
	const Value *string = around->string;
	Formatting with = {
	    .arena = binder->arena, .words = binder->words, .look_up = look_up_text, .data = around};
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
	const Param *param = scope_find_param(scope, name);
	if (!param)
		return;
	if (param->blocks) {
		BoundText piece = {.blocks = param->blocks, .block_count = param->block_count, .bound = true};
		g_array_append_val(pieces, piece);
		return;
	}
	const Value *value = scope_choose(binder, param->scope, param->value);
	Binder deeper = *binder;
	if (++deeper.depth > PARAM_DEPTH_MAX)
		scope_report_loop(binder, param);
	else
		bind_pieces(&deeper, param->scope, value, pieces);
}

static const char *param_text(const Binder *binder, const Scope *scope, const char *name, int depth);

// What a path says as text; NULL where it is absent.
static const char *path_text(const Binder *binder, const Scope *scope, const char *path, int depth)
{
	if (path[0] == '$')
		return param_text(binder, scope, path + 1, depth);
	return value_text(scope_look_up(binder, scope, path, depth));
}

// What a parameter says, its bindings filled in where it was given. One that is empty is absent; a value
// of the issue that is empty is not.
static const char *param_text(const Binder *binder, const Scope *scope, const char *name, int depth)
{
	const Param *param = scope_find_param(scope, name);
	if (param && param->blocks)
		return scope_blocks_text(binder->arena, param);
	const Value *value = param ? scope_choose(binder, param->scope, param->value) : NULL;
	const char *text = value_text(value);
	if (!text || depth > PARAM_DEPTH_MAX)
		return NULL;
	const char *path = text[0] == '$' ? text : scope_whole_binding(binder->arena, text);
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
	scope_check_name(binder, scope, parts[0], string->span);
	bool is_param = parts[0][0] == '$';
	if (is_param && !parts[1] && !binder->testing) {
		bind_param_pieces(binder, scope, parts[0] + 1, pieces);
		return;
	}
	char **bars;
	const Value *value =
	    scope_pick_items(binder->arena, scope_look_up(binder, scope, parts[0], 0), parts + 1, &bars);
	bool is_bare = bars == parts + 1;
	const char *text = is_param && is_bare && (!value || value_text(value))
			       ? param_text(binder, scope, parts[0] + 1, 0)
			       : text_of(binder, value, parts[0], string->span);
	BoundText piece = {.text = text, .bound = true};
	piece.span = value && value->span.line > 0 ? value->span : string->span;
	if (*bars)
		piece.text = format_value(&(Surroundings){binder, scope, string}, bars, text);
	else if (text && value->span.line > 0 && !value->no_markdown)
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
		g_string_append(text, piece->text ? piece->text : scope_blocks_text(binder->arena, &ready));
	}
	return arena_strndup(binder->arena, text->str, text->len);
}
