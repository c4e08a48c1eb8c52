// The issue that follows another one.
#pragma once
#include "base/arena.h"
#include "base/diag.h"

// The text of the issue after the one at `path`: number and month one up, what the schema's "x-next" names
// emptied, all else as it is, comments and order too. NULL and diagnostics where it cannot be read. The
// caller frees it; the places of diagnostics live in the arena.
char *job_next_issue(Arena *arena, const char *path, DiagList *diags);

// The commented skeleton of an issue (file layouts/NEW); NULL where it is not there. The caller frees it.
char *job_first_issue(void);
