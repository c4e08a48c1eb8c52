// Fonts (ISO 19005-2, 6.2.11; ISO 14289-1, 7.21; ISO 15930-7, 6.5). Only fonts that show something count.
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

typedef void (*FontCheck)(Inspection *in, const Font *font);

static void each_font(Inspection *in, FontCheck check)
{
	for (guint i = 0; i < in->content->fonts->len; i++) {
		const Font *font = g_ptr_array_index(in->content->fonts, i);
		if (font->used_count > 0)
			check(in, font);
	}
}

static void report_font(Inspection *in, const Font *font, const char *detail)
{
	if (detail)
		report_format(in, font->first_page, font->dict->number, "%s: %s", font->name, detail);
	else
		report(in, font->first_page, font->dict->number, font->name);
}

// --- dictionaries ---

static void check_dictionary(Inspection *in, const Font *font)
{
	if (!obj_is_name(doc_get(in->doc, font->dict, "Type"), "Font"))
		report_font(in, font, "/Type");
	else if (font->kind == FONT_OTHER)
		report_font(in, font, "/Subtype");
	else if (font->kind != FONT_TYPE3 && !*font->name)
		report_font(in, font, "/BaseFont");
}

static void font_dictionaries(Inspection *in)
{
	each_font(in, check_dictionary);
}

static void check_file_kind(Inspection *in, const Font *font)
{
	static const char *const kinds[] = {"Type1C", "CIDFontType0C", "OpenType", NULL};
	const Obj *file = doc_get(in->doc, font->descriptor, "FontFile3");
	const char *kind = obj_name(doc_get(in->doc, file, "Subtype"));
	if (file->kind == OBJ_STREAM && (!kind || !g_strv_contains(kinds, kind)))
		report_font(in, font, kind);
}

static void file_kinds(Inspection *in)
{
	each_font(in, check_file_kind);
}

static void check_widths(Inspection *in, const Font *font)
{
	const Obj *first = doc_get(in->doc, font->dict, "FirstChar"),
		  *last = doc_get(in->doc, font->dict, "LastChar"),
		  *widths = doc_get(in->doc, font->dict, "Widths");
	if (font->composite || font->standard)
		return;
	bool sound = first->kind == OBJ_INTEGER && last->kind == OBJ_INTEGER && widths->kind == OBJ_ARRAY &&
		     (gint64)widths->size == last->integer - first->integer + 1;
	if (!sound)
		report_font(in, font, NULL);
}

static void font_widths(Inspection *in)
{
	each_font(in, check_widths);
}

// --- composite fonts ---

static bool same_string(Inspection *in, const Obj *a, const Obj *b, const char *key)
{
	const Obj *first = doc_get(in->doc, a, key), *second = doc_get(in->doc, b, key);
	return first->kind == OBJ_STRING && second->kind == OBJ_STRING &&
	       strcmp(first->text, second->text) == 0;
}

static void check_system(Inspection *in, const Font *font)
{
	const Obj *cmap = doc_get(in->doc, font->dict, "Encoding");
	const Obj *of_map = doc_get(in->doc, cmap, "CIDSystemInfo");
	const Obj *of_font = doc_get(in->doc, font->descendant, "CIDSystemInfo");
	if (!font->composite || font->identity || !font->cmap)
		return;
	double map_supplement = obj_number(doc_get(in->doc, of_map, "Supplement"));
	if (!same_string(in, of_map, of_font, "Registry") || !same_string(in, of_map, of_font, "Ordering") ||
	    obj_number(doc_get(in->doc, of_font, "Supplement")) < map_supplement)
		report_font(in, font, NULL);
}

static void cid_systems(Inspection *in)
{
	each_font(in, check_system);
}

static void check_glyph_map(Inspection *in, const Font *font)
{
	const Obj *map = doc_get(in->doc, font->descendant, "CIDToGIDMap");
	if (font->kind == FONT_CID_TRUETYPE && font->embedded && map->kind != OBJ_STREAM &&
	    !obj_is_name(map, "Identity"))
		report_font(in, font, NULL);
}

