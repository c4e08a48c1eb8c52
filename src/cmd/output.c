#include "cmd/output.h"

#include <signal.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/terminal.h"

ExitStatus output_fail(ExitStatus status, char *what, char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	g_free(hint);
	return status;
}

void output_end_if_unread(bool unread)
{
	if (!unread)
		return;
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

ExitStatus output_write(const WriteItem *items, guint count, const Inputs *inputs)
{
	static const ExitStatus statuses[] = {
	    [WRITE_DONE] = STATUS_FINE,
	    [WRITE_REFUSED] = STATUS_USAGE,
	    [WRITE_FAILED] = STATUS_SYSTEM,
	    [WRITE_UNREAD] = STATUS_SYSTEM,
	};
	char *what, *hint;
	WriteResult result = write_files(items, count, inputs, &what, &hint);
	output_end_if_unread(result == WRITE_UNREAD);
	return result == WRITE_DONE ? STATUS_FINE : output_fail(statuses[result], what, hint);
}

ExitStatus output_take_text(char *text, const OutputPlace *place)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	bool stays =
	    !place->replace && strcmp(place->path, "-") != 0 && g_file_test(place->path, G_FILE_TEST_EXISTS);
	if (stays)
		return output_fail(STATUS_INPUT, g_strdup_printf(_("%s is there already"), place->path),
				   g_strdup(place->can_replace
						? _("give another name, or replace it with --force")
						: _("give another name, or remove it first")));
	return output_write(&(WriteItem){place->path, bytes}, 1, place->inputs);
}
