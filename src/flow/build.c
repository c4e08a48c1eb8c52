#include "flow/build.h"

#include <string.h>

#include "base/intl.h"
#include "model/length.h"

Builder *builder_new(const FlowInput *input)
{
	Builder *builder = g_new0(Builder, 1);
	builder->input = input;
	builder->arena = input->arena;
	builder->binder = (Binder){.arena = input->arena, .diags = input->diags, .words = input->words};
	builder->memory = input->memory;
	builder->styles = input->memory ? g_hash_table_ref(memory_styles(input->memory))
					: g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	builder->pictures = g_hash_table_new(g_str_hash, g_str_equal);
	for (int mode = 0; mode < 2; mode++)
		builder->texts[mode] = g_hash_table_new(NULL, NULL);
	return builder;
}

void builder_free(Builder *builder)
{
	if (!builder)
		return;
	g_hash_table_unref(builder->styles);
	g_hash_table_unref(builder->pictures);
	for (int mode = 0; mode < 2; mode++)
		g_hash_table_unref(builder->texts[mode]);
	g_free(builder);
}

// --- blocks ---

Block *block_new(Builder *builder, BlockKind kind, Span span)
{
	Block *block = arena_new0(builder->arena, Block);
	block->kind = kind;
	block->span = span;
	block->section = -1;
	block->element = ELEMENT_NONE_YET;
	return block;
}

void block_add(Builder *builder, Block *parent, Block *child)
{
	if (!child)
		return;
	// Room doubles: it is full whenever the count is a power of two (or none yet).
	if ((parent->count & (parent->count - 1)) == 0) {
		guint room = parent->count ? parent->count * 2 : 1;
		Block **children = arena_array(builder->arena, Block *, room);
		if (parent->count)
			memcpy(children, parent->children, parent->count * sizeof *children);
		parent->children = children;
	}
	parent->children[parent->count++] = child;
	child->parent = parent;
}

// --- attributes ---

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

// A key of a map attribute: `at: {x: …}`.
static const Value *sub_get(const Builder *builder, const Box *box, const Value *map, const char *name)
{
	return bind_attribute(&builder->binder, box->scope, value_get(map, name));
}

// An item of a list attribute: `padding: [1u, $side]`.
static const Value *item_get(const Builder *builder, const Box *box, const Value *list, size_t index)
{
	return bind_attribute(&builder->binder, box->scope, list->items[index]);
}

static const Place *build_place(Builder *builder, const Box *box)
{
	const Value *at = box_get(builder, box, "at");
	if (!at || at->kind != VALUE_MAP)
		return NULL;
	Place *place = arena_new0(builder->arena, Place);
	place->x = measure_of(builder, sub_get(builder, box, at, "x"));
	place->y = measure_of(builder, sub_get(builder, box, at, "y"));
	place->right = measure_of(builder, sub_get(builder, box, at, "right"));
	place->bottom = measure_of(builder, sub_get(builder, box, at, "bottom"));
	place->baseline = measure_of(builder, sub_get(builder, box, at, "baseline"));
	place->last_baseline = measure_of(builder, sub_get(builder, box, at, "last-baseline"));
	const char *of = value_text(sub_get(builder, box, at, "of"));
	place->of_page = of && strcmp(of, "page") == 0;
	place->of = place->of_page ? NULL : of;
	builder->uses_anchors |= place->of != NULL;
	const Value *otherwise = value_get(at, "else");
	place->has_else = otherwise != NULL;
	place->else_x = length_of(builder, sub_get(builder, box, otherwise, "x"), 0);
	place->else_y = length_of(builder, sub_get(builder, box, otherwise, "y"), 0);
	return place;
}

static void set_keeps(Builder *builder, const Box *box, Block *block)
{
	static const char *const keeps[] = {"next", "previous", "together", NULL};
	static const char *const breaks[] = {"page", "column", "allowed", NULL};
	static const char *const pins[] = {"foot", NULL};
	int keep = box_word(builder, box, "keep", keeps), at = box_word(builder, box, "break", breaks);
	block->keep_next |= keep == 0;
	block->keep_previous |= keep == 1;
	block->keep_together |= keep == 2;
	block->break_page = at == 0;
	block->break_column = at == 1;
	block->break_allowed |= at == 2;
	block->pinned = box_word(builder, box, "pin", pins) == 0;
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

// What every kind of box takes.
static void set_common(Builder *builder, const Box *box, Block *block)
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
	block->shift_x = length_of(builder, sub_get(builder, box, shift, "x"), 0);
	block->shift_y = length_of(builder, sub_get(builder, box, shift, "y"), 0);
	block->place = build_place(builder, box);
}

// --- containers ---

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

static Block *build_stack(Builder *builder, const Box *box)
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
			valign[i] = valign_of(builder, is_list ? item_get(builder, box, value, i) : value);
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

