#include "flow/region.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

// --- making ---

static void open_columns(Placer *placer, Region *region, Len width)
{
	const ColumnsBlock *columns = &region->block->columns;
	region->balanced = true;
	region->count = (guint)columns->count;
	Len each = (width - columns->gutter * (columns->count - 1)) / columns->count;
	if (each <= 0) {
		diag_take(placer->input->diags, SEVERITY_ERROR, "layout.no-room", region->block->span,
			  g_strdup(_("the columns have no room")),
			  g_strdup(_("make them fewer, or their gutter narrower")));
		each = MAX(width, 1);
	}
	for (guint i = 0; i < region->count; i++)
		region->x[i] = (each + columns->gutter) * (Len)i;
	region->galleys[0] = galley_new(each);
	galley_add_children(placer, region->galleys[0], region->block);
}

static void open_row(Placer *placer, Region *region, Len width)
{
	Block *row = region->block;
	Len widths[REGION_COLUMNS_MAX] = {0}, x = 0;
	row_widths(placer, row, width, widths);
	region->count = row->count;
	for (guint i = 0; i < row->count; i++) {
		region->x[i] = x;
		x += widths[i] + row->row.gutter;
		region->galleys[i] = galley_new(widths[i]);
		galley_add_children(placer, region->galleys[i], row->children[i]);
	}
}

Region *region_new(Placer *placer, Block *block, Len width)
{
	Region *region = g_new0(Region, 1);
	region->block = block;
	if (block->kind == BLOCK_COLUMNS)
		open_columns(placer, region, width);
	else
		open_row(placer, region, width);
	return region;
}

void region_free(Region *region)
{
	for (guint i = 0; i < REGION_COLUMNS_MAX; i++)
		if (region->galleys[i])
			galley_free(region->galleys[i]);
	g_free(region);
}

static Galley *galley_of(const Region *region, guint column)
{
	return region->galleys[region->balanced ? 0 : column];
}

static Frame column_frame(const Region *region, guint column, Frame frame)
{
	return (Frame){frame.x + region->x[column], frame.y, galley_of(region, column)->width, frame.height};
}

// --- balancing ---
// The least of: how far down the longest column comes, then what the breaks cost, then how unequal
// the columns are. Found column by column from the last, each state (column, first piece) once.

typedef struct Solution {
	bool found;
	Len bottom;
	double cost, squares;
	guint to; // where this column ends
} Solution;

typedef struct Balancing {
	Placer *placer;
	Region *region;
	Frame frame;
	Len limit;
	guint stop;        // the piece it goes up to
	double ideal;      // lines a column would have if all were equal
	GHashTable *known; // state → Solution *
} Balancing;

static double score(const Balancing *balancing, const Solution *solution)
{
	enum { LINE_SCORE = 10 }; // a line of height or of break cost, against 1/20 for squares
	double lines = (double)(solution->bottom - balancing->frame.y) / balancing->placer->layout->baseline;
	return (lines + solution->cost) * LINE_SCORE + solution->squares * 0.05;
}

static const Solution *solve(Balancing *balancing, guint column, guint from);

// A column that ends at `end`, with the best of the columns after it.
static Solution join(Balancing *balancing, guint column, const ColumnEnd *end)
{
	const Solution *rest = solve(balancing, column + 1, end->to);
	double lines = (double)(end->bottom - balancing->frame.y) / balancing->placer->layout->baseline;
	return (Solution){.found = rest->found,
			  .bottom = MAX(end->bottom, rest->bottom),
			  .cost = end->cost + rest->cost,
			  .squares = lines * lines + rest->squares,
			  .to = end->to};
}

static bool is_forced(const Galley *galley, guint piece)
{
	return piece < galley->pieces->len && g_array_index(galley->pieces, Piece, piece).forced;
}

