// Superior letters (1er): what a font has of them, and what stands in for them.
#pragma once
#include <stdbool.h>

#include <glib.h>
#include <hb.h>

// True where the font has superior forms ("sups") of all letters of a text.
bool superior_has_letters(hb_font_t *font, const char *text, gsize length);

// How far letters scaled by `scale` are raised to reach up to where capitals do, in the font's own units; 0
// where it does not tell how high its letters are.
int superior_rise(hb_font_t *font, double scale);
