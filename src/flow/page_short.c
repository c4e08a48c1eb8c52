// Pages that end early, and what finds no room on them.
#include "base/intl.h"
#include "flow/compose.h"

#define FEW_LINES 3.0          // a page that ends more above its foot is warned of …
#define RAGGED_SHARE (1.0 / 3) // … where its layout can stretch pages; else one of which this much is empty

// Dials of page scope that may grow.
static guint64 stretching_dials(const Layout *layout)
{
	guint64 mask = 0;
	for (guint i = 0; i < layout->dials->len && i < 64; i++) {
		const Dial *dial = g_ptr_array_index(layout->dials, i);
		if (dial->scope & DIAL_PAGE && dial->most > dial->usual)
			mask |= G_GUINT64_CONSTANT(1) << i;
	}
	return mask;
}

// Whether something of the document stretches so that its pages are full.
static bool fills_pages(const Placer *placer, const Pagination *pagination)
{
	guint64 mask = 0;
	for (guint i = 0; i < pagination->items->len; i++) {
		const Item *item = item_at(pagination, i);
		mask |= item->piece.gap.dials | block_dials(item->piece.block);
	}
	return (mask & stretching_dials(placer->layout)) != 0;
}

// The first text of the issue in a block; NULL where there is none.
static const Block *first_text(const Placer *placer, const Block *block)
{
	if (block->kind == BLOCK_TEXT && block->value_span.source == placer->input->issue->span.source)
		return block;
	const Block *found = NULL;
	for (guint i = 0; i < block->count && !found; i++)
		found = first_text(placer, block->children[i]);
	return found;
}

static const Block *first_of_region(const Placer *placer, const Region *region, const RegionStart *start)
{
	const Block *found = NULL;
	for (guint column = 0; column < (region->balanced ? 1 : region->count) && !found; column++) {
		const GArray *pieces = region->galleys[column]->pieces;
		for (guint i = start->at[column]; i < pieces->len && !found; i++)
			found = first_text(placer, g_array_index(pieces, Piece, i).block);
	}
	return found;
}

// What comes first from a place on.
static const Block *first_from(const Placer *placer, const Pagination *pagination, const Cursor *from)
{
	const Block *found = NULL;
	for (guint i = from->item; i < pagination->items->len && !found; i++) {
		const Item *item = item_at(pagination, i);
		const RegionStart start = from->inside && i == from->item ? from->start : (RegionStart){0};
		if (item->kind == ITEM_REGION)
			found = first_of_region(placer, item->region, &start);
		else if (item->kind == ITEM_PIECE)
			found = first_text(placer, item->piece.block);
	}
	return found;
}

static bool is_forced(const Pagination *pagination, const Cursor *from)
{
	const Item *item = item_at(pagination, from->item);
	return from->inside ? region_breaks_page(item->region, from->start) : item->page_break;
}

static void warn_short(const Placer *placer, const Pagination *pagination, guint page, double most)
{
	const PagePlan *plan = g_ptr_array_index(pagination->pages, page);
	Rect area = page_area(placer->layout, page);
	double empty = (double)(area.y + area.height - plan->bottom) / placer->layout->baseline;
	if (empty <= most || is_forced(pagination, &plan->to))
		return;
	const Block *next = first_from(placer, pagination, &plan->to);
	Span span = next ? next->value_span : (Span){.source = placer->input->issue->span.source};
	diag_take(
	    placer->input->diags, SEVERITY_WARNING, "page.short", span,
	    g_strdup_printf(_("page %u ends %d lines above its foot: what comes next does not fit there"),
			    page + 1, (int)empty),
	    g_strdup(_("lengthen what stands before this by so much, or shorten either until it fits")));
}

void warn_of_short_pages(const Placer *placer, const Pagination *pagination)
{
	bool fills = fills_pages(placer, pagination);
	for (guint i = 0; i + 1 < pagination->pages->len; i++) {
		Len height = page_area(placer->layout, i).height;
		double lines = (double)height / placer->layout->baseline;
		warn_short(placer, pagination, i, fills ? FEW_LINES + 0.1 : lines * RAGGED_SHARE);
	}
}
