// Press files: colours in content streams, recipes, ink, marks, imposition, whole files.
#include "finish/press.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "finish/impose.h"
#include "finish/press-content.h"
#include "finish/press-marks.h"
#include "finish/qpdf.h"
#include "finish/separation.h"
#include "paint/picture-ink.h"

static const Ink ink_text = {.name = "text", .rgb = {0x1f, 0x1f, 0x1d}, .cmyk = {0, 0, 0, 100}};
static const Ink ink_coral = {.name = "coral", .rgb = {0xbf, 0x3c, 0x30}, .cmyk = {12, 88, 82, 14}};
static const Ink ink_guess = {.name = "guess", .rgb = {1, 2, 3}, .cmyk = {9, 9, 9, 9}, .derived = true};

// --- tokens ---

static char *tokens_of(const char *text, gsize size)
{
	static const char kinds[] = "#/oxd";
	ContentReader reader = {.data = text, .size = size};
	GString *out = g_string_new(NULL);
	Token token;
	while (content_next(&reader, &token)) {
		g_string_append_c(out, kinds[token.kind]);
		g_string_append_len(out, text + token.start, (gssize)(token.end - token.start));
		g_string_append_c(out, ' ');
	}
	return g_string_free(out, FALSE);
}

static void test_tokens(void)
{
	static const struct {
		const char *text, *tokens;
	} cases[] = {
	    {"1 -.5 +2. rg", "#1 #-.5 #+2. org "},
	    {"/a0 gs\n", "//a0 ogs "},
	    {"/a/b", "//a //b "},
	    {"(a(b)c\\)) Tj", "x(a(b)c\\)) oTj "},
	    {"(1 0 0 rg)Tj", "x(1 0 0 rg) oTj "},
	    {"[(a)-12<0aF>]TJ", "x[ x(a) #-12 x<0aF> x] oTJ "},
	    {"/Span<</ActualText(x)/L[1]>>BDC", "//Span x<< //ActualText x(x) //L x[ #1 x] x>> oBDC "},
	    {"1 % 0 0 rg\n0 g", "#1 #0 og "},
	    {"f* B* ' \"", "of* oB* o' o\" "},
	    {"BI /W 1 ID rg EIx EI Q", "oBI //W #1 oID d rg EIx oEI oQ "},
	    {"(unclosed", "x(unclosed "},
	    {"<0a", "x<0a "},
	    {">", "x> "},
	    {"", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = tokens_of(cases[i].text, strlen(cases[i].text));
		g_assert_cmpstr(found, ==, cases[i].tokens);
	}
}

// --- colours ---

// Red parts go to magenta, and so on; black overprints.
static void map(const double rgb[3], ContentColour *colour, void *data)
{
	(void)data;
	*colour = (ContentColour){.parts = {rgb[0], rgb[1], rgb[2], 0.5}, .count = 4};
	colour->overprints = rgb[0] == 0 && rgb[1] == 0 && rgb[2] == 0;
}

static char *rewrite(const char *text)
{
	ContentRewrite rewrite = {.map = map, .overprint_on = "on", .overprint_off = "off"};
	GString *out = content_rewrite(text, strlen(text), &rewrite);
	return out ? g_string_free(out, FALSE) : NULL;
}

static void test_rewrite(void)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
	    {"1 0.25 0 rg 0 0 5 5 re f", "1 0.25 0 0.5 k 0 0 5 5 re f"},
	    {"q 1 0 0 RG 2 w S Q", "q 1 0 0 0.5 K 2 w S Q"},
	    {"0.5 g", "0.5 0.5 0.5 0.5 k"},
	    {".5 G", "0.5 0.5 0.5 0.5 K"},
	    {"/DeviceRGB cs 1 0 0 sc", "0 0 0 0.5 k 1 0 0 0.5 k"},
	    {"/DeviceGray CS 1 SCN", "0 0 0 0.5 K 1 1 1 0.5 K"},
	    {"/Pattern cs /x5 scn", "/Pattern cs /x5 scn"},
	    {"0 0 0 1 k", "0 0 0 1 k"},
	    {"(1 0 0 rg) Tj", "(1 0 0 rg) Tj"},
	    {"/P <</MCID 0>> BDC 1 0 0 rg EMC", "/P <</MCID 0>> BDC 1 0 0 0.5 k EMC"},
	    // Black text overprints, black areas do not.
	    {"0 0 0 rg f", "0 0 0 0.5 k f"},
	    {"0 0 0 rg BT (a) Tj ET f", "0 0 0 0.5 k BT /on gs  (a) Tj ET /off gs  f"},
	    {"BT 0 0 0 rg (a) Tj 1 0 0 rg (b) Tj ET",
	     "BT 0 0 0 0.5 k /on gs  (a) Tj 1 0 0 0.5 k /off gs  (b) Tj ET"},
	    {"0 0 0 rg q 1 0 0 rg BT (a) Tj ET Q BT (b) Tj ET",
	     "0 0 0 0.5 k q 1 0 0 0.5 k BT (a) Tj ET Q BT /on gs  (b) Tj ET /off gs "},
	    {"0 0 0 RG BT ET", "0 0 0 0.5 K BT ET"},
	    {"/Pattern cs /x scn BT ET", "/Pattern cs /x scn BT ET"},
	    {"Q Q 1 g", "Q Q 1 1 1 0.5 k"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = rewrite(cases[i].from);
		g_assert_cmpstr(found, ==, cases[i].to);
	}
}

