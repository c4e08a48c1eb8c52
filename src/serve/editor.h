// Opening a place in the user's editor.
#pragma once
#include <stdbool.h>

// Starts the editor of $BULLETIN_EDITOR: a command with {file}, {line} and {column} in it, or the name of one
// that is known; without it that of $VISUAL or $EDITOR where known, else the first known one there is. False
// and *problem (the caller frees it) where none could be started.
bool editor_open(const char *file, int line, int column, char **problem);
