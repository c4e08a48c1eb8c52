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

Len len_round_up(Len len, Len step)
{
	if (step <= 0)
		return len;
	Len rest = len % step;
	if (rest == 0)
		return len;
	return rest > 0 ? len + step - rest : len - rest;
}
