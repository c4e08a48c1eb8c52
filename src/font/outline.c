#include "font/outline.h"

#include <glib.h>

// The zone is read along this many lines; a curve is as many chords.
enum { BANDS = 16, CHORDS = 4 };

typedef struct Scan {
	double height;
	double left[BANDS], right[BANDS]; // outermost ink on each line
	bool inked[BANDS];
} Scan;

static void scan_chord(Scan *scan, double x0, double y0, double x1, double y1)
{
	if (y0 == y1)
		return;
	double step = scan->height / BANDS, low = MIN(y0, y1), high = MAX(y0, y1);
	int first = MAX(0, (int)(low / step - 0.5));
	for (int i = first; i < BANDS; i++) {
		double y = (i + 0.5) * step;
		if (y >= high)
			break;
		if (y < low)
			continue;
		double x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
		scan->left[i] = scan->inked[i] ? MIN(scan->left[i], x) : x;
		scan->right[i] = scan->inked[i] ? MAX(scan->right[i], x) : x;
		scan->inked[i] = true;
	}
}

static void scan_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
		      void *unused)
{
	(void)funcs;
	(void)unused;
	scan_chord(data, (double)state->current_x, (double)state->current_y, (double)x, (double)y);
}

static void scan_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1,
		       float x2, float y2, float x3, float y3, void *unused)
{
	(void)funcs;
	(void)unused;
	double x = (double)state->current_x, y = (double)state->current_y, from_x = x, from_y = y;
	for (int i = 1; i <= CHORDS; i++) {
		double t = (double)i / CHORDS, u = 1 - t;
		double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
		double to_x = a * x + b * (double)x1 + c * (double)x2 + d * (double)x3;
		double to_y = a * y + b * (double)y1 + c * (double)y2 + d * (double)y3;
		scan_chord(data, from_x, from_y, to_x, to_y);
		from_x = to_x;
		from_y = to_y;
	}
}

static void draw_outline(hb_font_t *font, hb_codepoint_t glyph, Scan *scan)
{
	// Without a function of their own, curves of the second degree come as ones of the third.
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();
	hb_draw_funcs_set_line_to_func(funcs, scan_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, scan_cubic, NULL, NULL);
#if HB_VERSION_ATLEAST(7, 0, 0)
	hb_font_draw_glyph(font, glyph, funcs, scan);
#else
	hb_font_get_glyph_shape(font, glyph, funcs, scan);
#endif
	hb_draw_funcs_destroy(funcs);
}

static double x_height(hb_font_t *font)
{
	hb_codepoint_t glyph;
	hb_glyph_extents_t extents;
	if (hb_font_get_nominal_glyph(font, 'x', &glyph) && hb_font_get_glyph_extents(font, glyph, &extents))
		return extents.y_bearing;
	hb_font_extents_t all;
	hb_font_get_h_extents(font, &all);
	return all.ascender / 2.0;
}

GlyphWhite outline_measure_white(hb_font_t *font, hb_codepoint_t glyph)
{
	Scan scan = {.height = x_height(font)};
	GlyphWhite white = {.advance = hb_font_get_glyph_h_advance(font, glyph)};
	if (scan.height <= 0 || white.advance <= 0)
		return white;
	draw_outline(font, glyph, &scan);
	double left = 0, right = 0;
	for (int i = 0; i < BANDS; i++) {
		left += scan.inked[i] ? CLAMP(scan.left[i], 0, white.advance) : white.advance;
		right +=
		    scan.inked[i] ? CLAMP(white.advance - scan.right[i], 0, white.advance) : white.advance;
	}
	white.left = (int)(left / BANDS);
	white.right = (int)(right / BANDS);
	return white;
}
