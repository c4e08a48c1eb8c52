#include "finish/press-objects.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "finish/press-content.h"
#include "paint/picture-ink.h"

#define OVERPRINT_ON "press-over"
#define OVERPRINT_OFF "press-out"

typedef struct Walk {
	Pdf *pdf;
	PressColours *colours;
	GHashTable *seen; // numbers of objects that are done
	char *problem;    // the first
} Walk;

static void fail(Walk *walk, const char *problem)
{
	if (!walk->problem)
		walk->problem = g_strdup(problem);
}

static void fail_unknown(Walk *walk)
{
	fail(walk, _("the drawn PDF has colours in a form that this program does not know"));
}

// True the first time for an object that others may share.
static bool is_new(Walk *walk, PdfObject object)
{
	guint number = pdf_get_number_of(walk->pdf, object);
	return number == 0 || g_hash_table_add(walk->seen, GUINT_TO_POINTER(number));
}

// --- one colour ---

static void note_foreign(GArray *foreign, guint colour)
{
	guint at = 0;
	while (at < foreign->len && g_array_index(foreign, guint, at) < colour)
		at++;
	if (at == foreign->len || g_array_index(foreign, guint, at) != colour)
		g_array_insert_val(foreign, at, colour);
}

static void set_parts(const PressColours *colours, const double cmyk[4], ContentColour *colour)
{
	guint8 rgb[3] = {0};
	colour->count = colours->screen ? 3 : 4;
	if (colours->screen)
		colour_show_ink(recipes_peek_colour(colours->recipes), cmyk, rgb);
	for (guint i = 0; i < colour->count; i++)
		colour->parts[i] = colours->screen ? rgb[i] / 255.0 : cmyk[i] / 100;
	colour->overprints = recipe_is_black(cmyk);
}

static void map_colour(const double rgb[3], ContentColour *colour, void *data)
{
	PressColours *colours = data;
	guint8 bytes[3];
	double cmyk[4];
	for (int i = 0; i < 3; i++)
		bytes[i] = (guint8)lround(CLAMP(rgb[i], 0, 1) * 255);
	if (!recipes_find(colours->recipes, bytes, cmyk) && colours->foreign)
		note_foreign(colours->foreign, (guint)(bytes[0] << 16 | bytes[1] << 8 | bytes[2]));
	set_parts(colours, cmyk, colour);
}

void press_append_colour(GString *out, const PressColours *colours, const double cmyk[4], bool stroke)
{
	ContentColour colour;
	set_parts(colours, cmyk, &colour);
	for (guint i = 0; i < colour.count; i++)
		content_append_number(out, colour.parts[i], 4);
	static const char *const operators[2][2] = {{"k", "K"}, {"rg", "RG"}};
	g_string_append_printf(out, "%s\n", operators[colours->screen][stroke]);
}

static const char *space_name(const Walk *walk)
{
	return walk->colours->screen ? "/DeviceRGB" : "/DeviceCMYK";
}

static PdfObject device_space(Walk *walk)
{
	return pdf_new_name(walk->pdf, space_name(walk));
}

// --- pictures ---

// As many bytes a pixel as the space has channels, from what Cairo writes: 8 bits each, or 1 bit of grey.
typedef struct Pixels {
	guint width, height, bits, channels;
	gsize stride;
	GBytes *bytes;
} Pixels;

static bool read_pixels(Walk *walk, PdfObject image, Pixels *pixels)
{
	Pdf *pdf = walk->pdf;
	PdfObject space = pdf_get(pdf, image, "/ColorSpace");
	bool decoded;
	*pixels = (Pixels){
	    .width = (guint)pdf_get_int(pdf, pdf_get(pdf, image, "/Width")),
	    .height = (guint)pdf_get_int(pdf, pdf_get(pdf, image, "/Height")),
	    .bits = (guint)pdf_get_int(pdf, pdf_get(pdf, image, "/BitsPerComponent")),
	    .channels = pdf_is_name(pdf, space, "/DeviceRGB")    ? 3
			: pdf_is_name(pdf, space, "/DeviceGray") ? 1
			: pdf_is_name(pdf, space, "/DeviceCMYK") ? 4
								 : 0,
	};
	pixels->stride = ((gsize)pixels->width * pixels->bits * pixels->channels + 7) / 8;
	pixels->bytes = pdf_dup_stream_pixels(pdf, image, &decoded);
	bool known =
	    pixels->channels > 0 && (pixels->bits == 8 || (pixels->bits == 1 && pixels->channels == 1));
	return known && decoded && pixels->bytes &&
	       g_bytes_get_size(pixels->bytes) >= pixels->stride * pixels->height;
}

