#include <cairo-svg.h>

#include "paint/paint.h"
#include "paint/painter.h"
#include "paint/stream.h"

GBytes *paint_svg(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags)
{
	static const PaintTarget target = {.jpeg = true, .scale = 1};
	g_return_val_if_fail(page < list->pages->len, NULL);
	double margin = paint_margin(list, options);
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
	    stream_write, bytes, len_to_pt(list->width) + 2 * margin, len_to_pt(list->height) + 2 * margin);
	cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT);
	cairo_t *cr = cairo_create(surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	g_autoptr(Painter) painter = painter_new(list, &target, diags);
	bool whole = painter_draw_page(painter, cr, page, margin);
	cairo_destroy(cr);
	return stream_finish(surface, bytes, whole, diags);
}
