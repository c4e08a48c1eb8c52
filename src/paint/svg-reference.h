// Files an SVG refers to: nothing of them is loaded, and their place stays empty.
#pragma once
#include <glib.h>

// The name of the first file an element shows; NULL where there is none. The caller frees.
char *svg_find_reference(GBytes *data);
