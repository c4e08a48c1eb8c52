#include "text/typography.h"

#include <string.h>

#include "text/cuts.h"
#include "text/typography_table.h"

// ASCII is looked up in tables; RULES_MOST is the bits of a RuleSet.
enum { QUOTES_DEEPEST = 8, END = 0, ASCII = 0x80, RULES_MOST = 64 };

typedef guint64 RuleSet;

struct Typography {
	const TypographyTable *table;
	// Rules whose match can begin with a sign, those that can go on with one, and those that can stand
	// behind one: three signs are enough to pass most rules by. The last entry is for all signs beyond
	// ASCII.
	RuleSet begins[ASCII + 1], goes_on[ASCII + 1], stands_behind[ASCII + 1];
};

// A point where set and typed text part ways, or meet again.
typedef struct Anchor {
	gsize set, typed;
	bool edit; // from here to the next anchor a rule changed the text
} Anchor;

typedef struct Setter {
	const Typography *typography;
	const TypographyTable *table;
	const gunichar *signs; // the typed text
	const gsize *bytes;    // where each sign begins; one more for the end
	glong count;
	const bool *fixed; // signs that no rule changes
	TypographyText out;
	char quotes[QUOTES_DEEPEST]; // open quotes: outer or inner
	guint depth;
} Setter;

// --- signs ---

static bool is_space(gunichar c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F;
}

static bool is_letter(gunichar c)
{
	return c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c);
}

static bool is_digit(gunichar c)
{
	return c >= '0' && c <= '9';
}

static gunichar sign_at(const Setter *setter, glong at)
{
	return at >= 0 && at < setter->count ? setter->signs[at] : END;
}

static bool is_in_class(char name, gunichar c)
{
	switch (name) {
	case 'l':
		return is_letter(c);
	case 'u':
		return c < 0x80 ? g_ascii_isupper((char)c) : g_unichar_isupper(c);
	case 'a':
		return c < 0x80 ? g_ascii_islower((char)c) : g_unichar_islower(c);
	case 'd':
		return is_digit(c);
	case 'w':
		return is_letter(c) || is_digit(c);
	case 's':
		return is_space(c);
	case 'e':
		return !is_letter(c) && !is_digit(c);
	case 'z':
		return is_space(c) || c == END || c == '\n';
	default:
		return c == (guchar)name;
	}
}

// --- patterns ---

// One part of a pattern.
typedef struct Token {
	const char *start, *end; // without the quantifier
	char quantifier;         // 0, ?, * or +
} Token;

static const char *end_of_sign(const char *pattern)
{
	return *pattern == '\\' ? pattern + 2 : g_utf8_next_char(pattern);
}

static Token next_token(const char *pattern)
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

static const char *after_token(const Token *token)
{
	return token->end + (token->quantifier ? 1 : 0);
}

