#include "base/decimal.h"

#include <string.h>

#include "base/intl.h"

char *decimal_sign(char *number)
{
	char *point = strchr(number, '.');
	// Its last character, which is of ASCII, is the sign.
	const char *sign = _("decimal sign: .");
	if (point)
		*point = sign[strlen(sign) - 1];
	return number;
}

const char *decimal_text(DecimalText *room, double value, int digits)
{
	char format[8];
	g_snprintf(format, sizeof format, "%%.%df", CLAMP(digits, 0, 9));
	g_ascii_formatd(room->text, sizeof room->text, format, value);
	return decimal_sign(room->text);
}
