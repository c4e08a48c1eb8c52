#include "text/pattern.h"

#include <string.h>

// --- signs ---

bool sign_is_space(gunichar c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F;
}

bool sign_is_letter(gunichar c)
{
	return c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c);
}

bool sign_is_digit(gunichar c)
{
	return c >= '0' && c <= '9';
}

gunichar pattern_sign_at(const PatternText *text, glong at)
{
	return at >= 0 && at < text->count ? text->signs[at] : PATTERN_END;
}

bool sign_is_in_class(char name, gunichar c)
{
	switch (name) {
	case 'l':
		return sign_is_letter(c);
	case 'u':
		return c < 0x80 ? g_ascii_isupper((char)c) : g_unichar_isupper(c);
	case 'a':
		return c < 0x80 ? g_ascii_islower((char)c) : g_unichar_islower(c);
	case 'd':
		return sign_is_digit(c);
	case 'w':
		return sign_is_letter(c) || sign_is_digit(c);
	case 's':
		return sign_is_space(c);
	case 'e':
		return !sign_is_letter(c) && !sign_is_digit(c);
	case 'z':
		return sign_is_space(c) || c == PATTERN_END || c == '\n';
	default:
		return c == (guchar)name;
	}
}

// --- patterns ---

static const char *end_of_sign(const char *pattern)
{
	return *pattern == '\\' ? pattern + 2 : g_utf8_next_char(pattern);
}

Token token_next(const char *pattern)
{
	Token token = {.start = pattern};
	if (*pattern == '[') {
		const char *end = pattern + 1;
		while (*end != ']')
			end = end_of_sign(end);
		token.end = end + 1;
	} else if (*pattern == '{') {
		token.end = strchr(pattern, '}') + 1;
	} else {
		token.end = end_of_sign(pattern);
	}
	char next = *token.end;
	token.quantifier = next == '?' || next == '*' || next == '+' ? next : 0;
	return token;
}

const char *token_after(const Token *token)
{
	return token->end + (token->quantifier ? 1 : 0);
}

static bool is_sign(const char *pattern, gunichar c)
{
	if (*pattern == '\\')
		return sign_is_in_class(pattern[1], c);
	gunichar literal = (guchar)*pattern < 0x80 ? (guchar)*pattern : g_utf8_get_char(pattern);
	return literal == c;
}

static bool is_in_set(const Token *token, gunichar c)
{
	const char *at = token->start + 1;
	bool inverted = *at == '^';
	if (inverted)
		at++;
	for (; at < token->end - 1; at = end_of_sign(at))
		if (is_sign(at, c))
			return !inverted;
	return inverted;
}

bool token_has(const Token *token, gunichar c)
{
	return *token->start == '[' ? is_in_set(token, c) : is_sign(token->start, c);
}

static gunichar lowered(gunichar c)
{
	return c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : g_unichar_tolower(c);
}

static bool sign_is_same(gunichar pattern, gunichar c, bool exact)
{
	return pattern == c || (!exact && pattern == lowered(c));
}

static const char *end_of_word(const char *word)
{
	while (*word && *word != '|')
		word++;
	return word;
}

// How many signs the word takes from `at` on; -1: it is not there.
static glong match_word(const PatternText *text, const TypographyList *list, const char *word, glong at)
{
	glong i = at;
	for (; *word && *word != '|'; word = g_utf8_next_char(word), i++)
		if (!sign_is_same(g_utf8_get_char(word), pattern_sign_at(text, i), list->exact))
			return -1;
	return i - at;
}

// The same for a word whose last sign is at `at`.
static glong match_word_before(const PatternText *text, const TypographyList *list, const char *word,
			       glong at)
{
	glong i = at;
	for (const char *c = end_of_word(word); c > word; i--) {
		c = g_utf8_prev_char(c);
		if (!sign_is_same(g_utf8_get_char(c), pattern_sign_at(text, i), list->exact))
			return -1;
	}
	return at - i;
}

const TypographyList *token_list(const Token *token, const TypographyTable *table)
{
	gsize length = (gsize)(token->end - token->start) - 2;
	for (guint i = 0; i < table->list_count; i++)
		if (strncmp(table->lists[i].name, token->start + 1, length) == 0 &&
		    !table->lists[i].name[length])
			return &table->lists[i];
	return NULL;
}

// The longest word of a list.
static glong match_list(const PatternText *text, const Token *token, glong at, int step)
{
	const TypographyList *list = token_list(token, text->table);
	glong longest = -1;
	for (const char *word = list ? list->words : ""; *word; word = end_of_word(word)) {
		word += *word == '|';
		glong length =
		    step > 0 ? match_word(text, list, word, at) : match_word_before(text, list, word, at);
		longest = MAX(longest, length);
	}
	return longest;
}

// Matches a token at `at`, onwards (step 1) or backwards (-1). Returns the next place; `failed` is set
// where it does not match. Past an end of the text there is one sign, PATTERN_END.
static glong match_token(const PatternText *text, const Token *token, glong at, int step, bool *failed)
{
	if (*token->start == '{') {
		glong length = match_list(text, token, at, step);
		*failed = length < 0;
		return at + step * length;
	}
	glong least = token->quantifier == '?' || token->quantifier == '*' ? 0 : 1;
	glong most = token->quantifier == '*' || token->quantifier == '+' ? G_MAXLONG : 1;
	glong count = 0;
	while (count < most && at >= -1 && at <= text->count && token_has(token, pattern_sign_at(text, at))) {
		at += step;
		count++;
	}
	*failed = count < least;
	return at;
}

glong pattern_match(const PatternText *text, const char *pattern, glong at)
{
	bool failed = false;
	while (*pattern && !failed) {
		Token token = token_next(pattern);
		at = match_token(text, &token, at, 1, &failed);
		pattern = token_after(&token);
	}
	return failed ? -1 : at;
}

enum { TOKENS_MOST = 16 };

bool pattern_ends_at(const PatternText *text, const char *pattern, glong at)
{
	Token tokens[TOKENS_MOST];
	guint count = 0;
	for (; *pattern && count < TOKENS_MOST; pattern = token_after(&tokens[count - 1]))
		tokens[count++] = token_next(pattern);
	bool failed = false;
	while (count > 0 && !failed)
		at = match_token(text, &tokens[--count], at, -1, &failed);
	return !failed;
}
