#include "serve/json.h"

#include <string.h>

void json_text(GString *out, const char *text)
{
	if (!text) {
		g_string_append(out, "null");
		return;
	}
	g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
	g_string_append_c(out, '"');
	for (const char *at = valid ? valid : text; *at;) {
		gsize plain = 0;
		while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\')
			plain++;
		g_string_append_len(out, at, (gssize)plain);
		at += plain;
		if (*at == '\n')
			g_string_append(out, "\\n");
		else if (*at == '"' || *at == '\\')
			g_string_append_printf(out, "\\%c", *at);
		else if (*at)
			g_string_append_printf(out, "\\u%04x", (unsigned char)*at);
		at += *at != '\0';
	}
	g_string_append_c(out, '"');
}

void json_field(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "\"%s\":", name);
	json_text(out, text);
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