static void glyph_maps(Inspection *in)
{
	each_font(in, check_glyph_map);
}

// ISO 32000-1, table 118.
static bool is_predefined_cmap(const char *name)
{
	static const char *const names[] = {"Identity-H",
					    "Identity-V",
					    "GB-EUC-H",
					    "GB-EUC-V",
					    "GBpc-EUC-H",
					    "GBpc-EUC-V",
					    "GBK-EUC-H",
					    "GBK-EUC-V",
					    "GBKp-EUC-H",
					    "GBKp-EUC-V",
					    "GBK2K-H",
					    "GBK2K-V",
					    "UniGB-UCS2-H",
					    "UniGB-UCS2-V",
					    "UniGB-UTF16-H",
					    "UniGB-UTF16-V",
					    "B5pc-H",
					    "B5pc-V",
					    "HKscs-B5-H",
					    "HKscs-B5-V",
					    "ETen-B5-H",
					    "ETen-B5-V",
					    "ETenms-B5-H",
					    "ETenms-B5-V",
					    "CNS-EUC-H",
					    "CNS-EUC-V",
					    "UniCNS-UCS2-H",
					    "UniCNS-UCS2-V",
					    "UniCNS-UTF16-H",
					    "UniCNS-UTF16-V",
					    "83pv-RKSJ-H",
					    "90ms-RKSJ-H",
					    "90ms-RKSJ-V",
					    "90msp-RKSJ-H",
					    "90msp-RKSJ-V",
					    "90pv-RKSJ-H",
					    "Add-RKSJ-H",
					    "Add-RKSJ-V",
					    "EUC-H",
					    "EUC-V",
					    "Ext-RKSJ-H",
					    "Ext-RKSJ-V",
					    "H",
					    "V",
					    "UniJIS-UCS2-H",
					    "UniJIS-UCS2-V",
					    "UniJIS-UCS2-HW-H",
					    "UniJIS-UCS2-HW-V",
					    "UniJIS-UTF16-H",
					    "UniJIS-UTF16-V",
					    "KSC-EUC-H",
					    "KSC-EUC-V",
					    "KSCms-UHC-H",
					    "KSCms-UHC-V",
					    "KSCms-UHC-HW-H",
					    "KSCms-UHC-HW-V",
					    "KSCpc-EUC-H",
					    "UniKS-UCS2-H",
					    "UniKS-UCS2-V",
					    "UniKS-UTF16-H",
					    "UniKS-UTF16-V",
					    NULL};
	return g_strv_contains(names, name);
}

static void check_cmap(Inspection *in, const Font *font)
{
	if (!font->composite || font->cmap)
		return;
	if (!font->encoding_name || !is_predefined_cmap(font->encoding_name))
		report_font(in, font, font->encoding_name);
}

static void cmaps(Inspection *in)
{
	each_font(in, check_cmap);
}

static void check_writing_mode(Inspection *in, const Font *font)
{
	const Obj *stream = doc_get(in->doc, font->dict, "Encoding");
	if (font->cmap && font->cmap->writing_mode != (int)obj_number(doc_get(in->doc, stream, "WMode")))
		report_font(in, font, NULL);
}

static void writing_modes(Inspection *in)
{
	each_font(in, check_writing_mode);
}

static void check_based(Inspection *in, const Font *font)
{
	const Obj *stream = doc_get(in->doc, font->dict, "Encoding");
	const char *used = obj_name(doc_get(in->doc, stream, "UseCMap"));
	if (!used && font->cmap)
		used = font->cmap->based;
	if (used && !is_predefined_cmap(used))
		report_font(in, font, used);
}

static void based_cmaps(Inspection *in)
{
	each_font(in, check_based);
}

// --- programs ---

static void check_embedded(Inspection *in, const Font *font)
{
	if (font->kind != FONT_TYPE3 && font->rendered && !font->embedded)
		report_font(in, font, NULL);
}

static void embedded(Inspection *in)
{
	each_font(in, check_embedded);
}

