// The parts that `inspect` reads PDF files with: syntax, text strings, CMaps, XML, sizes of streams.
#include <math.h>
#include <string.h>

#include <zlib.h>

#include "inspect/cmap.h"
#include "inspect/colour.h"
#include "inspect/document.h"
#include "inspect/event.h"
#include "inspect/fontfile.h"
#include "inspect/glyphnames.h"
#include "inspect/inflate.h"
#include "inspect/language.h"
#include "inspect/lexer.h"
#include "inspect/xml.h"
#include "inspect/xmpschemas.h"

// --- syntax ---

static Lexer lexer_of(Arena *arena, const char *text)
{
	return (Lexer){.at = text, .end = text + strlen(text), .arena = arena, .references = true};
}

static void test_lexer_values(void)
{
	g_autoptr(Arena) arena = arena_new();
	Lexer lexer = lexer_of(
	    arena, "12 -3.5 +.25 true false null /Na#6De (a\\(b\\)\\101\\\nc) <48 65 6C> % note\n Tj");
	g_assert_cmpint(lexer_next(&lexer)->integer, ==, 12);
	g_assert_cmpfloat(lexer_next(&lexer)->real, ==, -3.5);
	g_assert_cmpfloat(lexer_next(&lexer)->real, ==, 0.25);
	g_assert_true(obj_is_true(lexer_next(&lexer)));
	g_assert_false(obj_is_true(lexer_next(&lexer)));
	g_assert_cmpint(lexer_next(&lexer)->kind, ==, OBJ_NULL);
	g_assert_cmpstr(obj_name(lexer_next(&lexer)), ==, "Name");
	g_assert_cmpstr(lexer_next(&lexer)->text, ==, "a(b)Ac");
	g_assert_cmpstr(lexer_next(&lexer)->text, ==, "Hel");
	const Obj *operator= lexer_next(&lexer);
	g_assert_cmpint(operator->kind, ==, OBJ_OPERATOR);
	g_assert_cmpstr(operator->text, ==, "Tj");
	g_assert_null(lexer_next(&lexer));
	g_assert_cmpuint(lexer.faults, ==, 0);
}

static void test_lexer_containers(void)
{
	g_autoptr(Arena) arena = arena_new();
	Lexer lexer = lexer_of(arena, "<< /K [ 3 0 R 4 5 ] /D << /A 1 >> /S (x) >>");
	const Obj *dict = lexer_next(&lexer), *kids = obj_peek(dict, "K");
	g_assert_cmpint(dict->kind, ==, OBJ_DICT);
	g_assert_cmpuint(dict->size, ==, 3);
	g_assert_cmpuint(kids->size, ==, 3);
	g_assert_cmpint(kids->items[0]->kind, ==, OBJ_REF);
	g_assert_cmpuint(kids->items[0]->number, ==, 3);
	g_assert_cmpint(kids->items[1]->integer, ==, 4);
	g_assert_cmpfloat(obj_number(obj_peek(obj_peek(dict, "D"), "A")), ==, 1);
	g_assert_true(obj_peek(dict, "None") == obj_null());
}

static void test_lexer_faults(void)
{
	static const char *const broken[] = {"]", ">>", "[ 1 2", "<< /A", "(abc", "<48", "{", "<< 1 2 >>"};
	for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(Arena) arena = arena_new();
		Lexer lexer = lexer_of(arena, broken[i]);
		while (lexer_next(&lexer))
			;
		g_assert_cmpuint(lexer.faults, >, 0);
	}
}

static void test_lexer_deep(void)
{
	enum { DEPTH = 100000 };
	g_autoptr(Arena) arena = arena_new();
	g_autofree char *text = g_strnfill(DEPTH, '[');
	Lexer lexer = lexer_of(arena, text);
	while (lexer_next(&lexer))
		;
	g_assert_cmpuint(lexer.faults, >, 0);
}

