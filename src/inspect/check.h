// One thing that a standard asks: a row of a table.
#pragma once
#include "inspect/inspect.h"

struct Check {
	const char *id;                      // stable name for machines
	const char *file;                    // clause of ISO 32000-1; NULL: not asked by it, and so on
	const char *ua;                      // of ISO 14289-1
	const char *a;                       // of ISO 19005-2
	const char *x;                       // of ISO 15930-7
	const char *house;                   // short name of the house's rule
	char level;                          // lowest level of PDF/A that asks it; 0: all
	bool warns;                          // what it finds is a warning
	void (*run)(Inspection *inspection); // NULL: reports the events of `event`
	EventKind event;
	const char *demand; // what must be so
	const char *hint;   // what to do
};

// The clause of a standard that a check belongs to; NULL where it has none.
const char *check_clause(const Check *check, Standard standard);

// Adds a finding of the check that is running. The detail is copied; it may be NULL.
void report(Inspection *inspection, guint page, guint object, const char *detail);
void report_format(Inspection *inspection, guint page, guint object, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

// Tables, each ended by a row without name.
const Check *checks_of_file(void);
const Check *checks_of_graphics(void);
const Check *checks_of_fonts(void);
const Check *checks_of_annotations(void);
const Check *checks_of_metadata(void);
const Check *checks_of_structure(void);
const Check *checks_of_elements(void);
const Check *checks_of_press(void);
