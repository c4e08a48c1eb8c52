#include "cmd/json.h"

#include <stdio.h>

// Bytes that are no UTF-8 (in a file's name) are replaced.
void json_print_string(const char *text)
{
	if (!text) {
		fputs("null", stdout);
		return;
	}
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	putchar('"');
	for (const char *at = valid; *at; at++)
		if (*at == '"' || *at == '\\')
			printf("\\%c", *at);
		else if ((unsigned char)*at < 0x20)
			printf("\\u%04x", (unsigned char)*at);
		else
			putchar(*at);
	putchar('"');
}

static void print_field(const char *name, const char *text)
{
	printf("\"%s\": ", name);
	json_print_string(text);
	fputs(", ", stdout);
}

static void print_number(const char *name, int number)
{
	if (number > 0)
		printf("\"%s\": %d, ", name, number);
	else
		printf("\"%s\": null, ", name);
}

static void print_diag(const Diag *diag)
{
	static const char *const severities[] = {"note", "warning", "error"};
	putchar('{');
	print_field("file", diag->span.source ? diag->span.source->name : NULL);
	print_number("line", diag->span.line);
	print_number("column", diag->span.column);
	print_number("end_line", diag->span.end_line);
	print_number("end_column", diag->span.end_column);
	print_field("severity", severities[diag->severity]);
	print_field("code", diag->code);
	print_field("what", diag->what);
	fputs("\"hint\": ", stdout);
	json_print_string(diag->hint);
	putchar('}');
}

void json_print_issue(const char *issue, guint pages, const DiagList *diags, bool first)
{
	fputs(first ? "\n{" : ",\n{", stdout);
	print_field("issue", issue);
	printf("\"pages\": %u, \"diagnostics\": [", pages);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		fputs(i ? ",\n  " : "\n  ", stdout);
		print_diag(diag_list_peek(diags, i));
	}
	fputs(diag_list_length(diags) ? "\n]}" : "]}", stdout);
}
