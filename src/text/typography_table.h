// A language's typographic rules as data.
//
// Patterns are read sign by sign:
//   \l letter   \u capital   \a small letter   \d digit   \w letter or digit
//   \s space of any width, no-break ones too      \e no letter or digit (or an end of the text)
//   \z space or end      [abc] one of these (classes too)      [^abc] none of these (an end counts)
//   {list} one of a named list's words      anything else: itself
// ?, * and + after one of them: at most one, any number, at least one; as many as there are.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "text/typography.h"

typedef struct TypographyRule {
	const char *name;
	const char *before; // what stands before the match (and before spaces eaten)
	const char *match;  // starts with a sign, \s or a set
	const char *after;  // what stands after it
	const char *set;    // what it becomes; NULL: what was typed
	bool eat;           // spaces before the match go
	bool raise;         // set as superior letters
} TypographyRule;

typedef struct TypographyList {
	const char *name;
	const char *words; // between bars; small letters match capitals too …
	bool exact;        // … unless this is set
} TypographyList;

// Quotes open and close in turn, the second kind inside the first; spaces inside them are theirs.
typedef struct TypographyQuotes {
	const char *outer_open, *outer_close, *inner_open, *inner_close;
	bool single; // ' quotes too (and is then the inner kind)
} TypographyQuotes;

typedef struct TypographyTable {
	const char *lang;
	TypographyQuotes quotes; // outer_open NULL: quotes are left
	const TypographyRule *rules;
	guint rule_count;
	const TypographyList *lists;
	guint list_count;
} TypographyTable;

enum { TYPOGRAPHY_FRENCH_RULES = 49 };
extern const TypographyRule typography_french_rules[TYPOGRAPHY_FRENCH_RULES];

extern const TypographyTable typography_basque, typography_english, typography_french, typography_german,
    typography_occitan, typography_spanish, typography_swiss_german;
