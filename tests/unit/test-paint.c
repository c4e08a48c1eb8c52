// Painting: small lists made by hand, drawn, and read back with the tools a reader would use.
#include "paint/paint.h"

#include <string.h>

#include <cairo-ft.h>
#include <glib/gstdio.h>
#include <jpeglib.h>
#include <pango/pango.h>

#include "finish/finish.h"
#include "font/pango.h"

static const Ink ink_text = {.name = "ink", .rgb = {0x1f, 0x1f, 0x1d}, .cmyk = {0, 0, 0, 100}};
static const Ink ink_base = {.name = "base", .rgb = {0x10, 0x32, 0x4f}, .cmyk = {100, 78, 40, 42}};
static const Ink ink_coral = {.name = "coral", .rgb = {0xbf, 0x3c, 0x30}, .cmyk = {12, 88, 82, 14}};
static const Ink ink_cream = {.name = "cream", .rgb = {0xfb, 0xf5, 0xe8}, .cmyk = {2, 4, 11, 0}};
static const Ink ink_white = {.name = "white", .rgb = {255, 255, 255}, .cmyk = {0, 0, 0, 0}};

// --- a list under test, with fonts and a folder for files ---

typedef struct Bench {
	Arena *arena;
	DiagList *diags;
	Fonts *fonts;
	PangoContext *context;
	DisplayList *list;
	char *folder;
} Bench;

static void bench_open(Bench *bench, gconstpointer data)
{
	(void)data;
	bench->arena = arena_new();
	bench->diags = diag_list_new();
	const char *fonts = g_getenv("BULLETIN_TEST_FONTS");
	bench->fonts = fonts_new(fonts ? fonts : "fonts", bench->diags);
	g_assert_nonnull(bench->fonts);
	bench->context = pango_font_map_create_context(fonts_get_map(bench->fonts));
	pango_context_set_round_glyph_positions(bench->context, FALSE);
	bench->list = display_list_new(bench->arena);
	bench->list->width = len_from_mm(120);
	bench->list->height = len_from_mm(160);
	bench->list->bleed = len_from_mm(3);
	bench->folder = g_dir_make_tmp("bulletin-paint-XXXXXX", NULL);
	display_begin_page(bench->list);
}

static void remove_folder(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
		g_autofree char *file = g_build_filename(folder, name, NULL);
		g_remove(file);
	}
	g_rmdir(folder);
}

static void bench_close(Bench *bench, gconstpointer data)
{
	(void)data;
	remove_folder(bench->folder);
	g_free(bench->folder);
	display_list_free(bench->list);
	g_object_unref(bench->context);
	fonts_free(bench->fonts);
	diag_list_free(bench->diags);
	arena_free(bench->arena);
}

static Rect rect_mm(double x, double y, double width, double height)
{
	return (Rect){len_from_mm(x), len_from_mm(y), len_from_mm(width), len_from_mm(height)};
}

// --- text: shaped by Pango, one cluster a step of its log_clusters ---

typedef struct Look {
	int weight;
	double size, stretch;
	const Ink *ink;
} Look;

static guint make_clusters(const PangoGlyphString *shaped, gsize bytes, Cluster *clusters)
{
	guint count = 0;
	for (int i = 0; i < shaped->num_glyphs;) {
		int start = shaped->log_clusters[i], glyphs = 0;
		while (i < shaped->num_glyphs && shaped->log_clusters[i] == start) {
			i++;
			glyphs++;
		}
		int end = i < shaped->num_glyphs ? shaped->log_clusters[i] : (int)bytes;
		clusters[count++] = (Cluster){(guint16)(end - start), (guint16)glyphs};
	}
	return count;
}

static Len place_glyphs(const PangoGlyphString *shaped, double stretch, Glyph *glyphs)
{
	double x = 0;
	for (int i = 0; i < shaped->num_glyphs; i++) {
		const PangoGlyphInfo *info = &shaped->glyphs[i];
		glyphs[i] = (Glyph){info->glyph, (Len)(x + info->geometry.x_offset * stretch),
				    info->geometry.y_offset};
		x += info->geometry.width * stretch;
	}
	return (Len)x;
}

