// How large compressed data would become, without keeping any of it: a small file can hold a stream that
// unfolds to more than there is memory.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// The size after zlib's decompression, of what can be decompressed; `limit` + 1 where it is more than that.
size_t inflate_measure(const void *data, size_t size, size_t limit);
