// A page is composed from a cursor: items are set one below the other until the next does not fit.
#include "flow/compose.h"

#include <string.h>

Rect page_area(const Layout *layout, guint page)
{
	const Margins *margins = page == 0 ? &layout->first_margins : &layout->margins;
	bool left_page = layout->facing && page % 2 == 1;
	Len left = left_page ? margins->outside : margins->inside;
	Len width = layout->width - margins->inside - margins->outside;
	return (Rect){left, margins->top, width, layout->height - margins->top - margins->bottom};
}

typedef struct PagePen {
	Len y;
	bool empty;
	Len closing; // padding of the panels that are open
} PagePen;

Frame item_frame(const Placer *placer, const Item *item, Rect area, Len y)
{
	Frame frame = {.x = area.x + item->x, .width = item->width};
	return block_frame(placer, item->piece.block, frame, y);
}

static Len panel_padding(const Composing *composing, const Block *panel, bool top)
{
	return measure_value(composing->placer, top ? panel->panel.top : panel->panel.bottom);
}

// Panels open where a page begins: their padding stands above what follows.
static void reopen_panels(const Composing *composing, guint item, PagePen *pen)
{
	int open = item_at(composing->pagination, item)->inside;
	for (; open >= 0; open = item_at(composing->pagination, (guint)open)->inside) {
		const Block *panel = item_at(composing->pagination, (guint)open)->panel;
		pen->y += panel_padding(composing, panel, true);
		pen->closing += panel_padding(composing, panel, false);
	}
}

static Len item_top(const Composing *composing, const Item *item, const PagePen *pen)
{
	Len y = pen->empty ? pen->y : pen->y + gap_value(composing->placer, item->piece.gap);
	bool follows_line = item->kind == ITEM_PIECE && item->piece.line > 0 && !pen->empty;
	bool snaps = item->kind == ITEM_PIECE || item->kind == ITEM_REGION;
	return snaps && !follows_line ? snap_to_grid(composing->placer, item->piece.block, y) : y;
}

static void add_placed(PagePlan *plan, guint item, Len y, Len height)
{
	Placed placed = {.item = item, .y = y, .height = height};
	g_array_append_val(plan->placed, placed);
}

static bool compose_piece(const Composing *composing, const Item *item, guint index, PagePen *pen,
			  PagePlan *plan)
{
	plan->to = (Cursor){.item = index + 1};
	if ((item->piece.separator && pen->empty) || piece_is_absent(&item->piece))
		return true;
	Len y = item_top(composing, item, pen),
	    limit = composing->area.y + composing->area.height - pen->closing;
	Len height = item->piece.line >= 0
			 ? item->piece.block->text.style->leading
			 : measure_block(composing->placer, item->piece.block,
					 item_frame(composing->placer, item, composing->area, y));
	if (item->piece.block->floats) {
		add_placed(plan, index, y, 0);
		return true;
	}
	if (y + height > limit && !(pen->empty && plan->placed->len == 0)) {
		plan->to = (Cursor){.item = index};
		return false;
	}
	add_placed(plan, index, y, height);
	pen->y = y + height;
	pen->empty = false;
	return true;
}

// Whether a stop lies inside this region, so that it must be cut there; up to a page begun by force it
// is balanced all the same.
static bool stops_inside(const Composing *composing, const Item *item, guint index)
{
	const Cursor *stop = composing->stop;
	return stop && stop->inside && stop->item == index && !region_breaks_page(item->region, stop->start);
}

static Cursor inside_region(const Item *item, guint index, const RegionCut *cut)
{
	return (Cursor){.item = index, .inside = true, .start = region_after(item->region, cut)};
}

