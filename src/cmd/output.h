// Texts that commands make, to where they were asked for.
#pragma once
#include "cmd/cmd.h"

// Writes a text (taken over) to a file, or standard output for "-". What is there already is kept, and that
// is said, unless `replace`. Says what fails.
ExitStatus output_take_text(char *text, const char *path, bool replace);
// Says what is wrong, frees both, and returns the status.
ExitStatus output_fail(ExitStatus status, char *what, char *hint);