static GList *itemize(Bench *bench, const char *text, const Look *look)
{
	g_autoptr(PangoFontDescription) wanted = pango_font_description_new();
	pango_font_description_set_family(wanted, "Lato");
	pango_font_description_set_weight(wanted, (PangoWeight)look->weight);
	pango_font_description_set_absolute_size(wanted, look->size * PANGO_SCALE);
	pango_context_set_font_description(bench->context, wanted);
	g_autoptr(PangoAttrList) attributes = pango_attr_list_new();
	return pango_itemize(bench->context, text, 0, (int)strlen(text), attributes, NULL);
}

// Draws a text of one font; returns its width.
static Len draw_text(Bench *bench, const char *text, double x_mm, double y_mm, Look look)
{
	GList *items = itemize(bench, text, &look);
	g_assert_cmpuint(g_list_length(items), ==, 1);
	PangoItem *item = items->data;
	PangoGlyphString *shaped = pango_glyph_string_new();
	gsize bytes = strlen(text);
	pango_shape_full(text, (int)bytes, text, (int)bytes, &item->analysis, shaped);
	Glyph *glyphs = arena_array(bench->list->arena, Glyph, shaped->num_glyphs);
	Cluster *clusters = arena_array(bench->list->arena, Cluster, shaped->num_glyphs);
	double stretch = look.stretch > 0 ? look.stretch : 1;
	GlyphRun run = {
	    .face = fonts_get_face(bench->fonts, item->analysis.font),
	    .size = len_from_pt(look.size),
	    .stretch = stretch,
	    .ink = look.ink,
	    .x = len_from_mm(x_mm),
	    .baseline = len_from_mm(y_mm),
	    .width = place_glyphs(shaped, stretch, glyphs),
	    .glyphs = glyphs,
	    .glyph_count = (guint)shaped->num_glyphs,
	    .text = arena_strdup(bench->list->arena, text),
	    .clusters = clusters,
	    .cluster_count = make_clusters(shaped, bytes, clusters),
	};
	display_glyphs(bench->list, run, (Span){0});
	pango_glyph_string_free(shaped);
	g_list_free_full(items, (GDestroyNotify)pango_item_free);
	return run.width;
}

static const Look body = {400, 9.4, 1, &ink_text};
static const Look bold = {700, 9.4, 1, &ink_base};

// --- files and tools ---

static char *file_of(Bench *bench, const char *name)
{
	return g_build_filename(bench->folder, name, NULL);
}

static char *write_file(Bench *bench, const char *name, const void *data, gsize size)
{
	char *path = file_of(bench, name);
	g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
	return path;
}

static char *write_bytes(Bench *bench, const char *name, GBytes *bytes)
{
	g_assert_nonnull(bytes);
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	const char *keep = g_getenv("BULLETIN_TEST_KEEP"); // a folder: to look at what was drawn
	if (keep) {
		g_autofree char *path = g_build_filename(keep, name, NULL);
		g_file_set_contents(path, data, (gssize)size, NULL);
	}
	return write_file(bench, name, data, size);
}

static GBytes *make_pdf(Bench *bench, guint first, guint count, bool bleed)
{
	PaintOptions paint = {.first = first, .count = count, .bleed = bleed, .tags = true};
	FinishOptions finish = {.first = first, .bleed = bleed};
	g_autoptr(GBytes) plain = paint_pdf(bench->list, &paint, bench->diags);
	return plain ? finish_pdf(plain, bench->list, &finish, bench->diags) : NULL;
}

static char *write_pdf(Bench *bench, const char *name)
{
	g_autoptr(GBytes) bytes = make_pdf(bench, 0, 0, false);
	return write_bytes(bench, name, bytes);
}

// What a program prints; NULL where it is not installed or fails.
static char *output_of(const char *program, const char *first, const char *second, const char *third)
{
	const char *argv[] = {program, first, second, third, NULL};
	char *out = NULL;
	int status = -1;
	bool ran = g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
				NULL, NULL, &out, NULL, &status, NULL);
	if (ran && status == 0)
		return out;
	g_free(out);
	return NULL;
}

static bool have(const char *program)
{
	g_autofree char *path = g_find_program_in_path(program);
	if (!path)
		g_test_skip(program);
	return path != NULL;
}

// --- tests ---