static Block *build_row(Builder *builder, const Box *box)
{
	const Value *cells = value_get(box->attributes, "cells");
	Block *block = block_new(builder, BLOCK_ROW, box->span);
	guint count = cells ? (guint)cells->length : 0;
	const Value *columns = row_columns(builder, box, count);
	Track *tracks = arena_array(builder->arena, Track, MAX(count, 1));
	for (guint i = 0; i < count; i++) {
		tracks[i] = columns ? track_of(builder, item_get(builder, box, columns, i))
				    : (Track){.kind = TRACK_SHARE, .share = 1};
		Block *cell = build_stack_of(builder, cells->items[i], box->scope, cells->items[i]->span);
		block_add(builder, block, cell);
	}
	block->row =
	    (RowBlock){.tracks = tracks, .count = count, .gutter = box_length(builder, box, "gutter", 0)};
	set_valign(builder, box, &block->row);
	return count ? block : NULL;
}

static Block *build_columns(Builder *builder, const Box *box)
{
	const Layout *layout = builder->input->layout;
	const Value *body = body_of(box);
	Block *block = block_new(builder, BLOCK_COLUMNS, box->span);
	build_boxes(builder, body, box->scope, block);
	block->columns = (ColumnsBlock){.count = box_columns(builder, box, "count"),
					.gutter = box_length(builder, box, "gutter", layout->gutter)};
	const Value *connector = box_get(builder, box, "connector");
	block->columns.through = value_text(sub_get(builder, box, connector, "through"));
	block->columns.connector = ink_of(builder, sub_get(builder, box, connector, "color"));
	block->columns.thickness =
	    length_of(builder, sub_get(builder, box, connector, "thickness"), len_from_pt(1));
	return block->count ? block : NULL;
}

static void set_padding(Builder *builder, const Box *box, PanelBlock *panel)
{
	const Value *padding = box_get(builder, box, "padding");
	if (!padding)
		return;
	if (padding->kind == VALUE_MAP) {
		panel->top = measure_of(builder, sub_get(builder, box, padding, "top"));
		panel->right = measure_of(builder, sub_get(builder, box, padding, "right"));
		panel->bottom = measure_of(builder, sub_get(builder, box, padding, "bottom"));
		panel->left = measure_of(builder, sub_get(builder, box, padding, "left"));
		return;
	}
	bool pair = padding->kind == VALUE_LIST && padding->length == 2;
	panel->top = panel->bottom = measure_of(builder, pair ? item_get(builder, box, padding, 0) : padding);
	panel->left = panel->right = measure_of(builder, pair ? item_get(builder, box, padding, 1) : padding);
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

static Block *build_panel(Builder *builder, const Box *box)
{
	const Value *body = value_get(box->attributes, "body");
	if (!bind_condition(&builder->binder, box->scope, value_get(box->attributes, "wrap-when")))
		return build_stack_of(builder, body, box->scope, box->span);
	Block *block = block_new(builder, BLOCK_PANEL, box->span);
	build_boxes(builder, body, box->scope, block);
	PanelBlock *panel = &block->panel;
	panel->background = box_ink(builder, box, "background");
	const Value *border = box_get(builder, box, "border");
	panel->border = ink_of(builder, sub_get(builder, box, border, "color"));
	panel->border_width = length_of(builder, sub_get(builder, box, border, "thickness"), len_from_pt(1));
	set_padding(builder, box, panel);
	set_bleed(builder, box, panel);
	static const char *const extents[] = {"foot", NULL};
	panel->to_foot = box_word(builder, box, "extend", extents) == 0;
	panel->clip = box_bool(builder, box, "clip");
	return block;
}

// --- components ---

static bool is_in_use(const Builder *builder, const Component *component)
{
	for (int i = 0; i < builder->depth; i++)
		if (builder->in_use[i] == component)
			return true;
	return builder->depth == COMPONENT_DEPTH_MAX;
}

Block *build_component(Builder *builder, const Component *component, const Scope *scope, Span span)
{
	if (is_in_use(builder, component)) {
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.use-loop", span,
			  g_strdup_printf(_("the component “%s” uses itself"), component->name),
			  g_strdup(_("remove the `use` that leads back to it")));
		return NULL;
	}
	guint64 path = builder->path;
	builder->in_use[builder->depth++] = component;
	builder->path = memory_mix(path, (guintptr)component);
	Block *stack = build_stack_of(builder, component->body, scope, span);
	builder->path = path;
	builder->depth--;
	return stack->count ? stack : NULL;
}

