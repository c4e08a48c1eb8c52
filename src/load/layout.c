#include "load/layout.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/intl.h"
#include "load/load.h"
#include "load/styles.h"
#include "model/length.h"

static const char layout_suffix[] = ".yaml";

enum { EXTENDS_MAX = 8 }; // how many layouts may extend each other

// What a layout is read with.
typedef struct Reading {
	Arena *arena;
	DiagList *diags;
	GPtrArray *files;
	const char *shipped;
	const char *chain[EXTENDS_MAX];
	int depth;
} Reading;

static Value *merge(Arena *arena, Value *base, Value *over);

// Index of a field in `fields`, or -1.
static int find_field(const Field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return (int)i;
	return -1;
}

// Maps field by field, what `over` says last; anything else is replaced.
static Value *merge(Arena *arena, Value *base, Value *over)
{
	if (!base || !over || base->kind != VALUE_MAP || over->kind != VALUE_MAP)
		return over ? over : base;
	Value *result = arena_alloc(arena, sizeof *result);
	*result = *over;
	result->fields = arena_array(arena, Field, base->length + over->length);
	result->length = base->length;
	if (base->length)
		memcpy(result->fields, base->fields, base->length * sizeof(Field));
	for (size_t i = 0; i < over->length; i++) {
		const Field *field = &over->fields[i];
		int at = find_field(result->fields, result->length, field->name);
		if (at < 0) {
			result->fields[result->length++] = *field;
			continue;
		}
		result->fields[at].name_span = field->name_span;
		result->fields[at].value = merge(arena, result->fields[at].value, field->value);
	}
	return result;
}

static bool chain_holds(const Reading *reading, const char *path)
{
	g_autofree char *sought = g_canonicalize_filename(path, NULL);
	for (int i = 0; i < reading->depth; i++) {
		g_autofree char *held = g_canonicalize_filename(reading->chain[i], NULL);
		if (strcmp(held, sought) == 0)
			return true;
	}
	return false;
}

static Value *read_chain(Reading *reading, const FilePlace *place);

// Whether there is a layout that may be read; why it may not is said when it is.
static bool is_there(const Reading *reading, const FilePlace *place, const Value *extends)
{
	int file = file_open(place), error = file < 0 ? errno : 0;
	if (file >= 0)
		g_close(file, NULL);
	if (error == EXDEV)
		diag_take(reading->diags, SEVERITY_ERROR, "layout.outside", extends->span,
			  g_strdup_printf(_("the layout “%s” is outside the issue's folder"), extends->text),
			  g_strdup(_("copy it below that folder, or name the layout with --layout")));
	else if (error == ENOENT || error == ENOTDIR || error == ENOTSUP)
		diag_take(reading->diags, SEVERITY_ERROR, "layout.extends-missing", extends->span,
			  g_strdup_printf(_("there is no layout “%s”"), extends->text),
			  g_strdup(_("give a path relative to this file, or the name of a layout that comes "
				     "with the program")));
	else
		return true;
	g_ptr_array_add(reading->files, g_strdup(place->path));
	return false;
}

// A layout that came with the program, by its name with or without ending; NULL where it is none.
static const char *find_shipped(const Reading *reading, const char *name)
{
	bool ended = g_str_has_suffix(name, layout_suffix);
	g_autofree char *file = g_strconcat(name, ended ? "" : layout_suffix, NULL);
	if (!reading->shipped || strchr(name, '/'))
		return NULL;
	g_autofree char *path = g_build_filename(reading->shipped, file, NULL);
	bool found = g_file_test(path, G_FILE_TEST_IS_REGULAR) && !chain_holds(reading, path);
	return found ? arena_strdup(reading->arena, path) : NULL;
}

// What a layout extends: a file named from its folder goes before one of the program's, unless that is
// itself.
static FilePlace find_base(const Reading *reading, const FilePlace *place, const char *name)
{
	g_autofree char *folder = g_path_get_dirname(place->path);
	g_autofree char *joined = g_path_is_absolute(name) ? NULL : g_build_filename(folder, name, NULL);
	const char *path = arena_strdup(reading->arena, joined ? joined : name);
	bool beside = g_file_test(path, G_FILE_TEST_EXISTS) && !chain_holds(reading, path);
	const char *shipped = beside ? NULL : find_shipped(reading, name);
	return shipped ? (FilePlace){.path = shipped} : (FilePlace){path, place->below};
}