static void test_words(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("pdftotext"))
		return;
	draw_text(bench, "L’avis et l’expertise des habitants", 10, 20, body);
	draw_text(bench, "officiel : fjord, « flûte » et affluer", 10, 26, body);
	draw_text(bench, "Étirée de deux centièmes", 10, 32, (Look){400, 9.4, 1.02, &ink_text});
	draw_text(bench, "À vos agendas", 10, 45, (Look){900, 22, 1, &ink_base});
	g_autofree char *pdf = write_pdf(bench, "words.pdf");
	g_autofree char *text = output_of("pdftotext", "-layout", pdf, "-");
	g_assert_nonnull(text);
	g_assert_nonnull(strstr(text, "L’avis et l’expertise des habitants\n"));
	g_assert_nonnull(strstr(text, "officiel : fjord, « flûte » et affluer\n"));
	g_assert_nonnull(strstr(text, "Étirée de deux centièmes\n"));
	g_assert_nonnull(strstr(text, "À vos agendas\n"));
}

static void test_fonts_once(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("pdffonts"))
		return;
	for (int i = 0; i < 5; i++)
		draw_text(bench, "une police, cinq tailles", 10, 20 + 8 * i,
			  (Look){400, 8 + i, 1 + i * 0.01, &ink_text});
	g_autofree char *pdf = write_pdf(bench, "fonts.pdf");
	g_autofree char *fonts = output_of("pdffonts", pdf, NULL, NULL);
	g_assert_nonnull(fonts);
	guint lines = 0;
	for (const char *at = strstr(fonts, "Lato-Regular"); at; at = strstr(at + 1, "Lato-Regular"))
		lines++;
	g_assert_cmpuint(lines, ==, 1);
	g_assert_nonnull(strstr(fonts, "yes yes yes")); // embedded, a subset, with Unicode
}

static int add_heading(DisplayList *list, const char *title, int level, double y_mm)
{
	return display_add_element(list, (Element){.parent = -1,
						   .role = "h2",
						   .title = title,
						   .outline_level = level,
						   .page = (int)list->pages->len - 1,
						   .y = len_from_mm(y_mm)});
}

static void fill_meta(DisplayList *list)
{
	list->meta = (DisplayMeta){.title = "Titre « accentué »",
				   .author = "Émilie",
				   .subject = "N°51",
				   .keywords = "un, deux",
				   .lang = "fr",
				   .created = "2025-02-01T00:00:00Z"};
}

static void test_document(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("pdfinfo") || !have("mutool"))
		return;
	fill_meta(bench->list);
	add_heading(bench->list, "Premier (a\\b)", 1, 10);
	add_heading(bench->list, "Dedans", 2, 40);
	draw_text(bench, "page une", 10, 20, body);
	display_begin_page(bench->list);
	add_heading(bench->list, "Second", 1, 0);
	draw_text(bench, "page deux", 10, 20, body);
	g_autofree char *pdf = write_pdf(bench, "document.pdf");
	g_autofree char *info = output_of("pdfinfo", "-isodates", pdf, NULL);
	g_assert_nonnull(info);
	g_assert_nonnull(strstr(info, "Title:           Titre « accentué »\n"));
	g_assert_nonnull(strstr(info, "Author:          Émilie\n"));
	g_assert_nonnull(strstr(info, "CreationDate:    2025-02-01T00:00:00Z\n"));
	g_assert_nonnull(strstr(info, "ModDate:         2025-02-01T00:00:00Z\n"));
	g_assert_nonnull(strstr(info, "Pages:           2\n"));
	g_assert_nonnull(strstr(info, "Page size:       340.157 x 453.543 pts\n"));
	g_autofree char *outline = output_of("mutool", "show", pdf, "outline");
	g_assert_nonnull(outline);
	g_assert_nonnull(strstr(outline, "\"Premier (a\\\\b)\""));
	g_assert_nonnull(strstr(outline, "\t\"Dedans\""));
	g_assert_nonnull(strstr(outline, "#page=2"));
	g_autofree char *catalog = output_of("mutool", "show", pdf, "trailer/Root");
	g_assert_nonnull(catalog);
	g_assert_nonnull(strstr(catalog, "/Lang (fr)"));
	g_assert_nonnull(strstr(catalog, "/DisplayDocTitle true"));
}

