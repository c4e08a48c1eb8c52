// The one interpreter of display lists, on Cairo.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"

// See picture-cache.h.
typedef struct PictureCache PictureCache;
PictureCache *picture_cache_new(void);
void picture_cache_free(PictureCache *cache);

// A part of a picture, in its pixels.
typedef struct PaintPart {
	int x, y, width, height; // width 0: the whole
} PaintPart;

// What page images and files are made with. Pages count from 0; `count` pages from `first`.
typedef struct PaintOptions {
	guint first, count;  // count 0: all from first
	bool bleed;          // the sheet shows the bleed area too
	double dpi;          // PNG and thumbnails
	Len margin;          // room around the trim instead of the bleed; 0: none
	bool tags;           // PDF only: tagged, see display/marks.h, and in colours of the screen alone
	PaintPart part;      // paint_inks only
	PictureCache *cache; // PDF and pixels: of other paintings of the list; NULL: none
} PaintOptions;

// What a page is printed with: four bytes a pixel (cyan, magenta, yellow, black; 255 is full), rows from
// the top without padding. Black text prints over its ground.
typedef struct PaintInks {
	int width, height;
	guint8 *pixels; // the caller frees it
} PaintInks;
typedef struct Recipes Recipes;

// Each returns the bytes of a whole file, or NULL and a diagnostic (a picture that cannot be read).
// Same list, same bytes. The caller unrefs.
GBytes *paint_pdf(const DisplayList *list, const PaintOptions *options, DiagList *diags);
GBytes *paint_png(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags);
// A page to be glanced at, as JPEG: made in a part of the time.
GBytes *paint_thumbnail(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags);
// False and a diagnostic as above.
bool paint_inks(const DisplayList *list, guint page, const PaintOptions *options, const Recipes *recipes,
		PaintInks *inks, DiagList *diags);
// Three bytes a pixel (red, green, blue) as a PNG file, made fast or small; NULL where it would be too large.
GBytes *paint_pixels(const guint8 *rgb, int width, int height, bool fast);
// Says which pictures could not be drawn, or not wholly, without drawing pages.
void paint_check_pictures(const DisplayList *list, DiagList *diags);
GBytes *paint_svg(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags);
