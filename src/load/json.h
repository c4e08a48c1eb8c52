// JSON, read into the same trees as YAML. For the program's own schemas: they are read at every run,
// and this takes a tenth of what a YAML reader takes.
#pragma once
#include "base/arena.h"
#include "model/value.h"

// NULL where `text` is no JSON; *fault is then its place. The tree borrows nothing from `text` but
// the spans' source.
Value *json_read(Arena *arena, const char *text, const char *name, Span *fault);
