// Display lists: building, the dump, the audit, contrast; heads of pictures; QR codes.
#include "display/display.h"

#include <string.h>

#include <glib/gstdio.h>

#include "display/contrast.h"
#include "display/picture.h"
#include "display/qr.h"

static const Ink ink_text = {.name = "ink", .rgb = {0x1f, 0x1f, 0x1d}, .cmyk = {0, 0, 0, 100}};
static const Ink ink_coral = {.name = "coral", .rgb = {0xbf, 0x3c, 0x30}, .cmyk = {12, 88, 82, 14}};
static const Ink ink_plum_tint = {.name = "plum-tint", .rgb = {0xf1, 0xe5, 0xed}, .cmyk = {6, 12, 3, 0}};
static const Ink ink_saffron = {.name = "saffron", .rgb = {0xf6, 0xaf, 0x33}, .cmyk = {2, 36, 86, 0}};

static const Style body = {.name = "body", .weight = 400, .size = 9625, .grid = 13062, .color = &ink_text};
static const Style half = {.name = "half", .weight = 400, .size = 9625, .grid = 6531, .color = &ink_text};

static const Source source = {.name = "issues/n51.yaml"};

static Span at(int line, int column)
{
	return (Span){&source, line, column, line, column};
}

typedef struct Bench {
	Arena *arena;
	DiagList *diags;
	DisplayList *list;
} Bench;

static void bench_open(Bench *bench, gconstpointer data)
{
	(void)data;
	bench->arena = arena_new();
	bench->diags = diag_list_new();
	bench->list = display_list_new(bench->arena);
	bench->list->width = len_from_mm(210);
	bench->list->height = len_from_mm(297);
	bench->list->bleed = len_from_mm(3);
	bench->list->grid = 13062;
	bench->list->grid_ascent = len_from_mm(3.533);
	display_begin_page(bench->list);
}

static void bench_close(Bench *bench, gconstpointer data)
{
	(void)data;
	display_list_free(bench->list);
	diag_list_free(bench->diags);
	arena_free(bench->arena);
}

// A run of one glyph a byte, each half the size wide: no font is needed to build and check lists.
static GlyphRun make_run(Arena *arena, const char *text, Len x, Len baseline, Len size)
{
	guint count = (guint)strlen(text);
	Glyph *glyphs = arena_array(arena, Glyph, count);
	Cluster *clusters = arena_array(arena, Cluster, count);
	for (guint i = 0; i < count; i++) {
		glyphs[i] = (Glyph){i, (Len)i * size / 2, 0};
		clusters[i] = (Cluster){1, 1};
	}
	return (GlyphRun){.style = &body,
			  .size = size,
			  .stretch = 1,
			  .ink = &ink_text,
			  .x = x,
			  .baseline = baseline,
			  .width = (Len)count * size / 2,
			  .glyphs = glyphs,
			  .glyph_count = count,
			  .text = arena_strdup(arena, text),
			  .clusters = clusters,
			  .cluster_count = count};
}

static void add_text(Bench *bench, const char *text, double x_mm, double y_mm)
{
	display_glyphs(bench->list,
		       make_run(bench->list->arena, text, len_from_mm(x_mm), len_from_mm(y_mm), 9625),
		       at(3, 1));
}

static Rect rect_mm(double x, double y, double width, double height)
{
	return (Rect){len_from_mm(x), len_from_mm(y), len_from_mm(width), len_from_mm(height)};
}

// --- building ---

