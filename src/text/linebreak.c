#include "text/linebreak.h"

#include <math.h>

const BreakCosts break_costs_default = {
    .line = 10,
    .glyphs = 15,
    .fitness = 3000,
    .double_hyphen = 300000,
    .hyphen_stack = 1e7,
    .final_hyphen = 5000,
    .same_word = 3000,
    .word_stack = 1e6,
    .short_last = 500000,
    .overfull = 1e12,
    .rag = 0.2,
};

// Sums from the start of the paragraph; of a line, what it has of each.
typedef struct Sums {
	gint64 width, stretch, shrink, give;
} Sums;

typedef enum Fitness { FIT_TIGHT, FIT_DECENT, FIT_LOOSE, FIT_VERY_LOOSE, FIT_COUNT } Fitness;

enum { HYPHEN_RUN_MAX = 3, NO_NODE = -1 };

// A break that lines can start from, with the best way to it.
typedef struct Node {
	guint item;      // the item broken at
	guint start;     // first item of the line that begins here
	guint line;      // lines before it
	guint hyphens;   // lines in a row, up to it, that end in a hyphen
	Fitness fitness; // of the line that ends here
	Sums sums;       // at `start`, less what the break adds to the line
	double demerits;
	int previous;
	BreakLine set; // the line that ends here
} Node;

// How far lines may leave the limits. Each pass is tried when the one before finds no way through; what
// lies outside the limits costs so much that it is taken only where it must be.
typedef struct Pass {
	double loosest, tightest; // ratios
	bool hyphen_stacks;
} Pass;

static const Pass passes[] = {
    {.loosest = 1, .tightest = -1},
    {.loosest = 4, .tightest = -2},
    {.loosest = 8, .tightest = -2},
    {.loosest = INFINITY, .tightest = -2, .hyphen_stacks = true},
};

static const Pass passes_ragged[] = {
    {.loosest = 3, .tightest = 0},
    {.loosest = INFINITY, .tightest = 0, .hyphen_stacks = true},
};

typedef struct Breaker {
	const BreakRequest *request;
	Pass pass;
	bool by_line;   // breaks after different numbers of lines are kept apart
	Sums sums;      // up to the item at hand
	gint64 hang;    // the most by which a break can make its line narrower
	GArray *nodes;  // Node
	GArray *active; // indices of nodes
	GArray *found;  // Node: candidates at the item at hand
} Breaker;

static Node *node_at(const Breaker *breaker, int index)
{
	return &g_array_index(breaker->nodes, Node, index);
}

static void add_sums(Sums *sums, const BreakItem *item)
{
	sums->width += item->width;
	sums->stretch += item->stretch;
	sums->shrink += item->shrink;
	sums->give += item->give;
}

static bool is_dropped_at_start(const BreakItem *item)
{
	return item->kind == BREAK_GLUE || (item->kind == BREAK_PENALTY && item->penalty > BREAK_FORCED);
}

static Len clamp_len(gint64 value)
{
	return (Len)CLAMP(value, -(gint64)LEN_MAX, (gint64)LEN_MAX);
}

// A line whose spaces would be wider than their limit takes back what stands out at its end.
static void keep_hang(const BreakRequest *request, Len hang, BreakLine *line)
{
	gint64 excess = (gint64)request->measure - line->width - line->give - line->stretch;
	if (request->mode == BREAK_JUSTIFIED && !line->last && excess > 0 && hang > 0)
		line->kept = (Len)MIN(excess, hang);
	line->width += line->kept;
}

// The line from a node to a break at `item`. `is_end`: the break is forced.
static BreakLine measure_line(const Breaker *breaker, const Node *from, guint item, bool is_end)
{
	const BreakRequest *request = breaker->request;
	gint64 width = breaker->sums.width - from->sums.width;
	const BreakItem *at = item < request->count ? &request->items[item] : NULL;
	if (at && at->kind == BREAK_PENALTY)
		width += at->width;
	BreakLine line = {.start = from->start,
			  .end = item,
			  .width = clamp_len(width),
			  .stretch = clamp_len(breaker->sums.stretch - from->sums.stretch),
			  .shrink = clamp_len(breaker->sums.shrink - from->sums.shrink),
			  .give = clamp_len(breaker->sums.give - from->sums.give + request->give),
			  .last = is_end};
	keep_hang(request, at ? at->hang : 0, &line);
	return line;
}

// A line with few spaces or none is measured as if it had this much stretch, of the measure: of two such
// lines the fuller is better.
#define STRETCH_LEAST 0.01

