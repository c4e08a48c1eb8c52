#include "job/marks.h"

#include "finish/press-marks.h"

typedef struct Pen {
	const PressJob *work;
	const Ink *all; // inks over each other
	double margin, height;
} Pen;

static const Ink *make_ink(const PressJob *work, const double cmyk[4])
{
	Ink *ink = arena_new0(work->arena, Ink);
	ink->name = "mark";
	press_show_ink(work->press, cmyk, ink->rgb);
	return ink;
}

static Len across(const Pen *pen, double x)
{
	return len_from_pt(x - pen->margin);
}

static Len down(const Pen *pen, double y)
{
	return len_from_pt(pen->height - (y - pen->margin));
}

static void stroke(const Pen *pen, const Segment *segments, guint count)
{
	Path path = {.segments = segments,
		     .count = count,
		     .stroke = pen->all,
		     .line_width = len_from_pt(press_hairline())};
	display_path(pen->work->list, path, (Span){0});
}

static void draw_line(const Pen *pen, const PressMark *mark)
{
	Segment segments[G_N_ELEMENTS(mark->x)];
	for (int i = 0; i < mark->count; i++)
		segments[i] = (Segment){.kind = i ? SEGMENT_LINE : SEGMENT_MOVE,
					.x = {across(pen, mark->x[i])},
					.y = {down(pen, mark->y[i])}};
	stroke(pen, segments, (guint)mark->count);
}

// Those that are dashed are upright.
static void draw_dashes(const Pen *pen, const PressMark *mark)
{
	const double dash = 3, step = 5;
	double low = MIN(mark->y[0], mark->y[1]), high = MAX(mark->y[0], mark->y[1]);
	for (int i = 0; low + i * step < high; i++) {
		double y = low + i * step;
		draw_line(pen, &(PressMark){.kind = PRESS_MARK_LINE,
					    .count = 2,
					    .x = {mark->x[0], mark->x[0]},
					    .y = {y, MIN(y + dash, high)}});
	}
}

static void draw_circle(const Pen *pen, const PressMark *mark)
{
	display_disc(pen->work->list, across(pen, mark->x[0]), down(pen, mark->y[0]), len_from_pt(mark->size),
		     NULL, pen->all, len_from_pt(press_hairline()), (Span){0});
}

static void draw_patch(const Pen *pen, const PressMark *mark)
{
	Len side = len_from_pt(mark->size);
	Rect box = {across(pen, mark->x[0]), down(pen, mark->y[0]) - side, side, side};
	display_rect(pen->work->list, box, make_ink(pen->work, mark->ink), NULL, 0, (Span){0});
}

static void draw_marks(const PressJob *work, bool folded)
{
	static void (*const drawers[])(const Pen *, const PressMark *) = {
	    [PRESS_MARK_LINE] = draw_line,
	    [PRESS_MARK_CIRCLE] = draw_circle,
	    [PRESS_MARK_PATCH] = draw_patch,
	};
	const DisplayList *list = work->list;
	PressSheet sheet = {.width = len_to_pt(list->width) * (folded ? 2 : 1),
			    .height = len_to_pt(list->height),
			    .bleed = len_to_pt(list->bleed),
			    .margin = len_to_pt(press_margin(list->bleed)),
			    .folded = folded};
	Pen pen = {work, make_ink(work, press_all_inks), sheet.margin, sheet.height};
	g_autoptr(GArray) marks = press_list_marks(&sheet);
	for (guint i = 0; i < marks->len; i++) {
		const PressMark *mark = &g_array_index(marks, PressMark, i);
		if (mark->dashed)
			draw_dashes(&pen, mark);
		else
			drawers[mark->kind](&pen, mark);
	}
}

// The slugs come last on the pages, or, of sheets, on pages of their own.
static void keep_slugs(const PressJob *work, bool folded)
{
	GPtrArray *pages = work->list->pages;
	guint count = pages->len;
	g_autofree guint *ops = g_new(guint, MAX(count, 1));
	for (guint i = 0; i < count; i++)
		ops[i] = ((const Page *)g_ptr_array_index(pages, i))->ops->len;
	press_add_slugs(work, folded);
	for (guint i = 0; i < count && !folded; i++)
		g_array_remove_range(((Page *)g_ptr_array_index(pages, i))->ops, 0, ops[i]);
	if (folded && count)
		g_ptr_array_remove_range(pages, 0, count);
}

void marks_make(const PressJob *work, bool folded)
{
	GPtrArray *pages = work->list->pages;
	keep_slugs(work, folded);
	display_begin_page(work->list);
	draw_marks(work, folded);
	g_ptr_array_insert(pages, 0, g_ptr_array_steal_index(pages, pages->len - 1));
}
