// Calendar dates as issues write them: 2025, 2025-02 or 2025-02-21.
#pragma once
#include <stdbool.h>

typedef struct Date {
	int year, month, day; // month and day are 0 where the text does not give them
} Date;

// Reads YYYY[-MM[-DD]] as a date that exists (no 30 February); false otherwise.
bool date_parse(const char *text, Date *date);
// Days since 1 March 0000, missing parts taken as their first.
int date_to_days(Date date);
int date_compare(Date a, Date b);
