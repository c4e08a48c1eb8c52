// A file read again after an edit: only the part that was edited is read, where that is sure to give what
// reading all of it would.
#pragma once
#include <stdbool.h>

#include "load/read.h"
#include "model/keeper.h"
#include "model/value.h"

// An entry of a list or a field of a map that holds all of an edit, by the offsets of its lines.
typedef struct EditedPart {
	size_t start, end; // in the text before
	int line;          // that it begins on
	int level;         // lists and maps around it
	bool is_field;     // else an entry
} EditedPart;

// Finds the smallest part that holds the edit which led from a tree's text to another, and has as many lines
// as before. False where there is none.
bool again_find_part(const Value *before, const Source *after, const TextEdit *edit, EditedPart *part);

// The tree with that part put in: `fresh` is a list of the one entry, or a map of the one field, read from
// the part's new lines alone, with places as in `source`. Values outside the part are those of `before`. NULL
// where it does not stand where the part stood.
Value *again_put_part(Arena *arena, const Value *before, const Value *fresh, const Source *source,
		      const EditedPart *part);
