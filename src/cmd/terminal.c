#include "cmd/terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"

enum { EXCERPT_MAX = 100 }; // characters of a source line that are shown

typedef struct Look {
	bool source;                          // source line and caret
	const char *strong, *mark[3], *plain; // escape sequences, "" without colours
} Look;

static Look choose_look(void)
{
	const char *no_color = g_getenv("NO_COLOR");
	bool terminal = isatty(STDERR_FILENO) == 1;
	if (!terminal || (no_color && *no_color) || g_strcmp0(g_getenv("TERM"), "dumb") == 0)
		return (Look){.source = terminal, .strong = "", .mark = {"", "", ""}, .plain = ""};
	return (Look){
	    .source = true,
	    .strong = "\033[1m",
	    .mark = {[SEVERITY_NOTE] = "\033[36m",
		     [SEVERITY_WARNING] = "\033[1;35m",
		     [SEVERITY_ERROR] = "\033[1;31m"},
	    .plain = "\033[0m",
	};
}

static void print_place(const Span *span)
{
	if (!span->source)
		fputs("bulletin: ", stderr);
	else if (span->line == 0)
		fprintf(stderr, "%s: ", span->source->name);
	else
		fprintf(stderr, "%s:%d:%d: ", span->source->name, span->line, span->column);
}

// The `line`th line of a text, from 1; *size gets its bytes.
static const char *find_line(const char *text, int line, size_t *size)
{
	while (--line > 0 && text) {
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	*size = text ? strcspn(text, "\r\n") : 0;
	return text;
}

// A stretch of the source line around the place, and carets below what is meant.
static void print_source(const Look *look, const Diag *diag)
{
	const Span *span = &diag->span;
	size_t size;
	const char *line = span->source && span->source->text && span->line > 0
			       ? find_line(span->source->text, span->line, &size)
			       : NULL;
	if (!line)
		return;
	g_autofree char *text = g_strndup(line, size);
	g_strdelimit(text, "\t", ' ');
	glong length = g_utf8_strlen(text, -1), at = CLAMP(span->column - 1, 0, length);
	glong first = at > EXCERPT_MAX * 3 / 4 ? at - EXCERPT_MAX / 2 : 0,
	      last = MIN(length, first + EXCERPT_MAX);
	bool one_line = span->end_line == span->line && span->end_column > span->column;
	glong end = one_line ? MIN(span->end_column - 1, last) : MIN(at + 1, last);
	g_autofree char *shown = g_utf8_substring(text, first, last);
	fprintf(stderr, "%5d | %s\n      | %*s%s", span->line, shown, (int)(at - first), "",
		look->mark[diag->severity]);
	for (glong i = at; i < MAX(end, at + 1); i++)
		fputc('^', stderr);
	fprintf(stderr, "%s\n", look->plain);
}

static void print_diag(const Look *look, const Diag *diag)
{
	fputs(look->strong, stderr);
	print_place(&diag->span);
	fprintf(stderr, "%s%s%s%s: %s", look->plain, look->mark[diag->severity],
		_(severity_name(diag->severity)), look->plain, diag->what);
	if (diag->hint)
		fprintf(stderr, " — %s", diag->hint);
	fputc('\n', stderr);
	if (look->source)
		print_source(look, diag);
}

void terminal_print_diags(const DiagList *diags)
{
	Look look = choose_look();
	for (guint i = 0; i < diag_list_length(diags); i++)
		print_diag(&look, diag_list_peek(diags, i));
}

void terminal_complain(const char *what, const char *hint)
{
	Look look = choose_look();
	fprintf(stderr, "bulletin: %s%s%s: %s", look.mark[SEVERITY_ERROR], _(severity_name(SEVERITY_ERROR)),
		look.plain, what);
	if (hint)
		fprintf(stderr, " — %s", hint);
	fputc('\n', stderr);
}