// Bare paper, or black ink alone.
static void convert_bits(const guint8 *row, guint8 *ink, guint width)
{
	memset(ink, 0, (gsize)width * 4);
	for (guint x = 0; x < width; x++)
		ink[4 * x + 3] = row[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
}

static guint8 *convert_pixels(Walk *walk, const Pixels *pixels)
{
	const Colour *colour = recipes_peek_colour(walk->colours->recipes);
	const guint8 *data = g_bytes_get_data(pixels->bytes, NULL);
	guint8 *ink = g_malloc((gsize)pixels->width * pixels->height * 4);
	g_autoptr(ColourSource) source = colour_source_new(colour, NULL, pixels->channels == 1 ? 1 : 3);
	for (gsize y = 0; y < pixels->height; y++) {
		const guint8 *row = data + y * pixels->stride;
		guint8 *to = ink + y * pixels->width * 4;
		if (pixels->bits == 1)
			convert_bits(row, to, pixels->width);
		else if (pixels->channels == 4)
			memcpy(to, row, pixels->stride);
		else
			colour_source_to_ink(source, row, to, pixels->width, colour_get_limit(colour));
	}
	return ink;
}

static void put_pixels(Walk *walk, PdfObject image, const guint8 *ink, gsize count)
{
	if (!walk->colours->screen) {
		pdf_replace_stream(walk->pdf, image, ink, count * 4, NULL);
		return;
	}
	g_autofree guint8 *rgb = g_malloc(count * 3);
	colour_to_screen(recipes_peek_colour(walk->colours->recipes), ink, rgb, count);
	pdf_replace_stream(walk->pdf, image, rgb, count * 3, NULL);
}

static void describe_image(Walk *walk, PdfObject image, const char *space, bool inverted)
{
	Pdf *pdf = walk->pdf;
	pdf_set(pdf, image, "/ColorSpace", pdf_new_name(pdf, space));
	pdf_set(pdf, image, "/BitsPerComponent", pdf_new_int(pdf, 8));
	pdf_remove(pdf, image, "/Interpolate");
	pdf_remove(pdf, image, "/DecodeParms");
	pdf_remove(pdf, image, "/Decode");
	if (inverted)
		pdf_set(pdf, image, "/Decode", pdf_parse(pdf, "[1 0 1 0 1 0 1 0]"));
}

static void convert_plain_image(Walk *walk, PdfObject image, bool inverted)
{
	Pixels pixels;
	if (!read_pixels(walk, image, &pixels)) {
		fail_unknown(walk);
	} else {
		g_autofree guint8 *ink = convert_pixels(walk, &pixels);
		gsize count = (gsize)pixels.width * pixels.height;
		for (gsize i = 0; inverted && i < 4 * count; i++)
			ink[i] = (guint8)(255 - ink[i]);
		put_pixels(walk, image, ink, count);
		describe_image(walk, image, space_name(walk), false);
	}
	if (pixels.bytes)
		g_bytes_unref(pixels.bytes);
}

// Stays JPEG, of four components; for the screen it is unpacked after that.
static void convert_jpeg(Walk *walk, PdfObject image)
{
	g_autoptr(GBytes) data = pdf_dup_stream_raw(walk->pdf, image);
	g_autofree char *problem = NULL;
	const InkJpeg *ink =
	    data ? jpeg_to_ink(data, recipes_peek_colour(walk->colours->recipes), &problem) : NULL;
	if (!ink) {
		fail(walk, problem ? problem : _("the file is damaged or cut short"));
		return;
	}
	gsize size;
	const void *bytes = g_bytes_get_data(ink->data, &size);
	pdf_replace_stream(walk->pdf, image, bytes, size, "/DCTDecode");
	describe_image(walk, image, "/DeviceCMYK", ink->inverted);
	if (walk->colours->screen)
		convert_plain_image(walk, image, ink->inverted);
}

static void convert_image(Walk *walk, PdfObject image)
{
	Pdf *pdf = walk->pdf;
	walk->colours->pictures++;
	pdf_remove(pdf, pdf_get(pdf, image, "/SMask"), "/Interpolate");
	if (pdf_get_bool(pdf, pdf_get(pdf, image, "/ImageMask")))
		return;
	if (pdf_is_name(pdf, pdf_get(pdf, image, "/Filter"), "/DCTDecode"))
		convert_jpeg(walk, image);
	else
		convert_plain_image(walk, image, false);
}

// --- shadings ---

static PdfObject convert_colour_array(Walk *walk, PdfObject array)
{
	double rgb[3];
	ContentColour colour = {0};
	for (guint i = 0; i < 3; i++)
		rgb[i] = pdf_get_real(walk->pdf, pdf_get_item(walk->pdf, array, i));
	map_colour(rgb, &colour, walk->colours);
	PdfObject result = pdf_new_array(walk->pdf);
	for (guint i = 0; i < colour.count; i++)
		pdf_append(walk->pdf, result, pdf_new_real(walk->pdf, colour.parts[i], 5));
	return result;
}

static void convert_colour_entry(Walk *walk, PdfObject dictionary, const char *key)
{
	PdfObject array = pdf_get(walk->pdf, dictionary, key);
	if (pdf_get_length(walk->pdf, array) == 3)
		pdf_set(walk->pdf, dictionary, key, convert_colour_array(walk, array));
}

// A ramp between two colours, or several such one after the other.
static void convert_function(Walk *walk, PdfObject function)
{
	Pdf *pdf = walk->pdf;
	gint64 type = pdf_get_int(pdf, pdf_get(pdf, function, "/FunctionType"));
	PdfObject parts = pdf_get(pdf, function, "/Functions");
	if (!is_new(walk, function))
		return;
	if (type != 2 && type != 3)
		fail_unknown(walk);
	convert_colour_entry(walk, function, "/C0");
	convert_colour_entry(walk, function, "/C1");
	for (guint i = 0; type == 3 && i < pdf_get_length(pdf, parts); i++)
		convert_function(walk, pdf_get_item(pdf, parts, i));
}

static void convert_shading(Walk *walk, PdfObject shading)
{
	Pdf *pdf = walk->pdf;
	PdfObject function = pdf_get(pdf, shading, "/Function");
	if (!is_new(walk, shading))
		return;
	if (!pdf_is_name(pdf, pdf_get(pdf, shading, "/ColorSpace"), "/DeviceRGB") ||
	    pdf_get_kind(pdf, function) != PDF_DICTIONARY) {
		fail_unknown(walk);
		return;
	}
	convert_function(walk, function);
	convert_colour_entry(walk, shading, "/Background");
	pdf_set(pdf, shading, "/ColorSpace", device_space(walk));
}

// --- content, and what it draws with ---

static void convert_resources(Walk *walk, PdfObject resources);

static void add_overprint(Walk *walk, PdfObject resources)
{
	Pdf *pdf = walk->pdf;
	PdfObject states = pdf_get(pdf, resources, "/ExtGState");
	if (pdf_is_null(pdf, states)) {
		states = pdf_new_dictionary(pdf);
		pdf_set(pdf, resources, "/ExtGState", states);
	}
	// On a screen, what black on top looks like is what multiplying gives.
	bool screen = walk->colours->screen;
	pdf_set(pdf, states, "/" OVERPRINT_ON,
		pdf_parse(pdf, screen ? "<< /Type /ExtGState /BM /Multiply >>"
				      : "<< /Type /ExtGState /OP true /op true /OPM 1 >>"));
	pdf_set(pdf, states, "/" OVERPRINT_OFF,
		pdf_parse(pdf, screen ? "<< /Type /ExtGState /BM /Normal >>"
				      : "<< /Type /ExtGState /OP false /op false /OPM 0 >>"));
}

static void convert_content(Walk *walk, GBytes *content, PdfObject stream, PdfObject resources)
{
	ContentRewrite rewrite = {.map = map_colour,
				  .data = walk->colours,
				  .overprint_on = OVERPRINT_ON,
				  .overprint_off = OVERPRINT_OFF};
	gsize size;
	const char *data = content ? g_bytes_get_data(content, &size) : NULL;
	GString *text = data ? content_rewrite(data, size, &rewrite) : NULL;
	if (!text) {
		fail_unknown(walk);
		return;
	}
	pdf_replace_stream(walk->pdf, stream, text->str, text->len, NULL);
	g_string_free(text, TRUE);
	convert_resources(walk, resources);
	if (rewrite.used_overprint)
		add_overprint(walk, resources);
}

static void convert_group(Walk *walk, PdfObject object)
{
	PdfObject group = pdf_get(walk->pdf, object, "/Group");
	if (pdf_is_name(walk->pdf, pdf_get(walk->pdf, group, "/CS"), "/DeviceRGB"))
		pdf_set(walk->pdf, group, "/CS", device_space(walk));
}

// A form, or the tile of a pattern.
static void convert_form(Walk *walk, PdfObject form)
{
	g_autoptr(GBytes) content = pdf_dup_stream(walk->pdf, form, NULL);
	convert_content(walk, content, form, pdf_get(walk->pdf, form, "/Resources"));
	convert_group(walk, form);
}

static void convert_xobject(Walk *walk, PdfObject object)
{
	if (!is_new(walk, object))
		return;
	if (pdf_is_name(walk->pdf, pdf_get(walk->pdf, object, "/Subtype"), "/Image"))
		convert_image(walk, object);
	else
		convert_form(walk, object);
}

static void convert_pattern(Walk *walk, PdfObject pattern)
{
	if (!is_new(walk, pattern))
		return;
	if (pdf_get_kind(walk->pdf, pattern) == PDF_STREAM)
		convert_form(walk, pattern);
	else
		convert_shading(walk, pdf_get(walk->pdf, pattern, "/Shading"));
}

// Masks are no colour. Those of brightness are in grey, and stay; in those of opacity nobody sees colours.
static void convert_state(Walk *walk, PdfObject state)
{
	PdfObject mask = pdf_get(walk->pdf, state, "/SMask");
	PdfObject form = pdf_get(walk->pdf, mask, "/G");
	if (pdf_is_name(walk->pdf, pdf_get(walk->pdf, mask, "/S"), "/Alpha") && is_new(walk, form))
		convert_form(walk, form);
}

static void convert_space(Walk *walk, PdfObject space)
{
	(void)space;
	fail_unknown(walk);
}

// What Cairo leaves out, and what may be left out only where fonts are not embedded.
static void complete_font(Walk *walk, PdfObject font)
{
	Pdf *pdf = walk->pdf;
	PdfObject below = pdf_get_item(pdf, pdf_get(pdf, font, "/DescendantFonts"), 0);
	if (pdf_is_name(pdf, pdf_get(pdf, below, "/Subtype"), "/CIDFontType2") &&
	    !pdf_has(pdf, below, "/CIDToGIDMap"))
		pdf_set(pdf, below, "/CIDToGIDMap", pdf_new_name(pdf, "/Identity"));
}

static const struct {
	const char *key;
	void (*convert)(Walk *, PdfObject);
} resource_kinds[] = {
    {"/XObject", convert_xobject}, {"/Pattern", convert_pattern},  {"/Shading", convert_shading},
    {"/ExtGState", convert_state}, {"/ColorSpace", convert_space}, {"/Font", complete_font},
};

static void convert_resources(Walk *walk, PdfObject resources)
{
	for (guint i = 0; i < G_N_ELEMENTS(resource_kinds); i++) {
		PdfObject kind = pdf_get(walk->pdf, resources, resource_kinds[i].key);
		g_auto(GStrv) names = pdf_dup_keys(walk->pdf, kind);
		for (guint k = 0; names && names[k] && !walk->problem; k++)
			resource_kinds[i].convert(walk, pdf_get(walk->pdf, kind, names[k]));
	}
}

static void convert_page(Walk *walk, PdfObject page)
{
	Pdf *pdf = walk->pdf;
	g_autoptr(GBytes) content = pdf_dup_page_content(pdf, page);
	PdfObject stream = pdf_new_stream(pdf, "", 0, NULL);
	pdf_set(pdf, page, "/Contents", stream);
	convert_content(walk, content, stream, pdf_get(pdf, page, "/Resources"));
	convert_group(walk, page);
}

bool press_convert(Pdf *pdf, PressColours *colours, char **problem)
{
	Walk walk = {.pdf = pdf, .colours = colours, .seen = g_hash_table_new(NULL, NULL)};
	guint count = pdf_get_page_count(pdf);
	for (guint i = 0; i < count && !walk.problem; i++)
		convert_page(&walk, pdf_get_page(pdf, i));
	g_hash_table_unref(walk.seen);
	*problem = walk.problem;
	return !walk.problem;
}
