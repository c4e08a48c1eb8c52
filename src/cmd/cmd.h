// Commands and their options: one table, from which come parsing, help, the manual page and usage errors.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "job/job.h"

typedef enum ExitStatus { STATUS_FINE, STATUS_INPUT, STATUS_USAGE, STATUS_SYSTEM } ExitStatus;

enum { OPTIONS_MAX = 12 }; // of one command

typedef struct Option {
	const char *name;     // without dashes
	char letter;          // 0: none
	const char *argument; // what the help calls it; NULL: a flag
	const char *summary;
	const char *choices; // "a|b|c" where only these are taken; otherwise NULL
} Option;

typedef struct Command Command;

// A parsed command line. Operands are borrowed from argv.
typedef struct Arguments {
	const Command *command;
	const char *values[OPTIONS_MAX]; // by index of the command's options; "" for a flag given
	char **operands;
	int operand_count;
} Arguments;

struct Command {
	const char *name;
	const char *operands; // as the usage line shows them
	int least, most;      // how many
	const char *summary;
	const char *details;
	const Option *options;
	guint option_count;
	ExitStatus (*run)(const Arguments *arguments);
};

// The value given to an option, "" for a flag given; NULL where it was not. The name must be one of the
// command's.
const char *arguments_get(const Arguments *arguments, const char *name);

// The table, ended by an entry without name.
const Command *command_table(void);
const Command *command_find(const char *name);

// Runs what argv says. The exit status of the program.
ExitStatus command_main(int argc, char **argv);

// The profile that --profile names; that of the screen where it is not given.
JobProfile profile_read(const char *name);

ExitStatus batch_run_command(const Arguments *arguments);
ExitStatus check_run(const Arguments *arguments);
ExitStatus fonts_run(const Arguments *arguments);
ExitStatus help_run(const Arguments *arguments);
ExitStatus import_run(const Arguments *arguments);
ExitStatus inspect_run(const Arguments *arguments);
ExitStatus new_run(const Arguments *arguments);
ExitStatus preview_run(const Arguments *arguments);
ExitStatus render_run(const Arguments *arguments);
ExitStatus schema_run(const Arguments *arguments);
