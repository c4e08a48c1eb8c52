// Paragraphs, items of lists and quotes, stacked.
#include "flow/gather.h"

#include <string.h>

// --- items of lists ---

static Block *add_cell(Builder *builder, Block *row, Block *content)
{
	Block *cell = block_new(builder, BLOCK_STACK, row->span);
	block_add(builder, cell, content);
	block_add(builder, row, cell);
	return cell;
}

// A row of what stands beside each other in an item of a list that is so many deep.
static Block *item_row(Gather *gather, guint depth)
{
	enum { CELLS = 3 };
	Builder *builder = gather->builder;
	Len indent = box_length(builder, gather->box, "item-indent", gather->style->size);
	Block *row = block_new(builder, BLOCK_ROW, gather->box->span);
	Track *tracks = arena_array(builder->arena, Track, CELLS);
	guint count = 0;
	if (depth > 1)
		tracks[count++] = (Track){.kind = TRACK_FIXED, .len = indent * (Len)(depth - 1)};
	tracks[count++] = (Track){.kind = TRACK_FIXED, .len = indent};
	tracks[count++] = (Track){.kind = TRACK_SHARE, .share = 1};
	row->row = (RowBlock){
	    .tracks = tracks, .count = count, .valign = arena_array(builder->arena, Valign, CELLS)};
	if (depth > 1)
		add_cell(builder, row, NULL);
	return row;
}

static Block *item_label(Gather *gather, const Para *para)
{
	Builder *builder = gather->builder;
	const char *bullet = box_text(builder, gather->box, "bullet");
	Para mark = {.runs = g_array_new(FALSE, TRUE, sizeof(TextRun))};
	PartLook look = {.style = gather->style, .verbatim = true};
	para_add_run(&mark, &look,
		     para->number > 0 ? arena_printf(builder->arena, "%d.", para->number)
		     : bullet         ? bullet
				      : "–",
		     gather->box->span);
	Block *label = gather_block(gather, &mark, style_variant(builder, gather->style, NULL, ALIGN_LEFT));
	g_array_unref(mark.runs);
	label->role = "label";
	return label;
}

// Its first line, or another paragraph of it. Where it holds more than one, they are blocks of its body.
static Block *item_block(Gather *gather, const Para *para, guint depth, bool is_whole)
{
	Builder *builder = gather->builder;
	Block *row = item_row(gather, depth), *text = gather_block(gather, para, gather->style);
	add_cell(builder, row, para->number >= 0 ? item_label(gather, para) : NULL);
	Block *body = add_cell(builder, row, text);
	if (is_whole)
		row->role = "item";
	if (is_whole)
		text->role = "body";
	else if (para->number >= 0)
		body->role = "body";
	return row;
}

static MarkBlock ready_block(Gather *gather, const Para *para)
{
	Arena *arena = gather->builder->arena;
	MarkRun *runs = arena_array(arena, MarkRun, MAX(para->runs->len, 1));
	for (guint i = 0; i < para->runs->len; i++) {
		const TextRun *run = &g_array_index(para->runs, TextRun, i);
		bool strong = run->style->weight > gather->style->weight && !run->href;
		bool em = run->style->italic != gather->style->italic;
		runs[i] = (MarkRun){
		    .text = run->text, .span = run->span, .href = run->href, .lang = run->lang, .link = -1};
		runs[i].flags = (MarkFlags)((strong ? MARK_STRONG : 0) | (em ? MARK_EM : 0) |
					    (run->href ? MARK_LINK : 0));
	}
	return (MarkBlock){.kind = MARK_PARAGRAPH, .runs = runs, .run_count = para->runs->len};
}

// All paragraphs of the quote that begins with paragraph `first`.
static MarkBlock *ready_quote(Gather *gather, guint first, guint *count)
{
	const GPtrArray *paras = gather->paras;
	const Para *opening = g_ptr_array_index(paras, first);
	MarkBlock *blocks = arena_array(gather->builder->arena, MarkBlock, paras->len - first);
	*count = 0;
	for (guint i = first; i < paras->len; i++) {
		const Para *para = g_ptr_array_index(paras, i);
		if (para->kind != MARK_QUOTE || para->group != opening->group)
			break;
		blocks[(*count)++] = ready_block(gather, para);
	}
	return blocks;
}

// A block quote, given to the component the box names.
static Block *quote_block(Gather *gather, guint first, const Component *component, int index)
{
	Arena *arena = gather->builder->arena;
	Scope *scope = arena_new0(arena, Scope);
	Param *params = arena_array(arena, Param, 2);
	Value *number = arena_new0(arena, Value);
	*number = (Value){.kind = VALUE_SCALAR, .plain = true, .text = arena_printf(arena, "%d", index)};
	number->length = strlen(number->text);
	params[0] = (Param){.name = "text"};
	params[0].blocks = ready_quote(gather, first, &params[0].block_count);
	params[1] = (Param){.name = "index", .value = number, .scope = gather->box->scope};
	*scope = (Scope){.up = gather->box->scope, .params = params, .param_count = 2};
	// The words that it is given are no values that could be told apart.
	FlowMemory *memory = g_steal_pointer(&gather->builder->memory);
	Block *quote = build_component(gather->builder, component, scope, gather->box->span);
	gather->builder->memory = memory;
	return quote;
}

