#include "inspect/lexer.h"

#include <string.h>

enum { GENERATION_MAX = 65535 };

typedef const Obj *(*Reader)(Lexer *lexer);

bool lexer_is_space(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == '\0';
}

bool lexer_is_delimiter(char byte)
{
	return byte != '\0' && strchr("()<>[]{}/%", byte) != NULL;
}

static bool is_regular(const Lexer *lexer)
{
	return lexer->at < lexer->end && !lexer_is_space(*lexer->at) && !lexer_is_delimiter(*lexer->at);
}

static void skip_space(Lexer *lexer)
{
	for (; lexer->at < lexer->end; lexer->at++) {
		if (*lexer->at == '%')
			while (lexer->at + 1 < lexer->end && lexer->at[1] != '\n' && lexer->at[1] != '\r')
				lexer->at++;
		else if (!lexer_is_space(*lexer->at))
			return;
	}
}

static Obj *new_obj(Lexer *lexer, ObjKind kind)
{
	Obj *obj = arena_new0(lexer->arena, Obj);
	obj->kind = kind;
	return obj;
}

static const Obj *new_text(Lexer *lexer, ObjKind kind, const char *text, gsize size)
{
	Obj *obj = new_obj(lexer, kind);
	char *copy = arena_alloc(lexer->arena, size + 1);
	if (size)
		memcpy(copy, text, size);
	obj->text = copy;
	obj->size = size;
	return obj;
}

static const Obj *fault(Lexer *lexer)
{
	lexer->faults++;
	return obj_null();
}

// --- numbers, names, words ---

static const Obj *new_number(Lexer *lexer, const char *word, gsize size)
{
	char text[64];
	bool real = memchr(word, '.', size) != NULL;
	gsize kept = MIN(size, sizeof text - 1);
	memcpy(text, word, kept);
	text[kept] = '\0';
	Obj *obj = new_obj(lexer, real ? OBJ_REAL : OBJ_INTEGER);
	if (real)
		obj->real = g_ascii_strtod(text, NULL);
	else
		obj->integer = g_ascii_strtoll(text, NULL, 10);
	return obj;
}

static bool looks_like_number(const char *word, gsize size)
{
	bool digits = false;
	guint points = 0;
	for (gsize i = 0; i < size; i++) {
		digits |= g_ascii_isdigit(word[i]);
		points += word[i] == '.';
		if (!g_ascii_isdigit(word[i]) && word[i] != '.' &&
		    (i > 0 || (word[i] != '-' && word[i] != '+')))
			return false;
	}
	return digits && points <= 1;
}

// After an integer: " 0 R" makes it a reference.
static bool take_reference(Lexer *lexer, gsize *generation_number)
{
	Lexer ahead = *lexer;
	skip_space(&ahead);
	const char *generation = ahead.at;
	while (ahead.at < ahead.end && g_ascii_isdigit(*ahead.at))
		ahead.at++;
	if (ahead.at == generation)
		return false;
	skip_space(&ahead);
	if (ahead.at == ahead.end || *ahead.at != 'R')
		return false;
	ahead.at++;
	if (is_regular(&ahead))
		return false;
	*generation_number = (gsize)MIN(g_ascii_strtoull(generation, NULL, 10), GENERATION_MAX);
	lexer->at = ahead.at;
	return true;
}

static const Obj *read_number(Lexer *lexer, const char *word, gsize size)
{
	const Obj *number = new_number(lexer, word, size);
	bool whole = number->kind == OBJ_INTEGER && number->integer > 0 && number->integer <= G_MAXINT;
	gsize generation;
	if (!lexer->references || !whole || !take_reference(lexer, &generation))
		return number;
	Obj *reference = new_obj(lexer, OBJ_REF);
	reference->number = (guint)number->integer;
	reference->size = generation;
	return reference;
}

static const Obj *read_word(Lexer *lexer)
{
	const char *word = lexer->at;
	while (is_regular(lexer))
		lexer->at++;
	gsize size = (gsize)(lexer->at - word);
	if (looks_like_number(word, size))
		return read_number(lexer, word, size);
	if (size == 4 && memcmp(word, "null", 4) == 0)
		return obj_null();
	const Obj *text = new_text(lexer, OBJ_OPERATOR, word, size);
	bool truth = strcmp(text->text, "true") == 0;
	if (!truth && strcmp(text->text, "false") != 0)
		return text;
	Obj *boolean = new_obj(lexer, OBJ_BOOL);
	boolean->truth = truth;
	return boolean;
}

static const Obj *read_name(Lexer *lexer)
{
	g_autoptr(GString) name = g_string_new(NULL);
	for (lexer->at++; is_regular(lexer); lexer->at++) {
		bool escaped = *lexer->at == '#' && lexer->at + 2 < lexer->end &&
			       g_ascii_isxdigit(lexer->at[1]) && g_ascii_isxdigit(lexer->at[2]);
		if (!escaped) {
			g_string_append_c(name, *lexer->at);
			continue;
		}
		int byte = g_ascii_xdigit_value(lexer->at[1]) * 16 + g_ascii_xdigit_value(lexer->at[2]);
		g_string_append_c(name, (char)byte);
		lexer->at += 2;
	}
	return new_text(lexer, OBJ_NAME, name->str, name->len);
}

// --- strings ---

