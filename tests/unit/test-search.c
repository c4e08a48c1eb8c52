// The cheapest way through a document, on graphs small enough to know the answer.
#include "flow/search.h"

typedef struct Arrow {
	guint from, to;
	double cost;
} Arrow;

typedef struct Graph {
	const Arrow *arrows;
	guint count, end, expanded;
} Graph;

static void expand(void *data, guint state, guint depth, GArray *edges)
{
	(void)depth;
	Graph *graph = data;
	graph->expanded++;
	for (guint i = 0; i < graph->count; i++) {
		SearchEdge edge = {.to = graph->arrows[i].to, .cost = graph->arrows[i].cost, .label = i};
		if (graph->arrows[i].from == state)
			g_array_append_val(edges, edge);
	}
}

static bool is_at_end(void *data, guint state)
{
	return state == ((const Graph *)data)->end;
}

static SearchProblem problem_of(Graph *graph)
{
	return (SearchProblem){
	    .data = graph, .expand = expand, .is_end = is_at_end, .beam = 4, .slack = 1000};
}

// The labels of the way found, as text: "0 2 5".
static char *find_way(const SearchProblem *problem)
{
	g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GString) text = g_string_new(NULL);
	if (!search_path(problem, 0, labels))
		return g_strdup("none");
	for (guint i = 0; i < labels->len; i++)
		g_string_append_printf(text, "%s%u", i ? " " : "", g_array_index(labels, guint, i));
	return g_strdup(text->str);
}

static void check_way(const SearchProblem *problem, const char *expected)
{
	g_autofree char *way = find_way(problem);
	g_assert_cmpstr(way, ==, expected);
}

static void test_cheap_start_dear_end(void)
{
	static const Arrow arrows[] = {{0, 1, 1}, {0, 2, 5}, {1, 3, 100}, {2, 3, 1}};
	Graph graph = {.arrows = arrows, .count = G_N_ELEMENTS(arrows), .end = 3};
	SearchProblem problem = problem_of(&graph);
	check_way(&problem, "1 3");
}

static void test_ways_that_meet(void)
{
	static const Arrow arrows[] = {{0, 1, 4}, {0, 2, 1}, {1, 3, 1}, {2, 3, 2}, {3, 4, 1}};
	Graph graph = {.arrows = arrows, .count = G_N_ELEMENTS(arrows), .end = 4};
	SearchProblem problem = problem_of(&graph);
	check_way(&problem, "1 3 4");
	g_assert_cmpuint(graph.expanded, ==, 4); // the state where they meet, once
}

static void test_an_edge_costs_by_itself(void)
{
	static const Arrow arrows[] = {{0, 1, 0}, {1, 2, 0}, {0, 2, 8}};
	Graph graph = {.arrows = arrows, .count = G_N_ELEMENTS(arrows), .end = 2};
	SearchProblem problem = problem_of(&graph);
	check_way(&problem, "0 1");
	problem.per_edge = 10;
	check_way(&problem, "2");
}

static void test_no_way(void)
{
	static const Arrow arrows[] = {{0, 1, 0}};
	Graph graph = {.arrows = arrows, .count = G_N_ELEMENTS(arrows), .end = 2};
	SearchProblem problem = problem_of(&graph);
	check_way(&problem, "none");
}

static void test_slack_drops_what_is_far_behind(void)
{
	static const Arrow arrows[] = {{0, 1, 0}, {0, 2, 50}, {1, 3, 90}, {2, 3, 0}};
	Graph graph = {.arrows = arrows, .count = G_N_ELEMENTS(arrows), .end = 3};
	SearchProblem problem = problem_of(&graph);
	check_way(&problem, "1 3");
	problem.slack = 40;
	check_way(&problem, "0 2");
}

// --- a long document ---

enum { LENGTH = 2000 };

static void expand_ladder(void *data, guint state, guint depth, GArray *edges)
{
	(void)depth;
	++*(guint *)data;
	for (guint step = 1; step <= 3; step++) {
		SearchEdge edge = {.to = MIN(state + step, LENGTH), .cost = step == 2 ? 0 : 1, .label = step};
		g_array_append_val(edges, edge);
	}
}

static bool is_ladder_end(void *data, guint state)
{
	(void)data;
	return state == LENGTH;
}

static void test_work_grows_with_length_alone(void)
{
	guint expanded = 0;
	SearchProblem problem = {.data = &expanded,
				 .expand = expand_ladder,
				 .is_end = is_ladder_end,
				 .beam = 4,
				 .slack = 100,
				 .per_edge = 1};
	g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(guint));
	g_assert_true(search_path(&problem, 0, labels));
	g_assert_cmpuint(expanded, <=, 4 * LENGTH);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/search/cheap-start-dear-end", test_cheap_start_dear_end);
	g_test_add_func("/search/ways-that-meet", test_ways_that_meet);
	g_test_add_func("/search/an-edge-costs-by-itself", test_an_edge_costs_by_itself);
	g_test_add_func("/search/no-way", test_no_way);
	g_test_add_func("/search/slack", test_slack_drops_what_is_far_behind);
	g_test_add_func("/search/length", test_work_grows_with_length_alone);
	return g_test_run();
}
