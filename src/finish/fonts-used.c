#include "finish/fonts-used.h"

#include <stdlib.h>
#include <string.h>

enum { LEVEL = 6 };

// Both hyphens are the same glyph in the encoding of Windows (ISO 32000-1, annex D.2, note 6).
enum { HYPHEN = 0x2D, SOFT_HYPHEN = 0xAD };

typedef enum FontKind {
	FONT_OTHER,
	FONT_LATIN, // one byte a code, by the encoding of Windows
	FONT_CID,   // two bytes a code, which is the number of a glyph of a TrueType font
} FontKind;

typedef struct Alias {
	guint code, as;
	char *text;
} Alias;

struct UsedFont {
	PdfFile *file;
	char *name;
	FontKind kind;
	guint object;   // of the font; of its descendant, where it has one
	guint map;      // of its table from codes to text
	GString *codes; // that table; NULL where there is none
	bool changed;
	GArray *aliases; // Alias
	GArray *widths;  // int, by code from `first_code` on
	int first_code;
};

struct FontTable {
	PdfFile *file;
	GPtrArray *fonts; // UsedFont *
};

static void used_font_free(void *data)
{
	UsedFont *font = data;
	g_free(font->name);
	if (font->codes)
		g_string_free(font->codes, TRUE);
	g_array_unref(font->aliases);
	g_array_unref(font->widths);
	g_free(font);
}

static void alias_clear(void *data)
{
	g_free(((Alias *)data)->text);
}

// --- reading ---

static const char *peek_after(const PdfFile *file, guint object, const char *key)
{
	gsize size;
	const char *text = pdf_file_peek_object(file, object, &size);
	const char *found = text ? g_strstr_len(text, (gssize)size, key) : NULL;
	return found ? found + strlen(key) : NULL;
}

static GString *read_codes(const PdfFile *file, guint object)
{
	g_autoptr(GByteArray) data = pdf_file_read_stream(file, object);
	return data ? g_string_new_len((const char *)data->data, data->len) : NULL;
}

static GArray *read_widths(const PdfFile *file, guint object, const char *key)
{
	GArray *widths = g_array_new(FALSE, TRUE, sizeof(int));
	const char *at = peek_after(file, object, key);
	for (char *end; at; at = end) {
		int width = (int)strtol(at, &end, 10);
		if (end == at)
			break;
		g_array_append_val(widths, width);
	}
	return widths;
}

static void read_kind(UsedFont *font)
{
	const char *descendant = peek_after(font->file, font->object, "/DescendantFonts [ ");
	if (peek_after(font->file, font->object, "/Encoding /WinAnsiEncoding")) {
		const char *first = peek_after(font->file, font->object, "/FirstChar ");
		font->kind = FONT_LATIN;
		font->first_code = first ? atoi(first) : 0;
		font->widths = read_widths(font->file, font->object, "/Widths [");
		return;
	}
	if (descendant)
		font->object = (guint)g_ascii_strtoull(descendant, NULL, 10);
	if (peek_after(font->file, font->object, "/Subtype /CIDFontType2"))
		font->kind = FONT_CID;
	font->widths = read_widths(font->file, font->object, "/W [0 [");
}

static void add_font(FontTable *table, const char *name, gsize size, guint object)
{
	if (font_table_find(table, name, size))
		return;
	const char *map = peek_after(table->file, object, "/ToUnicode ");
	UsedFont *font = g_new0(UsedFont, 1);
	*font = (UsedFont){.file = table->file, .name = g_strndup(name, size), .object = object};
	font->map = map ? (guint)g_ascii_strtoull(map, NULL, 10) : 0;
	font->codes = font->map ? read_codes(table->file, font->map) : NULL;
	font->aliases = g_array_new(FALSE, FALSE, sizeof(Alias));
	g_array_set_clear_func(font->aliases, alias_clear);
	read_kind(font);
	g_ptr_array_add(table->fonts, font);
}

// The names in "/Font << /f-0-0 71 0 R … >>".
static void add_fonts(FontTable *table, const char *names, const char *end)
{
	while (names < end && (names = memchr(names, '/', (gsize)(end - names)))) {
		const char *name = names + 1, *space = memchr(name, ' ', (gsize)(end - name));
		if (!space)
			return;
		add_font(table, name, (gsize)(space - name), (guint)g_ascii_strtoull(space, NULL, 10));
		names = space;
	}
}