static void test_elements(Bench *bench, gconstpointer data)
{
	(void)data;
	DisplayList *list = bench->list;
	g_assert_cmpuint(list->elements->len, ==, 1);
	int sect = display_add_element(list, (Element){.parent = -1, .role = "sect"});
	int head = display_add_element(list, (Element){.parent = sect, .role = "h2"});
	g_assert_cmpint(display_element(list, sect)->parent, ==, 0);
	g_assert_cmpint(display_element(list, head)->parent, ==, sect);
	g_assert_cmpint(display_open_element(list), ==, -1);
	display_begin(list, sect, at(1, 1));
	display_begin(list, head, at(2, 1));
	g_assert_cmpint(display_open_element(list), ==, head);
	display_begin(list, -1, at(2, 1));
	g_assert_cmpint(display_open_element(list), ==, -1);
	display_end(list);
	display_end(list);
	g_assert_cmpint(display_open_element(list), ==, sect);
}

// Furniture is drawn on a page whose text is finished; groups of pages do not mix.
static void test_select(Bench *bench, gconstpointer data)
{
	(void)data;
	DisplayList *list = bench->list;
	int sect = display_add_element(list, (Element){.parent = -1, .role = "sect"});
	display_begin(list, sect, at(1, 1));
	display_begin_page(list);
	g_assert_cmpint(display_open_element(list), ==, -1);
	g_assert_cmpint(display_current_page(list)->number, ==, 2);
	display_select(list, 0);
	g_assert_cmpint(display_open_element(list), ==, sect);
	g_assert_cmpuint(display_current_page(list)->ops->len, ==, 1);
}

static void test_copies(Bench *bench, gconstpointer data)
{
	(void)data;
	char file[] = "/x/a.png", href[] = "https://a";
	display_image(bench->list, (Image){.file = {.path = file}}, at(1, 1));
	display_image(bench->list, (Image){.file = {.path = "/x/a.png"}}, at(1, 1));
	display_link(bench->list, (Link){.href = href}, -1, at(1, 1));
	file[1] = href[0] = '?';
	const Op *ops = (const Op *)(void *)display_current_page(bench->list)->ops->data;
	g_assert_cmpstr(ops[0].image.file.path, ==, "/x/a.png");
	g_assert_true(ops[0].image.file.path == ops[1].image.file.path);
	g_assert_cmpuint(bench->list->files->len, ==, 1);
	g_assert_cmpstr(ops[2].link.href, ==, "https://a");
}

// --- dump ---

static const char golden[] =
    "meta title \"Point \\\"de\\\" convergence\" lang \"fr\"\n"
    "page 1 210.000x297.000 bleed 3.000 grid 4.500+3.533 text 16.000,18.000 178.000x261.000\n"
    "  begin artifact @base.yaml:7:3\n"
    "    rect -3.000,-3.000 216.000x80.625 fill plum-tint\n"
    "    line 0.000,1.000 20.000,0.000 stroke coral 0.420\n"
    "    clip 0.000,0.000 10.000x10.000\n"
    "      disc 5.000,5.000 r 3.100 fill coral stroke ink 0.900\n"
    "    unclip\n"
    "    path M 0.000,0.000 L 1.000,0.000 C 1.000,1.000 2.000,2.000 3.000,3.000 Z fill ink\n"
    "  end\n"
    "  begin #1 h2 @n51.yaml:12:4\n"
    "    text 16.000,43.875 w 6.632 - 9.40pt ink [body] \"\\u00a0ab\" @n51.yaml:12:4\n"
    "    text 16.000,8.033 w 4.974 - 9.40pt stretch 1.0200 ink [body] grid 4.500 \"a\\u00ad\" "
    "@n51.yaml:13:1\n"
    "    image 16.000,50.000 86.000x74.250 cover 0.500,0.000 \"a.png\" @n51.yaml:3:1\n"
    "    link 16.000,40.000 20.000x4.500 #2 \"https://pqn-a.fr/\" @n51.yaml:3:2\n"
    "  end\n"
    "structure\n"
    "  #0 document\n"
    "    #1 h2 outline 2 \"À vos agendas\" page 1 y 40.000 @n51.yaml:12:4\n"
    "      #2 link href \"https://pqn-a.fr/\"\n"
    "    #3 figure alt \"Une assemblée\" lang \"fr\"\n";

