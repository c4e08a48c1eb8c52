// What is printed around a sheet for those who print, cut, fold and stitch it.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/len.h"
#include "finish/press-objects.h"

// A page, or a sheet of two, in points.
typedef struct PressSheet {
	double width, height; // of the trim
	double bleed, margin; // around the trim; the margin holds the bleed
	bool folded;          // down the middle, and stitched there
} PressSheet;

// Room around the trim for the bleed and the marks.
Len press_margin(Len bleed);
// Where a line of small text stands clear of all marks, below the trim's lower left corner.
Len press_slug_x(void);
Len press_slug_drop(Len bleed); // from the trim's foot to the baseline
Len press_slug_size(void);

// The marks as content of a page whose lower left corner is that of the margin. They keep out of the bleed.
void press_append_marks(GString *out, const PressSheet *sheet, const PressColours *colours);
