// Pages: the document's flow as a row of items, cut into pages.
#pragma once
#include "flow/facts.h"
#include "flow/region.h"

typedef enum ItemKind {
	ITEM_PIECE,  // a block, or a line of text, at full width
	ITEM_REGION, // columns
	ITEM_OPEN,   // a panel that may break begins …
	ITEM_CLOSE,  // … and ends
} ItemKind;

typedef struct Item {
	ItemKind kind;
	Piece piece;     // ITEM_PIECE; its gap and glue hold for every kind
	Region *region;  // ITEM_REGION; owned
	Block *panel;    // ITEM_OPEN, ITEM_CLOSE
	Len x, width;    // from the left of the text area
	int section;     // the innermost section it belongs to, -1 for none
	bool page_break; // it begins a page
	int inside;      // index of the innermost panel that is open before it, -1
} Item;

// A place in the flow: a value one can copy, try with, and go back to.
typedef struct Cursor {
	guint item;
	RegionStart start; // inside a region begun earlier
	bool inside;
} Cursor;

// One item, or part of a region, on a page.
typedef struct Placed {
	guint item;
	Len y, height;
	RegionCut cut; // of a region
} Placed;

typedef struct PagePlan {
	Cursor from, to;
	GArray *placed; // Placed
	Len bottom;     // of the lowest thing
	int again;      // the item whose heading comes again at the head of the page, -1
	Len again_y;
	DialSetting dials;
	GArray *wishes; // TextWish
	double cost;
} PagePlan;

typedef struct Pagination {
	GArray *items;    // Item
	GPtrArray *pages; // PagePlan *
} Pagination;

// Cuts a document into pages. The caller frees. A quick search takes what it finds first; another looks
// longer where that has faults.
typedef enum PageSearchEffort { SEARCH_QUICK, SEARCH_LONG } PageSearchEffort;
Pagination *paginate(Placer *placer, Block *document, PageSearchEffort effort);
void pagination_free(Pagination *pagination);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pagination, pagination_free)

// How far below its foot a page would come if all that follows had to stand on it, with the dials at their
// least.
Len pagination_overrun(Placer *placer, const Pagination *pagination, guint page);

// The text area of a page, from 0.
Rect page_area(const Layout *layout, guint page);
// Whether some box on a page stands by an anchor: then all that is drawn there has to be gone through first.
bool page_needs_anchors(Pagination *pagination, guint page);
// Draws the items of a page on the display list's current page.
void draw_page(Placer *placer, Pagination *pagination, guint page);
// Warns of pages that end well above their foot, unless a break was asked for.
void warn_of_short_pages(const Placer *placer, const Pagination *pagination);
// What the pages now tell; `sections` is how many the issue has.
Facts *pagination_facts(const Pagination *pagination, guint sections);