static Value *read_base(Reading *reading, const FilePlace *place, const Value *extends)
{
	FilePlace base = find_base(reading, place, extends->text);
	if (chain_holds(reading, base.path)) {
		diag_take(reading->diags, SEVERITY_ERROR, "layout.extends-loop", extends->span,
			  g_strdup_printf(_("“%s” extends itself"), extends->text),
			  g_strdup(_("remove one of the `extends` lines")));
		return NULL;
	}
	if (reading->depth == EXTENDS_MAX) {
		diag_take(reading->diags, SEVERITY_ERROR, "layout.extends-depth", extends->span,
			  g_strdup_printf(_("more than %d layouts extend each other"), EXTENDS_MAX),
			  g_strdup(_("merge some of them")));
		return NULL;
	}
	return is_there(reading, &base, extends) ? read_chain(reading, &base) : NULL;
}

static Value *read_chain(Reading *reading, const FilePlace *place)
{
	reading->chain[reading->depth++] = place->path;
	g_ptr_array_add(reading->files, g_strdup(place->path));
	Value *value = load_yaml_file(reading->arena, reading->diags, place, place->path);
	if (!value || !load_validate_layout(reading->diags, value))
		return NULL;
	const Value *extends = value_get(value, "extends");
	if (!extends)
		return value;
	Value *base = read_base(reading, place, extends);
	return base ? merge(reading->arena, base, value) : NULL;
}

// --- page and grid ---

static const struct {
	const char *name;
	double width_mm, height_mm;
} page_sizes[] = {
    {"A3", 297, 420},
    {"A4", 210, 297},
    {"A5", 148, 210},
    {"Letter", 215.9, 279.4},
};

static void set_length(const LayoutCompiler *compiler, const Value *map, const char *name, Len *length)
{
	const Value *value = value_get(map, name);
	if (value)
		compile_length(compiler, value, length);
}

static void compile_page_size(const LayoutCompiler *compiler, const Value *size)
{
	Layout *layout = compiler->layout;
	if (size && size->kind == VALUE_LIST && size->length == 2) {
		compile_length(compiler, size->items[0], &layout->width);
		compile_length(compiler, size->items[1], &layout->height);
		return;
	}
	const char *name = value_text(size);
	for (size_t i = 0; i < G_N_ELEMENTS(page_sizes); i++)
		if (!name || strcmp(page_sizes[i].name, name) == 0) {
			size_t found = name ? i : 1;
			layout->width = len_from_mm(page_sizes[found].width_mm);
			layout->height = len_from_mm(page_sizes[found].height_mm);
			return;
		}
	diag_take(compiler->diags, SEVERITY_ERROR, "layout.page-size", size->span,
		  g_strdup_printf(_("“%s” is not a page size"), name),
		  g_strdup(_("use A3, A4, A5, Letter or [width, height]")));
}

static void compile_margins(const LayoutCompiler *compiler, const Value *map, Margins *margins)
{
	set_length(compiler, map, "top", &margins->top);
	set_length(compiler, map, "bottom", &margins->bottom);
	set_length(compiler, map, "inside", &margins->inside);
	set_length(compiler, map, "outside", &margins->outside);
}

static bool leaves_room(const Layout *layout, const Margins *margins)
{
	Len width = layout->width - margins->inside - margins->outside;
	Len height = layout->height - margins->top - margins->bottom;
	return width >= layout->baseline && height >= 2 * layout->baseline;
}

static void check_room(const LayoutCompiler *compiler, Span span)
{
	const Layout *layout = compiler->layout;
	if (!leaves_room(layout, &layout->margins) || !leaves_room(layout, &layout->first_margins))
		diag_take(compiler->diags, SEVERITY_ERROR, "layout.margins", span,
			  g_strdup(_("the margins leave no room for text")),
			  g_strdup(_("make the page larger or its margins smaller")));
	else if (layout->margins.inside + layout->margins.outside !=
		 layout->first_margins.inside + layout->first_margins.outside)
		diag_take(compiler->diags, SEVERITY_ERROR, "layout.first-width", span,
			  g_strdup(_("the text of the first page is not as wide as that of the others")),
			  g_strdup(_("let `inside` and `outside` come to the same on all pages")));
}

static void check_grid(const LayoutCompiler *compiler, const Value *baseline)
{
	if (compiler->layout->baseline > 0 || !baseline)
		return;
	diag_take(compiler->diags, SEVERITY_ERROR, "layout.baseline", baseline->span,
		  g_strdup(_("the lines of the grid have no height")),
		  g_strdup(_("give `baseline` a length above 0, such as 13pt")));
	compiler->layout->baseline = LEN_PT; // for what is still to be checked
}

