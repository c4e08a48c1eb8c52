// Brackets in texts that anybody may have written.
#pragma once

// The [ that a ] closes, none farther back than `most` bytes, from the beginning of its text; NULL where
// there is none.
const char *bracket_find_opening(const char *text, const char *close, int most);
