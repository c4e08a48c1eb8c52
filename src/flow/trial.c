#include "flow/trial.h"

#include <math.h>

#include "base/intl.h"

enum {
	PASSES_MAX = 6,  // until what pages tell agrees with what they were made with
	STICKY_PASS = 3, // from here on a section once said to close its page stays so
	PAGES_MAX = 1000,
};

// --- turning a layout ---

static Len turned(Len length, double factor)
{
	return (Len)lround(length * factor);
}

static void turn_style(Style *style, const Turn *turn)
{
	style->leading = turned(style->leading, turn->grid);
	style->before = turned(style->before, turn->grid);
	style->after = turned(style->after, turn->grid);
	style->grid = turned(style->grid, turn->grid);
	if (style->fit)
		style->size = turned(style->size, turn->text);
}

// A style and all its marks, turned.
static Style *turned_style(Arena *arena, const Style *style, const Turn *turn)
{
	Style *all = arena_array(arena, Style, STYLE_MARKS);
	for (int i = 0; i < STYLE_MARKS; i++) {
		all[i] = *style->marks[i];
		turn_style(&all[i], turn);
		for (int k = 0; k < STYLE_MARKS; k++)
			all[i].marks[k] = &all[k];
	}
	return all;
}

static Dial *turned_dial(Arena *arena, const Dial *dial, double grid)
{
	Dial *copy = arena_copy(arena, dial, 1, sizeof *dial);
	copy->usual = turned(dial->usual, grid);
	copy->least = turned(dial->least, grid);
	copy->most = turned(dial->most, grid);
	copy->step = turned(dial->step, grid);
	return copy;
}

static void turn_layout(Trial *trial, Arena *arena, const Layout *layout)
{
	GHashTableIter iter;
	gpointer name, style;
	trial->layout = *layout;
	if (trial->turn.text == 1 && trial->turn.grid == 1) {
		g_hash_table_ref(trial->layout.styles);
		g_ptr_array_ref(trial->layout.dials);
		return;
	}
	trial->layout.baseline = turned(layout->baseline, trial->turn.grid);
	trial->layout.ascent = turned(layout->ascent, trial->turn.grid);
	trial->layout.styles = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_iter_init(&iter, layout->styles);
	while (g_hash_table_iter_next(&iter, &name, &style))
		g_hash_table_insert(trial->layout.styles, name, turned_style(arena, style, &trial->turn));
	trial->layout.dials = g_ptr_array_new();
	for (guint i = 0; i < layout->dials->len; i++)
		g_ptr_array_add(trial->layout.dials,
				turned_dial(arena, g_ptr_array_index(layout->dials, i), trial->turn.grid));
}

// --- passes ---

static guint section_count(const FlowInput *input)
{
	const Value *sections = value_get(input->issue, "sections");
	return sections ? (guint)sections->length : 0;
}

// Where two ways of breaking lead to each other in turn, one of them must be kept.
static void make_sticky(Facts *facts, const Facts *before)
{
	for (guint i = 0; i < facts->sections->len && i < before->sections->len; i++) {
		SectionFacts *now = &g_array_index(facts->sections, SectionFacts, i);
		const SectionFacts *then = &g_array_index(before->sections, SectionFacts, i);
		now->closes |= then->closes;
		now->inner |= then->inner;
	}
}

static bool has_too_many_pages(const Trial *trial)
{
	if (trial->pagination->pages->len <= PAGES_MAX)
		return false;
	diag_take(trial->input.diags, SEVERITY_ERROR, "layout.too-many-pages", trial->input.issue->span,
		  g_strdup_printf(_("the issue has more than %d pages"), PAGES_MAX),
		  g_strdup(_("divide it into several issues")));
	return true;
}

// One pass; what its pages tell.
static Facts *make_pages(Trial *trial)
{
	pagination_free(trial->pagination);
	Block *document = build_document(trial->builder, trial->facts);
	trial->pagination = paginate(trial->placer, document, trial->effort);
	return pagination_facts(trial->pagination, section_count(&trial->input));
}

// What the pages of the last job told is mostly true of these: where it is, one pass is enough, or two where
// lines of the issue have moved. (Other pages than those that passes from nothing lead to could agree with
// themselves as well; hence the mark.)
static void settle_by_guess(Trial *trial)
{
	trial->facts = memory_dup_facts(trial->input.memory, trial->input.arena);
	bool holds = true;
	if (!trial->facts)
		return;
	while (holds && !trial->settled) {
		Facts *found = make_pages(trial);
		holds = facts_equal(found, trial->facts) && !has_too_many_pages(trial);
		trial->is_guessed = holds && facts_are_placed_alike(found, trial->facts);
		trial->settled = trial->is_guessed;
		facts_free(trial->facts);
		trial->facts = found;
	}
}

// Pages made again and again, each time with what the last ones told, until nothing changes.
static void settle_from_nothing(Trial *trial)
{
	facts_free(trial->facts);
	trial->facts = facts_new();
	for (int pass = 0; pass < PASSES_MAX && !trial->settled; pass++) {
		Facts *found = make_pages(trial);
		if (pass >= STICKY_PASS)
			make_sticky(found, trial->facts);
		trial->settled = facts_equal(found, trial->facts) || has_too_many_pages(trial);
		facts_free(trial->facts);
		trial->facts = found;
	}
}

static void settle(Trial *trial)
{
	bool is_usual = trial->input.memory && trial->turn.left_out == 0 && trial->effort == SEARCH_LONG;
	if (is_usual && trial->input.guesses)
		settle_by_guess(trial);
	if (!trial->settled)
		settle_from_nothing(trial);
	if (is_usual && trial->settled)
		memory_note_facts(trial->input.memory, trial->facts);
}

Trial *trial_new(const FlowInput *input, Turn turn, PageSearchEffort effort)
{
	Trial *trial = g_new0(Trial, 1);
	trial->turn = turn;
	trial->effort = effort;
	turn_layout(trial, input->arena, input->layout);
	trial->input = *input;
	trial->input.layout = &trial->layout;
	// Turned styles are of this trial alone.
	if (turn.text != 1 || turn.grid != 1)
		trial->input.memory = NULL;
	trial->builder = builder_new(&trial->input);
	trial->builder->left_out = turn.left_out;
	trial->builder->path = memory_mix(0, turn.left_out);
	trial->placer = placer_new(&trial->input);
	settle(trial);
	return trial;
}

void trial_free(Trial *trial)
{
	if (!trial)
		return;
	pagination_free(trial->pagination);
	facts_free(trial->facts);
	placer_free(trial->placer);
	builder_free(trial->builder);
	g_hash_table_unref(trial->layout.styles);
	g_ptr_array_unref(trial->layout.dials);
	g_free(trial);
}

guint trial_pages(const Trial *trial)
{
	return trial->pagination->pages->len;
}

double trial_empty_lines(const Trial *trial, guint page)
{
	const PagePlan *plan = g_ptr_array_index(trial->pagination->pages, page);
	Rect area = page_area(&trial->layout, page);
	return MAX(0.0, (double)(area.y + area.height - plan->bottom) / trial->layout.baseline);
}
