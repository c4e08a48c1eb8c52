// Data folded and unfolded by zlib.
#pragma once
#include <glib.h>

// Appends to `out`; NULL-free. Level 1 … 9.
void deflate_append(GByteArray *out, const void *data, gsize size, int level);
// The data unfolded, or NULL where it is damaged or would be longer than `limit`. The caller unrefs.
GByteArray *inflate_new(const void *data, gsize size, gsize limit);
