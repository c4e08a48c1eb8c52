// Where words may be divided, by libhyphen's patterns.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Hyphenator Hyphenator;

// Where patterns are looked for, in order; NULL-terminated, static.
const char *const *hyphenator_folders(void);

// For a language ("fr", "fr-CA"). Its patterns load with the first word; without patterns for the
// language no word is divided. Never NULL.
Hyphenator *hyphenator_new(const char *lang);
void hyphenator_free(Hyphenator *hyphenator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hyphenator, hyphenator_free)

// False where the system has no patterns for the language.
bool hyphenator_has_patterns(Hyphenator *hyphenator);

// False for languages whose patterns nobody has made: nothing is to be installed.
bool hyphenator_is_known(const Hyphenator *hyphenator);

// True for languages that write all nouns with a capital: such words are divided like any other.
bool hyphenator_divides_capitals(const Hyphenator *hyphenator);

// For a word of lower-case letters: the byte offsets at which it may be divided, in order, ended by 0.
// Two letters stay before, three after; a word of less than five is never divided. Borrowed.
const guint16 *hyphenator_divide(Hyphenator *hyphenator, const char *word, gsize length);
