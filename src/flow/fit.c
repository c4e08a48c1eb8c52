// Every turn costs by how far it is from usual; pages cost the square of what they leave empty. Turns
// are tried from the least on, the usual one first, and the search ends when the turn alone costs more
// than the best trial so far. Where the farthest turn does not go far enough, none is tried. Trials take the
// pages they find first; only the best is set with all effort, or all are where that leaves none.
#include "flow/fit.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

// Costs, in lines squared.
#define COST_TEXT 8000.0    // text size: of the square of the factor's distance from 1
#define COST_GRID 40000.0   // the grid likewise
#define COST_LEFT_OUT 30.0  // a group of optional boxes
#define COST_LAST_PAGE 0.25 // empty lines of the last page count less

typedef struct Goal {
	guint pages, multiple; // 0: no matter
	Span span;             // where it is asked for
} Goal;

static bool has_goal(const Goal *goal)
{
	return goal->pages || goal->multiple;
}

static Goal find_goal(const FlowInput *input)
{
	const FitRules *rules = &input->layout->fit;
	Goal goal = {.pages = (guint)rules->pages, .multiple = (guint)rules->multiple};
	goal.span = (Span){.source = input->issue->span.source};
	const Value *asked = value_get(input->issue, "fit");
	if (!asked)
		return goal;
	int pages = 0, multiple = 0;
	value_as_int(value_get(asked, "pages"), &pages);
	value_as_int(value_get(asked, "multiple"), &multiple);
	return (Goal){.pages = (guint)pages, .multiple = (guint)multiple, .span = asked->span};
}

static bool meets(const Goal *goal, guint pages)
{
	return goal->pages ? pages == goal->pages : pages % goal->multiple == 0;
}

// --- turns ---

static double turn_cost(const Turn *turn)
{
	double text = turn->text - 1, grid = turn->grid - 1;
	return text * text * COST_TEXT + grid * grid * COST_GRID + turn->left_out * COST_LEFT_OUT;
}

static int compare_turns(gconstpointer a, gconstpointer b)
{
	double cost_a = turn_cost(a), cost_b = turn_cost(b);
	return (cost_a > cost_b) - (cost_a < cost_b);
}

static void add_texts(GArray *turns, const FitRules *rules, double grid, guint left_out)
{
	int low = (int)lround((rules->text.least - 1) / rules->text.step);
	int high = (int)lround((rules->text.most - 1) / rules->text.step);
	for (int i = low; i <= high; i++) {
		Turn turn = {.text = 1 + i * rules->text.step, .grid = grid, .left_out = left_out};
		g_array_append_val(turns, turn);
	}
}

// All turns the layout allows, the least costly first.
static GArray *all_turns(const FitRules *rules)
{
	GArray *turns = g_array_new(FALSE, FALSE, sizeof(Turn));
	int low = (int)lround((rules->grid.least - 1) / rules->grid.step);
	int high = (int)lround((rules->grid.most - 1) / rules->grid.step);
	for (guint left_out = 0; left_out <= rules->optional_count; left_out++)
		for (int i = low; i <= high; i++)
			add_texts(turns, rules, 1 + i * rules->grid.step, left_out);
	g_array_sort(turns, compare_turns);
	return turns;
}

// --- trials ---

static double trial_cost(const Trial *trial)
{
	double cost = turn_cost(&trial->turn);
	for (guint i = 0; i < trial_pages(trial); i++) {
		double empty = trial_empty_lines(trial, i);
		bool is_last = i + 1 == trial_pages(trial);
		cost += empty * empty * (is_last ? COST_LAST_PAGE : 1);
	}
	return cost;
}

// Whether a turn can help: too many pages are not made fewer by larger text, nor too few more by
// smaller.
static bool may_help(const Turn *turn, const Turn *last, bool too_long)
{
	double size = turn->text * turn->grid, last_size = last->text * last->grid;
	return too_long ? size <= last_size && turn->left_out >= last->left_out
			: size >= last_size && turn->left_out <= last->left_out;
}