static void test_rewrite_unknown(void)
{
	static const char *const cases[] = {"/Cs1 cs 1 scn", "1 0 rg", "(a) 0 0 rg", "rg", "/a g"};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_null(rewrite(cases[i]));
}

// --- ink ---

static Colour *open_colour(double limit)
{
	char *data, *problem = NULL;
	gsize size;
	g_assert_true(g_file_get_contents("data/FOGRA39L_coated.icc", &data, &size, NULL));
	g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
	Colour *colour = colour_new(bytes, limit, &problem);
	g_assert_nonnull(colour);
	return colour;
}

static void assert_inks(const double *found, double c, double m, double y, double k, double within)
{
	g_assert_cmpfloat_with_epsilon(found[0], c, within);
	g_assert_cmpfloat_with_epsilon(found[1], m, within);
	g_assert_cmpfloat_with_epsilon(found[2], y, within);
	g_assert_cmpfloat_with_epsilon(found[3], k, within);
}

static Recipes *make_recipes(const Colour *colour)
{
	g_autoptr(GPtrArray) inks = g_ptr_array_new();
	g_ptr_array_add(inks, (gpointer)&ink_text);
	g_ptr_array_add(inks, (gpointer)&ink_coral);
	g_ptr_array_add(inks, (gpointer)&ink_guess);
	return recipes_new(inks, colour);
}

static void test_recipes(void)
{
	g_autoptr(Colour) colour = open_colour(300);
	g_autoptr(Recipes) recipes = make_recipes(colour);
	double cmyk[4];
	g_assert_true(recipes_find(recipes, ink_coral.rgb, cmyk));
	assert_inks(cmyk, 12, 88, 82, 14, 1e-9);
	g_assert_true(recipes_find(recipes, (guint8[]){255, 255, 255}, cmyk));
	assert_inks(cmyk, 0, 0, 0, 0, 1e-9);
	g_assert_true(recipes_find(recipes, (guint8[]){0, 0, 0}, cmyk));
	g_assert_true(recipe_is_black(cmyk));
	// One step beside a recipe is converted, and looks as it did.
	g_assert_false(recipes_find(recipes, (guint8[]){0xbf, 0x3c, 0x31}, cmyk));
	guint8 rgb[3];
	colour_show_ink(colour, cmyk, rgb);
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(ABS(rgb[i] - ink_coral.rgb[i]), <=, 4);
	// What no cmyk is stated for is no recipe.
	g_assert_false(recipes_find(recipes, ink_guess.rgb, cmyk));
	g_assert_cmpfloat(recipe_total(cmyk), >, 200);
}

