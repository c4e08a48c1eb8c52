// What is done already: one line an issue, appended as each is finished, in a hidden folder of the output.
// A line that a crash tore is passed over. Parts of a list have manifests of their own.
#pragma once
#include <stdbool.h>

#include "batch/list.h"
#include "batch/record.h"

typedef struct Manifest Manifest;

// Opens the manifest of a part (or of all) for one run; no other may run on it. That of all takes in those
// of the parts, which are removed with their reports; none of them may run meanwhile. NULL on failure, *what
// and *hint (caller frees) say why.
Manifest *manifest_open(const char *output, Shard shard, char **what, char **hint);
void manifest_close(Manifest *manifest);
const char *manifest_peek_path(const Manifest *manifest); // of the file; borrowed
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manifest, manifest_close)

// The last record of a key in any manifest of the folder, or NULL. Borrowed until the next change.
const Record *manifest_get(const Manifest *manifest, const char *key);
// All, by key. Borrowed; the caller unrefs the array.
GPtrArray *manifest_list(const Manifest *manifest);

// Takes the record over. False where it cannot be written.
bool manifest_take(Manifest *manifest, Record *record);

// Whether the file is as manifest_compact would write it.
bool manifest_is_compact(const Manifest *manifest);
// Writes the manifest anew: each key once, in order. False and *what, *hint as above.
bool manifest_compact(Manifest *manifest, char **what, char **hint);

// Parts without a manifest when this one was opened, where the last of the others says how many there are:
// "3/4" …; NULL-terminated, the caller frees with g_strfreev.
char **manifest_list_missing(const Manifest *manifest);
