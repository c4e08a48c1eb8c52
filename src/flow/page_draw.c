// Pages on the display list.
#include "base/intl.h"
#include "flow/compose.h"

static void report_too_high(Placer *placer, Block *block)
{
	report_overset(placer, block, g_strdup(_("this does not fit on a page of its own")),
		       _("shorten it, or let its box break (`break: allowed`; %s, line %d)"));
}

static Block *find_highest(Placer *placer, const Galley *galley, guint from, guint to)
{
	Block *highest = NULL;
	Len most = -1;
	for (guint i = from; i < to; i++) {
		Block *block = g_array_index(galley->pieces, Piece, i).block;
		Len height = measure_block(placer, block, (Frame){.width = galley->width});
		if (height > most) {
			most = height;
			highest = block;
		}
	}
	return highest;
}

// Of columns, what is highest in the too long ones.
static void report_columns(Placer *placer, const Item *item, const Placed *placed, Rect area)
{
	const Region *region = item->region;
	Frame frame = item_frame(placer, item, area, placed->y);
	for (guint i = 0; i < region->count; i++) {
		const Galley *galley = region->galleys[region->balanced ? 0 : i];
		Len bottom = region_column_bottom(placer, region, &placed->cut, i, frame);
		Block *highest = find_highest(placer, galley, placed->cut.from[i], placed->cut.to[i]);
		if (highest && bottom > area.y + area.height)
			report_too_high(placer, highest);
	}
}

static void check_page(Placer *placer, const Pagination *pagination, const PagePlan *plan, Rect area)
{
	if (plan->bottom <= area.y + area.height + placer->layout->baseline / 8)
		return;
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		const Item *item = item_at(pagination, placed->item);
		if (placed->y + placed->height <= area.y + area.height)
			continue;
		if (item->kind == ITEM_REGION)
			report_columns(placer, item, placed, area);
		else
			report_too_high(placer, item->piece.block);
	}
}

typedef struct PanelPart {
	Block *panel;
	Len x, width, top, bottom;
	bool to_foot;
} PanelPart;

static bool closes_panel(const Pagination *pagination, const PagePlan *plan, const Block *panel, Len *bottom)
{
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		const Item *item = item_at(pagination, placed->item);
		if (item->kind == ITEM_CLOSE && item->panel == panel) {
			*bottom = placed->y;
			return true;
		}
	}
	return false;
}

static bool is_last_on_page(const Pagination *pagination, const PagePlan *plan, const Block *panel)
{
	const Placed *last = &g_array_index(plan->placed, Placed, plan->placed->len - 1);
	const Item *item = item_at(pagination, last->item);
	return item->kind == ITEM_CLOSE && item->panel == panel;
}

static void draw_panel_part(Placer *placer, const Pagination *pagination, const PagePlan *plan,
			    const Item *open, Rect area, Len top)
{
	Len bottom = plan->bottom + measure_value(placer, open->panel->panel.bottom);
	bool closed = closes_panel(pagination, plan, open->panel, &bottom);
	bool ends_page = !closed || is_last_on_page(pagination, plan, open->panel);
	if (open->panel->panel.to_foot && ends_page)
		placer->at_foot = open->panel;
	draw_panel(placer, open->panel, (Rect){area.x + open->x, top, open->width, bottom - top});
	placer->at_foot = NULL;
}

// Panels that began on an earlier page go on from the top of the text area, the outermost first.
static void draw_continued_panels(Placer *placer, const Pagination *pagination, const PagePlan *plan,
				  int open, Rect area)
{
	if (open < 0)
		return;
	const Item *item = item_at(pagination, (guint)open);
	draw_continued_panels(placer, pagination, plan, item->inside, area);
	draw_panel_part(placer, pagination, plan, item, area, area.y);
}

static void draw_piece_item(Placer *placer, const Item *item, Frame frame, bool is_last)
{
	if (item->piece.line >= 0) {
		place_lines(placer, item->piece.block, frame, (guint)item->piece.line,
			    (guint)item->piece.line + 1);
		return;
	}
	if (is_last && item->piece.block->kind == BLOCK_PANEL && item->piece.block->panel.to_foot)
		placer->at_foot = item->piece.block;
	place_block(placer, item->piece.block, frame);
	placer->at_foot = NULL;
}

static void draw_item(Placer *placer, const Pagination *pagination, const PagePlan *plan, guint index,
		      Rect area)
{
	const Placed *placed = &g_array_index(plan->placed, Placed, index);
	const Item *item = item_at(pagination, placed->item);
	Frame frame = item_frame(placer, item, area, placed->y);
	if (item->kind == ITEM_OPEN)
		draw_panel_part(placer, pagination, plan, item, area, placed->y);
	else if (item->kind == ITEM_REGION) {
		Len height = placed->cut.bottom - frame.y;
		note_box(placer, item->region->block, (Rect){frame.x, frame.y, frame.width, height});
		region_place(placer, item->region, &placed->cut, frame);
	} else if (item->kind == ITEM_PIECE)
		draw_piece_item(placer, item, frame, index + 1 == plan->placed->len);
}

bool page_needs_anchors(Pagination *pagination, guint page)
{
	const PagePlan *plan = g_ptr_array_index(pagination->pages, page);
	if (plan->again >= 0 && block_needs_anchors(item_at(pagination, (guint)plan->again)->piece.again))
		return true;
	for (guint i = 0; i < plan->placed->len; i++) {
		const Item *item = item_at(pagination, g_array_index(plan->placed, Placed, i).item);
		if ((item->kind == ITEM_REGION && block_needs_anchors(item->region->block)) ||
		    (item->kind == ITEM_PIECE && block_needs_anchors(item->piece.block)))
			return true;
	}
	return false;
}

void draw_page(Placer *placer, Pagination *pagination, guint page)
{
	const PagePlan *plan = g_ptr_array_index(pagination->pages, page);
	Rect area = page_area(placer->layout, page);
	for (guint i = 0; i < placer->layout->dials->len; i++)
		placer_turn(placer, i, plan->dials.values[i]);
	for (guint i = 0; i < plan->wishes->len; i++) {
		const TextWish *wish = &g_array_index(plan->wishes, TextWish, i);
		placer_wish(placer, wish->block, wish->wish);
	}
	check_page(placer, pagination, plan, area);
	bool any = plan->placed->len > 0;
	draw_continued_panels(placer, pagination, plan,
			      any ? item_at(pagination, plan->from.item)->inside : -1, area);
	if (plan->again >= 0) {
		const Item *item = item_at(pagination, (guint)plan->again);
		place_block(placer, item->piece.again, item_frame(placer, item, area, plan->again_y));
	}
	for (guint i = 0; i < plan->placed->len; i++)
		draw_item(placer, pagination, plan, i, area);
	placer_reset(placer);
}
