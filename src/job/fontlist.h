// The fonts there are, for `bulletin fonts`.
#pragma once
#include <glib.h>

#include "base/diag.h"

typedef struct FontEntry {
	char *family, *style, *file;
	char *licence; // from fonts/MANIFEST; NULL for a font dropped in beside
} FontEntry;

// Every face of the fonts folder, by family, style and file; the caller unrefs it. NULL and a
// diagnostic where there are none.
GPtrArray *job_list_fonts(DiagList *diags);