FontTable *font_table_new(PdfFile *file)
{
	FontTable *table = g_new0(FontTable, 1);
	table->file = file;
	table->fonts = g_ptr_array_new_with_free_func(used_font_free);
	for (guint number = 1; number <= pdf_file_get_count(file); number++) {
		gsize size;
		const char *object = pdf_file_peek_object(file, number, &size);
		const char *names = object ? g_strstr_len(object, (gssize)size, "/Font <<") : NULL;
		const char *end = names ? g_strstr_len(names, object + size - names, ">>") : NULL;
		if (end)
			add_fonts(table, names + strlen("/Font <<"), end);
	}
	return table;
}

void font_table_free(FontTable *table)
{
	if (!table)
		return;
	g_ptr_array_unref(table->fonts);
	g_free(table);
}

UsedFont *font_table_find(FontTable *table, const char *name, gsize size)
{
	for (guint i = 0; i < table->fonts->len; i++) {
		UsedFont *font = g_ptr_array_index(table->fonts, i);
		if (strncmp(font->name, name, size) == 0 && font->name[size] == '\0')
			return font;
	}
	return NULL;
}

// --- codes ---

guint used_font_get_digits(const UsedFont *font)
{
	return font->kind == FONT_LATIN ? 2 : 4;
}

// "\n<0003> <", which begins the line of a code.
static void code_key(const UsedFont *font, guint code, char *key, gsize size)
{
	g_snprintf(key, size, "\n<%0*x> <", (int)used_font_get_digits(font), code);
}

// Where the text of a code stands in the table, in hexadecimal; NULL where it is not there.
static char *find_text(const UsedFont *font, guint code)
{
	char key[16];
	code_key(font, code, key, sizeof key);
	char *found = font->codes ? strstr(font->codes->str, key) : NULL;
	return found ? found + strlen(key) : NULL;
}

char *used_font_get_text(UsedFont *font, guint code)
{
	enum { LONGEST = 16 };
	gunichar2 units[LONGEST];
	glong count = 0;
	const char *hex = find_text(font, code);
	for (; hex && count < LONGEST && *hex != '>'; hex += 4, count++) {
		char digits[5] = "";
		memcpy(digits, hex, strnlen(hex, 4));
		units[count] = (gunichar2)strtoul(digits, NULL, 16);
	}
	return hex ? g_utf16_to_utf8(units, count, NULL, NULL, NULL) : NULL;
}

static void append_units(GString *out, const char *text)
{
	glong count = 0;
	g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
	for (glong i = 0; i < count; i++)
		g_string_append_printf(out, "%04x", units[i]);
}

void used_font_set_text(UsedFont *font, guint code, const char *text)
{
	const char *hex = find_text(font, code);
	if (!hex)
		return;
	g_autoptr(GString) units = g_string_new(NULL);
	append_units(units, text);
	gssize at = hex - font->codes->str, old = (gssize)strcspn(hex, ">");
	if ((gsize)old == units->len && strncmp(hex, units->str, units->len) == 0)
		return;
	g_string_erase(font->codes, at, old);
	g_string_insert(font->codes, at, units->str);
	font->changed = true;
}

// --- codes added ---

static int width_of(const UsedFont *font, guint code)
{
	guint index = code - (guint)font->first_code;
	return index < font->widths->len ? g_array_index(font->widths, int, index) : 0;
}

static void set_width(UsedFont *font, guint code, int width)
{
	guint index = code - (guint)font->first_code;
	if (index >= font->widths->len)
		g_array_set_size(font->widths, index + 1);
	g_array_index(font->widths, int, index) = width;
}

// The code of the other hyphen; 0 where something else is meant.
static guint latin_alias(const UsedFont *font, guint code, const char *text)
{
	gunichar said = g_utf8_get_char(text);
	bool hyphens = (code == HYPHEN && said == SOFT_HYPHEN) || (code == SOFT_HYPHEN && said == HYPHEN);
	return hyphens && !*g_utf8_next_char(text) && font->first_code <= HYPHEN ? said : 0;
}

