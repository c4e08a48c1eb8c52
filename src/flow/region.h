// Regions: columns side by side that may go on from page to page. Balanced ones share one galley;
// parallel ones (the cells of a row) have one each.
#pragma once
#include "flow/galley.h"

enum { REGION_COLUMNS_MAX = 12 };

typedef struct RegionCut {
	guint from[REGION_COLUMNS_MAX], to[REGION_COLUMNS_MAX]; // pieces of each column
	Len bottom;
	bool complete; // nothing is left after it
} RegionCut;

// Where a region goes on: a piece of each galley.
typedef struct RegionStart {
	guint at[REGION_COLUMNS_MAX];
} RegionStart;

typedef struct RegionSpan {
	RegionStart from, to;
} RegionSpan;

typedef struct RegionMemo {
	RegionSpan span;
	Len y, limit;
	guint stamp, wish_stamp;
	bool fits;
	RegionCut cut;
} RegionMemo;

typedef struct Region {
	Block *block;
	bool balanced;
	guint count;                         // of columns
	Len x[REGION_COLUMNS_MAX];           // of each column, from the region's left edge
	Galley *galleys[REGION_COLUMNS_MAX]; // balanced: the first only
	RegionMemo memo;
} Region;

// Of a columns block, or of a row that may break. The caller frees.
Region *region_new(Placer *placer, Block *block, Len width);
void region_free(Region *region);

// All from `start` up to `stop` (NULL: all that is left, or comes before a forced page), in columns as
// equal as can be, the bottom at most `limit`. False where it does not fit.
bool region_balance(Placer *placer, Region *region, RegionStart start, const RegionStart *stop, Frame frame,
		    Len limit, RegionCut *cut);
// The last place after `start` where balanced columns may be left to go on on the next page. False
// where there is none.
bool region_last_break(Placer *placer, const Region *region, RegionStart start, RegionStart *last);
// As much as goes in down to `limit`, to be continued. False where nothing does, or nothing of a cell that
// was still to begin: all cells begin on one page.
bool region_fill(Placer *placer, Region *region, RegionStart start, Frame frame, Len limit, RegionCut *cut);
// Whether what is left begins a page by force.
bool region_breaks_page(const Region *region, RegionStart start);
RegionStart region_after(const Region *region, const RegionCut *cut);
// What region_fill cannot place: the first piece alone in its column, past the limit.
void region_force(Placer *placer, Region *region, RegionStart start, Frame frame, Len limit, RegionCut *cut);
// How far down one column of a cut comes.
Len region_column_bottom(Placer *placer, const Region *region, const RegionCut *cut, guint column,
			 Frame frame);
// Draws a cut, shorter columns stretched to the longest.
void region_place(Placer *placer, Region *region, const RegionCut *cut, Frame frame);
