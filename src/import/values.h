// What a form found, as fields of the issue.
#pragma once
#include "import/inline.h"
#include "import/rules.h"
#include "import/tree.h"

typedef struct Values {
	Arena *arena;
	const Calendar *calendar;
	Date issue;            // year 0: not known
	Date month;            // the last one that a line between entries named; month 0: none yet
	GPtrArray *lost;       // const char *: targets that no issue may have
	const char *no_target; // note for the first link without address; NULL once it is written
} Values;

// A map of what a rule found in a passage. NULL where something of it is not what its type says.
Tree *values_read(Values *values, const Rule *rule, const Match *match, const Passage *passage,
		  const Folded *folded);
// The month that a match names, if any, goes for the days after it.
void values_meet_month(Values *values, const Match *match, const Folded *folded);
// Adds a field with a link's words and address.
void values_add_link(Values *values, Tree *map, const char *key, const Passage *passage, InlineFlags flags);
