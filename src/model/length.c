#include "model/length.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#define PT_PER_INCH 72.0

// The number that begins `text`; *rest is what follows it.
static bool parse_number(const char *text, double *number, const char **rest)
{
	char *end;
	*number = g_ascii_strtod(text, &end);
	*rest = end;
	return end != text && isfinite(*number) && fabs(*number) < 1e5;
}

// How many points one of `unit_name` has; 0 where there is no such unit.
static double unit_in_pt(const char *unit_name, Len unit)
{
	const struct {
		const char *name;
		double pt;
	} units[] = {
	    {"mm", PT_PER_INCH / 25.4}, {"cm", PT_PER_INCH / 2.54},   {"pt", 1},
	    {"in", PT_PER_INCH},        {"u", (double)unit / LEN_PT},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (strcmp(units[i].name, unit_name) == 0)
			return units[i].pt;
	return 0;
}

bool length_parse(const char *text, Len unit, Len *length)
{
	const double most_pt = 1e5; // far above any sheet, far below what sums of lengths may reach
	double number;
	const char *rest;
	if (!text || !parse_number(text, &number, &rest))
		return false;
	double factor = unit_in_pt(rest, unit);
	bool is_bare_zero = *rest == '\0' && number == 0;
	if ((factor == 0 && !is_bare_zero) || fabs(number * factor) > most_pt)
		return false;
	*length = len_from_pt(number * factor);
	return true;
}

bool length_parse_share(const char *text, double *share)
{
	const char *rest;
	return text && parse_number(text, share, &rest) && strcmp(rest, "fr") == 0 && *share > 0;
}
