// Lengths and other small values as layouts write them.
#pragma once
#include <stdbool.h>

#include "base/len.h"

// "4.5mm", "1cm", "9.4pt", "1in", "1.5u" (grid steps of `unit`) or "0"; may be negative.
bool length_parse(const char *text, Len unit, Len *length);
// "1fr" or "2.5fr": a share of what is left.
bool length_parse_share(const char *text, double *share);
