// What a press would not take, or would print otherwise than meant, said where it is written.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"
#include "paint/recipes.h"

typedef struct PressCheck {
	const DisplayList *list;
	const GPtrArray *inks; // const Ink *: the palette
	const Recipes *recipes;
	DiagList *diags;
	bool lenient; // a proof is made all the same: what would be an error is a warning
} PressCheck;

// Recipes that cannot be told apart or are missing; too much ink, in a recipe, a picture, or where things
// lie over each other; pictures with too few pixels; drawings in colours of their own.
void press_check(const PressCheck *check);
