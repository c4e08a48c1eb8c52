// Lists: `each` and `grid`.
#include <string.h>

#include "base/intl.h"
#include "flow/build.h"

// One list being set: the scopes of its items, those that `where` passes over aside.
typedef struct Items {
	const Value *list;
	Scope **scopes;
	guint count;
} Items;

// A list's path may be written as it is, or as a binding.
static const Value *find_list(Builder *builder, const Box *box, const Value *path)
{
	const char *text = value_text(path);
	if (!text || text[0] == '$' || strchr(text, '{'))
		return bind_attribute(&builder->binder, box->scope, path);
	Value binding = *path;
	binding.text = arena_printf(builder->arena, "{%s}", text);
	return bind_attribute(&builder->binder, box->scope, &binding);
}

static Items gather_items(Builder *builder, const Box *box, const Value *path)
{
	Items items = {.list = find_list(builder, box, path)};
	if (!items.list || items.list->kind != VALUE_LIST) {
		if (value_is_present(items.list))
			diag_take(builder->input->diags, SEVERITY_ERROR, "layout.each", path->span,
				  g_strdup_printf(_("“%s” is not a list"), value_text(path)),
				  g_strdup(_("`each` takes the path of a list")));
		return items;
	}
	const Value *where = value_get(box->attributes, "where");
	items.scopes = arena_array(builder->arena, Scope *, MAX(items.list->length, 1));
	for (size_t i = 0; i < items.list->length; i++) {
		Scope *scope = arena_new0(builder->arena, Scope);
		*scope =
		    (Scope){.up = box->scope, .item = items.list->items[i], .index = (int)items.count + 1};
		if (bind_condition(&builder->binder, scope, where))
			items.scopes[items.count++] = scope;
	}
	for (guint i = 0; i < items.count; i++)
		items.scopes[i]->count = (int)items.count;
	return items;
}

// The heading of an item's group as a value, so that {@group} can be formatted.
static const Value *group_value(Builder *builder, const Value *group, const Scope *scope)
{
	if (!group)
		return NULL;
	const char *text = bind_text(&builder->binder, scope, group);
	Value *value = arena_new0(builder->arena, Value);
	*value = (Value){.kind = VALUE_SCALAR, .text = text, .length = strlen(text)};
	return value;
}

static Block *make_item_body(Builder *builder, const Scope *scope, void *body)
{
	Block *item = build_stack_of(builder, body, scope, scope->item->span);
	item->value_span = scope->item->span;
	return item->count ? item : NULL;
}

static Block *make_item(Builder *builder, const Value *body, const Scope *scope, bool is_list)
{
	guint64 path = memory_mix(memory_mix(builder->path, (guintptr)body), (guintptr)scope->item);
	if (builder->each_depth == EACH_DEPTH_MAX) {
		diag_take(
		    builder->input->diags, SEVERITY_ERROR, "layout.each-depth",
		    body ? body->span : scope->item->span,
		    g_strdup_printf(_("lists are set inside each other more than %d deep"), EACH_DEPTH_MAX),
		    g_strdup(_("take out some `each` that stand in the body of others")));
		return NULL;
	}
	builder->each_depth++;
	Block *item = memory_build(builder, path, scope, make_item_body, (void *)body);
	builder->each_depth--;
	if (item && is_list)
		item->role = "item";
	return item;
}

// Boxes between two items, and those that open a group, before item `i`.
static void add_before_item(Builder *builder, const Box *box, const Items *items, guint i, bool new_group,
			    Block *stack)
{
	const Scope *scope = items->scopes[i];
	const Value *between = value_get(box->attributes, "between"),
		    *head = value_get(box->attributes, "head");
	if (between && stack->count > 0) {
		Block *separator = build_stack_of(builder, between, scope, between->span);
		separator->separator = true;
		separator->role = "artifact";
		block_add(builder, stack, separator);
	}
	if (head && new_group) {
		Block *heading = build_stack_of(builder, head, scope, head->span);
		heading->keep_next = true;
		block_add(builder, stack, heading->count ? heading : NULL);
	}
}

