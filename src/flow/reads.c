#include "flow/reads.h"

#include <string.h>

guint scope_depth(const Scope *scope)
{
	guint depth = 0;
	for (; scope->up; scope = scope->up)
		depth++;
	return depth;
}

// --- noting ---

static bool is_same_read(const Read *a, const Read *b)
{
	return a->kind == b->kind && a->depth == b->depth && g_strcmp0(a->name, b->name) == 0;
}

// Of pages every scope below a section tells the same.
static bool is_of_any_scope(const Read *read)
{
	return read->kind == READ_FILE || (read->kind == READ_BUILTIN && bind_is_of_page(read->name));
}

static void add(Reads *reads, Read read)
{
	if (read.depth > reads->depth && !is_of_any_scope(&read))
		return;
	read.depth = MIN(read.depth, reads->depth);
	for (guint i = 0; i < reads->list->len; i++)
		if (is_same_read(&g_array_index(reads->list, Read, i), &read))
			return;
	read.name = arena_strdup(reads->arena, read.name);
	g_array_append_val(reads->list, read);
}

void reads_add_value(Reads *reads, const Scope *scope, const char *field, const Value *value)
{
	add(reads, (Read){.kind = field ? READ_FIELD : READ_ITEM,
			  .depth = scope_depth(scope),
			  .name = field,
			  .value = value});
}

// Made values are small; what they say may live shorter than they.
static const Value *copy_made(Arena *arena, const Value *value)
{
	if (!value)
		return NULL;
	Value *copy = arena_copy(arena, value, 1, sizeof *value);
	copy->text = arena_strdup(arena, value->text);
	if (value->kind == VALUE_LIST)
		copy->items = arena_copy(arena, value->items, value->length, sizeof *value->items);
	if (value->kind == VALUE_MAP)
		copy->fields = arena_copy(arena, value->fields, value->length, sizeof *value->fields);
	for (size_t i = 0; i < value->length && value->kind == VALUE_LIST; i++)
		copy->items[i] = (Value *)copy_made(arena, value->items[i]);
	for (size_t i = 0; i < value->length && value->kind == VALUE_MAP; i++)
		copy->fields[i].value = (Value *)copy_made(arena, value->fields[i].value);
	return copy;
}

const Value *reads_add_builtin(Reads *reads, const Scope *scope, const char *name, const Value *value)
{
	value = copy_made(reads->arena, value);
	add(reads, (Read){.kind = READ_BUILTIN, .depth = scope_depth(scope), .name = name, .value = value});
	return value;
}

void reads_add_file(Reads *reads, const char *path)
{
	add(reads, (Read){.kind = READ_FILE, .name = path, .stamp = stamp_for_reading(path)});
}

void reads_add_all(Reads *reads, const Reads *inner)
{
	for (guint i = 0; i < inner->list->len; i++)
		add(reads, g_array_index(inner->list, Read, i));
}

// --- reading again ---

static bool same_made(const Value *a, const Value *b);

static bool same_made_parts(const Value *a, const Value *b)
{
	for (size_t i = 0; i < a->length; i++) {
		bool is_list = a->kind == VALUE_LIST;
		if (!is_list && strcmp(a->fields[i].name, b->fields[i].name) != 0)
			return false;
		if (is_list ? !same_made(a->items[i], b->items[i])
			    : !same_made(a->fields[i].value, b->fields[i].value))
			return false;
	}
	return true;
}

// What the program makes is made anew each time: it is the same by what it says.
static bool same_made(const Value *a, const Value *b)
{
	if (a == b || !a || !b)
		return a == b;
	if (a->kind != b->kind || a->length != b->length || a->span.line != b->span.line ||
	    a->span.column != b->span.column || a->span.source != b->span.source)
		return false;
	return a->kind == VALUE_SCALAR ? strcmp(a->text, b->text) == 0 : same_made_parts(a, b);
}

static bool holds(const Read *read, const Binder *binder, const Scope *scope, guint depth)
{
	if (read->kind == READ_FILE) {
		Stamp now = stamp_of(read->name);
		return stamp_equal(&now, &read->stamp);
	}
	for (; depth > read->depth; depth--)
		scope = scope->up;
	if (read->kind == READ_BUILTIN)
		return same_made(bind_builtin(binder, scope, read->name), read->value);
	return (read->kind == READ_ITEM ? scope->item : value_get(scope->item, read->name)) == read->value;
}

bool reads_hold(const Reads *reads, const Binder *binder, const Scope *scope)
{
	Binder quiet = *binder;
	quiet.reads = NULL;
	for (guint i = 0; i < reads->list->len; i++)
		if (!holds(&g_array_index(reads->list, Read, i), &quiet, scope, reads->depth))
			return false;
	return true;
}
