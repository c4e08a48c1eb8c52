#include "flow/build.h"

#include <string.h>

#include "base/intl.h"

Builder *builder_new(const FlowInput *input)
{
	Builder *builder = g_new0(Builder, 1);
	builder->input = input;
	builder->arena = input->arena;
	builder->binder = (Binder){.arena = input->arena, .diags = input->diags, .words = input->words};
	builder->memory = input->memory;
	builder->styles = input->memory ? g_hash_table_ref(memory_styles(input->memory))
					: g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	builder->pictures = g_hash_table_new(file_place_hash, file_place_equal);
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
	builder->boxes++;
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

// --- components ---

static bool is_in_use(const Builder *builder, const Component *component)
{
	for (int i = 0; i < builder->depth; i++)
		if (builder->in_use[i] == component)
			return true;
	return false;
}

static bool may_use(Builder *builder, const Component *component, Span span)
{
	DiagList *diags = builder->input->diags;
	if (is_in_use(builder, component)) {
		diag_take(diags, SEVERITY_ERROR, "layout.use-loop", span,
			  g_strdup_printf(_("the component “%s” uses itself"), component->name),
			  g_strdup(_("remove the `use` that leads back to it")));
		return false;
	}
	if (builder->depth < COMPONENT_DEPTH_MAX)
		return true;
	diag_take(diags, SEVERITY_ERROR, "layout.use-depth", span,
		  g_strdup_printf(_("components use each other more than %d deep"), COMPONENT_DEPTH_MAX),
		  g_strdup(_("put the boxes of some in the place of their `use`")));
	return false;
}

Block *build_component(Builder *builder, const Component *component, const Scope *scope, Span span)
{
	if (!may_use(builder, component, span))
		return NULL;
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
	builder->section = template->kind;
	Block *block = build_parts(builder, template->body, scope, section->span);
	builder->section = NULL;
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
	bool holds;    // others, in the place it has on the page
} box_kinds[] = {
    {"text", build_text, false, false},        {"stack", build_stack, false, true},
    {"row", build_row, false, true},           {"columns", build_columns, false, true},
    {"grid", build_grid, false, true},         {"panel", build_panel, false, true},
    {"image", build_image, false, false},      {"rule", build_shape, false, false},
    {"shape", build_shape, false, false},      {"qr", build_shape, false, false},
    {"each", build_each, true, false},         {"use", build_use, true, false},
    {"sections", build_sections, true, false},
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

// Where boxes inside one are looked for.
static const char *owner_of(const Builder *builder)
{
	return builder->depth ? builder->in_use[builder->depth - 1]->name : builder->section;
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
	if (block) {
		block->holder = box_kinds[kind].holds ? box.kind : NULL;
		block->owner = owner_of(builder);
		box_set_common(builder, &box, block);
	}
	// A picture with its caption comes as a stack: the measures were the picture's own.
	if (block && block->kind == BLOCK_STACK && box_kinds[kind].build == build_image)
		block->height.set = block->width.set = false;
	// cppcheck-suppress returnDanglingLifetime ; no block keeps its box
	return block;
}

bool builder_is_full(const Builder *builder)
{
	if (builder->boxes < BOXES_MAX)
		return false;
	diag_take(builder->input->diags, SEVERITY_ERROR, "layout.too-many-boxes", builder->input->issue->span,
		  g_strdup_printf(_("the pages would be made of more than %d boxes"), BOXES_MAX),
		  g_strdup(_("divide the issue; or look for lists set inside lists in the layout")));
	return true;
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
	for (size_t i = 0;
	     boxes && boxes->kind == VALUE_LIST && i < boxes->length && !builder_is_full(builder); i++)
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
	builder->boxes = 0;
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
