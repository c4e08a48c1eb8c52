#include <math.h>

#include <png.h>

#include "base/intl.h"
#include "paint/paint.h"
#include "paint/painter.h"
#include "paint/stream.h"

static int to_pixels(double points, double scale)
{
	return (int)fmax(1, round(points * scale));
}

static bool write_png(cairo_surface_t *surface, GByteArray *bytes)
{
	return cairo_surface_write_to_png_stream(surface, stream_write, bytes) == CAIRO_STATUS_SUCCESS;
}

// Pixels of 32 bits, as Cairo has them, to those of a PNG: three bytes.
static guint8 *pack_pixels(const guint8 *rows, int stride, int width, int height)
{
	enum { RED = 16, GREEN = 8 };
	guint8 *packed = g_malloc_n((gsize)width * (gsize)height, 3), *to = packed;
	for (int y = 0; y < height; y++) {
		const guint32 *row = (const guint32 *)(const void *)(rows + (gssize)y * stride);
		for (int x = 0; x < width; x++) {
			*to++ = (guint8)(row[x] >> RED);
			*to++ = (guint8)(row[x] >> GREEN);
			*to++ = (guint8)row[x];
		}
	}
	return packed;
}

// Cairo's own writer tries all filters on each row and packs well: half of the time that a small page takes.
static bool pack_fast(const guint8 *rgb, int width, int height, GByteArray *bytes)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
			   .width = (guint32)width,
			   .height = (guint32)height,
			   .format = PNG_FORMAT_RGB,
			   .flags = PNG_IMAGE_FLAG_FAST};
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	if (size > G_MAXUINT)
		return false;
	g_byte_array_set_size(bytes, (guint)size);
	bool done = png_image_write_to_memory(&image, bytes->data, &size, 0, rgb, 0, NULL) != 0;
	g_byte_array_set_size(bytes, done ? (guint)size : 0);
	return done;
}

static bool write_png_fast(cairo_surface_t *surface, GByteArray *bytes)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	cairo_surface_flush(surface);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		return false;
	g_autofree guint8 *pixels = pack_pixels(cairo_image_surface_get_data(surface),
						cairo_image_surface_get_stride(surface), width, height);
	return pack_fast(pixels, width, height, bytes);
}

static GBytes *fail(DiagList *diags, double dpi)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%g", dpi);
	diag_take(diags, SEVERITY_ERROR, "paint.too-large", (Span){0},
		  g_strdup_printf(_("a page at %s dots per inch is too large a picture"), text),
		  g_strdup(_("give a lower --dpi")));
	return NULL;
}

static bool pack_small(const guint8 *rgb, int width, int height, GByteArray *bytes)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	guint8 *data = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface);
	for (int y = 0; data && y < height; y++) {
		guint32 *row = (guint32 *)(void *)(data + (gsize)y * stride);
		for (int x = 0; x < width; x++, rgb += 3)
			row[x] = (guint32)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
	}
	cairo_surface_mark_dirty(surface);
	bool written = write_png(surface, bytes);
	cairo_surface_destroy(surface);
	return written;
}

GBytes *paint_pixels(const guint8 *rgb, int width, int height, bool fast)
{
	GByteArray *bytes = g_byte_array_new();
	bool written = (fast ? pack_fast : pack_small)(rgb, width, height, bytes);
	g_autoptr(GBytes) result = g_byte_array_free_to_bytes(bytes);
	return written ? g_steal_pointer(&result) : NULL;
}

GBytes *paint_png(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags)
{
	g_return_val_if_fail(page < list->pages->len, NULL);
	double scale = options->dpi / 72, margin = paint_margin(list, options);
	PaintTarget target = {
	    .raster = true, .scale = scale, .draft = options->draft, .cache = options->cache};
	double width = len_to_pt(list->width) + 2 * margin, height = len_to_pt(list->height) + 2 * margin;
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, to_pixels(width, scale), to_pixels(height, scale));
	cairo_t *cr = cairo_create(surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	g_autoptr(Painter) painter = painter_new(list, &target, diags);
	bool whole = painter_draw_page(painter, cr, page, margin);
	cairo_destroy(cr);
	GByteArray *bytes = g_byte_array_new();
	bool written = options->draft ? write_png_fast(surface, bytes) : write_png(surface, bytes);
	cairo_surface_destroy(surface);
	g_autoptr(GBytes) result = g_byte_array_free_to_bytes(bytes);
	if (!written)
		return fail(diags, options->dpi);
	return whole ? g_steal_pointer(&result) : NULL;
}
