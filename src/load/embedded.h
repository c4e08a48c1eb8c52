// The schemas that are part of the program, compiled.
#pragma once
#include "load/schema.h"

// They live in the arena.
const Schema *embedded_issue_schema(Arena *arena);
const Schema *embedded_layout_schema(Arena *arena);
const Schema *embedded_import_schema(Arena *arena);