static void test_limit(void)
{
	for (double limit = 200; limit <= 300; limit += 50) {
		g_autoptr(Colour) colour = open_colour(limit);
		guint8 rgb[3 * 512], ink[4 * 512];
		for (guint i = 0; i < 512; i++) {
			rgb[3 * i] = (guint8)(i >> 6 << 5);
			rgb[3 * i + 1] = (guint8)((i >> 3 & 7) << 5);
			rgb[3 * i + 2] = (guint8)((i & 7) << 5);
		}
		colour_to_ink(colour, rgb, ink, 512);
		g_assert_cmpfloat(colour_most_ink(ink, 512), <=, limit);
		g_assert_cmpfloat(colour_most_ink(ink, 512), >, limit - 5);
	}
}

// The palette was made for this condition: recipes look as the colours they stand for.
static void test_show(void)
{
	g_autoptr(Colour) colour = open_colour(300);
	guint8 rgb[3];
	colour_show_ink(colour, ink_coral.cmyk, rgb);
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(ABS(rgb[i] - ink_coral.rgb[i]), <=, 1);
	colour_show_ink(colour, ink_text.cmyk, rgb);
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(ABS(rgb[i] - ink_text.rgb[i]), <=, 1);
}

static void test_bad_profile(void)
{
	g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0), junk = g_bytes_new("no profile at all", 17);
	g_autofree char *problem = NULL, *other = NULL;
	g_assert_null(colour_new(nothing, 300, &problem));
	g_assert_nonnull(problem);
	g_assert_null(colour_new(junk, 300, &other));
	g_assert_nonnull(other);
}

// --- JPEG ---

// Stripes of colours; of `channels` 1, 3 or 4.
static GBytes *make_jpeg(int channels)
{
	enum { SIDE = 64 };
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &size);
	jpeg.image_width = jpeg.image_height = SIDE;
	jpeg.input_components = channels;
	jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
	jpeg_set_defaults(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	for (guint y = 0; y < SIDE; y++) {
		JSAMPLE line[SIDE * 4], *row = line;
		for (int x = 0; x < SIDE * channels; x++)
			line[x] = (JSAMPLE)(y / 8 * 8 + (guint)(x % channels) * (y / 16) * 16);
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	GBytes *result = g_bytes_new(bytes, size);
	free(bytes);
	return result;
}

static void test_jpeg(void)
{
	g_autoptr(Colour) colour = open_colour(280);
	for (int channels = 1; channels <= 3; channels += 2) {
		g_autoptr(GBytes) from = make_jpeg(channels), same = make_jpeg(channels);
		char *problem = NULL;
		const InkJpeg *ink = jpeg_to_ink(from, colour, &problem);
		g_assert_nonnull(ink);
		g_assert_false(ink->kept);
		g_assert_true(ink->inverted);
		g_assert_cmpfloat(ink->most, <=, 280);
		g_assert_cmpfloat(ink->most, >, 200);
		g_assert_true(jpeg_to_ink(same, colour, &problem) == ink);
		// What is ink already stays as it is, and is measured.
		const InkJpeg *again = jpeg_to_ink(ink->data, colour, &problem);
		g_assert_true(again->kept);
		g_assert_true(g_bytes_equal(again->data, ink->data));
		g_assert_cmpfloat(again->most, ==, ink->most);
	}
}

static void test_jpeg_too_much_ink(void)
{
	g_autoptr(Colour) colour = open_colour(280);
	g_autoptr(GBytes) from = make_jpeg(4);
	char *problem = NULL;
	const InkJpeg *ink = jpeg_to_ink(from, colour, &problem);
	g_assert_true(ink->kept);
	g_assert_cmpfloat(ink->most, >, 350);
}

static void test_jpeg_damaged(void)
{
	g_autoptr(Colour) colour = open_colour(280);
	g_autoptr(GBytes) from = g_bytes_new("\xFF\xD8\xFF\xE0no", 6);
	g_autofree char *problem = NULL;
	g_assert_null(jpeg_to_ink(from, colour, &problem));
	g_assert_nonnull(problem);
}

// --- imposition ---

static char *sides_of(guint pages)
{
	g_autoptr(GArray) sides = impose_sides(pages);
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < sides->len; i++) {
		const ImposeSide *side = &g_array_index(sides, ImposeSide, i);
		g_string_append_printf(out, "%u:%u|%u ", side->sheet, side->left, side->right);
	}
	return g_string_free(out, FALSE);
}