// How far the spaces of a line are stretched (1: to their limit) or shrunk (-1), once its glyphs have given
// what they can. Below -1 it does not fit.
static double line_ratio(const BreakRequest *request, const BreakLine *line)
{
	double slack = (double)request->measure - (double)line->width;
	if (request->mode == BREAK_RAGGED)
		return slack < 0    ? -INFINITY
		       : line->last ? 0
				    : slack / (request->costs->rag * request->measure);
	if (fabs(slack) <= line->give || (line->last && slack >= 0))
		return 0;
	if (slack >= 0)
		return (slack - line->give) / fmax(line->stretch, STRETCH_LEAST * request->measure);
	return line->shrink > 0 ? (slack + line->give) / line->shrink : -INFINITY;
}

// How far its glyphs are widened (1: to their limit) or narrowed (-1).
static double glyph_ratio(const BreakRequest *request, const BreakLine *line)
{
	double slack = (double)request->measure - (double)line->width;
	if (line->give <= 0 || (line->last && slack >= 0))
		return 0;
	return CLAMP(slack / line->give, -1, 1);
}

static Fitness line_fitness(const BreakRequest *request, double ratio)
{
	if (request->mode == BREAK_RAGGED)
		return FIT_DECENT;
	return ratio < -0.5 ? FIT_TIGHT : ratio <= 0.5 ? FIT_DECENT : ratio <= 1 ? FIT_LOOSE : FIT_VERY_LOOSE;
}

// A line that cannot be stretched at all is as bad as one stretched this far.
#define RATIO_WORST 100.0

static double line_badness(const BreakRequest *request, const BreakLine *line, double ratio)
{
	double size = MIN(fabs(ratio), RATIO_WORST);
	if (request->mode == BREAK_RAGGED)
		return 100 * size * size;
	if (ratio < 0 && line->stretch > line->shrink)
		size *= (double)line->shrink / line->stretch;
	double glyphs = glyph_ratio(request, line);
	return request->costs->glyphs * glyphs * glyphs + 100 * size * size * MAX(size, 1);
}

static double penalty_demerits(double base, int penalty)
{
	double square = (double)penalty * penalty;
	if (penalty <= BREAK_FORCED)
		return base * base;
	return penalty >= 0 ? base * base + square : base * base - square;
}

static double hyphen_demerits(const BreakCosts *costs, guint run)
{
	return run < 2 ? 0 : run == 2 ? costs->double_hyphen : costs->hyphen_stack;
}

static const BreakItem *broken_at(const BreakRequest *request, const Node *node)
{
	bool inside = node->previous != NO_NODE && node->item < request->count;
	return inside ? &request->items[node->item] : NULL;
}

// Lines above one another that begin, or end, with one word: `at` is where the second ends, `above` and
// `top` where those before it do.
static double word_demerits(const BreakCosts *costs, const BreakItem *at, const BreakItem *above,
			    const BreakItem *top)
{
	double demerits = 0;
	if (at->before_word && at->before_word == above->before_word)
		demerits += top && top->before_word == at->before_word ? costs->word_stack : costs->same_word;
	if (at->after_word && at->after_word == above->after_word)
		demerits += top && top->after_word == at->after_word ? costs->word_stack : costs->same_word;
	return demerits;
}

static double stack_demerits(const Breaker *breaker, const Node *from, const Node *to)
{
	const BreakRequest *request = breaker->request;
	const BreakItem *above = broken_at(request, from);
	if (!above || to->item >= request->count)
		return 0;
	return word_demerits(request->costs, &request->items[to->item], above,
			     broken_at(request, node_at(breaker, from->previous)));
}

// A last line that is too short, or only the end of a divided word: often a lone syllable.
static bool is_scrap(const Breaker *breaker, const Node *from, const BreakLine *last)
{
	bool rest_of_word = from->hyphens > 0 && last->stretch == 0 && last->shrink == 0;
	return from->line > 0 && (rest_of_word || last->width < breaker->request->least_last);
}

// What a line costs beyond its own looks: its neighbours and the paragraph's end.
static double context_demerits(const Breaker *breaker, const Node *from, const Node *to)
{
	const BreakCosts *costs = breaker->request->costs;
	double demerits = hyphen_demerits(costs, to->hyphens) + stack_demerits(breaker, from, to);
	if (to->hyphens > 0 && to->line == breaker->request->whole)
		demerits += costs->hyphen_stack;
	if (ABS((int)from->fitness - (int)to->fitness) > 1)
		demerits += costs->fitness;
	if (to->set.last) {
		if (from->hyphens > 0 && from->line > 0)
			demerits += costs->final_hyphen;
		if (is_scrap(breaker, from, &to->set))
			demerits += costs->short_last;
	}
	return demerits;
}

