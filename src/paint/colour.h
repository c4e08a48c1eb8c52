// Colours of the screen to inks of a printing condition and back, by ICC profiles. What the palette has a
// recipe for does not come here: see recipes.h.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Colour Colour;

// Total of the four inks that presses take on coated paper, percent.
extern const double colour_usual_limit;

// From the profile of a printing condition; keeps a reference to it. Conversions to ink give at most
// `limit` percent in all. On failure NULL, and *problem says why in the user's language (the caller frees).
Colour *colour_new(GBytes *profile, double limit, char **problem);
void colour_free(Colour *colour);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Colour, colour_free)

GBytes *colour_peek_profile(const Colour *colour);
double colour_get_limit(const Colour *colour);
// What the profile calls itself; the caller frees it.
char *colour_dup_name(const Colour *colour);

// Pictures that were converted (GBytes * → InkJpeg *, see picture-ink.h): one is drawn on many pages, once
// for each ink. Kept as long as the colour.
GHashTable *colour_peek_pictures(const Colour *colour);

// sRGB to ink and back, relative colorimetric with black point compensation. Ink is 0 … 255, four bytes
// a pixel. White is always bare paper.
void colour_to_ink(const Colour *colour, const guint8 *rgb, guint8 *ink, gsize pixels);
void colour_to_screen(const Colour *colour, const guint8 *ink, guint8 *rgb, gsize pixels);
// One colour: rgb 0 … 255, inks in percent.
void colour_find_ink(const Colour *colour, const guint8 rgb[3], double cmyk[4]);
void colour_show_ink(const Colour *colour, const double cmyk[4], guint8 rgb[3]);

// --- pixels that come with a profile of their own ---

typedef struct ColourSource ColourSource;

// `profile` as a picture carries it, of 1 (grey) or 3 (RGB) channels; NULL, or where it does not fit them:
// sRGB, or its greys.
ColourSource *colour_source_new(const Colour *colour, GBytes *profile, int channels);
void colour_source_free(ColourSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ColourSource, colour_source_free)
// `limit` in percent, at most that of the colour.
void colour_source_to_ink(const ColourSource *source, const guint8 *from, guint8 *ink, gsize pixels,
			  double limit);

// The most ink, in percent, of any pixel.
double colour_most_ink(const guint8 *ink, gsize pixels);
