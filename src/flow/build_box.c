// What boxes say of themselves: attributes, bound, as measures, colours, words and places.
#include "flow/build.h"

#include <string.h>

#include "base/intl.h"
#include "model/length.h"

const Value *box_get(const Builder *builder, const Box *box, const char *name)
{
	return bind_attribute(&builder->binder, box->scope, value_get(box->attributes, name));
}

const char *box_text(const Builder *builder, const Box *box, const char *name)
{
	const Value *value = value_get(box->attributes, name);
	const char *text = bind_text(&builder->binder, box->scope, value);
	return text && *text ? text : NULL;
}

bool box_bool(const Builder *builder, const Box *box, const char *name)
{
	bool truth = false;
	const Value *value = box_get(builder, box, name);
	return value && (value_as_bool(value, &truth) ? truth : value_is_present(value));
}

int word_of(const Builder *builder, const Value *value, const char *const *words)
{
	const char *text = value_text(value);
	for (int i = 0; text && words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	if (value_is_present(value)) {
		g_autofree char *list = g_strjoinv(", ", (char **)words);
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.word", value->span,
			  g_strdup_printf(_("“%s” is not possible here"), text ? text : "…"),
			  g_strdup_printf(_("use one of: %s"), list));
	}
	return -1;
}

int box_word(const Builder *builder, const Box *box, const char *name, const char *const *words)
{
	return word_of(builder, box_get(builder, box, name), words);
}

int box_columns(Builder *builder, const Box *box, const char *name)
{
	enum { COLUMNS_MAX = 12 };
	const Value *given = box_get(builder, box, name);
	int count = builder->input->layout->columns;
	bool is_number = !given || value_as_int(given, &count);
	if (!is_number || count < 1 || count > COLUMNS_MAX)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.columns",
			  given ? given->span : box->span,
			  g_strdup_printf(_("there can be 1 to %d columns"), COLUMNS_MAX),
			  g_strdup_printf(_("change `%s`"), name));
	return CLAMP(count, 1, COLUMNS_MAX);
}

static int find_dial(const Layout *layout, const char *name)
{
	for (guint i = 0; i < layout->dials->len; i++)
		if (strcmp(((const Dial *)g_ptr_array_index(layout->dials, i))->name, name) == 0)
			return (int)i;
	return -1;
}

Measure measure_of(Builder *builder, const Value *value)
{
	Measure measure = {.set = false, .dial = -1};
	if (!value_is_present(value))
		return measure;
	const char *text = value_text(value) ? value->text : "…";
	const Layout *layout = builder->input->layout;
	if (text[0] == '@' && (measure.dial = find_dial(layout, text + 1)) >= 0)
		measure.set = true;
	else if (text[0] == '@')
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.unknown-dial", value->span,
			  g_strdup_printf(_("there is no dial “%s”"), text + 1),
			  g_strdup(_("add it to `dials`")));
	else if (length_parse(text, layout->baseline, &measure.len))
		measure.set = true;
	else
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.length", value->span,
			  g_strdup_printf(_("“%s” is not a length"), text),
			  g_strdup(_("write a number and a unit: 4.5mm, 9.4pt, 1.5u")));
	return measure;
}

Len length_of(Builder *builder, const Value *value, Len otherwise)
{
	Measure measure = measure_of(builder, value);
	if (!measure.set)
		return otherwise;
	if (measure.dial < 0)
		return measure.len;
	return ((const Dial *)g_ptr_array_index(builder->input->layout->dials, (guint)measure.dial))->usual;
}

const Ink *ink_of(Builder *builder, const Value *value)
{
	const char *name = value_text(value);
	if (!name || !*name || strcmp(name, "none") == 0)
		return NULL;
	const Ink *ink = g_hash_table_lookup(builder->input->layout->inks, name);
	if (!ink)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.unknown-colour", value->span,
			  g_strdup_printf(_("the palette has no colour “%s”"), name),
			  g_strdup(_("add it to `palette`")));
	return ink;
}

const Style *style_of(Builder *builder, const Value *value)
{
	const char *name = value_text(value);
	const Style *style = name ? g_hash_table_lookup(builder->input->layout->styles, name) : NULL;
	if (name && !style)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.unknown-style", value->span,
			  g_strdup_printf(_("there is no style “%s”"), name),
			  g_strdup(_("add it to `styles`")));
	return style;
}

