// The palette's recipes: from the exact colour that a page is drawn with to the inks it is printed with.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "model/style.h"
#include "paint/colour.h"

typedef struct Recipes Recipes;

// Borrows the inks (const Ink *, in an order that decides between two of the same colour) and the colour.
Recipes *recipes_new(const GPtrArray *inks, const Colour *colour);
void recipes_free(Recipes *recipes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recipes, recipes_free)

const Colour *recipes_peek_colour(const Recipes *recipes);

// Inks in percent for a colour of the screen. True where the palette has it, or where it is pure white (bare
// paper) or pure black (black ink alone); otherwise false, and the colour is converted.
bool recipes_find(const Recipes *recipes, const guint8 rgb[3], double cmyk[4]);
// The palette's ink of this colour, or NULL.
const Ink *recipes_find_ink(const Recipes *recipes, const guint8 rgb[3]);

// Full black and nothing else: what text is printed over its ground with.
bool recipe_is_black(const double cmyk[4]);
// Percent of all four.
double recipe_total(const double cmyk[4]);
