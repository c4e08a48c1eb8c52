#include "text/cuts.h"

#include <stdbool.h>
#include <string.h>

#define NO_BREAK_SPACE 0xA0
#define NARROW_NO_BREAK_SPACE 0x202F
#define APOSTROPHE 0x2019
#define HYPHEN 0x2010

enum { DASH_LETTERS = 2, SLASH_LETTERS = 3, ADDRESS_CHARACTERS = 2, WORD_LETTERS = 5 };

// --- characters ---

static bool is_word_end(gunichar c)
{
	return c == ' ' || c == NO_BREAK_SPACE || c == NARROW_NO_BREAK_SPACE || c == 0;
}

static bool is_letter(gunichar c)
{
	return c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static bool is_apostrophe(gunichar c)
{
	return c == '\'' || c == APOSTROPHE;
}

static gunichar char_at(const char *text, const char *end)
{
	return text < end ? g_utf8_get_char(text) : 0;
}

static guint count_letters_before(const char *start, const char *at, guint most)
{
	guint count = 0;
	while (count < most && at > start) {
		at = g_utf8_prev_char(at);
		if (!is_letter(g_utf8_get_char(at)))
			break;
		count++;
	}
	return count;
}

static guint count_letters_after(const char *at, const char *end, guint most)
{
	guint count = 0;
	for (; count < most && at < end && is_letter(g_utf8_get_char(at)); at = g_utf8_next_char(at))
		count++;
	return count;
}

static bool has_letters_around(const char *start, const char *sign, const char *after, const char *end,
			       guint letters)
{
	return count_letters_before(start, sign, letters) == letters &&
	       count_letters_after(after, end, letters) == letters;
}

// --- addresses ---

// "example.org/path", "www.example.org": a dot between letters or digits, the last part a name.
static bool is_host(const char *text, gsize length)
{
	gsize host = 0;
	while (host < length && (g_ascii_isalnum(text[host]) || text[host] == '-' || text[host] == '.'))
		host++;
	if (host < length && !strchr("/:?#", text[host]))
		return false;
	const char *dot = g_strrstr_len(text, (gssize)host, ".");
	if (!dot || dot == text || host < (gsize)(dot - text) + 3)
		return false;
	for (const char *c = dot + 1; c < text + host; c++)
		if (!g_ascii_isalpha(*c))
			return false;
	return g_ascii_isalnum(dot[-1]);
}

bool text_is_address(const char *text, gsize length)
{
	if (g_strstr_len(text, (gssize)length, "://"))
		return true;
	const char *at = memchr(text, '@', length);
	if (at)
		return at > text && is_host(at + 1, length - (gsize)(at + 1 - text));
	bool www = length > 4 && g_ascii_strncasecmp(text, "www.", 4) == 0;
	bool path = memchr(text, '/', length) != NULL;
	return (www || path) && is_host(text, length);
}

static void cut_address(const char *text, gsize start, gsize end, guint8 *cuts)
{
	for (gsize i = start + ADDRESS_CHARACTERS; i + ADDRESS_CHARACTERS <= end; i++)
		if (strchr("/.-_?&=@#", text[i - 1]) && !strchr("/.-_?&=@#", text[i]))
			cuts[i] = text[i - 1] == '-' ? CUT_ADDRESS_DASH : CUT_ADDRESS;
}

// --- words ---

static Hyphenator *hyphenator_at(const CutInput *input, gsize at)
{
	for (guint i = 0; i < input->language_count; i++)
		if (at >= input->languages[i].start && at < input->languages[i].end)
			return input->languages[i].hyphenator;
	return input->hyphenator;
}

// What capitals a word may have that is divided.
typedef enum WordCase { CASE_FIRST_CAPITAL, CASE_ANY } WordCase;

static bool is_divisible(const char *text, gsize length, WordCase letter_case)
{
	guint letters = 0;
	for (const char *c = text; c < text + length; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);
		bool may_be_capital =
		    letter_case == CASE_ANY || (letter_case == CASE_FIRST_CAPITAL && c == text);
		if (!is_letter(letter) || (!may_be_capital && g_unichar_isupper(letter)))
			return false;
		letters++;
	}
	return letters >= WORD_LETTERS;
}