// Only ends near the ideal are tried, the first one beyond, and those that are given.
static bool worth_trying(const Balancing *balancing, guint column, const ColumnEnd *end, bool *is_beyond)
{
	double lines = (double)(end->bottom - balancing->frame.y) / balancing->placer->layout->baseline;
	if (end->to == balancing->stop)
		return true;
	if (column + 1 == balancing->region->count || *is_beyond)
		return false;
	*is_beyond = lines >= balancing->ideal * 1.7 + 8;
	return lines > balancing->ideal * 0.4 - 2 || is_forced(galley_of(balancing->region, column), end->to);
}

// Of columns that are as good, the first is the longer.
static bool is_better(const Balancing *balancing, const Solution *solution, const Solution *best)
{
	const double rounding = 1e-6;
	if (!solution->found || !best->found)
		return solution->found;
	return score(balancing, solution) < score(balancing, best) + rounding;
}

static void try_ends(Balancing *balancing, guint column, guint from, Solution *best)
{
	const Galley *galley = galley_of(balancing->region, column);
	Frame frame = column_frame(balancing->region, column, balancing->frame);
	g_autoptr(GArray) ends = galley_ends(balancing->placer, galley, from, frame, balancing->limit);
	bool is_beyond = false;
	for (guint i = 0; i < ends->len; i++) {
		const ColumnEnd *end = &g_array_index(ends, ColumnEnd, i);
		if (!worth_trying(balancing, column, end, &is_beyond))
			continue;
		Solution solution = join(balancing, column, end);
		if (is_better(balancing, &solution, best))
			*best = solution;
	}
}

static const Solution *solve(Balancing *balancing, guint column, guint from)
{
	guint total = balancing->stop;
	gpointer key = GUINT_TO_POINTER(column * (total + 1) + from + 1);
	Solution *best = g_hash_table_lookup(balancing->known, key);
	if (best)
		return best;
	best = g_new0(Solution, 1);
	if (from >= total)
		*best = (Solution){.found = true, .bottom = balancing->frame.y, .to = from};
	else if (column < balancing->region->count)
		try_ends(balancing, column, from, best);
	g_hash_table_insert(balancing->known, key, best);
	return best;
}

// Where the next page begins by force, or the end.
static guint page_stop(const Galley *galley, guint from)
{
	guint stop = from + 1;
	while (stop < galley->pieces->len && !g_array_index(galley->pieces, Piece, stop).page_break)
		stop++;
	return MIN(stop, galley->pieces->len);
}

// Height of all that is left in one column, as far as it matters.
static Len whole_height(Balancing *balancing, guint from)
{
	const Galley *galley = balancing->region->galleys[0];
	if (from >= balancing->stop)
		return 0;
	int64_t room = (int64_t)(balancing->limit - balancing->frame.y) * balancing->region->count;
	Len limit = (Len)MIN((int64_t)balancing->frame.y + room, LEN_MAX / 2);
	Frame frame = column_frame(balancing->region, 0, balancing->frame);
	g_autoptr(GArray) ends = galley_ends(balancing->placer, galley, from, frame, limit);
	Len height = LEN_MAX;
	for (guint i = 0; i < ends->len; i++) {
		const ColumnEnd *end = &g_array_index(ends, ColumnEnd, i);
		if (end->to == balancing->stop || is_forced(galley, end->to))
			height = end->bottom - balancing->frame.y;
	}
	return height;
}

static bool balance_shared(Placer *placer, Region *region, const RegionSpan *span, Frame frame, Len limit,
			   RegionCut *cut)
{
	const RegionStart start = span->from;
	Balancing balancing = {.placer = placer, .region = region, .frame = frame, .limit = limit};
	balancing.stop = MIN(page_stop(region->galleys[0], start.at[0]), span->to.at[0]);
	Len height = whole_height(&balancing, start.at[0]);
	if (height == LEN_MAX)
		return false;
	balancing.ideal = (double)height / region->count / placer->layout->baseline;
	balancing.known = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	const Solution *solution = solve(&balancing, 0, start.at[0]);
	bool found = solution->found;
	*cut = (RegionCut){.bottom = solution->bottom};
	cut->complete = balancing.stop == region->galleys[0]->pieces->len;
	guint from = start.at[0];
	for (guint column = 0; found && column < region->count; column++) {
		cut->from[column] = from;
		cut->to[column] = from = solve(&balancing, column, from)->to;
	}
	g_hash_table_unref(balancing.known);
	return found;
}

