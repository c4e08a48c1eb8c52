#include "cmd/output.h"

#include <string.h>

#include "base/intl.h"
#include "cmd/terminal.h"
#include "job/write.h"

ExitStatus output_fail(ExitStatus status, char *what, char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	g_free(hint);
	return status;
}

ExitStatus output_take_text(char *text, const char *path, bool replace)
{
	char *what, *hint;
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	if (!replace && strcmp(path, "-") != 0 && g_file_test(path, G_FILE_TEST_EXISTS))
		return output_fail(STATUS_INPUT, g_strdup_printf(_("%s is there already"), path),
				   g_strdup(_("give another name, or remove it first")));
	if (!write_files(&(WriteItem){path, bytes}, 1, &what, &hint))
		return output_fail(STATUS_SYSTEM, what, hint);
	return STATUS_FINE;
}
