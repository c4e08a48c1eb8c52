#include "text/setting.h"

#include <math.h>
#include <string.h>

#include "text/items.h"
#include "text/prepare.h"

// --- making ---

static bool is_same_stretch(const ShapeStretch *a, const ShapeStretch *b)
{
	return a->style == b->style && a->raised == b->raised && g_strcmp0(a->lang, b->lang) == 0;
}

static void add_stretch(GArray *stretches, ShapeStretch stretch)
{
	ShapeStretch *last =
	    stretches->len ? &g_array_index(stretches, ShapeStretch, stretches->len - 1) : NULL;
	if (last && is_same_stretch(last, &stretch))
		last->end = stretch.end;
	else
		g_array_append_val(stretches, stretch);
}

// A run cut where superior letters begin and end.
static void add_raised_stretches(const Setting *setting, const char *text, gsize start, ShapeStretch stretch,
				 GArray *stretches)
{
	gsize end = stretch.end;
	for (gsize from = start, to; from < end; from = to) {
		stretch.raised = (setting->marks[from] & CUT_MARK_RAISED) != 0;
		to = from;
		while (to < end && stretch.raised == ((setting->marks[to] & CUT_MARK_RAISED) != 0))
			to = (gsize)(g_utf8_next_char(text + to) - text);
		stretch.end = to;
		add_stretch(stretches, stretch);
	}
}

static GArray *list_stretches(const Setting *setting, const TextRun *runs, const Prepared *prepared)
{
	GArray *stretches = g_array_new(FALSE, TRUE, sizeof(ShapeStretch));
	for (guint i = 0; i < setting->run_count; i++) {
		gsize start = i ? setting->run_ends[i - 1] : 0;
		ShapeStretch stretch = {
		    .end = setting->run_ends[i], .style = runs[i].style, .lang = runs[i].lang};
		if (prepared->has_raised)
			add_raised_stretches(setting, prepared->text->str, start, stretch, stretches);
		else if (stretch.end > start)
			add_stretch(stretches, stretch);
	}
	return stretches;
}

static void list_foreign(Setting *setting, const TextRun *runs)
{
	setting->foreign = arena_array(setting->arena, CutLanguage, setting->run_count);
	for (guint i = 0; i < setting->run_count; i++)
		if (runs[i].lang)
			setting->foreign[setting->foreign_count++] = (CutLanguage){
			    .start = i ? setting->run_ends[i - 1] : 0,
			    .end = setting->run_ends[i],
			    .hyphenator = languages_get(setting->tools->languages, runs[i].lang)->hyphenator};
}

static void measure_clusters(Setting *setting)
{
	const Shaped *shaped = setting->shaped;
	for (guint i = 0; i < shaped->item_count; i++)
		setting->is_mixed |= shaped->items[i].level > 0;
	setting->x = arena_array(setting->arena, gint64, shaped->cluster_count + 1);
	for (guint i = 0; i < shaped->cluster_count; i++) {
		setting->x[i + 1] = setting->x[i] + shaped->clusters[i].width;
		setting->has_forced |= (setting->marks[shaped->clusters[i].start] & CUT_MARK_FORCED) != 0;
	}
}

static void free_broken(void *data)
{
	g_ptr_array_unref(data);
}

Setting *setting_new(const SettingTools *tools, const TextRun *runs, guint count, const Style *style)
{
	Arena *arena = arena_new();
	Setting *setting = arena_new0(arena, Setting);
	setting->arena = arena;
	Prepared prepared = prepare_text(tools->languages, runs, count);
	setting->tools = tools;
	setting->style = style;
	setting->run_count = count;
	setting->run_ends = arena_copy(arena, prepared.run_ends, count, sizeof(gsize));
	setting->marks = arena_copy(arena, prepared.marks->data, prepared.marks->len, 1);
	list_foreign(setting, runs);
	g_autoptr(GArray) stretches = list_stretches(setting, runs, &prepared);
	setting->shaped = shape_text(tools->shaper, arena, prepared.text->str, prepared.text->len,
				     (const ShapeStretch *)(void *)stretches->data, stretches->len);
	prepared_clear(&prepared);
	measure_clusters(setting);
	if (style->align == ALIGN_JUSTIFY) {
		setting->inset_most = (Len)(style->edge_limit * style->size);
		setting->expand_most = (int)lround(style->expansion * EXPAND_WHOLE);
		// Letters that join, and those of a line put in order by their direction, stay where they
		// are.
		setting->track_most = setting->is_mixed ? 0 : (Len)(style->tracking_limit * style->size);
	}
	setting->broken = g_ptr_array_new();
	arena_own(arena, setting->broken, free_broken);
	return setting;
}

