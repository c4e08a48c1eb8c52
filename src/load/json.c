#include "load/json.h"

#include <string.h>

typedef struct Json {
	Arena *arena;
	const Source *source;
	const char *place;      // what is read next
	const char *line_start; // of the line it is in
	int line;
	GPtrArray *items; // of the lists being read, innermost last
	GArray *fields;   // of the maps being read
} Json;

static Value *read_value(Json *json);

static void skip_blanks(Json *json)
{
	for (;; json->place++) {
		if (*json->place == '\n') {
			json->line++;
			json->line_start = json->place + 1;
		} else if (*json->place != ' ' && *json->place != '\t' && *json->place != '\r') {
			return;
		}
	}
}

static bool take(Json *json, char c)
{
	skip_blanks(json);
	if (*json->place != c)
		return false;
	json->place++;
	return true;
}

// Columns are counted in bytes, unlike YAML's: these places are for those who write the schema.
static Span place_span(const Json *json)
{
	int column = (int)(json->place - json->line_start) + 1;
	return (Span){json->source, json->line, column, json->line, column + 1};
}

static Value *new_value(Json *json, ValueKind kind)
{
	Value *value = arena_new0(json->arena, Value);
	value->kind = kind;
	value->span = place_span(json);
	value->offset = (size_t)(json->place - json->source->text);
	return value;
}

// --- strings ---

static bool append_escape(GString *text, const char **place)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	char letter = *(*place)++;
	const char *found = letter ? strchr(letters, letter) : NULL;
	if (found) {
		g_string_append_c(text, meanings[found - letters]);
		return true;
	}
	guint code = 0;
	for (int i = 0; i < 4 && letter == 'u'; i++) {
		int digit = g_ascii_xdigit_value(**place);
		if (digit < 0)
			return false;
		code = code * 16 + (guint)digit;
		(*place)++;
	}
	if (letter != 'u' || code == 0 || (code >= 0xd800 && code < 0xe000))
		return false;
	g_string_append_unichar(text, code);
	return true;
}

static const char *read_escaped(Json *json, size_t *length)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *place = json->place;
	while (*place != '"') {
		size_t plain = strcspn(place, "\"\\\n");
		g_string_append_len(text, place, (gssize)plain);
		place += plain;
		if (*place == '"')
			break;
		if (*place++ != '\\' || !append_escape(text, &place))
			return NULL;
	}
	json->place = place + 1;
	*length = text->len;
	return arena_strndup(json->arena, text->str, text->len);
}

// What follows an opening quote. NULL where it is no string.
static const char *read_string(Json *json, size_t *length)
{
	size_t plain = strcspn(json->place, "\"\\\n");
	if (json->place[plain] != '"')
		return read_escaped(json, length);
	const char *text = arena_strndup(json->arena, json->place, plain);
	json->place += plain + 1;
	*length = plain;
	return text;
}

static Value *read_text(Json *json)
{
	Value *value = new_value(json, VALUE_SCALAR);
	json->place++;
	value->text = read_string(json, &value->length);
	return value->text ? value : NULL;
}

// A number, true, false, null.
static Value *read_word(Json *json)
{
	Value *value = new_value(json, VALUE_SCALAR);
	size_t length = strspn(json->place, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
	if (length == 0)
		return NULL;
	value->plain = true;
	value->text = arena_strndup(json->arena, json->place, length);
	value->length = length;
	json->place += length;
	return value;
}

// --- lists and maps ---

static Value *read_list(Json *json)
{
	Value *list = new_value(json, VALUE_LIST);
	guint first = json->items->len;
	json->place++;
	if (!take(json, ']')) {
		do {
			Value *item = read_value(json);
			if (!item)
				return NULL;
			g_ptr_array_add(json->items, item);
		} while (take(json, ','));
		if (!take(json, ']'))
			return NULL;
	}
	list->length = json->items->len - first;
	if (list->length)
		list->items =
		    arena_copy(json->arena, json->items->pdata + first, list->length, sizeof(Value *));
	g_ptr_array_set_size(json->items, (int)first);
	return list;
}

static bool read_field(Json *json)
{
	skip_blanks(json);
	Field field = {.name_span = place_span(json)};
	size_t length;
	if (!take(json, '"'))
		return false;
	field.name = read_string(json, &length);
	if (!field.name || !take(json, ':'))
		return false;
	field.value = read_value(json);
	if (!field.value)
		return false;
	g_array_append_val(json->fields, field);
	return true;
}

static Value *read_map(Json *json)
{
	Value *map = new_value(json, VALUE_MAP);
	guint first = json->fields->len;
	json->place++;
	if (!take(json, '}')) {
		do
			if (!read_field(json))
				return NULL;
		while (take(json, ','));
		if (!take(json, '}'))
			return NULL;
	}
	map->length = json->fields->len - first;
	if (map->length)
		map->fields = arena_copy(json->arena, &g_array_index(json->fields, Field, first), map->length,
					 sizeof(Field));
	g_array_set_size(json->fields, first);
	return map;
}

static Value *read_value(Json *json)
{
	skip_blanks(json);
	switch (*json->place) {
	case '{':
		return read_map(json);
	case '[':
		return read_list(json);
	case '"':
		return read_text(json);
	default:
		return read_word(json);
	}
}

Value *json_read(Arena *arena, const char *text, const char *name, Span *fault)
{
	Source *source = arena_new0(arena, Source);
	*source = (Source){.name = arena_strdup(arena, name), .text = text, .size = strlen(text)};
	Json json = {.arena = arena, .source = source, .place = text, .line_start = text, .line = 1};
	json.items = g_ptr_array_new();
	json.fields = g_array_new(FALSE, FALSE, sizeof(Field));
	Value *root = read_value(&json);
	skip_blanks(&json);
	*fault = place_span(&json);
	g_array_unref(json.fields);
	g_ptr_array_unref(json.items);
	return root && *json.place == '\0' ? root : NULL;
}
