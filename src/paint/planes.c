#include "paint/planes.h"

#include <math.h>

#include "base/intl.h"
#include "paint/paint.h"

void planes_set_rgb(cairo_t *cr, const PaintTarget *target, const guint8 rgb[3])
{
	double cmyk[4];
	recipes_find(target->recipes, rgb, cmyk);
	if (target->black)
		cairo_set_source_rgb(cr, cmyk[3] / 100, cmyk[3] / 100, cmyk[3] / 100);
	else
		cairo_set_source_rgb(cr, cmyk[0] / 100, cmyk[1] / 100, cmyk[2] / 100);
}

bool planes_let_through(const PaintTarget *target, const Ink *ink)
{
	double cmyk[4];
	if (!target->recipes || target->black)
		return false;
	recipes_find(target->recipes, ink->rgb, cmyk);
	return recipe_is_black(cmyk);
}

// --- pixels ---

// One colour is looked up once, as long as it is repeated: drawings are made of few.
typedef struct Converter {
	const PaintTarget *target;
	guint32 from, to; // the last colour, without its opacity
} Converter;

static guint32 convert_colour(Converter *converter, guint32 colour)
{
	if (converter->from == colour)
		return converter->to;
	guint8 rgb[3] = {(guint8)(colour >> 16), (guint8)(colour >> 8), (guint8)colour};
	double cmyk[4];
	recipes_find(converter->target->recipes, rgb, cmyk);
	guint ink[4];
	for (int i = 0; i < 4; i++)
		ink[i] = (guint)lround(cmyk[i] * 2.55);
	converter->from = colour;
	converter->to = converter->target->black ? ink[3] << 16 | ink[3] << 8 | ink[3]
						 : ink[0] << 16 | ink[1] << 8 | ink[2];
	return converter->to;
}

// Cairo's pixels are multiplied by their opacity.
static guint32 scale_channels(guint32 colour, guint factor, guint divisor)
{
	guint32 result = 0;
	for (int shift = 0; shift < 24; shift += 8) {
		guint channel = (colour >> shift & 0xFF) * factor + divisor / 2;
		result |= MIN(channel / divisor, 255) << shift;
	}
	return result;
}

static guint32 convert_pixel(Converter *converter, guint32 pixel, bool opaque)
{
	guint alpha = opaque ? 255 : pixel >> 24;
	if (alpha == 0)
		return pixel;
	guint32 colour = scale_channels(pixel, 255, alpha);
	return (guint32)alpha << 24 | scale_channels(convert_colour(converter, colour), alpha, 255);
}

void planes_convert(cairo_surface_t *surface, const PaintTarget *target)
{
	cairo_surface_flush(surface);
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	guint8 *data = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface);
	bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
	Converter converter = {.target = target, .from = G_MAXUINT32};
	for (int y = 0; data && y < height; y++) {
		guint32 *row = (guint32 *)(void *)(data + (gsize)y * stride);
		for (int x = 0; x < width; x++)
			row[x] = convert_pixel(&converter, row[x], opaque);
	}
	cairo_surface_mark_dirty(surface);
}

// --- a page ---

// The part that is asked for, as far as there is a picture.
static PaintPart find_part(const DisplayList *list, const PaintPart *asked, double scale, double margin)
{
	int width = (int)fmax(1, round((len_to_pt(list->width) + 2 * margin) * scale)),
	    height = (int)fmax(1, round((len_to_pt(list->height) + 2 * margin) * scale));
	if (asked->width == 0)
		return (PaintPart){0, 0, width, height};
	int x = CLAMP(asked->x, 0, width - 1), y = CLAMP(asked->y, 0, height - 1);
	return (PaintPart){x, y, CLAMP(asked->width, 1, width - x), CLAMP(asked->height, 1, height - y)};
}

// Where on the page it is, and a little more.
static Rect part_of_page(const PaintPart *part, double scale, double margin)
{
	const double edge = 2;
	return (Rect){
	    len_from_pt((part->x - edge) / scale - margin), len_from_pt((part->y - edge) / scale - margin),
	    len_from_pt((part->width + 2 * edge) / scale), len_from_pt((part->height + 2 * edge) / scale)};
}

static cairo_surface_t *draw(const DisplayList *list, guint page, const PaintTarget *target,
			     const PaintPart *part, double margin, DiagList *diags)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, part->width, part->height);
	cairo_t *cr = cairo_create(surface);
	cairo_set_source_rgb(cr, 0, 0, 0);
	cairo_paint(cr);
	cairo_translate(cr, -part->x, -part->y);
	cairo_scale(cr, target->scale, target->scale);
	g_autoptr(Painter) painter = painter_new(list, target, diags);
	bool whole = painter_draw_page(painter, cr, page, margin) && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	if (whole)
		return surface;
	cairo_surface_destroy(surface);
	return NULL;
}

// The channels of one drawing into those of the result.
static void take_channels(PaintInks *inks, cairo_surface_t *surface, bool black)
{
	const guint8 *data = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface), width = (gsize)inks->width;
	for (gsize y = 0; y < (gsize)inks->height; y++) {
		const guint32 *row = (const guint32 *)(const void *)(data + y * stride);
		guint8 *to = inks->pixels + y * width * 4;
		for (gsize x = 0; x < width; x++, to += 4) {
			if (black) {
				to[3] = (guint8)row[x];
				continue;
			}
			to[0] = (guint8)(row[x] >> 16);
			to[1] = (guint8)(row[x] >> 8);
			to[2] = (guint8)row[x];
		}
	}
}

bool paint_inks(const DisplayList *list, guint page, const PaintOptions *options, const Recipes *recipes,
		PaintInks *inks, DiagList *diags)
{
	g_return_val_if_fail(page < list->pages->len, false);
	PaintTarget target = {.raster = true, .scale = options->dpi / 72, .recipes = recipes};
	double margin = paint_margin(list, options);
	PaintPart part = find_part(list, &options->part, target.scale, margin);
	if (options->part.width)
		target.shown = part_of_page(&part, target.scale, margin);
	*inks = (PaintInks){0};
	for (int i = 0; i < 2; i++) {
		target.black = i == 1;
		cairo_surface_t *surface = draw(list, page, &target, &part, margin, diags);
		if (!surface) {
			g_clear_pointer(&inks->pixels, g_free);
			return false;
		}
		inks->width = cairo_image_surface_get_width(surface);
		inks->height = cairo_image_surface_get_height(surface);
		if (!inks->pixels)
			inks->pixels = g_malloc0((gsize)inks->width * (gsize)inks->height * 4);
		take_channels(inks, surface, target.black);
		cairo_surface_destroy(surface);
	}
	return true;
}
