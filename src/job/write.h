// Files written whole or not at all.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct WriteItem {
	const char *path; // "-" for standard output
	GBytes *bytes;
} WriteItem;

// Writes all files or none: each is staged beside its place, then all are moved there. What is no regular
// file (a pipe, a device) is written straight. On failure false; *what and *hint (caller frees) say why.
bool write_files(const WriteItem *items, guint count, char **what, char **hint);

// What the names of staged files have behind that of the file: leftovers of a process that was killed.
const char *write_stage_suffix(void);
