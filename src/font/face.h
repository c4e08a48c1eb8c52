// What paint needs to make its own font of a face.
#pragma once
#include <fontconfig/fontconfig.h>

#include "font/fonts.h"

// File, index, and for fonts of the host variation, slant and weight made up: what
// cairo_ft_font_face_create_for_pattern takes. It names no size. Borrowed from the face.
FcPattern *font_face_get_pattern(const FontFace *face);
// The font file. Borrowed; its index within the file (0 but for collections).
const char *font_face_get_file(const FontFace *face);
int font_face_get_index(const FontFace *face);