static void test_impose(void)
{
	static const struct {
		guint pages, blank;
		const char *sides;
	} cases[] = {
	    {0, 0, ""},
	    {1, 3, "0:0|1 0:0|0 "},
	    {4, 0, "0:4|1 0:2|3 "},
	    {5, 3, "0:0|1 0:2|0 1:0|3 1:4|5 "},
	    {8, 0, "0:8|1 0:2|7 1:6|3 1:4|5 "},
	    {11, 1, "0:0|1 0:2|11 1:10|3 1:4|9 2:8|5 2:6|7 "},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = sides_of(cases[i].pages);
		g_assert_cmpstr(found, ==, cases[i].sides);
		g_assert_cmpuint(impose_blank_count(cases[i].pages), ==, cases[i].blank);
	}
	g_assert_cmpint(impose_creep(0, 300), ==, 0);
	g_assert_cmpint(impose_creep(2, 300), ==, 600);
}

// --- marks ---

// The points of the lines of some content.
static GArray *points_of(const char *text)
{
	GArray *points = g_array_new(FALSE, FALSE, sizeof(double));
	ContentReader reader = {.data = text, .size = strlen(text)};
	double numbers[8];
	guint count = 0;
	Token token;
	while (content_next(&reader, &token)) {
		if (token.kind == TOKEN_NUMBER && count < G_N_ELEMENTS(numbers)) {
			numbers[count++] = g_ascii_strtod(text + token.start, NULL);
			continue;
		}
		bool line = text[token.start] == 'm' || text[token.start] == 'l' || text[token.start] == 'c';
		if (line && token.end - token.start == 1)
			g_array_append_vals(points, numbers, count);
		count = 0;
	}
	return points;
}

static void assert_outside(const PressSheet *sheet)
{
	g_autoptr(Colour) colour = open_colour(300);
	g_autoptr(Recipes) recipes = make_recipes(colour);
	PressColours colours = {.recipes = recipes};
	g_autoptr(GString) out = g_string_new(NULL);
	press_append_marks(out, sheet, &colours);
	g_assert_nonnull(strstr(out->str, "1 1 1 1 K"));
	g_assert_null(strstr(out->str, "RG"));
	g_autoptr(GArray) points = points_of(out->str);
	g_assert_cmpuint(points->len, >, 40);
	double low = sheet->margin - sheet->bleed, right = sheet->margin + sheet->width + sheet->bleed,
	       top = sheet->margin + sheet->height + sheet->bleed;
	for (guint i = 0; i < points->len; i += 2) {
		double x = g_array_index(points, double, i), y = g_array_index(points, double, i + 1);
		g_assert_true(x <= low || x >= right || y <= low || y >= top);
		g_assert_true(x >= 0 && y >= 0 && x <= sheet->width + 2 * sheet->margin &&
			      y <= sheet->height + 2 * sheet->margin);
	}
}

static void test_marks(void)
{
	static const double bleeds[] = {0, 3, 5};
	for (guint i = 0; i < G_N_ELEMENTS(bleeds); i++) {
		Len bleed = len_from_mm(bleeds[i]);
		PressSheet sheet = {.width = 300,
				    .height = 400,
				    .bleed = len_to_pt(bleed),
				    .margin = len_to_pt(press_margin(bleed))};
		assert_outside(&sheet);
		sheet.folded = true;
		assert_outside(&sheet);
	}
}

// --- inks as pictures ---

