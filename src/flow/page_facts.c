// What finished pages tell the next pass.
#include "flow/compose.h"

static void add_entries(const Block *block, int page, GArray *entries)
{
	if (block->is_entry) {
		EntryFact fact = {.title = block->title, .color = block->entry_color, .page = page};
		fact.span = block->value_span;
		g_array_append_val(entries, fact);
	}
	for (guint i = 0; i < block->count; i++)
		add_entries(block->children[i], page, entries);
}

static void add_region_entries(const Item *item, const RegionCut *cut, int page, GArray *entries)
{
	for (guint column = 0; column < item->region->count; column++) {
		const Galley *galley = item->region->galleys[item->region->balanced ? 0 : column];
		for (guint i = cut->from[column]; i < cut->to[column]; i++) {
			const Piece *piece = &g_array_index(galley->pieces, Piece, i);
			if (piece->line <= 0)
				add_entries(piece->block, page, entries);
		}
	}
}

static void add_page_entries(const Pagination *pagination, const PagePlan *plan, int page, GArray *entries)
{
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		const Item *item = item_at(pagination, placed->item);
		if (item->kind == ITEM_REGION)
			add_region_entries(item, &placed->cut, page, entries);
		else if (item->kind == ITEM_PIECE && item->piece.line <= 0)
			add_entries(item->piece.block, page, entries);
	}
}

// Section facts from one page: `first` and `last` are the sections its first and last items belong to.
static void note_sections(const Pagination *pagination, const PagePlan *plan, int page, int pages,
			  GArray *sections)
{
	int last = -1;
	for (guint i = 0; i < plan->placed->len; i++) {
		int section = item_at(pagination, g_array_index(plan->placed, Placed, i).item)->section;
		last = section;
		if (section < 0)
			continue;
		SectionFacts *facts = &g_array_index(sections, SectionFacts, section);
		if (facts->page == 0) {
			facts->page = page;
			facts->opens = i == 0;
		}
	}
	if (last < 0)
		return;
	// It closes the page if nothing of it goes on to the next.
	const Item *next = is_end(pagination, &plan->to) ? NULL : item_at(pagination, plan->to.item);
	SectionFacts *facts = &g_array_index(sections, SectionFacts, last);
	if (next && next->section == last)
		return;
	facts->closes = true;
	facts->inner = page > 1 && page < pages;
}

Facts *pagination_facts(const Pagination *pagination, guint sections)
{
	Facts *facts = facts_new();
	facts->pages = (int)pagination->pages->len;
	g_array_set_size(facts->sections, sections);
	for (guint i = 0; i < pagination->pages->len; i++) {
		const PagePlan *plan = g_ptr_array_index(pagination->pages, i);
		note_sections(pagination, plan, (int)i + 1, facts->pages, facts->sections);
		add_page_entries(pagination, plan, (int)i + 1, facts->entries);
	}
	return facts;
}
