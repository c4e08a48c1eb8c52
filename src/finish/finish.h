// Cairo's PDF to ours: what Cairo cannot say is added here, from the display list.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"

typedef struct FinishOptions {
	guint first; // page of the list that the file begins with
	bool bleed;  // the sheets show the bleed area
} FinishOptions;

// The profile of screens: one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2). Adds the
// structure tree, links, page boxes, metadata, colour space. `plain` is drawn with tags. NULL and a
// diagnostic where it is not what Cairo writes. The caller unrefs.
GBytes *finish_pdf(GBytes *plain, const DisplayList *list, const FinishOptions *options, DiagList *diags);
