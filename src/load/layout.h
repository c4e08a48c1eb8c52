// Layout files: read, `extends` merged, checked, compiled.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "model/layout.h"

// What to read.
typedef struct LayoutFile {
	FilePlace place;
	const char *name;    // as messages call it
	const char *shipped; // folder, absolute, of layouts that others may extend by their names; or NULL
} LayoutFile;

// Reads a layout and all it extends, which lies in the same folder where it has to be in one, or is shipped.
// NULL and diagnostics where it is not usable. `files` (char *, owned by it) gets the path of every file
// read.
Layout *load_layout(Arena *arena, DiagList *diags, const LayoutFile *file, GPtrArray *files);
void layout_free_tables(Layout *layout);