// Pieces from..to of a galley in one column; its bottom, or LEN_MAX where it passes the limit.
static Len whole_column(Placer *placer, const Galley *galley, guint from, guint to, Frame frame, Len limit)
{
	if (from >= to)
		return frame.y;
	g_autoptr(GArray) ends = galley_ends(placer, galley, from, frame, limit);
	for (guint i = 0; i < ends->len; i++)
		if (g_array_index(ends, ColumnEnd, i).to == to)
			return g_array_index(ends, ColumnEnd, i).bottom;
	return LEN_MAX;
}

static bool balance_parallel(Placer *placer, Region *region, const RegionSpan *span, Frame frame, Len limit,
			     RegionCut *cut)
{
	*cut = (RegionCut){.bottom = frame.y, .complete = true};
	for (guint i = 0; i < region->count; i++) {
		const Galley *galley = region->galleys[i];
		guint from = span->from.at[i], to = MIN(span->to.at[i], galley->pieces->len);
		Len bottom = whole_column(placer, galley, from, to, column_frame(region, i, frame), limit);
		if (bottom == LEN_MAX)
			return false;
		cut->from[i] = from;
		cut->to[i] = to;
		cut->bottom = MAX(cut->bottom, bottom);
		cut->complete &= to == galley->pieces->len;
	}
	return true;
}

static const RegionStart region_end = {.at = {G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT,
					      G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT,
					      G_MAXUINT, G_MAXUINT}};

bool region_balance(Placer *placer, Region *region, RegionStart start, const RegionStart *stop, Frame frame,
		    Len limit, RegionCut *cut)
{
	RegionMemo *memo = &region->memo;
	RegionSpan span = {.from = start, .to = stop ? *stop : region_end};
	guint stamp = block_dials(region->block) ? placer->dials.stamp : G_MAXUINT;
	bool same_place = memo->y == frame.y && memo->limit == limit && memo->stamp == stamp &&
			  memo->wish_stamp == placer->wish_stamp;
	if (!same_place || memcmp(&memo->span, &span, sizeof span) != 0) {
		*memo = (RegionMemo){.span = span, .y = frame.y, .limit = limit, .stamp = stamp};
		memo->wish_stamp = placer->wish_stamp;
		memo->fits = region->balanced
				 ? balance_shared(placer, region, &span, frame, limit, &memo->cut)
				 : balance_parallel(placer, region, &span, frame, limit, &memo->cut);
	}
	*cut = memo->cut;
	return memo->fits;
}

bool region_last_break(Placer *placer, const Region *region, RegionStart start, RegionStart *last)
{
	const Galley *galley = region->galleys[0];
	if (!region->balanced)
		return false;
	Frame frame = {.width = galley->width};
	g_autoptr(GArray) ends = galley_ends(placer, galley, start.at[0], frame, LEN_MAX / 2);
	for (guint i = ends->len; i > 0; i--) {
		guint to = g_array_index(ends, ColumnEnd, i - 1).to;
		if (to == galley->pieces->len)
			continue;
		*last = (RegionStart){.at = {to}};
		return true;
	}
	return false;
}

// --- filling ---

// The end that leaves least room for what its break costs; NULL where there is none.
static const ColumnEnd *best_end(const GArray *ends, Len limit, Len line)
{
	const ColumnEnd *best = NULL;
	double best_cost = INFINITY;
	for (guint i = 0; i < ends->len; i++) {
		const ColumnEnd *end = &g_array_index(ends, ColumnEnd, i);
		double cost = (double)(limit - end->bottom) / line + end->cost;
		if (cost <= best_cost) {
			best = end;
			best_cost = cost;
		}
	}
	return best;
}