static void draw_shapes(DisplayList *list)
{
	static const Source layout = {.name = "/layouts/base.yaml"};
	display_begin(list, -1, (Span){&layout, 7, 3, 7, 3});
	display_rect(list, rect_mm(-3, -3, 216, 80.625), &ink_plum_tint, NULL, 0, at(1, 1));
	display_line(list, 0, len_from_mm(1), len_from_mm(20), -1, &ink_coral, len_from_mm(0.42), at(1, 1));
	display_clip(list, rect_mm(0, 0, 10, 10));
	display_disc(list, len_from_mm(5), len_from_mm(5), len_from_mm(3.1), &ink_coral, &ink_text,
		     len_from_mm(0.9), at(1, 1));
	display_unclip(list);
	Len mm = len_from_mm(1);
	Segment segments[] = {{SEGMENT_MOVE, {0}, {0}},
			      {SEGMENT_LINE, {mm}, {0}},
			      {SEGMENT_CURVE, {mm, 2 * mm, 3 * mm}, {mm, 2 * mm, 3 * mm}},
			      {SEGMENT_CLOSE, {0}, {0}}};
	display_path(list, (Path){.segments = segments, .count = 4, .fill = &ink_text}, at(1, 1));
	display_end(list);
}

static void test_dump(Bench *bench, gconstpointer data)
{
	(void)data;
	DisplayList *list = bench->list;
	list->meta.title = "Point \"de\" convergence";
	list->meta.lang = "fr";
	display_current_page(list)->text_area = rect_mm(16, 18, 178, 261);
	draw_shapes(list);
	int head = display_add_element(list, (Element){.parent = -1,
						       .role = "h2",
						       .title = "À vos agendas",
						       .outline_level = 2,
						       .y = len_from_mm(40),
						       .span = at(12, 4)});
	int link =
	    display_add_element(list, (Element){.parent = head, .role = "link", .href = "https://pqn-a.fr/"});
	display_add_element(list,
			    (Element){.parent = -1, .role = "figure", .alt = "Une assemblée", .lang = "fr"});
	display_begin(list, head, at(12, 4));
	display_glyphs(
	    list, make_run(list->arena, "\u00a0ab", len_from_mm(16), len_from_mm(43.875), 9400 * 1024 / 1000),
	    at(12, 4));
	GlyphRun run =
	    make_run(list->arena, "a\u00ad", len_from_mm(16), len_from_mm(8.033), 9400 * 1024 / 1000);
	run.stretch = 1.02;
	run.body = true;
	display_glyphs(list, run, at(13, 1));
	display_image(list, (Image){{.path = "/p/a.png"}, rect_mm(16, 50, 86, 74.25), FIT_COVER, 0.5, 0},
		      at(3, 1));
	display_link(list, (Link){rect_mm(16, 40, 20, 4.5), "https://pqn-a.fr/"}, link, at(3, 2));
	display_end(list);
	g_autofree char *dump = display_dump(list);
	g_assert_cmpstr(dump, ==, golden);
}

// --- audit ---

static void assert_breach(Bench *bench, const char *code)
{
	g_assert_false(display_audit(bench->list, bench->diags));
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 1);
	g_assert_cmpstr(diag_list_peek(bench->diags, 0)->code, ==, code);
}

static void open_text(Bench *bench)
{
	int paragraph = display_add_element(bench->list, (Element){.parent = -1, .role = "p"});
	display_begin(bench->list, paragraph, at(1, 1));
}

static void test_audit_sound(Bench *bench, gconstpointer data)
{
	(void)data;
	draw_shapes(bench->list);
	open_text(bench);
	for (int i = 0; i < 65; i++) {
		GlyphRun run = make_run(bench->list->arena, "une ligne", len_from_mm(16), 0, 9625);
		run.baseline = i * bench->list->grid + bench->list->grid_ascent;
		run.body = true;
		display_glyphs(bench->list, run, at(1, 1));
		run.x += run.width;
		display_glyphs(bench->list, run, at(1, 1));
	}
	// Spaces at the end of a line hang over the edge.
	add_text(bench, "ab        ", 209, 290.3);
	display_end(bench->list);
	g_assert_true(display_audit(bench->list, bench->diags));
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);
}

