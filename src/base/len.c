#include "base/len.h"

#include <math.h>

#define PT_PER_MM (72.0 / 25.4)

Len len_from_pt(double pt)
{
	return (Len)lround(pt * LEN_PT);
}

Len len_from_mm(double mm)
{
	return len_from_pt(mm * PT_PER_MM);
}

double len_to_pt(Len len)
{
	return (double)len / LEN_PT;
}

double len_to_mm(Len len)
{
	return len_to_pt(len) / PT_PER_MM;
}

Len len_snap(Len y, Len unit, Len step)
{
	enum { ROUNDING = 24 }; // of 1/1024 pt, 0.008 mm: what sums of rounded lengths may be off by
	if (step <= 0 || unit <= 0)
		return y;
	int64_t parts = step < unit ? (unit + step / 2) / step : 1;
	int64_t lines = step < unit ? 1 : (step + unit / 2) / unit;
	int64_t reach = (int64_t)(y - ROUNDING) * parts, span = unit * lines;
	int64_t index = reach > 0 ? (reach + span - 1) / span : -(-reach / span);
	return (Len)(index * span / parts);
}
