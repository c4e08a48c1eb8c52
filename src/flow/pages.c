// The page breaker. How far a page may go depends on the dials of page scope; a few ends are worth
// trying: as far as the usual setting goes, as far as the tightest goes, and back to the last break
// between two items. Each makes a page with a cost (flow/page_fit.c), and the pages are those of the
// cheapest way through the whole document (flow/search.h). Where that leaves a fault, such as a page that
// does not fill, the document is searched again: with more ends, and with paragraphs that may take a line
// more or less than they would at their best.
#include "flow/pages.h"

#include "flow/compose.h"
#include "flow/search.h"

// --- where a page may end ---

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

// As far as a page goes, and back to the last break between two items.
static void add_end(const Composing *composing, Cursor from, GArray *ends)
{
	PagePlan *plan = compose(composing, from);
	Cursor earlier;
	g_array_append_val(ends, plan->to);
	if (end_before_split(composing->pagination, plan, &earlier))
		g_array_append_val(ends, earlier);
	plan_free(plan);
}

// The ends of pages that many lines higher or lower.
static void add_ends(const Composing *composing, Cursor from, const int *lines, guint count, GArray *ends)
{
	Composing trial = *composing;
	for (guint i = 0; i < count; i++) {
		trial.area.height = composing->area.height + lines[i] * composing->placer->layout->baseline;
		add_end(&trial, from, ends);
	}
}

// A page that would end in a hyphen may end a line or two above.
static void avoid_hyphen(const Composing *composing, Cursor from, GArray *ends)
{
	static const int above[] = {-1, -2};
	bool hyphen = false;
	for (guint i = 0; i < ends->len; i++)
		hyphen |= ends_in_hyphen(composing->pagination, &g_array_index(ends, Cursor, i));
	if (hyphen)
		add_ends(composing, from, above, G_N_ELEMENTS(above), ends);
}

static void gather_ends(const Composing *composing, Cursor from, GArray *ends)
{
	static const int usual[] = {0, -1, -2, -3, -4, -5, -6, -8, -10, -12, -14, -17, -20},
			 tight[] = {0, 1, 2};
	bool more = composing->loosens;
	placer_reset(composing->placer);
	add_ends(composing, from, usual, more ? G_N_ELEMENTS(usual) : 1, ends);
	if (!more)
		avoid_hyphen(composing, from, ends);
	page_tighten(composing->placer);
	add_ends(composing, from, tight, more ? G_N_ELEMENTS(tight) : 1, ends);
}

static bool is_known(const GArray *ends, guint index)
{
	for (guint i = 0; i < index; i++)
		if (same_cursor(&g_array_index(ends, Cursor, i), &g_array_index(ends, Cursor, index)))
			return true;
	return false;
}

// --- the way through the document ---

enum { BEAM = 5, BEAM_THOROUGH = 16 }; // ways followed at each page
#define SEARCH_SLACK 3000.0            // lines squared a way may be behind the best
#define COST_PAGE 1500.0               // of one more page

// The pages of a fault and those near it are searched longer.
static void mark_near(GArray *marks, guint page)
{
	enum { BEFORE = 6, AFTER = 3 };
	for (guint i = page > BEFORE ? page - BEFORE : 0; i <= page + AFTER; i++) {
		if (i >= marks->len)
			g_array_set_size(marks, i + 1);
		g_array_index(marks, bool, i) = true;
	}
}

static bool is_marked(const GArray *marks, guint page)
{
	return marks && page < marks->len && g_array_index(marks, bool, page);
}

// States are places in the flow, labels pages tried.
typedef struct PageSearch {
	Placer *placer;
	const Pagination *pagination;
	const GArray *marks; // bool a page: whether it is searched longer; NULL: none is
	GArray *cursors;     // Cursor, by state
	guint depth, met;    // the first state met at this depth; earlier ones are not met again
	GPtrArray *plans;    // PagePlan *, by label
} PageSearch;

static guint state_of(PageSearch *search, Cursor cursor)
{
	for (guint i = search->met; i < search->cursors->len; i++)
		if (same_cursor(&g_array_index(search->cursors, Cursor, i), &cursor))
			return i;
	g_array_append_val(search->cursors, cursor);
	return search->cursors->len - 1;
}

static void add_choice(PageSearch *search, PagePlan *plan, GArray *edges)
{
	SearchEdge edge = {.to = state_of(search, plan->to), .cost = plan->cost, .label = search->plans->len};
	if (!plan->dials.values)
		plan->dials = placer_save(search->placer);
	g_ptr_array_add(search->plans, plan);
	g_array_append_val(edges, edge);
}

static void begin_depth(PageSearch *search, guint depth)
{
	if (depth == search->depth)
		return;
	search->depth = depth;
	search->met = search->cursors->len;
}

static void expand_page(void *data, guint state, guint depth, GArray *edges)
{
	PageSearch *search = data;
	Composing composing = {.placer = search->placer,
			       .pagination = search->pagination,
			       .loosens = is_marked(search->marks, depth)};
	composing.area = page_area(search->placer->layout, depth);
	Cursor from = g_array_index(search->cursors, Cursor, state);
	begin_depth(search, depth);
	g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(Cursor));
	gather_ends(&composing, from, ends);
	for (guint i = 0; i < ends->len; i++) {
		const Cursor *end = &g_array_index(ends, Cursor, i);
		bool tried = is_known(ends, i) || same_cursor(end, &from);
		PagePlan *plan = tried ? NULL : page_to(&composing, from, *end);
		if (plan)
			add_choice(search, plan, edges);
	}
	placer_reset(search->placer);
	if (edges->len == 0)
		add_choice(search, forced_page(&composing, from), edges);
}