static void test_audit_nesting(Bench *bench, gconstpointer data)
{
	(void)data;
	display_begin(bench->list, -1, at(1, 1));
	display_clip(bench->list, rect_mm(0, 0, 1, 1));
	display_end(bench->list);
	display_unclip(bench->list);
	assert_breach(bench, "audit.nesting");
}

static void test_audit_open(Bench *bench, gconstpointer data)
{
	(void)data;
	display_begin(bench->list, -1, at(1, 1));
	assert_breach(bench, "audit.nesting");
}

static void test_audit_outside(Bench *bench, gconstpointer data)
{
	(void)data;
	add_text(bench, "trop loin", 209, 20);
	assert_breach(bench, "audit.outside");
}

static void test_audit_path_outside(Bench *bench, gconstpointer data)
{
	(void)data;
	display_rect(bench->list, rect_mm(-3, -3, 216.1, 10), &ink_coral, NULL, 0, at(1, 1));
	assert_breach(bench, "audit.outside");
}

static void test_audit_clipped(Bench *bench, gconstpointer data)
{
	(void)data;
	display_clip(bench->list, rect_mm(0, 0, 50, 50));
	display_line(bench->list, 0, 0, len_from_mm(300), len_from_mm(20), &ink_coral, 100, at(1, 1));
	display_line(bench->list, len_from_mm(250), 0, len_from_mm(300), len_from_mm(20), &ink_coral, 100,
		     at(1, 1));
	display_unclip(bench->list);
	g_assert_true(display_audit(bench->list, bench->diags));
}

static void test_audit_grid(Bench *bench, gconstpointer data)
{
	(void)data;
	GlyphRun run = make_run(bench->list->arena, "ligne", len_from_mm(16), 0, 9625);
	run.body = true;
	run.baseline = 5 * bench->list->grid + bench->list->grid_ascent + len_from_mm(0.02);
	display_glyphs(bench->list, run, at(1, 1));
	assert_breach(bench, "audit.grid");
}

// Half lines are on the grid of a style that asks for no more.
static void test_audit_half_grid(Bench *bench, gconstpointer data)
{
	(void)data;
	GlyphRun run = make_run(bench->list->arena, "ligne", len_from_mm(16), 0, 9625);
	run.body = true;
	run.baseline = 5 * bench->list->grid + bench->list->grid / 2 + bench->list->grid_ascent;
	run.style = &half;
	display_glyphs(bench->list, run, at(1, 1));
	g_assert_true(display_audit(bench->list, bench->diags));
	run.style = &body;
	display_glyphs(bench->list, run, at(1, 1));
	assert_breach(bench, "audit.grid");
}

static void test_audit_overlap(Bench *bench, gconstpointer data)
{
	(void)data;
	open_text(bench);
	add_text(bench, "dessous", 16, 20);
	add_text(bench, "dessus", 18, 21.5);
	display_end(bench->list);
	assert_breach(bench, "audit.overlap");
}

static void test_audit_same_line(Bench *bench, gconstpointer data)
{
	(void)data;
	open_text(bench);
	add_text(bench, "une ligne trop longue", 16, 20);
	add_text(bench, "le 14 mars", 30, 20);
	display_end(bench->list);
	assert_breach(bench, "audit.overlap");
}

static void test_audit_decoration(Bench *bench, gconstpointer data)
{
	(void)data;
	open_text(bench);
	add_text(bench, "dessous", 16, 20);
	display_begin(bench->list, -1, at(1, 1));
	add_text(bench, "dessus", 18, 21.5);
	display_end(bench->list);
	display_end(bench->list);
	g_assert_true(display_audit(bench->list, bench->diags));
}