static void test_links(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("mutool"))
		return;
	int link = display_add_element(bench->list, (Element){.parent = -1, .role = "link"});
	Rect box = rect_mm(10, 17, 40, 4);
	display_link(bench->list, (Link){box, "https://pqn-a.fr/l'été?a=(1)&b=\\2"}, link, (Span){0});
	draw_text(bench, "Je consulte l’agenda", 10, 20, bold);
	g_autofree char *pdf = write_pdf(bench, "links.pdf");
	g_autofree char *all = output_of("mutool", "show", pdf, "grep");
	g_assert_nonnull(all);
	g_assert_nonnull(strstr(all, "/Subtype/Link"));
	g_assert_nonnull(strstr(all, "pqn-a.fr"));
	// From the foot, in points: 10 mm, 160 - 21 mm, 50 mm, 160 - 17 mm.
	g_assert_nonnull(strstr(all, "/Rect[28.347 394.015 141.732 405.354]"));
}

static void test_boxes(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("pdfinfo"))
		return;
	draw_text(bench, "page une", 10, 20, body);
	g_autoptr(GBytes) bytes = make_pdf(bench, 0, 0, true);
	g_autofree char *pdf = write_bytes(bench, "boxes.pdf", bytes);
	g_autofree char *boxes = output_of("pdfinfo", "-box", pdf, NULL);
	g_assert_nonnull(boxes);
	// 120 × 160 mm, and 3 mm around.
	g_assert_nonnull(strstr(boxes, "MediaBox:            0.00     0.00   357.17   470.55\n"));
	g_assert_nonnull(strstr(boxes, "BleedBox:            0.00     0.00   357.17   470.55\n"));
	g_assert_nonnull(strstr(boxes, "TrimBox:             8.50     8.50   348.66   462.05\n"));
	g_assert_nonnull(strstr(boxes, "PDF version:     1.7\n"));
}

// Whatever is not a whole file of Cairo's is refused, and read no further than it goes.
static void test_finish_refuses(Bench *bench, gconstpointer data)
{
	(void)data;
	FinishOptions options = {0};
	draw_text(bench, "page une", 10, 20, body);
	g_autoptr(GBytes) whole = paint_pdf(bench->list, &(PaintOptions){0}, bench->diags);
	gsize size;
	const guint8 *bytes = g_bytes_get_data(whole, &size);
	for (gsize cut = 0; cut < size - 8; cut += cut + 400 < size ? 97 : 1) {
		g_autoptr(GBytes) part = g_bytes_new(bytes, cut);
		g_assert_null(finish_pdf(part, bench->list, &options, bench->diags));
	}
	g_assert_true(diag_list_has_errors(bench->diags));
}

typedef GBytes *(*Paint)(Bench *bench);

static GBytes *make_bleed_pdf(Bench *bench)
{
	return make_pdf(bench, 0, 0, true);
}

static GBytes *make_png(Bench *bench)
{
	return paint_png(bench->list, 0, &(PaintOptions){.dpi = 110}, bench->diags);
}

static GBytes *make_svg(Bench *bench)
{
	return paint_svg(bench->list, 0, &(PaintOptions){.bleed = true}, bench->diags);
}

static void draw_sample(Bench *bench)
{
	Rect whole = rect_mm(-3, -3, 126, 30);
	display_rect(bench->list, whole, &ink_cream, NULL, 0, (Span){0});
	draw_text(bench, "Point de", 10, 20, (Look){900, 40, 1, &ink_base});
	display_disc(bench->list, len_from_mm(40), len_from_mm(40), len_from_mm(6), &ink_coral, &ink_cream,
		     len_from_mm(0.9), (Span){0});
	draw_text(bench, "21", 37.2, 41.8, (Look){900, 15, 1, &ink_white});
	display_clip(bench->list, rect_mm(10, 50, 30, 20));
	display_line(bench->list, len_from_mm(0), len_from_mm(40), len_from_mm(60), len_from_mm(80),
		     &ink_coral, len_from_mm(1), (Span){0});
	display_unclip(bench->list);
	draw_text(bench, "L’avis et l’expertise des habitants et des associations", 10, 80, body);
	draw_text(bench, "L’avis et l’expertise des habitants", 10, 84.5, bold);
}

