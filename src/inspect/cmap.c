#include "inspect/cmap.h"

#include <string.h>

#include "inspect/lexer.h"

enum { STEPS_MAX = 1024 * 1024 }; // codes of all ranges together

typedef struct Reading {
	CMap *map;
	Arena *arena;
	GPtrArray *operands; // Obj
	guint steps;
} Reading;

typedef void (*Operator)(Reading *reading);

// --- codes and characters ---

static bool read_code(const Obj *string, guint *code)
{
	if (string->kind != OBJ_STRING || string->size < 1 || string->size > 2)
		return false;
	*code = 0;
	for (gsize i = 0; i < string->size; i++)
		*code = *code << 8 | (guchar)string->text[i];
	return true;
}

static guint8 marks_of(gunichar value)
{
	bool zero = value == 0 || value == 0xFEFF || value == 0xFFFE;
	bool private = (value >= 0xE000 && value <= 0xF8FF) || (value >= 0xF0000 && value <= 0x10FFFD);
	return (guint8)((zero ? CMAP_ZERO : 0) | (private ? CMAP_PRIVATE : 0));
}

static void map_code(CMap *map, guint code, gunichar value, guint8 marks)
{
	if (code >= CMAP_CODES)
		return;
	map->mapped += map->marks[code] == 0;
	map->marks[code] = (guint8)(CMAP_MAPPED | marks);
	map->values[code] = value;
}

static gunichar unit_at(const Obj *text, gsize at)
{
	return (gunichar)((guchar)text->text[at] << 8 | (guchar)text->text[at + 1]);
}

// The first character of UTF-16 text; *marks gets those of all, `more` those after the first.
static gunichar read_text(const Obj *text, guint8 *marks, GString *more)
{
	gunichar first = 0;
	*marks = text->size < 2 ? CMAP_ZERO : 0;
	for (gsize i = 0; i + 1 < text->size; i += 2) {
		gunichar value = unit_at(text, i);
		if (value >= 0xD800 && value < 0xDC00 && i + 3 < text->size) {
			value = 0x10000 + ((value - 0xD800) << 10) + (unit_at(text, i + 2) & 0x3FF);
			i += 2;
		}
		*marks |= marks_of(value);
		if (first)
			g_string_append_unichar(more, value);
		first = first ? first : value;
	}
	return first;
}

// The last character of a text, `step` further on.
static void advance_last(GString *text, guint step)
{
	const char *last = g_utf8_prev_char(text->str + text->len);
	gunichar value = g_utf8_get_char(last) + step;
	g_string_truncate(text, (gsize)(last - text->str));
	g_string_append_unichar(text, value);
}

static void free_table(void *table)
{
	g_hash_table_unref(table);
}

static void keep_more(Reading *reading, guint code, const char *more)
{
	CMap *map = reading->map;
	if (!map->more) {
		map->more = g_hash_table_new(NULL, NULL);
		arena_own(reading->arena, map->more, free_table);
	}
	g_hash_table_insert(map->more, GUINT_TO_POINTER(code), arena_strdup(reading->arena, more));
}

static void map_text(Reading *reading, guint code, const Obj *text, guint step)
{
	guint8 marks;
	if (text->kind != OBJ_STRING || code >= CMAP_CODES)
		return;
	g_autoptr(GString) more = g_string_new(NULL);
	gunichar first = read_text(text, &marks, more);
	if (step && more->len)
		advance_last(more, step);
	else
		first += step;
	map_code(reading->map, code, first, step ? marks_of(first) : marks);
	if (more->len)
		keep_more(reading, code, more->str);
	else if (reading->map->more)
		g_hash_table_remove(reading->map->more, GUINT_TO_POINTER(code));
}

// --- operators ---

static const Obj *operand(const Reading *reading, guint index)
{
	return index < reading->operands->len ? reading->operands->pdata[index] : obj_null();
}