// --- contrast: figures of the palette's own table ---

static void test_contrast_ratio(void)
{
	static const Ink white = {.name = "white", .rgb = {255, 255, 255}};
	static const Ink black = {.name = "black"};
	g_assert_cmpfloat_with_epsilon(display_contrast(&white, &black), 21, 1e-9);
	g_assert_cmpfloat_with_epsilon(display_contrast(&white, &white), 1, 1e-9);
	g_assert_cmpfloat_with_epsilon(display_contrast(&white, &ink_text), 16.5, 0.05);
	g_assert_cmpfloat_with_epsilon(display_contrast(&ink_coral, &white), 5.4, 0.05);
	g_assert_cmpfloat_with_epsilon(display_contrast(&ink_saffron, &white), 1.9, 0.05);
}

static void add_colored(Bench *bench, const char *text, double x_mm, double y_mm, Len size, const Ink *ink)
{
	GlyphRun run = make_run(bench->list->arena, text, len_from_mm(x_mm), len_from_mm(y_mm), size);
	run.ink = ink;
	display_glyphs(bench->list, run, at((int)y_mm, 1));
}

static void test_contrast_pairs(Bench *bench, gconstpointer data)
{
	(void)data;
	add_colored(bench, "bien", 16, 10, 9625, &ink_coral);
	add_colored(bench, "faible", 16, 20, 9625, &ink_saffron);
	add_colored(bench, "faible encore", 16, 30, 9625, &ink_saffron);
	display_rect(bench->list, rect_mm(10, 40, 100, 30), &ink_plum_tint, NULL, 0, at(1, 1));
	add_colored(bench, "sur le fond", 16, 50, 9625, &ink_coral);
	add_colored(bench, "assez grand", 16, 60, 18 * LEN_PT, &ink_coral);
	add_colored(bench, "\u2192 \u2197", 16, 80, 9625, &ink_saffron);
	display_check_contrast(bench->list, bench->diags);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 2);
	const Diag *first = diag_list_peek(bench->diags, 0), *second = diag_list_peek(bench->diags, 1);
	g_assert_cmpint(first->severity, ==, SEVERITY_WARNING);
	g_assert_cmpint(first->span.line, ==, 20);
	g_assert_cmpint(second->span.line, ==, 50);
	g_assert_nonnull(strstr(second->what, "plum-tint"));
	g_assert_nonnull(strstr(second->what, "4.39"));
}

// A disc holds its middle, not the corners of its box; a clip cuts a ground off; pictures are not judged.
static void test_contrast_grounds(Bench *bench, gconstpointer data)
{
	(void)data;
	Len radius = len_from_mm(10);
	display_disc(bench->list, len_from_mm(50), len_from_mm(50), radius, &ink_text, NULL, 0, at(1, 1));
	add_colored(bench, "noir", 47, 51, 9625, &ink_text);
	add_colored(bench, "i", 41, 42, 9625, &ink_text);
	display_clip(bench->list, rect_mm(100, 100, 10, 10));
	display_rect(bench->list, rect_mm(100, 100, 50, 50), &ink_coral, NULL, 0, at(1, 1));
	display_unclip(bench->list);
	add_colored(bench, "hors", 120, 120, 9625, &ink_coral);
	display_image(bench->list, (Image){.file = {.path = "/a.png"}, .box = rect_mm(150, 150, 50, 50)},
		      at(1, 1));
	add_colored(bench, "image", 160, 160, 9625, &ink_saffron);
	display_check_contrast(bench->list, bench->diags);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 1);
	g_assert_cmpint(diag_list_peek(bench->diags, 0)->span.line, ==, 51);
}

// --- heads of pictures ---

