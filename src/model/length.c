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

bool length_parse(const char *text, Len unit, Len *length)
{
	double number;
	const char *rest;
	if (!text || !parse_number(text, &number, &rest))
		return false;
	if (*rest == '\0' && number == 0)
		*length = 0;
	else if (strcmp(rest, "mm") == 0)
		*length = len_from_mm(number);
	else if (strcmp(rest, "cm") == 0)
		*length = len_from_mm(number * 10);
	else if (strcmp(rest, "pt") == 0)
		*length = len_from_pt(number);
	else if (strcmp(rest, "in") == 0)
		*length = len_from_pt(number * PT_PER_INCH);
	else if (strcmp(rest, "u") == 0)
		*length = (Len)lround(number * unit);
	else
		return false;
	return true;
}

bool length_parse_share(const char *text, double *share)
{
	const char *rest;
	return text && parse_number(text, share, &rest) && strcmp(rest, "fr") == 0 && *share > 0;
}
