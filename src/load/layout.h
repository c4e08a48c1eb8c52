// Layout files: read, `extends` merged, checked, compiled.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "model/layout.h"

// Reads a layout and all it extends, which lies in the same folder where it has to be in one. NULL and
// diagnostics where it is not usable. `files` (char *, owned by it) gets the path of every file read.
Layout *load_layout(Arena *arena, DiagList *diags, const FilePlace *file, const char *name, GPtrArray *files);
void layout_free_tables(Layout *layout);
