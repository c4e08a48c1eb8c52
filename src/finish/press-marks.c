#include "finish/press-marks.h"

#include "finish/press-content.h"

static const double mm = 72 / 25.4;

// Millimetres. Marks stand `gap` off the bleed; where the bleed is less than `least`, off that.
static const double least = 2, gap = 1, crop_length = 5, hairline = 0.09;
static const double target_reach = 2.5, target_radius = 1.5;
static const double patch = 4, bar_inset = 10;
static const double slug_x = 10, slug_drop = 9, slug_room = 3, slug_size = 2.1;

// On every plate: so that they can be laid over each other. More ink than paper takes, but in hairlines that
// are cut off.
static const double all_inks[4] = {100, 100, 100, 100};

Len press_margin(Len bleed)
{
	return MAX(bleed, len_from_mm(least)) + len_from_mm(slug_drop + slug_room);
}

Len press_slug_x(void)
{
	return len_from_mm(slug_x);
}

Len press_slug_drop(Len bleed)
{
	return MAX(bleed, len_from_mm(least)) + len_from_mm(slug_drop);
}

Len press_slug_size(void)
{
	return len_from_mm(slug_size);
}

typedef struct Pen {
	GString *out;
	const PressSheet *sheet;
	const PressColours *colours;
	double left, right, foot, top; // of the trim
	double off;                    // from the trim to the marks
} Pen;

static void append(Pen *pen, double number)
{
	content_append_number(pen->out, number, 3);
}

static void point(Pen *pen, double x, double y, const char *operator)
{
	append(pen, x);
	append(pen, y);
	g_string_append_printf(pen->out, "%s\n", operator);
}

static void line(Pen *pen, double x1, double y1, double x2, double y2)
{
	point(pen, x1, y1, "m");
	point(pen, x2, y2, "l S");
}

// --- where to cut ---

static void crop_corner(Pen *pen, double x, double y, int to_x, int to_y)
{
	double start = pen->off, end = pen->off + crop_length * mm;
	line(pen, x + to_x * start, y, x + to_x * end, y);
	line(pen, x, y + to_y * start, x, y + to_y * end);
}

static void crop_marks(Pen *pen)
{
	crop_corner(pen, pen->left, pen->foot, -1, -1);
	crop_corner(pen, pen->right, pen->foot, 1, -1);
	crop_corner(pen, pen->left, pen->top, -1, 1);
	crop_corner(pen, pen->right, pen->top, 1, 1);
}

// --- register ---

static void curve(Pen *pen, const double p[6])
{
	for (int i = 0; i < 6; i++)
		append(pen, p[i]);
	g_string_append(pen->out, "c\n");
}

static void circle(Pen *pen, double x, double y, double r)
{
	double h = r * 0.5522847498; // of handles that make a quarter of a circle
	point(pen, x + r, y, "m");
	curve(pen, (double[]){x + r, y + h, x + h, y + r, x, y + r});
	curve(pen, (double[]){x - h, y + r, x - r, y + h, x - r, y});
	curve(pen, (double[]){x - r, y - h, x - h, y - r, x, y - r});
	curve(pen, (double[]){x + h, y - r, x + r, y - h, x + r, y});
	g_string_append(pen->out, "s\n");
}

static void target(Pen *pen, double x, double y)
{
	double reach = target_reach * mm;
	line(pen, x - reach, y, x + reach, y);
	line(pen, x, y - reach, x, y + reach);
	circle(pen, x, y, target_radius * mm);
}

// Clear of the fold, which is marked in the middle.
static void register_targets(Pen *pen)
{
	double away = pen->off + target_reach * mm, width = pen->right - pen->left;
	double x = pen->left + width / (pen->sheet->folded ? 4 : 2), y = (pen->foot + pen->top) / 2;
	target(pen, x, pen->top + away);
	target(pen, x, pen->foot - away);
	target(pen, pen->left - away, y);
	target(pen, pen->right + away, y);
}

// --- fold and stitches ---

static void fold_marks(Pen *pen)
{
	double x = (pen->left + pen->right) / 2, start = pen->off, end = pen->off + crop_length * mm;
	if (!pen->sheet->folded)
		return;
	g_string_append(pen->out, "[3 2] 0 d\n");
	line(pen, x, pen->top + start, x, pen->top + end);
	line(pen, x, pen->foot - start, x, pen->foot - end);
	g_string_append(pen->out, "[] 0 d\n");
}

// A staple's back and its two legs, at the heights where the fold is stitched.
static void staple(Pen *pen, double x, double y, int to_x)
{
	double half = 2 * mm, leg = 1.5 * mm * to_x;
	point(pen, x + leg, y - half, "m");
	point(pen, x, y - half, "l");
	point(pen, x, y + half, "l");
	point(pen, x + leg, y + half, "l S");
	line(pen, x, y, x - leg, y);
}

static void stitch_marks(Pen *pen)
{
	double height = pen->top - pen->foot, away = pen->off + 2 * mm;
	for (int quarter = 1; pen->sheet->folded && quarter <= 3; quarter += 2) {
		staple(pen, pen->left - away, pen->foot + height * quarter / 4, 1);
		staple(pen, pen->right + away, pen->foot + height * quarter / 4, -1);
	}
}

// --- inks: full, two over each other, half, and the grey that three make ---

static const double patches[][4] = {
    {100, 0, 0, 0},   {0, 100, 0, 0}, {0, 0, 100, 0}, {0, 0, 0, 100}, {0, 100, 100, 0}, {100, 0, 100, 0},
    {100, 100, 0, 0}, {50, 0, 0, 0},  {0, 50, 0, 0},  {0, 0, 50, 0},  {0, 0, 0, 50},    {50, 40, 40, 0},
};

static void colour_bar(Pen *pen)
{
	double side = patch * mm, x = (pen->left + pen->right) / 2 + bar_inset * mm, y = pen->top + pen->off;
	for (guint i = 0; i < G_N_ELEMENTS(patches) && x + side <= pen->right - mm; i++, x += side) {
		press_append_colour(pen->out, pen->colours, patches[i], false);
		append(pen, x);
		append(pen, y);
		append(pen, side);
		append(pen, side);
		g_string_append(pen->out, "re f\n");
	}
}

void press_append_marks(GString *out, const PressSheet *sheet, const PressColours *colours)
{
	Pen pen = {.out = out,
		   .sheet = sheet,
		   .colours = colours,
		   .left = sheet->margin,
		   .right = sheet->margin + sheet->width,
		   .foot = sheet->margin,
		   .top = sheet->margin + sheet->height,
		   .off = MAX(sheet->bleed, least * mm) + gap * mm};
	g_string_append(out, "q\n");
	press_append_colour(out, colours, all_inks, true);
	append(&pen, hairline * mm);
	g_string_append(out, "w\n");
	crop_marks(&pen);
	register_targets(&pen);
	fold_marks(&pen);
	stitch_marks(&pen);
	colour_bar(&pen);
	g_string_append(out, "Q\n");
}
