// A page in inks instead of colours. The three coloured inks are drawn at once, as red, green and blue on
// black, where 1 is full ink; black in a second go, as grey. So edges and transparency mix as inks do.
#pragma once
#include <stdbool.h>

#include <cairo.h>

#include "model/style.h"
#include "paint/painter.h"

// The source of what is drawn next. The target must have recipes.
void planes_set_rgb(cairo_t *cr, const PaintTarget *target, const guint8 rgb[3]);

// The pixels (ARGB32 or RGB24) from colours to inks, in their place.
void planes_convert(cairo_surface_t *surface, const PaintTarget *target);

// True of text that overprints and the inks below it, which it leaves as they are.
bool planes_let_through(const PaintTarget *target, const Ink *ink);
