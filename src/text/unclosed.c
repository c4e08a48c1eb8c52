#include "text/unclosed.h"

#include <string.h>

#include "base/bracket.h"
#include "base/intl.h"

// Signs that open something when they stand before a word.
typedef struct Opener {
	const char *sign;
	gsize
	    most; // times the sign may stand in a row: longer rows are lines to fill in, or stars for letters
	const char *what, *hint;
} Opener;

static const Opener openers[] = {
    {"*", 3, N_("the bold text that begins here does not end: its signs %s will be printed"),
     N_("put ** right behind its last word, in the same paragraph; or write \\*\\* for the signs "
	"themselves")},
    {"_", 2, N_("the bold text that begins here does not end: its signs %s will be printed"),
     N_("put __ right behind its last word, in the same paragraph; or write \\_\\_ for the signs "
	"themselves")},
    {"~", 2, N_("the signs %s will be printed: text cannot be struck out"),
     N_("take the signs out, those behind the text too; or write \\~\\~ for the signs themselves")},
};

bool unclosed_is_possible(const char *text)
{
	return strstr(text, "**") || strstr(text, "__") || strstr(text, "~~") || strchr(text, ']');
}

static void warn(const Unclosed *check, gsize start, gsize end, char *what, const char *hint)
{
	diag_take(check->diags, SEVERITY_WARNING, "text.unclosed",
		  value_span_near(check->value, start, end - start, check->mark), what, g_strdup(hint));
}

// The character before a byte of a text, 0 at its start; and the one at it.
static gunichar char_before(const char *text, gsize at)
{
	return at ? g_utf8_get_char(g_utf8_prev_char(text + at)) : 0;
}

static bool is_word(gunichar c)
{
	return c && (g_unichar_isalnum(c) || g_unichar_ismark(c));
}

// A footnote's stars stand behind a word or before a space: neither opens anything.
static gsize check_opener(const Unclosed *check, gsize at, gsize end)
{
	const char *text = check->value->text;
	char sign[2] = {text[at], '\0'};
	gsize length = strspn(text + at, sign);
	for (guint i = 0; i < G_N_ELEMENTS(openers); i++) {
		const Opener *opener = &openers[i];
		if (*opener->sign != *sign || length < 2 || length > opener->most || at + length > end ||
		    is_word(char_before(text, at)))
			continue;
		gunichar next = g_utf8_get_char(text + at + length);
		bool is_before_word = is_word(next) || (next && strchr("[(\"'", (int)MIN(next, 127))) ||
				      next == 0xAB || next == 0x201C || next == 0x2018;
		g_autofree char *signs = g_strndup(text + at, length);
		if (is_before_word)
			warn(check, at, at + length, g_strdup_printf(_(opener->what), signs),
			     _(opener->hint));
	}
	return length;
}

static bool is_address(const char *text)
{
	return g_ascii_strncasecmp(text, "http", 4) == 0 || g_ascii_strncasecmp(text, "mailto:", 7) == 0 ||
	       g_ascii_strncasecmp(text, "www.", 4) == 0;
}

// The sign ) or what else ends a line; none is looked for farther than any address goes.
static const char *find_address_end(const char *open)
{
	const char *end = open;
	while (*end && *end != ')' && *end != '\n' && end - open < VALUE_SPAN_BACK)
		end++;
	return end;
}

// What is wrong with a link whose address should begin at `open`, the sign (.
static const char *explain_link(const char *open)
{
	if (*find_address_end(open) != ')')
		return _("put the sign ) right behind the address");
	if (open[-1] != ']')
		return _("take the space between ] and ( out");
	return _("an address has no spaces: take them out, or write %20 for each");
}

static void check_link(const Unclosed *check, gsize close)
{
	const char *text = check->value->text;
	const char *open = text + close + 1 + strspn(text + close + 1, " ");
	if (*open != '(')
		return;
	const char *start = bracket_find_opening(text, text + close, VALUE_SPAN_BACK);
	bool is_typed = open == text + close + 1 && *find_address_end(open) == ')';
	if (!start || (!is_typed && !is_address(open + 1)))
		return;
	warn(check, (gsize)(start - text), (gsize)(open + 1 - text),
	     g_strdup(_("this is no whole link: its brackets and its address will be printed")),
	     explain_link(open));
}

void unclosed_check(const Unclosed *check, gsize start, gsize end)
{
	const char *text = check->value->text;
	for (gsize at = start; at < end;) {
		gsize skip = strcspn(text + at, "*_~]");
		at += skip;
		if (at >= end)
			return;
		if (text[at] == ']')
			check_link(check, at++);
		else
			at += check_opener(check, at, end);
	}
}
