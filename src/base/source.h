// Files as read, and places in them. A Span is kept on every value all the way to the page.
#pragma once
#include <stddef.h>

// One file as read. Lives as long as the job's arena.
typedef struct Source {
	const char *name; // as the user gave it, or relative to what named it
	const char *text; // UTF-8, NUL-terminated; NULL where the file could not be read
	size_t size;      // bytes
} Source;

// A stretch of a source. Lines and columns count from 1, columns in characters;
// line 0 means the file as a whole, and a NULL source no place at all.
typedef struct Span {
	const Source *source;
	int line, column;
	int end_line, end_column; // just past the last character
} Span;
