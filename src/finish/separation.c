#include "finish/separation.h"

static gsize count_of(const PaintInks *inks)
{
	return (gsize)inks->width * (gsize)inks->height;
}

static void show_one(const guint8 *ink, Separation separation, guint8 *rgb)
{
	rgb[0] = rgb[1] = rgb[2] = (guint8)(255 - ink[separation]);
}

static void show_total(const guint8 *ink, double limit, guint8 *rgb)
{
	// Half a percent a step: what bytes can tell.
	bool over = colour_most_ink(ink, 1) > limit + 4 / 2.55;
	guint grey = 255 - ((guint)ink[0] + ink[1] + ink[2] + ink[3]) / 4;
	rgb[0] = (guint8)(over ? 255 : grey);
	rgb[1] = rgb[2] = (guint8)(over ? 0 : grey);
}

GBytes *separation_png(const PaintInks *inks, Separation separation, double limit)
{
	gsize count = count_of(inks);
	g_autofree guint8 *rgb = g_malloc(count * 3);
	for (gsize i = 0; i < count; i++) {
		if (separation == INK_TOTAL)
			show_total(inks->pixels + 4 * i, limit, rgb + 3 * i);
		else
			show_one(inks->pixels + 4 * i, separation, rgb + 3 * i);
	}
	return paint_pixels(rgb, inks->width, inks->height, false);
}

GBytes *separation_proof_png(const PaintInks *inks, const Colour *colour, bool fast)
{
	gsize count = count_of(inks);
	g_autofree guint8 *rgb = g_malloc(count * 3);
	colour_to_screen(colour, inks->pixels, rgb, count);
	return paint_pixels(rgb, inks->width, inks->height, fast);
}