static void read_octal(Lexer *lexer, GString *out)
{
	int value = 0;
	for (int i = 0; i < 3 && lexer->at < lexer->end && *lexer->at >= '0' && *lexer->at <= '7'; i++)
		value = value * 8 + *lexer->at++ - '0';
	g_string_append_c(out, (char)value);
}

// After a backslash.
static void read_escape(Lexer *lexer, GString *out)
{
	static const char letters[] = "nrtbf", bytes[] = "\n\r\t\b\f";
	if (*lexer->at >= '0' && *lexer->at <= '7') {
		read_octal(lexer, out);
		return;
	}
	char byte = *lexer->at++;
	const char *letter = byte ? strchr(letters, byte) : NULL;
	if (byte == '\r' && lexer->at < lexer->end && *lexer->at == '\n')
		lexer->at++;
	else if (byte != '\r' && byte != '\n')
		g_string_append_c(out, letter ? bytes[letter - letters] : byte);
}

static const Obj *read_string(Lexer *lexer)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint open = 1;
	for (lexer->at++; lexer->at < lexer->end && open > 0;) {
		char byte = *lexer->at++;
		if (byte == '\\' && lexer->at < lexer->end) {
			read_escape(lexer, out);
			continue;
		}
		open += byte == '(';
		open -= byte == ')';
		if (open > 0)
			g_string_append_c(out, byte);
	}
	lexer->faults += open > 0;
	return new_text(lexer, OBJ_STRING, out->str, out->len);
}

static const Obj *read_hex(Lexer *lexer)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint digits = 0;
	int high = 0;
	bool strange = false;
	for (lexer->at++; lexer->at < lexer->end && *lexer->at != '>'; lexer->at++) {
		int digit = g_ascii_xdigit_value(*lexer->at);
		strange |= digit < 0 && !lexer_is_space(*lexer->at);
		if (digit < 0)
			continue;
		if (digits++ % 2)
			g_string_append_c(out, (char)(high * 16 + digit));
		high = digit;
	}
	if (digits % 2)
		g_string_append_c(out, (char)(high * 16));
	lexer->odd_hex += strange || digits % 2;
	if (lexer->at < lexer->end)
		lexer->at++;
	else
		lexer->faults++;
	return new_text(lexer, OBJ_STRING, out->str, out->len);
}

// --- arrays and dictionaries ---

static bool at_close(Lexer *lexer, const char *close)
{
	skip_space(lexer);
	gsize size = strlen(close), left = (gsize)(lexer->end - lexer->at);
	if (left < size)
		return left == 0;
	return memcmp(lexer->at, close, size) == 0;
}

// Everything to the closing bracket, which is taken.
static GPtrArray *read_items(Lexer *lexer, const char *close)
{
	GPtrArray *items = g_ptr_array_new();
	lexer->depth++;
	while (!at_close(lexer, close)) {
		const Obj *item = lexer_next(lexer);
		if (item)
			g_ptr_array_add(items, (gpointer)item);
	}
	lexer->depth--;
	if (lexer->at < lexer->end)
		lexer->at += strlen(close);
	else
		lexer->faults++;
	return items;
}

static const Obj *read_array(Lexer *lexer)
{
	lexer->at++;
	g_autoptr(GPtrArray) items = read_items(lexer, "]");
	Obj *array = new_obj(lexer, OBJ_ARRAY);
	array->size = items->len;
	array->items = arena_copy(lexer->arena, items->pdata, items->len, sizeof(gpointer));
	return array;
}

// Keys without value and values without key are left out.
static const Obj *read_dict(Lexer *lexer)
{
	lexer->at += 2;
	g_autoptr(GPtrArray) items = read_items(lexer, ">>");
	ObjEntry *entries = arena_array(lexer->arena, ObjEntry, items->len / 2 + 1);
	Obj *dict = new_obj(lexer, OBJ_DICT);
	dict->entries = entries;
	for (guint i = 0; i < items->len; i++) {
		const Obj *key = items->pdata[i];
		if (key->kind != OBJ_NAME || i + 1 == items->len) {
			lexer->faults++;
			continue;
		}
		entries[dict->size++] = (ObjEntry){key->text, items->pdata[++i]};
	}
	return dict;
}

static const Obj *read_angle(Lexer *lexer)
{
	bool dict = lexer->at + 1 < lexer->end && lexer->at[1] == '<';
	if (!dict)
		return read_hex(lexer);
	return lexer->depth < LEXER_DEPTH_MAX ? read_dict(lexer) : (lexer->at += 2, fault(lexer));
}

static const Obj *read_bracket(Lexer *lexer)
{
	return lexer->depth < LEXER_DEPTH_MAX ? read_array(lexer) : (lexer->at++, fault(lexer));
}

// An end without beginning; braces, which belong to PostScript functions alone.
static const Obj *read_stray(Lexer *lexer)
{
	lexer->at++;
	return fault(lexer);
}

const Obj *lexer_next(Lexer *lexer)
{
	static const struct {
		char first;
		Reader read;
	} readers[] = {
	    {'/', read_name},  {'(', read_string}, {'<', read_angle}, {'[', read_bracket}, {')', read_stray},
	    {'>', read_stray}, {']', read_stray},  {'{', read_stray}, {'}', read_stray},
	};
	skip_space(lexer);
	if (lexer->at >= lexer->end)
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
		if (readers[i].first == *lexer->at)
			return readers[i].read(lexer);
	return read_word(lexer);
}