static void test_lexer_hex(void)
{
	g_autoptr(Arena) arena = arena_new();
	Lexer lexer = lexer_of(arena, "<123> <12x4> <1234>");
	g_assert_cmpuint(lexer_next(&lexer)->size, ==, 2);
	lexer_next(&lexer);
	lexer_next(&lexer);
	g_assert_cmpuint(lexer.odd_hex, ==, 2);
}

static void test_text_strings(void)
{
	g_autoptr(Arena) arena = arena_new();
	Lexer lexer =
	    lexer_of(arena, "(\\341\\200\\223\\240) <FEFF00C9D83DDE00> (\\357\\273\\277\303\251) 5");
	g_assert_cmpstr(obj_to_utf8(arena, lexer_next(&lexer)), ==, "á•ﬁ€");
	g_assert_cmpstr(obj_to_utf8(arena, lexer_next(&lexer)), ==, "É😀");
	g_assert_cmpstr(obj_to_utf8(arena, lexer_next(&lexer)), ==, "é");
	g_assert_null(obj_to_utf8(arena, lexer_next(&lexer)));
}

// --- fonts ---

static void test_cmap(void)
{
	static const char text[] =
	    "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
	    "2 beginbfchar <0001> <0041> <0002> <0000> endbfchar\n"
	    "2 beginbfrange <0010> <0012> <0061> <0020> <0021> [ <0066> <00660069> ] endbfrange\n"
	    "1 beginbfchar <0030> <E000> endbfchar 1 beginbfrange <0040> <0041> <00660069> endbfrange /WMode "
	    "1 def /Other usecmap";
	g_autoptr(Arena) arena = arena_new();
	const CMap *map = cmap_read(arena, text, sizeof text - 1);
	g_assert_true(map->two_bytes && !map->one_byte);
	g_assert_cmpuint(map->values[1], ==, 'A');
	g_assert_cmpuint(map->marks[2], ==, CMAP_MAPPED | CMAP_ZERO);
	g_assert_cmpuint(map->values[0x12], ==, 'c');
	g_assert_cmpuint(map->values[0x21], ==, 'f');
	g_assert_cmpstr(g_hash_table_lookup(map->more, GUINT_TO_POINTER(0x21)), ==, "i");
	g_assert_null(g_hash_table_lookup(map->more, GUINT_TO_POINTER(0x20)));
	g_assert_cmpstr(g_hash_table_lookup(map->more, GUINT_TO_POINTER(0x41)), ==, "j");
	g_assert_cmpuint(map->marks[0x30], ==, CMAP_MAPPED | CMAP_PRIVATE);
	g_assert_cmpuint(map->marks[0x31], ==, 0);
	g_assert_cmpint(map->writing_mode, ==, 1);
	g_assert_cmpstr(map->based, ==, "Other");
}

// Ranges that would map without end are cut off.
static void test_cmap_bomb(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 20000; i++)
		g_string_append(text, "<0000> <ffff> 0 ");
	g_string_append(text, "endcidrange");
	g_assert_cmpuint(cmap_read(arena, text->str, text->len)->mapped, ==, CMAP_CODES);
}

static void test_glyph_names(void)
{
	g_assert_cmpuint(glyph_name_char("A"), ==, 'A');
	g_assert_cmpuint(glyph_name_char("eacute"), ==, 0xE9);
	g_assert_cmpuint(glyph_name_char("zero"), ==, '0');
	g_assert_cmpuint(glyph_name_char("uni20AC"), ==, 0x20AC);
	g_assert_cmpuint(glyph_name_char("nonsense"), ==, 0);
	g_assert_cmpuint(glyph_standard_char("WinAnsiEncoding", 0x80), ==, 0x20AC);
	g_assert_cmpuint(glyph_standard_char("WinAnsiEncoding", 0xAD), ==, '-');
	g_assert_cmpuint(glyph_standard_char("MacRomanEncoding", 0x8E), ==, 0xE9);
	g_assert_cmpuint(glyph_standard_char(NULL, 0x41), ==, 0);
}