static void compile_page(const LayoutCompiler *compiler, const Value *root)
{
	Layout *layout = compiler->layout;
	const Value *page = value_get(root, "page"), *grid = value_get(root, "grid");
	layout->baseline = len_from_pt(13);
	set_length(compiler, grid, "baseline", &layout->baseline);
	layout->ascent = (Len)((int64_t)layout->baseline * 3 / 4);
	set_length(compiler, grid, "ascent", &layout->ascent);
	layout->gutter = layout->baseline;
	set_length(compiler, grid, "gutter", &layout->gutter);
	layout->columns = 2;
	value_as_int(value_get(grid, "columns"), &layout->columns);
	compile_page_size(compiler, value_get(page, "size"));
	set_length(compiler, page, "bleed", &layout->bleed);
	value_as_bool(value_get(page, "facing"), &layout->facing);
	Len margin = len_from_mm(20);
	layout->margins = (Margins){margin, margin, margin, margin};
	compile_margins(compiler, value_get(page, "margins"), &layout->margins);
	layout->first_margins = layout->margins;
	compile_margins(compiler, value_at_path(page, "first.margins"), &layout->first_margins);
	check_grid(compiler, value_get(grid, "baseline"));
	check_room(compiler, page ? page->span : root->span);
}

// --- dials, components, templates ---

static DialScope compile_scope(const char *name)
{
	if (name && strcmp(name, "column") == 0)
		return DIAL_COLUMN;
	return name && strcmp(name, "both") == 0 ? DIAL_BOTH : DIAL_PAGE;
}

static void compile_dials(const LayoutCompiler *compiler, const Value *dials)
{
	for (size_t i = 0; dials && i < dials->length; i++) {
		const Value *value = dials->fields[i].value;
		Dial *dial = arena_new0(compiler->arena, Dial);
		dial->name = dials->fields[i].name;
		dial->step = compiler->layout->baseline / 2;
		set_length(compiler, value, "usual", &dial->usual);
		dial->least = dial->most = dial->usual;
		set_length(compiler, value, "least", &dial->least);
		set_length(compiler, value, "most", &dial->most);
		set_length(compiler, value, "step", &dial->step);
		dial->scope = compile_scope(value_get_text(value, "scope"));
		if (dial->least > dial->usual || dial->usual > dial->most || dial->step <= 0)
			diag_take(compiler->diags, SEVERITY_ERROR, "layout.dial", value->span,
				  g_strdup_printf(
				      _("the dial “%s” does not go from `least` over `usual` to `most`"),
				      dial->name),
				  g_strdup(_("give least ≤ usual ≤ most and a step above 0")));
		g_ptr_array_add(compiler->layout->dials, dial);
	}
}

static void compile_components(const LayoutCompiler *compiler, const Value *components)
{
	for (size_t i = 0; components && i < components->length; i++) {
		const Field *field = &components->fields[i];
		Component *component = arena_new0(compiler->arena, Component);
		component->name = field->name;
		component->params = value_get(field->value, "params");
		component->body = value_get(field->value, "body");
		g_hash_table_insert(compiler->layout->components, (void *)field->name, component);
	}
}

static void compile_templates(const LayoutCompiler *compiler, const Value *sections)
{
	for (size_t i = 0; sections && i < sections->length; i++) {
		const Field *field = &sections->fields[i];
		Template *template = arena_new0(compiler->arena, Template);
		template->kind = field->name;
		template->vars = value_get(field->value, "vars");
		template->body = value_get(field->value, "body");
		if (strcmp(field->name, "default") == 0)
			compiler->layout->fallback = template;
		else
			g_hash_table_insert(compiler->layout->templates, (void *)field->name, template);
	}
}

static void compile_furniture(const LayoutCompiler *compiler, const Value *furniture)
{
	Layout *layout = compiler->layout;
	layout->furniture_all = value_get(furniture, "all");
	layout->furniture_first = value_get(furniture, "first");
	layout->furniture_left = value_get(furniture, "left");
	layout->furniture_right = value_get(furniture, "right");
	layout->furniture_last = value_get(furniture, "last");
}

// --- filling a number of pages ---

static FitRange compile_range(const Value *map)
{
	FitRange range = {.least = 1, .most = 1, .step = 0.01};
	value_as_number(value_get(map, "least"), &range.least);
	value_as_number(value_get(map, "most"), &range.most);
	value_as_number(value_get(map, "step"), &range.step);
	return range;
}

static void compile_fit(const LayoutCompiler *compiler, const Value *map)
{
	FitRules *fit = &compiler->layout->fit;
	value_as_int(value_get(map, "pages"), &fit->pages);
	value_as_int(value_get(map, "multiple"), &fit->multiple);
	value_as_int(value_get(map, "sheet"), &fit->sheet);
	fit->text = compile_range(value_get(map, "text"));
	fit->grid = compile_range(value_get(map, "grid"));
	const Value *optional = value_get(map, "optional");
	size_t count = optional && optional->kind == VALUE_LIST ? optional->length : 0;
	const char **names = arena_array(compiler->arena, const char *, MAX(count, 1));
	for (size_t i = 0; i < count; i++)
		names[i] = optional->items[i]->text;
	fit->optional = names;
	fit->optional_count = (unsigned)count;
}

