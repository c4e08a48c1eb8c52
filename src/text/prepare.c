#include "text/prepare.h"

#include <stdbool.h>
#include <string.h>

#include "text/cuts.h"

#define SOFT_HYPHEN 0xAD
#define ZERO_WIDTH_SPACE 0x200B
#define WORD_JOINER 0x2060
#define ZERO_WIDTH_NO_BREAK_SPACE 0xFEFF
#define NON_BREAKING_HYPHEN 0x2011

// State while signs are copied one by one.
typedef struct Copier {
	Prepared *prepared;
	guint8 next; // marks for the next byte
	bool gap;    // a space is due before the next sign
	guint8 gap_marks;
	guint run, gap_run;       // the run at hand; that in which the space was typed
	bool turn;                // that space ends a line, where there is more than one
	bool solid, solid_before; // the sign at hand, the one before, stands in an unbreakable run
	bool verbatim, raised;
} Copier;

// `count` signs of one byte each, or one sign of `bytes`.
static void copy_bytes(Copier *copier, const char *text, gsize bytes, gsize count)
{
	GByteArray *marks = copier->prepared->marks;
	guint start = marks->len;
	g_string_append_len(copier->prepared->text, text, (gssize)bytes);
	g_byte_array_set_size(marks, start + (guint)bytes);
	memset(marks->data + start, 0, bytes);
	guint8 own =
	    (guint8)((copier->verbatim ? CUT_MARK_VERBATIM : 0) | (copier->raised ? CUT_MARK_RAISED : 0));
	for (gsize i = 0; i < count; i++)
		marks->data[start + i] = own | (i > 0 && copier->solid ? CUT_MARK_SOLID : 0);
	marks->data[start] |= copier->next | (copier->solid && copier->solid_before ? CUT_MARK_SOLID : 0);
	copier->next = 0;
	copier->turn = false;
	copier->solid_before = copier->solid;
}

static void copy_sign(Copier *copier, const char *text, gsize bytes)
{
	copy_bytes(copier, text, bytes, 1);
}

static void copy_gap(Copier *copier)
{
	if (!copier->gap)
		return;
	copier->gap = false;
	guint8 after = copier->next;
	copier->next = copier->gap_marks | (copier->turn ? CUT_MARK_TURN : 0);
	copier->gap_marks = 0;
	copy_sign(copier, " ", 1);
	copier->next = after;
	// It stands where it was typed: a link or an abbreviation does not begin with what goes before it.
	for (guint run = copier->gap_run; run < copier->run; run++)
		copier->prepared->run_ends[run] = copier->prepared->text->len;
}

static bool note_gap(Copier *copier, gunichar c)
{
	if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x2028 && c != 0x2029)
		return false;
	if (!copier->gap)
		copier->gap_run = copier->run;
	copier->gap = copier->prepared->text->len > 0;
	if (copier->gap && c == '\n')
		copier->gap_marks |= CUT_MARK_FORCED;
	return true;
}

static bool note_mark(Copier *copier, gunichar c)
{
	switch (c) {
	case SOFT_HYPHEN:
		copier->next |= CUT_MARK_SOFT;
		return true;
	case ZERO_WIDTH_SPACE:
		copier->next |= CUT_MARK_SPLIT;
		return true;
	case WORD_JOINER:
	case ZERO_WIDTH_NO_BREAK_SPACE:
		copier->next |= CUT_MARK_JOIN;
		return true;
	default:
		return c < 0x20 || c == 0x7F;
	}
}

static const char *copy_char(Copier *copier, const char *text)
{
	const char *next = g_utf8_next_char(text);
	gunichar c = g_utf8_get_char(text);
	if (note_gap(copier, c) || note_mark(copier, c))
		return next;
	copy_gap(copier);
	if (c == NON_BREAKING_HYPHEN) {
		copier->next |= CUT_MARK_JOIN;
		copy_sign(copier, "-", 1);
		copier->next |= CUT_MARK_JOIN;
		return next;
	}
	copy_sign(copier, text, (gsize)(next - text));
	return next;
}

// A word's worth of plain signs at once, then what follows one by one.
static void copy_run(Copier *copier, const char *text, const char *end)
{
	while (text < end) {
		const char *plain = text;
		while (plain<end && * plain> ' ' && *plain < 0x7F)
			plain++;
		if (plain == text) {
			text = copy_char(copier, text);
			continue;
		}
		copy_gap(copier);
		copy_bytes(copier, text, (gsize)(plain - text), (gsize)(plain - text));
		text = plain;
	}
}

