// What a passage says, as the Markdown that values of an issue take.
#pragma once
#include <glib.h>

#include "import/passage.h"

typedef enum InlineFlags {
	INLINE_MARKS = 0,
	INLINE_NO_WHOLE = 1 << 0, // no bold or italics over the whole of it
	INLINE_NO_LINKS = 1 << 1, // links as their words
	INLINE_NO_MARKS = 1 << 2, // words alone, nothing escaped
	INLINE_CAPITAL = 1 << 3,  // begins with a capital
} InlineFlags;

// On one line. "" where nothing is to be seen. Targets that no issue may have are left out and added to
// `lost` (const char *, borrowed; may be NULL). Lives in the arena.
const char *inline_text(Arena *arena, const Passage *passage, InlineFlags flags, GPtrArray *lost);

// Whether an issue may have such a target; one that says nothing ("", "#") is none.
bool inline_takes_target(const char *target);
bool inline_is_no_target(const char *target);