typedef struct FitSearch {
	const FlowInput *input;
	Goal goal;
	PageSearchEffort effort;
	Trial *best;
	double best_cost;
	Turn longest, shortest; // the turns known to give too many, too few pages
	bool has_longest, has_shortest;
} FitSearch;

static bool is_ruled_out(const FitSearch *search, const Turn *turn)
{
	if (search->has_longest && may_help(&search->longest, turn, true))
		return true;
	return search->has_shortest && may_help(&search->shortest, turn, false);
}

static void try_turn(FitSearch *search, const Turn *turn)
{
	Trial *trial = trial_new(search->input, *turn, search->effort);
	guint pages = trial_pages(trial);
	if (meets(&search->goal, pages)) {
		double cost = trial_cost(trial);
		if (!search->best || cost < search->best_cost) {
			trial_free(search->best);
			search->best = trial;
			search->best_cost = cost;
			return;
		}
	} else if (search->goal.pages && pages > search->goal.pages) {
		search->longest = *turn;
		search->has_longest = true;
	} else if (search->goal.pages) {
		search->shortest = *turn;
		search->has_shortest = true;
	}
	trial_free(trial);
}

static void try_turns(FitSearch *search)
{
	g_autoptr(GArray) turns = all_turns(&search->input->layout->fit);
	for (guint i = 0; i < turns->len; i++) {
		const Turn *turn = &g_array_index(turns, Turn, i);
		if (search->best && turn_cost(turn) >= search->best_cost)
			return;
		if (!is_ruled_out(search, turn))
			try_turn(search, turn);
	}
}

// --- telling ---

static void append_factor(GString *text, const char *what, double factor)
{
	if (factor != 1)
		g_string_append_printf(text, "%s%s %d %%", text->len ? ", " : "", what,
				       (int)lround(factor * 100));
}

static void tell_choice(const FitSearch *search)
{
	const Turn *turn = &search->best->turn;
	g_autoptr(GString) text = g_string_new(NULL);
	append_factor(text, _("text at"), turn->text);
	append_factor(text, _("grid at"), turn->grid);
	for (guint i = 0; i < turn->left_out; i++)
		g_string_append_printf(text, "%s%s “%s”", text->len ? ", " : "", _("without"),
				       search->input->layout->fit.optional[i]);
	if (text->len == 0)
		return;
	diag_take(search->input->diags, SEVERITY_NOTE, "fit.chosen", search->goal.span,
		  g_strdup_printf(_("set on %u pages: %s"), trial_pages(search->best), text->str), NULL);
}

static void count_placed(const Trial *trial, const PagePlan *plan, double *lines, guint count)
{
	for (guint i = 0; i < plan->placed->len; i++) {
		const Placed *placed = &g_array_index(plan->placed, Placed, i);
		int section = g_array_index(trial->pagination->items, Item, placed->item).section;
		if (section >= 0 && (guint)section < count)
			lines[section] += (double)placed->height / trial->layout.baseline;
	}
}

// The section that is longest over an equal share of the room; NULL where there is none.
static const Value *longest_section(const Trial *trial, int *lines, int *over)
{
	const Value *sections = value_get(trial->input.issue, "sections");
	guint count = sections ? (guint)sections->length : 0, longest = 0;
	g_autofree double *heights = g_new0(double, MAX(count, 1));
	double sum = 0;
	for (guint i = 0; i < trial_pages(trial); i++)
		count_placed(trial, g_ptr_array_index(trial->pagination->pages, i), heights, count);
	for (guint i = 0; i < count; i++) {
		sum += heights[i];
		longest = heights[i] > heights[longest] ? i : longest;
	}
	if (count == 0)
		return NULL;
	*lines = (int)lround(heights[longest]);
	*over = (int)lround(heights[longest] - sum / count);
	return sections->items[longest];
}

static double page_lines(const Trial *trial, guint page)
{
	return (double)page_area(&trial->layout, page).height / trial->layout.baseline;
}