static const char *const page_costs[PAGE_COSTS] = {
    [PAGE_COST_PAGE] = "page",   [PAGE_COST_SHORT] = "short",   [PAGE_COST_SPLIT] = "split",
    [PAGE_COST_TIGHT] = "tight", [PAGE_COST_HYPHEN] = "hyphen", [PAGE_COST_LOOSE] = "loose",
};

static void compile_costs(const LayoutCompiler *compiler, const Value *map)
{
	for (int i = 0; i < PAGE_COSTS; i++) {
		compiler->layout->costs[i] = 1;
		value_as_number(value_get(map, page_costs[i]), &compiler->layout->costs[i]);
	}
}

// --- for the press ---

// A file beside the layout file that names it.
static const char *beside(Arena *arena, const Value *name)
{
	g_autofree char *folder = g_path_get_dirname(name->span.source->name);
	g_autofree char *path = g_build_filename(folder, name->text, NULL);
	return arena_strdup(arena, g_path_is_absolute(name->text) ? name->text : path);
}

static void compile_press(const LayoutCompiler *compiler, const Value *map)
{
	PressRules *press = &compiler->layout->press;
	const Value *profile = value_get(map, "profile");
	press->condition = value_get_text(map, "condition");
	press->paper = len_from_mm(0.1);
	set_length(compiler, map, "paper", &press->paper);
	value_as_number(value_get(map, "ink"), &press->ink);
	if (!profile)
		return;
	press->profile = beside(compiler->arena, profile);
	press->profile_span = profile->span;
}

static Layout *layout_new(Arena *arena, const LayoutFile *file)
{
	Layout *layout = arena_new0(arena, Layout);
	g_autofree char *folder = g_path_get_dirname(file->place.path);
	layout->folder = arena_strdup(arena, folder);
	layout->below = arena_strdup(arena, file->place.below);
	layout->shipped = arena_strdup(arena, file->shipped);
	layout->inks = g_hash_table_new(g_str_hash, g_str_equal);
	layout->styles = g_hash_table_new(g_str_hash, g_str_equal);
	layout->dials = g_ptr_array_new();
	layout->components = g_hash_table_new(g_str_hash, g_str_equal);
	layout->templates = g_hash_table_new(g_str_hash, g_str_equal);
	return layout;
}

void layout_free_tables(Layout *layout)
{
	if (!layout)
		return;
	g_hash_table_unref(layout->inks);
	g_hash_table_unref(layout->styles);
	g_ptr_array_unref(layout->dials);
	g_hash_table_unref(layout->components);
	g_hash_table_unref(layout->templates);
}

Layout *load_layout(Arena *arena, DiagList *diags, const LayoutFile *file, GPtrArray *files)
{
	Reading reading = {.arena = arena, .diags = diags, .files = files, .shipped = file->shipped};
	guint errors = diag_list_count(diags, SEVERITY_ERROR);
	FilePlace place = {arena_strdup(arena, file->place.path), arena_strdup(arena, file->place.below)};
	Value *root = read_chain(&reading, &place);
	if (!root)
		return NULL;
	Layout *layout = layout_new(arena, file);
	LayoutCompiler compiler = {.arena = arena, .diags = diags, .layout = layout};
	layout->source = root->span.source;
	compile_page(&compiler, root);
	compile_palette(&compiler, value_get(root, "palette"));
	compile_styles(&compiler, value_get(root, "styles"));
	compile_fit(&compiler, value_get(root, "fit"));
	compile_costs(&compiler, value_get(root, "costs"));
	compile_dials(&compiler, value_get(root, "dials"));
	compile_components(&compiler, value_get(root, "components"));
	compile_templates(&compiler, value_get(root, "sections"));
	compile_furniture(&compiler, value_get(root, "furniture"));
	compile_press(&compiler, value_get(root, "press"));
	layout->body = value_get(root, "body");
	layout->required = value_get(root, "requires");
	if (!layout->body)
		diag_take(diags, SEVERITY_ERROR, "layout.no-body", (Span){.source = layout->source},
			  g_strdup_printf(_("the layout “%s” has no `body`"), file->name),
			  g_strdup(_("add `body: [{sections: all}]`, or `extends` a layout that has one")));
	if (diag_list_count(diags, SEVERITY_ERROR) == errors)
		return layout;
	layout_free_tables(layout);
	return NULL;
}
