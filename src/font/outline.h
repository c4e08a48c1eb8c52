// What a glyph's outline looks like at its sides.
#pragma once
#include <stdbool.h>

#include <hb.h>

// The mean distance, over the zone from the baseline to the height of an x, between each side of a glyph's
// advance and its ink: small for a stem (n), greater for what is round or slants (o, v), almost the advance
// for what has little ink there (. -). Where there is none, the distance is the advance. In units of the
// font's scale.
typedef struct GlyphWhite {
	int left, right, advance;
} GlyphWhite;

GlyphWhite outline_measure_white(hb_font_t *font, hb_codepoint_t glyph);
