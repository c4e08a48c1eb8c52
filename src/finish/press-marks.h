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

typedef enum PressMarkKind { PRESS_MARK_LINE, PRESS_MARK_CIRCLE, PRESS_MARK_PATCH } PressMarkKind;

// In points from the lower left corner of the margin, y up.
typedef struct PressMark {
	PressMarkKind kind;
	int count;         // points of a line; else 1: the centre of a circle, the corner of a square patch
	double x[4], y[4]; // likewise
	double size;       // radius or side
	bool dashed;       // 3 points long, 2 apart
	const double *ink; // of a patch: percent; lines and circles are in all inks
} PressMark;

// The caller unrefs. Of PressMark, in the order they are drawn.
GArray *press_list_marks(const PressSheet *sheet);
double press_hairline(void); // their lines' width, points
// On every plate, so that these can be laid over each other. More ink than paper takes, but in hairlines that
// are cut off.
extern const double press_all_inks[4];
// Of curves that make a quarter of a circle, in radii.
extern const double press_circle_handle;

// The marks as content of a page whose lower left corner is that of the margin. They keep out of the bleed.
void press_append_marks(GString *out, const PressSheet *sheet, const PressColours *colours);
