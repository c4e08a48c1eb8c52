// Lengths: integers of 1/1024 point, so that sums are exact and the same on every machine.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef int32_t Len; // 1/1024 pt; the range is about 740 m either way

#define LEN_PT 1024
#define LEN_MAX INT32_MAX

// Nearest Len to a length in points or millimetres (1 in = 72 pt = 25.4 mm).
Len len_from_pt(double pt);
Len len_from_mm(double mm);
double len_to_pt(Len len);
double len_to_mm(Len len);

// The first line at or below `y` of a grid of `unit` taken in steps: whole lines, or equal parts of
// one (a step rounded to Len would lead away from the lines down the page). What is past a line by
// rounding alone is still on it. `y` itself where the step is 0.
Len len_snap(Len y, Len unit, Len step);
