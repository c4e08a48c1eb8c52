// What killed processes left half written.
#pragma once
#include <glib.h>

// Removes what is left of attempts to write these files (paths). Nobody may be writing them.
void leftovers_remove(const GPtrArray *outputs);