// Tables that end early, point outside or at themselves.
static void test_font_damaged(void)
{
	static const guchar start[] = {0,   1,   0,   0,   0, 3, 0, 0, 0,    0,    0,    0,
				       'h', 'e', 'a', 'd', 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF};
	guchar noise[512];
	for (guint seed = 0; seed < 2000; seed++) {
		g_autoptr(Arena) arena = arena_new();
		g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
		for (gsize i = 0; i < sizeof noise; i++)
			noise[i] = (guchar)g_rand_int_range(chance, 0, seed % 2 ? 256 : 8);
		if (seed % 3 == 0)
			memcpy(noise, start, sizeof start);
		else
			memcpy(noise, seed % 3 == 1 ? "\1\0\4\1" : "OTTO", 4);
		font_file_read(arena, noise, (gsize)g_rand_int_range(chance, 0, sizeof noise));
	}
}

// --- colours ---

static void test_inks(void)
{
	const double half[4] = {0.5, 0.5, 0.5, 0.5}, all[1] = {1};
	ColourSpace cmyk = {.family = COLOUR_DEVICE_CMYK, .components = 4};
	ColourSpace rgb = {.family = COLOUR_DEVICE_RGB, .components = 3};
	ColourSpace plates = {
	    .family = COLOUR_SEPARATION, .components = 1, .colorants = (const char *const[]){"All"}};
	g_assert_cmpfloat(fabs(colour_ink(&cmyk, half) - 200), <, 0.001);
	g_assert_cmpfloat(colour_ink(&rgb, half), <, 0);
	g_assert_cmpfloat(fabs(colour_ink(&plates, all) - 400), <, 0.001);
}

// --- metadata ---

