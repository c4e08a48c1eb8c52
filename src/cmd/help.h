// Help and the manual page, from the table of commands.
#pragma once
#include "cmd/cmd.h"

// One line, to standard error.
void help_print_usage(const Command *command);
// Of one command, or, for NULL, of the program; to standard output.
void help_print(const Command *command);
void help_print_version(void);
// Says that there is no such command, and which may be meant; the status to end with.
ExitStatus help_fail_unknown(const char *name);
