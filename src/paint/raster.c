#include "paint/raster.h"

#include <math.h>

#include "base/intl.h"
#include "paint/painter.h"

static int to_pixels(double points, double scale)
{
	return (int)fmax(1, round(points * scale));
}

void raster_refuse(DiagList *diags, double dpi)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%g", dpi);
	diag_take(diags, SEVERITY_ERROR, "paint.too-large", (Span){0},
		  g_strdup_printf(_("a page at %s dots per inch is too large a picture"), text),
		  g_strdup(_("give a lower --dpi")));
}

cairo_surface_t *raster_page(const DisplayList *list, guint page, const PaintOptions *options, bool draft,
			     DiagList *diags)
{
	g_return_val_if_fail(page < list->pages->len, NULL);
	double scale = options->dpi / 72, margin = paint_margin(list, options);
	PaintTarget target = {.raster = true, .scale = scale, .draft = draft, .cache = options->cache};
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
	bool fits = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	if (!fits)
		raster_refuse(diags, options->dpi);
	if (fits && whole)
		return surface;
	cairo_surface_destroy(surface);
	return NULL;
}
