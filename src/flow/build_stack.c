// Boxes that hold others: stacks, rows, columns, panels.
#include "flow/build.h"

#include <string.h>

#include "base/intl.h"
#include "model/length.h"

Block *build_stack_of(Builder *builder, const Value *boxes, const Scope *scope, Span span)
{
	Block *stack = block_new(builder, BLOCK_STACK, span);
	build_boxes(builder, boxes, scope, stack);
	return stack;
}

// Boxes may stand right behind the kind.
static const Value *body_of(const Box *box)
{
	return box->main->kind == VALUE_MAP ? value_get(box->attributes, "body") : box->main;
}

Block *build_stack(Builder *builder, const Box *box)
{
	const Value *body = body_of(box);
	Block *stack = build_stack_of(builder, body, box->scope, box->span);
	stack->space = box_measure(builder, box, "space");
	return stack;
}

static Track track_of(Builder *builder, const Value *value)
{
	Track track = {.kind = TRACK_AUTO};
	const char *text = value_text(value);
	if (!text || strcmp(text, "auto") == 0)
		return track;
	if (length_parse_share(text, &track.share))
		track.kind = TRACK_SHARE;
	else {
		track.kind = TRACK_FIXED;
		track.len = length_of(builder, value, 0);
	}
	return track;
}

static Valign valign_of(const Builder *builder, const Value *value)
{
	static const char *const words[] = {"top", "middle", "bottom", NULL};
	static const Valign aligns[] = {VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM};
	int word = word_of(builder, value, words);
	return word < 0 ? VALIGN_TOP : aligns[word];
}

static void set_valign(Builder *builder, const Box *box, RowBlock *row)
{
	const Value *value = box_get(builder, box, "valign");
	Valign *valign = arena_array(builder->arena, Valign, MAX(row->count, 1));
	bool is_list = value && value->kind == VALUE_LIST;
	for (guint i = 0; value && i < row->count; i++)
		if (!is_list || i < value->length)
			valign[i] =
			    valign_of(builder, is_list ? box_item_get(builder, box, value, i) : value);
	row->valign = valign;
}

// The columns of a row where they are one a cell; else an error, and NULL.
static const Value *row_columns(Builder *builder, const Box *box, guint count)
{
	const Value *columns = box_get(builder, box, "columns");
	if (!columns || columns->kind != VALUE_LIST)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.row",
			  columns ? columns->span : box->span, g_strdup(_("this is not a list of columns")),
			  g_strdup(_("give a length, share or `auto` for each cell: [20mm, 1fr]")));
	else if (columns->length != count)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.row", box->span,
			  g_strdup_printf(_("the row has %u cells but %zu columns"), count, columns->length),
			  g_strdup(_("give each cell a column")));
	else
		return columns;
	return NULL;
}

Block *build_row(Builder *builder, const Box *box)
{
	const Value *cells = value_get(box->attributes, "cells");
	Block *block = block_new(builder, BLOCK_ROW, box->span);
	guint count = cells ? (guint)cells->length : 0;
	const Value *columns = row_columns(builder, box, count);
	Track *tracks = arena_array(builder->arena, Track, MAX(count, 1));
	for (guint i = 0; i < count; i++) {
		tracks[i] = columns ? track_of(builder, box_item_get(builder, box, columns, i))
				    : (Track){.kind = TRACK_SHARE, .share = 1};
		Block *cell = build_stack_of(builder, cells->items[i], box->scope, cells->items[i]->span);
		block_add(builder, block, cell);
	}
	block->row =
	    (RowBlock){.tracks = tracks, .count = count, .gutter = box_length(builder, box, "gutter", 0)};
	set_valign(builder, box, &block->row);
	return count ? block : NULL;
}

Block *build_columns(Builder *builder, const Box *box)
{
	const Layout *layout = builder->input->layout;
	const Value *body = body_of(box);
	Block *block = block_new(builder, BLOCK_COLUMNS, box->span);
	build_boxes(builder, body, box->scope, block);
	block->columns = (ColumnsBlock){.count = box_columns(builder, box, "count"),
					.gutter = box_length(builder, box, "gutter", layout->gutter)};
	const Value *connector = box_get(builder, box, "connector");
	block->columns.through = value_text(box_sub_get(builder, box, connector, "through"));
	block->columns.connector = ink_of(builder, box_sub_get(builder, box, connector, "color"));
	block->columns.thickness =
	    length_of(builder, box_sub_get(builder, box, connector, "thickness"), len_from_pt(1));
	return block->count ? block : NULL;
}

static void set_padding(Builder *builder, const Box *box, PanelBlock *panel)
{
	const Value *padding = box_get(builder, box, "padding");
	if (!padding)
		return;
	if (padding->kind == VALUE_MAP) {
		panel->top = measure_of(builder, box_sub_get(builder, box, padding, "top"));
		panel->right = measure_of(builder, box_sub_get(builder, box, padding, "right"));
		panel->bottom = measure_of(builder, box_sub_get(builder, box, padding, "bottom"));
		panel->left = measure_of(builder, box_sub_get(builder, box, padding, "left"));
		return;
	}
	bool pair = padding->kind == VALUE_LIST && padding->length == 2;
	panel->top = panel->bottom =
	    measure_of(builder, pair ? box_item_get(builder, box, padding, 0) : padding);
	panel->left = panel->right =
	    measure_of(builder, pair ? box_item_get(builder, box, padding, 1) : padding);
}

static void set_bleed(Builder *builder, const Box *box, PanelBlock *panel)
{
	const Value *bleed = box_get(builder, box, "bleed");
	for (size_t i = 0; bleed && bleed->kind == VALUE_LIST && i < bleed->length; i++) {
		const char *side = value_text(bleed->items[i]);
		panel->bleed_left |= side && strcmp(side, "left") == 0;
		panel->bleed_right |= side && strcmp(side, "right") == 0;
		panel->bleed_top |= side && strcmp(side, "top") == 0;
		panel->bleed_bottom |= side && strcmp(side, "bottom") == 0;
	}
}

Block *build_panel(Builder *builder, const Box *box)
{
	const Value *body = value_get(box->attributes, "body");
	if (!bind_condition(&builder->binder, box->scope, value_get(box->attributes, "wrap-when")))
		return build_stack_of(builder, body, box->scope, box->span);
	Block *block = block_new(builder, BLOCK_PANEL, box->span);
	build_boxes(builder, body, box->scope, block);
	PanelBlock *panel = &block->panel;
	panel->background = box_ink(builder, box, "background");
	const Value *border = box_get(builder, box, "border");
	panel->border = ink_of(builder, box_sub_get(builder, box, border, "color"));
	panel->border_width =
	    length_of(builder, box_sub_get(builder, box, border, "thickness"), len_from_pt(1));
	set_padding(builder, box, panel);
	set_bleed(builder, box, panel);
	static const char *const extents[] = {"foot", NULL};
	panel->to_foot = box_word(builder, box, "extend", extents) == 0;
	panel->clip = box_bool(builder, box, "clip");
	return block;
}
