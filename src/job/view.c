#include "job/view.h"

#include <string.h>

#include "display/geometry.h"
#include "finish/press-marks.h"

static const Page *page_of(const Job *job, guint page)
{
	return g_ptr_array_index(job_peek_list(job)->pages, page);
}

static Rect join(Rect a, Rect b)
{
	if (a.width == 0 && a.height == 0)
		return b;
	Len right = MAX(a.x + a.width, b.x + b.width), bottom = MAX(a.y + a.height, b.y + b.height);
	Len x = MIN(a.x, b.x), y = MIN(a.y, b.y);
	return (Rect){x, y, right - x, bottom - y};
}

// A line of text as one sees it, in parts of 1/100 of its size above and below the baseline.
enum { ABOVE = 80, BELOW = 25 };

static Rect bounds_of(const Op *op)
{
	const GlyphRun *run = &op->glyphs;
	if (op->kind == OP_GLYPHS)
		return (Rect){run->x, run->baseline - run->size * ABOVE / 100, run->width,
			      run->size * (ABOVE + BELOW) / 100};
	if (op->kind == OP_IMAGE)
		return op->image.box;
	return op->kind == OP_PATH ? path_bounds(&op->path) : (Rect){0};
}

// --- elements ---

typedef struct Outline {
	int element;
	const char *name; // of the style of its first text, else what it is
	Rect area;
	GString *text;
} Outline;

static void outline_clear(void *data)
{
	g_string_free(((Outline *)data)->text, TRUE);
}

static const char *kind_of(const Op *op)
{
	return op->kind == OP_GLYPHS ? "text" : op->kind == OP_IMAGE ? "image" : "shape";
}

static const char *name_of(const Op *op)
{
	const char *style = op->kind == OP_GLYPHS ? op->glyphs.style->name : NULL;
	return style && !strpbrk(style, " \n") ? style : kind_of(op);
}

static Outline *outline_of(GArray *outlines, int element, const char *name)
{
	for (guint i = outlines->len; i-- > 0;)
		if (g_array_index(outlines, Outline, i).element == element)
			return &g_array_index(outlines, Outline, i);
	Outline added = {.element = element, .name = name, .text = g_string_new(NULL)};
	g_array_append_val(outlines, added);
	return &g_array_index(outlines, Outline, outlines->len - 1);
}

// A hyphen added at the end of a line is none of the text's; other lines end at a space.
static void add_words(GString *text, const char *run)
{
	gsize length = strlen(run);
	bool divided = g_str_has_suffix(run, "\u00AD");
	g_string_append_len(text, run, (gssize)(divided ? length - 2 : length));
	if (!divided && length && run[length - 1] == '\n')
		g_string_truncate(text, text->len - 1);
}

static GArray *outlines_of(const Page *page)
{
	GArray *outlines = g_array_new(FALSE, FALSE, sizeof(Outline));
	g_array_set_clear_func(outlines, outline_clear);
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (op->element < 0 || (op->kind != OP_GLYPHS && op->kind != OP_IMAGE && op->kind != OP_PATH))
			continue;
		Outline *outline = outline_of(outlines, op->element, name_of(op));
		outline->area = join(outline->area, bounds_of(op));
		if (op->kind == OP_GLYPHS)
			add_words(outline->text, op->glyphs.text);
	}
	return outlines;
}

static void add_rect(GString *out, Rect area)
{
	g_string_append_printf(out, " %d %d %d %d", area.x, area.y, area.width, area.height);
}

static void add_outline(GString *out, const DisplayList *list, const Outline *outline)
{
	const Element *element = &g_array_index(list->elements, Element, outline->element);
	const char *text = outline->text->len ? outline->text->str : element->alt;
	g_string_append_printf(out, "E %s %s", element->role ? element->role : "-", outline->name);
	add_rect(out, outline->area);
	g_autofree char *line = g_strdelimit(g_strdup(text ? text : ""), "\r\n", ' ');
	g_string_append_printf(out, " %s\n", line);
}

GString *view_page(const Job *job, guint index, WebStock *stock, GArray *lines)
{
	const DisplayList *list = job_peek_list(job);
	const Page *page = page_of(job, index);
	GString *out = paint_web(list, index, stock, lines);
	g_autoptr(GArray) outlines = outlines_of(page);
	for (guint i = 0; i < outlines->len; i++)
		add_outline(out, list, &g_array_index(outlines, Outline, i));
	for (guint i = 0; i < page->boxes->len; i++) {
		const LayoutBox *box = &g_array_index(page->boxes, LayoutBox, i);
		g_string_append_printf(out, "B %s", box->kind);
		add_rect(out, box->area);
		g_string_append_printf(out, " %s\n", box->owner ? box->owner : "");
	}
	g_string_append_c(out, 'R');
	add_rect(out, page->text_area);
	g_string_append_c(out, '\n');
	return out;
}

// --- from a place to what is written ---

static bool is_at(const Op *op, Len x, Len y)
{
	if (op->kind == OP_PATH && !op->path.fill) {
		Rect area = path_bounds(&op->path);
		Len reach = op->path.line_width / 2 + LEN_PT;
		return rect_holds(
		    (Rect){area.x - reach, area.y - reach, area.width + 2 * reach, area.height + 2 * reach},
		    x, y);
	}
	return rect_holds(bounds_of(op), x, y);
}

