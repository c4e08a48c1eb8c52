// What became of one issue: from the worker to the pool, into the manifest, and on to the reports.
#pragma once
#include "base/diag.h"

typedef enum Outcome {
	OUTCOME_LEFT,   // not set: the run ended before
	OUTCOME_FINE,   // its pages are there
	OUTCOME_ERRORS, // its author has to mend it
	OUTCOME_SYSTEM, // it could not be read, or its pages not written
	OUTCOME_CPU,    // it went on for too long
	OUTCOME_MEMORY, // it wanted too much memory
	OUTCOME_TIME,   // it waited for too long
	OUTCOME_CRASH,  // the program went wrong on it
	OUTCOME_KILLED, // somebody stopped the worker
} Outcome;

// A file that was read: where, and the SHA-256 of its bytes.
typedef struct Input {
	char *name; // portable: see batch/digest.h
	char *digest;
} Input;

typedef struct Record {
	char *key; // path of the issue below its root: names the issue and its outputs
	Outcome outcome;
	guint pages;
	guint64 cpu_us;     // user and system
	guint64 pages_size; // bytes of the outputs
	guint64 cover_size;
	char *setup;       // digest of what all issues share; see batch/digest.h
	char *digest;      // of everything read; "" where it cannot be vouched for
	char *language;    // of the messages in `diags`
	GPtrArray *inputs; // Input *
	DiagList *diags;
	GPtrArray *kept; // what the diagnostics stand on: there are too many records for an arena each
} Record;

Record *record_new(const char *key);
void record_free(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

void record_add_input(Record *record, const char *name, const char *digest);
// A copy, with its place's file name but without that file's text. One without place is put on the issue
// as a whole, which messages call `path`.
void record_add_diag(Record *record, const char *path, const Diag *diag);
// An error about the issue as a whole. Texts are taken over.
void record_take_error(Record *record, const char *path, const char *code, char *what, char *hint);

// One line without line end: a checksum and the record. And back: NULL where the line is not whole.
char *record_to_line(const Record *record);
Record *record_from_line(const char *line);

// Stable names for machines: "fine", "errors", …
const char *outcome_get_name(Outcome outcome);
