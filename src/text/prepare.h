// A paragraph's typed runs as one clean text: typography applied, spaces collapsed, and signs that only
// steer breaks (soft hyphens, word joiners, line breaks) taken out and kept as marks.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "text/language.h"
#include "text/paragraph.h"

typedef struct Prepared {
	GString *text;
	GByteArray *marks; // CutMark, one a byte of the text
	gsize *run_ends;   // where each run ends in the text
	bool has_raised;   // some of it is superior letters
} Prepared;

Prepared prepare_text(Languages *languages, const TextRun *runs, guint count);
void prepared_clear(Prepared *prepared);
