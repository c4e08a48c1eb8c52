// Places in an issue that the schema names: "sections.*.events.*.date", where "*" is any item of a list.
#pragma once
#include "model/value.h"

typedef void (*PathVisit)(const Field *field, void *data);

// Calls `visit` for every field at one of the paths (a list of texts, or NULL), in the file's order for each.
void paths_visit(const Value *root, const Value *paths, PathVisit visit, void *data);
