// Blocks without parts: text, pictures, rules, shapes, QR codes.
#include <string.h>

#include "base/intl.h"
#include "flow/place.h"

// --- text ---

static void draw_dot(Placer *placer, Block *block, Frame frame)
{
	const LetterDot *dot = block->text.dot;
	Len x = 0, y = frame.y + placer->layout->ascent - (Len)(dot->rise * block->text.style->size);
	bool found = paragraph_find_letter(block->text.paragraph, frame.width, 0, dot->letter, &x);
	if (!found && !dot->has_else)
		return;
	x = found ? frame.x + x : dot->else_x;
	y = found ? y : dot->else_y;
	if (dot->anchor)
		add_anchor(placer, dot->anchor, x, y);
	if (!placer->list)
		return;
	display_begin(placer->list, -1, block->span);
	display_disc(placer->list, x, y, dot->radius, dot->color, dot->stroke, dot->thickness, block->span);
	display_end(placer->list);
}

// Where a heading stands is known when its first line is drawn.
static void note_place(Placer *placer, int index, Len y)
{
	if (index < 0)
		return;
	Element *element = display_element(placer->list, index);
	element->page = display_current_page(placer->list)->number - 1;
	element->y = y;
}

static void check_lines(const Placer *placer, const Block *block, Len measure)
{
	int most = block->text.most_lines;
	guint count = paragraph_break_as(block->text.paragraph, measure, block->text.wish)->count;
	if (most <= 0 || count <= (guint)most)
		return;
	diag_take(placer->input->diags, SEVERITY_WARNING, "text.long", block->value_span,
		  g_strdup_printf(_("this takes %u lines, where %d look right"), count, most),
		  g_strdup(_("shorten it")));
}

// Whether every line is to stand where its style says: not in boxes at fixed places or moved, nor where
// the box has a finer step of its own or the lines are no whole steps apart.
static bool is_on_grid(const Placer *placer, const Block *block)
{
	const Style *style = block->text.style;
	if (placer->off_grid > 0 || placer->shifted > 0 || style->grid <= 0)
		return false;
	return style->leading % style->grid == 0 && block->grid % style->grid == 0;
}

void place_lines(Placer *placer, Block *block, Frame frame, guint from, guint to)
{
	const TextBlock *text = &block->text;
	if (placer->list) {
		if (from == 0)
			check_lines(placer, block, frame.width);
		placer->list->free_lines = !is_on_grid(placer, block);
		int element = block_element(placer, block);
		if (from == 0)
			note_place(placer, element, frame.y);
		placer->list->box = block->span;
		display_begin(placer->list, element, block->value_span);
		placer->list->box = (Span){0};
		for (guint i = from; i < to; i++) {
			Len baseline =
			    frame.y + placer->layout->ascent + text->style->leading * (Len)(i - from);
			Len hang = text->flush_ink ? paragraph_ink_left(text->paragraph, frame.width, i) : 0;
			paragraph_draw_line_as(text->paragraph, frame.width, text->wish, i, frame.x - hang,
					       baseline, placer->list);
		}
		display_end(placer->list);
	}
	if (text->dot && from == 0) {
		if (text->flush_ink)
			frame.x -= paragraph_ink_left(text->paragraph, frame.width, 0);
		draw_dot(placer, block, frame);
	}
}

Len place_text(Placer *placer, Block *block, Frame frame)
{
	const TextLines *lines = paragraph_break_as(block->text.paragraph, frame.width, block->text.wish);
	block->text.measure = frame.width;
	if (block->pattern)
		block->pattern->text.measure = frame.width;
	if (placer->list || placer->collecting)
		place_lines(placer, block, frame, 0, lines->count);
	return block->text.style->leading * (Len)lines->count;
}

// --- pictures ---

Len place_image(Placer *placer, Block *block, Frame frame)
{
	const ImageBlock *image = &block->image;
	Len height = block->height.set ? measure_value(placer, block->height)
		     : frame.height    ? frame.height
				       : (Len)(frame.width / image->aspect);
	if (!placer->list)
		return height;
	Image op = {.file = image->file,
		    .box = {frame.x, frame.y, frame.width, height},
		    .fit = image->fit,
		    .focus_x = image->focus_x,
		    .focus_y = image->focus_y};
	placer->list->box = block->span;
	display_begin(placer->list, block_element(placer, block), block->value_span);
	placer->list->box = (Span){0};
	display_image(placer->list, op, block->value_span);
	display_end(placer->list);
	return height;
}

// --- rules and shapes ---

Len place_rule(Placer *placer, Block *block, Frame frame)
{
	const RuleBlock *rule = &block->rule;
	Len left = frame.x + rule->inset_left, right = frame.x + frame.width - rule->inset_right;
	if (rule->length.set)
		right = left + measure_value(placer, rule->length);
	if (placer->list && rule->color && right > left) {
		Len y = frame.y + rule->rise;
		display_begin(placer->list, -1, block->span);
		display_line(placer->list, left, y, right, y, rule->color, rule->thickness, block->span);
		display_end(placer->list);
	}
	return 0;
}

static void draw_path(Placer *placer, const Block *block, Frame frame)
{
	const ShapeBlock *shape = &block->shape;
	g_autofree Segment *moved = g_memdup2(shape->segments, sizeof(Segment) * shape->segment_count);
	for (guint i = 0; i < shape->segment_count; i++)
		for (int k = 0; k < 3; k++) {
			moved[i].x[k] += frame.x;
			moved[i].y[k] += frame.y;
		}
	Path path = {.segments = moved,
		     .count = shape->segment_count,
		     .fill = shape->fill,
		     .stroke = shape->stroke,
		     .line_width = shape->thickness,
		     .round_caps = shape->round};
	display_path(placer->list, path, block->span);
}

static void draw_shape(Placer *placer, const Block *block, Frame frame)
{
	const ShapeBlock *shape = &block->shape;
	display_begin(placer->list, -1, block->span);
	if (shape->kind == SHAPE_DISC)
		display_disc(placer->list, frame.x + shape->radius, frame.y + shape->radius, shape->radius,
			     shape->fill, shape->stroke, shape->thickness, block->span);
	else if (shape->kind == SHAPE_RECT)
		display_rect(placer->list, (Rect){frame.x, frame.y, shape->width, shape->height}, shape->fill,
			     shape->stroke, shape->thickness, block->span);
	else if (shape->segment_count)
		draw_path(placer, block, frame);
	display_end(placer->list);
}

Len place_shape(Placer *placer, Block *block, Frame frame)
{
	if (placer->list)
		draw_shape(placer, block, frame);
	return block->shape.kind == SHAPE_DISC ? 2 * block->shape.radius : block->shape.height;
}

// --- QR codes ---

Len place_qr(Placer *placer, Block *block, Frame frame)
{
	const QrBlock *qr = &block->qr;
	if (!placer->list)
		return qr->size;
	Rect box = {frame.x, frame.y, qr->size, qr->size};
	display_begin(placer->list, -1, block->span);
	if (qr->ground)
		display_rect(placer->list, box, qr->ground, NULL, 0, block->span);
	display_qr(placer->list, qr->code, box, qr->color, block->span);
	display_end(placer->list);
	return qr->size;
}