guint used_font_get_alias(UsedFont *font, guint code, const char *text)
{
	for (guint i = 0; i < font->aliases->len; i++) {
		const Alias *known = &g_array_index(font->aliases, Alias, i);
		if (known->as == code && strcmp(known->text, text) == 0)
			return known->code;
	}
	Alias alias = {.as = code};
	if (font->kind == FONT_LATIN)
		alias.code = latin_alias(font, code, text);
	else if (font->kind == FONT_CID && code < font->widths->len)
		alias.code = font->widths->len;
	if (!alias.code || !font->codes || find_text(font, alias.code))
		return 0;
	alias.text = g_strdup(text);
	g_array_append_val(font->aliases, alias);
	set_width(font, alias.code, width_of(font, code));
	font->changed = true;
	return alias.code;
}

// --- writing ---

static void write_codes(UsedFont *font)
{
	static const char end[] = "\nendcmap";
	const char *found = strstr(font->codes->str, end);
	g_autoptr(GString) lines = g_string_new(NULL);
	for (guint i = 0; i < font->aliases->len; i++) {
		const Alias *alias = &g_array_index(font->aliases, Alias, i);
		char key[16];
		code_key(font, alias->code, key, sizeof key);
		g_string_append_printf(lines, "\n1 beginbfchar%s", key);
		append_units(lines, alias->text);
		g_string_append(lines, ">\nendbfchar");
	}
	if (found)
		g_string_insert(font->codes, found - font->codes->str, lines->str);
	pdf_file_set_stream(font->file, font->map, "<< >>", font->codes->str, font->codes->len, LEVEL);
}

static void append_widths(const UsedFont *font, GString *out)
{
	for (guint i = 0; i < font->widths->len; i++)
		g_string_append_printf(out, " %d", g_array_index(font->widths, int, i));
}

// The font's dictionary with the widths as they are now.
static void write_widths(const UsedFont *font, const char *key)
{
	gsize size;
	const char *text = pdf_file_peek_object(font->file, font->object, &size), *end = text + size;
	const char *widths = g_strstr_len(text, (gssize)size, key);
	const char *close = widths ? memchr(widths, ']', (gsize)(end - widths)) : NULL;
	if (!close)
		return;
	GString *out = g_string_new_len(text, widths - text);
	g_string_append(out, key);
	append_widths(font, out);
	g_string_append_len(out, close, end - close);
	static const char last_key[] = "/LastChar ";
	const char *last = strstr(out->str, last_key);
	if (last) {
		gsize at = (gsize)(last - out->str) + sizeof last_key - 1;
		g_autofree char *number =
		    g_strdup_printf("%u", (guint)font->first_code + font->widths->len - 1);
		g_string_erase(out, (gssize)at, (gssize)strspn(out->str + at, "0123456789"));
		g_string_insert(out, (gssize)at, number);
	}
	pdf_file_take(font->file, font->object, g_string_free(out, FALSE));
}

// ISO 14289-1, 7.21.3.2; ISO 19005-2, 6.2.11.3.2: which glyph a code shows has to be said. Cairo's
// codes are the font's numbers; aliases come after them.
static void write_glyphs(const UsedFont *font)
{
	if (font->aliases->len == 0) {
		pdf_file_add_entries(font->file, font->object, "/CIDToGIDMap /Identity");
		return;
	}
	g_autoptr(GByteArray) glyphs = g_byte_array_new();
	guint own = font->widths->len - font->aliases->len;
	for (guint code = 0; code < font->widths->len; code++) {
		guint glyph = code < own ? code : g_array_index(font->aliases, Alias, code - own).as;
		g_byte_array_append(glyphs, (const guint8[]){(guint8)(glyph >> 8), (guint8)glyph}, 2);
	}
	guint stream = pdf_file_add_object(font->file, NULL);
	pdf_file_set_stream(font->file, stream, "<< >>", glyphs->data, glyphs->len, LEVEL);
	g_autofree char *entry = g_strdup_printf("/CIDToGIDMap %u 0 R", stream);
	pdf_file_add_entries(font->file, font->object, entry);
}

static void write_font(UsedFont *font)
{
	if (font->changed)
		write_codes(font);
	if (font->aliases->len)
		write_widths(font, font->kind == FONT_LATIN ? "/Widths [" : "/W [0 [");
	if (font->kind == FONT_CID)
		write_glyphs(font);
}

void font_table_write(FontTable *table)
{
	for (guint i = 0; i < table->fonts->len; i++)
		write_font(g_ptr_array_index(table->fonts, i));
}
