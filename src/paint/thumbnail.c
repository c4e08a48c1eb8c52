#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "base/intl.h"
#include "display/picture.h"
#include "paint/paint.h"
#include "paint/raster.h"

enum {
	QUALITY = 85, // high enough that small letters keep clean edges
	STEP = 16 * 1024,
};

typedef struct Coder {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_destination_mgr out;
	jmp_buf failed;
	guint8 step[STEP];
	GByteArray *bytes;
	bool written;
} Coder;

static Coder *coder_of(j_compress_ptr jpeg)
{
	return jpeg->client_data;
}

static void fail(j_common_ptr jpeg)
{
	longjmp(((Coder *)jpeg->client_data)->failed, 1);
}

static void say_nothing(j_common_ptr jpeg)
{
	(void)jpeg;
}

static void begin_step(j_compress_ptr jpeg)
{
	Coder *coder = coder_of(jpeg);
	coder->out.next_output_byte = coder->step;
	coder->out.free_in_buffer = STEP;
}

static boolean end_step(j_compress_ptr jpeg)
{
	g_byte_array_append(coder_of(jpeg)->bytes, coder_of(jpeg)->step, STEP);
	begin_step(jpeg);
	return TRUE;
}

static void end_last_step(j_compress_ptr jpeg)
{
	const Coder *coder = coder_of(jpeg);
	g_byte_array_append(coder->bytes, coder->step, (guint)(STEP - coder->out.free_in_buffer));
}

static void write_rows(Coder *coder, cairo_surface_t *surface)
{
	struct jpeg_compress_struct *jpeg = &coder->jpeg;
	guint8 *pixels = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface);
	coder->out = (struct jpeg_destination_mgr){.init_destination = begin_step,
						   .empty_output_buffer = end_step,
						   .term_destination = end_last_step};
	jpeg->dest = &coder->out;
	jpeg->image_width = (JDIMENSION)cairo_image_surface_get_width(surface);
	jpeg->image_height = (JDIMENSION)cairo_image_surface_get_height(surface);
	jpeg->input_components = sizeof(guint32);
	jpeg->in_color_space = G_BYTE_ORDER == G_LITTLE_ENDIAN ? JCS_EXT_BGRX : JCS_EXT_XRGB;
	jpeg_set_defaults(jpeg);
	jpeg_set_quality(jpeg, QUALITY, TRUE);
	// Colours as fine as the light: coloured letters would bleed.
	jpeg->comp_info[0].h_samp_factor = jpeg->comp_info[0].v_samp_factor = 1;
	jpeg_start_compress(jpeg, TRUE);
	while (jpeg->next_scanline < jpeg->image_height) {
		JSAMPROW row = pixels + jpeg->next_scanline * stride;
		jpeg_write_scanlines(jpeg, &row, 1);
	}
	jpeg_finish_compress(jpeg);
}

static void report(DiagList *diags)
{
	diag_take(diags, SEVERITY_ERROR, PICTURE_NO_MEMORY, (Span){0},
		  g_strdup(_("there is not enough memory for the picture of a page")),
		  g_strdup(_("give the program more memory (in a batch: --memory)")));
}

// Of pixels in memory, libjpeg refuses nothing for long; what it may not get is memory of its own.
static GBytes *encode(cairo_surface_t *surface, DiagList *diags)
{
	// On the heap: what a jump leaves behind there is as it was last written.
	Coder *coder = g_new0(Coder, 1);
	coder->jpeg.err = jpeg_std_error(&coder->errors);
	coder->jpeg.client_data = coder;
	coder->errors.error_exit = fail;
	coder->errors.output_message = say_nothing;
	coder->bytes = g_byte_array_new();
	if (setjmp(coder->failed) == 0) {
		jpeg_create_compress(&coder->jpeg);
		write_rows(coder, surface);
		coder->written = true;
	} else {
		report(diags);
	}
	g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(coder->bytes);
	GBytes *result = coder->written ? g_steal_pointer(&bytes) : NULL;
	jpeg_destroy_compress(&coder->jpeg);
	g_free(coder);
	return result;
}

GBytes *paint_thumbnail(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags)
{
	cairo_surface_t *surface = raster_page(list, page, options, true, diags);
	if (!surface)
		return NULL;
	cairo_surface_flush(surface);
	GBytes *bytes = encode(surface, diags);
	cairo_surface_destroy(surface);
	return bytes;
}
