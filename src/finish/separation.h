// What a page takes of each ink, and what the inks look like together, as pictures.
#pragma once
#include <glib.h>

#include "paint/colour.h"
#include "paint/paint.h"

typedef enum Separation { INK_CYAN, INK_MAGENTA, INK_YELLOW, INK_BLACK, INK_TOTAL } Separation;

// One ink as grey: white is none, black is full. Of all four together black is 400 %, and what is over the
// limit is red. NULL where the picture would be too large. The caller unrefs.
GBytes *separation_png(const PaintInks *inks, Separation separation, double limit);

// All together, as they look on paper; the file made fast rather than small.
GBytes *separation_proof_png(const PaintInks *inks, const Colour *colour, bool fast);
