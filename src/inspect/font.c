#include "inspect/font.h"

#include <math.h>
#include <string.h>

#include "inspect/glyphnames.h"

enum { SIMPLE_CODES = 256, STEPS_MAX = 1024 * 1024, SHOWN_MAX = 40 };

// --- dictionaries ---

static FontKind kind_of(const char *subtype)
{
	static const struct {
		const char *subtype;
		FontKind kind;
	} kinds[] = {
	    {"Type1", FONT_TYPE1}, {"MMType1", FONT_TYPE1},        {"TrueType", FONT_TRUETYPE},
	    {"Type3", FONT_TYPE3}, {"CIDFontType0", FONT_CID_CFF}, {"CIDFontType2", FONT_CID_TRUETYPE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_strcmp0(kinds[i].subtype, subtype) == 0)
			return kinds[i].kind;
	return FONT_OTHER;
}

static bool is_standard(const char *name)
{
	static const char *const names[] = {"Courier",
					    "Courier-Bold",
					    "Courier-Oblique",
					    "Courier-BoldOblique",
					    "Helvetica",
					    "Helvetica-Bold",
					    "Helvetica-Oblique",
					    "Helvetica-BoldOblique",
					    "Times-Roman",
					    "Times-Bold",
					    "Times-Italic",
					    "Times-BoldItalic",
					    "Symbol",
					    "ZapfDingbats",
					    NULL};
	return g_strv_contains(names, name);
}

// "ABCDEF+Name"
static bool has_subset_tag(const char *name)
{
	for (int i = 0; i < 6; i++)
		if (!g_ascii_isupper(name[i]))
			return false;
	return name[6] == '+';
}

static void read_name(Document *doc, Font *font)
{
	const char *name = obj_name(doc_get(doc, font->descendant, "BaseFont"));
	if (!name)
		name = obj_name(doc_get(doc, font->dict, "BaseFont"));
	g_autofree char *valid = g_utf8_make_valid(name ? name : "", -1);
	font->subset = strlen(valid) > 7 && has_subset_tag(valid);
	font->name = arena_strdup(doc->arena, font->subset ? valid + 7 : valid);
	font->standard = font->kind == FONT_TYPE1 && is_standard(font->name);
}

static void read_file(Document *doc, Font *font)
{
	static const char *const keys[] = {"FontFile", "FontFile2", "FontFile3"};
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		const Obj *stream = doc_get(doc, font->descriptor, keys[i]);
		if (stream->kind != OBJ_STREAM)
			continue;
		font->embedded = true;
		g_autoptr(GBytes) bytes = doc_read(doc, stream);
		gsize size = 0;
		const guchar *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
		font->file = font_file_read(doc->arena, data, size);
		return;
	}
}

static const CMap *read_cmap(Document *doc, const Obj *stream)
{
	g_autoptr(GBytes) bytes = doc_read(doc, stream);
	if (!bytes)
		return NULL;
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	return cmap_read(doc->arena, text, size);
}

// --- encodings ---

static void read_differences(Document *doc, Font *font, const Obj *differences)
{
	const char **names = arena_array(doc->arena, const char *, SIMPLE_CODES);
	double code = 0;
	for (gsize i = 0; i < differences->size; i++) {
		const Obj *item = doc_item(doc, differences, i);
		if (obj_is_number(item))
			code = obj_number(item);
		else if (item->kind == OBJ_NAME && code >= 0 && code < SIMPLE_CODES)
			names[(int)code++] = item->text;
	}
	font->names = names;
}

static void read_encoding(Document *doc, Font *font)
{
	const Obj *encoding = doc_get(doc, font->dict, "Encoding");
	font->encoding_name = obj_name(encoding);
	if (font->composite) {
		font->identity = font->encoding_name && g_str_has_prefix(font->encoding_name, "Identity-");
		font->cmap = read_cmap(doc, encoding);
		if (encoding->kind == OBJ_STREAM)
			font->encoding_name = obj_name(doc_get(doc, encoding, "CMapName"));
		return;
	}
	if (encoding->kind != OBJ_DICT)
		return;
	font->encoding_name = obj_name(doc_get(doc, encoding, "BaseEncoding"));
	const Obj *differences = doc_get(doc, encoding, "Differences");
	if (differences->kind == OBJ_ARRAY)
		read_differences(doc, font, differences);
}

// --- widths ---

static void set_width(Font *font, double cid, double width)
{
	if (cid >= 0 && cid < CMAP_CODES)
		font->widths[(guint)cid] = (float)width;
}

static void new_widths(Font *font)
{
	font->widths = g_new(float, CMAP_CODES);
	for (guint i = 0; i < CMAP_CODES; i++)
		font->widths[i] = NAN;
}

