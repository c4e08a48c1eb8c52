#include "text/entity.h"

#include <stdbool.h>
#include <string.h>

// Those that people type because a keyboard does not have them. For all others the character itself
// can be written.
static const struct {
	const char *name;
	gunichar sign;
} entities[] = {
    {"amp", '&'},        {"lt", '<'},        {"gt", '>'},        {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},      {"shy", 0xAD},      {"laquo", 0xAB},    {"raquo", 0xBB},   {"middot", 0xB7},
    {"deg", 0xB0},       {"copy", 0xA9},     {"reg", 0xAE},      {"times", 0xD7},   {"euro", 0x20AC},
    {"ndash", 0x2013},   {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201C},
    {"rdquo", 0x201D},   {"hellip", 0x2026}, {"thinsp", 0x2009}, {"zwnj", 0x200C},  {"zwj", 0x200D},
    {"NoBreak", 0x2060}, {"numsp", 0x2007},  {"bull", 0x2022},   {"rarr", 0x2192},
};

static gunichar decode_number(const char *text, gsize length)
{
	bool hex = length > 0 && (*text == 'x' || *text == 'X');
	guint64 sign = 0;
	if (hex) {
		text++;
		length--;
	}
	for (gsize i = 0; i < length; i++) {
		int digit = hex ? g_ascii_xdigit_value(text[i]) : g_ascii_digit_value(text[i]);
		if (digit < 0 || sign > 0x10FFFF)
			return 0;
		sign = sign * (hex ? 16 : 10) + (guint64)digit;
	}
	return length > 0 && g_unichar_validate((gunichar)sign) ? (gunichar)sign : 0;
}

gunichar entity_decode(const char *text, gsize length)
{
	if (length < 3 || text[0] != '&' || text[length - 1] != ';')
		return 0;
	if (text[1] == '#')
		return decode_number(text + 2, length - 3);
	for (gsize i = 0; i < G_N_ELEMENTS(entities); i++)
		if (strlen(entities[i].name) == length - 2 &&
		    strncmp(entities[i].name, text + 1, length - 2) == 0)
			return entities[i].sign;
	return 0;
}
