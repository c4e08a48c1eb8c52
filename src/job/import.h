// An issue from a newsletter that was e-mailed.
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "job/inputs.h"

typedef struct JobImport {
	const char *path;         // of the text, or "-" for standard input
	const char *rules;        // name or path; NULL: the usual ones
	const char *date, *title; // where the text does not say them; or NULL
	Inputs *inputs;           // takes what is read
	bool system_failure;      // out: the machine failed rather than the input
} JobImport;

// Whether a text is a date that an issue may have.
bool job_takes_date(const char *text);

// The text of the issue, one that the schema takes; the caller frees it. NULL and diagnostics where there is
// none. The places of diagnostics live in the arena.
char *job_import(Arena *arena, DiagList *diags, JobImport *import);
