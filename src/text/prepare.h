// A paragraph's typed runs as one clean text: typography applied, spaces collapsed, and signs that only
// steer breaks (soft hyphens, word joiners, line breaks) taken out and kept as marks.
#pragma once
#include <glib.h>

#include "text/paragraph.h"
#include "text/typography.h"

typedef struct Prepared {
	GString *text;
	GByteArray *marks; // CutMark, one a byte of the text
	gsize *run_ends;   // where each run ends in the text
} Prepared;

Prepared prepare_text(const Typography *typography, const TextRun *runs, guint count);
void prepared_clear(Prepared *prepared);
