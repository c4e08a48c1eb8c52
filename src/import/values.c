#include "import/values.h"

#include <string.h>

#include "import/inline.h"
#include "load/formats.h"

// One capture on its way to a field.
typedef struct Piece {
	Values *values;
	const Match *match;
	const Folded *folded;
	const Passage *text; // of the passage, what was captured
	const char *key;
	guint index;
	InlineFlags flags;
	Tree *map;
} Piece;

// --- texts ---

static bool add_text(const Piece *piece, TreeKind kind, const char *text)
{
	if (*text)
		tree_add(piece->values->arena, piece->map, piece->key, kind, text);
	return *text != '\0';
}

static bool take_text(const Piece *piece)
{
	InlineFlags flags = piece->flags | INLINE_NO_WHOLE;
	return add_text(piece, TREE_TEXT,
			inline_text(piece->values->arena, piece->text, flags, piece->values->lost));
}

static bool take_lines(const Piece *piece)
{
	Arena *arena = piece->values->arena;
	Tree *list = tree_new(arena, TREE_LIST, NULL);
	g_auto(GStrv) lines = g_strsplit(piece->text->text, "\n", -1);
	for (int i = 0; lines[i]; i++) {
		Passage line = {.text = lines[i]};
		// Marks may reach over lines; plain text does without.
		const char *text = inline_text(arena, &line, INLINE_NO_MARKS, NULL);
		if (*text)
			tree_append(list, tree_new(arena, TREE_TEXT, text));
	}
	list->key = arena_strdup(arena, piece->key);
	if (list->first)
		tree_append(piece->map, list);
	return list->first != NULL;
}

// The text as it was folded: what is made of figures and signs alone.
static char *folded_text(const Piece *piece)
{
	const Found *found = &piece->match->found[piece->index];
	return g_strndup(piece->folded->text + found->folded_start,
			 (gsize)(found->folded_end - found->folded_start));
}

static bool take_number(const Piece *piece)
{
	g_autofree char *text = folded_text(piece);
	TreeKind kind = strchr(text, '-') || *text == '0' ? TREE_TEXT : TREE_WORD;
	return add_text(piece, kind, arena_strdup(piece->values->arena, text));
}

static bool take_phone(const Piece *piece)
{
	g_autofree char *text = folded_text(piece);
	return format_find("phone")->accepts(text) &&
	       add_text(piece, TREE_TEXT, arena_strdup(piece->values->arena, text));
}

static bool take_checked(const Piece *piece, const char *format)
{
	const char *text = inline_text(piece->values->arena, piece->text, INLINE_NO_MARKS, NULL);
	return format_find(format)->accepts(text) && add_text(piece, TREE_TEXT, text);
}

static bool take_email(const Piece *piece)
{
	return take_checked(piece, "email");
}

static bool take_web(const Piece *piece)
{
	return take_checked(piece, "web");
}

// --- links ---

// The first target of a passage that an issue may have; the others are kept as lost. NULL where there is
// none.
static const char *take_target(Values *values, const Passage *passage)
{
	const char *taken = NULL;
	for (guint i = 0; i < passage->target_count; i++) {
		const char *target = passage->targets[i];
		if (inline_is_no_target(target))
			continue;
		if (!taken && inline_takes_target(target))
			taken = target;
		else if (g_strcmp0(taken, target) != 0)
			g_ptr_array_add(values->lost, (void *)target);
	}
	return taken;
}

static bool take_linked(const Piece *piece)
{
	static const char key[] = "url";
	Values *values = piece->values;
	const char *target = take_target(values, piece->text);
	InlineFlags flags = piece->flags | INLINE_NO_WHOLE | INLINE_NO_LINKS;
	if (!add_text(piece, TREE_TEXT, inline_text(values->arena, piece->text, flags, NULL)))
		return false;
	if (target)
		tree_add(values->arena, piece->map, key, TREE_TEXT, target);
	return true;
}

void values_add_link(Values *values, Tree *map, const char *key, const Passage *passage, InlineFlags flags)
{
	Arena *arena = values->arena;
	const char *label = inline_text(arena, passage, flags | INLINE_NO_WHOLE | INLINE_NO_LINKS, NULL);
	const char *target = take_target(values, passage);
	if (*label == '\0')
		return;
	Tree *link = tree_add(arena, map, key, TREE_MAP, NULL);
	link->flow = true;
	tree_add(arena, link, "label", TREE_TEXT, label);
	if (target) {
		tree_add(arena, link, "url", TREE_TEXT, target);
	} else {
		link->note = values->no_target;
		values->no_target = NULL;
	}
}

static bool take_link(const Piece *piece)
{
	values_add_link(piece->values, piece->map, piece->key, piece->text, piece->flags);
	return tree_get(piece->map, piece->key) != NULL;
}

// --- dates ---