static guint fill_column(Placer *placer, Region *region, guint column, guint from, Frame frame, Len limit,
			 Len *bottom)
{
	const Galley *galley = galley_of(region, column);
	if (from >= galley->pieces->len)
		return from;
	g_autoptr(GArray) ends =
	    galley_ends(placer, galley, from, column_frame(region, column, frame), limit);
	const ColumnEnd *end = best_end(ends, limit, placer->layout->baseline);
	if (!end)
		return from;
	*bottom = MAX(*bottom, end->bottom);
	return end->to;
}

// Whether a cell that was still to begin has got nothing: its row would begin beside a hole, or with what is
// to be read later.
static bool leaves_cell_out(const Region *region, const RegionStart *start, const RegionCut *cut)
{
	for (guint i = 0; i < region->count && !region->balanced; i++)
		if (start->at[i] == 0 && cut->to[i] == 0 && region->galleys[i]->pieces->len > 0)
			return true;
	return false;
}

bool region_fill(Placer *placer, Region *region, RegionStart start, Frame frame, Len limit, RegionCut *cut)
{
	*cut = (RegionCut){.bottom = frame.y, .complete = true};
	bool any = false;
	guint next = start.at[0], stop = page_stop(galley_of(region, 0), next);
	for (guint i = 0; i < region->count; i++) {
		guint from = region->balanced ? next : start.at[i];
		bool is_over = region->balanced && from == stop;
		cut->from[i] = cut->to[i] = next = from;
		if (!is_over)
			cut->to[i] = next = fill_column(placer, region, i, from, frame, limit, &cut->bottom);
		any |= next > from;
		if (!region->balanced || i + 1 == region->count)
			cut->complete &= next == galley_of(region, i)->pieces->len;
	}
	return any && !leaves_cell_out(region, &start, cut);
}

bool region_breaks_page(const Region *region, RegionStart start)
{
	const Galley *galley = region->galleys[0];
	return region->balanced && start.at[0] < galley->pieces->len &&
	       g_array_index(galley->pieces, Piece, start.at[0]).page_break;
}

RegionStart region_after(const Region *region, const RegionCut *cut)
{
	RegionStart start = {0};
	for (guint i = 0; i < region->count; i++)
		start.at[i] = cut->to[i];
	if (region->balanced)
		start.at[0] = cut->to[region->count - 1];
	for (guint i = 1; region->balanced && i < region->count; i++)
		start.at[i] = 0;
	return start;
}

// The first piece that may stand alone, however high.
static guint force_column(Placer *placer, Region *region, guint column, guint from, Frame frame, Len *bottom)
{
	const Galley *galley = galley_of(region, column);
	g_autoptr(GArray) ends =
	    galley_ends(placer, galley, from, column_frame(region, column, frame), LEN_MAX / 4);
	if (ends->len == 0)
		return galley->pieces->len;
	const ColumnEnd *end = &g_array_index(ends, ColumnEnd, 0);
	*bottom = MAX(*bottom, end->bottom);
	return end->to;
}

void region_force(Placer *placer, Region *region, RegionStart start, Frame frame, Len limit, RegionCut *cut)
{
	*cut = (RegionCut){.bottom = frame.y, .complete = true};
	for (guint i = 0; i < region->count; i++) {
		guint from = region->balanced && i > 0 ? cut->to[0] : start.at[i];
		guint count = galley_of(region, i)->pieces->len, to = from;
		if (from < count && (i == 0 || !region->balanced))
			to = fill_column(placer, region, i, from, frame, limit, &cut->bottom);
		if (to == from && from < count && (i == 0 || !region->balanced))
			to = force_column(placer, region, i, from, frame, &cut->bottom);
		cut->from[i] = from;
		cut->to[i] = to;
		cut->complete &= to == count;
	}
}

