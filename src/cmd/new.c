#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/next.h"
#include "job/write.h"

static ExitStatus fail(ExitStatus status, char *what, char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	g_free(hint);
	return status;
}

static ExitStatus write_text(char *text, const char *path)
{
	char *what, *hint;
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	if (strcmp(path, "-") != 0 && g_file_test(path, G_FILE_TEST_EXISTS))
		return fail(STATUS_INPUT, g_strdup_printf(_("%s is there already"), path),
			    g_strdup(_("give another name, or remove it first")));
	if (!write_files(&(WriteItem){path, bytes}, 1, &what, &hint))
		return fail(STATUS_SYSTEM, what, hint);
	return STATUS_FINE;
}

ExitStatus new_run(const Arguments *arguments)
{
	const char *from = arguments_get(arguments, "from"), *output = arguments_get(arguments, "output");
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	char *text = from ? job_next_issue(arena, from, diags) : job_first_issue();
	terminal_print_diags(diags);
	if (!text && from)
		return STATUS_INPUT;
	if (!text)
		return fail(STATUS_SYSTEM,
			    g_strdup(_("the program's own files (layouts, fonts) are not found")),
			    g_strdup(_("install it whole, or set BULLETIN_DATA to the folder that holds "
				       "layouts and fonts")));
	return write_text(text, output ? output : "-");
}
