// Variants of styles.
#include "flow/gather.h"

// Pages keep the styles of their text: those of blocks that are kept live as long as what keeps them.
static Style *new_styles(const Builder *builder)
{
	Arena *arena = builder->memory ? memory_arena(builder->memory) : builder->arena;
	return arena_array(arena, Style, STYLE_MARKS);
}

const Style *style_variant(Builder *builder, const Style *style, const Ink *color, int align)
{
	bool same_color = !color || color == style->color;
	if (same_color && (align < 0 || (Align)align == style->align))
		return style;
	g_autofree char *key =
	    g_strdup_printf("%p/%s/%d", (const void *)style, color ? color->name : "", align);
	Style *variant = g_hash_table_lookup(builder->styles, key);
	if (variant)
		return variant;
	Style *all = new_styles(builder);
	for (int i = 0; i < STYLE_MARKS; i++) {
		all[i] = *style->marks[i];
		if (color && all[i].color == style->color)
			all[i].color = color;
		if (align >= 0)
			all[i].align = (Align)align;
	}
	for (int i = 0; i < STYLE_MARKS; i++)
		for (int k = 0; k < STYLE_MARKS; k++)
			all[i].marks[k] = &all[k];
	g_hash_table_insert(builder->styles, g_steal_pointer(&key), all);
	return all;
}

const Style *style_scaled(Builder *builder, const Style *style, double scale)
{
	g_autofree char *key = g_strdup_printf("%p*%a", (const void *)style, scale);
	Style *known = g_hash_table_lookup(builder->styles, key);
	if (known)
		return known;
	Style *all = new_styles(builder), *scaled = all;
	for (int i = 0; i < STYLE_MARKS; i++) {
		all[i] = *style->marks[i];
		all[i].size = (Len)(all[i].size * scale);
		all[i].leading = (Len)(all[i].leading * scale);
		if (style->marks[i] == style)
			scaled = &all[i];
	}
	for (int i = 0; i < STYLE_MARKS; i++)
		for (int k = 0; k < STYLE_MARKS; k++)
			all[i].marks[k] = &all[k];
	g_hash_table_insert(builder->styles, g_steal_pointer(&key), scaled);
	return scaled;
}

int style_align(const Builder *builder, const Value *value)
{
	static const char *const words[] = {"left", "right", "center", "justify", NULL};
	static const Align aligns[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_JUSTIFY};
	int word = word_of(builder, value, words);
	return word < 0 ? -1 : (int)aligns[word];
}
