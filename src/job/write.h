// Files written whole or not at all.
#pragma once
#include <glib.h>

#include "job/inputs.h"

typedef struct WriteItem {
	const char *path; // "-" for standard output
	GBytes *bytes;
} WriteItem;

typedef enum WriteResult {
	WRITE_DONE,
	WRITE_REFUSED, // one of them is a file that was read
	WRITE_FAILED,
	WRITE_UNREAD, // who read the pipe has gone
} WriteResult;

// Writes all files or none: each is staged beside its place, then all are moved there. What is no regular
// file (a pipe, a device) is written straight. No file of `inputs` (or NULL: there are none) is written over,
// by whatever name. Unless it is done, *what and *hint (caller frees) say why.
WriteResult write_files(const WriteItem *items, guint count, const Inputs *inputs, char **what, char **hint);
// Says the same of one file that is to be written later.
WriteResult write_look(const char *path, const Inputs *inputs, char **what, char **hint);

// Why a file ("-": standard output) cannot be written, by errno. The caller frees both.
void write_explain(const char *path, int error, char **what, char **hint);

// What the names of staged files have behind that of the file: leftovers of a process that was killed.
const char *write_stage_suffix(void);
