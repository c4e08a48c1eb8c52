// One page of a display list onto a Cairo context: what the PDF, PNG and SVG writers share.
#pragma once
#include <stdbool.h>

#include <cairo.h>

#include "base/diag.h"
#include "display/display.h"
#include "paint/paint.h"
#include "paint/recipes.h"

// What a kind of output can take.
typedef struct PaintTarget {
	bool text; // glyphs with their text; without it they are drawn as outlines, unrounded
	bool rgb;  // no JPEG in inks
	bool tags; // each group of marks (display/marks.h) is a tag of Cairo's, one after the other
	bool jpeg; // JPEG data as stored; `jpeg_turned`: also where EXIF turns it
	bool jpeg_turned;
	bool raster;         // pixels: pictures are decoded no finer than needed, edges are padded
	bool draft;          // glyphs may be rounded to whole pixels
	double scale;        // device units in a point
	PictureCache *cache; // or NULL
	Rect shown;          // of the page: marks elsewhere are left out; width 0: all of it
	// Inks instead of colours: see planes.h. NULL: colours of the screen.
	const Recipes *recipes;
	bool black; // the black ink; otherwise the three others
} PaintTarget;

typedef struct Painter Painter;

// Borrows the list and the diagnostics. Fonts and pictures are set up once for all pages.
Painter *painter_new(const DisplayList *list, const PaintTarget *target, DiagList *diags);
void painter_free(Painter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Painter, painter_free)

// Draws a page with the corner of its trim at (margin, margin), in points. False and a diagnostic where
// a picture could not be drawn; the rest is drawn all the same.
bool painter_draw_page(Painter *painter, cairo_t *cr, guint page, double margin);

// The pages that options ask for, cut to those there are.
void paint_range(const DisplayList *list, const PaintOptions *options, guint *first, guint *end);
// How far the trim lies inside the sheet, in points.
double paint_margin(const DisplayList *list, const PaintOptions *options);
