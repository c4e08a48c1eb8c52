#include "base/json-text.h"

void json_append_string(GString *json, const char *text)
{
	if (!text) {
		g_string_append(json, "null");
		return;
	}
	g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
	g_string_append_c(json, '"');
	for (const char *at = valid ? valid : text; *at;) {
		gsize plain = 0;
		while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\')
			plain++;
		g_string_append_len(json, at, (gssize)plain);
		at += plain;
		if (*at == '"' || *at == '\\')
			g_string_append_printf(json, "\\%c", *at);
		else if (*at)
			g_string_append_printf(json, "\\u%04x", (unsigned char)*at);
		at += *at != '\0';
	}
	g_string_append_c(json, '"');
}

static void append_field(GString *json, const char *name, const char *text)
{
	g_string_append_printf(json, "\"%s\": ", name);
	json_append_string(json, text);
	g_string_append(json, ", ");
}

static void append_number(GString *json, const char *name, int number)
{
	if (number > 0)
		g_string_append_printf(json, "\"%s\": %d, ", name, number);
	else
		g_string_append_printf(json, "\"%s\": null, ", name);
}

void json_append_diag(GString *json, const Diag *diag)
{
	g_string_append_c(json, '{');
	append_field(json, "file", diag->span.source ? diag->span.source->name : NULL);
	append_number(json, "line", diag->span.line);
	append_number(json, "column", diag->span.column);
	append_number(json, "end_line", diag->span.end_line);
	append_number(json, "end_column", diag->span.end_column);
	append_field(json, "severity", severity_name(diag->severity));
	append_field(json, "code", diag->code);
	append_field(json, "what", diag->what);
	g_string_append(json, "\"hint\": ");
	json_append_string(json, diag->hint);
	g_string_append_c(json, '}');
}
