#include "finish/press-marks.h"

#include "finish/press-content.h"

static const double mm = 72 / 25.4;

// Millimetres. Marks stand `gap` off the bleed; where the bleed is less than `least`, off that.
static const double least = 2, gap = 1, crop_length = 5, hairline = 0.09;
static const double target_reach = 2.5, target_radius = 1.5;
static const double patch = 4, bar_inset = 10;
static const double slug_x = 10, slug_drop = 9, slug_room = 3, slug_size = 2.1;

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

const double press_all_inks[4] = {100, 100, 100, 100};

double press_hairline(void)
{
	return hairline * mm;
}

typedef struct Pen {
	GArray *marks; // PressMark
	const PressSheet *sheet;
	double left, right, foot, top; // of the trim
	double off;                    // from the trim to the marks
	bool dashed;
} Pen;

static void add(Pen *pen, PressMark mark)
{
	mark.dashed = pen->dashed;
	g_array_append_val(pen->marks, mark);
}

static void line(Pen *pen, double x1, double y1, double x2, double y2)
{
	add(pen, (PressMark){.kind = PRESS_MARK_LINE, .count = 2, .x = {x1, x2}, .y = {y1, y2}});
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

static void target(Pen *pen, double x, double y)
{
	double reach = target_reach * mm;
	line(pen, x - reach, y, x + reach, y);
	line(pen, x, y - reach, x, y + reach);
	add(pen, (PressMark){
		     .kind = PRESS_MARK_CIRCLE, .count = 1, .x = {x}, .y = {y}, .size = target_radius * mm});
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
	pen->dashed = true;
	line(pen, x, pen->top + start, x, pen->top + end);
	line(pen, x, pen->foot - start, x, pen->foot - end);
	pen->dashed = false;
}

// A staple's back and its two legs, at the heights where the fold is stitched.
static void staple(Pen *pen, double x, double y, int to_x)
{
	double half = 2 * mm, leg = 1.5 * mm * to_x;
	add(pen, (PressMark){.kind = PRESS_MARK_LINE,
			     .count = 4,
			     .x = {x + leg, x, x, x + leg},
			     .y = {y - half, y - half, y + half, y + half}});
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
	for (guint i = 0; i < G_N_ELEMENTS(patches) && x + side <= pen->right - mm; i++, x += side)
		add(pen, (PressMark){.kind = PRESS_MARK_PATCH,
				     .count = 1,
				     .x = {x},
				     .y = {y},
				     .size = side,
				     .ink = patches[i]});
}

GArray *press_list_marks(const PressSheet *sheet)
{
	Pen pen = {.marks = g_array_new(FALSE, FALSE, sizeof(PressMark)),
		   .sheet = sheet,
		   .left = sheet->margin,
		   .right = sheet->margin + sheet->width,
		   .foot = sheet->margin,
		   .top = sheet->margin + sheet->height,
		   .off = MAX(sheet->bleed, least * mm) + gap * mm};
	crop_marks(&pen);
	register_targets(&pen);
	fold_marks(&pen);
	stitch_marks(&pen);
	colour_bar(&pen);
	return pen.marks;
}

const double press_circle_handle = 0.5522847498;

// --- as content of a page ---

typedef struct MarkWriter {
	GString *out;
	const PressColours *colours;
} MarkWriter;

static void append(const MarkWriter *writer, double number)
{
	content_append_number(writer->out, number, 3);
}

static void point(const MarkWriter *writer, double x, double y, const char *operator)
{
	append(writer, x);
	append(writer, y);
	g_string_append_printf(writer->out, "%s\n", operator);
}

static void write_line(const MarkWriter *writer, const PressMark *mark)
{
	for (int i = 0; i < mark->count; i++)
		point(writer, mark->x[i], mark->y[i], i == 0 ? "m" : i + 1 < mark->count ? "l" : "l S");
}

static void curve(const MarkWriter *writer, const double p[6])
{
	for (int i = 0; i < 6; i++)
		append(writer, p[i]);
	g_string_append(writer->out, "c\n");
}

static void write_circle(const MarkWriter *writer, const PressMark *mark)
{
	double x = mark->x[0], y = mark->y[0], r = mark->size, h = r * press_circle_handle;
	point(writer, x + r, y, "m");
	curve(writer, (double[]){x + r, y + h, x + h, y + r, x, y + r});
	curve(writer, (double[]){x - h, y + r, x - r, y + h, x - r, y});
	curve(writer, (double[]){x - r, y - h, x - h, y - r, x, y - r});
	curve(writer, (double[]){x + h, y - r, x + r, y - h, x + r, y});
	g_string_append(writer->out, "s\n");
}

static void write_patch(const MarkWriter *writer, const PressMark *mark)
{
	press_append_colour(writer->out, writer->colours, mark->ink, false);
	append(writer, mark->x[0]);
	append(writer, mark->y[0]);
	append(writer, mark->size);
	append(writer, mark->size);
	g_string_append(writer->out, "re f\n");
}

void press_append_marks(GString *out, const PressSheet *sheet, const PressColours *colours)
{
	static void (*const writers[])(const MarkWriter *, const PressMark *) = {
	    [PRESS_MARK_LINE] = write_line,
	    [PRESS_MARK_CIRCLE] = write_circle,
	    [PRESS_MARK_PATCH] = write_patch,
	};
	MarkWriter writer = {out, colours};
	g_autoptr(GArray) marks = press_list_marks(sheet);
	bool dashed = false;
	g_string_append(out, "q\n");
	press_append_colour(out, colours, press_all_inks, true);
	append(&writer, hairline * mm);
	g_string_append(out, "w\n");
	for (guint i = 0; i < marks->len; i++) {
		const PressMark *mark = &g_array_index(marks, PressMark, i);
		if (mark->dashed != dashed)
			g_string_append(out, mark->dashed ? "[3 2] 0 d\n" : "[] 0 d\n");
		dashed = mark->dashed;
		writers[mark->kind](&writer, mark);
	}
	g_string_append(out, "Q\n");
}