typedef struct PictureCase {
	const char *name;
	const char *data;
	gsize size;
	PictureKind kind;
	int width, height, orientation; // width 0: a problem is expected
	double aspect;
} PictureCase;

#define BYTES(text) text, sizeof(text) - 1
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define EXIF_TURNED                                                                                          \
	"\xff\xe1\0\x22"                                                                                     \
	"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
#define FRAME(kind) "\xff" kind "\0\x11\x08\0\x50\0\x78\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"

static const PictureCase picture_cases[] = {
    {"png", BYTES(PNG_HEAD "\0\0\1\0\0\0\0\x80\x08\x06"), PICTURE_PNG, 256, 128, 1, 2},
    {"png-cut", BYTES(PNG_HEAD "\0\0"), PICTURE_PNG, 0, 0, 1, 0},
    {"png-empty", BYTES(PNG_HEAD "\0\0\0\0\0\0\0\x80\x08\x06"), PICTURE_PNG, 0, 0, 1, 0},
    {"jpeg", BYTES("\xff\xd8\xff\xe0\0\x04xx\xff" FRAME("\xc0")), PICTURE_JPEG, 120, 80, 1, 1.5},
    {"jpeg-progressive", BYTES("\xff\xd8" FRAME("\xc2")), PICTURE_JPEG, 120, 80, 1, 1.5},
    {"jpeg-arithmetic", BYTES("\xff\xd8" FRAME("\xc9")), PICTURE_JPEG, 0, 0, 1, 0},
    {"jpeg-turned", BYTES("\xff\xd8" EXIF_TURNED FRAME("\xc0")), PICTURE_JPEG, 80, 120, 6, 80.0 / 120},
    {"jpeg-cut", BYTES("\xff\xd8\xff\xe0\0\x40xx"), PICTURE_JPEG, 0, 0, 1, 0},
    {"jpeg-no-frame", BYTES("\xff\xd8\xff\xda\0\x04xx"), PICTURE_JPEG, 0, 0, 1, 0},
    {"svg", BYTES("<?xml version='1.0'?><!-- c --><svg viewBox='0 0 24.5,20' width='1mm'/>"), PICTURE_SVG, 25,
     20, 1, 24.5 / 20},
    {"svg-size", BYTES("\xef\xbb\xbf <svg width='1in' height='48px'><g/>"), PICTURE_SVG, 96, 48, 1, 2},
    {"svg-prefix", BYTES("<s:svg xmlns:s='http://www.w3.org/2000/svg' viewBox='-5 -5 10 10'>"), PICTURE_SVG,
     10, 10, 1, 1},
    {"svg-no-size", BYTES("<svg width='100%'></svg>"), PICTURE_SVG, 0, 0, 1, 0},
    {"html", BYTES("<html><svg viewBox='0 0 1 1'/></html>"), PICTURE_SVG, 0, 0, 1, 0},
    {"text", BYTES("hello"), PICTURE_SVG, 0, 0, 1, 0},
    {"empty", BYTES(""), PICTURE_SVG, 0, 0, 1, 0},
};

static void test_picture(gconstpointer data)
{
	const PictureCase *expected = data;
	g_autofree char *path = NULL;
	g_autofree char *problem = NULL;
	int file = g_file_open_tmp("bulletin-picture-XXXXXX", &path, NULL);
	g_close(file, NULL);
	g_assert_true(g_file_set_contents(path, expected->data, (gssize)expected->size, NULL));
	PictureInfo info;
	bool read = picture_read_info(&(FilePlace){.path = path}, &info, &problem) == PICTURE_GOOD;
	g_remove(path);
	g_assert_cmpint(read, ==, expected->width > 0);
	g_assert_cmpint(problem != NULL, ==, !read);
	if (!read)
		return;
	g_assert_cmpint(info.kind, ==, expected->kind);
	g_assert_cmpint(info.width, ==, expected->width);
	g_assert_cmpint(info.height, ==, expected->height);
	g_assert_cmpint(info.orientation, ==, expected->orientation);
	g_assert_cmpfloat_with_epsilon(info.aspect, expected->aspect, 1e-9);
}

