// When a document says it was made: never by the clock.
#pragma once
#include "base/arena.h"

// SOURCE_DATE_EPOCH where it is set, else the first instant of the issue's date; NULL without either.
// ISO 8601 in UTC.
const char *created_get(Arena *arena, const char *issue_date);