static void test_planes(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(DisplayList) list = display_list_new(arena);
	g_autoptr(Colour) colour = open_colour(300);
	g_autoptr(Recipes) recipes = make_recipes(colour);
	list->width = list->height = len_from_pt(10);
	display_begin_page(list);
	display_rect(list, (Rect){0, 0, list->width / 2, list->height}, &ink_coral, NULL, 0, (Span){0});
	PaintInks inks;
	g_assert_true(paint_inks(list, 0, &(PaintOptions){.dpi = 72}, recipes, &inks, diags));
	g_assert_cmpint(inks.width, ==, 10);
	for (int i = 0; i < 4; i++) {
		g_assert_cmpfloat_with_epsilon(inks.pixels[i] / 2.55, ink_coral.cmyk[i], 0.3);
		g_assert_cmpint(inks.pixels[4 * 9 + i], ==, 0);
	}
	g_autoptr(GBytes) total = separation_png(&inks, INK_TOTAL, 150),
			  one = separation_png(&inks, INK_CYAN, 150);
	g_assert_false(g_bytes_equal(total, one));
	g_free(inks.pixels);
}

// --- whole files ---

static GBytes *make_press_file(bool booklet, bool screen)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(DisplayList) list = display_list_new(arena);
	g_autoptr(Colour) colour = open_colour(300);
	g_autoptr(Recipes) recipes = make_recipes(colour);
	list->width = len_from_mm(100);
	list->height = len_from_mm(150);
	list->bleed = len_from_mm(3);
	list->meta.title = "A & B";
	list->meta.created = "2025-02-01T00:00:00Z";
	for (int i = 0; i < 5; i++) {
		display_begin_page(list);
		display_rect(list, (Rect){0, 0, list->width, list->height / 2}, &ink_coral, NULL, 0,
			     (Span){0});
	}
	PaintOptions paint = {.margin = press_margin(list->bleed)};
	g_autoptr(GBytes) plain = paint_pdf(list, &paint, diags);
	PressOptions options = {.recipes = recipes,
				.condition = "FOGRA39",
				.screen = screen,
				.booklet = booklet,
				.paper = len_from_mm(0.1),
				.pages = 5};
	GBytes *result = press_pdf(plain, list, &options, diags);
	g_assert_nonnull(result);
	g_assert_cmpuint(diag_list_length(diags), ==, 0);
	return result;
}

static void assert_box(Pdf *pdf, PdfObject page, const char *key, double width_mm, double height_mm)
{
	PdfObject box = pdf_get(pdf, page, key);
	double sides[4];
	for (guint i = 0; i < 4; i++)
		sides[i] = pdf_get_real(pdf, pdf_get_item(pdf, box, i));
	g_assert_cmpfloat_with_epsilon((sides[2] - sides[0]) * 25.4 / 72, width_mm, 0.01);
	g_assert_cmpfloat_with_epsilon((sides[3] - sides[1]) * 25.4 / 72, height_mm, 0.01);
}

static void assert_holds(Pdf *pdf, PdfObject page, const char *text, bool held)
{
	g_autoptr(GBytes) content = pdf_dup_page_content(pdf, page);
	gsize size;
	const char *data = g_bytes_get_data(content, &size);
	g_assert_cmpint(g_strstr_len(data, (gssize)size, text) != NULL, ==, held);
}

