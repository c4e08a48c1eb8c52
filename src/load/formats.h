// What a schema's `format` asks of a text.
#pragma once
#include <stdbool.h>

typedef struct Format {
	const char *name;
	bool (*accepts)(const char *text);
	const char *what;                  // printf format for the text, to be translated
	char *(*advise)(const char *text); // what to do; the caller frees
} Format;

// NULL where there is no such format.
const Format *format_find(const char *name);