static void test_same_bytes(Bench *bench, gconstpointer data)
{
	static const struct {
		const char *name;
		Paint paint;
	} outputs[] = {{"sample.pdf", make_bleed_pdf}, {"sample.png", make_png}, {"sample.svg", make_svg}};
	(void)data;
	draw_sample(bench);
	for (gsize i = 0; i < G_N_ELEMENTS(outputs); i++) {
		g_autoptr(GBytes) first = outputs[i].paint(bench);
		g_autoptr(GBytes) second = outputs[i].paint(bench);
		g_autofree char *path = write_bytes(bench, outputs[i].name, first);
		g_test_message("%s", path);
		g_assert_true(g_bytes_equal(first, second));
	}
}

// --- pictures ---

static GBytes *encode_jpeg(guint width, guint height, int components, bool exif_turned)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &size);
	jpeg.image_width = width;
	jpeg.image_height = height;
	jpeg.input_components = components;
	jpeg.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
	jpeg_set_defaults(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	static const guint8 exif[] = {'E',  'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
				      0x01, 0x12, 0,   3,   0, 0, 0,   1,   0, 6,  0, 0, 0, 0, 0, 0};
	if (exif_turned)
		jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif);
	g_autofree JSAMPLE *row = g_malloc((gsize)width * (gsize)components);
	for (guint y = 0; y < height; y++) {
		for (guint x = 0; x < width; x++)
			for (int c = 0; c < components; c++) {
				bool left = x < width / 2, top = y < height / 2;
				guint value = c == 0 ? (left ? 230 : 20) : c == 1 ? (top ? 230 : 20) : 60;
				// Adobe's CMYK is stored inverted: no black is 255.
				row[x * (guint)components + (guint)c] = (JSAMPLE)(c == 3 ? 255 : value);
			}
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	GBytes *result = g_bytes_new(bytes, size);
	free(bytes);
	return result;
}

static char *write_jpeg(Bench *bench, const char *name, guint width, guint height, int components,
			bool turned)
{
	g_autoptr(GBytes) jpeg = encode_jpeg(width, height, components, turned);
	return write_bytes(bench, name, jpeg);
}

static void draw_image(Bench *bench, const char *file, Rect box, ImageFit fit)
{
	display_image(bench->list, (Image){{.path = file}, box, fit, 0.5, 0.5}, (Span){0});
}

static bool holds(const char *pdf, const char *part)
{
	g_autofree char *whole = NULL, *wanted = NULL;
	gsize whole_size, wanted_size;
	g_assert_true(g_file_get_contents(pdf, &whole, &whole_size, NULL));
	g_assert_true(g_file_get_contents(part, &wanted, &wanted_size, NULL));
	return memmem(whole, whole_size, wanted, wanted_size) != NULL;
}

static void test_jpeg_untouched(Bench *bench, gconstpointer data)
{
	(void)data;
	for (int components = 1; components <= 4; components++) {
		if (components == 2)
			continue;
		g_autofree char *name = g_strdup_printf("photo%d.jpg", components);
		g_autofree char *jpeg = write_jpeg(bench, name, 120, 80, components, false);
		draw_image(bench, jpeg, rect_mm(10, 30 * components, 60, 25), FIT_COVER);
		draw_image(bench, jpeg, rect_mm(80, 30 * components, 30, 25), FIT_CONTAIN);
		g_autofree char *pdf = write_pdf(bench, "jpeg.pdf");
		// Inks are made colours of the screen.
		g_assert_cmpint(holds(pdf, jpeg), ==, components < 4);
	}
	g_autofree char *turned = write_jpeg(bench, "turned.jpg", 120, 80, 3, true);
	draw_image(bench, turned, rect_mm(10, 2, 60, 25), FIT_CONTAIN);
	g_autofree char *pdf = write_pdf(bench, "jpeg.pdf");
	g_assert_true(holds(pdf, turned));
	if (!have("pdfimages"))
		return;
	g_autofree char *images = output_of("pdfimages", "-list", pdf, NULL);
	g_assert_nonnull(images);
	g_test_message("%s", images);
}

// The colour of a pixel of page 1 as a raster: where 1 mm is 4 pixels.
static guint pixel_at(cairo_surface_t *surface, double x_mm, double y_mm)
{
	const guint8 *bytes = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	guint32 pixel;
	memcpy(&pixel, bytes + (int)(y_mm * 4) * stride + (int)(x_mm * 4) * 4, sizeof pixel);
	return pixel & 0xFFFFFF;
}