static Node make_node(const Breaker *breaker, int from_index, const BreakLine *line, double ratio)
{
	const BreakRequest *request = breaker->request;
	const Node *from = node_at(breaker, from_index);
	const BreakItem *item = line->end < request->count ? &request->items[line->end] : NULL;
	bool penalty = item && item->kind == BREAK_PENALTY;
	Node node = {.item = line->end,
		     .line = from->line + 1,
		     .hyphens = penalty && item->flagged ? MIN(from->hyphens + 1, HYPHEN_RUN_MAX) : 0,
		     .fitness = line_fitness(request, ratio),
		     .previous = from_index,
		     .set = *line};
	node.set.overfull = ratio < breaker->pass.tightest;
	node.set.tight = ratio < -1;
	node.set.loose = ratio > 1;
	double base = request->costs->line + line_badness(request, line, ratio);
	node.demerits = from->demerits + penalty_demerits(base, penalty ? item->penalty : 0) +
			context_demerits(breaker, from, &node) +
			(node.set.overfull ? request->costs->overfull : 0);
	return node;
}

static bool is_same_state(const Breaker *breaker, const Node *a, const Node *b)
{
	return a->fitness == b->fitness && a->hyphens == b->hyphens &&
	       (!breaker->by_line || a->line == b->line);
}

// Keeps the best candidate of each state that may matter later.
static void offer(Breaker *breaker, const Node *node)
{
	for (guint i = 0; i < breaker->found->len; i++) {
		Node *other = &g_array_index(breaker->found, Node, i);
		if (!is_same_state(breaker, node, other))
			continue;
		if (node->demerits < other->demerits)
			*other = *node;
		return;
	}
	g_array_append_val(breaker->found, *node);
}

// Where the next line starts after a break at `item`, and the sums there.
static void place_start(const Breaker *breaker, Node *node)
{
	const BreakRequest *request = breaker->request;
	node->sums = breaker->sums;
	guint i = node->item;
	if (i < request->count && request->items[i].kind == BREAK_PENALTY) {
		node->sums.width -= request->items[i].after;
		i++;
	}
	for (; i < request->count && is_dropped_at_start(&request->items[i]); i++)
		if (request->items[i].kind == BREAK_GLUE)
			add_sums(&node->sums, &request->items[i]);
	node->start = i;
}

// How many lines more or fewer than the best way here others may have, so that they can still matter: none
// where the least number is wanted, as from here on all ways have the same lines before them.
static bool has_useful_lines(const Breaker *breaker, const Node *node, const Node *best, guint least)
{
	const BreakRequest *request = breaker->request;
	if (!breaker->by_line)
		return true;
	if (request->mode == BREAK_RAGGED)
		return node->line <= least + (guint)MAX(request->looseness, 0);
	return ABS((int)node->line - (int)best->line) <= ABS(request->looseness) + 1;
}

// A candidate whose lead another has by more than any later addition can make good is dropped.
static void keep_found(Breaker *breaker)
{
	const BreakCosts *costs = breaker->request->costs;
	guint least = G_MAXUINT;
	Node best = {.demerits = INFINITY};
	for (guint i = 0; i < breaker->found->len; i++) {
		const Node *node = &g_array_index(breaker->found, Node, i);
		least = MIN(least, node->line);
		best = node->demerits < best.demerits ? *node : best;
	}
	double lead = costs->fitness + costs->double_hyphen + costs->final_hyphen + costs->hyphen_stack;
	for (guint i = 0; i < breaker->found->len; i++) {
		Node node = g_array_index(breaker->found, Node, i);
		if (!has_useful_lines(breaker, &node, &best, least) ||
		    (!breaker->by_line && node.demerits > best.demerits + lead))
			continue;
		place_start(breaker, &node);
		int index = (int)breaker->nodes->len;
		g_array_append_val(breaker->nodes, node);
		g_array_append_val(breaker->active, index);
	}
	g_array_set_size(breaker->found, 0);
}

// True once no later break can make a line from this node fit.
static bool is_past(const Breaker *breaker, const BreakLine *line, const Node *from)
{
	gint64 least = breaker->sums.width - from->sums.width - breaker->hang;
	if (breaker->request->mode == BREAK_JUSTIFIED)
		least -= line->give + (gint64)(-breaker->pass.tightest * line->shrink);
	return least > breaker->request->measure;
}

// Of the lines to `item` that do not fit the one that begins last, when there is no other way on.
static void offer_overfull(Breaker *breaker, int from, guint item, bool is_end)
{
	BreakLine line = measure_line(breaker, node_at(breaker, from), item, is_end);
	Node node = make_node(breaker, from, &line, -RATIO_WORST);
	g_array_append_val(breaker->found, node);
}

