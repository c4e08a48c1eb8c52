// Any PDF, read and judged: what it is, what it claims to conform to, and where it does not.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "inspect/content.h"
#include "inspect/document.h"
#include "inspect/tags.h"
#include "inspect/xmp.h"

typedef enum Standard {
	STANDARD_FILE,  // ISO 32000-1: what any PDF has to be
	STANDARD_UA,    // ISO 14289-1, PDF/UA-1
	STANDARD_A,     // ISO 19005-2, PDF/A-2
	STANDARD_X,     // ISO 15930-7, PDF/X-4
	STANDARD_HOUSE, // what the bulletin asks of its own files beyond the standards
	STANDARD_COUNT,
} Standard;

enum { FINDINGS_MAX = 20 }; // of one check that are kept; all are counted

typedef struct Check Check;

typedef struct Finding {
	const Check *check;
	guint page;         // from 1; 0: the file as a whole
	guint object;       // its number; 0: none
	const char *detail; // what exactly; or NULL
} Finding;

typedef struct Verdict {
	bool asked; // the standard is claimed, or was asked for
	bool claimed;
	guint checks, failed; // how many were made, how many found something
} Verdict;

typedef struct Inspection {
	Document *doc;
	EventList *events;
	Content *content;
	TagTree *tags;
	Xmp *xmp;
	Verdict verdicts[STANDARD_COUNT];
	char level;         // of PDF/A: 'a', 'u', 'b'
	GPtrArray *claims;  // char*: every claim of conformance as people write it, "PDF/UA-1"
	GArray *findings;   // Finding, in the order of the checks
	GHashTable *counts; // Check → how many there were in all
	const Check *running;
} Inspection;

// Reads the file and makes the checks for what it claims, and for `asked` (by Standard, or NULL) too.
// NULL and a failure where it cannot be read.
Inspection *inspect(GBytes *bytes, const bool *asked, DocumentFailure *failure);
void inspection_free(Inspection *inspection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inspection, inspection_free)

// How many findings of an error's weight, or a warning's, there are.
guint inspection_count(const Inspection *inspection, Severity severity);
// Findings of a check that are not kept.
guint inspection_left_out(const Inspection *inspection, const Check *check);

// "ISO 14289-1", and "PDF/UA-1"; for the house none of both has a number.
const char *standard_number(Standard standard);
const char *standard_name(Standard standard);
