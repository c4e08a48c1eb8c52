// PNG pictures decoded, for who paints a list more than once. Nobody changes them.
#pragma once
#include <cairo.h>

#include "base/file.h"
#include "paint/paint.h"

// The caller destroys its reference; NULL where it is not there.
cairo_surface_t *picture_cache_get(const PictureCache *cache, const FilePlace *file);
void picture_cache_add(PictureCache *cache, const FilePlace *file, cairo_surface_t *surface);
