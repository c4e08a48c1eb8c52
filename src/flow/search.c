#include "flow/search.h"

// A way so far; all ways are kept in one array, and name each other by index.
typedef struct Way {
	guint state;
	double cost;
	int before; // index of the way it goes on from; -1 for the start
	guint label;
} Way;

typedef struct Search {
	const SearchProblem *problem;
	GArray *ways;  // Way
	GArray *front; // guint: indices of the ways of this depth
	int best_end;  // index of the cheapest way that has arrived; -1
} Search;

static Way *way_at(const Search *search, guint index)
{
	return &g_array_index(search->ways, Way, index);
}

static double cost_of(const Search *search, guint place)
{
	return way_at(search, g_array_index(search->front, guint, place))->cost;
}

static void note_end(Search *search, guint index)
{
	if (search->best_end < 0 ||
	    way_at(search, index)->cost < way_at(search, (guint)search->best_end)->cost)
		search->best_end = (int)index;
}

// The way of the next front that is in the same state; NULL for none.
static Way *find_same(const Search *search, const GArray *next, guint state)
{
	for (guint i = 0; i < next->len; i++) {
		Way *way = way_at(search, g_array_index(next, guint, i));
		if (way->state == state)
			return way;
	}
	return NULL;
}

static void follow_edge(Search *search, guint from, const SearchEdge *edge, GArray *next)
{
	Way way = {.state = edge->to, .before = (int)from, .label = edge->label};
	way.cost = way_at(search, from)->cost + edge->cost + search->problem->per_edge;
	bool arrives = search->problem->is_end(search->problem->data, edge->to);
	Way *same = arrives ? NULL : find_same(search, next, edge->to);
	if (same) {
		if (way.cost < same->cost)
			*same = way;
		return;
	}
	guint index = search->ways->len;
	g_array_append_val(search->ways, way);
	if (arrives)
		note_end(search, index);
	else
		g_array_append_val(next, index);
}

static int compare_costs(gconstpointer a, gconstpointer b, gpointer data)
{
	const Search *search = data;
	double cost_a = way_at(search, *(const guint *)a)->cost,
	       cost_b = way_at(search, *(const guint *)b)->cost;
	return (cost_a > cost_b) - (cost_a < cost_b);
}

// Keeps the best ways of a front, and none that is dearer than a way already at the end.
static void prune(Search *search)
{
	g_array_sort_with_data(search->front, compare_costs, search);
	guint kept = 0;
	while (
	    kept < search->front->len && kept < search->problem->beam &&
	    cost_of(search, kept) <= cost_of(search, 0) + search->problem->slack &&
	    (search->best_end < 0 || cost_of(search, kept) < way_at(search, (guint)search->best_end)->cost))
		kept++;
	g_array_set_size(search->front, kept);
}

static void advance(Search *search, guint depth)
{
	g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(SearchEdge));
	GArray *next = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < search->front->len; i++) {
		guint from = g_array_index(search->front, guint, i);
		g_array_set_size(edges, 0);
		search->problem->expand(search->problem->data, way_at(search, from)->state, depth, edges);
		for (guint e = 0; e < edges->len; e++)
			follow_edge(search, from, &g_array_index(edges, SearchEdge, e), next);
	}
	g_array_unref(search->front);
	search->front = next;
	prune(search);
}

static void collect_labels(const Search *search, GArray *labels)
{
	guint first = labels->len;
	for (const Way *way = way_at(search, (guint)search->best_end); way->before >= 0;
	     way = way_at(search, (guint)way->before))
		g_array_append_val(labels, way->label);
	for (guint low = first, high = labels->len; low + 1 < high; low++) {
		guint label = g_array_index(labels, guint, --high);
		g_array_index(labels, guint, high) = g_array_index(labels, guint, low);
		g_array_index(labels, guint, low) = label;
	}
}

bool search_path(const SearchProblem *problem, guint start, GArray *labels)
{
	Search search = {.problem = problem, .best_end = -1};
	search.ways = g_array_new(FALSE, FALSE, sizeof(Way));
	search.front = g_array_new(FALSE, FALSE, sizeof(guint));
	Way first = {.state = start, .before = -1};
	guint index = 0;
	g_array_append_val(search.ways, first);
	g_array_append_val(search.front, index);
	for (guint depth = 0; search.front->len > 0; depth++)
		advance(&search, depth);
	if (search.best_end >= 0)
		collect_labels(&search, labels);
	g_array_unref(search.ways);
	g_array_unref(search.front);
	return search.best_end >= 0;
}
