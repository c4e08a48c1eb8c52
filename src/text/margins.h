// Optical margins: how far signs stand out of the measure so that its edges look straight.
//
// A letter's white at a side is the mean distance of its ink from its side, from the baseline to the height
// of an x (font/outline.h). What a letter has of it over a stem (l) moves its edge; part of that is given
// back by letting the letter hang. Light signs at the edge – points, commas, hyphens, quotes, brackets –
// hang by all of theirs. Both within limits. A style may say otherwise for a sign (`protrusion`).
#pragma once
#include "text/shape.h"

typedef enum MarginSide { MARGIN_LEFT, MARGIN_RIGHT } MarginSide;

// How far the cluster stands out at that side, where it is the first or last of a line.
Len margin_hang(Shaper *shaper, const Shaped *shaped, guint cluster, MarginSide side);