static bool compose_region(const Composing *composing, const Item *item, guint index, PagePen *pen,
			   PagePlan *plan)
{
	RegionStart start = {0};
	if (plan->from.inside && plan->from.item == index)
		start = plan->from.start;
	Len y = item_top(composing, item, pen),
	    limit = composing->area.y + composing->area.height - pen->closing;
	Frame frame = item_frame(composing->placer, item, composing->area, y);
	Placed placed = {.item = index, .y = y};
	const RegionStart *stop = stops_inside(composing, item, index) ? &composing->stop->start : NULL;
	bool balanced =
	    region_balance(composing->placer, item->region, start, stop, frame, limit, &placed.cut);
	bool some =
	    balanced || region_fill(composing->placer, item->region, start, frame, limit, &placed.cut);
	if (!some)
		return false;
	placed.height = placed.cut.bottom - y;
	g_array_append_val(plan->placed, placed);
	pen->y = placed.cut.bottom;
	pen->empty = false;
	bool complete = placed.cut.complete;
	plan->to = complete ? (Cursor){.item = index + 1} : inside_region(item, index, &placed.cut);
	return complete;
}

static bool compose_open(const Composing *composing, const Item *item, guint index, PagePen *pen,
			 PagePlan *plan)
{
	Len y = item_top(composing, item, pen);
	add_placed(plan, index, y, 0);
	pen->y = y + panel_padding(composing, item->panel, true);
	pen->closing += panel_padding(composing, item->panel, false);
	pen->empty = false;
	plan->to = (Cursor){.item = index + 1};
	return true;
}

static bool compose_close(const Composing *composing, const Item *item, guint index, PagePen *pen,
			  PagePlan *plan)
{
	Len padding = panel_padding(composing, item->panel, false);
	pen->y += padding;
	pen->closing -= padding;
	add_placed(plan, index, pen->y, 0);
	plan->to = (Cursor){.item = index + 1};
	return true;
}

static bool (*const compose_item[])(const Composing *, const Item *, guint, PagePen *, PagePlan *) = {
    [ITEM_PIECE] = compose_piece,
    [ITEM_REGION] = compose_region,
    [ITEM_OPEN] = compose_open,
    [ITEM_CLOSE] = compose_close,
};

enum { USUAL_ITEMS = 8 };

PagePlan *plan_new(Cursor from)
{
	PagePlan *plan = g_new0(PagePlan, 1);
	plan->from = plan->to = from;
	plan->again = -1;
	plan->placed = g_array_sized_new(FALSE, FALSE, sizeof(Placed), USUAL_ITEMS);
	plan->wishes = g_array_new(FALSE, FALSE, sizeof(TextWish));
	return plan;
}

void plan_free(void *data)
{
	PagePlan *plan = data;
	if (!plan)
		return;
	g_array_unref(plan->placed);
	g_array_unref(plan->wishes);
	g_free(plan->dials.values);
	g_free(plan);
}

static bool is_at_stop(const Composing *composing, guint item)
{
	const Cursor *stop = composing->stop;
	return stop && (item > stop->item || (item == stop->item && !stop->inside));
}

// The last break a page may end at: not before a glued item, nor right after a panel's opening.
bool may_end_before(const Pagination *pagination, guint item)
{
	if (item >= pagination->items->len)
		return true;
	const Item *next = item_at(pagination, item);
	bool follows_separator = item > 0 && item_at(pagination, item - 1)->piece.separator;
	return (!piece_is_glued(&next->piece) && !follows_separator) || next->page_break;
}

// Columns whose end has to stay with what follows are cut at their last break instead of going to the
// next page whole.
static bool cut_columns(const Composing *composing, PagePlan *plan)
{
	Placed *placed = &g_array_index(plan->placed, Placed, plan->placed->len - 1);
	const Item *item = item_at(composing->pagination, placed->item);
	if (item->kind != ITEM_REGION || !placed->cut.complete)
		return false;
	RegionStart start = {.at = {placed->cut.from[0]}}, last;
	if (!region_last_break(composing->placer, item->region, start, &last))
		return false;
	Frame frame = item_frame(composing->placer, item, composing->area, placed->y);
	Len limit = composing->area.y + composing->area.height;
	RegionCut cut;
	if (!region_balance(composing->placer, item->region, start, &last, frame, limit, &cut))
		return false;
	placed->cut = cut;
	placed->height = cut.bottom - placed->y;
	plan->to = inside_region(item, placed->item, &cut);
	return true;
}

