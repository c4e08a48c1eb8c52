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

// Adds language, page boxes, links, identity. NULL and a diagnostic where `plain` is not what Cairo
// writes. The caller unrefs.
GBytes *finish_pdf(GBytes *plain, const DisplayList *list, const FinishOptions *options, DiagList *diags);
