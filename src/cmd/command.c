#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "cmd/arguments.h"
#include "cmd/cmd.h"
#include "cmd/help.h"
#include "cmd/output.h"
#include "cmd/terminal.h"

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static ExitStatus run_command(const Command *command, int argc, char **argv)
{
	Arguments arguments;
	if (asks_for_help(argc, argv)) {
		help_print(command);
		return STATUS_FINE;
	}
	return arguments_read(&arguments, command, argc, argv) ? command->run(&arguments) : STATUS_USAGE;
}

// The C library forgets why what was printed before the end could not be written: one more line end tells.
static int find_print_error(void)
{
	if (fflush(stdout) != 0)
		return errno;
	if (!ferror(stdout))
		return 0;
	return write(STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
}

// What was printed must have arrived.
static ExitStatus flush(ExitStatus status)
{
	char *what, *hint;
	int error = find_print_error();
	if (!error)
		return status;
	output_end_if_unread(error == EPIPE);
	write_explain("-", error, &what, &hint);
	return output_fail(STATUS_SYSTEM, what, hint);
}

ExitStatus command_main(int argc, char **argv)
{
	if (argc < 2) {
		terminal_complain(_("what to do is missing"), _("“bulletin help” lists the commands"));
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		help_print_version();
		return flush(STATUS_FINE);
	}
	const char *name = argv[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	const Command *command = command_find(name);
	if (!command)
		return help_fail_unknown(name);
	return flush(run_command(command, argc - 2, argv + 2));
}
