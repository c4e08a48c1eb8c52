// The lead: the first sentence of a text, set apart.
#include "flow/gather.h"

// What follows a place in a paragraph, in later runs too; "" at its end.
static const char *text_after(const Para *para, guint run, const char *at)
{
	while (!*at && ++run < para->runs->len)
		at = g_array_index(para->runs, TextRun, run).text;
	return at;
}

// A single capital before a full stop is an initial or a title, not a sentence: « M. Durand ».
static bool is_initial(const char *text, const char *stop)
{
	const char *letter = stop > text ? g_utf8_prev_char(stop) : NULL;
	if (*stop != '.' || !letter || !g_unichar_isupper(g_utf8_get_char(letter)))
		return false;
	return letter == text || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(letter)));
}

static bool ends_sentence(const Para *para, guint run, const char *c)
{
	const char *text = g_array_index(para->runs, TextRun, run).text;
	if ((*c != '.' && *c != '!' && *c != '?') || is_initial(text, c))
		return false;
	const char *next = text_after(para, run, c + 1);
	bool has_space = *next == ' ' || *next == '\n';
	while (*next == ' ' || *next == '\n')
		next = text_after(para, run, next + 1);
	return has_space && g_unichar_isupper(g_utf8_get_char(next));
}

// Where the first sentence of a paragraph ends: run and byte offset just past it.
// False where it has more than `limit` characters, or the paragraph is one sentence only.
static bool find_sentence(const Para *para, int limit, guint *run, size_t *offset)
{
	int characters = 0;
	for (guint i = 0; i < para->runs->len; i++) {
		const char *text = g_array_index(para->runs, TextRun, i).text;
		for (const char *c = text; *c; c = g_utf8_next_char(c)) {
			if (++characters > limit)
				return false;
			if (!ends_sentence(para, i, c))
				continue;
			*run = i;
			*offset = (size_t)(c - text) + 1;
			return true;
		}
	}
	return false;
}

// Drops spaces, and runs that are then empty, from the head of a paragraph.
static void trim_head(Para *para)
{
	while (para->runs->len > 0) {
		TextRun *run = &g_array_index(para->runs, TextRun, 0);
		while (*run->text == ' ' || *run->text == '\n')
			run->text++;
		if (*run->text)
			return;
		g_array_remove_index(para->runs, 0);
	}
}

// The mark of `style` that `marked` is of `plain`: emphasis stays emphasis in another style.
static const Style *same_mark(const Style *plain, const Style *marked, const Style *style)
{
	for (int bits = 0; bits < STYLE_MARKS; bits++)
		if (plain->marks[bits] == marked)
			return style->marks[bits];
	return style;
}

Para *gather_split_lead(Gather *gather, const Value *lead)
{
	const Style *style =
	    style_of(gather->builder,
		     bind_attribute(&gather->builder->binder, gather->box->scope, value_get(lead, "style")));
	int limit = 260;
	value_as_int(bind_attribute(&gather->builder->binder, gather->box->scope, value_get(lead, "limit")),
		     &limit);
	Para *first = gather->paras->len ? g_ptr_array_index(gather->paras, 0) : NULL;
	guint run;
	size_t offset;
	if (!style || !first || first->kind != MARK_PARAGRAPH || !find_sentence(first, limit, &run, &offset))
		return NULL;
	Para *sentence = g_new0(Para, 1);
	sentence->runs = g_array_new(FALSE, TRUE, sizeof(TextRun));
	for (guint i = 0; i <= run; i++) {
		TextRun taken = g_array_index(first->runs, TextRun, i);
		taken.style = same_mark(gather->style, taken.style, style);
		if (i == run)
			taken.text = arena_strndup(gather->builder->arena, taken.text, offset);
		g_array_append_val(sentence->runs, taken);
	}
	TextRun *rest = &g_array_index(first->runs, TextRun, run);
	rest->text += offset;
	g_array_remove_range(first->runs, 0, run);
	trim_head(first);
	g_ptr_array_insert(gather->paras, 0, sentence);
	return sentence;
}
