// Files for a printing press: PDF/X-4 (ISO 15930-7), of pages or of sheets to fold; and how these will look.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"
#include "paint/recipes.h"

typedef struct PressOptions {
	const Recipes *recipes;
	const char *condition; // name of the printing condition
	bool screen;           // no press file: how it looks on a screen
	bool booklet;          // sheets of four pages, stitched in the fold
	Len paper;             // thickness of a sheet
	guint first;           // page of the document that the file begins with, from 0
	guint pages; // of the document; a booklet's file has one more for each side of a sheet, with its slug
} PressOptions;

// `plain` is the list drawn with press_margin() around, cut at the bleed, with slugs (press-marks.h). NULL
// and a diagnostic on failure. The caller unrefs.
GBytes *press_pdf(GBytes *plain, const DisplayList *list, const PressOptions *options, DiagList *diags);

// What a drawing has that a press cannot take as it is.
typedef struct PressDrawing {
	GArray *foreign; // guint (0xRRGGBB), sorted, each once: colours that no recipe is there for
	guint pictures;  // pixels: of pictures in it, or of effects that are drawn as such
} PressDrawing;

// Of a PDF that holds the drawing alone. False on failure, which press_pdf will tell. The caller unrefs the
// array.
bool press_look_at_drawing(GBytes *plain, const Recipes *recipes, PressDrawing *drawing);