typedef struct Reader {
	const guint8 *data;
	gsize left;
} Reader;

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
	Reader *reader = closure;
	if (length > reader->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, reader->data, length);
	reader->data += length;
	reader->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *rasterize(Bench *bench, const char *name)
{
	PaintOptions options = {.dpi = 25.4 * 4};
	g_autoptr(GBytes) png = paint_png(bench->list, 0, &options, bench->diags);
	g_free(write_bytes(bench, name, png)); // to be looked at
	Reader reader;
	reader.data = g_bytes_get_data(png, &reader.left);
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_some, &reader);
	g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
	return surface;
}

static guint channel(guint pixel, guint shift)
{
	return pixel >> shift & 0xFF;
}

static void test_jpeg_turned(Bench *bench, gconstpointer data)
{
	(void)data;
	// Stored: red on the left, green at the top. Orientation 6 stores the right side as the first row:
	// upright, green is on the right and red at the top.
	g_autofree char *jpeg = write_jpeg(bench, "turned.jpg", 120, 80, 3, true);
	draw_image(bench, jpeg, rect_mm(10, 10, 40, 60), FIT_CONTAIN);
	cairo_surface_t *surface = rasterize(bench, "turned.png");
	guint top_right = pixel_at(surface, 40, 20), bottom_left = pixel_at(surface, 20, 60);
	guint top_left = pixel_at(surface, 20, 20);
	g_assert_cmpuint(channel(top_right, 16), >, 180);
	g_assert_cmpuint(channel(top_right, 8), >, 180);
	g_assert_cmpuint(channel(bottom_left, 16), <, 70);
	g_assert_cmpuint(channel(bottom_left, 8), <, 70);
	g_assert_cmpuint(channel(top_left, 16), >, 180);
	g_assert_cmpuint(channel(top_left, 8), <, 70);
	cairo_surface_destroy(surface);
}

static char *write_alpha_png(Bench *bench)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 40, 40);
	cairo_t *cr = cairo_create(surface);
	cairo_set_source_rgba(cr, 0, 0, 1, 0.5);
	cairo_rectangle(cr, 0, 0, 20, 40);
	cairo_fill(cr);
	cairo_destroy(cr);
	char *path = file_of(bench, "alpha.png");
	cairo_surface_write_to_png(surface, path);
	cairo_surface_destroy(surface);
	return path;
}

static void test_png_alpha(Bench *bench, gconstpointer data)
{
	(void)data;
	g_autofree char *png = write_alpha_png(bench);
	Rect ground = rect_mm(10, 10, 60, 60);
	display_rect(bench->list, ground, &ink_coral, NULL, 0, (Span){0});
	draw_image(bench, png, rect_mm(20, 20, 40, 40), FIT_CONTAIN);
	cairo_surface_t *surface = rasterize(bench, "alpha-page.png");
	g_assert_cmphex(pixel_at(surface, 50, 40), ==, 0xbf3c30);
	guint mixed = pixel_at(surface, 30, 40);
	g_assert_cmpuint(channel(mixed, 16), <, 0x70);
	g_assert_cmpuint(channel(mixed, 0), >, 0x80);
	cairo_surface_destroy(surface);
	g_autofree char *pdf = write_pdf(bench, "alpha.pdf");
	g_assert_nonnull(pdf);
}

#define SVG(view, body) "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" view "\">" body "</svg>"

static char *write_svg(Bench *bench, const char *name, const char *text)
{
	return write_file(bench, name, text, strlen(text));
}

