// Text to glyphs, by Pango: the only place in the program that shapes.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/len.h"
#include "font/fonts.h"
#include "model/style.h"

typedef struct Shaper Shaper;

// A stretch of one font in one direction. The analysis is Pango's, kept to shape parts again.
typedef struct ShapedItem {
	const FontFace *face;
	const Style *style;
	int level; // of bidirectional embedding; odd: right to left
	void *analysis;
} ShapedItem;

typedef struct ShapedGlyph {
	guint32 id;
	Len x, y; // from the cluster's origin on the baseline
} ShapedGlyph;

// The least part of a text that can be placed on its own: a letter, with its accents, or a ligature.
// Clusters stand in the order of the text.
typedef struct ShapedCluster {
	guint32 start; // byte of the text
	guint32 item;
	guint32 glyph; // the first of its glyphs
	guint16 bytes, glyph_count;
	Len width; // as shaped, kerning to the next cluster included
} ShapedCluster;

// A character, and those that follow it, that no font has.
typedef struct MissingGlyph {
	guint32 start; // byte of the text
} MissingGlyph;

typedef struct Shaped {
	const char *text;
	gsize length;
	ShapedItem *items;
	guint item_count;
	ShapedCluster *clusters;
	guint cluster_count;
	ShapedGlyph *glyphs;
	MissingGlyph *missing;
	guint missing_count;
} Shaped;

// Bytes up to `end` (from the end of the stretch before, or 0) are in `style`.
typedef struct ShapeStretch {
	gsize end;
	const Style *style;
	const char *lang; // NULL: the shaper's
	bool raised;      // superior letters: the font's own, or smaller ones raised
} ShapeStretch;

Shaper *shaper_new(Arena *arena, Fonts *fonts, const char *lang);
void shaper_free(Shaper *shaper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shaper, shaper_free)

// Shapes a text; the result, a copy of the text included, lives in the arena, which dies before the shaper.
Shaped *shape_text(Shaper *shaper, Arena *arena, const char *text, gsize length,
		   const ShapeStretch *stretches, guint stretch_count);

// Shapes other text as if it stood in an item: the parts of a word that a hyphen divides.
Shaped *shape_in_item(Shaper *shaper, Arena *arena, const ShapedItem *item, const char *text, gsize length);

// The advance of a hyphen in an item's font.
Len shape_hyphen_width(Shaper *shaper, const ShapedItem *item);

// The advance of a cluster of one glyph without kerning; its own width for all others.
Len shape_bare_width(const Shaped *shaped, const ShapedCluster *cluster);

// Where the ink of a cluster's first glyph begins, right of its origin, and how wide it is.
Len shape_ink(const Shaped *shaped, const ShapedCluster *cluster, Len *width);

// The white at the sides of a cluster's glyphs (font/outline.h), and that of a stem (l) of the same font.
typedef struct ShapedWhite {
	Len left, right, advance;
	Len stem_left, stem_right;
} ShapedWhite;
ShapedWhite shape_white(Shaper *shaper, const Shaped *shaped, const ShapedCluster *cluster);
