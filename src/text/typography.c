#include "text/typography.h"

#include <string.h>

#include "text/cuts.h"
#include "text/pattern.h"
#include "text/typography_index.h"

enum { QUOTES_DEEPEST = 8 };

// A point where set and typed text part ways, or meet again.
typedef struct Anchor {
	gsize set, typed;
	bool edit; // from here to the next anchor a rule changed the text
} Anchor;

typedef struct OpenQuote {
	gunichar sign; // as typed
	bool inner;
} OpenQuote;

typedef struct Setter {
	const Typography *typography;
	PatternText typed;
	const char *source; // the typed text in bytes
	const gsize *bytes; // where each sign begins; one more for the end
	const bool *fixed;  // signs that no rule changes
	TypographyText out;
	OpenQuote quotes[QUOTES_DEEPEST];
	guint depth;
} Setter;

// --- output ---

static void add_anchor(Setter *setter, glong at, bool edit)
{
	Anchor anchor = {setter->out.text->len, setter->bytes[at], edit};
	g_array_append_val(setter->out.anchors, anchor);
}

static void copy_signs(Setter *setter, glong start, glong end)
{
	gsize from = setter->bytes[start], to = setter->bytes[end];
	g_string_append_len(setter->out.text, setter->source + from, (gssize)(to - from));
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
	while (at > 0 && sign_is_space(setter->typed.signs[at - 1]) && !setter->fixed[at - 1])
		at--;
	return at;
}

static glong spaces_after(const Setter *setter, glong at)
{
	while (at < setter->typed.count && sign_is_space(setter->typed.signs[at]) && !setter->fixed[at])
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
	glong from = rule->eat ? spaces_before(setter, at) : at;
	if (!pattern_ends_at(&setter->typed, rule->before, from - 1))
		return -1;
	glong end = pattern_match(&setter->typed, rule->match, at);
	if (end <= at || end > setter->typed.count || pattern_match(&setter->typed, rule->after, end) < 0 ||
	    !is_free(setter, at, end))
		return -1;
	eat_spaces(setter, from, at);
	TypographyRange raised = {.start = setter->out.text->len};
	if (rule->set)
		replace(setter, at, end, rule->set);
	else
		copy_signs(setter, at, end);
	raised.end = setter->out.text->len;
	if (rule->raise)
		g_array_append_val(setter->out.raised, raised);
	return end;
}

// --- quotes ---

static bool may_open(const Setter *setter, glong at)
{
	gunichar before = pattern_sign_at(&setter->typed, at - 1),
		 after = pattern_sign_at(&setter->typed, at + 1);
	bool stands_free = before == PATTERN_END || before == '\n' || sign_is_space(before) ||
			   (before < 0x80 ? strchr("([{-/'\"", (int)before) != NULL
					  : before == 0x2019 || before == 0x2013 || before == 0x2014 ||
						before == 0xAB || before == 0x201C);
	return stands_free && after != PATTERN_END && after != '\n' && !sign_is_space(after);
}

static const OpenQuote *innermost_quote(const Setter *setter)
{
	return setter->depth > 0 ? &setter->quotes[setter->depth - 1] : NULL;
}

// The kinds take turns; ' alone is of the inner kind by itself, as the British have it.
static glong open_quote(Setter *setter, glong at)
{
	const TypographyQuotes *quotes = &setter->typed.table->quotes;
	const OpenQuote *around = innermost_quote(setter);
	OpenQuote quote = {.sign = setter->typed.signs[at]};
	quote.inner = around ? !around->inner : quote.sign == '\'';
	if (setter->depth < QUOTES_DEEPEST)
		setter->quotes[setter->depth++] = quote;
	return replace(setter, at, spaces_after(setter, at + 1),
		       quote.inner ? quotes->inner_open : quotes->outer_open);
}

static glong close_quote(Setter *setter, glong at)
{
	const TypographyQuotes *quotes = &setter->typed.table->quotes;
	// A single quote that was not closed ends with the double one around it.
	while (setter->typed.signs[at] == '"' && setter->depth > 1 && innermost_quote(setter)->sign == '\'')
		setter->depth--;
	bool inner = setter->depth > 0 && setter->quotes[--setter->depth].inner;
	eat_spaces(setter, spaces_before(setter, at), at);
	return replace(setter, at, at + 1, inner ? quotes->inner_close : quotes->outer_close);
}

