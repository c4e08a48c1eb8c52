// Pages as a press prints them, in pictures: each page is cut into bands, and these into tiles, so that only
// what is in sight is painted, and only what changed again.
#pragma once
#include <glib.h>

#include "serve/view.h"

// The tiles there are: "[[dpi,width,height],…]", in points; width 0: as wide as the page. All heights are
// whole bands. The picture of a page begins at the corner of its bleed.
void proof_write_tiles(GString *out);

// Of each page the names of its bands, from the top: what looks otherwise in print has another name. An empty
// list where there is no press.
void proof_write_pages(GString *out, const View *view);

// "PAGE/DPI/COLUMN/ROW/NAMES.png", where NAMES are those of all bands in the tile: what was shown before is
// not there any more. The caller unrefs. NULL where there is no such tile.
GBytes *proof_fetch(const View *view, const char *path);