// Lines beyond the pages asked for, or missing from them (then negative).
static int lines_over(const Trial *trial, guint pages)
{
	if (trial_pages(trial) > pages) {
		Len over = pagination_overrun(trial->placer, trial->pagination, pages - 1);
		return MAX((int)ceil((double)over / trial->layout.baseline), 1);
	}
	double missing = trial_empty_lines(trial, trial_pages(trial) - 1);
	for (guint i = trial_pages(trial); i < pages; i++)
		missing += page_lines(trial, i);
	return -(int)ceil(missing);
}

static char *describe_longest(const Trial *trial)
{
	int lines = 0, over = 0;
	const Value *section = longest_section(trial, &lines, &over);
	if (!section)
		return g_strdup(_("shorten the text"));
	const char *title = value_get_text(section, "title");
	return g_strdup_printf(_("the longest section is “%s” (line %d): %d lines, %d over an equal share"),
			       title ? title : value_get_text(section, "kind"), section->span.line, lines,
			       over);
}

static void report_miss(const FitSearch *search, const Trial *nearest, guint pages)
{
	int over = lines_over(nearest, pages);
	char *what = over > 0
			 ? g_strdup_printf(_("the issue does not fit on %u pages: it is %d lines too long"),
					   pages, over)
			 : g_strdup_printf(_("the issue does not fill %u pages: it is %d lines too short"),
					   pages, -over);
	diag_take(search->input->diags, SEVERITY_ERROR, "fit.miss", search->goal.span, what,
		  over > 0 ? describe_longest(nearest) : g_strdup(_("add to it, or ask for fewer pages")));
}

// The tightest (or loosest) setting there is.
static Trial *extreme_trial(const FlowInput *input, bool tight)
{
	const FitRules *rules = &input->layout->fit;
	Turn turn = {.text = tight ? rules->text.least : rules->text.most,
		     .grid = tight ? rules->grid.least : rules->grid.most,
		     .left_out = tight ? rules->optional_count : 0};
	return trial_new(input, turn, SEARCH_LONG);
}

// Where a number of pages is asked for that the farthest turn does not reach: that trial, told of. Else NULL.
static Trial *find_miss(const FitSearch *search, guint usual_pages)
{
	guint pages = search->goal.pages;
	bool is_long = usual_pages > pages;
	Trial *nearest = extreme_trial(search->input, is_long);
	bool misses = is_long ? trial_pages(nearest) > pages : trial_pages(nearest) < pages;
	if (misses) {
		report_miss(search, nearest, pages);
		return nearest;
	}
	trial_free(nearest);
	return NULL;
}

// No turn has the pages asked for, though the farthest may have passed them.
static Trial *miss(const FitSearch *search, guint usual_pages)
{
	guint pages = search->goal.pages, multiple = search->goal.multiple;
	if (!pages)
		pages = (usual_pages + multiple - 1) / multiple * multiple;
	Trial *nearest = extreme_trial(search->input, usual_pages > pages);
	report_miss(search, nearest, pages);
	return nearest;
}

// The best trial once more, with all effort, unless that leads away from the goal.
static void set_best(FitSearch *search)
{
	Trial *longer = trial_new(search->input, search->best->turn, SEARCH_LONG);
	bool is_better = meets(&search->goal, trial_pages(longer)) && trial_cost(longer) <= search->best_cost;
	trial_free(is_better ? search->best : longer);
	search->best = is_better ? longer : search->best;
}

Trial *fit_issue(const FlowInput *input)
{
	FitSearch search = {.input = input, .goal = find_goal(input), .best_cost = INFINITY};
	Trial *usual = trial_new(input, (Turn){1, 1, 0}, SEARCH_LONG);
	if (!has_goal(&search.goal))
		return usual;
	guint pages = trial_pages(usual);
	trial_free(usual);
	Trial *nearest = search.goal.pages && pages != search.goal.pages ? find_miss(&search, pages) : NULL;
	if (nearest)
		return nearest;
	try_turns(&search);
	if (search.best) {
		set_best(&search);
	} else {
		search = (FitSearch){
		    .input = input, .goal = search.goal, .effort = SEARCH_LONG, .best_cost = INFINITY};
		try_turns(&search);
	}
	if (!search.best)
		return miss(&search, pages);
	tell_choice(&search);
	return search.best;
}
