// Cairo's output, taken up in memory.
#pragma once
#include <stdbool.h>

#include <cairo.h>
#include <glib.h>

#include "base/diag.h"

// A cairo_write_func_t; `closure` is a GByteArray.
cairo_status_t stream_write(void *closure, const unsigned char *data, unsigned int length);

// Ends and frees the surface; takes `bytes`. NULL where the pages are not whole or Cairo failed, which is
// then a diagnostic.
GBytes *stream_finish(cairo_surface_t *surface, GByteArray *bytes, bool whole, DiagList *diags);
