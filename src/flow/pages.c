// The page breaker. A page is composed from a cursor: items are set one below the other until the next
// does not fit. How far a page may go depends on the dials of page scope; of the few ends worth having
// (as far as the usual setting goes, as far as the tightest goes, and back to the last break between
// two items) the one with the least cost is taken, and the dials are turned until the page fills.
#include "flow/pages.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "flow/search.h"

// Costs of a page, in lines squared.
#define COST_SPLIT 30.0    // a region goes on on the next page
#define COST_TIGHT 24.0    // all dials at their least
#define COST_SHORT_END 0.0 // the last page may end anywhere

static Item *item_at(const Pagination *pagination, guint index)
{
	return &g_array_index(pagination->items, Item, index);
}

// --- items ---

typedef struct Flattening {
	Placer *placer;
	Pagination *pagination;
	Gap gap;
	bool glued, page_break;
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
	Item item = {.kind = kind, .x = x, .width = width, .section = section_of(block)};
	item.piece = (Piece){.block = block, .line = -1, .gap = flat->gap, .glued = flat->glued};
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
		flatten(flat, block->children[i], x, width);
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

static void flatten_panel(Flattening *flat, Block *block, Len x, Len width)
{
	Len left = measure_value(flat->placer, block->panel.left),
	    right = measure_value(flat->placer, block->panel.right);
	Item *open = add_item(flat, ITEM_OPEN, block, x, width);
	open->panel = block;
	flat->glued = true;
	flatten_children(flat, block, x + left, width - left - right);
	flat->gap = (Gap){0};
	flat->glued = true;
	Item *close = add_item(flat, ITEM_CLOSE, block, x, width);
	close->panel = block;
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
	for (guint i = first + 1; block->keep_next && i < flat->pagination->items->len; i++)
		item_at(flat->pagination, i)->piece.glued = true;
	flat->gap = gap_larger(flat->gap, gap_of(block->after));
	flat->glued |= block->keep_next;
}

// --- composing a page ---

Rect page_area(const Layout *layout, guint page)
{
	const Margins *margins = page == 0 ? &layout->first_margins : &layout->margins;
	bool left_page = layout->facing && page % 2 == 1;
	Len left = left_page ? margins->outside : margins->inside;
	Len width = layout->width - margins->inside - margins->outside;
	return (Rect){left, margins->top, width, layout->height - margins->top - margins->bottom};
}

typedef struct Composing {
	Placer *placer;
	const Pagination *pagination;
	Rect area;
	const Cursor *stop; // compose no farther than here; NULL: as far as it goes
} Composing;

typedef struct PagePen {
	Len y;
	bool empty;
	Len closing; // padding of the panels that are open
} PagePen;

static Frame item_frame(const Placer *placer, const Item *item, Rect area, Len y)
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
	for (guint i = 0; i < item; i++) {
		const Item *opened = item_at(composing->pagination, i);
		int sign = opened->kind == ITEM_OPEN ? 1 : opened->kind == ITEM_CLOSE ? -1 : 0;
		if (sign == 0)
			continue;
		pen->y += sign * panel_padding(composing, opened->panel, true);
		pen->closing += sign * panel_padding(composing, opened->panel, false);
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
	Len y = item_top(composing, item, pen),
	    limit = composing->area.y + composing->area.height - pen->closing;
	Len height = item->piece.line >= 0
			 ? item->piece.block->text.style->leading
			 : measure_block(composing->placer, item->piece.block,
					 item_frame(composing->placer, item, composing->area, y));
	if (y + height > limit && !(pen->empty && plan->placed->len == 0))
		return false;
	add_placed(plan, index, y, height);
	pen->y = y + height;
	pen->empty = false;
	plan->to = (Cursor){.item = index + 1};
	return true;
}

// Whether a stop lies inside this region, so that it must be cut there.
static bool stops_inside(const Composing *composing, guint index)
{
	return composing->stop && composing->stop->inside && composing->stop->item == index;
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
	bool whole = !stops_inside(composing, index) &&
		     region_balance(composing->placer, item->region, start, frame, limit, &placed.cut);
	bool some = whole || region_fill(composing->placer, item->region, start, frame, limit, &placed.cut);
	if (!some)
		return false;
	placed.height = placed.cut.bottom - y;
	g_array_append_val(plan->placed, placed);
	pen->y = placed.cut.bottom;
	pen->empty = false;
	bool complete = whole || placed.cut.complete;
	plan->to =
	    complete
		? (Cursor){.item = index + 1}
		: (Cursor){.item = index, .inside = true, .start = region_after(item->region, &placed.cut)};
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

static PagePlan *plan_new(Cursor from)
{
	PagePlan *plan = g_new0(PagePlan, 1);
	plan->from = plan->to = from;
	plan->placed = g_array_new(FALSE, FALSE, sizeof(Placed));
	return plan;
}

static void plan_free(void *data)
{
	PagePlan *plan = data;
	if (!plan)
		return;
	g_array_unref(plan->placed);
	g_free(plan->dials.values);
	g_free(plan);
}

static bool is_at_stop(const Composing *composing, guint item)
{
	const Cursor *stop = composing->stop;
	return stop && (item > stop->item || (item == stop->item && !stop->inside));
}

// The last break a page may end at: not before a glued item, nor right after a panel's opening.
static bool may_end_before(const Pagination *pagination, guint item)
{
	if (item >= pagination->items->len)
		return true;
	const Item *next = item_at(pagination, item);
	return !next->piece.glued || next->page_break;
}

// Takes items back off the page until it ends where it may. Leaves at least one item.
static void take_back(const Pagination *pagination, PagePlan *plan)
{
	if (plan->to.inside)
		return;
	while (plan->placed->len > 1 && !may_end_before(pagination, plan->to.item)) {
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

// One page from a cursor, with the dials as they are.
static PagePlan *compose(const Composing *composing, Cursor from)
{
	PagePlan *plan = plan_new(from);
	PagePen pen = {.y = composing->area.y, .empty = true};
	reopen_panels(composing, from.item, &pen);
	for (guint i = from.item; i < composing->pagination->items->len && !is_at_stop(composing, i); i++) {
		const Item *item = item_at(composing->pagination, i);
		if (item->page_break && plan->placed->len > 0)
			break;
		if (!compose_item[item->kind](composing, item, i, &pen, plan))
			break;
	}
	take_back(composing->pagination, plan);
	set_bottom(composing->pagination, plan);
	return plan;
}

// --- choosing where a page ends ---

static bool same_cursor(const Cursor *a, const Cursor *b)
{
	return a->item == b->item && a->inside == b->inside &&
	       (!a->inside || memcmp(&a->start, &b->start, sizeof a->start) == 0);
}

static bool is_end(const Pagination *pagination, const Cursor *cursor)
{
	return cursor->item >= pagination->items->len;
}

// Page dials at their least.
static void tighten(Placer *placer)
{
	for (guint i = 0; i < placer->layout->dials->len; i++) {
		const Dial *dial = g_ptr_array_index(placer->layout->dials, i);
		if (dial->scope == DIAL_PAGE)
			placer_turn(placer, i, dial->least);
	}
}

typedef struct PageFit {
	const Composing *composing;
	Cursor from, to;
} PageFit;

static bool page_reaches(Placer *placer, void *data)
{
	(void)placer;
	PageFit *fit = data;
	Composing composing = *fit->composing;
	composing.stop = &fit->to;
	PagePlan *plan = compose(&composing, fit->from);
	bool reaches = same_cursor(&plan->to, &fit->to);
	Len limit = composing.area.y + composing.area.height;
	reaches &= plan->bottom <= limit || plan->placed->len == 1;
	plan_free(plan);
	return reaches;
}

typedef struct BottomTest {
	PageFit *fit;
	Len bottom;
} BottomTest;

static Len page_bottom(PageFit *fit)
{
	Composing composing = *fit->composing;
	composing.stop = &fit->to;
	PagePlan *plan = compose(&composing, fit->from);
	Len bottom = plan->bottom;
	plan_free(plan);
	return bottom;
}

static bool stays_above(Placer *placer, void *data)
{
	(void)placer;
	BottomTest *test = data;
	return page_bottom(test->fit) < test->bottom;
}

// Turns dials up one after the other as far as the page then still holds, and each back to the least
// that brings the page as near to its foot.
static void fill_page(Placer *placer, PageFit *fit, guint64 mask)
{
	for (guint i = 0; i < placer->layout->dials->len && i < 64; i++) {
		const Dial *dial = g_ptr_array_index(placer->layout->dials, i);
		guint64 bit = G_GUINT64_CONSTANT(1) << i;
		Len before = placer->dials.values[i], bottom = page_bottom(fit);
		stretch_dials(placer, mask & bit, page_reaches, fit);
		Len most = placer->dials.values[i];
		BottomTest test = {.fit = fit, .bottom = page_bottom(fit)};
		if (most == before)
			continue;
		placer_turn(placer, i, before);
		if (test.bottom <= bottom)
			continue;
		stretch_dials(placer, mask & bit, stays_above, &test);
		placer_turn(placer, i, MIN(placer->dials.values[i] + dial->step, most));
	}
}

// Turns the page's dials so that it reaches its end: from the tightest up to the usual setting, and
// beyond it where the page is not the last.
static void fit_page(Placer *placer, PageFit *fit, bool is_last)
{
	placer_reset(placer);
	bool usual = page_reaches(placer, fit);
	guint64 all = ~placer->column_dials;
	if (usual && is_last)
		return;
	if (usual) {
		fill_page(placer, fit, all);
		return;
	}
	tighten(placer);
	stretch_dials(placer, all, page_reaches, fit);
}

// How far the dials are from their usual values, 0 to 1 on the average.
static double tightness(const Placer *placer)
{
	double sum = 0;
	guint count = 0;
	for (guint i = 0; i < placer->layout->dials->len; i++) {
		const Dial *dial = g_ptr_array_index(placer->layout->dials, i);
		if (dial->scope != DIAL_PAGE)
			continue;
		count++;
		if (dial->usual > dial->least)
			sum += MAX(0.0, (double)(dial->usual - placer->dials.values[i]) /
					    (dial->usual - dial->least));
	}
	return count ? sum / count : 0;
}

// A page up to an end, with its cost. NULL where it cannot reach it.
static PagePlan *page_to(const Composing *composing, Cursor from, Cursor to, double *cost)
{
	Placer *placer = composing->placer;
	PageFit fit = {.composing = composing, .from = from, .to = to};
	bool is_last = is_end(composing->pagination, &to);
	fit_page(placer, &fit, is_last);
	Composing last = *composing;
	last.stop = &fit.to;
	PagePlan *plan = compose(&last, from);
	if (!same_cursor(&plan->to, &to)) {
		plan_free(plan);
		return NULL;
	}
	plan->dials = placer_save(placer);
	double empty =
	    (double)(composing->area.y + composing->area.height - plan->bottom) / placer->layout->baseline;
	*cost = is_last ? COST_SHORT_END : empty * empty;
	*cost += (to.inside ? COST_SPLIT : 0) + COST_TIGHT * tightness(placer);
	return plan;
}

// The end of the page's last item that is whole: where a split region would not begin at all.
static bool end_before_split(const Pagination *pagination, const PagePlan *plan, Cursor *end)
{
	if (!plan->to.inside || plan->placed->len < 2)
		return false;
	guint item = plan->to.item;
	while (item > plan->from.item && !may_end_before(pagination, item))
		item--;
	*end = (Cursor){.item = item};
	return item > plan->from.item + (plan->from.inside ? 1 : 0);
}

static void gather_ends(const Composing *composing, Cursor from, GArray *ends)
{
	for (int pass = 0; pass < 2; pass++) {
		placer_reset(composing->placer);
		if (pass == 1)
			tighten(composing->placer);
		PagePlan *plan = compose(composing, from);
		Cursor earlier;
		g_array_append_val(ends, plan->to);
		if (end_before_split(composing->pagination, plan, &earlier))
			g_array_append_val(ends, earlier);
		plan_free(plan);
	}
}

static bool is_known(const GArray *ends, guint index)
{
	for (guint i = 0; i < index; i++)
		if (same_cursor(&g_array_index(ends, Cursor, i), &g_array_index(ends, Cursor, index)))
			return true;
	return false;
}

// --- the document ---

static void report_overset(Placer *placer, const Item *item)
{
	const Block *block = item->piece.block;
	Span span = block->value_span.line ? block->value_span : block->span;
	diag_take(placer->input->diags, SEVERITY_ERROR, "text.overset", span,
		  g_strdup(_("this does not fit on a page of its own")),
		  g_strdup(_("shorten it, or let its box break (`break: allowed`) in the layout")));
}

// What is too high for any page is set all the same, alone, and reported.
static PagePlan *forced_page(const Composing *composing, Cursor from)
{
	PagePlan *plan = plan_new(from);
	const Item *item = item_at(composing->pagination, from.item);
	Frame frame = item_frame(composing->placer, item, composing->area, composing->area.y);
	Placed placed = {.item = from.item, .y = frame.y};
	if (item->kind == ITEM_REGION) {
		RegionStart start = from.inside ? from.start : (RegionStart){0};
		region_balance(composing->placer, item->region, start, frame, LEN_MAX / 4, &placed.cut);
		placed.height = placed.cut.bottom - placed.y;
	} else if (item->kind == ITEM_PIECE)
		placed.height = measure_block(composing->placer, item->piece.block, frame);
	g_array_append_val(plan->placed, placed);
	plan->to = (Cursor){.item = from.item + 1};
	plan->bottom = placed.y + placed.height;
	return plan;
}

static void check_page(Placer *placer, const Pagination *pagination, const PagePlan *plan, Rect area)
{
	if (plan->bottom <= area.y + area.height + placer->layout->baseline / 8)
		return;
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		if (placed->y + placed->height > area.y + area.height)
			report_overset(placer, item_at(pagination, placed->item));
	}
}

// --- the way through the document ---

enum { BEAM = 5 };         // ways followed at each page
#define SEARCH_SLACK 250.0 // lines squared a way may be behind the best
#define COST_PAGE 60.0     // of one more page

// States are places in the flow, labels pages tried.
typedef struct PageSearch {
	Placer *placer;
	const Pagination *pagination;
	GArray *cursors;  // Cursor, by state
	GPtrArray *plans; // PagePlan *, by label
} PageSearch;

static guint state_of(PageSearch *search, Cursor cursor)
{
	for (guint i = search->cursors->len; i > 0 && i + 64 > search->cursors->len; i--)
		if (same_cursor(&g_array_index(search->cursors, Cursor, i - 1), &cursor))
			return i - 1;
	g_array_append_val(search->cursors, cursor);
	return search->cursors->len - 1;
}

static void add_choice(PageSearch *search, PagePlan *plan, double cost, GArray *edges)
{
	SearchEdge edge = {.to = state_of(search, plan->to), .cost = cost, .label = search->plans->len};
	if (!plan->dials.values)
		plan->dials = placer_save(search->placer);
	g_ptr_array_add(search->plans, plan);
	g_array_append_val(edges, edge);
}

static void expand_page(void *data, guint state, guint depth, GArray *edges)
{
	PageSearch *search = data;
	Composing composing = {.placer = search->placer, .pagination = search->pagination};
	composing.area = page_area(search->placer->layout, depth);
	Cursor from = g_array_index(search->cursors, Cursor, state);
	g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(Cursor));
	gather_ends(&composing, from, ends);
	for (guint i = 0; i < ends->len; i++) {
		double cost;
		const Cursor *end = &g_array_index(ends, Cursor, i);
		bool tried = is_known(ends, i) || same_cursor(end, &from);
		PagePlan *plan = tried ? NULL : page_to(&composing, from, *end, &cost);
		if (plan)
			add_choice(search, plan, cost, edges);
	}
	placer_reset(search->placer);
	if (edges->len == 0)
		add_choice(search, forced_page(&composing, from), 0, edges);
}

static bool is_document_end(void *data, guint state)
{
	PageSearch *search = data;
	return is_end(search->pagination, &g_array_index(search->cursors, Cursor, state));
}

static void find_pages(Placer *placer, Pagination *pagination)
{
	PageSearch search = {.placer = placer, .pagination = pagination};
	search.cursors = g_array_new(FALSE, FALSE, sizeof(Cursor));
	search.plans = g_ptr_array_new_with_free_func(plan_free);
	SearchProblem problem = {.data = &search,
				 .expand = expand_page,
				 .is_end = is_document_end,
				 .beam = BEAM,
				 .slack = SEARCH_SLACK,
				 .per_edge = COST_PAGE};
	g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(guint));
	search_path(&problem, state_of(&search, (Cursor){0}), labels);
	for (guint i = 0; i < labels->len; i++) {
		guint label = g_array_index(labels, guint, i);
		g_ptr_array_add(pagination->pages, g_ptr_array_index(search.plans, label));
		g_ptr_array_index(search.plans, label) = NULL;
	}
	g_ptr_array_unref(search.plans);
	g_array_unref(search.cursors);
}

static void add_empty_page(Placer *placer, Pagination *pagination)
{
	PagePlan *plan = plan_new((Cursor){0});
	plan->dials = placer_save(placer);
	g_ptr_array_add(pagination->pages, plan);
}

Pagination *paginate(Placer *placer, Block *document)
{
	Pagination *pagination = g_new0(Pagination, 1);
	pagination->items = g_array_new(FALSE, TRUE, sizeof(Item));
	pagination->pages = g_ptr_array_new_with_free_func(plan_free);
	Flattening flat = {.placer = placer, .pagination = pagination};
	flatten(&flat, document, 0, page_area(placer->layout, 0).width);
	if (pagination->items->len > 0)
		find_pages(placer, pagination);
	else
		add_empty_page(placer, pagination);
	return pagination;
}

void pagination_free(Pagination *pagination)
{
	if (!pagination)
		return;
	for (guint i = 0; i < pagination->items->len; i++)
		if (item_at(pagination, i)->region)
			region_free(item_at(pagination, i)->region);
	g_array_unref(pagination->items);
	g_ptr_array_unref(pagination->pages);
	g_free(pagination);
}

// --- drawing ---

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

// Panels that began on an earlier page go on from the top of the text area.
static void draw_continued_panels(Placer *placer, const Pagination *pagination, const PagePlan *plan,
				  Rect area)
{
	for (guint i = 0; i < plan->from.item && i < pagination->items->len; i++) {
		const Item *open = item_at(pagination, i);
		bool closed = open->kind != ITEM_OPEN;
		for (guint k = i + 1; !closed && k < plan->from.item; k++)
			closed = item_at(pagination, k)->kind == ITEM_CLOSE &&
				 item_at(pagination, k)->panel == open->panel;
		if (!closed)
			draw_panel_part(placer, pagination, plan, open, area, area.y);
	}
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
	else if (item->kind == ITEM_REGION)
		region_place(placer, item->region, &placed->cut, frame);
	else if (item->kind == ITEM_PIECE)
		draw_piece_item(placer, item, frame, index + 1 == plan->placed->len);
}

void draw_page(Placer *placer, Pagination *pagination, guint page)
{
	const PagePlan *plan = g_ptr_array_index(pagination->pages, page);
	Rect area = page_area(placer->layout, page);
	for (guint i = 0; i < placer->layout->dials->len; i++)
		placer_turn(placer, i, plan->dials.values[i]);
	check_page(placer, pagination, plan, area);
	draw_continued_panels(placer, pagination, plan, area);
	for (guint i = 0; i < plan->placed->len; i++)
		draw_item(placer, pagination, plan, i, area);
	placer_reset(placer);
}

// --- facts ---

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