static bool is_sign(const char *pattern, gunichar c)
{
	if (*pattern == '\\')
		return is_in_class(pattern[1], c);
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

static bool is_token(const Token *token, gunichar c)
{
	return *token->start == '[' ? is_in_set(token, c) : is_sign(token->start, c);
}

static gunichar lowered(gunichar c)
{
	return c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : g_unichar_tolower(c);
}

static bool is_same_sign(gunichar pattern, gunichar c)
{
	return pattern == c || pattern == lowered(c);
}

// How many signs a word of a list takes from `at` on (or up to it, with step -1); -1: not there.
static glong match_word(const Setter *setter, const char *word, const char *end, glong at, int step)
{
	glong length = g_utf8_strlen(word, end - word);
	glong from = step > 0 ? at : at - length + 1;
	for (glong i = 0; i < length; i++, word = g_utf8_next_char(word))
		if (!is_same_sign(g_utf8_get_char(word), sign_at(setter, from + i)))
			return -1;
	return length;
}

// The longest word of a list.
static glong match_list(const Setter *setter, const Token *token, glong at, int step)
{
	gsize name_length = (gsize)(token->end - token->start) - 2;
	glong longest = -1;
	for (guint i = 0; i < setter->table->list_count; i++) {
		const TypographyList *list = &setter->table->lists[i];
		if (strncmp(list->name, token->start + 1, name_length) != 0 || list->name[name_length])
			continue;
		for (const char *word = list->words, *end; word; word = *end ? end + 1 : NULL) {
			end = word + strcspn(word, "|");
			longest = MAX(longest, match_word(setter, word, end, at, step));
		}
	}
	return longest;
}

// Matches a token at `at`, onwards (step 1) or backwards (-1). Returns the next place; `failed` is set
// where it does not match. Past an end of the text there is one sign, END.
static glong match_token(const Setter *setter, const Token *token, glong at, int step, bool *failed)
{
	if (*token->start == '{') {
		glong length = match_list(setter, token, at, step);
		*failed = length < 0;
		return at + step * length;
	}
	glong least = token->quantifier == '?' || token->quantifier == '*' ? 0 : 1;
	glong most = token->quantifier == '*' || token->quantifier == '+' ? G_MAXLONG : 1;
	glong count = 0;
	while (count < most && at >= -1 && at <= setter->count && is_token(token, sign_at(setter, at))) {
		at += step;
		count++;
	}
	*failed = count < least;
	return at;
}

// Where a match of the pattern from `at` on ends; -1: none.
static glong match_onwards(const Setter *setter, const char *pattern, glong at)
{
	bool failed = false;
	while (*pattern && !failed) {
		Token token = next_token(pattern);
		at = match_token(setter, &token, at, 1, &failed);
		pattern = after_token(&token);
	}
	return failed ? -1 : at;
}

enum { TOKENS_MOST = 16 };

static bool matches_before(const Setter *setter, const char *pattern, glong at)
{
	Token tokens[TOKENS_MOST];
	guint count = 0;
	for (; *pattern && count < TOKENS_MOST; pattern = after_token(&tokens[count - 1]))
		tokens[count++] = next_token(pattern);
	bool failed = false;
	while (count > 0 && !failed)
		at = match_token(setter, &tokens[--count], at, -1, &failed);
	return !failed;
}

// --- output ---

static void add_anchor(Setter *setter, glong at, bool edit)
{
	Anchor anchor = {setter->out.text->len, setter->bytes[at], edit};
	g_array_append_val(setter->out.anchors, anchor);
}

// Takes the spaces that end the set text away, back to sign `from` of the typed text.
static void eat_spaces(Setter *setter, glong from, glong at)
{
	if (from == at)
		return;
	gsize length = typography_set_offset(&setter->out, setter->bytes[from]);
	g_string_truncate(setter->out.text, MIN(length, setter->out.text->len));
	GArray *anchors = setter->out.anchors;
	while (anchors->len > 0 &&
	       g_array_index(anchors, Anchor, anchors->len - 1).set > setter->out.text->len)
		g_array_set_size(anchors, anchors->len - 1);
	add_anchor(setter, from, true);
}

static glong replace(Setter *setter, glong at, glong end, const char *text)
{
	add_anchor(setter, at, true);
	g_string_append(setter->out.text, text);
	add_anchor(setter, end, false);
	return end;
}

// The first of the spaces before a sign.
static glong spaces_before(const Setter *setter, glong at)
{
	while (at > 0 && is_space(setter->signs[at - 1]) && !setter->fixed[at - 1])
		at--;
	return at;
}

static glong spaces_after(const Setter *setter, glong at)
{
	while (at < setter->count && is_space(setter->signs[at]) && !setter->fixed[at])
		at++;
	return at;
}

static bool is_free(const Setter *setter, glong at, glong end)
{
	for (; at < end; at++)
		if (setter->fixed[at])
			return false;
	return true;
}

// Tries one rule. The place after what it changed, or -1.
static glong apply_rule(Setter *setter, const TypographyRule *rule, glong at)
{
	glong end = match_onwards(setter, rule->match, at);
	if (end <= at || end > setter->count || match_onwards(setter, rule->after, end) < 0)
		return -1;
	glong from = rule->eat ? spaces_before(setter, at) : at;
	if (!matches_before(setter, rule->before, from - 1) || !is_free(setter, at, end))
		return -1;
	eat_spaces(setter, from, at);
	return replace(setter, at, end, rule->set);
}

// --- quotes ---

static bool may_open(const Setter *setter, glong at)
{
	gunichar before = sign_at(setter, at - 1), after = sign_at(setter, at + 1);
	bool stands_free = before == END || before == '\n' || is_space(before) ||
			   (before < 0x80 ? strchr("([{-/'\"", (int)before) != NULL
					  : before == 0x2019 || before == 0x2013 || before == 0x2014 ||
						before == 0xAB || before == 0x201C);
	return stands_free && after != END && after != '\n' && !is_space(after);
}

static glong open_quote(Setter *setter, glong at)
{
	const TypographyQuotes *quotes = &setter->table->quotes;
	bool inner = setter->depth % 2 == 1;
	if (setter->depth < QUOTES_DEEPEST)
		setter->quotes[setter->depth++] = inner ? 'i' : 'o';
	return replace(setter, at, spaces_after(setter, at + 1),
		       inner ? quotes->inner_open : quotes->outer_open);
}

static bool is_inner_open(const Setter *setter)
{
	return setter->depth > 0 && setter->quotes[setter->depth - 1] == 'i';
}

static glong close_quote(Setter *setter, glong at)
{
	const TypographyQuotes *quotes = &setter->table->quotes;
	// A single quote that was not closed ends with the double one around it.
	while (quotes->single && setter->signs[at] == '"' && is_inner_open(setter) && setter->depth > 1)
		setter->depth--;
	bool inner = setter->depth > 0 && setter->quotes[--setter->depth] == 'i';
	eat_spaces(setter, spaces_before(setter, at), at);
	return replace(setter, at, at + 1, inner ? quotes->inner_close : quotes->outer_close);
}

// Where ' both closes a quote and may be an apostrophe, an open quote is closed.
static bool is_closing_single(const Setter *setter, glong at)
{
	return setter->signs[at] == '\'' && setter->table->quotes.single && is_inner_open(setter) &&
	       is_in_class('e', sign_at(setter, at + 1));
}

// Typed guillemets stay outer quotes, but inside others become inner ones. Straight quotes open where a
// word begins, and close what is open; any other is left as it is (inches, seconds).
static glong apply_quotes(Setter *setter, glong at)
{
	gunichar c = setter->signs[at];
	const TypographyQuotes *quotes = &setter->table->quotes;
	bool guillemets = quotes->outer_open && g_utf8_get_char(quotes->outer_open) == 0xAB;
	if (!quotes->outer_open || setter->fixed[at])
		return -1;
	if (c == 0xAB && guillemets)
		return open_quote(setter, at);
	if (c == 0xBB && guillemets)
		return close_quote(setter, at);
	if (c != '"' && !(c == '\'' && quotes->single))
		return -1;
	if (may_open(setter, at))
		return open_quote(setter, at);
	return setter->depth > 0 ? close_quote(setter, at) : -1;
}

// --- what is left alone ---

static bool is_file_name(const char *text, gsize length)
{
	static const char *const endings[] = {"pdf", "doc",  "docx", "odt", "ods", "odp", "xls",  "xlsx",
					      "ppt", "pptx", "csv",  "txt", "png", "jpg", "jpeg", "svg",
					      "gif", "mp3",  "mp4",  "zip", "htm", "html"};
	const char *dot = g_strrstr_len(text, (gssize)length, ".");
	if (!dot || dot == text || memchr(text, '\'', length))
		return false;
	gsize rest = length - (gsize)(dot + 1 - text);
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (strlen(endings[i]) == rest && g_ascii_strncasecmp(dot + 1, endings[i], rest) == 0)
			return true;
	return false;
}

static bool is_word_sign(gunichar c)
{
	return is_letter(c) || is_digit(c) || c == '/';
}

// Fixes addresses and file names; signs that only surround them stay free.
static void fix_word(const Setter *setter, const char *text, glong start, glong end, bool *fixed)
{
	while (start < end && !is_word_sign(setter->signs[start]))
		start++;
	while (end > start && !is_word_sign(setter->signs[end - 1]))
		end--;
	const char *word = text + setter->bytes[start];
	gsize length = setter->bytes[end] - setter->bytes[start];
	if (length < 4 || (!text_is_address(word, length) && !is_file_name(word, length)))
		return;
	for (glong i = start; i < end; i++)
		fixed[i] = true;
}

static bool *find_fixed(const Setter *setter, const char *text, const TypographyRange *ranges,
			guint range_count)
{
	bool *fixed = g_new0(bool, setter->count + 1);
	guint range = 0;
	glong start = 0;
	bool dotted = false; // only words with a point can be addresses or file names
	for (glong i = 0; i <= setter->count; i++) {
		gunichar c = sign_at(setter, i);
		dotted = dotted || (c == '.' || c == '@' || c == '/');
		if (c == END || c == '\n' || is_space(c)) {
			if (dotted && i > start)
				fix_word(setter, text, start, i, fixed);
			start = i + 1;
			dotted = false;
		}
		while (range < range_count && setter->bytes[i] >= ranges[range].end)
			range++;
		if (range < range_count && setter->bytes[i] >= ranges[range].start)
			fixed[i] = true;
	}
	return fixed;
}

// --- setting ---

static guint table_index(gunichar c)
{
	return c < ASCII ? c : ASCII;
}

// Tries the rules that the sign and the one after it leave, in the table's order.
static glong set_sign(Setter *setter, glong at)
{
	if (is_closing_single(setter, at) && !setter->fixed[at])
		return close_quote(setter, at);
	const Typography *typography = setter->typography;
	RuleSet rules = typography->begins[table_index(setter->signs[at])] &
			typography->goes_on[table_index(sign_at(setter, at + 1))] &
			typography->stands_behind[table_index(sign_at(setter, at - 1))];
	for (guint i = 0; rules; i++, rules >>= 1) {
		glong next = rules & 1 ? apply_rule(setter, &setter->table->rules[i], at) : -1;
		if (next >= 0)
			return next;
	}
	return apply_quotes(setter, at);
}

static void copy_signs(Setter *setter, const char *text, glong start, glong end)
{
	gsize from = setter->bytes[start], to = setter->bytes[end];
	g_string_append_len(setter->out.text, text + from, (gssize)(to - from));
}

static void set_signs(Setter *setter, const char *text)
{
	const RuleSet *begins = setter->typography->begins;
	glong copied = 0;
	add_anchor(setter, 0, false);
	for (glong i = 0; i < setter->count;) {
		gunichar c = setter->signs[i];
		if (c < ASCII ? !begins[c] && c != '"' && c != '\'' : is_letter(c)) {
			i++;
			continue;
		}
		copy_signs(setter, text, copied, i);
		copied = i;
		glong next = set_sign(setter, i);
		if (next >= 0)
			copied = i = next;
		else
			i++;
	}
	copy_signs(setter, text, copied, setter->count);
}

TypographyText typography_set(const Typography *typography, const char *text, gsize length,
			      const TypographyRange *verbatim, guint verbatim_count)
{
	Setter setter = {.typography = typography, .table = typography->table};
	g_autofree gunichar *signs = g_utf8_to_ucs4_fast(text, (glong)length, &setter.count);
	g_autofree gsize *bytes = g_new(gsize, setter.count + 1);
	const char *at = text;
	for (glong i = 0; i <= setter.count; i++) {
		bytes[i] = (gsize)(at - text);
		if (i < setter.count)
			at = g_utf8_next_char(at);
	}
	setter.signs = signs;
	setter.bytes = bytes;
	setter.out.text = g_string_sized_new(length + length / 16);
	setter.out.anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
	g_autofree bool *fixed = find_fixed(&setter, text, verbatim, verbatim_count);
	setter.fixed = fixed;
	set_signs(&setter, text);
	add_anchor(&setter, setter.count, false);
	return setter.out;
}

void typography_text_clear(TypographyText *set)
{
	g_string_free(set->text, TRUE);
	g_array_unref(set->anchors);
	*set = (TypographyText){0};
}

// --- tables made ready ---

// The ASCII signs that a pattern can begin with.
typedef struct SignSet {
	bool has[ASCII];
} SignSet;

static void add_all(SignSet *signs)
{
	memset(signs->has, true, sizeof signs->has);
}

static void add_list(const TypographyTable *table, const Token *token, SignSet *signs)
{
	gsize name_length = (gsize)(token->end - token->start) - 2;
	for (guint i = 0; i < table->list_count; i++) {
		const TypographyList *list = &table->lists[i];
		if (strncmp(list->name, token->start + 1, name_length) != 0 || list->name[name_length])
			continue;
		for (const char *word = list->words; word;
		     word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
			if ((guchar)*word < ASCII)
				signs->has[(guchar)*word] = signs->has[(guchar)g_ascii_toupper(*word)] = true;
	}
}

static void add_token(const TypographyTable *table, const Token *token, SignSet *signs)
{
	if (*token->start == '{') {
		add_list(table, token, signs);
		return;
	}
	for (gunichar c = 0; c < ASCII; c++)
		signs->has[c] = signs->has[c] || is_token(token, c);
}

static bool is_optional(const Token *token)
{
	return token->quantifier == '?' || token->quantifier == '*';
}

static void add_beginnings(const TypographyTable *table, const char *pattern, SignSet *signs)
{
	while (*pattern) {
		Token token = next_token(pattern);
		add_token(table, &token, signs);
		if (!is_optional(&token))
			return;
		pattern = after_token(&token);
	}
	add_all(signs);
}

// What can stand after the first sign of a match.
static void add_second_signs(const TypographyTable *table, const TypographyRule *rule, SignSet *signs)
{
	Token token = next_token(rule->match);
	const char *rest = after_token(&token);
	if (token.quantifier)
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
		token = next_token(pattern);
		pattern = after_token(&token);
	}
	if (rule->eat || token.end == token.start || *token.start == '{' || is_optional(&token))
		add_all(signs);
	else
		add_token(table, &token, signs);
}

static void add_rule(RuleSet rules[ASCII + 1], RuleSet rule, const SignSet *signs)
{
	for (guint c = 0; c < ASCII; c++)
		if (signs->has[c])
			rules[c] |= rule;
	rules[ASCII] |= rule;
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
	static const TypographyTable *const tables[] = {&typography_french, &typography_english};
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

// --- places ---

// The last anchor at or before an offset of either text.
static guint find_anchor(const TypographyText *set, gsize offset, bool by_set)
{
	guint low = 0, high = set->anchors->len;
	while (high - low > 1) {
		guint middle = low + (high - low) / 2;
		const Anchor *anchor = &g_array_index(set->anchors, Anchor, middle);
		if ((by_set ? anchor->set : anchor->typed) <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

gsize typography_typed_offset(const TypographyText *set, gsize set_offset)
{
	const Anchor *anchor = &g_array_index(set->anchors, Anchor, find_anchor(set, set_offset, true));
	return anchor->edit ? anchor->typed : anchor->typed + (set_offset - anchor->set);
}

gsize typography_set_offset(const TypographyText *set, gsize typed_offset)
{
	guint index = find_anchor(set, typed_offset, false);
	const Anchor *anchor = &g_array_index(set->anchors, Anchor, index);
	if (!anchor->edit)
		return anchor->set + (typed_offset - anchor->typed);
	bool inside = typed_offset > anchor->typed && index + 1 < set->anchors->len;
	return inside ? anchor[1].set : anchor->set;
}