// One drawing as plain shapes, and again with something that only librsvg reads.
static void test_svg_alike(Bench *bench, gconstpointer data)
{
#define SHAPES                                                                                               \
	"<rect width=\"40\" height=\"30\" fill=\"#E6F1EF\"/><g stroke=\"#bf3c30\" stroke-width=\"1.5\" "     \
	"stroke-linecap=\"round\"><path d=\"M5 5l10,4V20h-6zM20 25c2-8 8-8 10 0s4 2 5-3\" fill=\"none\"/>"   \
	"<circle cx=\"30\" cy=\"10\" r=\"6\" fill=\"#123\"/></g><rect x=\"2\" y=\"24\" width=\"8\" "         \
	"height=\"4\" "                                                                                      \
	"rx=\"1.5\"/>"
	(void)data;
	g_autofree char *plain = write_svg(bench, "plain.svg", SVG("0 0 40 30", SHAPES));
	g_autofree char *rich = write_svg(bench, "rich.svg", SVG("0 0 40 30", "<defs/>" SHAPES));
	draw_image(bench, plain, rect_mm(10, 10, 40, 30), FIT_CONTAIN);
	draw_image(bench, rich, rect_mm(60, 10, 40, 30), FIT_CONTAIN);
	draw_image(bench, plain, rect_mm(10, 50, 40, 40), FIT_COVER);
	draw_image(bench, rich, rect_mm(60, 50, 40, 40), FIT_COVER);
	cairo_surface_t *surface = rasterize(bench, "svg.png");
	guint differing = 0;
	for (int y = 20; y < 95 * 4; y++)
		for (int x = 10 * 4; x < 50 * 4; x++) {
			guint a = pixel_at(surface, x / 4.0, y / 4.0),
			      b = pixel_at(surface, x / 4.0 + 50, y / 4.0);
			for (guint shift = 0; shift <= 16; shift += 8)
				if (ABS((int)channel(a, shift) - (int)channel(b, shift)) > 24)
					differing++;
		}
	g_assert_cmpuint(differing, <, 20);
	g_assert_cmphex(pixel_at(surface, 26, 12), ==, 0xe6f1ef);
	cairo_surface_destroy(surface);
	g_free(write_pdf(bench, "svg.pdf"));
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);
}

// Dots are gathered by colour, but never moved below one that they lie on.
static void test_svg_dots(Bench *bench, gconstpointer data)
{
	(void)data;
	g_autofree char *svg =
	    write_svg(bench, "dots.svg",
		      SVG("0 0 40 10", "<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#f00\"/>"
				       "<circle cx=\"7\" cy=\"5\" r=\"4\" fill=\"#00f\"/>"
				       "<circle cx=\"9\" cy=\"5\" r=\"4\" fill=\"#f00\"/>"
				       "<circle cx=\"30\" cy=\"5\" r=\"4\" fill=\"#00f\"/>"));
	draw_image(bench, svg, rect_mm(10, 10, 80, 20), FIT_CONTAIN);
	cairo_surface_t *surface = rasterize(bench, "dots.png");
	g_assert_cmphex(pixel_at(surface, 14, 20), ==, 0xff0000);
	g_assert_cmphex(pixel_at(surface, 18, 20), ==, 0x0000ff);
	g_assert_cmphex(pixel_at(surface, 24, 20), ==, 0xff0000);
	g_assert_cmphex(pixel_at(surface, 32, 20), ==, 0xff0000);
	g_assert_cmphex(pixel_at(surface, 70, 20), ==, 0x0000ff);
	cairo_surface_destroy(surface);
}

static void test_qr(Bench *bench, gconstpointer data)
{
	(void)data;
	const QrCode *code = qr_encode(bench->arena, "https://pqn-a.fr/");
	double module = 66.0 / (code->size + 2 * QR_QUIET);
	display_qr(bench->list, code, rect_mm(10, 10, 66, 66), &ink_text, (Span){0});
	cairo_surface_t *surface = rasterize(bench, "qr.png");
	for (int row = -QR_QUIET; row < code->size + QR_QUIET; row++)
		for (int column = -QR_QUIET; column < code->size + QR_QUIET; column++) {
			bool inside = row >= 0 && row < code->size && column >= 0 && column < code->size;
			bool dark = inside && code->dark[row * code->size + column];
			double x = 10 + (column + QR_QUIET + 0.5) * module,
			       y = 10 + (row + QR_QUIET + 0.5) * module;
			g_assert_cmphex(pixel_at(surface, x, y), ==, dark ? 0x1f1f1d : 0xffffff);
		}
	cairo_surface_destroy(surface);
}

