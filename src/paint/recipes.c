#include "paint/recipes.h"

struct Recipes {
	const Colour *colour;
	GHashTable *inks; // packed RGB → const Ink *
};

static gpointer pack(const guint8 rgb[3])
{
	return GUINT_TO_POINTER((guint)rgb[0] << 16 | (guint)rgb[1] << 8 | rgb[2]);
}

Recipes *recipes_new(const GPtrArray *inks, const Colour *colour)
{
	Recipes *recipes = g_new0(Recipes, 1);
	recipes->colour = colour;
	recipes->inks = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < inks->len; i++) {
		const Ink *ink = g_ptr_array_index(inks, i);
		if (!recipes_find_ink(recipes, ink->rgb))
			g_hash_table_insert(recipes->inks, pack(ink->rgb), (gpointer)ink);
	}
	return recipes;
}

void recipes_free(Recipes *recipes)
{
	if (!recipes)
		return;
	g_hash_table_unref(recipes->inks);
	g_free(recipes);
}

const Colour *recipes_peek_colour(const Recipes *recipes)
{
	return recipes->colour;
}

const Ink *recipes_find_ink(const Recipes *recipes, const guint8 rgb[3])
{
	return g_hash_table_lookup(recipes->inks, pack(rgb));
}

bool recipes_find(const Recipes *recipes, const guint8 rgb[3], double cmyk[4])
{
	const Ink *ink = recipes_find_ink(recipes, rgb);
	bool white = rgb[0] == 255 && rgb[1] == 255 && rgb[2] == 255;
	bool black = rgb[0] == 0 && rgb[1] == 0 && rgb[2] == 0;
	if ((!ink || ink->derived) && !white && !black) {
		colour_find_ink(recipes->colour, rgb, cmyk);
		return false;
	}
	for (int i = 0; i < 4; i++)
		cmyk[i] = ink && !ink->derived ? ink->cmyk[i] : black && i == 3 ? 100 : 0;
	return true;
}

bool recipe_is_black(const double cmyk[4])
{
	return cmyk[0] == 0 && cmyk[1] == 0 && cmyk[2] == 0 && cmyk[3] == 100;
}

double recipe_total(const double cmyk[4])
{
	return cmyk[0] + cmyk[1] + cmyk[2] + cmyk[3];
}
