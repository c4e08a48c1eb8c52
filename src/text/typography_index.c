#include "text/typography_index.h"

#include <string.h>

#include "text/pattern.h"

enum { RULES_MOST = 64 }; // bits of a RuleSet

// The signs that a pattern can begin with; the last stands for all but ASCII.
typedef struct SignSet {
	bool has[INDEX_ASCII + 1];
} SignSet;

static void add_all(SignSet *signs)
{
	memset(signs->has, true, sizeof signs->has);
}

static void add_letter(SignSet *signs, char letter, bool exact)
{
	bool ascii = (guchar)letter < INDEX_ASCII;
	signs->has[ascii ? (guchar)letter : INDEX_ASCII] = true;
	if (ascii && !exact)
		signs->has[(guchar)g_ascii_toupper(letter)] = true;
}

static void add_list(const TypographyTable *table, const Token *token, SignSet *signs)
{
	const TypographyList *list = token_list(token, table);
	for (const char *word = list ? list->words : NULL; word; word = strchr(word, '|')) {
		word += *word == '|';
		add_letter(signs, *word, list->exact);
	}
}

static void add_list_ends(const TypographyTable *table, const Token *token, SignSet *signs)
{
	const TypographyList *list = token_list(token, table);
	for (const char *word = list ? list->words : "", *end; *word; word = end + (*end == '|')) {
		end = word + strcspn(word, "|");
		add_letter(signs, end[-1], list->exact);
	}
}

// Whether a sign beyond ASCII can match: any class but that of digits may hold some.
static bool has_others(const Token *token)
{
	const char *at = *token->start == '[' ? token->start + 1 : token->start;
	if (*token->start == '[' && *at == '^')
		return true;
	for (; at < token->end; at++)
		if ((guchar)*at >= INDEX_ASCII || (*at == '\\' && at[1] != 'd'))
			return true;
	return false;
}

static void add_token(const TypographyTable *table, const Token *token, SignSet *signs)
{
	if (*token->start == '{') {
		add_list(table, token, signs);
		return;
	}
	bool literal = *token->start != '[' && *token->start != '\\';
	if (literal && (guchar)*token->start < INDEX_ASCII)
		signs->has[(guchar)*token->start] = true;
	for (gunichar c = 0; c < INDEX_ASCII && !literal; c++)
		signs->has[c] = signs->has[c] || token_has(token, c);
	signs->has[INDEX_ASCII] = signs->has[INDEX_ASCII] || has_others(token);
}

static bool is_optional(const Token *token)
{
	return token->quantifier == '?' || token->quantifier == '*';
}

static void add_beginnings(const TypographyTable *table, const char *pattern, SignSet *signs)
{
	while (*pattern) {
		Token token = token_next(pattern);
		add_token(table, &token, signs);
		if (!is_optional(&token))
			return;
		pattern = token_after(&token);
	}
	add_all(signs);
}

// What can stand after the first sign of a match.
static void add_second_signs(const TypographyTable *table, const TypographyRule *rule, SignSet *signs)
{
	Token token = token_next(rule->match);
	const char *rest = token_after(&token);
	if (token.quantifier || *token.start == '{')
		add_all(signs);
	else
		add_beginnings(table, *rest ? rest : rule->after, signs);
}

// What can stand before a match.
static void add_endings(const TypographyTable *table, const TypographyRule *rule, SignSet *signs)
{
	const char *pattern = rule->before;
	Token token = {.start = pattern, .end = pattern};
	while (*pattern) {
		token = token_next(pattern);
		pattern = token_after(&token);
	}
	if (rule->eat || token.end == token.start || is_optional(&token))
		add_all(signs);
	else if (*token.start == '{')
		add_list_ends(table, &token, signs);
	else
		add_token(table, &token, signs);
}

static void add_rule(RuleSet rules[INDEX_ASCII + 1], RuleSet rule, const SignSet *signs)
{
	for (guint c = 0; c <= INDEX_ASCII; c++)
		if (signs->has[c])
			rules[c] |= rule;
}

static void index_rule(Typography *typography, guint index)
{
	const TypographyTable *table = typography->table;
	const TypographyRule *rule = &table->rules[index];
	SignSet first = {0}, second = {0}, before = {0};
	add_beginnings(table, rule->match, &first);
	add_second_signs(table, rule, &second);
	add_endings(table, rule, &before);
	RuleSet bit = (RuleSet)1 << index;
	add_rule(typography->begins, bit, &first);
	add_rule(typography->goes_on, bit, &second);
	add_rule(typography->stands_behind, bit, &before);
}

static const TypographyTable *find_table(const char *lang)
{
	static const TypographyTable no_table = {.lang = ""};
	static const TypographyTable *const tables[] = {
	    &typography_french,  &typography_english, &typography_swiss_german, &typography_german,
	    &typography_spanish, &typography_occitan, &typography_basque,
	};
	for (gsize i = 0; lang && i < G_N_ELEMENTS(tables); i++) {
		gsize length = strlen(tables[i]->lang);
		if (g_ascii_strncasecmp(lang, tables[i]->lang, length) == 0 && !g_ascii_isalnum(lang[length]))
			return tables[i];
	}
	return &no_table;
}

Typography *typography_new(const char *lang)
{
	Typography *typography = g_new0(Typography, 1);
	typography->table = find_table(lang);
	g_assert(typography->table->rule_count <= RULES_MOST);
	for (guint i = 0; i < typography->table->rule_count; i++)
		index_rule(typography, i);
	return typography;
}

void typography_free(Typography *typography)
{
	g_free(typography);
}

static guint index_of(gunichar c)
{
	return c < INDEX_ASCII ? c : INDEX_ASCII;
}

RuleSet typography_rules_at(const Typography *typography, gunichar before, gunichar sign, gunichar next)
{
	return typography->begins[index_of(sign)] & typography->goes_on[index_of(next)] &
	       typography->stands_behind[index_of(before)];
}
