// Text boxes: paragraphs become blocks.
#include "flow/abbreviations.h"
#include "flow/gather.h"

// --- blocks ---

static const char *plain_text(Arena *arena, const Para *para)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < para->runs->len; i++)
		g_string_append(text, g_array_index(para->runs, TextRun, i).text);
	g_strdelimit(text->str, "\n", ' ');
	return arena_strdup(arena, text->str);
}

static bool is_heading(const char *role)
{
	return role && role[0] == 'h' && g_ascii_isdigit(role[1]);
}

// What a text shows: the first words that come from the issue, or the first of all.
static Span shown_span(const Gather *gather, const TextRun *runs, guint count)
{
	const Source *issue = gather->builder->input->issue->span.source;
	for (guint i = 0; i < count; i++)
		if (runs[i].span.source == issue)
			return runs[i].span;
	return count ? runs[0].span : gather->box->span;
}

Block *gather_block(Gather *gather, const Para *para, const Style *style)
{
	Builder *builder = gather->builder;
	Block *block = block_new(builder, BLOCK_TEXT, gather->box->span);
	const Value *abbreviations = bind_issue_field(&builder->binder, gather->box->scope, "abbreviations");
	const TextRun *runs = (const TextRun *)(void *)para->runs->data;
	g_autoptr(GArray) split =
	    abbreviations_split(builder->input->arena, abbreviations, runs, para->runs->len);
	guint count = split ? split->len : para->runs->len;
	runs = split ? (const TextRun *)(void *)split->data : runs;
	block->value_span = shown_span(gather, runs, count);
	block->text.paragraph = paragraph_get(builder->input->text, runs, count, style);
	block->text.style = style;
	block->grid = style->grid;
	if (is_heading(style->role))
		block->title = plain_text(builder->arena, para);
	block->role = style->role ? style->role : "p";
	block->before = (Measure){.set = style->before > 0, .dial = -1, .len = style->before};
	block->after = (Measure){.set = style->after > 0, .dial = -1, .len = style->after};
	return block;
}

// Each run scaled from the style it has in `original`.
static void scale_runs(Builder *builder, Para *para, const GArray *original, double scale)
{
	for (guint i = 0; i < para->runs->len; i++)
		g_array_index(para->runs, TextRun, i).style =
		    style_scaled(builder, g_array_index(original, TextRun, i).style, scale);
}

static bool fits_in(const TextLines *lines, Len fit, int most)
{
	return lines->width <= fit && !lines->overset && (most <= 0 || lines->count <= (guint)most);
}

// How a text is scaled down to a width.
typedef struct Fitting {
	Gather *gather;
	Para *para;
	GArray *original; // its runs as they were
	const Style *style;
	Len width;
	int most; // lines; 0: any number
	Block *block;
} Fitting;

// The text some steps smaller; whether it fits.
static bool fit_in_steps(Fitting *fitting, int steps)
{
	const double step = 0.975;
	double scale = 1;
	for (int i = 0; i < steps; i++)
		scale *= step;
	Builder *builder = fitting->gather->builder;
	const Style *style = steps ? style_scaled(builder, fitting->style, scale) : fitting->style;
	if (steps)
		scale_runs(builder, fitting->para, fitting->original, scale);
	fitting->block = gather_block(fitting->gather, fitting->para, style);
	return fits_in(paragraph_break(fitting->block->text.paragraph, fitting->width), fitting->width,
		       fitting->most);
}

Block *gather_fitted_block(Gather *gather, Para *para, const Style *style, Len width)
{
	enum { STEPS = 60 };
	g_autoptr(GArray) original = g_array_copy(para->runs);
	Fitting fitting = {gather, para, original, style, width, 0, NULL};
	// Breaking lines says so, of whichever text is the first.
	if (gather->builder->memory && text_engine_lacks_patterns(gather->builder->input->text))
		memory_forbid(gather->builder);
	value_as_int(box_get(gather->builder, gather->box, "lines"), &fitting.most);
	if (fit_in_steps(&fitting, 0))
		return fitting.block;
	int low = 1, high = STEPS;
	while (low < high) {
		int middle = (low + high) / 2;
		if (fit_in_steps(&fitting, middle))
			high = middle;
		else
			low = middle + 1;
	}
	fit_in_steps(&fitting, low);
	return fitting.block;
}

