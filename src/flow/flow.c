#include "flow/flow.h"

#include <string.h>

#include "base/intl.h"
#include "flow/build.h"
#include "flow/pages.h"

enum {
	PASSES_MAX = 6,          // until what pages tell agrees with what they were made with
	STICKY_PASS = 3,         // from here on a section once said to close its page stays so
	NEAR_EMPTY_PERCENT = 60, // a last page filled less is warned of
};

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

// Pages made again and again, each time with what the last ones told, until nothing changes.
static Pagination *settle(const FlowInput *input, Builder *builder, Placer *placer, Facts **facts)
{
	Pagination *pagination = NULL;
	*facts = facts_new();
	for (int pass = 0; pass < PASSES_MAX; pass++) {
		pagination_free(pagination);
		pagination = paginate(placer, build_document(builder, *facts));
		Facts *found = pagination_facts(pagination, section_count(input));
		if (pass >= STICKY_PASS)
			make_sticky(found, *facts);
		bool settled = facts_equal(found, *facts);
		facts_free(*facts);
		*facts = found;
		if (settled)
			break;
	}
	return pagination;
}

// --- furniture ---

// Boxes may stand by anchors of others, drawn later: those are looked for first.
static void begin_collecting(Placer *placer)
{
	placer->list = NULL;
	placer->collecting = true;
}

static void end_collecting(Placer *placer, DisplayList *list)
{
	placer->list = list;
	placer->collecting = false;
}

static void draw_furniture(Builder *builder, Placer *placer, const Facts *facts, const Value *boxes, int page)
{
	if (!boxes)
		return;
	Block *stack = build_furniture(builder, facts, boxes, page);
	Frame frame = {.width = placer->layout->width, .height = placer->layout->height};
	DisplayList *list = placer->list;
	placer->off_grid++;
	begin_collecting(placer);
	place_block(placer, stack, frame);
	end_collecting(placer, list);
	place_block(placer, stack, frame);
	placer->off_grid--;
}

static void draw_all_furniture(Builder *builder, Placer *placer, const Facts *facts, int page)
{
	const Layout *layout = placer->layout;
	draw_furniture(builder, placer, facts, layout->furniture_all, page);
	if (page > 1)
		draw_furniture(builder, placer, facts,
			       page % 2 ? layout->furniture_right : layout->furniture_left, page);
	if (page == facts->pages)
		draw_furniture(builder, placer, facts, layout->furniture_last, page);
}

// --- the list ---

static void set_meta(const FlowInput *input, DisplayMeta *meta)
{
	const Value *issue = input->issue;
	const char *title = value_get_text(issue, "title"), *number = value_get_text(issue, "number");
	meta->title = number ? arena_printf(input->arena, "%s, n° %s", title, number) : title;
	meta->author = value_text(value_at_path(issue, "publisher.name"));
	meta->subject = value_get_text(issue, "description");
	meta->lang = input->lang;
	const Value *keywords = value_get(issue, "keywords");
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t i = 0; keywords && i < keywords->length; i++)
		if (value_text(keywords->items[i]))
			g_string_append_printf(text, "%s%s", text->len ? ", " : "", keywords->items[i]->text);
	meta->keywords = text->len ? arena_strdup(input->arena, text->str) : NULL;
}

static DisplayList *list_for(const FlowInput *input)
{
	const Layout *layout = input->layout;
	DisplayList *list = display_list_new(input->arena);
	list->width = layout->width;
	list->height = layout->height;
	list->bleed = layout->bleed;
	list->grid = layout->baseline;
	list->grid_ascent = layout->ascent;
	set_meta(input, &list->meta);
	return list;
}

static void warn_near_empty(const FlowInput *input, const Pagination *pagination)
{
	guint last = pagination->pages->len - 1;
	const PagePlan *plan = g_ptr_array_index(pagination->pages, last);
	Rect area = page_area(input->layout, last);
	int percent = (int)((int64_t)(plan->bottom - area.y) * 100 / area.height);
	if (last == 0 || percent >= NEAR_EMPTY_PERCENT)
		return;
	diag_take(input->diags, SEVERITY_WARNING, "page.near-empty",
		  (Span){.source = input->issue->span.source},
		  g_strdup_printf(_("the last page is only %d %% full"), MAX(percent, 0)),
		  g_strdup(_("shorten the issue by that much, or add to it")));
}

DisplayList *flow_issue(const FlowInput *input)
{
	g_autoptr(Builder) builder = builder_new(input);
	g_autoptr(Placer) placer = placer_new(input);
	g_autoptr(Facts) facts = NULL;
	g_autoptr(Pagination) pagination = settle(input, builder, placer, &facts);
	DisplayList *list = list_for(input);
	placer->list = list;
	for (guint i = 0; i < pagination->pages->len; i++) {
		display_begin_page(list);
		g_array_set_size(placer->anchors, 0);
		display_current_page(list)->text_area = page_area(input->layout, i);
		if (i == 0)
			draw_furniture(builder, placer, facts, input->layout->furniture_first, 1);
		if (builder->uses_anchors) {
			begin_collecting(placer);
			draw_page(placer, pagination, i);
			end_collecting(placer, list);
		}
		draw_page(placer, pagination, i);
		draw_all_furniture(builder, placer, facts, (int)i + 1);
	}
	warn_near_empty(input, pagination);
	return list;
}