// Type 1 programs are not looked into.
static void check_program(Inspection *in, const Font *font)
{
	bool looked_into = font->kind != FONT_TYPE1 && font->kind != FONT_TYPE3;
	if (looked_into && font->embedded && !font->file->valid)
		report_font(in, font, NULL);
}

static void programs(Inspection *in)
{
	each_font(in, check_program);
}

static void check_cid_set(Inspection *in, const Font *font)
{
	const Obj *stream = doc_get(in->doc, font->descriptor, "CIDSet");
	bool countable = font->file && font->file->valid && font->kind == FONT_CID_TRUETYPE &&
			 !font->cid_to_gid && font->subset;
	if (stream->kind != OBJ_STREAM || !countable)
		return;
	g_autoptr(GBytes) bytes = doc_read(in->doc, stream);
	gsize size = 0;
	const guchar *bits = bytes ? g_bytes_get_data(bytes, &size) : NULL;
	for (guint cid = 0; cid < font->file->glyphs; cid++)
		if (cid / 8 >= size || !(bits[cid / 8] & (0x80 >> cid % 8))) {
			g_autofree char *which = g_strdup_printf("CID %u", cid);
			report_font(in, font, which);
			return;
		}
}

static void cid_sets(Inspection *in)
{
	each_font(in, check_cid_set);
}

// --- codes ---

typedef bool (*CodeTest)(const Font *font, guint code, const FontCode *found);

// Says the first code of each font for which a test is true, and how many there are.
static void check_codes(Inspection *in, CodeTest is_wrong)
{
	for (guint i = 0; i < in->content->fonts->len; i++) {
		const Font *font = g_ptr_array_index(in->content->fonts, i);
		guint first = 0, count = 0;
		for (guint code = 0; font->used_count > 0 && code < CMAP_CODES; code++) {
			if (!font->used[code])
				continue;
			FontCode found = font_code(font, code);
			if (!is_wrong(font, code, &found))
				continue;
			first = count++ ? first : code;
		}
		if (!count)
			continue;
		g_autofree char *what = g_strdup_printf(
		    dngettext("bulletin", "code 0x%02X (%u in all)", "code 0x%02X (%u in all)", count), first,
		    count);
		report_font(in, font, what);
	}
}

static bool is_visible(const Font *font, guint code)
{
	return (font->used[code] & 2) != 0;
}

static bool has_no_glyph(const Font *font, guint code, const FontCode *found)
{
	return is_visible(font, code) && !found->has_glyph;
}

static void glyphs(Inspection *in)
{
	check_codes(in, has_no_glyph);
}

static bool is_notdef(const Font *font, guint code, const FontCode *found)
{
	(void)font;
	(void)code;
	return found->notdef;
}

static void notdef(Inspection *in)
{
	check_codes(in, is_notdef);
}

static bool differs_in_width(const Font *font, guint code, const FontCode *found)
{
	enum { TOLERANCE = 1 }; // thousandths of the type size
	return is_visible(font, code) && found->width_known &&
	       fabs(found->width - found->program_width) > TOLERANCE + 0.01;
}

static void same_widths(Inspection *in)
{
	check_codes(in, differs_in_width);
}

static bool has_no_text(const Font *font, guint code, const FontCode *found)
{
	(void)code;
	return font->kind != FONT_OTHER && !found->unicode;
}

static void to_unicode(Inspection *in)
{
	check_codes(in, has_no_text);
}

static bool has_bad_text(const Font *font, guint code, const FontCode *found)
{
	(void)font;
	(void)code;
	return (found->unicode & CMAP_ZERO) != 0;
}

static void unicode_values(Inspection *in)
{
	check_codes(in, has_bad_text);
}

// --- encodings of simple TrueType fonts ---

static bool is_text_encoding(const Font *font)
{
	static const char *const names[] = {"MacRomanEncoding", "WinAnsiEncoding", NULL};
	return font->encoding_name && g_strv_contains(names, font->encoding_name);
}

