#include "import/passage.h"

#include <string.h>

// --- marks ---

static bool is_mark(char sign)
{
	return sign >= SIGN_STRONG && sign <= SIGN_PICTOGRAM;
}

static void meet_mark(PassageCursor *cursor, char sign)
{
	if (sign == SIGN_STRONG || sign == SIGN_STRONG_END)
		cursor->strong = sign == SIGN_STRONG;
	if (sign == SIGN_EM || sign == SIGN_EM_END)
		cursor->em = sign == SIGN_EM;
	if (sign == SIGN_LINK || sign == SIGN_LINK_END)
		cursor->link = sign == SIGN_LINK;
	cursor->targets += sign == SIGN_LINK;
	cursor->line += sign == '\n';
}

static void add_marks(GString *text, const PassageCursor *cursor, bool begin)
{
	if (cursor->strong)
		g_string_append_c(text, begin ? SIGN_STRONG : SIGN_STRONG_END);
	if (cursor->em)
		g_string_append_c(text, begin ? SIGN_EM : SIGN_EM_END);
	if (cursor->link)
		g_string_append_c(text, begin ? SIGN_LINK : SIGN_LINK_END);
}

PassageCursor passage_begin(const Passage *passage)
{
	return (PassageCursor){.passage = passage, .line = passage->line};
}

void passage_advance(PassageCursor *cursor, size_t to)
{
	while (cursor->at < to)
		meet_mark(cursor, cursor->passage->text[cursor->at++]);
}

Passage *passage_cut(Arena *arena, const PassageCursor *start, size_t end)
{
	const Passage *passage = start->passage;
	Passage *cut = arena_new0(arena, Passage);
	PassageCursor cursor = *start;
	GString *text = g_string_new(NULL);
	add_marks(text, start, true);
	g_string_append_len(text, passage->text + start->at, (gssize)(end - start->at));
	passage_advance(&cursor, end);
	add_marks(text, &cursor, false);
	guint first = start->targets - start->link;
	*cut = *passage;
	cut->line = start->line;
	cut->end_line = cursor.line;
	cut->text = arena_strndup(arena, text->str, text->len);
	cut->target_count = cursor.targets - first;
	cut->targets = cut->target_count ? passage->targets + first : NULL;
	g_string_free(text, TRUE);
	return cut;
}

Passage *passage_slice(Arena *arena, const Passage *passage, size_t start, size_t end)
{
	PassageCursor cursor = passage_begin(passage);
	passage_advance(&cursor, start);
	return passage_cut(arena, &cursor, end);
}

Passage *passage_join(Arena *arena, const Passage *first, const Passage *second)
{
	Passage *whole = arena_new0(arena, Passage);
	guint count = first->target_count + second->target_count;
	const char **targets = arena_array(arena, const char *, count);
	for (guint i = 0; i < count; i++)
		targets[i] =
		    i < first->target_count ? first->targets[i] : second->targets[i - first->target_count];
	*whole = *first;
	whole->text = arena_printf(arena, "%s %s", first->text, second->text);
	whole->targets = targets;
	whole->target_count = count;
	return whole;
}

// --- what a passage is like ---

bool passage_has_words(const Passage *passage)
{
	for (const char *place = passage->text; *place; place = g_utf8_next_char(place))
		if (g_unichar_isalnum(g_utf8_get_char(place)))
			return true;
	return false;
}

bool passage_begins_small(const Passage *passage)
{
	for (const char *place = passage->text; *place; place = g_utf8_next_char(place)) {
		gunichar sign = g_utf8_get_char(place);
		if (!g_unichar_isspace(sign) && !is_mark(*place))
			return g_unichar_islower(sign);
	}
	return false;
}

static bool closes(gunichar sign)
{
	GUnicodeType type = g_unichar_type(sign);
	return sign == '"' || sign == '\'' || type == G_UNICODE_CLOSE_PUNCTUATION ||
	       type == G_UNICODE_FINAL_PUNCTUATION;
}

gunichar passage_last_sign(const Passage *passage)
{
	gunichar last = 0;
	for (const char *place = passage->text; *place; place = g_utf8_next_char(place)) {
		gunichar sign = g_utf8_get_char(place);
		if (!g_unichar_isspace(sign) && !is_mark(*place) && !closes(sign))
			last = sign;
	}
	return last;
}

bool passage_is_strong(const Passage *passage)
{
	PassageCursor open = {0};
	bool any = false;
	for (const char *place = passage->text; *place; place++) {
		meet_mark(&open, *place);
		if (is_mark(*place) || g_ascii_isspace(*place))
			continue;
		if (!open.strong)
			return false;
		any = true;
	}
	return any;
}

bool passage_is_link(const Passage *passage)
{
	PassageCursor open = {0};
	for (const char *place = passage->text; *place; place++) {
		meet_mark(&open, *place);
		if (!is_mark(*place) && !g_ascii_isspace(*place) && !open.link)
			return false;
	}
	return passage->target_count == 1;
}

size_t passage_length(const Passage *passage)
{
	size_t length = 0;
	for (const char *place = passage->text; *place; place = g_utf8_next_char(place))
		length += !is_mark(*place);
	return length;
}

// --- as it is compared ---

static const struct {
	gunichar from, to; // the first and the last of them
	const char *as;
} foldings[] = {
    {0xA0, 0xA0, " "},      {0xAB, 0xAB, "\""},    {0xAD, 0xAD, ""},       {0xB0, 0xB0, "o"},
    {0xB4, 0xB4, "'"},      {0xBA, 0xBA, "o"},     {0xBB, 0xBB, "\""},     {0xC6, 0xC6, "ae"},
    {0xE6, 0xE6, "ae"},     {0x152, 0x153, "oe"},  {0x2BC, 0x2BC, "'"},    {0x200B, 0x200F, ""},
    {0x2010, 0x2015, "-"},  {0x2018, 0x201B, "'"}, {0x201C, 0x201F, "\""}, {0x2032, 0x2032, "'"},
    {0x2033, 0x2033, "\""}, {0x2060, 0x2060, ""},  {0x2212, 0x2212, "-"},
};

static void fold_sign(GString *text, gunichar sign)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	for (size_t i = 0; i < G_N_ELEMENTS(foldings); i++)
		if (sign >= foldings[i].from && sign <= foldings[i].to) {
			g_string_append(text, foldings[i].as);
			return;
		}
	if (sign != '\n' && g_unichar_isspace(sign))
		g_string_append_c(text, ' ');
	else if (g_unichar_combining_class(sign) == 0 &&
		 g_unichar_fully_decompose(sign, FALSE, parts, G_N_ELEMENTS(parts)) > 0)
		g_string_append_unichar(text, g_unichar_tolower(parts[0]));
}

void folded_init(Folded *folded, const char *text)
{
	GString *result = g_string_new(NULL);
	GArray *places = g_array_new(FALSE, FALSE, sizeof(size_t));
	const char *place = text;
	while (true) {
		size_t offset = (size_t)(place - text);
		if (*place)
			fold_sign(result, g_utf8_get_char(place));
		while (places->len < result->len + (*place == '\0'))
			g_array_append_val(places, offset);
		if (*place == '\0')
			break;
		place = g_utf8_next_char(place);
	}
	folded->text = g_string_free(result, FALSE);
	folded->places = (size_t *)(void *)g_array_free(places, FALSE);
}

void folded_clear(Folded *folded)
{
	g_free(folded->text);
	g_free(folded->places);
}
