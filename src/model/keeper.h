// The same file read again and again while it is being written: what stayed the same in it stays the same
// Value, so that whoever made something of it can tell by the pointer alone.
#pragma once
#include "base/arena.h"
#include "model/value.h"

typedef struct ValueKeeper ValueKeeper;

// What lay from `end` on lies so many bytes further now. All zero: nothing is known.
typedef struct ValueEdit {
	size_t end;
	gssize shift;
} ValueEdit;

ValueKeeper *value_keeper_new(void);
void value_keeper_free(ValueKeeper *keeper);
// The arena of all that it gave: who still needs that holds it.
Arena *value_keeper_peek_arena(ValueKeeper *keeper);

// The tree of a file as it is now. Of each value that is word for word where it was before, what was given
// for it then; of all others a copy. Spans are of a source of the keeper's, whose text is always the newest,
// and offsets in it those of the newest tree. Values in `fresh` that were kept before (of another source than
// its root) are as they were before the edit.
const Value *value_keeper_take(ValueKeeper *keeper, const Value *fresh, ValueEdit edit);
// The last tree; NULL before the first.
const Value *value_keeper_peek(const ValueKeeper *keeper);
