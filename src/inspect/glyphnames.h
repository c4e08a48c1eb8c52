// Names of glyphs, as Differences arrays use them, and the two encodings of text fonts.
#pragma once
#include <glib.h>

// The character of a name of the standard Latin set, or of "uni0041" and "u1F600"; 0 where it is none.
gunichar glyph_name_char(const char *name);
// The character that WinAnsiEncoding or MacRomanEncoding has for a code; 0 for none, or another encoding.
gunichar glyph_standard_char(const char *encoding, guint code);