static void test_print_file(void)
{
	g_autoptr(GBytes) bytes = make_press_file(false, false), again = make_press_file(false, false);
	g_assert_true(g_bytes_equal(bytes, again));
	g_autoptr(Pdf) pdf = pdf_open(bytes, "test", NULL);
	g_assert_cmpuint(pdf_get_page_count(pdf), ==, 5);
	g_assert_cmpstr(pdf_get_version(pdf), ==, "1.6");
	PdfObject page = pdf_get_page(pdf, 4);
	assert_box(pdf, page, "/TrimBox", 100, 150);
	assert_box(pdf, page, "/BleedBox", 106, 156);
	assert_box(pdf, page, "/MediaBox", 130, 180);
	assert_holds(pdf, page, "0.12 0.88 0.82 0.14 k", true);
	assert_holds(pdf, page, "rg", false);
	PdfObject intent = pdf_get_item(pdf, pdf_get(pdf, pdf_get_catalog(pdf), "/OutputIntents"), 0);
	g_assert_true(pdf_is_name(pdf, pdf_get(pdf, intent, "/S"), "/GTS_PDFX"));
	g_autofree char *title = pdf_dup_text(pdf, pdf_get_path(pdf, pdf_get_trailer(pdf), "/Info/Title"));
	g_assert_cmpstr(title, ==, "A & B");
	g_autoptr(GBytes) xmp = pdf_dup_stream(pdf, pdf_get(pdf, pdf_get_catalog(pdf), "/Metadata"), NULL);
	gsize size;
	const char *text = g_bytes_get_data(xmp, &size);
	g_assert_nonnull(g_strstr_len(text, (gssize)size, "A &amp; B"));
	g_assert_nonnull(g_strstr_len(text, (gssize)size, ">PDF/X-4</pdfxid:GTS_PDFXVersion>"));
}

static void test_booklet_file(void)
{
	g_autoptr(GBytes) bytes = make_press_file(true, false);
	g_autoptr(Pdf) pdf = pdf_open(bytes, "test", NULL);
	g_assert_cmpuint(pdf_get_page_count(pdf), ==, 4);
	PdfObject page = pdf_get_page(pdf, 3);
	assert_box(pdf, page, "/TrimBox", 200, 150);
	// The inner sheet's pages are a thickness nearer to the fold.
	assert_holds(pdf, page, "1 0 0 1 0.283 0 cm\n/page-4 Do", true);
	assert_holds(pdf, page, "1 0 0 1 283.182 0 cm\n/page-5 Do", true);
	assert_holds(pdf, pdf_get_page(pdf, 0), "1 0 0 1 283.465 0 cm\n/page-1 Do", true);
}

static void test_proof_file(void)
{
	g_autoptr(GBytes) bytes = make_press_file(false, true);
	g_autoptr(Pdf) pdf = pdf_open(bytes, "test", NULL);
	g_assert_true(pdf_is_null(pdf, pdf_get(pdf, pdf_get_catalog(pdf), "/OutputIntents")));
	assert_holds(pdf, pdf_get_page(pdf, 0), " k\n", false);
	assert_holds(pdf, pdf_get_page(pdf, 0), "rg", true);
}

static void test_not_ours(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(DisplayList) list = display_list_new(arena);
	g_autoptr(Colour) colour = open_colour(300);
	g_autoptr(Recipes) recipes = make_recipes(colour);
	g_autoptr(GBytes) junk = g_bytes_new("no PDF", 6);
	PressOptions options = {.recipes = recipes, .condition = "FOGRA39"};
	g_assert_null(press_pdf(junk, list, &options, diags));
	g_assert_true(diag_list_has_errors(diags));
	PressDrawing drawing;
	g_assert_false(press_look_at_drawing(junk, recipes, &drawing));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/press/tokens", test_tokens);
	g_test_add_func("/press/rewrite", test_rewrite);
	g_test_add_func("/press/rewrite/unknown", test_rewrite_unknown);
	g_test_add_func("/press/recipes", test_recipes);
	g_test_add_func("/press/limit", test_limit);
	g_test_add_func("/press/show", test_show);
	g_test_add_func("/press/profile/bad", test_bad_profile);
	g_test_add_func("/press/jpeg", test_jpeg);
	g_test_add_func("/press/jpeg/too-much-ink", test_jpeg_too_much_ink);
	g_test_add_func("/press/jpeg/damaged", test_jpeg_damaged);
	g_test_add_func("/press/impose", test_impose);
	g_test_add_func("/press/marks", test_marks);
	g_test_add_func("/press/planes", test_planes);
	g_test_add_func("/press/file/print", test_print_file);
	g_test_add_func("/press/file/booklet", test_booklet_file);
	g_test_add_func("/press/file/proof", test_proof_file);
	g_test_add_func("/press/file/not-ours", test_not_ours);
	return g_test_run();
}
