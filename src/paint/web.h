// Pages for a browser, which paints them itself: one line of text an op that makes a mark, so that a page
// is compared with what it was line by line, and outlines of glyphs, each sent once. Lengths are Len;
// outlines are SVG path data, relative to the glyph's origin, in 1/4096 of the size.
//
//   G face size stretch/1000 colour x baseline glyph dx [glyph dx …] a run; dx from the glyph before; "g:dy"
//                                                                where it is raised
//   P fill stroke width caps outline                             "-" for no fill or stroke; caps 1: round
//   I file x y width height left top right bottom                the whole picture, and what of it shows
//   C x y width height, U                                        what follows shows only inside, until U
#pragma once
#include <glib.h>

#include "display/display.h"

// Outlines and pictures that pages have asked for, in the order of first use. Faces are told apart by
// name and file, so that it may outlive them.
typedef struct WebStock WebStock;

WebStock *web_stock_new(void);
void web_stock_free(WebStock *stock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WebStock, web_stock_free)

guint web_stock_count(const WebStock *stock);
// "face glyph path". Borrowed.
const char *web_stock_peek(const WebStock *stock, guint index);
// A picture by what I lines call it: a name made of path, size and time of change. NULL where no page asked
// for it, or it cannot be read any more. The caller unrefs it.
GBytes *web_stock_read_picture(const WebStock *stock, const char *name);

// A line of a page: where it ends in the text, and how far up and down the page its ink may reach.
typedef struct WebLine {
	gsize end;
	Len top, bottom; // of those that show or hide others: -LEN_MAX … LEN_MAX
	guint inks;      // a hash of their names: some look alike on a screen
} WebLine;

// The caller frees. `lines` (WebLine) is set to one a line; or NULL.
GString *paint_web(const DisplayList *list, guint page, WebStock *stock, GArray *lines);
