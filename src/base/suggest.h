// "Did you mean …?"
#pragma once

// The name nearest to `word`, where one is near enough to be meant (Damerau-Levenshtein distance of at
// most a third of its letters); else NULL. `names` is NULL-terminated; the first of equals wins.
const char *suggest_nearest(const char *word, const char *const *names);