static void check_encoding(Inspection *in, const Font *font)
{
	if (font->kind == FONT_TRUETYPE && !font->symbolic && !is_text_encoding(font))
		report_font(in, font, font->encoding_name);
	bool names_need_map = font->kind == FONT_TRUETYPE && !font->symbolic && font->names && font->file;
	if (names_need_map && !font->file->cmap_3_1)
		report_font(in, font, "/Differences");
}

static void encodings(Inspection *in)
{
	each_font(in, check_encoding);
}

static void check_character_map(Inspection *in, const Font *font)
{
	bool simple = font->kind == FONT_TRUETYPE && font->file && font->file->valid && font->rendered;
	if (simple && !font->symbolic && !font->file->cmap_1_0 && !font->file->cmap_3_1)
		report_font(in, font, NULL);
	if (simple && font->symbolic && font->file->cmaps != 1 && !font->file->cmap_3_0)
		report_font(in, font, NULL);
}

static void character_maps(Inspection *in)
{
	each_font(in, check_character_map);
}

static void check_symbolic(Inspection *in, const Font *font)
{
	if (font->kind == FONT_TRUETYPE && font->symbolic &&
	    obj_peek(font->dict, "Encoding")->kind != OBJ_NULL)
		report_font(in, font, NULL);
}

static void symbolic(Inspection *in)
{
	each_font(in, check_symbolic);
}

// --- names ---

static void check_name(Inspection *in, const Font *font)
{
	const char *name = obj_name(doc_get(in->doc, font->dict, "BaseFont"));
	if (name && !g_utf8_validate(name, -1, NULL))
		report_font(in, font, NULL);
}

static void names_in_utf8(Inspection *in)
{
	each_font(in, check_name);
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = g_ptr_array_index(in->tags->elements, i);
		g_autofree char *valid = g_utf8_make_valid(element->type, -1);
		if (!g_utf8_validate(element->type, -1, NULL))
			report(in, element->page, element->dict->number, valid);
	}
}

