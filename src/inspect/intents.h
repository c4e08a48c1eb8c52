// Output intents: for which output the colours of a document are meant.
#pragma once
#include "inspect/colour.h"

typedef struct OutputIntent {
	const Obj *dict;
	const char *kind;      // "GTS_PDFX", "GTS_PDFA1", …
	const char *condition; // its identifier, or NULL
	const Obj *profile;    // stream; obj_null() where there is none
	const IccProfile *icc; // of it; NULL where there is none
} OutputIntent;

// All of the catalog's. The caller unrefs.
GArray *output_intents_read(Document *doc);
// The first of a kind with a profile; else the first of the kind; NULL for none.
const OutputIntent *output_intent_find(const GArray *intents, const char *kind);
