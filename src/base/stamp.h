// What tells that a file is another than it was, without reading it.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Stamp {
	guint64 device, inode, size;
	gint64 seconds, nanoseconds;
} Stamp;

// All zero where there is no such file.
Stamp stamp_of(const char *path);
// The same of a file about to be read, or just read: one that changed so lately that it may change again
// without its stamp telling has a stamp that no file has.
Stamp stamp_for_reading(const char *path);
bool stamp_equal(const Stamp *a, const Stamp *b);
