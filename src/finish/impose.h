// Sheets of two pages a side, laid into each other, folded and stitched: which page goes where.
#pragma once
#include <glib.h>

#include "base/len.h"

// One side of a sheet: numbers of pages from 1; 0: a blank page. Sheets count from the outside.
typedef struct ImposeSide {
	guint sheet;
	guint left, right;
} ImposeSide;

// Sides in the order they are printed (front and back of the outermost sheet, then of the next), for a
// document of `pages`; past the last page are blank ones. The caller unrefs. Of ImposeSide.
GArray *impose_sides(guint pages);
// How many blank pages that takes.
guint impose_blank_count(guint pages);

// How far the pages of a sheet move toward the fold. Folded sheets that lie in each other stand out at the
// fore edge, each by one thickness of the paper more than the one around it, and are cut off there together.
Len impose_creep(guint sheet, Len paper);