static void test_svg_closed(Bench *bench, gconstpointer data)
{
	(void)data;
	g_autofree char *png = write_alpha_png(bench);
	g_autofree char *text = g_strdup_printf(
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\"><image href=\"%s\" width=\"40\" "
	    "height=\"40\"/><image href=\"file://%s\" width=\"40\" height=\"40\"/></svg>",
	    png, png);
	g_autofree char *svg = write_svg(bench, "outside.svg", text);
	draw_image(bench, svg, rect_mm(10, 10, 40, 40), FIT_CONTAIN);
	cairo_surface_t *surface = rasterize(bench, "outside.png");
	g_assert_cmphex(pixel_at(surface, 15, 30), ==, 0xffffff);
	cairo_surface_destroy(surface);
}

static void test_picture_problems(Bench *bench, gconstpointer data)
{
	(void)data;
	g_autofree char *none = file_of(bench, "none.jpg");
	g_autofree char *bad = write_svg(bench, "bad.svg", SVG("0 0 1 1", "<path"));
	draw_image(bench, none, rect_mm(10, 10, 40, 40), FIT_CONTAIN);
	g_autoptr(GBytes) whole = encode_jpeg(120, 80, 3, false);
	g_autoptr(GBytes) part = g_bytes_new_from_bytes(whole, 0, g_bytes_get_size(whole) - 20);
	g_autofree char *cut = write_bytes(bench, "cut.jpg", part);
	draw_image(bench, bad, rect_mm(10, 60, 40, 40), FIT_CONTAIN);
	draw_image(bench, cut, rect_mm(60, 60, 40, 40), FIT_CONTAIN);
	g_assert_null(paint_pdf(bench->list, &(PaintOptions){0}, bench->diags));
	g_assert_cmpuint(diag_list_count(bench->diags, SEVERITY_ERROR), ==, 3);
}

static void test_range(Bench *bench, gconstpointer data)
{
	(void)data;
	if (!have("pdftotext"))
		return;
	for (int i = 2; i <= 4; i++)
		display_begin_page(bench->list);
	for (guint i = 0; i < 4; i++) {
		g_autofree char *text = g_strdup_printf("page %u", i + 1);
		display_select(bench->list, i);
		draw_text(bench, text, 10, 20, body);
	}
	g_autoptr(GBytes) bytes =
	    paint_pdf(bench->list, &(PaintOptions){.first = 1, .count = 2}, bench->diags);
	g_autofree char *pdf = write_bytes(bench, "range.pdf", bytes);
	g_autofree char *text = output_of("pdftotext", "-layout", pdf, "-");
	g_strdelimit(text, "\n\f", ' ');
	g_assert_cmpstr(g_strstrip(text), ==, "page 2  page 3");
}

static void test_stretch_keeps_places(Bench *bench, gconstpointer data)
{
	(void)data;
	Len natural = draw_text(bench, "convergence", 10, 20, (Look){400, 20, 1, &ink_text});
	Len wide = draw_text(bench, "convergence", 10, 40, (Look){400, 20, 1.1, &ink_text});
	cairo_surface_t *surface = rasterize(bench, "stretch.png");
	// Right of the natural width only the wide run has ink.
	double from = 10 + len_to_mm(natural), to = 10 + len_to_mm(wide);
	bool upper = false, lower = false;
	for (double x = from + 0.5; x < to; x += 0.25)
		for (double y = 12; y < 20; y += 0.25) {
			upper |= pixel_at(surface, x, y) != 0xffffff;
			lower |= pixel_at(surface, x, y + 20) != 0xffffff;
		}
	g_assert_false(upper);
	g_assert_true(lower);
	cairo_surface_destroy(surface);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name, function) g_test_add("/paint/" name, Bench, NULL, bench_open, function, bench_close)
	TEST("words", test_words);
	TEST("fonts-once", test_fonts_once);
	TEST("document", test_document);
	TEST("boxes", test_boxes);
	TEST("finish-refuses", test_finish_refuses);
	TEST("links", test_links);
	TEST("same-bytes", test_same_bytes);
	TEST("jpeg-untouched", test_jpeg_untouched);
	TEST("jpeg-turned", test_jpeg_turned);
	TEST("png-alpha", test_png_alpha);
	TEST("svg-alike", test_svg_alike);
	TEST("svg-dots", test_svg_dots);
	TEST("qr", test_qr);
	TEST("svg-closed", test_svg_closed);
	TEST("picture-problems", test_picture_problems);
	TEST("range", test_range);
	TEST("stretch", test_stretch_keeps_places);
	return g_test_run();
}
