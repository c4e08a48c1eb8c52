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

bool block_may_open(const Block *block)
{
	bool has_size = block->height.set || block->min_height.set || block->width.set;
	bool is_drawn_as_one = block->href || block->anchor || block->shift_x || block->shift_y;
	return block->kind == BLOCK_STACK && !has_size && !is_drawn_as_one && !block->keep_together &&
	       !block->separator && !block->pinned && !block_has_fixed_children(block);
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
