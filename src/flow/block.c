#include "flow/block.h"

#include <string.h>

bool block_is_artifact(const Block *block)
{
	for (; block; block = block->parent)
		if (block->role)
			return strcmp(block->role, "artifact") == 0;
	return false;
}

bool block_has_fixed_children(const Block *block)
{
	for (guint i = 0; i < block->count; i++)
		if (block->children[i]->place)
			return true;
	return false;
}

bool block_needs_anchors(const Block *block)
{
	if ((block->place && block->place->of) || (block->again && block_needs_anchors(block->again)))
		return true;
	for (guint i = 0; i < block->count; i++)
		if (block_needs_anchors(block->children[i]))
			return true;
	return false;
}

Block *block_wrap_fixed(Arena *arena, Block *container, guint index)
{
	Block *child = container->children[index], *wrapper;
	if (!child->place)
		return child;
	wrapper = arena_new0(arena, Block);
	*wrapper = (Block){.kind = BLOCK_STACK, .span = child->span, .parent = container, .count = 1};
	wrapper->section = -1;
	wrapper->element = ELEMENT_NONE_YET;
	wrapper->floats = true;
	wrapper->keep_next = index + 1 < container->count;
	wrapper->keep_previous = !wrapper->keep_next;
	wrapper->children = arena_copy(arena, &child, 1, sizeof child);
	child->parent = wrapper;
	return container->children[index] = wrapper;
}

static bool is_drawn_as_one(const Block *block)
{
	return block->href || block->anchor || block->shift_x || block->shift_y || block->pinned ||
	       block->place || block->height.set || block->min_height.set;
}

bool block_may_open(const Block *block)
{
	return block->kind == BLOCK_STACK && !is_drawn_as_one(block) && !block->width.set &&
	       !block->keep_together && !block->separator &&
	       (block->flows || !block_has_fixed_children(block));
}

bool block_breaks_in_lines(const Block *block)
{
	bool has_steady_width = !block->width.set || block->width.dial < 0;
	return block->kind == BLOCK_TEXT && !is_drawn_as_one(block) && !block->text.dot && has_steady_width;
}

bool block_may_loosen(const Block *block)
{
	const TextBlock *text = &block->text;
	return block->kind == BLOCK_TEXT && text->style->align == ALIGN_JUSTIFY && !text->style->balance &&
	       !text->dot && !text->flush_ink && !text->fit && text->most_lines == 0;
}

void block_hand_down_grid(Block *block)
{
	if (block->count > 0)
		block->children[0]->grid = MAX(block->children[0]->grid, block->grid);
}

bool block_is_in_furniture(const Block *block)
{
	for (block = block->parent; block && !block->furniture; block = block->parent)
		if (block->role && strcmp(block->role, "artifact") == 0)
			return false;
	return block != NULL;
}