static void test_language(void)
{
	static const char *const sound[] = {"fr", "en-GB", "x-own", "zh-Hant-TW", "i-klingon"};
	static const char *const wrong[] = {"", "-fr", "fr-", "fr_FR", "english language", "f2", "abcdefghi"};
	for (gsize i = 0; i < G_N_ELEMENTS(sound); i++)
		g_assert_true(language_is_valid(sound[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_false(language_is_valid(wrong[i]));
}

static void test_xml(void)
{
	static const char text[] =
	    "<?xpacket begin='' id='x'?><a:root xmlns:a='urn:a' xmlns='urn:b' a:k='v'>"
	    "<child>one</child><a:child xml:lang='fr'>two &amp; three</a:child></a:root>";
	g_autoptr(Arena) arena = arena_new();
	XmlText xml = xml_read(arena, text, sizeof text - 1);
	g_assert_cmpstr(xml.root->space, ==, "urn:a");
	g_assert_cmpstr(xml_attribute(xml.root, "urn:a", "k"), ==, "v");
	g_assert_cmpstr(xml_child(xml.root, "urn:b", "child")->text, ==, "one");
	const XmlNode *child = xml_child(xml.root, "urn:a", "child");
	g_assert_cmpstr(child->text, ==, "two & three");
	g_assert_cmpstr(xml_attribute(child, "xml", "lang"), ==, "fr");
	g_assert_true(g_str_has_prefix(xml.packet, "<?xpacket begin"));
}

static void test_xml_wrong(void)
{
	static const char *const wrong[] = {"<a>", "<a></b>", "<p:a/>",     "<a b:c='d'/>",
					    "",    "text",    "<a>\xff</a>"};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(Arena) arena = arena_new();
		XmlText xml = xml_read(arena, wrong[i], strlen(wrong[i]));
		g_assert_null(xml.root);
		g_assert_nonnull(xml.problem);
	}
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(GString) deep = g_string_new(NULL);
	for (int i = 0; i < 10000; i++)
		g_string_append(deep, "<a>");
	g_assert_null(xml_read(arena, deep->str, deep->len).root);
}

static void test_xmp_types(void)
{
	const XmpKnown *date = xmp_known_find(XMP_BASIC, "CreateDate"),
		       *title = xmp_known_find(XMP_DC, "title");
	g_assert_true(xmp_known_accepts(date, XMP_TEXT, "2025-02-01T10:00:00+01:00"));
	g_assert_true(xmp_known_accepts(date, XMP_TEXT, "2025-02"));
	g_assert_false(xmp_known_accepts(date, XMP_TEXT, "01/02/2025"));
	g_assert_true(xmp_known_accepts(title, XMP_ALT, "x"));
	g_assert_false(xmp_known_accepts(title, XMP_TEXT, "x"));
	g_assert_null(xmp_known_find(XMP_DC, "colour"));
}

// --- limits ---

static void test_inflate(void)
{
	enum { SIZE = 1024 * 1024 };
	g_autofree guchar *plain = g_new0(guchar, SIZE), *packed = g_new(guchar, SIZE);
	uLongf size = SIZE;
	g_assert_cmpint(compress(packed, &size, plain, SIZE), ==, Z_OK);
	g_assert_cmpuint(inflate_measure(packed, size, 2 * SIZE), ==, SIZE);
	g_assert_cmpuint(inflate_measure(packed, size, SIZE / 2), ==, SIZE / 2 + 1);
	g_assert_cmpuint(inflate_measure("nonsense", 8, SIZE), ==, 0);
	g_assert_cmpuint(inflate_measure(packed, size / 2, 2 * SIZE), <=, SIZE);
}

static void test_events(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(EventList) list = event_list_new(arena);
	event_add(list, EVENT_INK, 1, 2, "x");
	event_add(list, EVENT_INK, 1, 2, "x");
	event_add(list, EVENT_INK, 2, 2, "x");
	g_assert_cmpuint(event_count(list, EVENT_INK), ==, 2);
	for (guint i = 0; i < 1000; i++)
		event_add(list, EVENT_UNTAGGED, i, 0, NULL);
	g_assert_cmpuint(event_count(list, EVENT_UNTAGGED), ==, 1000);
	g_assert_cmpuint(event_kept(list, EVENT_UNTAGGED), ==, EVENTS_MAX);
	g_assert_cmpuint(event_peek(list, EVENT_UNTAGGED, 0)->page, ==, 0);
}

static void test_unreadable(void)
{
	static const char *const files[] = {"", "GIF89a", "%PDF-1.7\n",
					    "%PDF-1.7\ntrailer << /Root 1 0 R >>\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(files[i], strlen(files[i]));
		DocumentFailure failure;
		g_assert_null(document_open(bytes, &failure));
		g_assert_nonnull(failure.what);
		g_free(failure.what);
		g_free(failure.hint);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/inspect/lexer/values", test_lexer_values);
	g_test_add_func("/inspect/lexer/containers", test_lexer_containers);
	g_test_add_func("/inspect/lexer/faults", test_lexer_faults);
	g_test_add_func("/inspect/lexer/deep", test_lexer_deep);
	g_test_add_func("/inspect/lexer/hex", test_lexer_hex);
	g_test_add_func("/inspect/text-strings", test_text_strings);
	g_test_add_func("/inspect/cmap", test_cmap);
	g_test_add_func("/inspect/cmap-bomb", test_cmap_bomb);
	g_test_add_func("/inspect/glyph-names", test_glyph_names);
	g_test_add_func("/inspect/font-damaged", test_font_damaged);
	g_test_add_func("/inspect/inks", test_inks);
	g_test_add_func("/inspect/language", test_language);
	g_test_add_func("/inspect/xml", test_xml);
	g_test_add_func("/inspect/xml-wrong", test_xml_wrong);
	g_test_add_func("/inspect/xmp-types", test_xmp_types);
	g_test_add_func("/inspect/inflate", test_inflate);
	g_test_add_func("/inspect/events", test_events);
	g_test_add_func("/inspect/unreadable", test_unreadable);
	return g_test_run();
}
