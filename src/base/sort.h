// Orders that do not depend on the locale or on where things lie in memory.
#pragma once
#include <glib.h>

// For g_ptr_array_sort() of strings: by their bytes.
int sort_texts(gconstpointer a, gconstpointer b);

// The values of a table, borrowed, in the order of `compare`, which is called as by g_ptr_array_sort(). The
// caller unrefs.
GPtrArray *sort_values(GHashTable *table, GCompareFunc compare);