// Tries all lines that end at `item`. False where there is no way on within the pass's tolerance.
static bool try_break(Breaker *breaker, guint item, bool is_end)
{
	guint kept = 0;
	int nearest = NO_NODE;
	if (breaker->request->steps)
		*breaker->request->steps += breaker->active->len;
	for (guint i = 0; i < breaker->active->len; i++) {
		int index = g_array_index(breaker->active, int, i);
		Node *from = node_at(breaker, index);
		// What is dropped at the start of a line cannot be its end.
		if (item < from->start && !is_end) {
			g_array_index(breaker->active, int, kept++) = index;
			continue;
		}
		BreakLine line = measure_line(breaker, from, item, is_end);
		double ratio = line_ratio(breaker->request, &line);
		if (ratio >= breaker->pass.tightest && ratio <= breaker->pass.loosest) {
			Node node = make_node(breaker, index, &line, ratio);
			if (node.hyphens < HYPHEN_RUN_MAX || breaker->pass.hyphen_stacks)
				offer(breaker, &node);
		}
		nearest = index;
		if (!is_end && !is_past(breaker, &line, from))
			g_array_index(breaker->active, int, kept++) = index;
	}
	g_array_set_size(breaker->active, kept);
	if (breaker->found->len == 0 && kept == 0) {
		if (isfinite(breaker->pass.loosest))
			return false;
		offer_overfull(breaker, nearest, item, is_end);
	}
	keep_found(breaker);
	return true;
}

static bool is_legal(const BreakRequest *request, guint i)
{
	const BreakItem *item = &request->items[i];
	if (item->kind == BREAK_PENALTY)
		return item->penalty < BREAK_NEVER;
	return item->kind == BREAK_GLUE && i > 0 && request->items[i - 1].kind == BREAK_BOX;
}

static bool is_forced(const BreakItem *item)
{
	return item->kind == BREAK_PENALTY && item->penalty <= BREAK_FORCED;
}

static void begin_pass(Breaker *breaker, const Pass *pass)
{
	breaker->pass = *pass;
	breaker->sums = (Sums){0};
	g_array_set_size(breaker->nodes, 0);
	g_array_set_size(breaker->active, 0);
	g_array_set_size(breaker->found, 0);
	Node first = {.previous = NO_NODE, .fitness = FIT_DECENT};
	int index = 0;
	g_array_append_val(breaker->nodes, first);
	g_array_append_val(breaker->active, index);
}

// One pass over the items. False where its limits leave no way through.
static bool run_pass(Breaker *breaker, const Pass *pass)
{
	const BreakRequest *request = breaker->request;
	begin_pass(breaker, pass);
	for (guint i = 0; i < request->count; i++) {
		const BreakItem *item = &request->items[i];
		if (is_legal(request, i) && !try_break(breaker, i, is_forced(item)))
			return false;
		if (item->kind != BREAK_PENALTY)
			add_sums(&breaker->sums, item);
	}
	return try_break(breaker, request->count, true);
}

static gint64 most_hang(const BreakRequest *request)
{
	gint64 hang = 0;
	for (guint i = 0; i < request->count; i++)
		if (request->items[i].kind == BREAK_PENALTY)
			hang = MAX(hang, -(gint64)request->items[i].width);
	return hang;
}

static int best_end(const Breaker *breaker)
{
	int best = NO_NODE;
	for (guint i = 0; i < breaker->active->len; i++) {
		int index = g_array_index(breaker->active, int, i);
		if (best == NO_NODE || node_at(breaker, index)->demerits < node_at(breaker, best)->demerits)
			best = index;
	}
	return best;
}

// Of the ends the one nearest to the wanted number of lines; among equals the best.
static int end_with_lines(const Breaker *breaker, int wanted)
{
	int best = NO_NODE;
	for (guint i = 0; i < breaker->active->len; i++) {
		int index = g_array_index(breaker->active, int, i);
		const Node *node = node_at(breaker, index);
		int off = ABS((int)node->line - wanted);
		int best_off = best == NO_NODE ? G_MAXINT : ABS((int)node_at(breaker, best)->line - wanted);
		if (off < best_off || (off == best_off && node->demerits < node_at(breaker, best)->demerits))
			best = index;
	}
	return best;
}

