// Composing single pages: what the parts of the page breaker share. Internal to the room.
#pragma once
#include "flow/pages.h"

typedef struct Composing {
	Placer *placer;
	const Pagination *pagination;
	Rect area;
	const Cursor *stop; // compose no farther than here; NULL: as far as it goes
	bool loosens;       // a page may ask its paragraphs for a line more or less
} Composing;

// The document as items, in order.
void items_flatten(Placer *placer, Pagination *pagination, Block *document);

PagePlan *plan_new(Cursor from);
void plan_free(void *plan);

// One page from a cursor, with the dials as they are. The caller frees.
PagePlan *compose(const Composing *composing, Cursor from);
// What is too high for any page, alone on one.
PagePlan *forced_page(const Composing *composing, Cursor from);

// Where an item of a page stands, its top at y.
Frame item_frame(const Placer *placer, const Item *item, Rect area, Len y);
bool same_cursor(const Cursor *a, const Cursor *b);
bool is_end(const Pagination *pagination, const Cursor *cursor);
// Whether a page may end before an item: it is not glued to the one before.
bool may_end_before(const Pagination *pagination, guint item);

// Page dials at their least.
void page_tighten(Placer *placer);
// A page up to an end, with its cost. NULL where it cannot reach it. The caller frees.
PagePlan *page_to(const Composing *composing, Cursor from, Cursor to);

// The paragraphs (Block *) that may be loosened and stand on a page as a whole, the longest first.
GPtrArray *plan_paragraphs(const Pagination *pagination, const PagePlan *plan);
// Whether no line leaves the limits of its style, and the last is no mere syllable.
bool text_lines_are_good(const Block *text, const TextLines *lines);
// Whether a page that ends there has to end in a hyphen.
bool ends_in_hyphen(const Pagination *pagination, const Cursor *end);
// Takes the hyphens away at the ends of columns, where a paragraph cut there has as good lines without.
void mend_hyphens(Pagination *pagination);

static inline Item *item_at(const Pagination *pagination, guint index)
{
	return &g_array_index(pagination->items, Item, index);
}