// "first [width …]" and "first last width" (ISO 32000-1, 9.7.4.3).
static void read_cid_widths(Document *doc, Font *font)
{
	const Obj *list = doc_get(doc, font->descendant, "W");
	const Obj *otherwise = doc_get(doc, font->descendant, "DW");
	font->default_width = obj_is_number(otherwise) ? obj_number(otherwise) : 1000;
	guint steps = 0; // ranges that overlap would cost without end
	for (gsize i = 0; list->kind == OBJ_ARRAY && i + 1 < list->size && steps < STEPS_MAX;) {
		double first = obj_number(doc_item(doc, list, i));
		const Obj *next = doc_item(doc, list, i + 1);
		if (next->kind == OBJ_ARRAY) {
			for (gsize k = 0; k < MIN(next->size, CMAP_CODES); k++)
				set_width(font, first + (double)k, obj_number(doc_item(doc, next, k)));
			i += 2;
			continue;
		}
		guint from = (guint)CLAMP(first, 0, CMAP_CODES),
		      to = (guint)CLAMP(obj_number(next), 0, CMAP_CODES - 1);
		double width = obj_number(doc_item(doc, list, i + 2));
		for (guint cid = from; cid <= to; cid++, steps++)
			set_width(font, cid, width);
		i += 3;
	}
}

static void read_simple_widths(Document *doc, Font *font)
{
	const Obj *list = doc_get(doc, font->dict, "Widths");
	double first = obj_number(doc_get(doc, font->dict, "FirstChar"));
	font->default_width = obj_number(doc_get(doc, font->descriptor, "MissingWidth"));
	for (gsize i = 0; list->kind == OBJ_ARRAY && i < MIN(list->size, SIMPLE_CODES); i++)
		set_width(font, first + (double)i, obj_number(doc_item(doc, list, i)));
}

static void read_glyph_map(Document *doc, Font *font)
{
	g_autoptr(GBytes) bytes = doc_read(doc, doc_get(doc, font->descendant, "CIDToGIDMap"));
	if (!bytes)
		return;
	const void *data = g_bytes_get_data(bytes, &font->cid_to_gid_size);
	font->cid_to_gid = arena_copy(doc->arena, data, font->cid_to_gid_size, 1);
}

// --- fonts ---

static bool is_symbolic(Document *doc, const Font *font)
{
	enum { SYMBOLIC = 4 };
	return ((gint64)obj_number(doc_get(doc, font->descriptor, "Flags")) & SYMBOLIC) != 0;
}

Font *font_read(Document *doc, const Obj *dict)
{
	Font *font = g_new0(Font, 1);
	const Obj *descendants = doc_get(doc, dict, "DescendantFonts");
	font->dict = dict;
	font->composite = obj_is_name(doc_get(doc, dict, "Subtype"), "Type0");
	font->descendant = font->composite ? doc_item(doc, descendants, 0) : dict;
	font->descriptor = doc_get(doc, font->descendant, "FontDescriptor");
	font->subtype = obj_name(doc_get(doc, font->descendant, "Subtype"));
	font->kind = kind_of(font->subtype);
	font->symbolic = is_symbolic(doc, font);
	font->used = g_new0(guint8, CMAP_CODES);
	new_widths(font);
	read_name(doc, font);
	read_file(doc, font);
	read_encoding(doc, font);
	font->to_unicode = read_cmap(doc, doc_get(doc, dict, "ToUnicode"));
	if (font->composite) {
		read_cid_widths(doc, font);
		read_glyph_map(doc, font);
	} else {
		read_simple_widths(doc, font);
	}
	return font;
}

void font_free(void *data)
{
	Font *font = data;
	g_free(font->widths);
	g_free(font->used);
	g_free(font);
}

static bool has_wide_codes(const Font *font)
{
	return font->composite && (font->identity || !font->cmap || font->cmap->two_bytes);
}

void font_use(Font *font, const Obj *string, bool visible, guint page)
{
	gsize step = has_wide_codes(font) ? 2 : 1;
	for (gsize i = 0; i + step <= string->size; i += step) {
		guint code = (guchar)string->text[i];
		if (step == 2)
			code = code << 8 | (guchar)string->text[i + 1];
		font->used_count += font->used[code] == 0;
		font->used[code] |= visible ? 3 : 1;
	}
	font->rendered |= visible;
	if (!font->first_page)
		font->first_page = page;
}

// --- codes ---

static gunichar char_of(const Font *font, guint code)
{
	if (font->names && font->names[code])
		return glyph_name_char(font->names[code]);
	return glyph_standard_char(font->encoding_name, code);
}

