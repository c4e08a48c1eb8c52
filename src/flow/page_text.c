// The paragraphs of a page, and the hyphens that its columns end in.
#include "flow/compose.h"

// --- which paragraphs stand on a page as a whole ---

// Those of a block that is never cut.
static void add_inner(Block *block, GPtrArray *found)
{
	if (block_may_loosen(block) && block->text.measure > 0)
		g_ptr_array_add(found, block);
	for (guint i = 0; i < block->count; i++)
		if (!block->children[i]->place)
			add_inner(block->children[i], found);
}

// From a galley, pieces from..to in one column; those up to `end` are on the page.
static void add_from_galley(const Galley *galley, guint from, guint to, guint end, GPtrArray *found)
{
	for (guint i = from; i < to; i++) {
		const Piece *piece = &g_array_index(galley->pieces, Piece, i);
		guint after = i + 1;
		while (after < galley->pieces->len &&
		       g_array_index(galley->pieces, Piece, after).block == piece->block)
			after++;
		if (piece->line < 0)
			add_inner(piece->block, found);
		else if (piece->line == 0 && after <= end && block_may_loosen(piece->block))
			g_ptr_array_add(found, piece->block);
	}
}

static void add_from_region(const Region *region, const RegionCut *cut, GPtrArray *found)
{
	for (guint i = 0; i < region->count; i++) {
		guint end = region->balanced ? cut->to[region->count - 1] : cut->to[i];
		const Galley *galley = region->galleys[region->balanced ? 0 : i];
		add_from_galley(galley, cut->from[i], cut->to[i], end, found);
	}
}

static void add_from_piece(const Pagination *pagination, const PagePlan *plan, guint index, GPtrArray *found)
{
	const Piece *piece = &item_at(pagination, index)->piece;
	guint after = index + 1;
	while (after < pagination->items->len && item_at(pagination, after)->piece.block == piece->block)
		after++;
	if (piece->line < 0)
		add_inner(piece->block, found);
	else if (piece->line == 0 && after <= plan->to.item && block_may_loosen(piece->block))
		g_ptr_array_add(found, piece->block);
}

static int compare_lengths(gconstpointer a, gconstpointer b)
{
	const TextBlock *text_a = &(*(Block *const *)a)->text, *text_b = &(*(Block *const *)b)->text;
	guint lines_a = paragraph_break(text_a->paragraph, text_a->measure)->count;
	guint lines_b = paragraph_break(text_b->paragraph, text_b->measure)->count;
	return (lines_a < lines_b) - (lines_a > lines_b);
}

GPtrArray *plan_paragraphs(const Pagination *pagination, const PagePlan *plan)
{
	GPtrArray *found = g_ptr_array_new();
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		const Item *item = item_at(pagination, placed->item);
		if (item->kind == ITEM_REGION)
			add_from_region(item->region, &placed->cut, found);
		else if (item->kind == ITEM_PIECE)
			add_from_piece(pagination, plan, placed->item, found);
	}
	g_ptr_array_sort(found, compare_lengths);
	return found;
}

bool text_lines_are_good(const Block *text, const TextLines *lines)
{
	enum { LAST_LINE_EMS = 2 };
	for (guint i = 0; i < lines->count; i++)
		if (lines->lines[i].loose || lines->lines[i].tight)
			return false;
	bool is_short =
	    lines->count > 1 && lines->lines[lines->count - 1].width < LAST_LINE_EMS * text->text.style->size;
	return !lines->overset && !is_short;
}

// --- hyphens at the end of a column ---

static const Piece *piece_of_region(const Region *region, guint column, guint index)
{
	const GArray *pieces = region->galleys[region->balanced ? 0 : column]->pieces;
	return index < pieces->len ? &g_array_index(pieces, Piece, index) : NULL;
}

