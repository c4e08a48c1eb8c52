// Rectangles and outlines: for the checks of this room, and for who draws them.
#pragma once
#include <stdbool.h>

#include "display/display.h"

// How many points a segment of each kind has.
extern const guint segment_point_count[];

// What of a box lies inside another; where nothing does, an empty box on its edge.
Rect rect_cut(Rect box, Rect to);
bool rect_holds(Rect box, Len x, Len y);

// Of all points, handles of curves included.
Rect path_bounds(const Path *path);
// What the ink of a mark stays inside of, by far; empty for what makes none.
Rect op_reach(const Op *op);
bool rects_meet(Rect a, Rect b);
// By the non-zero rule, as paths are filled; open figures count as closed.
bool path_holds(const Path *path, Len x, Len y);

typedef struct Disc {
	Len x, y, radius;
} Disc;

// True of outlines as display_disc makes them: four curves from the rightmost point by way of the lowest.
bool path_is_disc(const Path *path, Disc *disc);