static void test_picture_missing(void)
{
	PictureInfo info;
	g_autofree char *problem = NULL;
	FilePlace nowhere = {.path = "/nowhere/at/all.png"};
	g_assert_cmpint(picture_read_info(&nowhere, &info, &problem), ==, PICTURE_MISSING);
	g_assert_nonnull(problem);
}

// --- QR codes ---

static bool is_finder(const QrCode *code, int x, int y)
{
	for (int i = 0; i < 7; i++)
		if (!code->dark[y * code->size + x + i] || !code->dark[(y + i) * code->size + x] ||
		    !code->dark[(y + 6) * code->size + x + i])
			return false;
	return !code->dark[(y + 1) * code->size + x + 1] && code->dark[(y + 3) * code->size + x + 3];
}

static void test_qr(Bench *bench, gconstpointer data)
{
	(void)data;
	const QrCode *code = qr_encode(bench->arena, "https://pqn-a.fr/");
	g_assert_cmpint(code->version, ==, 2);
	g_assert_cmpint(code->size, ==, 25);
	g_assert_true(is_finder(code, 0, 0));
	g_assert_true(is_finder(code, 18, 0));
	g_assert_true(is_finder(code, 0, 18));
	const QrCode *again = qr_encode(bench->arena, "https://pqn-a.fr/");
	g_assert_cmpint(memcmp(code->dark, again->dark, 625), ==, 0);
}

// 42 bytes fill version 3 at level M; what is longer is set at level L, with more room.
static void test_qr_level(Bench *bench, gconstpointer data)
{
	(void)data;
	g_assert_cmpint(qr_encode(bench->arena, "https://pqn-a.fr/abcdefghijklmnopqrstuvwxy")->version, ==,
			3);
	g_assert_cmpint(qr_encode(bench->arena, "https://pqn-a.fr/abcdefghijklmnopqrstuvwxyzabc")->version,
			==, 3);
	g_assert_cmpint(
	    qr_encode(bench->arena, "https://pqn-a.fr/abcdefghijklmnopqrstuvwxyzabcdefghijk")->version, ==,
	    4);
	g_autofree char *endless = g_strnfill(4000, 'a');
	g_assert_null(qr_encode(bench->arena, endless));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name, function) g_test_add("/display/" name, Bench, NULL, bench_open, function, bench_close)
	TEST("elements", test_elements);
	TEST("select", test_select);
	TEST("copies", test_copies);
	TEST("dump", test_dump);
	TEST("audit/sound", test_audit_sound);
	TEST("audit/nesting", test_audit_nesting);
	TEST("audit/open", test_audit_open);
	TEST("audit/outside", test_audit_outside);
	TEST("audit/path-outside", test_audit_path_outside);
	TEST("audit/clipped", test_audit_clipped);
	TEST("audit/grid", test_audit_grid);
	TEST("audit/half-grid", test_audit_half_grid);
	TEST("audit/overlap", test_audit_overlap);
	TEST("audit/same-line", test_audit_same_line);
	TEST("audit/decoration", test_audit_decoration);
	g_test_add_func("/display/contrast/ratio", test_contrast_ratio);
	TEST("contrast/pairs", test_contrast_pairs);
	TEST("contrast/grounds", test_contrast_grounds);
	for (gsize i = 0; i < G_N_ELEMENTS(picture_cases); i++) {
		g_autofree char *name = g_strconcat("/display/picture/", picture_cases[i].name, NULL);
		g_test_add_data_func(name, &picture_cases[i], test_picture);
	}
	g_test_add_func("/display/picture/missing", test_picture_missing);
	TEST("qr", test_qr);
	TEST("qr-level", test_qr_level);
	return g_test_run();
}
