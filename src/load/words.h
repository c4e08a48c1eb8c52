// Words for hints: what was probably meant, what is possible.
#pragma once
#include <glib.h>

// The word of `choices` (const char *) that `word` is most likely a slip of, or NULL. Borrowed.
const char *words_nearest(const char *word, const GPtrArray *choices);
// "`a`, `b`, `c`", in the given order; long lists end in "…". The caller frees.
char *words_list(const GPtrArray *choices);
// "did you mean `x`?", else "possible: …". The caller frees.
char *words_hint(const char *word, const GPtrArray *choices);
