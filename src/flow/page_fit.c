// A page up to a given end: its dials are turned until it fills, and what it then lacks is its cost.
#include "flow/compose.h"

// Costs of a page, in lines squared, each times the layout's factor for it. Its empty lines cost their
// square; the last page may end anywhere.
#define COST_SHORT 25.0  // … times this where they are more than SHORT_LINES
#define COST_SPLIT 30.0  // a region goes on on the next page
#define COST_TIGHT 24.0  // all dials at their least
#define COST_HYPHEN 10.0 // it ends in a hyphen
#define COST_WISH 0.5    // a paragraph a line longer or shorter than best
#define SHORT_LINES 1.1  // a line, and what bounds of boxes are rounded by

void page_tighten(Placer *placer)
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

static Len page_foot(const PageFit *fit)
{
	return fit->composing->area.y + fit->composing->area.height;
}

static PagePlan *compose_up_to(const PageFit *fit)
{
	Composing composing = *fit->composing;
	composing.stop = &fit->to;
	return compose(&composing, fit->from);
}

static bool page_reaches(Placer *placer, void *data)
{
	(void)placer;
	PageFit *fit = data;
	PagePlan *plan = compose_up_to(fit);
	bool reaches = same_cursor(&plan->to, &fit->to);
	reaches &= plan->bottom <= page_foot(fit) || plan->placed->len == 1;
	plan_free(plan);
	return reaches;
}

typedef struct BottomTest {
	PageFit *fit;
	Len bottom;
} BottomTest;

static Len page_bottom(const PageFit *fit)
{
	PagePlan *plan = compose_up_to(fit);
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

// --- dials ---

// Turns dials up one after the other as far as the page then still holds, and each back to the least
// that brings the page as near to its foot.
static void fill_page(Placer *placer, PageFit *fit, guint64 mask)
{
	Len full = page_foot(fit) - placer->layout->baseline / 8;
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

// --- paragraphs ---
// A paragraph that stands on the page as a whole may take a line more, or a line less, than it would at its
// best. One that is cut stays as it is, as the page it goes on on knows nothing of this one.

// The paragraphs between the page's beginning and its end, whether or not there is room for them.
static GPtrArray *page_paragraphs(const PageFit *fit)
{
	Composing composing = *fit->composing;
	composing.area.height = LEN_MAX / 4;
	PageFit roomy = {.composing = &composing, .from = fit->from, .to = fit->to};
	PagePlan *plan = compose_up_to(&roomy);
	GPtrArray *paragraphs = plan_paragraphs(composing.pagination, plan);
	plan_free(plan);
	return paragraphs;
}

// Sets a paragraph a line longer or shorter, if it can be within the limits of its style.
static bool wish_for(Placer *placer, Block *text, int looseness)
{
	const LineWish wish = {.looseness = looseness};
	const TextLines *best = paragraph_break(text->text.paragraph, text->text.measure);
	const TextLines *lines = paragraph_break_as(text->text.paragraph, text->text.measure, wish);
	if ((int)lines->count != (int)best->count + looseness || !text_lines_are_good(text, lines))
		return false;
	placer_wish(placer, text, wish);
	return true;
}

// Gives up the wishes without which the page still comes down to `bottom` and holds.
static void drop_wishes(Placer *placer, PageFit *fit, Len bottom)
{
	for (guint i = placer->wishes->len; i > 0; i--) {
		TextWish dropped = g_array_index(placer->wishes, TextWish, i - 1);
		placer_wish(placer, dropped.block, (LineWish){0});
		if (!page_reaches(placer, fit) || page_bottom(fit) < bottom)
			placer_wish(placer, dropped.block, dropped.wish);
	}
}

// Fills what the dials have left open, where it is no more than the paragraphs may give.
static void loosen_page(Placer *placer, PageFit *fit)
{
	Len unit = placer->layout->baseline, bottom = page_bottom(fit);
	if (bottom + unit + unit / 8 >= page_foot(fit))
		return;
	g_autoptr(GPtrArray) paragraphs = page_paragraphs(fit);
	if (bottom + unit * (Len)paragraphs->len < page_foot(fit) - unit)
		return;
	for (guint i = 0; i < paragraphs->len && bottom + unit / 8 < page_foot(fit); i++) {
		Block *text = g_ptr_array_index(paragraphs, i);
		if (!wish_for(placer, text, 1))
			continue;
		if (!page_reaches(placer, fit))
			placer_wish(placer, text, (LineWish){0});
		bottom = page_bottom(fit);
	}
	drop_wishes(placer, fit, bottom);
}

// Makes room where the dials at their least give too little of it.
static void shorten_page(Placer *placer, PageFit *fit)
{
	g_autoptr(GPtrArray) paragraphs = page_paragraphs(fit);
	bool reaches = false;
	for (guint i = 0; i < paragraphs->len && !reaches; i++)
		reaches = wish_for(placer, g_ptr_array_index(paragraphs, i), -1) && page_reaches(placer, fit);
	if (reaches)
		drop_wishes(placer, fit, 0);
}

// --- the page ---

// Turns the page's dials so that it reaches its end: from the tightest up to the usual setting, and
// beyond it where the page is not the last. Where its paragraphs may help, they are asked last.
static void fit_page(Placer *placer, PageFit *fit, bool is_last)
{
	bool loosens = fit->composing->loosens;
	placer_reset(placer);
	bool usual = page_reaches(placer, fit);
	if (usual && is_last)
		return;
	if (usual) {
		fill_page(placer, fit, placer->page_dials);
		if (loosens)
			loosen_page(placer, fit);
		return;
	}
	page_tighten(placer);
	if (loosens && !page_reaches(placer, fit))
		shorten_page(placer, fit);
	stretch_dials(placer, placer->page_dials, page_reaches, fit);
	if (loosens && !is_last && placer->wishes->len == 0)
		loosen_page(placer, fit);
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

static double page_cost(const PageFit *fit, const PagePlan *plan)
{
	const Composing *composing = fit->composing;
	const Pagination *pagination = composing->pagination;
	const double *factors = composing->placer->layout->costs;
	double empty = (double)(page_foot(fit) - plan->bottom) / composing->placer->layout->baseline;
	double cost = 0;
	if (!is_end(pagination, &fit->to))
		cost += factors[PAGE_COST_SHORT] * empty * empty * (empty > SHORT_LINES ? COST_SHORT : 1);
	if (is_split(pagination, &fit->to))
		cost += factors[PAGE_COST_SPLIT] * COST_SPLIT;
	if (ends_in_hyphen(pagination, &fit->to))
		cost += factors[PAGE_COST_HYPHEN] * COST_HYPHEN;
	cost += factors[PAGE_COST_TIGHT] * COST_TIGHT * tightness(composing->placer);
	return cost + factors[PAGE_COST_LOOSE] * COST_WISH * composing->placer->wishes->len;
}

PagePlan *page_to(const Composing *composing, Cursor from, Cursor to)
{
	PageFit fit = {.composing = composing, .from = from, .to = to};
	fit_page(composing->placer, &fit, is_end(composing->pagination, &to));
	PagePlan *plan = compose_up_to(&fit);
	if (!same_cursor(&plan->to, &to)) {
		plan_free(plan);
		return NULL;
	}
	plan->dials = placer_save(composing->placer);
	g_array_append_vals(plan->wishes, composing->placer->wishes->data, composing->placer->wishes->len);
	plan->cost = page_cost(&fit, plan);
	return plan;
}
