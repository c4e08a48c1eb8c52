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

// Least multiple of `step` that is at least `len`; `len` itself where `step` is 0.
Len len_round_up(Len len, Len step);