static TextWish *find_wish(const PagePlan *plan, const Block *block)
{
	for (guint i = 0; plan && i < plan->wishes->len; i++)
		if (g_array_index(plan->wishes, TextWish, i).block == block)
			return &g_array_index(plan->wishes, TextWish, i);
	return NULL;
}

// The lines of a paragraph that is cut before `line` so that the one above ends in no hyphen, if that takes
// no more and no fewer lines and none that is worse to look at.
static bool whole_wish(const Block *text, const PagePlan *plan, int line, TextWish *wish)
{
	const TextWish *known = find_wish(plan, text);
	*wish = known ? *known : (TextWish){.block = (Block *)text};
	const TextLines *before = paragraph_break_as(text->text.paragraph, text->text.measure, wish->wish);
	if (wish->wish.whole || (guint)line >= before->count || !before->lines[line - 1].hyphen)
		return false;
	wish->wish.whole = (guint)line;
	const TextLines *after = paragraph_break_as(text->text.paragraph, text->text.measure, wish->wish);
	return after->count == before->count && !after->lines[line - 1].hyphen &&
	       text_lines_are_good(text, after);
}

// Whether a paragraph is cut before a piece, after a hyphen it has to end in.
static bool must_end_in_hyphen(const Piece *next)
{
	TextWish wish;
	if (!next || next->line <= 0 || piece_is_absent(next))
		return false;
	const TextBlock *text = &next->block->text;
	const TextLines *lines = paragraph_break_as(text->paragraph, text->measure, text->wish);
	return lines->lines[next->line - 1].hyphen && !whole_wish(next->block, NULL, next->line, &wish);
}

bool ends_in_hyphen(const Pagination *pagination, const Cursor *end)
{
	if (is_end(pagination, end))
		return false;
	const Item *item = item_at(pagination, end->item);
	if (!end->inside)
		return item->kind == ITEM_PIECE && must_end_in_hyphen(&item->piece);
	for (guint i = 0; i < (item->region->balanced ? 1 : item->region->count); i++) {
		if (must_end_in_hyphen(piece_of_region(item->region, i, end->start.at[i])))
			return true;
	}
	return false;
}

static void set_wish(PagePlan *plan, const TextWish *wish)
{
	TextWish *known = find_wish(plan, wish->block);
	if (known)
		*known = *wish;
	else
		g_array_append_val(plan->wishes, *wish);
}

// Where a column of a page ends before `next`; the paragraph goes on on `onto`, the same page or another.
static void mend_cut(PagePlan *plan, PagePlan *onto, const Piece *next)
{
	TextWish wish;
	if (!next || next->line <= 0 || !whole_wish(next->block, plan, next->line, &wish))
		return;
	set_wish(plan, &wish);
	if (onto != plan)
		set_wish(onto, &wish);
}

static void mend_region(const Item *item, const RegionCut *cut, PagePlan *plan, PagePlan *after)
{
	const Region *region = item->region;
	for (guint i = region->count; i > 0; i--) {
		bool leaves = !region->balanced || i == region->count;
		if (cut->to[i - 1] > cut->from[i - 1])
			mend_cut(plan, leaves ? after : plan, piece_of_region(region, i - 1, cut->to[i - 1]));
	}
}

void mend_hyphens(Pagination *pagination)
{
	for (guint i = 0; i < pagination->pages->len; i++) {
		bool is_last = i + 1 == pagination->pages->len;
		PagePlan *plan = g_ptr_array_index(pagination->pages, i);
		PagePlan *after = is_last ? plan : g_ptr_array_index(pagination->pages, i + 1);
		if (!plan->to.inside && !is_end(pagination, &plan->to))
			mend_cut(plan, after, &item_at(pagination, plan->to.item)->piece);
		for (guint k = plan->placed->len; k > 0; k--) {
			const Placed *placed = &g_array_index(plan->placed, Placed, k - 1);
			const Item *item = item_at(pagination, placed->item);
			if (item->kind == ITEM_REGION)
				mend_region(item, &placed->cut, plan, after);
		}
	}
}
