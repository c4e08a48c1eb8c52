// The Pango side of the fonts: for shaping, in the text room only.
#pragma once
#include <pango/pango.h>

#include "font/fonts.h"

// It works at 72 dpi without hinting, so that a Pango unit is a Len. Borrowed from Fonts.
PangoFontMap *fonts_get_map(Fonts *fonts);

// The face behind a font of the map. Lives as long as Fonts.
const FontFace *fonts_get_face(Fonts *fonts, PangoFont *font);
