#include "flow/format.h"

#include <string.h>

#include "base/intl.h"
#include "model/date.h"

typedef const char *(*Formatter)(const Formatting *with, const char *text, const char *argument);

static const char *word(const Formatting *with, const char *list, int index)
{
	const Value *words = value_get(with->words, list);
	return words && index >= 1 && (size_t)index <= words->length ? value_text(words->items[index - 1])
								     : NULL;
}

static const char *day_text(const Formatting *with, Date date)
{
	const char *first = value_get_text(with->words, "first");
	return date.day == 1 && first ? first : arena_printf(with->arena, "%d", date.day);
}

// What a number ends in, of a list that comes round.
static const char *ending(const Formatting *with, const char *list, int number)
{
	const Value *endings = value_get(with->words, list);
	return endings && endings->length > 0 ? value_text(endings->items[(size_t)number % endings->length])
					      : NULL;
}

// What stands for one field of a date form.
static const char *date_field(const Formatting *with, Date date, const char *name)
{
	if (strcmp(name, "from-ending") == 0)
		return ending(with, "from-endings", date.day);
	if (strcmp(name, "to-ending") == 0)
		return ending(with, "to-endings", date.day);
	if (strcmp(name, "day") == 0)
		return day_text(with, date);
	if (strcmp(name, "dd") == 0)
		return arena_printf(with->arena, "%02d", date.day);
	if (strcmp(name, "mm") == 0)
		return arena_printf(with->arena, "%02d", date.month);
	if (strcmp(name, "month") == 0)
		return word(with, "months", date.month);
	if (strcmp(name, "month-of") == 0)
		return word(with, "months-of", date.month);
	if (strcmp(name, "day-ending") == 0)
		return ending(with, "day-endings", date.day);
	if (strcmp(name, "year-ending") == 0)
		return ending(with, "year-endings", date.year);
	return arena_printf(with->arena, "%d", date.year);
}

// Fills in a date form such as "{day} {month} {year}"; "{end-day}" is of the last day.
static const char *fill_form(const Formatting *with, Date date, Date last, const char *form)
{
	static const char end_mark[] = "end-";
	g_autoptr(GString) text = g_string_new(NULL);
	while (*form) {
		const char *close = *form == '{' ? strchr(form, '}') : NULL;
		if (!close) {
			g_string_append_c(text, *form++);
			continue;
		}
		g_autofree char *name = g_strndup(form + 1, (gsize)(close - form - 1));
		bool of_last = g_str_has_prefix(name, end_mark);
		const char *field =
		    date_field(with, of_last ? last : date, name + (of_last ? strlen(end_mark) : 0));
		g_string_append(text, field ? field : "");
		form = close + 1;
	}
	return arena_strdup(with->arena, text->str);
}

static const char *date_in_form(const Formatting *with, const char *text, const char *form_name)
{
	Date date;
	const char *form = value_get_text(with->words, form_name);
	if (!text || !date_parse(text, &date) || !form || date.month == 0)
		return text;
	return fill_form(with, date, date, form);
}

static const char *format_month_year(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	return date_in_form(with, text, "month-year");
}

static const char *format_date(const Formatting *with, const char *text, const char *argument)
{
	Date date;
	if (text && date_parse(text, &date) && date.day == 0)
		return format_month_year(with, text, argument);
	return date_in_form(with, text, "date");
}

// From a day to the last one: what both have in common is said once.
static const char *format_until(const Formatting *with, const char *text, const char *argument)
{
	Date date, last;
	const char *end = with->look_up ? with->look_up(with, argument) : NULL;
	if (!text || !end || !date_parse(text, &date) || !date_parse(end, &last) || !date.day || !last.day ||
	    date_compare(last, date) == 0)
		return format_date(with, text, "");
	const char *name = date.year != last.year     ? "date-to-date"
			   : date.month != last.month ? "month-to-month"
						      : "day-to-day";
	const char *form = value_get_text(with->words, name);
	return form ? fill_form(with, date, last, form)
		    : arena_printf(with->arena, "%s – %s", format_date(with, text, ""),
				   format_date(with, end, ""));
}

static const char *format_date_short(const Formatting *with, const char *text, const char *argument)
{
	Date date;
	if (text && date_parse(text, &date) && date.day == 0)
		return format_month_year(with, text, argument);
	return date_in_form(with, text, "date-short");
}

static const char *format_day(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	Date date;
	return text && date_parse(text, &date) && date.day ? day_text(with, date) : text;
}

static const char *format_month(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	Date date;
	return text && date_parse(text, &date) && date.month ? word(with, "months", date.month) : text;
}

