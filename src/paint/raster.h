// A page as pixels.
#pragma once
#include <cairo.h>

#include "base/diag.h"
#include "display/display.h"
#include "paint/paint.h"

// Without alpha, at the options' dpi. A draft is to be glanced at: glyphs stand on whole pixels. The caller
// destroys it; NULL and a diagnostic where it would be too large, or a picture cannot be drawn.
cairo_surface_t *raster_page(const DisplayList *list, guint page, const PaintOptions *options, bool draft,
			     DiagList *diags);
// Says that a page has too many pixels.
void raster_refuse(DiagList *diags, double dpi);
