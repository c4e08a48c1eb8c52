#include "cmd/json.h"

#include <stdio.h>

#include "base/json-text.h"

void json_print_string(const char *text)
{
	g_autoptr(GString) json = g_string_new(NULL);
	json_append_string(json, text);
	fputs(json->str, stdout);
}

void json_print_issue(const char *issue, guint pages, const DiagList *diags, bool first)
{
	g_autoptr(GString) json = g_string_new(first ? "\n{\"issue\": " : ",\n{\"issue\": ");
	json_append_string(json, issue);
	g_string_append_printf(json, ", \"pages\": %u, \"diagnostics\": [", pages);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		g_string_append(json, i ? ",\n  " : "\n  ");
		json_append_diag(json, diag_list_peek(diags, i));
	}
	g_string_append(json, diag_list_length(diags) ? "\n]}" : "]}");
	fputs(json->str, stdout);
}
