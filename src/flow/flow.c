#include "flow/flow.h"

#include <string.h>

#include "base/intl.h"
#include "flow/fit.h"

enum {
	NEAR_EMPTY_PERCENT = 60, // a last page filled less is warned of
};

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
	placer->list->furniture = true;
	draw_furniture(builder, placer, facts, layout->furniture_all, page);
	if (page > 1)
		draw_furniture(builder, placer, facts,
			       page % 2 ? layout->furniture_right : layout->furniture_left, page);
	if (page == facts->pages)
		draw_furniture(builder, placer, facts, layout->furniture_last, page);
	placer->list->furniture = false;
}

// --- the list ---

// The title with its number, as the language puts it.
static const char *document_title(const FlowInput *input)
{
	const Value *form = value_get(input->words, "numbered");
	if (!form || !value_get(input->issue, "number"))
		return value_get_text(input->issue, "title");
	Binder binder = {.arena = input->arena, .diags = input->diags, .words = input->words};
	Scope scope = {.item = input->issue, .is_issue = true};
	return bind_text(&binder, &scope, form);
}

static void set_meta(const FlowInput *input, DisplayMeta *meta)
{
	const Value *issue = input->issue;
	meta->title = document_title(input);
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

// What is said of links: of the language, like the names of its months.
static void set_words(const FlowInput *input, DisplayMeta *meta)
{
	meta->link_web = value_get_text(input->words, "link-web");
	meta->link_mail = value_get_text(input->words, "link-mail");
	meta->link_phone = value_get_text(input->words, "link-phone");
	const Value *vague = value_get(input->words, "vague-links");
	size_t count = vague && vague->kind == VALUE_LIST ? vague->length : 0;
	const char **links = arena_array(input->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		links[i] = value_text(vague->items[i]);
	meta->vague_links = links;
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
	set_words(input, &list->meta);
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

// What pages say of pages is wrong where it moves them each time it is set right.
static void warn_unsettled(const Trial *trial)
{
	if (trial->settled)
		return;
	diag_take(trial->input.diags, SEVERITY_WARNING, "page.unsettled",
		  (Span){.source = trial->input.issue->span.source},
		  g_strdup(_("what is printed about pages changes the pages: it may be wrong")),
		  g_strdup(_("let no box of the layout depend on `@opens-page` or `@contents` in a way that "
			     "moves what it tells of")));
}

static void note_empty_pages(const FlowInput *input, guint pages)
{
	guint sheet = (guint)input->layout->fit.sheet, rest = sheet ? pages % sheet : 0;
	if (rest == 0)
		return;
	guint empty = sheet - rest;
	diag_take(
	    input->diags, SEVERITY_NOTE, "page.sheet", (Span){.source = input->issue->span.source},
	    g_strdup_printf(dngettext("bulletin", "a sheet has %u pages, and %u of the last one stays empty",
				      "a sheet has %u pages, and %u of the last one stay empty", empty),
			    sheet, empty),
	    g_strdup_printf(_("to be folded, the issue needs %u pages"), pages + empty));
}

static void draw_whole_page(Trial *trial, DisplayList *list, guint page)
{
	Placer *placer = trial->placer;
	display_begin_page(list);
	g_array_set_size(placer->anchors, 0);
	display_current_page(list)->text_area = page_area(&trial->layout, page);
	if (page == 0)
		draw_furniture(trial->builder, placer, trial->facts, trial->layout.furniture_first, 1);
	if (page_needs_anchors(trial->pagination, page)) {
		begin_collecting(placer);
		draw_page(placer, trial->pagination, page);
		end_collecting(placer, list);
	}
	draw_page(placer, trial->pagination, page);
	draw_all_furniture(trial->builder, placer, trial->facts, (int)page + 1);
}

// Whether something is left out of the pages for an error: how full they are then says nothing.
static bool lacks_parts(const DiagList *diags)
{
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		if (diag->severity == SEVERITY_ERROR && !g_str_has_prefix(diag->code, "fit."))
			return true;
	}
	return false;
}

static void warn_of_pages(const Trial *trial)
{
	warn_of_short_pages(trial->placer, trial->pagination);
	warn_near_empty(&trial->input, trial->pagination);
	warn_unsettled(trial);
	note_empty_pages(&trial->input, trial_pages(trial));
}

static DisplayList *set_issue(const FlowInput *input)
{
	g_autoptr(Trial) trial = fit_issue(input);
	DisplayList *list = list_for(&trial->input);
	trial->placer->list = list;
	for (guint i = 0; i < trial_pages(trial); i++)
		draw_whole_page(trial, list, i);
	list->guessed = trial->is_guessed;
	if (!lacks_parts(input->diags))
		warn_of_pages(trial);
	return list;
}

DisplayList *flow_issue(const FlowInput *input)
{
	if (input->memory)
		memory_begin(input->memory);
	DisplayList *list = set_issue(input);
	if (input->memory)
		memory_end(input->memory);
	return list;
}
