// A table of rules made ready: for a sign and its neighbours, the rules that may apply there.
#pragma once
#include "text/typography_table.h"

enum { INDEX_ASCII = 0x80 }; // signs below are told apart, all others count as one

// Bit n stands for rule n of the table.
typedef guint64 RuleSet;

struct Typography {
	const TypographyTable *table;
	// Rules whose match can begin with a sign, those that can go on with one, and those that can stand
	// behind one: three signs are enough to pass most rules by.
	RuleSet begins[INDEX_ASCII + 1], goes_on[INDEX_ASCII + 1], stands_behind[INDEX_ASCII + 1];
};

RuleSet typography_rules_at(const Typography *typography, gunichar before, gunichar sign, gunichar next);
