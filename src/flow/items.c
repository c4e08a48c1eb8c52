// The document's blocks as a row of items, in the order of the flow.
#include "flow/compose.h"

typedef struct Flattening {
	Placer *placer;
	Pagination *pagination;
	Gap gap;
	bool glued, page_break;
	int inside; // index of the innermost panel that is open, -1
} Flattening;

static int section_of(const Block *block)
{
	for (; block; block = block->parent)
		if (block->section >= 0)
			return block->section;
	return -1;
}

static Item *add_item(Flattening *flat, ItemKind kind, Block *block, Len x, Len width)
{
	Item item = {
	    .kind = kind, .x = x, .width = width, .section = section_of(block), .inside = flat->inside};
	item.piece = (Piece){.block = block, .line = -1, .gap = flat->gap, .glued = flat->glued};
	item.piece.separator = block->separator;
	item.page_break = flat->page_break;
	flat->gap = (Gap){0};
	flat->glued = flat->page_break = false;
	g_array_append_val(flat->pagination->items, item);
	return item_at(flat->pagination, flat->pagination->items->len - 1);
}

static void flatten(Flattening *flat, Block *block, Len x, Len width);

static void flatten_children(Flattening *flat, Block *block, Len x, Len width)
{
	block_hand_down_grid(block);
	for (guint i = 0; i < block->count; i++) {
		if (i > 0)
			flat->gap = gap_larger(flat->gap, gap_of(block->space));
		Gap gap = flat->gap;
		Block *child = block_wrap_fixed(flat->placer->input->arena, block, i);
		flatten(flat, child, x, width);
		if (child->floats)
			flat->gap = gap;
	}
}

static bool row_may_open(const Block *block)
{
	if (block->kind != BLOCK_ROW || !block->break_allowed || block->count == 0 ||
	    block->count > REGION_COLUMNS_MAX)
		return false;
	for (guint i = 0; i < block->row.count; i++)
		if (block->row.tracks[i].kind == TRACK_AUTO)
			return false;
	return true;
}

// What a panel begins with stands right below its padding; where it begins a page, so does the panel.
static void settle_first(const Pagination *pagination, guint opening)
{
	Item *open = item_at(pagination, opening), *first = open + 1;
	if (opening + 1 == pagination->items->len)
		return;
	first->piece.gap = (Gap){0};
	open->page_break |= first->page_break;
	first->page_break = false;
}

static void flatten_panel(Flattening *flat, Block *block, Len x, Len width)
{
	Len left = measure_value(flat->placer, block->panel.left),
	    right = measure_value(flat->placer, block->panel.right);
	int outside = flat->inside, opening = (int)flat->pagination->items->len;
	add_item(flat, ITEM_OPEN, block, x, width)->panel = block;
	flat->inside = opening;
	flat->glued = true;
	flatten_children(flat, block, x + left, MAX(width - left - right, 0));
	settle_first(flat->pagination, (guint)opening);
	flat->gap = (Gap){0};
	flat->glued = true;
	add_item(flat, ITEM_CLOSE, block, x, width)->panel = block;
	flat->inside = outside;
}

static void flatten_text(Flattening *flat, Block *block, Len x, Len width)
{
	g_autofree Galley *galley = galley_new(width);
	galley_add(flat->placer, galley, block, flat->gap);
	for (guint i = 0; i < galley->pieces->len; i++) {
		bool glued = flat->glued;
		const Piece *piece = &g_array_index(galley->pieces, Piece, i);
		Item *item = add_item(flat, ITEM_PIECE, block, x, width);
		item->piece = *piece;
		item->piece.glued |= glued;
	}
	g_array_unref(galley->pieces);
}

static bool region_is_empty(const Region *region)
{
	for (guint i = 0; i < REGION_COLUMNS_MAX && region->galleys[i]; i++)
		if (region->galleys[i]->pieces->len > 0)
			return false;
	return true;
}

static void flatten_region(Flattening *flat, Block *block, Len x, Len width)
{
	Region *region = region_new(flat->placer, block, width);
	if (region_is_empty(region))
		region_free(region);
	else
		add_item(flat, ITEM_REGION, block, x, width)->region = region;
}

static void flatten_closed(Flattening *flat, Block *block, Len x, Len width)
{
	if (block_breaks_in_lines(block))
		flatten_text(flat, block, x, width);
	else if (block->kind == BLOCK_COLUMNS || row_may_open(block))
		flatten_region(flat, block, x, width);
	else if (block->kind == BLOCK_PANEL && block->break_allowed && !block_has_fixed_children(block))
		flatten_panel(flat, block, x, width);
	else
		add_item(flat, ITEM_PIECE, block, x, width);
}

// What holds of a whole block is said of its items, from `first` on.
static void mark_items(const Pagination *pagination, const Block *block, guint first)
{
	for (guint i = first; i < pagination->items->len; i++) {
		Piece *piece = &item_at(pagination, i)->piece;
		bool opens = i == first && block->opens_group;
		piece->glued |= i > first && block->keep_next;
		if (!piece->again && !opens)
			piece->again = block->again;
	}
}

static void flatten(Flattening *flat, Block *block, Len x, Len width)
{
	flat->gap = gap_larger(flat->gap, gap_of(block->before));
	flat->glued |= block->keep_previous;
	flat->page_break |= block->break_page;
	if (block->width.set)
		width = measure_value(flat->placer, block->width);
	guint first = flat->pagination->items->len;
	if (block_may_open(block))
		flatten_children(flat, block, x, width);
	else
		flatten_closed(flat, block, x, width);
	mark_items(flat->pagination, block, first);
	flat->gap = gap_larger(flat->gap, gap_of(block->after));
	flat->glued |= block->keep_next;
}

void items_flatten(Placer *placer, Pagination *pagination, Block *document)
{
	Flattening flat = {.placer = placer, .pagination = pagination, .inside = -1};
	flatten(&flat, document, 0, page_area(placer->layout, 0).width);
}
