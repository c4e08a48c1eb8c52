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
	bool solid, solid_before; // the sign at hand, the one before, stands in an unbreakable run
	bool verbatim;
} Copier;

static void copy_sign(Copier *copier, const char *text, gsize bytes)
{
	if (copier->solid && copier->solid_before)
		copier->next |= CUT_MARK_SOLID;
	if (copier->verbatim)
		copier->next |= CUT_MARK_VERBATIM;
	g_string_append_len(copier->prepared->text, text, (gssize)bytes);
	g_byte_array_append(copier->prepared->marks, &copier->next, 1);
	static const guint8 none[8] = {0};
	g_byte_array_append(copier->prepared->marks, none, (guint)bytes - 1);
	copier->next = 0;
	copier->solid_before = copier->solid;
}

static void copy_gap(Copier *copier)
{
	if (!copier->gap)
		return;
	copier->gap = false;
	guint8 after = copier->next;
	copier->next = copier->gap_marks;
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

static void copy_char(Copier *copier, const char *text)
{
	gunichar c = g_utf8_get_char(text);
	if (note_gap(copier, c) || note_mark(copier, c))
		return;
	copy_gap(copier);
	if (c == NON_BREAKING_HYPHEN) {
		copier->next |= CUT_MARK_JOIN;
		copy_sign(copier, "-", 1);
		copier->next |= CUT_MARK_JOIN;
		return;
	}
	copy_sign(copier, text, (gsize)(g_utf8_next_char(text) - text));
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
		for (; at < end; at = (gsize)(g_utf8_next_char(set.text->str + at) - set.text->str))
			copy_char(&copier, set.text->str + at);
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