static bool is_document_end(void *data, guint state)
{
	PageSearch *search = data;
	return is_end(search->pagination, &g_array_index(search->cursors, Cursor, state));
}

static double page_price(const Placer *placer)
{
	return COST_PAGE * placer->layout->costs[PAGE_COST_PAGE];
}

// The pages (PagePlan *) of the cheapest way.
static GPtrArray *search_pages(Placer *placer, const Pagination *pagination, const GArray *marks)
{
	PageSearch search = {.placer = placer, .pagination = pagination, .marks = marks};
	search.cursors = g_array_new(FALSE, FALSE, sizeof(Cursor));
	search.plans = g_ptr_array_new_with_free_func(plan_free);
	SearchProblem problem = {.data = &search,
				 .expand = expand_page,
				 .is_end = is_document_end,
				 .beam = marks ? BEAM_THOROUGH : BEAM,
				 .slack = SEARCH_SLACK,
				 .per_edge = page_price(placer)};
	g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(guint));
	GPtrArray *pages = g_ptr_array_new_with_free_func(plan_free);
	search_path(&problem, state_of(&search, (Cursor){0}), labels);
	for (guint i = 0; i < labels->len; i++) {
		guint label = g_array_index(labels, guint, i);
		g_ptr_array_add(pages, g_ptr_array_index(search.plans, label));
		g_ptr_array_index(search.plans, label) = NULL;
	}
	g_ptr_array_unref(search.plans);
	g_array_unref(search.cursors);
	return pages;
}

static double total_cost(const Placer *placer, const GPtrArray *pages)
{
	double cost = page_price(placer) * pages->len;
	for (guint i = 0; i < pages->len; i++)
		cost += ((const PagePlan *)g_ptr_array_index(pages, i))->cost;
	return cost;
}

static double empty_lines(const Placer *placer, const GPtrArray *pages, guint page)
{
	Rect area = page_area(placer->layout, page);
	const PagePlan *plan = g_ptr_array_index(pages, page);
	return (double)(area.y + area.height - plan->bottom) / placer->layout->baseline;
}

// Marks the pages where a better way may be found: by one that ends early, or by a last page with but a few
// lines. False where there is none, or all have been marked before.
static bool mark_faults(const Placer *placer, const GPtrArray *pages, GArray *marks)
{
	enum { LAST_LEAST = 8 };       // lines
	const double most_empty = 1.1; // a line, and what bounds of boxes are rounded by
	bool any = false;
	for (guint i = 0; i < pages->len; i++) {
		Rect area = page_area(placer->layout, i);
		double empty = empty_lines(placer, pages, i);
		double lines = (double)area.height / placer->layout->baseline;
		bool is_last = i + 1 == pages->len;
		bool is_fault = is_last ? i > 0 && lines - empty < LAST_LEAST : empty > most_empty;
		if (!is_fault || is_marked(marks, i))
			continue;
		mark_near(marks, i);
		any = true;
	}
	return any;
}

static void find_pages(Placer *placer, Pagination *pagination, PageSearchEffort effort)
{
	const guint rounds = effort == SEARCH_LONG ? 4 : 0;
	g_autoptr(GArray) marks = g_array_new(FALSE, TRUE, sizeof(bool));
	GPtrArray *pages = search_pages(placer, pagination, NULL);
	for (guint i = 0; i < rounds && mark_faults(placer, pages, marks); i++) {
		GPtrArray *others = search_pages(placer, pagination, marks);
		bool better = total_cost(placer, others) < total_cost(placer, pages);
		g_ptr_array_unref(better ? pages : others);
		pages = better ? others : pages;
	}
	g_ptr_array_unref(pagination->pages);
	pagination->pages = pages;
	mend_hyphens(pagination);
}

static void add_empty_page(Placer *placer, Pagination *pagination)
{
	PagePlan *plan = plan_new((Cursor){0});
	plan->dials = placer_save(placer);
	g_ptr_array_add(pagination->pages, plan);
}

enum { USUAL_ITEMS = 64 };

Pagination *paginate(Placer *placer, Block *document, PageSearchEffort effort)
{
	Pagination *pagination = g_new0(Pagination, 1);
	pagination->items = g_array_sized_new(FALSE, TRUE, sizeof(Item), USUAL_ITEMS);
	pagination->pages = g_ptr_array_new_with_free_func(plan_free);
	items_flatten(placer, pagination, document);
	if (pagination->items->len > 0)
		find_pages(placer, pagination, effort);
	else
		add_empty_page(placer, pagination);
	return pagination;
}

Len pagination_overrun(Placer *placer, const Pagination *pagination, guint page)
{
	const PagePlan *plan = g_ptr_array_index(pagination->pages, page);
	Composing composing = {.placer = placer, .pagination = pagination};
	Rect area = page_area(placer->layout, page);
	composing.area = area;
	composing.area.height = LEN_MAX / 4;
	composing.stop = &(Cursor){.item = pagination->items->len};
	placer_reset(placer);
	page_tighten(placer);
	PagePlan *all = compose(&composing, plan->from);
	Len overrun = all->bottom - area.y - area.height;
	plan_free(all);
	placer_reset(placer);
	return overrun;
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
