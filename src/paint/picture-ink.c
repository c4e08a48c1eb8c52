#include "paint/picture-ink.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "base/intl.h"

// High enough that no block is seen at the 300 pixels an inch that are printed.
enum { QUALITY = 92 };

// Compression moves colours a little: where that brings a pixel over the limit, what goes in is held lower.
enum { TRIES = 6 };

typedef struct Coder {
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	ColourSource *source;
	guint8 *row, *ink;
	unsigned char *bytes;
	unsigned long size;
} Coder;

static void fail(j_common_ptr jpeg)
{
	longjmp(((Coder *)jpeg->client_data)->failed, 1);
}

static void say_nothing(j_common_ptr jpeg)
{
	(void)jpeg;
}

static Coder *coder_new(void)
{
	Coder *coder = g_new0(Coder, 1);
	coder->in.err = coder->out.err = jpeg_std_error(&coder->errors);
	coder->in.client_data = coder->out.client_data = coder;
	coder->errors.error_exit = fail;
	coder->errors.output_message = say_nothing;
	return coder;
}

static void coder_free(Coder *coder)
{
	jpeg_destroy_decompress(&coder->in);
	jpeg_destroy_compress(&coder->out);
	colour_source_free(coder->source);
	g_free(coder->row);
	g_free(coder->ink);
	free(coder->bytes);
	g_free(coder);
}

static void begin_reading(Coder *coder, GBytes *data)
{
	struct jpeg_decompress_struct *in = &coder->in;
	gsize size;
	const guint8 *bytes = g_bytes_get_data(data, &size);
	jpeg_create_decompress(in);
	in->client_data = coder;
	jpeg_mem_src(in, bytes, size);
	jpeg_save_markers(in, JPEG_APP0 + 2, 0xFFFF);
	jpeg_read_header(in, TRUE);
	in->out_color_space = in->num_components == 4   ? JCS_CMYK
			      : in->num_components == 1 ? JCS_GRAYSCALE
							: JCS_RGB;
	// Not the fast approximations, which need not be the same everywhere.
	in->dct_method = JDCT_ISLOW;
	jpeg_start_decompress(in);
	coder->row = g_malloc((gsize)in->output_width * 4);
	coder->ink = g_malloc((gsize)in->output_width * 4);
}

// --- ink as it is ---

static void invert(guint8 *row, gsize count)
{
	for (gsize i = 0; i < count; i++)
		row[i] = (guint8)(255 - row[i]);
}

static double measure_rows(Coder *coder)
{
	struct jpeg_decompress_struct *in = &coder->in;
	double most = 0;
	while (in->output_scanline < in->output_height) {
		jpeg_read_scanlines(in, &coder->row, 1);
		if (in->saw_Adobe_marker)
			invert(coder->row, (gsize)in->output_width * 4);
		most = MAX(most, colour_most_ink(coder->row, in->output_width));
	}
	return most;
}

// --- converting ---

static ColourSource *make_source(Coder *coder, const Colour *colour)
{
	JOCTET *profile = NULL;
	unsigned size = 0;
	g_autoptr(GBytes) bytes = NULL;
	if (jpeg_read_icc_profile(&coder->in, &profile, &size))
		bytes = g_bytes_new(profile, size);
	free(profile);
	return colour_source_new(colour, bytes, coder->in.out_color_components);
}

static void begin_writing(Coder *coder)
{
	struct jpeg_compress_struct *out = &coder->out;
	jpeg_create_compress(out);
	out->client_data = coder;
	jpeg_mem_dest(out, &coder->bytes, &coder->size);
	out->image_width = coder->in.output_width;
	out->image_height = coder->in.output_height;
	out->input_components = 4;
	out->in_color_space = JCS_CMYK;
	jpeg_set_defaults(out);
	jpeg_set_colorspace(out, JCS_YCCK);
	jpeg_set_quality(out, QUALITY, TRUE);
	out->optimize_coding = TRUE;
	out->dct_method = JDCT_ISLOW;
	for (int i = 0; i < out->num_components; i++)
		out->comp_info[i].h_samp_factor = out->comp_info[i].v_samp_factor = 1;
	jpeg_start_compress(out, TRUE);
}

static void convert_rows(Coder *coder, double limit)
{
	struct jpeg_decompress_struct *in = &coder->in;
	while (in->output_scanline < in->output_height) {
		jpeg_read_scanlines(in, &coder->row, 1);
		colour_source_to_ink(coder->source, coder->row, coder->ink, in->output_width, limit);
		invert(coder->ink, (gsize)in->output_width * 4);
		jpeg_write_scanlines(&coder->out, &coder->ink, 1);
	}
	jpeg_finish_compress(&coder->out);
	jpeg_finish_decompress(in);
}

static GBytes *convert(GBytes *data, const Colour *colour, double limit)
{
	Coder *coder = coder_new();
	GBytes *result = NULL;
	if (setjmp(coder->failed) == 0) {
		begin_reading(coder, data);
		coder->source = make_source(coder, colour);
		begin_writing(coder);
		convert_rows(coder, limit);
		result = g_bytes_new(coder->bytes, coder->size);
	}
	coder_free(coder);
	return result;
}

// Reads one in ink. False where it is damaged; `*components` tells how many it has, and only of four is
// the ink measured.
static bool measure(GBytes *data, int *components, InkJpeg *result)
{
	Coder *coder = coder_new();
	bool done = false;
	if (setjmp(coder->failed) == 0) {
		begin_reading(coder, data);
		*components = coder->in.num_components;
		result->inverted = coder->in.saw_Adobe_marker;
		if (*components == 4)
			result->most = measure_rows(coder);
		done = true;
	}
	coder_free(coder);
	return done;
}

static bool convert_within(GBytes *data, const Colour *colour, InkJpeg *result)
{
	double limit = colour_get_limit(colour), held = limit;
	for (int i = 0; i < TRIES; i++) {
		int components;
		g_clear_pointer(&result->data, g_bytes_unref);
		result->data = convert(data, colour, held);
		if (!result->data || !measure(result->data, &components, result))
			return false;
		if (result->most <= limit)
			return true;
		held -= result->most - limit + 1;
	}
	return true;
}

static bool make_ink(GBytes *data, const Colour *colour, InkJpeg *result)
{
	int components = 0;
	if (!measure(data, &components, result))
		return false;
	if (components != 4)
		return convert_within(data, colour, result);
	result->kept = true;
	result->data = g_bytes_ref(data);
	return true;
}

const InkJpeg *jpeg_to_ink(GBytes *data, const Colour *colour, char **problem)
{
	GHashTable *known = colour_peek_pictures(colour);
	InkJpeg *jpeg = g_hash_table_lookup(known, data);
	if (jpeg)
		return jpeg;
	jpeg = g_new0(InkJpeg, 1);
	if (make_ink(data, colour, jpeg)) {
		g_hash_table_insert(known, g_bytes_ref(data), jpeg);
		return jpeg;
	}
	ink_jpeg_free(jpeg);
	*problem = g_strdup(_("the file is damaged or cut short"));
	return NULL;
}

void ink_jpeg_free(InkJpeg *jpeg)
{
	if (jpeg->data)
		g_bytes_unref(jpeg->data);
	g_free(jpeg);
}