static void divide_part(const CutInput *input, gsize start, gsize end, bool any_case, guint8 *cuts)
{
	Hyphenator *hyphenator = hyphenator_at(input, start);
	const char *word = input->text + start;
	if (!is_divisible(word, end - start, any_case ? CASE_ANY : CASE_FIRST_CAPITAL))
		return;
	bool capital = g_unichar_isupper(g_utf8_get_char(word));
	g_autofree char *lower = capital || any_case ? g_utf8_strdown(word, (gssize)(end - start)) : NULL;
	if (lower && strlen(lower) != end - start)
		return;
	Cut cut = capital && !hyphenator_divides_capitals(hyphenator) ? CUT_CAPITAL : CUT_HYPHEN;
	const guint16 *offsets = hyphenator_divide(hyphenator, lower ? lower : word, end - start);
	for (; *offsets; offsets++)
		if (!cuts[start + *offsets] && !(input->marks[start + *offsets] & CUT_MARK_JOIN))
			cuts[start + *offsets] = (guint8)cut;
}

// Takes punctuation off both ends of a word.
static void strip_word(const char *text, gsize *start, gsize *end)
{
	while (*start < *end && !g_unichar_isalnum(g_utf8_get_char(text + *start)))
		*start = (gsize)(g_utf8_next_char(text + *start) - text);
	while (*end > *start) {
		const char *last = g_utf8_prev_char(text + *end);
		gunichar c = g_utf8_get_char(last);
		if (g_unichar_isalnum(c) || g_unichar_ismark(c))
			break;
		*end = (gsize)(last - text);
	}
}

// Words of letters only, elisions (l’, qu’) taken for words of their own. What holds a point, a
// bracket, a hyphen, a figure (citoyen·nes, Chargé(e), e-mail) is left whole.
static bool is_plain_word(const char *text, gsize start, gsize end)
{
	for (const char *c = text + start; c < text + end; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);
		if (!is_letter(letter) && !is_apostrophe(letter))
			return false;
	}
	return true;
}

static bool has_mark(const guint8 *marks, gsize start, gsize end, guint8 mark)
{
	for (gsize i = start; i < end; i++)
		if (marks[i] & mark)
			return true;
	return false;
}

static gsize char_bytes(const char *text)
{
	return (gsize)(g_utf8_next_char(text) - text);
}

// A vowel that an elision stands before has two letters on its line with it: d’é-changer. The patterns
// know it when they see the word as it is spoken, the apostrophe left out.
static void divide_elision(const CutInput *input, gsize start, gsize sign, gsize end, guint8 *cuts)
{
	const char *text = input->text;
	gsize part = sign + char_bytes(text + sign);
	if (sign - start != char_bytes(text + start) || part >= end ||
	    !is_letter(g_utf8_get_char(text + part)))
		return;
	g_autofree char *typed =
	    g_strdup_printf("%.*s%.*s", (int)(sign - start), text + start, (int)(end - part), text + part);
	g_autofree char *spoken = g_utf8_strdown(typed, -1);
	gsize length = sign - start + end - part, vowel = sign - start + char_bytes(text + part);
	if (strlen(spoken) != length || !is_divisible(spoken, length, CASE_FIRST_CAPITAL))
		return;
	const guint16 *offsets = hyphenator_divide(hyphenator_at(input, start), spoken, length);
	for (; *offsets; offsets++)
		if (*offsets == vowel && !cuts[part + char_bytes(text + part)])
			cuts[part + char_bytes(text + part)] = CUT_ELISION;
}

static void divide_word(const CutInput *input, gsize start, gsize end, guint8 *cuts)
{
	const char *text = input->text;
	strip_word(text, &start, &end);
	if (!is_plain_word(text, start, end) ||
	    has_mark(input->marks, start, end, CUT_MARK_SOFT | CUT_MARK_SOLID | CUT_MARK_VERBATIM))
		return;
	gsize part = start;
	for (gsize i = start; i < end; i = (gsize)(g_utf8_next_char(text + i) - text)) {
		if (!is_apostrophe(g_utf8_get_char(text + i)))
			continue;
		divide_part(input, part, i, false, cuts);
		divide_elision(input, part, i, end, cuts);
		part = (gsize)(g_utf8_next_char(text + i) - text);
	}
	divide_part(input, part, end, false, cuts);
}

// Breaks between two characters of a word that need no hyphen added.
static Cut cut_between(const CutInput *input, const char *before, const char *at)
{
	const char *start = input->text, *end = input->text + input->length;
	gunichar sign = g_utf8_get_char(before), next = g_utf8_get_char(at);
	if (sign == '-' || sign == HYPHEN)
		return has_letters_around(start, before, at, end, DASH_LETTERS) ? CUT_DASH : CUT_NONE;
	if (sign == '/')
		return has_letters_around(start, before, at, end, SLASH_LETTERS) ? CUT_SLASH : CUT_NONE;
	if (sign == 0x2013 || sign == 0x2014)
		return has_letters_around(start, before, at, end, 1) ? CUT_PLAIN : CUT_NONE;
	if (sign > 0x2E00 && g_unichar_iswide(sign) && g_unichar_iswide(next) && is_letter(next))
		return CUT_PLAIN;
	return CUT_NONE;
}

