#include <png.h>

#include "paint/paint.h"
#include "paint/raster.h"
#include "paint/stream.h"

static bool write_png(cairo_surface_t *surface, GByteArray *bytes)
{
	return cairo_surface_write_to_png_stream(surface, stream_write, bytes) == CAIRO_STATUS_SUCCESS;
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
	cairo_surface_t *surface = raster_page(list, page, options, false, diags);
	if (!surface)
		return NULL;
	GByteArray *bytes = g_byte_array_new();
	bool written = write_png(surface, bytes);
	cairo_surface_destroy(surface);
	g_autoptr(GBytes) result = g_byte_array_free_to_bytes(bytes);
	if (written)
		return g_steal_pointer(&result);
	raster_refuse(diags, options->dpi);
	return NULL;
}
