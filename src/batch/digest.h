// What an issue's pages depend on, as SHA-256: whether they have to be made again.
#pragma once
#include <stdbool.h>

#include "batch/record.h"
#include "job/job.h"

// What all issues of a run share: the program itself, options, fonts, what decides between layouts and
// words, hyphenation. Hexadecimal; the caller frees.
char *digest_setup(const char *layout, JobProfile profile);

// Files named so that the name holds wherever the archive lies: "i:" below the root, "d:" below the
// program's data, "a:" anywhere else. `root` is absolute. The caller frees.
char *digest_portable_name(const char *path, const char *root);
// And back; NULL where it is not to be found. The caller frees.
char *digest_local_path(const char *name, const char *root);

// Digests of files, each read once.
typedef struct Digests Digests;

Digests *digests_new(void);
void digests_free(Digests *digests);
// Reads those of files that workers will need.
void digests_keep(Digests *digests, const GPtrArray *paths);
// Of a portable name. Borrowed; NULL where the file cannot be read.
const char *digests_get(Digests *digests, const char *name, const char *root);

// Notes the files (paths) that a job read, and their digest; but an empty one where a file has changed since
// `began` (nanoseconds of the coarse clock, see digest_now): the pages may be of the older one. Takes what
// `digests` has of files that are what they were.
void digest_take_files(Record *record, const GPtrArray *files, const char *root, gint64 began,
		       const Digests *digests);
gint64 digest_now(void);

// Whether everything the record says was read is still the same.
bool digest_holds(const Record *record, const char *setup, const char *root, Digests *digests);
