// Abbreviations that an issue declares: parts of its text that are said in full.
#pragma once
#include <glib.h>

#include "base/arena.h"
#include "model/value.h"
#include "text/paragraph.h"

// The runs cut so that each abbreviation that stands as a word is a run with its expansion; the caller
// unrefs. NULL where there is none. `map`: abbreviation to expansion; or NULL. Verbatim runs stay whole.
GArray *abbreviations_split(Arena *arena, const Value *map, const TextRun *runs, guint count);
