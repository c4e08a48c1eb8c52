// Composing single pages: what the parts of the page breaker share. Internal to the room.
#pragma once
#include "flow/pages.h"

typedef struct Composing {
	Placer *placer;
	const Pagination *pagination;
	Rect area;
	const Cursor *stop; // compose no farther than here; NULL: as far as it goes
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

static inline Item *item_at(const Pagination *pagination, guint index)
{
	return &g_array_index(pagination->items, Item, index);
}
