#include "text/specimen.h"

#include <math.h>

#include "text/setting.h"

static void draw_stretched(DisplayList *list, guint first, guint end, int expand)
{
	for (guint i = first; i < end; i++) {
		const Op *op = &g_array_index(display_current_page(list)->ops, Op, i);
		if (op->kind != OP_GLYPHS)
			continue;
		GlyphRun run = op->glyphs;
		run.stretch = 1 + (double)expand / EXPAND_WHOLE;
		display_glyphs(list, run, op->span);
	}
}

static void draw(TextEngine *engine, const Style *style, const Style *around, const char *words,
		 DisplayList *list)
{
	TextRun run = {.text = words, .style = style, .verbatim = true};
	Paragraph *paragraph = paragraph_get(engine, &run, 1, around);
	Len measure = paragraph_natural_width(paragraph);
	const GArray *ops = display_current_page(list)->ops;
	guint first = ops->len;
	if (paragraph_break(paragraph, measure)->count == 0)
		return;
	list->width = MAX(list->width, 2 * measure);
	list->height = MAX(list->height, 2 * style->size);
	paragraph_draw_line(paragraph, measure, 0, 0, style->size, list);
	guint end = ops->len;
	int most = around->align == ALIGN_JUSTIFY ? (int)lround(around->expansion * EXPAND_WHOLE) : 0;
	for (int expand = EXPAND_STEP; expand <= most; expand += EXPAND_STEP) {
		draw_stretched(list, first, end, expand);
		draw_stretched(list, first, end, -expand);
	}
}

void specimen_draw(TextEngine *engine, const Style *style, const char *words, DisplayList *list)
{
	for (guint i = 0; i < STYLE_MARKS; i++)
		if (i == 0 || style->marks[i] != style->marks[i - 1])
			draw(engine, style->marks[i], style, words, list);
}
