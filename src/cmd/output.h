// Texts that commands make, to where they were asked for.
#pragma once
#include "cmd/cmd.h"
#include "job/write.h"

// Where a text goes.
typedef struct OutputPlace {
	const char *path;     // "-": standard output
	const Inputs *inputs; // what it was made of
	bool can_replace;     // what is there already, with --force
	bool replace;
} OutputPlace;

// Writes a text (taken over). What is there already is kept, and that is said, unless it is to be replaced.
// Says what fails.
ExitStatus output_take_text(char *text, const OutputPlace *place);
// Writes files as write_files, and says what fails.
ExitStatus output_write(const WriteItem *items, guint count, const Inputs *inputs);
// Says what is wrong, frees both, and returns the status.
ExitStatus output_fail(ExitStatus status, char *what, char *hint);
// Where who read the output has gone: ends the process without a word, as other programs do.
void output_end_if_unread(bool unread);
