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
	bool turn;                // that space ends a line, where there is more than one
	bool solid, solid_before; // the sign at hand, the one before, stands in an unbreakable run
	bool verbatim;
} Copier;

// `count` signs of one byte each, or one sign of `bytes`.
static void copy_bytes(Copier *copier, const char *text, gsize bytes, gsize count)
{
	GByteArray *marks = copier->prepared->marks;
	guint start = marks->len;
	g_string_append_len(copier->prepared->text, text, (gssize)bytes);
	g_byte_array_set_size(marks, start + (guint)bytes);
	memset(marks->data + start, 0, bytes);
	guint8 own = copier->verbatim ? CUT_MARK_VERBATIM : 0;
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
}

static bool note_gap(Copier *copier, gunichar c)
{
	if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x2028 && c != 0x2029)
		return false;
	if (copier->prepared->text->len > 0 || c == '\n')
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

static gsize total_length(const TextRun *runs, guint count, GString *typed, GArray *verbatim)
{
	for (guint i = 0; i < count; i++) {
		TypographyRange range = {.start = typed->len};
		g_string_append(typed, runs[i].text);
		range.end = typed->len;
		if (runs[i].verbatim)
			g_array_append_val(verbatim, range);
	}
	return typed->len;
}

Prepared prepare_text(const Typography *typography, const TextRun *runs, guint count)
{
	g_autoptr(GString) typed = g_string_new(NULL);
	g_autoptr(GArray) verbatim = g_array_new(FALSE, FALSE, sizeof(TypographyRange));
	gsize length = total_length(runs, count, typed, verbatim);
	TypographyText set = typography_set(typography, typed->str, length,
					    (const TypographyRange *)(void *)verbatim->data, verbatim->len);
	Prepared prepared = {.text = g_string_sized_new(set.text->len),
			     .marks = g_byte_array_sized_new((guint)set.text->len),
			     .run_ends = g_new0(gsize, count + 1)};
	Copier copier = {.prepared = &prepared};
	gsize at = 0, typed_end = 0;
	for (guint i = 0; i < count; i++) {
		typed_end += strlen(runs[i].text);
		gsize end = i + 1 < count ? typography_set_offset(&set, typed_end) : set.text->len;
		copier.solid = runs[i].unbreakable;
		copier.verbatim = runs[i].verbatim;
		copier.turn = runs[i].own_line;
		copy_run(&copier, set.text->str + at, set.text->str + MAX(end, at));
		at = MAX(end, at);
		prepared.run_ends[i] = prepared.text->len;
	}
	typography_text_clear(&set);
	return prepared;
}

void prepared_clear(Prepared *prepared)
{
	g_string_free(prepared->text, true);
	g_byte_array_unref(prepared->marks);
	g_free(prepared->run_ends);
	*prepared = (Prepared){0};
}