Measure box_measure(Builder *builder, const Box *box, const char *name)
{
	return measure_of(builder, box_get(builder, box, name));
}

Len box_length(Builder *builder, const Box *box, const char *name, Len otherwise)
{
	return length_of(builder, box_get(builder, box, name), otherwise);
}

const Ink *box_ink(Builder *builder, const Box *box, const char *name)
{
	return ink_of(builder, box_get(builder, box, name));
}

const Value *box_sub_get(const Builder *builder, const Box *box, const Value *map, const char *name)
{
	return bind_attribute(&builder->binder, box->scope, value_get(map, name));
}

const Value *box_item_get(const Builder *builder, const Box *box, const Value *list, size_t index)
{
	return bind_attribute(&builder->binder, box->scope, list->items[index]);
}

static const Place *build_place(Builder *builder, const Box *box)
{
	const Value *at = box_get(builder, box, "at");
	if (!at || at->kind != VALUE_MAP)
		return NULL;
	Place *place = arena_new0(builder->arena, Place);
	place->x = measure_of(builder, box_sub_get(builder, box, at, "x"));
	place->y = measure_of(builder, box_sub_get(builder, box, at, "y"));
	place->right = measure_of(builder, box_sub_get(builder, box, at, "right"));
	place->bottom = measure_of(builder, box_sub_get(builder, box, at, "bottom"));
	place->baseline = measure_of(builder, box_sub_get(builder, box, at, "baseline"));
	place->last_baseline = measure_of(builder, box_sub_get(builder, box, at, "last-baseline"));
	const char *of = value_text(box_sub_get(builder, box, at, "of"));
	place->of_page = of && strcmp(of, "page") == 0;
	place->of = place->of_page ? NULL : of;
	const Value *otherwise = value_get(at, "else");
	place->has_else = otherwise != NULL;
	place->else_x = length_of(builder, box_sub_get(builder, box, otherwise, "x"), 0);
	place->else_y = length_of(builder, box_sub_get(builder, box, otherwise, "y"), 0);
	return place;
}

static void set_keeps(Builder *builder, const Box *box, Block *block)
{
	static const char *const keeps[] = {"next", "previous", "together", NULL};
	static const char *const breaks[] = {"page", "column", "allowed", NULL};
	static const char *const pins[] = {"foot", "fill", NULL};
	int keep = box_word(builder, box, "keep", keeps), at = box_word(builder, box, "break", breaks);
	int pin = box_word(builder, box, "pin", pins);
	block->keep_next |= keep == 0;
	block->keep_previous |= keep == 1;
	block->keep_together |= keep == 2;
	block->break_page = at == 0;
	block->break_column = at == 1;
	block->break_allowed |= at == 2;
	block->pinned = pin >= 0;
	block->fills = pin == 1;
}

static void set_structure(Builder *builder, const Box *box, Block *block)
{
	const char *role = box_text(builder, box, "role"), *alt = box_text(builder, box, "alt");
	block->states_role = role != NULL;
	if (role)
		block->role = role;
	if (alt)
		block->alt = alt;
	const char *href = block->kind == BLOCK_TEXT ? NULL : box_text(builder, box, "link");
	if (href)
		block->href = href;
}

static void set_measure(Builder *builder, const Box *box, const char *name, Measure *measure)
{
	Measure given = box_measure(builder, box, name);
	if (given.set)
		*measure = given;
}

void box_set_common(Builder *builder, const Box *box, Block *block)
{
	set_measure(builder, box, "before", &block->before);
	set_measure(builder, box, "after", &block->after);
	set_measure(builder, box, "height", &block->height);
	set_measure(builder, box, "min-height", &block->min_height);
	set_measure(builder, box, "width", &block->width);
	block->grid = box_length(builder, box, "grid", block->grid);
	set_keeps(builder, box, block);
	set_structure(builder, box, block);
	const char *anchor = box_text(builder, box, "anchor");
	if (anchor)
		block->anchor = anchor;
	const Value *shift = box_get(builder, box, "shift");
	block->shift_x = length_of(builder, box_sub_get(builder, box, shift, "x"), 0);
	block->shift_y = length_of(builder, box_sub_get(builder, box, shift, "y"), 0);
	block->place = build_place(builder, box);
}