static void end_codespace(Reading *reading)
{
	for (guint i = 0; i + 1 < reading->operands->len; i += 2) {
		const Obj *low = operand(reading, i);
		reading->map->one_byte |= low->kind == OBJ_STRING && low->size == 1;
		reading->map->two_bytes |= low->kind == OBJ_STRING && low->size == 2;
	}
}

static void end_bf_char(Reading *reading)
{
	guint code;
	for (guint i = 0; i + 1 < reading->operands->len; i += 2)
		if (read_code(operand(reading, i), &code))
			map_text(reading, code, operand(reading, i + 1), 0);
}

static void end_bf_range(Reading *reading)
{
	guint low, high;
	for (guint i = 0; i + 2 < reading->operands->len; i += 3) {
		const Obj *target = operand(reading, i + 2);
		if (!read_code(operand(reading, i), &low) || !read_code(operand(reading, i + 1), &high))
			continue;
		for (guint code = low; code <= high && reading->steps < STEPS_MAX; code++, reading->steps++) {
			guint step = code - low;
			if (target->kind == OBJ_ARRAY && step < target->size)
				map_text(reading, code, target->items[step], 0);
			else if (target->kind == OBJ_STRING)
				map_text(reading, code, target, step);
		}
	}
}

static void end_cid_char(Reading *reading)
{
	guint code;
	for (guint i = 0; i + 1 < reading->operands->len; i += 2)
		if (read_code(operand(reading, i), &code))
			map_code(reading->map, code, (gunichar)obj_number(operand(reading, i + 1)), 0);
}

static void end_cid_range(Reading *reading)
{
	guint low, high;
	for (guint i = 0; i + 2 < reading->operands->len; i += 3) {
		if (!read_code(operand(reading, i), &low) || !read_code(operand(reading, i + 1), &high))
			continue;
		gunichar cid = (gunichar)CLAMP(obj_number(operand(reading, i + 2)), 0, CMAP_CODES);
		for (guint code = low; code <= high && reading->steps < STEPS_MAX; code++, reading->steps++)
			map_code(reading->map, code, cid + code - low, 0);
	}
}

static void use_cmap(Reading *reading)
{
	guint count = reading->operands->len;
	const char *name = count ? obj_name(operand(reading, count - 1)) : NULL;
	reading->map->based = name;
}

// "/WMode 1 def"
static void define(Reading *reading)
{
	guint count = reading->operands->len;
	if (count >= 2 && obj_is_name(operand(reading, count - 2), "WMode"))
		reading->map->writing_mode = obj_number(operand(reading, count - 1)) != 0;
}

static Operator find_operator(const char *name)
{
	static const struct {
		const char *name;
		Operator run;
	} operators[] = {
	    {"endcodespacerange", end_codespace},
	    {"endbfchar", end_bf_char},
	    {"endbfrange", end_bf_range},
	    {"endcidchar", end_cid_char},
	    {"endcidrange", end_cid_range},
	    {"usecmap", use_cmap},
	    {"def", define},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(operators); i++)
		if (strcmp(operators[i].name, name) == 0)
			return operators[i].run;
	return NULL;
}

CMap *cmap_read(Arena *arena, const char *text, gsize size)
{
	CMap *map = arena_new0(arena, CMap);
	map->marks = arena_array(arena, guint8, CMAP_CODES);
	map->values = arena_array(arena, gunichar, CMAP_CODES);
	g_autoptr(GPtrArray) operands = g_ptr_array_new();
	Reading reading = {map, arena, operands, 0};
	Lexer lexer = {.at = text, .end = text + size, .arena = arena};
	const Obj *obj;
	while ((obj = lexer_next(&lexer)) != NULL) {
		if (obj->kind != OBJ_OPERATOR) {
			g_ptr_array_add(operands, (gpointer)obj);
			continue;
		}
		Operator run = find_operator(obj->text);
		if (run)
			run(&reading);
		g_ptr_array_set_size(operands, 0);
	}
	return map;
}