// The box of the innermost group that an op is in.
static Span box_of(const Page *page, guint index)
{
	int depth = 0;
	for (guint i = index; i-- > 0;) {
		const Op *op = &g_array_index(page->ops, Op, i);
		depth += op->kind == OP_END;
		if (op->kind == OP_BEGIN && depth-- == 0 && op->box.source)
			return op->box;
		depth = MAX(depth, 0);
	}
	return (Span){0};
}

bool view_at(const Job *job, guint index, Len x, Len y, ViewPlace *place)
{
	const DisplayList *list = job_peek_list(job);
	if (!list || index >= list->pages->len)
		return false;
	const Page *page = page_of(job, index);
	for (guint i = page->ops->len; i-- > 0;) {
		const Op *op = &g_array_index(page->ops, Op, i);
		bool marks = op->kind == OP_GLYPHS || op->kind == OP_IMAGE || op->kind == OP_PATH;
		if (!marks || !op->span.source || !is_at(op, x, y))
			continue;
		*place = (ViewPlace){.value = op->span, .area = bounds_of(op), .kind = kind_of(op)};
		place->box = op->kind == OP_PATH ? op->span : box_of(page, i);
		if (op->kind == OP_GLYPHS)
			place->style = op->glyphs.style->name;
		return true;
	}
	return false;
}

// --- and back ---

typedef bool (*SpanTest)(const Span *span, int first, int last);

static bool touches(const Span *span, int first, int last)
{
	int end = MAX(span->line, span->end_column > 1 ? span->end_line : span->end_line - 1);
	return span->line <= last && end >= first;
}

static bool begins_at(const Span *span, int first, int last)
{
	return span->line >= first && span->line <= last;
}

static GArray *find(const Job *job, const char *source, int first, int last, SpanTest test)
{
	GArray *areas = g_array_new(FALSE, FALSE, sizeof(ViewArea));
	const DisplayList *list = job_peek_list(job);
	for (guint page = 0; list && page < list->pages->len; page++) {
		const GArray *ops = page_of(job, page)->ops;
		for (guint i = 0; i < ops->len; i++) {
			const Op *op = &g_array_index(ops, Op, i);
			bool marks = op->kind == OP_GLYPHS || op->kind == OP_IMAGE || op->kind == OP_PATH;
			if (!marks || !op->span.source || strcmp(op->span.source->name, source) != 0 ||
			    !test(&op->span, first, last))
				continue;
			ViewArea area = {page, bounds_of(op)};
			g_array_append_val(areas, area);
		}
	}
	return areas;
}

GArray *view_find(const Job *job, const char *source, int first, int last)
{
	return find(job, source, first, last, touches);
}

GArray *view_find_nearest(const Job *job, const char *source, int line)
{
	const DisplayList *list = job_peek_list(job);
	int nearest = 0;
	for (guint page = 0; list && page < list->pages->len; page++) {
		const GArray *ops = page_of(job, page)->ops;
		for (guint i = 0; i < ops->len; i++) {
			const Span *span = &g_array_index(ops, Op, i).span;
			if (span->source && span->line <= line && span->line > nearest &&
			    strcmp(span->source->name, source) == 0)
				nearest = span->line;
		}
	}
	return find(job, source, nearest, nearest, begins_at);
}

// --- figures ---

static guint count_words(const char *text)
{
	guint words = 0;
	bool inside = false;
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		bool letter = g_unichar_isalnum(g_utf8_get_char(at));
		words += letter && !inside;
		inside = letter || (inside && !g_unichar_isspace(g_utf8_get_char(at)));
	}
	return words;
}

ViewFigures view_figures(const Job *job)
{
	const DisplayList *list = job_peek_list(job);
	ViewFigures figures = {.pages = list->pages->len, .loose_lines = list->loose_lines};
	Len bottom = 0;
	for (guint i = 0; i < list->pages->len; i++) {
		g_autoptr(GArray) outlines = outlines_of(page_of(job, i));
		const Rect *area = &page_of(job, i)->text_area;
		for (guint k = 0; k < outlines->len; k++) {
			const Outline *outline = &g_array_index(outlines, Outline, k);
			figures.words += count_words(outline->text->str);
			Len foot = outline->area.y + outline->area.height;
			if (i + 1 == list->pages->len && foot <= area->y + area->height + list->grid)
				bottom = MAX(bottom, foot - area->y);
		}
		if (area->height > 0)
			figures.last_page_fill = (int)CLAMP((gint64)bottom * 100 / area->height, 0, 100);
	}
	return figures;
}

ViewGuides view_guides(const Job *job)
{
	const DisplayList *list = job_peek_list(job);
	const Layout *layout = job_peek_layout(job);
	return (ViewGuides){.width = list->width,
			    .height = list->height,
			    .bleed = list->bleed,
			    .margin = press_margin(list->bleed),
			    .grid = list->grid,
			    .grid_ascent = list->grid_ascent,
			    .facing = layout->facing,
			    .columns = layout->columns,
			    .gutter = layout->gutter};
}