guint setting_run_at(const Setting *setting, gsize byte)
{
	guint run = 0;
	while (run + 1 < setting->run_count && byte >= setting->run_ends[run])
		run++;
	return run;
}

bool setting_is_space(const Setting *setting, guint cluster)
{
	return setting->shaped->text[setting->shaped->clusters[cluster].start] == ' ';
}

bool setting_is_gap(const Shaped *shaped, guint cluster)
{
	const char *text = shaped->text + shaped->clusters[cluster].start;
	return *text == ' ' || ((guint8)*text >= 0xC2 && g_unichar_isspace(g_utf8_get_char(text)));
}

Len setting_hang(const Setting *setting, const Shaped *shaped, guint cluster, MarginSide side)
{
	const Style *style = setting->style;
	if (!style->protrude || style->align != ALIGN_JUSTIFY || setting->is_mixed)
		return 0;
	return margin_hang(setting->tools->shaper, shaped, cluster, side);
}

Len setting_cluster_width(const SetLine *line, const Shaped *shaped, guint cluster)
{
	Len width = shaped->clusters[cluster].width;
	if (line->expand == 0 || setting_is_gap(shaped, cluster))
		return width;
	gint64 gain = (gint64)width * line->expand;
	return width + (Len)((gain + (gain < 0 ? -EXPAND_WHOLE : EXPAND_WHOLE) / 2) / EXPAND_WHOLE);
}

Len setting_natural_width(Setting *setting)
{
	gint64 widest = 0, start = -(gint64)setting->style->indent;
	for (guint i = 0; setting->has_forced && i < setting->shaped->cluster_count; i++) {
		if (!(setting->marks[setting->shaped->clusters[i].start] & CUT_MARK_FORCED))
			continue;
		widest = MAX(widest, setting->x[i] - start);
		start = setting->x[i + 1];
	}
	widest = MAX(widest, setting->x[setting->shaped->cluster_count] - start);
	return setting->shaped->cluster_count ? (Len)MIN(widest, LEN_MAX) : 0;
}

// --- places to break at ---

static Hyphenator *own_hyphenator(const Setting *setting)
{
	return languages_get(setting->tools->languages, NULL)->hyphenator;
}

static CutInput cut_input(const Setting *setting)
{
	return (CutInput){.text = setting->shaped->text,
			  .length = setting->shaped->length,
			  .marks = setting->marks,
			  .hyphenator = setting->style->hyphenate ? own_hyphenator(setting) : NULL,
			  .languages = setting->foreign,
			  .language_count = setting->foreign_count,
			  .words_whole = setting->style->keep_words};
}

static void find_items(Setting *setting)
{
	if (setting->items)
		return;
	CutInput input = cut_input(setting);
	g_autofree guint8 *cuts = cuts_find(&input);
	setting->cuts = arena_copy(setting->arena, cuts, input.length + 1, 1);
	setting->items = items_build(setting, setting->cuts);
}

static gsize place_byte(const Setting *setting, TextPlace place)
{
	const Shaped *shaped = setting->shaped;
	if (place.cluster >= shaped->cluster_count)
		return shaped->length;
	return shaped->clusters[place.cluster].start + place.inside;
}

// Opens what stands between two places where a line may end, items [first, end): its spaces, and the words
// that are too wide even so.
static void open_solid(const Setting *setting, guint first, guint end, Len room, guint8 *cuts)
{
	CutInput input = cut_input(setting);
	input.hyphenator = own_hyphenator(setting);
	const ItemList *items = setting->items;
	for (guint i = first; i < end; i++) {
		gsize start = place_byte(setting, items->places[i]);
		gsize next = i + 1 < items->count ? place_byte(setting, items->places[i + 1]) : input.length;
		if (items->items[i].kind == BREAK_GLUE)
			cuts[start] = CUT_LAST_SPACE;
		else if (items->items[i].kind == BREAK_BOX && items->items[i].width > room)
			cuts_find_emergency(&input, start, next, cuts);
	}
}

static bool ends_solid(const ItemList *items, guint item)
{
	return item >= items->count ||
	       (items->items[item].kind == BREAK_PENALTY && items->items[item].penalty < BREAK_NEVER);
}