static bool read_date(const Values *values, const Match *match, const Folded *folded, guint index, Date *date)
{
	const Found *found = &match->found[index];
	g_autofree char *text =
	    g_strndup(folded->text + found->folded_start, (gsize)(found->folded_end - found->folded_start));
	return calendar_read(values->calendar, text, date);
}

// A day without its year is in that of the month above it, else in the year after the issue's first day.
static int guess_year(const Values *values, int month)
{
	if (values->month.year && values->month.month == month)
		return values->month.year;
	if (values->issue.month && month < values->issue.month)
		return values->issue.year + 1;
	return values->issue.year;
}

// A day that names no month is in that of the next day of the same text, or in the month before it.
static bool find_month(const Piece *piece, Date *date)
{
	Date next;
	for (guint i = piece->index + 1; i < piece->match->form->count; i++) {
		if (piece->match->form->captures[i].type != CAPTURE_DAY || piece->match->found[i].start < 0 ||
		    !read_date(piece->values, piece->match, piece->folded, i, &next))
			continue;
		date->month = next.month;
		date->year = next.year;
		if (date->day > next.day) {
			date->month = next.month > 1 ? next.month - 1 : 12;
			date->year = next.year && next.month == 1 ? next.year - 1 : next.year;
		}
		return true;
	}
	return false;
}

static bool add_date(const Piece *piece, Date date)
{
	Arena *arena = piece->values->arena;
	Date known;
	const char *text = arena_printf(arena, "%04d", date.year);
	if (date.month)
		text = arena_printf(arena, "%s-%02d", text, date.month);
	if (date.day)
		text = arena_printf(arena, "%s-%02d", text, date.day);
	return date_parse(text, &known) && add_text(piece, TREE_WORD, text);
}

static bool take_date(const Piece *piece)
{
	Date date;
	if (!read_date(piece->values, piece->match, piece->folded, piece->index, &date))
		return false;
	if (date.day && !date.month && !find_month(piece, &date))
		return false;
	if (!date.year)
		date.year = guess_year(piece->values, date.month);
	return add_date(piece, date);
}

void values_meet_month(Values *values, const Match *match, const Folded *folded)
{
	Date date;
	for (guint i = 0; i < match->form->count; i++) {
		CaptureType type = match->form->captures[i].type;
		bool is_month = type == CAPTURE_MONTH || type == CAPTURE_MONTH_NAME;
		if (is_month && match->found[i].start >= 0 && read_date(values, match, folded, i, &date))
			values->month = date;
	}
}

// --- a rule's match ---

static bool (*const takers[])(const Piece *piece) = {
    [CAPTURE_TEXT] = take_text,       [CAPTURE_LONG] = take_text,       [CAPTURE_LINKED] = take_linked,
    [CAPTURE_LINK] = take_link,       [CAPTURE_LINES] = take_lines,     [CAPTURE_NUMBER] = take_number,
    [CAPTURE_DAY] = take_date,        [CAPTURE_DAY_NUMBER] = take_date, [CAPTURE_MONTH] = take_date,
    [CAPTURE_MONTH_NAME] = take_date, [CAPTURE_DATE] = take_date,       [CAPTURE_PHONE] = take_phone,
    [CAPTURE_EMAIL] = take_email,     [CAPTURE_WEB] = take_web,
};

static bool begins_with_capital(const Rule *rule, const char *name)
{
	for (size_t i = 0; rule->capitals && i < rule->capitals->length; i++)
		if (strcmp(rule->capitals->items[i]->text, name) == 0)
			return true;
	return false;
}

static bool take_capture(Values *values, Tree *map, const Rule *rule, const Match *match,
			 const Passage *passage, const Folded *folded, guint index)
{
	const Capture *capture = &match->form->captures[index];
	const Found *found = &match->found[index];
	if (*capture->name == '\0' || found->start < 0)
		return true;
	if (tree_get(map, capture->name))
		return false;
	Piece piece = {
	    .values = values,
	    .match = match,
	    .folded = folded,
	    .text = passage_slice(values->arena, passage, (size_t)found->start, (size_t)found->end),
	    .key = capture->name,
	    .index = index,
	    .flags = begins_with_capital(rule, capture->name) ? INLINE_CAPITAL : INLINE_MARKS,
	    .map = map,
	};
	return takers[capture->type](&piece);
}

Tree *values_read(Values *values, const Rule *rule, const Match *match, const Passage *passage,
		  const Folded *folded)
{
	Tree *map = tree_new(values->arena, TREE_MAP, NULL);
	guint lost = values->lost->len;
	const char *note = values->no_target;
	for (guint i = 0; i < match->form->count; i++) {
		if (take_capture(values, map, rule, match, passage, folded, i))
			continue;
		g_ptr_array_set_size(values->lost, (int)lost);
		values->no_target = note;
		return NULL;
	}
	for (size_t i = 0; rule->set && i < rule->set->length; i++)
		tree_add(values->arena, map, rule->set->fields[i].name, TREE_TEXT,
			 rule->set->fields[i].value->text);
	return map;
}
