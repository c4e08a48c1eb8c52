// Reading the words after the command's name.
#pragma once
#include "cmd/cmd.h"

// False where they do not make sense (said on standard error). Reorders argv: operands come first.
bool arguments_read(Arguments *arguments, const Command *command, int argc, char **argv);
