// Links that can be clicked: annotations, one for each line of a link's text.
#pragma once
#include <glib.h>

#include "finish/structure.h"

// Writes the annotations of all pages and gives them to the pages. Their object numbers (guint), in the
// order of the pages and of the ops on each; the caller unrefs.
GArray *links_write(const StructureInput *input, PdfFile *file);