// Glyphs of simple TrueType fonts: ISO 32000-1, 9.6.6.4. -1 where it cannot be told.
static int truetype_glyph(const Font *font, guint code)
{
	const FontFile *file = font->file;
	bool by_name = !font->symbolic || font->names;
	if (by_name && font->encoding_name) {
		gunichar character = char_of(font, code);
		if (file->unicode)
			return character && character < 65536 ? file->unicode[character] : 0;
		if (file->mac && g_strcmp0(font->encoding_name, "MacRomanEncoding") == 0)
			return file->mac[code];
		for (guint mac = 0; file->mac && character && mac < SIMPLE_CODES; mac++)
			if (glyph_standard_char("MacRomanEncoding", mac) == character)
				return file->mac[mac];
		return file->mac ? 0 : -1;
	}
	if (file->symbol)
		return file->symbol[code];
	return file->mac ? file->mac[code] : -1;
}

static int cid_glyph(const Font *font, guint code)
{
	guint cid = code;
	if (!font->identity) {
		if (!font->cmap || !(font->cmap->marks[code] & CMAP_MAPPED))
			return font->cmap ? 0 : -1;
		cid = font->cmap->values[code];
	}
	if (font->kind == FONT_CID_CFF)
		return (int)font_file_glyph_of_cid(font->file, cid);
	if (font->cid_to_gid) {
		gsize at = (gsize)cid * 2;
		return at + 1 < font->cid_to_gid_size ? font->cid_to_gid[at] << 8 | font->cid_to_gid[at + 1]
						      : 0;
	}
	return (int)MIN(cid, CMAP_CODES);
}

static int glyph_of(const Font *font, guint code)
{
	if (!font->file || !font->file->valid)
		return -1;
	if (font->composite)
		return cid_glyph(font, code);
	return font->kind == FONT_TRUETYPE && code < SIMPLE_CODES ? truetype_glyph(font, code) : -1;
}

static double dictionary_width(const Font *font, guint code)
{
	guint cid = code;
	if (font->composite && font->cmap)
		cid = font->cmap->values[code];
	double width = cid < CMAP_CODES ? (double)font->widths[cid] : NAN;
	return isnan(width) ? font->default_width : width;
}

// Text of a code without ToUnicode: standard encodings say it, CIDs of Adobe's collections too.
static guint8 implied_unicode(const Font *font, guint code)
{
	if (font->composite)
		return font->identity || font->cmap ? 0 : CMAP_MAPPED;
	return !font->symbolic && char_of(font, code) ? CMAP_MAPPED : 0;
}

FontCode font_code(const Font *font, guint code)
{
	int glyph = glyph_of(font, code);
	FontCode result = {.has_glyph = true, .width = dictionary_width(font, code)};
	if (glyph >= 0) {
		result.has_glyph = (guint)glyph < font->file->glyphs;
		result.notdef = glyph == 0;
	}
	if (glyph >= 0 && result.has_glyph) {
		result.program_width = (double)font->file->widths[glyph];
		result.width_known = !isnan(result.program_width);
	}
	result.unicode = font->to_unicode ? font->to_unicode->marks[code] : 0;
	if (!result.unicode)
		result.unicode = implied_unicode(font, code);
	return result;
}

static gunichar shown_char(const Font *font, guint code)
{
	if (font->to_unicode && font->to_unicode->marks[code])
		return font->to_unicode->values[code];
	return font->composite ? 0 : char_of(font, code);
}

static void append_shown(GString *text, gunichar character)
{
	bool sound = g_unichar_validate(character) && g_unichar_isprint(character);
	g_string_append_unichar(text, sound ? character : 0xFFFD);
}

// The characters of a ligature after its first.
static void append_more(GString *text, const CMap *map, guint code)
{
	const char *more = map && map->more ? g_hash_table_lookup(map->more, GUINT_TO_POINTER(code)) : NULL;
	for (; more && *more; more = g_utf8_next_char(more))
		append_shown(text, g_utf8_get_char(more));
}

const char *font_text(Document *doc, const Font *font, const Obj *string)
{
	gsize step = has_wide_codes(font) ? 2 : 1, shown = 0;
	g_autoptr(GString) text = g_string_new(NULL);
	for (gsize i = 0; i + step <= string->size && shown < SHOWN_MAX; i += step, shown++) {
		guint code = (guchar)string->text[i];
		if (step == 2)
			code = code << 8 | (guchar)string->text[i + 1];
		append_shown(text, shown_char(font, code));
		append_more(text, font->to_unicode, code);
	}
	if (shown * step < string->size)
		g_string_append(text, "…");
	return arena_strdup(doc->arena, text->str);
}

bool font_shows_private(const Font *font, const Obj *string)
{
	gsize step = has_wide_codes(font) ? 2 : 1;
	for (gsize i = 0; font->to_unicode && i + step <= string->size; i += step) {
		guint code = (guchar)string->text[i];
		if (step == 2)
			code = code << 8 | (guchar)string->text[i + 1];
		if (font->to_unicode->marks[code] & CMAP_PRIVATE)
			return true;
	}
	return false;
}
