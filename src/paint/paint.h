// The one interpreter of display lists, on Cairo.
#pragma once
#include <glib.h>

#include "base/diag.h"
#include "display/display.h"

// What page images and files are made with. Pages count from 0; `count` pages from `first`.
typedef struct PaintOptions {
	guint first, count; // count 0: all from first
	bool bleed;         // the sheet shows the bleed area too
	double dpi;         // PNG only
} PaintOptions;

// Each returns the bytes of a whole file, or NULL and a diagnostic (a picture that cannot be read).
// Same list, same bytes. The caller unrefs.
GBytes *paint_pdf(const DisplayList *list, const PaintOptions *options, DiagList *diags);
GBytes *paint_png(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags);
GBytes *paint_svg(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags);