// Takes items back off the page until it ends where it may. Leaves at least one item.
static void take_back(const Composing *composing, PagePlan *plan)
{
	if (plan->to.inside)
		return;
	while (plan->placed->len > 0 && !may_end_before(composing->pagination, plan->to.item)) {
		if (cut_columns(composing, plan) || plan->placed->len == 1)
			return;
		guint last = g_array_index(plan->placed, Placed, plan->placed->len - 1).item;
		g_array_set_size(plan->placed, plan->placed->len - 1);
		bool was_inside = plan->from.inside && plan->from.item == last;
		plan->to = was_inside ? plan->from : (Cursor){.item = last};
	}
}

static void set_bottom(const Pagination *pagination, PagePlan *plan)
{
	plan->bottom = 0;
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		bool counts = item_at(pagination, placed->item)->kind != ITEM_OPEN;
		plan->bottom = counts ? MAX(plan->bottom, placed->y + placed->height) : plan->bottom;
	}
}

// A page that ends before a line that is not there ends after it.
static void pass_absent(const Pagination *pagination, Cursor *cursor)
{
	while (!cursor->inside && cursor->item < pagination->items->len &&
	       piece_is_absent(&item_at(pagination, cursor->item)->piece))
		cursor->item++;
}

// A group that goes on has its heading again, but not inside a paragraph.
static void repeat_heading(const Composing *composing, PagePlan *plan, PagePen *pen)
{
	guint first = plan->from.item, count = composing->pagination->items->len;
	while (first < count && item_at(composing->pagination, first)->piece.separator)
		first++;
	const Item *item = first < count ? item_at(composing->pagination, first) : NULL;
	if (!item || !item->piece.again || item->piece.line > 0 || plan->from.item == 0 || plan->from.inside)
		return;
	plan->again = (int)first;
	plan->again_y = pen->y;
	Frame frame = item_frame(composing->placer, item, composing->area, pen->y);
	pen->y += measure_block(composing->placer, item->piece.again, frame);
}

// One page from a cursor, with the dials as they are.
PagePlan *compose(const Composing *composing, Cursor from)
{
	PagePlan *plan = plan_new(from);
	PagePen pen = {.y = composing->area.y, .empty = true};
	reopen_panels(composing, from.item, &pen);
	repeat_heading(composing, plan, &pen);
	for (guint i = from.item; i < composing->pagination->items->len && !is_at_stop(composing, i); i++) {
		const Item *item = item_at(composing->pagination, i);
		if (item->page_break && plan->placed->len > 0)
			break;
		if (!compose_item[item->kind](composing, item, i, &pen, plan))
			break;
	}
	pass_absent(composing->pagination, &plan->to);
	take_back(composing, plan);
	set_bottom(composing->pagination, plan);
	return plan;
}

// What is too high for any page is set all the same, alone, and reported.
PagePlan *forced_page(const Composing *composing, Cursor from)
{
	PagePlan *plan = plan_new(from);
	plan->to = (Cursor){.item = from.item + 1};
	const Item *item = item_at(composing->pagination, from.item);
	Frame frame = item_frame(composing->placer, item, composing->area, composing->area.y);
	Placed placed = {.item = from.item, .y = frame.y};
	if (item->kind == ITEM_REGION) {
		RegionStart start = from.inside ? from.start : (RegionStart){0};
		region_force(composing->placer, item->region, start, frame,
			     composing->area.y + composing->area.height, &placed.cut);
		placed.height = placed.cut.bottom - placed.y;
		if (!placed.cut.complete)
			plan->to = inside_region(item, from.item, &placed.cut);
	} else if (item->kind == ITEM_PIECE)
		placed.height = measure_block(composing->placer, item->piece.block, frame);
	g_array_append_val(plan->placed, placed);
	plan->bottom = placed.y + placed.height;
	return plan;
}

bool same_cursor(const Cursor *a, const Cursor *b)
{
	return a->item == b->item && a->inside == b->inside &&
	       (!a->inside || memcmp(&a->start, &b->start, sizeof a->start) == 0);
}

bool is_end(const Pagination *pagination, const Cursor *cursor)
{
	return cursor->item >= pagination->items->len;
}
