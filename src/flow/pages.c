// The page breaker. How far a page may go depends on the dials of page scope; a few ends are worth
// trying: as far as the usual setting goes, as far as the tightest goes, and back to the last break
// between two items. For each the dials are turned until the page fills, and what it then lacks is its
// cost. The pages are those of the cheapest way through the whole document (flow/search.h).
#include "flow/pages.h"

#include "flow/compose.h"
#include "flow/search.h"

// Costs of a page, in lines squared.
#define COST_SPLIT 30.0    // a region goes on on the next page
#define COST_TIGHT 24.0    // all dials at their least
#define COST_SHORT_END 0.0 // the last page may end anywhere

// --- where a page may end, and what it costs ---

// Page dials at their least.
static void tighten(Placer *placer)
{
	for (guint i = 0; i < placer->layout->dials->len; i++) {
		const Dial *dial = g_ptr_array_index(placer->layout->dials, i);
		if (dial->scope & DIAL_PAGE)
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
	const Rect area = fit->composing->area;
	Len full = area.y + area.height - placer->layout->baseline / 8;
	for (guint i = 0; i < placer->layout->dials->len && i < 64; i++) {
		const Dial *dial = g_ptr_array_index(placer->layout->dials, i);
		guint64 bit = G_GUINT64_CONSTANT(1) << i;
		if (!(mask & bit))
			continue;
		Len before = placer->dials.values[i], bottom = page_bottom(fit);
		if (bottom >= full)
			return;
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
	guint64 all = placer->page_dials;
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
		if (!(dial->scope & DIAL_PAGE))
			continue;
		count++;
		if (dial->usual > dial->least)
			sum += MAX(0.0, (double)(dial->usual - placer->dials.values[i]) /
					    (dial->usual - dial->least));
	}
	return count ? sum / count : 0;
}

// Whether a page ends inside columns where nobody asked for it.
static bool is_split(const Pagination *pagination, const Cursor *end)
{
	if (!end->inside)
		return false;
	const GArray *pieces = item_at(pagination, end->item)->region->galleys[0]->pieces;
	guint next = end->start.at[0];
	return next >= pieces->len || !g_array_index(pieces, Piece, next).forced;
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
	*cost += (is_split(composing->pagination, &to) ? COST_SPLIT : 0) + COST_TIGHT * tightness(placer);
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
	items_flatten(placer, pagination, document);
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