static const char *format_month_short(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	Date date;
	return text && date_parse(text, &date) && date.month ? word(with, "months-short", date.month) : text;
}

static const char *format_year(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	Date date;
	return text && date_parse(text, &date) ? arena_printf(with->arena, "%d", date.year) : text;
}

// --- phones and addresses ---

static char *only_digits(const char *text)
{
	GString *digits = g_string_new(NULL);
	for (; *text; text++)
		if (g_ascii_isdigit(*text) || (*text == '+' && digits->len == 0))
			g_string_append_c(digits, *text);
	return g_string_free(digits, FALSE);
}

static const char *format_phone(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	if (!text)
		return NULL;
	g_autofree char *digits = only_digits(text);
	if (strlen(digits) != 10 || digits[0] == '+')
		return text;
	return arena_printf(with->arena, "%.2s %.2s %.2s %.2s %.2s", digits, digits + 2, digits + 4,
			    digits + 6, digits + 8);
}

static const char *format_tel(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	if (!text)
		return NULL;
	g_autofree char *digits = only_digits(text);
	return arena_printf(with->arena, "tel:%s", digits);
}

static const char *format_mailto(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	return text ? arena_printf(with->arena, "mailto:%s", text) : NULL;
}

static const char *format_web(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	if (!text || strstr(text, "://"))
		return text;
	return arena_printf(with->arena, "https://%s", text);
}

static const char *format_host(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	if (!text)
		return NULL;
	const char *host = strstr(text, "://");
	host = host ? host + 3 : text;
	if (g_str_has_prefix(host, "www."))
		host += 4;
	return arena_strndup(with->arena, host, strcspn(host, "/?#"));
}

// --- case ---

static const char *format_upper(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	g_autofree char *upper = text ? g_utf8_strup(text, -1) : NULL;
	return arena_strdup(with->arena, upper);
}

static const char *format_lower(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	g_autofree char *lower = text ? g_utf8_strdown(text, -1) : NULL;
	return arena_strdup(with->arena, lower);
}

static const char *format_capital(const Formatting *with, const char *text, const char *argument)
{
	(void)argument;
	if (!text || !*text)
		return text;
	const char *rest = g_utf8_next_char(text);
	g_autofree char *first = g_utf8_strup(text, rest - text);
	return arena_printf(with->arena, "%s%s", first, rest);
}

// --- presence ---

static const char *format_or(const Formatting *with, const char *text, const char *argument)
{
	return text ? text : arena_strdup(with->arena, argument);
}

static const char *format_longer(const Formatting *with, const char *text, const char *argument)
{
	(void)with;
	glong limit = (glong)g_ascii_strtoull(argument, NULL, 10);
	return text && g_utf8_strlen(text, -1) > limit ? text : NULL;
}

static const char *format_prefix(const Formatting *with, const char *text, const char *argument)
{
	return text && *text ? arena_printf(with->arena, "%s%s", argument, text) : text;
}

static const char *format_suffix(const Formatting *with, const char *text, const char *argument)
{
	return text && *text ? arena_printf(with->arena, "%s%s", text, argument) : text;
}

static const struct {
	const char *name;
	Formatter apply;
} formatters[] = {
    {"date", format_date},
    {"until", format_until},
    {"date-short", format_date_short},
    {"day", format_day},
    {"month", format_month},
    {"month-short", format_month_short},
    {"month-year", format_month_year},
    {"year", format_year},
    {"phone", format_phone},
    {"tel", format_tel},
    {"mailto", format_mailto},
    {"web", format_web},
    {"host", format_host},
    {"upper", format_upper},
    {"lower", format_lower},
    {"capital", format_capital},
    {"or", format_or},
    {"longer", format_longer},
    {"prefix", format_prefix},
    {"suffix", format_suffix},
};

bool format_apply(const Formatting *with, const char *formatter, const char *text, const char **result)
{
	size_t length = strcspn(formatter, ":");
	const char *argument = formatter[length] ? formatter + length + 1 : "";
	for (size_t i = 0; i < G_N_ELEMENTS(formatters); i++) {
		if (strlen(formatters[i].name) != length ||
		    strncmp(formatters[i].name, formatter, length) != 0)
			continue;
		*result = formatters[i].apply(with, text, argument);
		return true;
	}
	return false;
}

char *format_list(void)
{
	g_autoptr(GString) names = g_string_new("first, rest, ");
	g_string_append(names, formatters[0].name);
	for (size_t i = 1; i < G_N_ELEMENTS(formatters); i++)
		g_string_append_printf(names, ", %s", formatters[i].name);
	return g_strdup(names->str);
}
