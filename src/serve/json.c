#include "serve/json.h"

#include "base/json-text.h"

void json_field(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "\"%s\":", name);
	json_append_string(out, text);
	g_string_append_c(out, ',');
}

void json_number(GString *out, const char *name, gint64 number)
{
	g_string_append_printf(out, "\"%s\":%" G_GINT64_FORMAT ",", name, number);
}

void json_close(GString *out, char bracket)
{
	if (out->len && out->str[out->len - 1] == ',')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, bracket);
}
