#include "inspect/language.h"

#include <glib.h>

bool language_is_valid(const char *tag)
{
	enum { PART_MAX = 8 };
	int length = 0;
	bool first = true;
	for (; *tag; tag++) {
		if (*tag == '-') {
			if (length == 0)
				return false;
			length = 0;
			first = false;
		} else if (++length > PART_MAX || !(first ? g_ascii_isalpha(*tag) : g_ascii_isalnum(*tag))) {
			return false;
		}
	}
	return length > 0;
}
