#include "base/bracket.h"

#include <stddef.h>

const char *bracket_find_opening(const char *text, const char *close, int most)
{
	int depth = 0;
	for (const char *place = close; place >= text && close - place <= most; place--) {
		depth += (*place == ']') - (*place == '[');
		if (depth == 0)
			return place;
	}
	return NULL;
}