// Items with more breaks, in those parts that are wider than the measure.
static ItemList *list_emergency_items(const Setting *setting, Len measure)
{
	const ItemList *items = setting->items;
	g_autofree guint8 *cuts = g_memdup2(setting->cuts, setting->shaped->length + 1);
	gint64 width = 0;
	for (guint i = 0, first = 0; i <= items->count; i++) {
		if (!ends_solid(items, i)) {
			width += items->items[i].kind == BREAK_PENALTY ? 0 : items->items[i].width;
			continue;
		}
		// Of the measure a hyphen that it would end in takes a part.
		Len room = i < items->count ? measure - items->items[i].width : measure;
		if (width > room)
			open_solid(setting, first, i, room, cuts);
		// The space at a break belongs to neither side.
		first = i + 1 < items->count && items->items[i + 1].kind == BREAK_GLUE ? i + 2 : i + 1;
		i = first > i + 1 ? i + 1 : i;
		width = 0;
	}
	return items_build(setting, cuts);
}

// --- lines ---

static const Shaped *shape_part(const Setting *setting, guint cluster, gsize start, gsize end, bool hyphen)
{
	const Shaped *shaped = setting->shaped;
	g_autoptr(GString) text = g_string_new_len(shaped->text + start, (gssize)(end - start));
	if (hyphen)
		g_string_append_c(text, '-');
	const ShapedItem *item = &shaped->items[shaped->clusters[cluster].item];
	return shape_in_item(setting->tools->shaper, setting->arena, item, text->str, text->len);
}

// From a place inside a ligature to the end of the word, or of its font: shaped anew.
static void set_head(const Setting *setting, TextPlace from, guint end, SetLine *line)
{
	const Shaped *shaped = setting->shaped;
	guint next = from.cluster + 1;
	while (next < end && !setting_is_space(setting, next) &&
	       shaped->clusters[next].item == shaped->clusters[from.cluster].item)
		next++;
	gsize start = place_byte(setting, from);
	line->head_start = (guint)start;
	line->head =
	    shape_part(setting, from.cluster, start, place_byte(setting, (TextPlace){next, 0}), false);
	line->first = next;
}

// Up to a place inside a word, from its beginning, or that of its font or of the line: shaped anew.
static void set_tail(const Setting *setting, TextPlace from, TextPlace to, SetLine *line)
{
	const Shaped *shaped = setting->shaped;
	guint last = to.inside ? to.cluster : to.cluster - 1;
	guint first = last;
	while (first > from.cluster && !setting_is_space(setting, first - 1) &&
	       shaped->clusters[first - 1].item == shaped->clusters[last].item)
		first--;
	TextPlace start = {first, first == from.cluster ? from.inside : 0};
	line->tail_start = (guint)place_byte(setting, start);
	line->tail = shape_part(setting, last, line->tail_start, place_byte(setting, to), line->hyphen);
	line->end = first;
}

static bool is_hyphen_cut(const Setting *setting, const ItemList *items, guint item)
{
	if (!items->items[item].flagged)
		return false;
	gsize byte = place_byte(setting, items->places[item]);
	guint8 cut = setting->cuts[byte];
	return cut == CUT_SOFT || cut == CUT_HYPHEN || cut == CUT_ELISION || cut == CUT_CAPITAL ||
	       cut == CUT_NONE;
}

static void set_pieces(const Setting *setting, const ItemList *items, const BreakLine *broken, SetLine *line)
{
	guint count = setting->shaped->cluster_count;
	bool at_end = broken->end >= items->count;
	TextPlace from = {items->count ? count : 0, 0}; // no items: all of it is one line
	if (broken->start < items->count)
		from = items->places[broken->start];
	TextPlace to = at_end ? (TextPlace){count, 0} : items->places[broken->end];
	*line = (SetLine){.first = from.cluster, .end = MAX(to.cluster, from.cluster), .space = -1};
	if (!at_end) {
		line->hyphen = is_hyphen_cut(setting, items, broken->end);
		line->emergency = setting->cuts[place_byte(setting, to)] == CUT_NONE;
		if (setting_is_space(setting, to.cluster))
			line->space = (int)to.cluster;
	}
	if (line->hyphen || to.inside)
		set_tail(setting, from, to, line);
	if (from.inside && !(line->tail && line->tail_start == place_byte(setting, from)))
		set_head(setting, from, line->end, line);
	else if (from.inside)
		line->first = line->end;
	line->end = MAX(line->end, line->first);
	if (!line->tail && line->end > line->first && line->end < count)
		line->end_change = items_end_change(setting, line->end - 1);
}

// What a line is made of, as it is set.
typedef struct LineSums {
	gint64 width;   // of its clusters, as widened as the line says
	gint64 spaces;  // of it the natural widths of the spaces a line may end at
	gint64 letters; // of it what can be widened
	gint64 joints;  // places between two letters
	guint gaps;
	bool in_word; // the cluster before was a letter
} LineSums;

