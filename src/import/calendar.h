// Dates as people write them in a language: 21 février, 1er mars 2025, 14/03/2025, février 2025.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "model/date.h"
#include "model/value.h"

typedef struct Calendar Calendar;

// `words` are those of the language (layouts/lang), `weekdays` a list of names, or NULL.
Calendar *calendar_new(Arena *arena, const Value *words, const Value *weekdays);

// Patterns (PCRE) of dates in folded text.
typedef enum DateKind {
	DATE_DAY,        // a day; the year may be left to guess
	DATE_DAY_NUMBER, // its number alone
	DATE_MONTH,      // month and year
	DATE_MONTH_NAME, // the month alone
	DATE_ANY,        // day, month or year, with the year
} DateKind;
const char *calendar_pattern(const Calendar *calendar, DateKind kind);

// Reads what such a pattern matched. What is not said is 0; false where there is no such day.
bool calendar_read(const Calendar *calendar, const char *folded, Date *date);
