// Patterns of typographic rules, matched against text as an array of characters. What they are made of is
// told in typography_table.h.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "text/typography_table.h"

enum { PATTERN_END = 0 }; // the sign before and behind a text

typedef struct PatternText {
	const gunichar *signs;
	glong count;
	const TypographyTable *table; // whose lists patterns may name
} PatternText;

// PATTERN_END outside the text.
gunichar pattern_sign_at(const PatternText *text, glong at);

// Where a match of the pattern that begins at `at` ends; -1: it does not match.
glong pattern_match(const PatternText *text, const char *pattern, glong at);
// True where a match of the pattern has its last sign at `at`.
bool pattern_ends_at(const PatternText *text, const char *pattern, glong at);

bool sign_is_space(gunichar c); // within a line; no-break ones too
bool sign_is_letter(gunichar c);
bool sign_is_digit(gunichar c);
bool sign_is_in_class(char name, gunichar c);

// One part of a pattern.
typedef struct Token {
	const char *start, *end; // without the quantifier
	char quantifier;         // 0, ?, * or +
} Token;

Token token_next(const char *pattern);
// The rest of the pattern.
const char *token_after(const Token *token);
// The list that a token names; NULL where the table has none of that name.
const TypographyList *token_list(const Token *token, const TypographyTable *table);
// True where a sign can match a token that is no list.
bool token_has(const Token *token, gunichar c);
