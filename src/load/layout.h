// Layout files: read, `extends` merged, checked, compiled.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "model/layout.h"

// Reads a layout and all it extends. NULL and diagnostics where it is not usable. `files` (char *,
// owned by it) gets the path of every file read.
Layout *load_layout(Arena *arena, DiagList *diags, const char *path, const char *name, GPtrArray *files);
void layout_free_tables(Layout *layout);