// --- stretches of one language ---

// Runs [first, end) are set by the rules of `lang`; runs of other languages among them are only neighbours.
typedef struct Stretch {
	Languages *languages;
	const TextRun *runs;
	guint first, end;
	const char *lang;
} Stretch;

static bool is_foreign(const Stretch *stretch, guint run)
{
	return g_strcmp0(stretch->runs[run].lang, stretch->lang) != 0;
}

static void join_runs(const Stretch *stretch, GString *typed, GArray *verbatim)
{
	for (guint i = stretch->first; i < stretch->end; i++) {
		TypographyRange range = {.start = typed->len};
		g_string_append(typed, stretch->runs[i].text);
		range.end = typed->len;
		if (stretch->runs[i].verbatim || is_foreign(stretch, i))
			g_array_append_val(verbatim, range);
	}
}

// Bytes [start, end) of a set text, superior letters marked.
static void copy_set(Copier *copier, const TypographyText *set, gsize start, gsize end)
{
	for (guint i = 0; i < set->raised->len; i++) {
		TypographyRange range = g_array_index(set->raised, TypographyRange, i);
		if (range.end <= start || range.start >= end)
			continue;
		gsize from = MAX(range.start, start), to = MIN(range.end, end);
		copy_run(copier, set->text->str + start, set->text->str + from);
		copier->raised = copier->prepared->has_raised = true;
		copy_run(copier, set->text->str + from, set->text->str + to);
		copier->raised = false;
		start = to;
	}
	copy_run(copier, set->text->str + start, set->text->str + MAX(end, start));
}

static void copy_stretch(Copier *copier, const Stretch *stretch);

// A foreign phrase, by the rules of its own language. Returns the run behind it.
static guint copy_foreign(Copier *copier, const Stretch *around, guint first)
{
	Stretch stretch = *around;
	stretch.first = stretch.end = first;
	stretch.lang = around->runs[first].lang;
	while (stretch.end < around->end && !is_foreign(&stretch, stretch.end))
		stretch.end++;
	copy_stretch(copier, &stretch);
	return stretch.end;
}

static void copy_stretch(Copier *copier, const Stretch *stretch)
{
	g_autoptr(GString) typed = g_string_new(NULL);
	g_autoptr(GArray) verbatim = g_array_new(FALSE, FALSE, sizeof(TypographyRange));
	join_runs(stretch, typed, verbatim);
	TypographyText set =
	    typography_set(languages_get(stretch->languages, stretch->lang)->typography, typed->str,
			   typed->len, (const TypographyRange *)(void *)verbatim->data, verbatim->len);
	gsize at = 0, typed_end = 0;
	for (guint i = stretch->first, next; i < stretch->end; i = next) {
		const TextRun *run = &stretch->runs[i];
		next = is_foreign(stretch, i) ? copy_foreign(copier, stretch, i) : i + 1;
		for (guint k = i; k < next; k++)
			typed_end += strlen(stretch->runs[k].text);
		gsize end = next < stretch->end ? typography_set_offset(&set, typed_end) : set.text->len;
		end = MAX(end, at);
		if (!is_foreign(stretch, i)) {
			copier->run = i;
			copier->solid = run->unbreakable;
			copier->verbatim = run->verbatim;
			copier->turn = run->own_line;
			copy_set(copier, &set, at, end);
			copier->prepared->run_ends[i] = copier->prepared->text->len;
		}
		at = end;
	}
	typography_text_clear(&set);
}

Prepared prepare_text(Languages *languages, const TextRun *runs, guint count)
{
	gsize length = 0;
	for (guint i = 0; i < count; i++)
		length += strlen(runs[i].text);
	Prepared prepared = {.text = g_string_sized_new(length + length / 16),
			     .marks = g_byte_array_sized_new((guint)(length + length / 16)),
			     .run_ends = g_new0(gsize, count + 1)};
	Copier copier = {.prepared = &prepared};
	copy_stretch(&copier, &(Stretch){.languages = languages, .runs = runs, .end = count});
	return prepared;
}

void prepared_clear(Prepared *prepared)
{
	g_string_free(prepared->text, true);
	g_byte_array_unref(prepared->marks);
	g_free(prepared->run_ends);
	*prepared = (Prepared){0};
}
