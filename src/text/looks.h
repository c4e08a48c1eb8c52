// Styles by what they say: text set in a style stays set when a layout is read again, or turned, and
// another style says the same.
#pragma once
#include "base/arena.h"
#include "model/style.h"

typedef struct Looks Looks;

// Copies live in the arena.
Looks *looks_new(Arena *arena);
void looks_free(Looks *looks);

// Forgets which styles were asked for, as they may be gone; their copies stay.
void looks_begin(Looks *looks);

// The copy that stands for all styles which say the same. Its ink and marks are not to be followed.
const Style *looks_get(Looks *looks, const Style *style);