static void cut_word(const CutInput *input, gsize start, gsize end, bool divisible, guint8 *cuts)
{
	const char *text = input->text;
	if (!input->words_whole) {
		gsize from = start, to = end;
		strip_word(text, &from, &to);
		if (to > from && text_is_address(text + from, to - from)) {
			cut_address(text, from, to, cuts);
			return;
		}
		for (const char *before = text + start, *at; before < text + end; before = at) {
			at = g_utf8_next_char(before);
			if (at < text + end && !g_ascii_isalnum(*before))
				cuts[at - text] = (guint8)cut_between(input, before, at);
		}
	}
	if (divisible && input->hyphenator)
		divide_word(input, start, end, cuts);
}

// --- spaces ---

// A sign that no line begins with, even after a space.
static bool clings_to_line(const char *at, const char *end)
{
	gunichar sign = char_at(at, end);
	if (sign == 0)
		return false;
	bool clings = sign < 0x80 ? strchr("!?;:%),.]", (int)sign) != NULL : sign == 0xBB || sign == 0x2026;
	if (!clings)
		return false;
	return is_word_end(char_at(g_utf8_next_char(at), end));
}

static Cut cut_space(const CutInput *input, gsize at)
{
	const char *next = input->text + at + 1;
	if (input->marks[at] & (CUT_MARK_FORCED | CUT_MARK_TURN))
		return CUT_FORCED;
	return clings_to_line(next, input->text + input->length) ? CUT_NONE : CUT_SPACE;
}

// --- all of it ---

// Where the last word of the text (or of a part that ends in a forced break) begins.
static gsize last_word(const char *text, gsize end)
{
	while (end > 0 && is_word_end(g_utf8_get_char(g_utf8_prev_char(text + end))))
		end = (gsize)(g_utf8_prev_char(text + end) - text);
	while (end > 0 && !is_word_end(g_utf8_get_char(g_utf8_prev_char(text + end))))
		end = (gsize)(g_utf8_prev_char(text + end) - text);
	return end;
}

static void apply_marks(const CutInput *input, guint8 *cuts)
{
	for (gsize i = 0; i < input->length; i++) {
		guint8 mark = input->marks[i];
		if (cuts[i] == CUT_FORCED || mark == 0)
			continue;
		if (g_unichar_ismark(g_utf8_get_char(input->text + i)))
			mark = CUT_MARK_JOIN; // an accent is never parted from its letter
		if (mark & CUT_MARK_SOFT)
			cuts[i] = CUT_SOFT;
		if (mark & CUT_MARK_SPLIT && cuts[i] == CUT_NONE)
			cuts[i] = CUT_PLAIN;
		if (mark & (CUT_MARK_JOIN | CUT_MARK_SOLID))
			cuts[i] = CUT_NONE;
	}
}

guint8 *cuts_find(const CutInput *input)
{
	const char *text = input->text;
	guint8 *cuts = g_new0(guint8, input->length + 1);
	gsize last = last_word(text, input->length);
	gsize start = 0;
	for (gsize i = 0; i <= input->length;) {
		gunichar c = char_at(text + i, text + input->length);
		gsize next = i < input->length ? (gsize)(g_utf8_next_char(text + i) - text) : i + 1;
		if (is_word_end(c)) {
			if (i > start)
				cut_word(input, start, i, start < last, cuts);
			if (c == ' ')
				cuts[i] = (guint8)cut_space(input, i);
			start = next;
		}
		i = next;
	}
	apply_marks(input, cuts);
	cuts[0] = CUT_NONE;
	return cuts;
}

void cuts_find_emergency(const CutInput *input, gsize start, gsize end, guint8 *cuts)
{
	const char *text = input->text;
	gsize from = start, to = end;
	strip_word(text, &from, &to);
	g_autofree guint8 *hyphens = g_new0(guint8, input->length + 1);
	if (input->hyphenator)
		divide_part(input, from, to, true, hyphens);
	for (gsize i = start; i < end; i = (gsize)(g_utf8_next_char(text + i) - text)) {
		if (i == start || cuts[i] != CUT_NONE || g_unichar_ismark(g_utf8_get_char(text + i)))
			continue;
		gunichar before = g_utf8_get_char(g_utf8_prev_char(text + i));
		bool sign = before < 0x80 ? strchr("/.-_?&=@#,;:", (int)before) != NULL : is_word_end(before);
		cuts[i] = hyphens[i] ? CUT_LAST_HYPHEN : sign ? CUT_LAST_SIGN : CUT_LAST_ANYWHERE;
	}
}
