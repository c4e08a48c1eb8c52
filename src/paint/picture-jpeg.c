#include <math.h>
#include <setjmp.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

#include "paint/picture-kinds.h"

// Cairo replaces the surface by the data, whose own header says how many pixels it has: only the shape
// counts here. Cairo copies the pixels of this one, so there are few.
cairo_surface_t *jpeg_pass(GBytes *data, int stored_width, int stored_height)
{
	enum { SIDE = 256 };
	int longer = MAX(stored_width, stored_height);
	int width = MAX((int)((gint64)stored_width * SIDE / longer), 1);
	int height = MAX((int)((gint64)stored_height * SIDE / longer), 1);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB16_565, width, height);
	gsize size;
	const guint8 *bytes = g_bytes_get_data(data, &size);
	cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, bytes, size,
				    (cairo_destroy_func_t)g_bytes_unref, g_bytes_ref(data));
	return surface;
}

typedef struct Decoder {
	struct jpeg_decompress_struct jpeg; // first: libjpeg hands back its address
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	cairo_surface_t *surface;
	cairo_status_t status; // why there is no surface, or no memory of libjpeg's
	JSAMPLE *row;
	const PaintTarget *target;
} Decoder;

static void fail(j_common_ptr jpeg)
{
	Decoder *decoder = (Decoder *)(void *)jpeg;
	if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
		decoder->status = CAIRO_STATUS_NO_MEMORY;
	longjmp(decoder->failed, 1);
}

static void say_nothing(j_common_ptr jpeg)
{
	(void)jpeg;
}

static guint32 pixel(guint red, guint green, guint blue)
{
	return red << 16 | green << 8 | blue;
}

// Files with Adobe's marker, which is nearly all there are, hold CMYK inverted.
static void convert_cmyk(const JSAMPLE *row, guint32 *pixels, guint count, bool inverted)
{
	guint flip = inverted ? 0 : 255;
	for (guint i = 0; i < count; i++, row += 4) {
		guint white = row[3] ^ flip;
		pixels[i] = pixel((row[0] ^ flip) * white / 255, (row[1] ^ flip) * white / 255,
				  (row[2] ^ flip) * white / 255);
	}
}

static void convert_inks(const JSAMPLE *row, guint32 *pixels, guint count, bool inverted, bool black)
{
	guint flip = inverted ? 255 : 0;
	for (guint i = 0; i < count; i++, row += 4)
		pixels[i] = black ? pixel(row[3] ^ flip, row[3] ^ flip, row[3] ^ flip)
				  : pixel(row[0] ^ flip, row[1] ^ flip, row[2] ^ flip);
}

static void convert_rgb(const JSAMPLE *row, guint32 *pixels, guint count)
{
	for (guint i = 0; i < count; i++, row += 3)
		pixels[i] = pixel(row[0], row[1], row[2]);
}

static void choose_size(struct jpeg_decompress_struct *jpeg, double scale)
{
	unsigned eighths = (unsigned)ceil(CLAMP(scale, 0.01, 1) * 8);
	jpeg->scale_num = eighths;
	jpeg->scale_denom = 8;
}

static void decode_rows(Decoder *decoder)
{
	struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)jpeg->output_width, (int)jpeg->output_height);
	decoder->surface = surface;
	decoder->row = g_malloc((gsize)jpeg->output_width * 4);
	decoder->status = cairo_surface_status(surface);
	if (decoder->status != CAIRO_STATUS_SUCCESS)
		longjmp(decoder->failed, 1);
	guint8 *pixels = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	cairo_surface_flush(surface);
	while (jpeg->output_scanline < jpeg->output_height) {
		guint32 *line = (guint32 *)(void *)(pixels + (gsize)jpeg->output_scanline * (gsize)stride);
		jpeg_read_scanlines(jpeg, &decoder->row, 1);
		if (jpeg->out_color_space == JCS_CMYK && decoder->target->recipes)
			convert_inks(decoder->row, line, jpeg->output_width, jpeg->saw_Adobe_marker,
				     decoder->target->black);
		else if (jpeg->out_color_space == JCS_CMYK)
			convert_cmyk(decoder->row, line, jpeg->output_width, jpeg->saw_Adobe_marker);
		else
			convert_rgb(decoder->row, line, jpeg->output_width);
	}
	cairo_surface_mark_dirty(surface);
}

static void decode(Decoder *decoder, GBytes *data, double scale)
{
	struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
	gsize size;
	const guint8 *bytes = g_bytes_get_data(data, &size);
	jpeg_create_decompress(jpeg);
	jpeg_mem_src(jpeg, bytes, size);
	jpeg_read_header(jpeg, TRUE);
	jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
	choose_size(jpeg, scale);
	jpeg_start_decompress(jpeg);
	decode_rows(decoder);
	jpeg_finish_decompress(jpeg);
}

cairo_surface_t *jpeg_decode(GBytes *data, double scale, const PaintTarget *target, char **problem,
			     bool *no_memory)
{
	// On the heap: what a jump leaves behind there is as it was last written.
	Decoder *decoder = g_new0(Decoder, 1);
	decoder->target = target;
	decoder->jpeg.err = jpeg_std_error(&decoder->errors);
	decoder->errors.error_exit = fail;
	decoder->errors.output_message = say_nothing;
	if (setjmp(decoder->failed) == 0) {
		decode(decoder, data, scale);
	} else {
		g_clear_pointer(&decoder->surface, cairo_surface_destroy);
		*problem = describe_failure(decoder->status, no_memory);
	}
	cairo_surface_t *surface = decoder->surface;
	jpeg_destroy_decompress(&decoder->jpeg);
	g_free(decoder->row);
	g_free(decoder);
	return surface;
}
