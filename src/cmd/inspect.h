// What `inspect` prints.
#pragma once
#include "inspect/inspect.h"

void inspect_print_text(const char *name, const Inspection *inspection);
// One object; `name` as the user gave it.
void inspect_print_json(const char *name, const Inspection *inspection);
