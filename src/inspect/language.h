// Language tags as PDF takes them (ISO 32000-1, 14.9.2): those of RFC 3066.
#pragma once
#include <stdbool.h>

// One to eight letters, then parts of one to eight letters and figures. An empty tag, which says that
// the language is not known, is none.
bool language_is_valid(const char *tag);