const Check *checks_of_fonts(void)
{
	static const Check checks[] = {
	    {.id = "names-utf8",
	     .a = "6.1.8",
	     .run = names_in_utf8,
	     .demand = N_("names of fonts and of structure types must be UTF-8"),
	     .hint = N_("name them in UTF-8")},
	    {.id = "font-dictionary",
	     .a = "6.2.11.2",
	     .run = font_dictionaries,
	     .demand = N_("a font must say what it is (Type, Subtype, BaseFont)"),
	     .hint = N_("write the missing entry")},
	    {.id = "font-file-kind",
	     .a = "6.2.11.2",
	     .run = file_kinds,
	     .demand = N_("a font in FontFile3 must say of which kind it is (Subtype)"),
	     .hint = N_("write Type1C, CIDFontType0C or OpenType")},
	    {.id = "font-widths",
	     .a = "6.2.11.2",
	     .run = font_widths,
	     .demand = N_("a font must list the widths of its characters (FirstChar, LastChar, Widths)"),
	     .hint = N_("write one width for each code")},
	    {.id = "cid-system",
	     .ua = "7.21.3.1",
	     .a = "6.2.11.3.1",
	     .run = cid_systems,
	     .demand = N_("a composite font and its CMap must belong to one character collection"),
	     .hint = N_("use Identity-H, or the CMap of the font's collection")},
	    {.id = "cid-to-gid",
	     .ua = "7.21.3.2",
	     .a = "6.2.11.3.2",
	     .run = glyph_maps,
	     .demand = N_("an embedded CIDFontType2 must say which glyphs its codes mean (CIDToGIDMap)"),
	     .hint = N_("write /CIDToGIDMap /Identity")},
	    {.id = "cmap-embedded",
	     .ua = "7.21.3.3",
	     .a = "6.2.11.3.3",
	     .run = cmaps,
	     .demand = N_("CMaps that PDF does not know must be embedded"),
	     .hint = N_("embed the CMap, or use Identity-H")},
	    {.id = "cmap-mode",
	     .ua = "7.21.3.3",
	     .a = "6.2.11.3.3",
	     .run = writing_modes,
	     .demand = N_("an embedded CMap and its dictionary must agree on the writing mode"),
	     .hint = N_("write the same WMode in both")},
	    {.id = "cmap-based",
	     .ua = "7.21.3.3",
	     .a = "6.2.11.3.3",
	     .run = based_cmaps,
	     .demand = N_("CMaps may refer to those that PDF knows only"),
	     .hint = N_("write the whole CMap")},
	    {.id = "font-embedded",
	     .ua = "7.21.4.1",
	     .a = "6.2.11.4.1",
	     .x = "6.5",
	     .run = embedded,
	     .demand = N_("fonts must be embedded"),
	     .hint = N_("embed the font when the file is made")},
	    {.id = "font-program",
	     .ua = "7.21.4.1",
	     .a = "6.2.11.4.1",
	     .x = "6.5",
	     .run = programs,
	     .demand = N_("embedded fonts must be readable"),
	     .hint = N_("embed the font anew")},
	    {.id = "glyphs",
	     .ua = "7.21.4.1",
	     .a = "6.2.11.4.1",
	     .x = "6.5",
	     .run = glyphs,
	     .demand = N_("embedded fonts must hold every glyph that is shown"),
	     .hint = N_("embed the whole font, or make its subset anew")},
	    {.id = "cid-set",
	     .ua = "7.21.4.2",
	     .a = "6.2.11.4.2",
	     .run = cid_sets,
	     .demand = N_("CIDSet, where there is one, must list every glyph of the font"),
	     .hint = N_("take CIDSet out, or complete it")},
	    {.id = "widths-same",
	     .ua = "7.21.5",
	     .a = "6.2.11.5",
	     .x = "6.5",
	     .run = same_widths,
	     .demand = N_("widths in the file must be those of the font"),
	     .hint = N_("write the font's own widths")},
	    {.id = "truetype-encoding",
	     .ua = "7.21.6",
	     .a = "6.2.11.6",
	     .run = encodings,
	     .demand = N_("text fonts in TrueType must use WinAnsiEncoding or MacRomanEncoding"),
	     .hint = N_("write such an encoding, or mark the font as symbolic")},
	    {.id = "truetype-map",
	     .ua = "7.21.6",
	     .a = "6.2.11.6",
	     .run = character_maps,
	     .demand = N_("TrueType fonts must hold the character map by which their codes are found"),
	     .hint = N_("embed the font with its “cmap” table")},
	    {.id = "truetype-symbolic",
	     .ua = "7.21.6",
	     .a = "6.2.11.6",
	     .run = symbolic,
	     .demand = N_("symbolic TrueType fonts must have no Encoding"),
	     .hint = N_("take it out, or mark the font as nonsymbolic")},
	    {.id = "to-unicode",
	     .ua = "7.21.7",
	     .a = "6.2.11.7.2",
	     .level = 'u',
	     .run = to_unicode,
	     .demand = N_("every character must say which text it is (ToUnicode)"),
	     .hint = N_("write a ToUnicode CMap with these codes")},
	    {.id = "unicode-values",
	     .ua = "7.21.7",
	     .a = "6.2.11.7.2",
	     .level = 'u',
	     .run = unicode_values,
	     .demand = N_("ToUnicode must not give U+0000, U+FEFF or U+FFFE"),
	     .hint = N_("give the real characters")},
	    {.id = "private-use",
	     .a = "6.2.11.7.3",
	     .level = 'a',
	     .event = EVENT_PRIVATE_USE,
	     .demand = N_("characters of a private use area need ActualText"),
	     .hint = N_("say with ActualText what they mean")},
	    {.id = "notdef",
	     .ua = "7.21.8",
	     .a = "6.2.11.8",
	     .run = notdef,
	     .demand = N_("text must not show the glyph for missing characters (.notdef)"),
	     .hint = N_("use a font that has the character")},
	    {0},
	};
	return checks;
}