static void add_part(const SetLine *line, const Shaped *shaped, guint first, guint end, LineSums *sums)
{
	for (guint i = first; shaped && i < end; i++) {
		bool gap = setting_is_gap(shaped, i);
		Len width = setting_cluster_width(line, shaped, i);
		sums->width += width;
		sums->joints += !gap && sums->in_word;
		sums->in_word = !gap;
		if (!gap)
			sums->letters += width;
		if (shaped->text[shaped->clusters[i].start] != ' ')
			continue;
		sums->spaces += shape_bare_width(shaped, &shaped->clusters[i]);
		sums->gaps++;
	}
}

static LineSums sum_line(const Setting *setting, const SetLine *line)
{
	LineSums sums = {0};
	add_part(line, line->head, 0, line->head ? line->head->cluster_count : 0, &sums);
	add_part(line, setting->shaped, line->first, line->end, &sums);
	add_part(line, line->tail, 0, line->tail ? line->tail->cluster_count : 0, &sums);
	sums.width += line->end_change;
	return sums;
}

static Len hang_left(const Setting *setting, const SetLine *line)
{
	if (line->head && line->head->cluster_count)
		return setting_hang(setting, line->head, 0, MARGIN_LEFT);
	if (line->first < line->end)
		return setting_hang(setting, setting->shaped, line->first, MARGIN_LEFT);
	if (line->tail && line->tail->cluster_count)
		return setting_hang(setting, line->tail, 0, MARGIN_LEFT);
	return 0;
}

static Len hang_right(const Setting *setting, const SetLine *line)
{
	if (line->tail && line->tail->cluster_count)
		return setting_hang(setting, line->tail, line->tail->cluster_count - 1, MARGIN_RIGHT);
	if (line->first < line->end)
		return setting_hang(setting, setting->shaped, line->end - 1, MARGIN_RIGHT);
	if (line->head && line->head->cluster_count)
		return setting_hang(setting, line->head, line->head->cluster_count - 1, MARGIN_RIGHT);
	return 0;
}

// Glyphs are widened first, and moved apart where that is not enough. What a step of widening leaves goes to
// the spaces.
static void stretch_glyphs(const Setting *setting, const LineSums *sums, gint64 slack, SetLine *line)
{
	double by_width = (double)sums->letters * setting->expand_most / EXPAND_WHOLE;
	if (by_width > 0) {
		double ratio = CLAMP((double)slack / by_width, -1, 1);
		int steps = (int)lround(ratio * setting->expand_most / EXPAND_STEP);
		line->expand = CLAMP(steps * EXPAND_STEP, -setting->expand_most, setting->expand_most);
	}
	double left = (double)slack - CLAMP((double)slack, -by_width, by_width);
	double by_joints = (double)sums->joints * setting->track_most;
	if (by_joints > 0)
		line->track = (Len)lround(CLAMP(left / by_joints, -1, 1) * setting->track_most);
}

// Spreads a justified line over the measure, as far as its glyphs and spaces may shrink. True width.
static gint64 justify(const Setting *setting, const BreakLine *broken, Len room, SetLine *line)
{
	LineSums sums = sum_line(setting, line);
	gint64 slack = room - sums.width;
	if (broken->last && slack >= 0)
		return room - slack;
	stretch_glyphs(setting, &sums, slack, line);
	if (line->expand != 0)
		sums = sum_line(setting, line);
	gint64 width = sums.width + sums.joints * line->track;
	line->spaces = (Len)sums.spaces;
	line->gaps = sums.gaps;
	line->inset = (Len)CLAMP((room - width) / 2, -setting->inset_most, setting->inset_most);
	room -= 2 * line->inset;
	line->extra = sums.spaces ? (Len)(broken->overfull ? -broken->shrink : room - width) : 0;
	return width + line->extra;
}

enum { OVERFULL_PART = 16 }; // of the size

static void place_line(const Setting *setting, const BreakLine *broken, Len measure, bool first, SetLine *set,
		       TextLine *line)
{
	Len indent = first ? setting->style->indent : 0;
	Len left = hang_left(setting, set), room = measure - indent;
	bool justified = setting->style->align == ALIGN_JUSTIFY;
	Len hung = justified ? room + left + hang_right(setting, set) - broken->kept : room;
	gint64 width = justified ? justify(setting, broken, hung, set) : sum_line(setting, set).width;
	// What is shaped anew at a division may be wider by a trifle than was reckoned.
	Len tolerance = setting->style->size / OVERFULL_PART;
	*line = (TextLine){.x = indent - left + set->inset,
			   .width = (Len)width,
			   .hyphen = set->hyphen,
			   .overfull = width > hung - 2 * set->inset + tolerance,
			   .tight = broken->tight,
			   .loose = broken->loose && justified,
			   .gaps = set->gaps,
			   .space = set->spaces ? 1 + (double)set->extra / set->spaces : 1,
			   .expansion = (double)set->expand / EXPAND_WHOLE,
			   .tracking = (double)set->track / setting->style->size};
	if (setting->style->align == ALIGN_RIGHT)
		line->x += room - line->width;
	if (setting->style->align == ALIGN_CENTER)
		line->x += (room - line->width) / 2;
}

