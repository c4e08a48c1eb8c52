// Formatters: the fixed list of what may follow a bar in a binding.
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "model/value.h"

typedef struct Formatting Formatting;
struct Formatting {
	Arena *arena;
	const Value *words; // of the language; may be NULL
	// The text of another value that a formatter names, or NULL; and what it is found with.
	const char *(*look_up)(const Formatting *with, const char *path);
	const void *data;
};

// Applies one formatter ("date", "or:TEXT"). `text` NULL means an absent value; so does the result.
// False where there is no such formatter.
bool format_apply(const Formatting *with, const char *formatter, const char *text, const char **result);
// The names, comma-separated, for messages. The caller frees it.
char *format_list(void);
