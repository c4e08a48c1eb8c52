#include "import/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "import/passage.h"

// Between two words of a date: spaces, and marks that begin or end there.
#define GAP "[\\s\\x01-\\x07.,]+"
#define MARKS "[\\x01-\\x07]*"

enum {
	MONTHS = 12,
	CENTURY = 100,
	YEAR_BASE = 2000, // of years in two figures
};

typedef struct Name {
	const char *text; // folded
	int month;        // 0: a day of the week
} Name;

struct Calendar {
	const Name *names; // the longest first
	guint count;
	const char *first; // folded: how the first day of a month is written
	const char *patterns[DATE_ANY + 1];
};

static char *fold(const char *text)
{
	Folded folded;
	folded_init(&folded, text);
	g_free(folded.places);
	return folded.text;
}

static void add_names(Arena *arena, GArray *names, const Value *list, bool months)
{
	for (size_t i = 0; list && i < list->length; i++) {
		g_autofree char *text = fold(list->items[i]->text);
		size_t length = strlen(text);
		while (length && text[length - 1] == '.')
			text[--length] = '\0';
		Name name = {arena_strdup(arena, text), months ? (int)i + 1 : 0};
		if (length && i < MONTHS)
			g_array_append_val(names, name);
	}
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	const Name *x = a, *y = b;
	size_t x_length = strlen(x->text), y_length = strlen(y->text);
	return x_length != y_length ? (x_length < y_length) - (x_length > y_length)
				    : strcmp(x->text, y->text);
}

// "février|janvier|…" of months, or of days of the week; what never matches where there are none.
static char *alternatives(const Calendar *calendar, bool months)
{
	GString *result = g_string_new("(*FAIL)");
	for (guint i = 0; i < calendar->count; i++) {
		const Name *name = &calendar->names[i];
		g_autofree char *escaped = g_regex_escape_string(name->text, -1);
		if ((name->month > 0) == months)
			g_string_append_printf(result, "|%s", escaped);
	}
	return g_string_free(result, FALSE);
}

static void make_patterns(Calendar *calendar, Arena *arena)
{
	g_autofree char *months = alternatives(calendar, true);
	g_autofree char *weekdays = alternatives(calendar, false);
	g_autofree char *first = g_regex_escape_string(calendar->first, -1);
	const char *month = arena_printf(arena, "(?:%s)\\b\\.?", months);
	const char *number = arena_printf(arena, "(?:%s|[0-9]{1,2})(?![0-9])", first);
	const char *figures =
	    "[0-9]{1,2}[/.][0-9]{1,2}[/.](?:[0-9]{4}|[0-9]{2})(?![0-9])|[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])";
	const char *words = arena_printf(arena, "(?:(?:%s)" GAP ")?%s" GAP "%s", weekdays, number, month);
	const char *year = MARKS "\\b[0-9]{4}(?![0-9])";
	calendar->patterns[DATE_DAY] = arena_printf(arena, "(?:%s(?:" GAP "%s)?|%s)", words, year, figures);
	calendar->patterns[DATE_DAY_NUMBER] = number;
	calendar->patterns[DATE_MONTH] = arena_printf(
	    arena, "(?:%s" GAP "%s|[0-9]{1,2}/[0-9]{4}(?![0-9])|[0-9]{4}-[0-9]{2}(?![[0-9]-]))", month, year);
	calendar->patterns[DATE_MONTH_NAME] = month;
	calendar->patterns[DATE_ANY] = arena_printf(arena, "(?:%s" GAP "%s|%s|%s|%s)", words, year, figures,
						    calendar->patterns[DATE_MONTH], year);
}

Calendar *calendar_new(Arena *arena, const Value *words, const Value *weekdays)
{
	Calendar *calendar = arena_new0(arena, Calendar);
	const char *first = value_get_text(words, "first");
	GArray *names = g_array_new(FALSE, FALSE, sizeof(Name));
	g_autofree char *folded = fold(first ? first : "1");
	add_names(arena, names, value_get(words, "months"), true);
	add_names(arena, names, value_get(words, "months-short"), true);
	add_names(arena, names, weekdays, false);
	g_array_sort(names, compare_names);
	calendar->first = arena_strdup(arena, folded);
	calendar->names = arena_copy(arena, names->data, names->len, sizeof(Name));
	calendar->count = names->len;
	g_array_unref(names);
	make_patterns(calendar, arena);
	return calendar;
}

const char *calendar_pattern(const Calendar *calendar, DateKind kind)
{
	return calendar->patterns[kind];
}

// The months, by the first words of the text; 0 where there is none.
static int find_month(const Calendar *calendar, const char *word)
{
	for (guint i = 0; i < calendar->count; i++) {
		const Name *name = &calendar->names[i];
		size_t length = strlen(name->text);
		if (name->month && strncmp(word, name->text, length) == 0 && !g_ascii_isalnum(word[length]))
			return name->month;
	}
	return 0;
}

typedef struct Parts {
	int numbers[3], lengths[3]; // figures in each
	int count, month;
} Parts;

static Parts take_parts(const Calendar *calendar, const char *text)
{
	Parts parts = {0};
	bool in_word = false;
	for (const char *place = text; *place;) {
		char *end = (char *)place + 1;
		bool letter = g_ascii_isalpha(*place) || (unsigned char)*place >= 0x80;
		if (g_ascii_isdigit(*place) && parts.count < 3) {
			parts.numbers[parts.count] = (int)strtol(place, &end, 10);
			parts.lengths[parts.count++] = (int)(end - place);
			letter = true; // "1er": the letters belong to it
		} else if (letter && !in_word && !parts.month) {
			parts.month = find_month(calendar, place);
		}
		in_word = letter;
		place = end;
	}
	return parts;
}

static int full_year(const Parts *parts, int index)
{
	return parts->lengths[index] <= 2 ? YEAR_BASE + parts->numbers[index] % CENTURY
					  : parts->numbers[index];
}

static Date date_of(const Parts *parts)
{
	const int *numbers = parts->numbers;
	bool year_first = parts->lengths[0] == 4;
	if (parts->month && year_first)
		return (Date){numbers[0], parts->month, 0};
	if (parts->month)
		return (Date){parts->count > 1 ? full_year(parts, 1) : 0, parts->month, numbers[0]};
	if (parts->count == 3)
		return year_first ? (Date){numbers[0], numbers[1], numbers[2]}
				  : (Date){full_year(parts, 2), numbers[1], numbers[0]};
	if (parts->count == 2)
		return year_first ? (Date){numbers[0], numbers[1], 0} : (Date){numbers[1], numbers[0], 0};
	return year_first ? (Date){numbers[0], 0, 0} : (Date){0, 0, numbers[0]};
}

bool calendar_read(const Calendar *calendar, const char *folded, Date *date)
{
	const int leap_year = 2000;
	Parts parts = take_parts(calendar, folded);
	*date = date_of(&parts);
	if (date->month > MONTHS || date->year < 0 || (date->year == 0 && parts.lengths[0] == 4))
		return false;
	Date known;
	g_autofree char *text = g_strdup_printf("%04d-%02d-%02d", date->year ? date->year : leap_year,
						date->month ? date->month : 1, date->day ? date->day : 1);
	return date_parse(text, &known) && (date->day || date->month || date->year);
}