static const Component *quote_component(Gather *gather)
{
	const char *name = box_text(gather->builder, gather->box, "quote");
	return name ? g_hash_table_lookup(gather->builder->input->layout->components, name) : NULL;
}

static Block *para_block(Gather *gather, guint index, const Style *style, int *quotes)
{
	Para *para = g_ptr_array_index(gather->paras, index);
	const Component *component = para->kind == MARK_QUOTE ? quote_component(gather) : NULL;
	if (component)
		return quote_block(gather, index, component, ++*quotes);
	Len fit = box_length(gather->builder, gather->box, "fit", 0);
	return fit ? gather_fitted_block(gather, para, style, fit) : gather_block(gather, para, style);
}

// Items of one list stand below each other without space; other paragraphs have the box's.
static bool same_list(const Para *a, const Para *b)
{
	return a->kind == MARK_ITEM && b->kind == MARK_ITEM && a->group == b->group;
}

// A later paragraph of a quote that was given to its component whole.
static bool goes_on_quote(Gather *gather, const Para *before, const Para *para)
{
	return before && before->kind == MARK_QUOTE && para->kind == MARK_QUOTE &&
	       before->group == para->group && quote_component(gather);
}

// --- lists in lists ---

// An item that holds more than its first paragraph, while what comes may be of it. It is a stack, so that
// columns may end in it.
typedef struct OpenItem {
	int level;
	Block *stack;
} OpenItem;

// A list of paragraphs being stacked.
typedef struct Lists {
	Gather *gather;
	GArray *open; // OpenItem
} Lists;

static const OpenItem *innermost_item(const Lists *lists)
{
	return lists->open->len ? &g_array_index(lists->open, OpenItem, lists->open->len - 1) : NULL;
}

// The list that an item goes into: the last in `stack`, or a new one.
static Block *list_in(Gather *gather, Block *stack, bool goes_on)
{
	Block *last = stack->count ? stack->children[stack->count - 1] : NULL;
	if (goes_on && last && g_strcmp0(last->role, "list") == 0)
		return last;
	Block *list = block_new(gather->builder, BLOCK_STACK, gather->box->span);
	list->role = "list";
	block_add(gather->builder, stack, list);
	return list;
}

// The items that paragraph `index` is not in are closed.
static void close_items(Lists *lists, const Para *before, const Para *para)
{
	if (!before || !same_list(before, para))
		g_array_set_size(lists->open, 0);
	int deepest = para->number < 0 ? para->level : para->level - 1;
	for (const OpenItem *item; (item = innermost_item(lists)) && item->level > deepest;)
		g_array_set_size(lists->open, lists->open->len - 1);
}

// Whether what follows is of the same item.
static bool holds_more(const Gather *gather, guint index)
{
	const Para *para = g_ptr_array_index(gather->paras, index);
	const Para *next =
	    index + 1 < gather->paras->len ? g_ptr_array_index(gather->paras, index + 1) : NULL;
	return next && same_list(para, next) &&
	       (next->level > para->level || (next->level == para->level && next->number < 0));
}

// Puts a paragraph of a list where it belongs; what is new in `stack` is returned, or NULL.
static Block *add_to_list(Lists *lists, Block *stack, const Para *before, guint index)
{
	Gather *gather = lists->gather;
	const Para *para = g_ptr_array_index(gather->paras, index);
	guint count = stack->count;
	close_items(lists, before, para);
	const OpenItem *item = innermost_item(lists);
	if (item && para->number < 0 && item->level == para->level) {
		block_add(gather->builder, item->stack, item_block(gather, para, lists->open->len, false));
		return NULL;
	}
	Block *list = list_in(gather, item ? item->stack : stack, before && same_list(before, para));
	bool is_whole = !holds_more(gather, index);
	Block *row = item_block(gather, para, lists->open->len + 1, is_whole), *whole = row;
	if (!is_whole) {
		whole = block_new(gather->builder, BLOCK_STACK, gather->box->span);
		whole->role = "item";
		block_add(gather->builder, whole, row);
		OpenItem open = {para->level, whole};
		g_array_append_val(lists->open, open);
	}
	block_add(gather->builder, list, whole);
	return stack->count > count ? list : NULL;
}

Block *gather_stack(Gather *gather, const Para *lead)
{
	Builder *builder = gather->builder;
	Block *stack = block_new(builder, BLOCK_STACK, gather->box->span);
	Len grid = builder->input->layout->baseline,
	    space = box_length(builder, gather->box, "paragraph-space", grid);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(OpenItem));
	Lists lists = {gather, open};
	const Para *before = NULL;
	int quotes = 0;
	for (guint i = 0; i < gather->paras->len; i++) {
		Para *para = g_ptr_array_index(gather->paras, i);
		if (para_is_blank(para) || goes_on_quote(gather, before, para))
			continue;
		const Style *style =
		    para == lead ? g_array_index(para->runs, TextRun, 0).style : gather->style;
		Block *block = para->kind == MARK_ITEM ? add_to_list(&lists, stack, before, i)
						       : para_block(gather, i, style, &quotes);
		bool spaced = before && before != lead && para->kind != MARK_QUOTE;
		if (spaced && block && !block->before.set)
			block->before = (Measure){.set = true, .dial = -1, .len = space};
		if (para->kind != MARK_ITEM)
			block_add(builder, stack, block);
		before = para;
	}
	return stack;
}
