#include "finish/impose.h"

enum { PAGES_A_SHEET = 4 };

static guint padded(guint pages)
{
	return (pages + PAGES_A_SHEET - 1) / PAGES_A_SHEET * PAGES_A_SHEET;
}

guint impose_blank_count(guint pages)
{
	return padded(pages) - pages;
}

GArray *impose_sides(guint pages)
{
	GArray *sides = g_array_new(FALSE, FALSE, sizeof(ImposeSide));
	guint last = padded(pages);
	for (guint sheet = 0; sheet < last / PAGES_A_SHEET; sheet++) {
		guint low = 2 * sheet + 1, high = last - 2 * sheet;
		ImposeSide both[] = {{sheet, high, low}, {sheet, low + 1, high - 1}};
		for (guint i = 0; i < G_N_ELEMENTS(both); i++) {
			both[i].left = both[i].left > pages ? 0 : both[i].left;
			both[i].right = both[i].right > pages ? 0 : both[i].right;
		}
		g_array_append_vals(sides, both, G_N_ELEMENTS(both));
	}
	return sides;
}

Len impose_creep(guint sheet, Len paper)
{
	return (Len)sheet * paper;
}