// Ragged text never takes more lines than it must; justified text as many as are best, and `looseness` more.
static int choose_end(const Breaker *breaker)
{
	const BreakRequest *request = breaker->request;
	if (request->mode == BREAK_RAGGED) {
		int least = end_with_lines(breaker, 0);
		return end_with_lines(breaker, (int)node_at(breaker, least)->line + request->looseness);
	}
	int best = best_end(breaker);
	if (request->looseness == 0)
		return best;
	return end_with_lines(breaker, (int)node_at(breaker, best)->line + request->looseness);
}

static GArray *trace_lines(const Breaker *breaker, int end)
{
	guint count = node_at(breaker, end)->line;
	GArray *lines = g_array_sized_new(FALSE, FALSE, sizeof(BreakLine), count);
	g_array_set_size(lines, count);
	for (int index = end; node_at(breaker, index)->previous != NO_NODE;
	     index = node_at(breaker, index)->previous)
		g_array_index(lines, BreakLine, --count) = node_at(breaker, index)->set;
	return lines;
}

GArray *break_lines(const BreakRequest *request)
{
	if (request->count == 0)
		return g_array_new(FALSE, FALSE, sizeof(BreakLine));
	Breaker breaker = {.request = request,
			   .by_line =
			       request->mode == BREAK_RAGGED || request->looseness != 0 || request->whole > 0,
			   .hang = most_hang(request),
			   .nodes = g_array_new(FALSE, FALSE, sizeof(Node)),
			   .active = g_array_new(FALSE, FALSE, sizeof(int)),
			   .found = g_array_new(FALSE, FALSE, sizeof(Node))};
	const Pass *pass = request->mode == BREAK_RAGGED ? passes_ragged : passes;
	while (!run_pass(&breaker, pass))
		pass++;
	GArray *lines = trace_lines(&breaker, choose_end(&breaker));
	g_array_unref(breaker.nodes);
	g_array_unref(breaker.active);
	g_array_unref(breaker.found);
	return lines;
}

// --- the least number of lines, and balance: first fit is enough for both ---

typedef struct Fill {
	gint64 line;    // width of the line so far, at the item at hand
	gint64 pending; // of it, what stands after the last break that fits
	bool fits;      // a break that fits has been seen on the line
	bool overfull;  // a line does not fit up to its first break
} Fill;

static gint64 item_least(const BreakRequest *request, const BreakItem *item)
{
	if (item->kind == BREAK_PENALTY)
		return 0;
	return item->width - (request->mode == BREAK_JUSTIFIED ? item->shrink + item->give : 0);
}

static void end_line(Fill *fill, guint *lines)
{
	(*lines)++;
	fill->line = fill->pending;
	fill->pending = 0;
	fill->fits = false;
}

// A break is possible at `item`: notes it where the line still fits up to it, else ends the line before.
static void fill_break(const BreakRequest *request, guint item, Fill *fill, guint *lines)
{
	const BreakItem *at = item < request->count ? &request->items[item] : NULL;
	gint64 extra = (at && at->kind == BREAK_PENALTY ? at->width : 0) - request->give;
	if (fill->line + extra > request->measure && fill->fits)
		end_line(fill, lines);
	bool fits = fill->line + extra <= request->measure;
	if (fits || !fill->fits) {
		fill->overfull |= !fits;
		fill->fits = true;
		fill->pending = at && at->kind == BREAK_PENALTY ? at->after : 0;
	}
}

static guint fill_lines(const BreakRequest *request, bool *overfull)
{
	guint lines = 0;
	Fill fill = {0};
	for (guint i = 0; i < request->count; i++) {
		const BreakItem *item = &request->items[i];
		if (is_forced(item)) {
			fill_break(request, i, &fill, &lines);
			fill.pending = 0;
			end_line(&fill, &lines);
			continue;
		}
		if (is_legal(request, i))
			fill_break(request, i, &fill, &lines);
		gint64 width = item_least(request, item);
		bool dropped = is_dropped_at_start(item);
		if (!dropped || fill.line > 0)
			fill.line += width;
		if (!dropped || fill.pending > 0)
			fill.pending += width;
	}
	if (request->count > 0) {
		fill_break(request, request->count, &fill, &lines);
		lines++;
	}
	*overfull = fill.overfull;
	return lines;
}

guint break_count_least(const BreakRequest *request)
{
	bool overfull;
	return fill_lines(request, &overfull);
}

Len break_balance(const BreakRequest *request)
{
	guint wanted = break_count_least(request);
	BreakRequest trial = *request;
	Len low = 0, high = request->measure; // lines(high) == wanted, lines(low) more, or one does not fit
	while (high - low > 1) {
		bool overfull;
		trial.measure = low + (high - low) / 2;
		if (fill_lines(&trial, &overfull) <= wanted && !overfull)
			high = trial.measure;
		else
			low = trial.measure;
	}
	return high;
}
