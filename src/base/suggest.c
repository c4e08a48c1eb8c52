#include "base/suggest.h"

#include <string.h>

#include <glib.h>

// Optimal string alignment over bytes; rows of the usual table, the last two kept.
static guint distance(const char *a, const char *b)
{
	guint width = (guint)strlen(b) + 1;
	g_autofree guint *rows = g_new0(guint, 3 * width);
	guint *before = rows, *above = rows + width, *row = rows + 2 * width;
	for (guint j = 0; j < width; j++)
		row[j] = j;
	for (guint i = 1; a[i - 1]; i++) {
		guint *spare = before;
		before = above;
		above = row;
		row = spare;
		row[0] = i;
		for (guint j = 1; j < width; j++) {
			guint changed = above[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = MIN(changed, MIN(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], before[j - 2] + 1);
		}
	}
	return row[width - 1];
}

const char *suggest_nearest(const char *word, const char *const *names)
{
	const char *nearest = NULL;
	guint least = MAX(1, (guint)strlen(word) / 3) + 1;
	for (; *names; names++) {
		guint away = distance(word, *names);
		if (away < least) {
			least = away;
			nearest = *names;
		}
	}
	return nearest;
}