// Parameters: what `with` gives, and the defaults of those it does not.
static void bind_params(Builder *builder, const Component *component, const Value *with, const Scope *outer,
			Scope *scope)
{
	size_t defaults = component->params ? component->params->length : 0, given = with ? with->length : 0;
	Param *params = arena_array(builder->arena, Param, MAX(defaults + given, 1));
	guint count = 0;
	for (size_t i = 0; i < given; i++)
		params[count++] =
		    (Param){.name = with->fields[i].name, .value = with->fields[i].value, .scope = outer};
	for (size_t i = 0; i < defaults; i++)
		if (!value_get(with, component->params->fields[i].name))
			params[count++] = (Param){.name = component->params->fields[i].name,
						  .value = component->params->fields[i].value,
						  .scope = outer};
	scope->params = params;
	scope->param_count = count;
}

static bool has_param(const Component *component, const char *name)
{
	for (size_t i = 0; component->params && i < component->params->length; i++)
		if (strcmp(component->params->fields[i].name, name) == 0)
			return true;
	return false;
}

static void check_params(Builder *builder, const Component *component, const Value *with)
{
	for (size_t i = 0; with && i < with->length; i++)
		if (!has_param(component, with->fields[i].name))
			diag_take(builder->input->diags, SEVERITY_ERROR, "layout.unknown-param",
				  with->fields[i].name_span,
				  g_strdup_printf(_("the component “%s” has no parameter “%s”"),
						  component->name, with->fields[i].name),
				  g_strdup(_("add it to its `params`, or correct the name")));
}

Block *build_use(Builder *builder, const Box *box)
{
	const Component *component =
	    box->main->text ? g_hash_table_lookup(builder->input->layout->components, box->main->text) : NULL;
	if (!component) {
		diag_take(
		    builder->input->diags, SEVERITY_ERROR, "layout.unknown-component", box->main->span,
		    g_strdup_printf(_("there is no component “%s”"), box->main->text ? box->main->text : "…"),
		    g_strdup(_("add it to `components`")));
		return NULL;
	}
	const Value *with = value_get(box->node, "with");
	check_params(builder, component, with);
	Scope *scope = arena_new0(builder->arena, Scope);
	scope->up = box->scope;
	bind_params(builder, component, with, box->scope, scope);
	return build_component(builder, component, scope, box->span);
}

// --- sections ---

static const Template *find_template(Builder *builder, const Value *section)
{
	const Layout *layout = builder->input->layout;
	const char *kind = value_get_text(section, "kind");
	const Template *template = kind ? g_hash_table_lookup(layout->templates, kind) : NULL;
	if (template || layout->fallback)
		return template ? template : layout->fallback;
	const Value *place = value_get(section, "kind");
	diag_take(
	    builder->input->diags, SEVERITY_ERROR, "layout.no-template", place ? place->span : section->span,
	    g_strdup_printf(_("the layout has no template for sections of kind “%s”"), kind ? kind : "…"),
	    g_strdup(_("add it to `sections` of the layout, or a `default`")));
	return NULL;
}

static void bind_vars(Builder *builder, const Template *template, Scope *scope)
{
	size_t count = template->vars ? template->vars->length : 0;
	Param *params = arena_array(builder->arena, Param, MAX(count, 1));
	for (size_t i = 0; i < count; i++)
		params[i] = (Param){.name = template->vars->fields[i].name,
				    .value = template->vars->fields[i].value,
				    .scope = scope};
	scope->params = params;
	scope->param_count = (guint)count;
}

// Boxes each of which is a part to be kept.
static Block *build_parts(Builder *builder, const Value *boxes, const Scope *scope, Span span)
{
	builder->at_top = true;
	Block *stack = build_stack_of(builder, boxes, scope, span);
	builder->at_top = false;
	return stack;
}

static Block *build_section(Builder *builder, const Value *section, int index, int count, const Scope *up)
{
	static const SectionFacts unknown = {.page = 0};
	const Template *template = find_template(builder, section);
	if (!template)
		return NULL;
	Scope *scope = arena_new0(builder->arena, Scope);
	const GArray *facts = builder->binder.facts->sections;
	*scope = (Scope){.up = up, .item = section, .is_section = true, .index = index + 1, .count = count};
	scope->section = (guint)index < facts->len ? &g_array_index(facts, SectionFacts, index) : &unknown;
	bind_vars(builder, template, scope);
	guint64 path = builder->path;
	builder->path = memory_mix(memory_mix(path, (guint64)index), (guintptr) template);
	Block *block = build_parts(builder, template->body, scope, section->span);
	builder->path = path;
	block->role = "sect";
	block->section = index;
	block->flows = true;
	return block;
}

static Block *build_sections(Builder *builder, const Box *box)
{
	const Value *sections = value_get(builder->input->issue, "sections");
	Block *stack = block_new(builder, BLOCK_STACK, box->span);
	memory_forbid(builder);
	for (size_t i = 0; sections && i < sections->length; i++) {
		Block *section =
		    build_section(builder, sections->items[i], (int)i, (int)sections->length, box->scope);
		block_add(builder, stack, section);
	}
	return stack;
}