static SetLines *set_lines(const Setting *setting, const ItemList *items, const GArray *broken, Len measure,
			   LineWish wish)
{
	Arena *arena = setting->arena;
	SetLines *result = arena_new0(arena, SetLines);
	result->measure = measure;
	result->wish = wish;
	result->set = arena_array(arena, SetLine, broken->len);
	result->lines.count = broken->len;
	result->lines.lines = arena_array(arena, TextLine, broken->len);
	for (guint i = 0; i < broken->len; i++) {
		const BreakLine *line = &g_array_index(broken, BreakLine, i);
		set_pieces(setting, items, line, &result->set[i]);
		place_line(setting, line, measure, i == 0, &result->set[i], &result->lines.lines[i]);
		result->lines.width = MAX(result->lines.width, result->lines.lines[i].width);
		result->lines.overset |= result->lines.lines[i].overfull || result->set[i].emergency;
	}
	return result;
}

// The last line must be longer than this.
enum { LAST_LINE_EMS = 2 };

// What lines cost, by the factors of the style; the cost of a hyphen is in the items.
static BreakCosts line_costs(const Style *style)
{
	BreakCosts costs = break_costs_default;
	costs.line *= style_cost_factor(style, LINE_COST_LINE);
	costs.fitness *= style_cost_factor(style, LINE_COST_CONTRAST);
	costs.double_hyphen *= style_cost_factor(style, LINE_COST_DOUBLE_HYPHEN);
	costs.hyphen_stack *= style_cost_factor(style, LINE_COST_DOUBLE_HYPHEN);
	costs.final_hyphen *= style_cost_factor(style, LINE_COST_FINAL_HYPHEN);
	costs.same_word *= style_cost_factor(style, LINE_COST_SAME_WORD);
	costs.word_stack *= style_cost_factor(style, LINE_COST_SAME_WORD);
	costs.short_last *= style_cost_factor(style, LINE_COST_SHORT_LAST);
	return costs;
}

static SetLines *break_items(Setting *setting, Len measure, LineWish wish)
{
	find_items(setting);
	const ItemList *items = setting->items;
	if (items->widest > measure)
		items = list_emergency_items(setting, measure);
	const BreakCosts costs = line_costs(setting->style);
	BreakRequest request = {.items = items->items,
				.count = items->count,
				.measure = measure,
				.least_last = LAST_LINE_EMS * setting->style->size,
				.mode =
				    setting->style->align == ALIGN_JUSTIFY ? BREAK_JUSTIFIED : BREAK_RAGGED,
				.give = 2 * setting->inset_most,
				.costs = &costs,
				.looseness = wish.looseness,
				.whole = wish.whole};
	if (setting->style->balance)
		request.measure = break_balance(&request);
	g_autoptr(GArray) broken = break_lines(&request);
	return set_lines(setting, items, broken, measure, wish);
}

// Everything on one line: nothing has to be known about breaks.
static SetLines *set_one_line(Setting *setting, Len measure, LineWish wish)
{
	static const ItemList no_items = {0};
	g_autoptr(GArray) broken = g_array_new(false, false, sizeof(BreakLine));
	BreakLine line = {.last = true};
	if (setting->shaped->cluster_count > 0)
		g_array_append_val(broken, line);
	return set_lines(setting, &no_items, broken, measure, wish);
}

const SetLines *setting_break(Setting *setting, Len measure, LineWish wish)
{
	for (guint i = 0; i < setting->broken->len; i++) {
		const SetLines *known = g_ptr_array_index(setting->broken, i);
		if (known->measure == measure && known->wish.looseness == wish.looseness &&
		    known->wish.whole == wish.whole)
			return known;
	}
	bool fits = !setting->has_forced && wish.looseness <= 0 && setting_natural_width(setting) <= measure;
	SetLines *lines = fits ? set_one_line(setting, measure, wish) : break_items(setting, measure, wish);
	g_ptr_array_add(setting->broken, lines);
	return lines;
}