// A heading that comes again is no content: it has been read.
static Block *build_again(Builder *builder, const Value *boxes, const Scope *scope, Block *list)
{
	Block *again = build_stack_of(builder, boxes, scope, boxes->span);
	again->role = "artifact";
	again->parent = list;
	return again->count ? again : NULL;
}

static void add_item(Builder *builder, const Box *box, const Items *items, guint i, bool new_group,
		     Block *stack)
{
	bool is_list = g_strcmp0(box_text(builder, box, "role"), "list") == 0;
	Block *item = make_item(builder, value_get(box->attributes, "body"), items->scopes[i], is_list);
	if (!item)
		return;
	add_before_item(builder, box, items, i, new_group, stack);
	const Value *again = value_get(box->attributes, "again"),
		    *space = value_get(box->attributes, "space");
	if (again)
		item->again = build_again(builder, again, items->scopes[i], stack);
	item->opens_group = new_group;
	if (space && stack->count > 0 && !stack->children[stack->count - 1]->keep_next)
		item->before = measure_of(builder, bind_attribute(&builder->binder, box->scope, space));
	block_add(builder, stack, item);
}

Block *build_each(Builder *builder, const Box *box)
{
	Items items = gather_items(builder, box, box->main);
	Block *stack = block_new(builder, BLOCK_STACK, box->span);
	const Value *group = value_get(box->attributes, "group"), *last = NULL;
	for (guint i = 0; i < items.count && !builder_is_full(builder); i++) {
		const Value *this = group_value(builder, group, items.scopes[i]);
		bool new_group = this && (!last || strcmp(last->text, this->text) != 0);
		items.scopes[i]->group = last = this;
		add_item(builder, box, &items, i, new_group, stack);
	}
	if (stack->count == 0)
		build_boxes(builder, value_get(box->attributes, "empty"), box->scope, stack);
	return stack->count ? stack : NULL;
}

// --- grid ---

static Block *grid_row(Builder *builder, const Box *box, guint columns)
{
	Block *row = block_new(builder, BLOCK_ROW, box->span);
	Track *tracks = arena_array(builder->arena, Track, columns);
	for (guint i = 0; i < columns; i++)
		tracks[i] = (Track){.kind = TRACK_SHARE, .share = 1};
	Len gutter = box_length(builder, box, "gutter", builder->input->layout->gutter);
	row->row = (RowBlock){.tracks = tracks, .count = columns, .gutter = gutter};
	row->row.valign = arena_array(builder->arena, Valign, columns);
	row->break_allowed = g_strcmp0(value_text(box_get(builder, box, "break")), "allowed") == 0;
	return row;
}

Block *build_grid(Builder *builder, const Box *box)
{
	guint columns = (guint)box_columns(builder, box, "columns");
	Items items = gather_items(builder, box, value_get(box->attributes, "each"));
	const Value *body = value_get(box->attributes, "body"), *alone = value_get(box->attributes, "alone");
	bool is_list = g_strcmp0(box_text(builder, box, "role"), "list") == 0;
	Measure space = box_measure(builder, box, "space");
	Block *stack = block_new(builder, BLOCK_STACK, box->span);
	for (guint i = 0; i < items.count && !builder_is_full(builder); i += columns) {
		bool is_alone = alone && items.count - i == 1 && columns > 1;
		Block *row = is_alone ? make_item(builder, alone, items.scopes[i], is_list)
				      : grid_row(builder, box, columns);
		for (guint c = i; !is_alone && c < items.count && c < i + columns; c++)
			block_add(builder, row, make_item(builder, body, items.scopes[c], is_list));
		if (!row || row->count == 0)
			continue;
		if (stack->count > 0)
			row->before = space;
		block_add(builder, stack, row);
	}
	return stack->count ? stack : NULL;
}