// --- all kinds ---

static const struct {
	const char *kind;
	Block *(*build)(Builder *builder, const Box *box);
	bool siblings; // attributes stand beside the kind's key
} box_kinds[] = {
    {"text", build_text, false},        {"stack", build_stack, false}, {"row", build_row, false},
    {"columns", build_columns, false},  {"grid", build_grid, false},   {"panel", build_panel, false},
    {"image", build_image, false},      {"rule", build_shape, false},  {"shape", build_shape, false},
    {"qr", build_shape, false},         {"each", build_each, true},    {"use", build_use, true},
    {"sections", build_sections, true},
};

static int find_box_kind(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(box_kinds); i++)
		if (strcmp(box_kinds[i].kind, name) == 0)
			return (int)i;
	return -1;
}

// Whether a box belongs to a group that is left out to save room.
static bool is_left_out(const Builder *builder, const Value *attributes)
{
	const char *group = value_get_text(attributes, "optional");
	const FitRules *fit = &builder->input->layout->fit;
	for (guint i = 0; group && i < builder->left_out && i < fit->optional_count; i++)
		if (g_strcmp0(fit->optional[i], group) == 0)
			return true;
	return false;
}

// Where in its node, a map, the kind of a box stands; -1 where it has none.
static int find_kind_field(const Value *node)
{
	for (size_t i = 0; i < node->length && node->kind == VALUE_MAP; i++)
		if (find_box_kind(node->fields[i].name) >= 0)
			return (int)i;
	return -1;
}

static Block *make_box(Builder *builder, const Scope *scope, void *data)
{
	const Value *node = data;
	int field = find_kind_field(node);
	if (field < 0)
		return NULL;
	int kind = find_box_kind(node->fields[field].name);
	Box box = {
	    .kind = box_kinds[kind].kind, .node = node, .main = node->fields[field].value, .scope = scope};
	box.attributes = box_kinds[kind].siblings ? node : box.main;
	box.span = node->fields[field].name_span;
	if (is_left_out(builder, box.attributes) ||
	    !bind_condition(&builder->binder, scope, value_get(box.attributes, "when")))
		return NULL;
	Block *block = box_kinds[kind].build(builder, &box);
	if (block)
		set_common(builder, &box, block);
	// A picture with its caption comes as a stack: the measures were the picture's own.
	if (block && block->kind == BLOCK_STACK && box_kinds[kind].build == build_image)
		block->height.set = block->width.set = false;
	return block;
}

static void build_box(Builder *builder, const Value *node, const Scope *scope, Block *parent)
{
	guint64 path = builder->path;
	bool is_part = builder->at_top;
	builder->path = memory_mix(path, (guintptr)node);
	builder->at_top = false;
	Block *block = is_part ? memory_build(builder, builder->path, scope, make_box, (void *)node)
			       : make_box(builder, scope, (void *)node);
	builder->path = path;
	builder->at_top = is_part;
	block_add(builder, parent, block);
}

void build_boxes(Builder *builder, const Value *boxes, const Scope *scope, Block *parent)
{
	boxes = bind_boxes(&builder->binder, scope, boxes, &scope);
	if (value_is_present(boxes) && boxes->kind != VALUE_LIST)
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.boxes", boxes->span,
			  g_strdup(_("this is not a list of boxes")),
			  g_strdup(_("write each box on a line of its own, after a dash")));
	for (size_t i = 0; boxes && boxes->kind == VALUE_LIST && i < boxes->length; i++)
		build_box(builder, boxes->items[i], scope, parent);
}

static Scope *issue_scope(Builder *builder, int page)
{
	Scope *scope = arena_new0(builder->arena, Scope);
	*scope = (Scope){.item = builder->input->issue, .is_issue = true, .page = page};
	return scope;
}

// What is kept is never placed itself.
static Block *to_be_placed(const Builder *builder, Block *stack)
{
	return builder->memory ? memory_copy_blocks(builder->input->arena, stack) : stack;
}

Block *build_document(Builder *builder, const Facts *facts)
{
	bind_facts(&builder->binder, facts);
	Block *document = build_parts(builder, builder->input->layout->body, issue_scope(builder, 0),
				      builder->input->issue->span);
	document->flows = true;
	return to_be_placed(builder, document);
}

Block *build_furniture(Builder *builder, const Facts *facts, const Value *boxes, int page)
{
	if (builder->binder.facts != facts)
		bind_facts(&builder->binder, facts);
	guint64 path = builder->path;
	builder->path = memory_mix(path, (guint64)page);
	Block *stack =
	    build_parts(builder, boxes, issue_scope(builder, page), builder->input->layout->body->span);
	builder->path = path;
	stack->furniture = true;
	stack->role = "artifact"; // running heads and folios only repeat what is said elsewhere
	return to_be_placed(builder, stack);
}