Len region_column_bottom(Placer *placer, const Region *region, const RegionCut *cut, guint column,
			 Frame frame)
{
	DisplayList *list = placer->list;
	bool collecting = placer->collecting;
	placer->list = NULL;
	placer->collecting = false;
	Frame place = column_frame(region, column, frame);
	Len height =
	    galley_place(placer, galley_of(region, column), cut->from[column], cut->to[column], place);
	placer->list = list;
	placer->collecting = collecting;
	return frame.y + height;
}

// --- drawing ---

static void place_column(Placer *placer, Region *region, const RegionCut *cut, guint column, Frame frame)
{
	Frame place = column_frame(region, column, frame);
	galley_place(placer, galley_of(region, column), cut->from[column], cut->to[column], place);
}

// The line through a column's anchors goes behind them: they are looked for first.
static void connect_column(Placer *placer, Region *region, const RegionCut *cut, guint column, Frame frame)
{
	const ColumnsBlock *columns = &region->block->columns;
	if (!region->balanced || !columns->through || !columns->connector || !placer->list)
		return;
	DisplayList *list = placer->list;
	guint first = placer->anchors->len;
	placer->list = NULL;
	placer->collecting = true;
	place_column(placer, region, cut, column, frame);
	placer->collecting = false;
	placer->list = list;
	draw_connector(placer, region->block, first);
	g_array_set_size(placer->anchors, first);
}

void draw_connector(Placer *placer, const Block *block, guint first_anchor)
{
	const ColumnsBlock *columns = &block->columns;
	const Anchor *from = NULL, *to = NULL;
	for (guint i = first_anchor; i < placer->anchors->len; i++) {
		const Anchor *anchor = &g_array_index(placer->anchors, Anchor, i);
		if (strcmp(anchor->name, columns->through) != 0)
			continue;
		from = from ? from : anchor;
		to = anchor;
	}
	if (from == to)
		return;
	display_begin(placer->list, -1, block->span);
	display_line(placer->list, from->x, from->y, to->x, to->y, columns->connector, columns->thickness,
		     block->span);
	display_end(placer->list);
}

void region_place(Placer *placer, Region *region, const RegionCut *cut, Frame frame)
{
	frame.height = cut->bottom - frame.y;
	for (guint i = 0; i < region->count; i++) {
		if (cut->from[i] == cut->to[i])
			continue;
		DialSetting saved = placer_save(placer);
		Frame place = column_frame(region, i, frame);
		galley_stretch(placer, galley_of(region, i), cut->from[i], cut->to[i], place);
		connect_column(placer, region, cut, i, frame);
		place_column(placer, region, cut, i, frame);
		placer_restore(placer, &saved);
	}
}

// --- inside something unbreakable ---

// More columns than there are, one below the other as it were: nothing is lost, but it is said.
static void report_breaks(Placer *placer, const Block *block)
{
	diag_take(placer->input->diags, SEVERITY_ERROR, "layout.column-breaks", block->span,
		  g_strdup(_("there are more column breaks than columns")),
		  g_strdup(_("remove a `break`, or put the columns where they can go on on the next page")));
}

Len place_columns(Placer *placer, Block *block, Frame frame)
{
	RegionCut cut;
	const RegionStart start = {0};
	const Len unlimited = LEN_MAX / 4;
	Region *region = region_new(placer, block, frame.width);
	frame.height = 0;
	if (!region_balance(placer, region, start, NULL, frame, unlimited, &cut) || !cut.complete) {
		report_breaks(placer, block);
		region_fill(placer, region, start, frame, unlimited, &cut);
	}
	if (placer->list || placer->collecting)
		region_place(placer, region, &cut, frame);
	region_free(region);
	return cut.bottom - frame.y;
}
