// The colours of a whole PDF: content streams, forms, patterns, shadings and pictures, from colours of the
// screen to inks.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "finish/qpdf.h"
#include "paint/recipes.h"

typedef struct PressColours {
	const Recipes *recipes;
	bool screen; // colours again, as the inks look on a screen
	GArray
	    *foreign; // guint (0xRRGGBB), sorted, each once: what no recipe was there for; NULL: nobody asks
	guint pictures; // out: how many there are
} PressColours;

// All pages. False, and *problem says what (the caller frees it), where something is in a form that Cairo
// does not write, or a picture is damaged. Text in black alone overprints: names of the graphics states are
// in the resources then.
bool press_convert(Pdf *pdf, PressColours *colours, char **problem);

// 0 … 1 as operands of k or K, or of rg or RG where it is for the screen; with the operator.
void press_append_colour(GString *out, const PressColours *colours, const double cmyk[4], bool stroke);
