#include "model/keeper.h"

#include <string.h>

struct ValueKeeper {
	Arena *arena;
	Source *source;    // in the arena, with `text`
	char *text;        // owned
	const Value *root; // NULL before the first
	// Of the tree being taken.
	ValueEdit edit;
	const Source *fresh_source;
};

static void free_text(void *data)
{
	g_free(((ValueKeeper *)data)->text);
}

// It lives in its own arena.
ValueKeeper *value_keeper_new(void)
{
	Arena *arena = arena_new();
	ValueKeeper *keeper = arena_new0(arena, ValueKeeper);
	keeper->arena = arena;
	keeper->source = arena_new0(arena, Source);
	arena_own(arena, keeper, free_text);
	return keeper;
}

void value_keeper_free(ValueKeeper *keeper)
{
	if (keeper)
		arena_free(keeper->arena);
}

Arena *value_keeper_peek_arena(ValueKeeper *keeper)
{
	return keeper->arena;
}

// --- what is the same ---

static bool same_span(const Span *a, const Span *b)
{
	return a->line == b->line && a->column == b->column && a->end_line == b->end_line &&
	       a->end_column == b->end_column;
}

// Whether the lines of the file that a scalar stands on are the same from its first character on: places
// inside it are found in them.
static bool same_lines(const Value *old, const Value *fresh)
{
	const char *a = old->span.source->text + old->offset, *b = fresh->span.source->text + fresh->offset;
	for (int lines = old->span.end_line - old->span.line + 1; lines > 0; lines--) {
		size_t length = strcspn(a, "\n");
		if (strncmp(a, b, length) != 0 || (b[length] && b[length] != '\n'))
			return false;
		if (!a[length] || !b[length])
			return a[length] == b[length];
		a += length + 1;
		b += length + 1;
	}
	return true;
}

static bool same_scalar(const Value *old, const Value *fresh)
{
	return old->plain == fresh->plain && old->block == fresh->block && old->indent == fresh->indent &&
	       old->length == fresh->length && memcmp(old->text, fresh->text, old->length) == 0 &&
	       same_lines(old, fresh);
}

static bool same_value(const Value *old, const Value *fresh);

static bool same_parts(const Value *old, const Value *fresh)
{
	if (old->length != fresh->length)
		return false;
	for (size_t i = 0; i < old->length; i++) {
		if (old->kind == VALUE_LIST) {
			if (!same_value(old->items[i], fresh->items[i]))
				return false;
			continue;
		}
		const Field *a = &old->fields[i], *b = &fresh->fields[i];
		if (strcmp(a->name, b->name) != 0 || !same_span(&a->name_span, &b->name_span) ||
		    !same_value(a->value, b->value))
			return false;
	}
	return true;
}

static bool same_value(const Value *old, const Value *fresh)
{
	if (old == fresh)
		return true;
	if (old->kind != fresh->kind || !same_span(&old->span, &fresh->span))
		return false;
	if (old->kind == VALUE_NULL)
		return old->plain == fresh->plain;
	return old->kind == VALUE_SCALAR ? same_scalar(old, fresh) : same_parts(old, fresh);
}

// The offset that a value kept before has now.
static size_t moved(const ValueKeeper *keeper, size_t offset)
{
	return offset >= keeper->edit.end ? (size_t)((gssize)offset + keeper->edit.shift) : offset;
}

static void move_kept(const ValueKeeper *keeper, Value *kept)
{
	kept->offset = moved(keeper, kept->offset);
	for (size_t i = 0; i < kept->length && kept->kind == VALUE_LIST; i++)
		move_kept(keeper, kept->items[i]);
	for (size_t i = 0; i < kept->length && kept->kind == VALUE_MAP; i++)
		move_kept(keeper, kept->fields[i].value);
}

static void move(const ValueKeeper *keeper, Value *kept, const Value *fresh)
{
	if (kept == fresh) {
		move_kept(keeper, kept);
		return;
	}
	kept->offset = fresh->offset;
	for (size_t i = 0; i < kept->length && kept->kind == VALUE_LIST; i++)
		move(keeper, kept->items[i], fresh->items[i]);
	for (size_t i = 0; i < kept->length && kept->kind == VALUE_MAP; i++)
		move(keeper, kept->fields[i].value, fresh->fields[i].value);
}

// --- keeping ---

static Value *keep(ValueKeeper *keeper, Value *old, const Value *fresh);

static void keep_items(ValueKeeper *keeper, const Value *old, Value *kept)
{
	bool was_list = old && old->kind == VALUE_LIST;
	Value **items = arena_copy(keeper->arena, kept->items, kept->length, sizeof *items);
	for (size_t i = 0; i < kept->length; i++)
		items[i] = keep(keeper, was_list && i < old->length ? old->items[i] : NULL, items[i]);
	kept->items = items;
}

static void keep_fields(ValueKeeper *keeper, const Value *old, Value *kept)
{
	Field *fields = arena_copy(keeper->arena, kept->fields, kept->length, sizeof *fields);
	for (size_t i = 0; i < kept->length; i++) {
		fields[i].name = arena_strdup(keeper->arena, fields[i].name);
		fields[i].name_span.source = keeper->source;
		fields[i].value = keep(keeper, value_get(old, fields[i].name), fields[i].value);
	}
	kept->fields = fields;
}

static Value *keep(ValueKeeper *keeper, Value *old, const Value *fresh)
{
	if (old && same_value(old, fresh)) {
		move(keeper, old, fresh);
		return old;
	}
	Value *kept = arena_copy(keeper->arena, fresh, 1, sizeof *fresh);
	if (fresh->span.source != keeper->fresh_source)
		kept->offset = moved(keeper, kept->offset);
	kept->span.source = keeper->source;
	if (fresh->kind == VALUE_SCALAR)
		kept->text = arena_strndup(keeper->arena, fresh->text, fresh->length);
	else if (fresh->kind == VALUE_LIST)
		keep_items(keeper, old, kept);
	else if (fresh->kind == VALUE_MAP)
		keep_fields(keeper, old, kept);
	return kept;
}

const Value *value_keeper_peek(const ValueKeeper *keeper)
{
	return keeper->root;
}

const Value *value_keeper_take(ValueKeeper *keeper, const Value *fresh, ValueEdit edit)
{
	const Source *source = fresh->span.source;
	keeper->edit = edit;
	keeper->fresh_source = source;
	const Value *root = keep(keeper, (Value *)keeper->root, fresh);
	g_free(keeper->text);
	keeper->text = g_strndup(source->text, source->size);
	keeper->source->text = keeper->text;
	keeper->source->size = source->size;
	if (!keeper->source->name)
		keeper->source->name = arena_strdup(keeper->arena, source->name);
	return keeper->root = root;
}