// --- the box ---

// A text scaled down has its dot scaled with it.
static const LetterDot *build_dot(Builder *builder, const Box *box, double scale)
{
	const Value *map = box_get(builder, box, "dot");
	const char *letter = value_get_text(map, "letter");
	if (!letter || !*letter)
		return NULL;
	Box dot_box = {.node = map, .main = map, .attributes = map, .scope = box->scope, .span = map->span};
	LetterDot *dot = arena_new0(builder->arena, LetterDot);
	dot->letter = g_utf8_get_char(letter);
	dot->radius = (Len)(box_length(builder, &dot_box, "radius", 0) * scale);
	dot->thickness = (Len)(box_length(builder, &dot_box, "stroke-width", 0) * scale);
	dot->color = box_ink(builder, &dot_box, "color");
	dot->stroke = box_ink(builder, &dot_box, "stroke");
	value_as_number(box_get(builder, &dot_box, "rise"), &dot->rise);
	dot->anchor = box_text(builder, &dot_box, "anchor");
	const Value *otherwise = value_get(map, "else");
	dot->has_else = otherwise != NULL;
	Box else_box = {.attributes = otherwise, .scope = box->scope};
	dot->else_x = box_length(builder, &else_box, "x", 0);
	dot->else_y = box_length(builder, &else_box, "y", 0);
	return dot;
}

static const Para *first_para(const Gather *gather)
{
	guint i = 0;
	while (i + 1 < gather->paras->len && para_is_blank(g_ptr_array_index(gather->paras, i)))
		i++;
	return g_ptr_array_index(gather->paras, i);
}

static void set_text_options(Gather *gather, Block *block)
{
	Builder *builder = gather->builder;
	const Value *entry = value_get(gather->box->attributes, "entry");
	static const char *const edges[] = {"ink", NULL};
	block->text.flush_ink = box_word(builder, gather->box, "flush", edges) == 0;
	block->text.dot =
	    build_dot(builder, gather->box, (double)block->text.style->size / gather->style->size);
	if (!box_get(builder, gather->box, "fit"))
		value_as_int(box_get(builder, gather->box, "lines"), &block->text.most_lines);
	const Value *color = bind_attribute(&builder->binder, gather->box->scope, value_get(entry, "color"));
	block->is_entry = entry != NULL;
	block->entry_color = arena_strdup(builder->arena, value_text(color));
	if (!block->title && (entry || is_heading(box_text(builder, gather->box, "role"))))
		block->title = plain_text(builder->arena, first_para(gather));
}

Block *build_text(Builder *builder, const Box *box)
{
	const Style *style = style_of(builder, box_get(builder, box, "style"));
	const Value *named = value_get(box->attributes, "style");
	if (!style && !named) {
		Value body = {.kind = VALUE_SCALAR, .text = "body", .span = box->span};
		style = style_of(builder, &body);
	}
	if (!style)
		return NULL;
	style = style_variant(builder, style, box_ink(builder, box, "color"),
			      style_align(builder, box_get(builder, box, "align")));
	g_autoptr(GPtrArray) paras = g_ptr_array_new_with_free_func(para_free);
	Gather gather = {.builder = builder, .box = box, .style = style, .paras = paras};
	gather.blocks = box_bool(builder, box, "blocks");
	gather_all(&gather);
	const Value *lead = box_get(builder, box, "lead");
	const Para *lead_para = lead ? gather_split_lead(&gather, lead) : NULL;
	Block *stack = gather_stack(&gather, lead_para);
	if (stack->count == 0)
		return NULL;
	if (stack->count > 1 || stack->children[0]->kind != BLOCK_TEXT)
		return stack;
	Block *block = stack->children[0];
	block->parent = NULL;
	set_text_options(&gather, block);
	return block;
}