// Where ' both closes a quote and may be an apostrophe, an open quote is closed.
static bool is_closing_single(const Setter *setter, glong at)
{
	const OpenQuote *around = innermost_quote(setter);
	return setter->typed.signs[at] == '\'' && around && around->sign == '\'' &&
	       sign_is_in_class('e', pattern_sign_at(&setter->typed, at + 1));
}

// Typed guillemets stay outer quotes, but inside others become inner ones. Straight quotes open where a
// word begins, and close what is open; any other is left as it is (inches, seconds).
static glong apply_quotes(Setter *setter, glong at)
{
	gunichar c = setter->typed.signs[at];
	const TypographyQuotes *quotes = &setter->typed.table->quotes;
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
	return sign_is_letter(c) || sign_is_digit(c) || c == '/';
}

// Fixes addresses and file names; signs that only surround them stay free.
static void fix_word(const Setter *setter, const char *text, glong start, glong end, bool *fixed)
{
	while (start < end && !is_word_sign(setter->typed.signs[start]))
		start++;
	while (end > start && !is_word_sign(setter->typed.signs[end - 1]))
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
	bool *fixed = g_new0(bool, setter->typed.count + 1);
	guint range = 0;
	glong start = 0;
	bool dotted = false; // only words with a point can be addresses or file names
	for (glong i = 0; i <= setter->typed.count; i++) {
		gunichar c = pattern_sign_at(&setter->typed, i);
		dotted = dotted || (c == '.' || c == '@' || c == '/');
		if (c == PATTERN_END || c == '\n' || sign_is_space(c)) {
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

// Tries those rules that the sign and the ones beside it leave, in the table's order.
static glong set_sign(Setter *setter, RuleSet rules, glong at)
{
	if (is_closing_single(setter, at) && !setter->fixed[at])
		return close_quote(setter, at);
	for (guint i = 0; rules; i++, rules >>= 1) {
		glong next = rules & 1 ? apply_rule(setter, &setter->typed.table->rules[i], at) : -1;
		if (next >= 0)
			return next;
	}
	return apply_quotes(setter, at);
}

static RuleSet rules_at(const Setter *setter, glong at)
{
	return typography_rules_at(setter->typography, pattern_sign_at(&setter->typed, at - 1),
				   setter->typed.signs[at], pattern_sign_at(&setter->typed, at + 1));
}

static void set_signs(Setter *setter)
{
	const RuleSet *begins = setter->typography->begins;
	glong copied = 0;
	add_anchor(setter, 0, false);
	for (glong i = 0; i < setter->typed.count;) {
		gunichar c = setter->typed.signs[i];
		bool ascii = c < INDEX_ASCII, quote = ascii ? c == '"' || c == '\'' : !sign_is_letter(c);
		RuleSet rules = ascii && !begins[c] ? 0 : rules_at(setter, i);
		if (!rules && !quote) {
			i++;
			continue;
		}
		copy_signs(setter, copied, i);
		copied = i;
		glong next = set_sign(setter, rules, i);
		if (next >= 0)
			copied = i = next;
		else
			i++;
	}
	copy_signs(setter, copied, setter->typed.count);
}

TypographyText typography_set(const Typography *typography, const char *text, gsize length,
			      const TypographyRange *verbatim, guint verbatim_count)
{
	Setter setter = {.typography = typography, .typed = {.table = typography->table}};
	g_autofree gunichar *signs = g_utf8_to_ucs4_fast(text, (glong)length, &setter.typed.count);
	g_autofree gsize *bytes = g_new(gsize, setter.typed.count + 1);
	const char *at = text;
	for (glong i = 0; i <= setter.typed.count; i++) {
		bytes[i] = (gsize)(at - text);
		if (i < setter.typed.count)
			at = g_utf8_next_char(at);
	}
	setter.typed.signs = signs;
	setter.source = text;
	setter.bytes = bytes;
	setter.out.text = g_string_sized_new(length + length / 16);
	setter.out.anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
	setter.out.raised = g_array_new(FALSE, FALSE, sizeof(TypographyRange));
	g_autofree bool *fixed = find_fixed(&setter, text, verbatim, verbatim_count);
	setter.fixed = fixed;
	set_signs(&setter);
	add_anchor(&setter, setter.typed.count, false);
	return setter.out;
}

void typography_text_clear(TypographyText *set)
{
	g_string_free(set->text, TRUE);
	g_array_unref(set->anchors);
	g_array_unref(set->raised);
	*set = (TypographyText){0};
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
