// Text boxes: bound values become paragraphs of runs.
#include <string.h>

#include "flow/abbreviations.h"
#include "flow/build.h"

// A paragraph being gathered.
typedef struct Para {
	MarkBlockKind kind;
	int level, number, group;
	GArray *runs; // TextRun
} Para;

// A text box being gathered.
typedef struct Gather {
	Builder *builder;
	const Box *box;
	const Style *style;
	bool blocks;      // paragraphs, lists and quotes are taken
	GPtrArray *paras; // Para *
} Gather;

static void para_free(void *data)
{
	Para *para = data;
	g_array_unref(para->runs);
	g_free(para);
}

static Para *add_para(Gather *gather, const MarkBlock *block)
{
	Para *para = g_new0(Para, 1);
	para->runs = g_array_new(FALSE, TRUE, sizeof(TextRun));
	if (block) {
		para->kind = block->kind;
		para->level = block->level;
		para->number = block->number;
		para->group = block->group;
	}
	g_ptr_array_add(gather->paras, para);
	return para;
}

static Para *current_para(Gather *gather)
{
	guint count = gather->paras->len;
	return count ? g_ptr_array_index(gather->paras, count - 1) : add_para(gather, NULL);
}

// --- style variants ---

// Pages keep the styles of their text: those of blocks that are kept live as long as what keeps them.
static Style *new_styles(const Builder *builder)
{
	Arena *arena = builder->memory ? memory_arena(builder->memory) : builder->arena;
	return arena_array(arena, Style, STYLE_MARKS);
}

// A style with another ink or alignment, marks included; the same one each time it is asked for.
static const Style *style_variant(Builder *builder, const Style *style, const Ink *color, int align)
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

// A style, or a mark of one, in another size.
static const Style *style_scaled(Builder *builder, const Style *style, double scale)
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

static int align_of(const Builder *builder, const Value *value)
{
	static const char *const words[] = {"left", "right", "center", "justify", NULL};
	static const Align aligns[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_JUSTIFY};
	int word = word_of(builder, value, words);
	return word < 0 ? -1 : (int)aligns[word];
}

// --- runs ---

// How a part of a text box is set.
typedef struct PartLook {
	const Style *style;
	const char *href;
	const char *lang; // of a foreign phrase, or NULL
	bool unbreakable, verbatim;
} PartLook;

static const Style *mark_style(const Style *style, MarkFlags flags)
{
	int bits = (flags & MARK_STRONG ? STYLE_STRONG : 0) | (flags & MARK_EM ? STYLE_EM : 0) |
		   (flags & MARK_LINK ? STYLE_LINK : 0);
	return style->marks[bits];
}

static void add_run(Para *para, const PartLook *look, const char *text, Span span)
{
	TextRun run = {.text = text,
		       .style = look->style,
		       .href = look->href,
		       .lang = look->lang,
		       .verbatim = look->verbatim,
		       .unbreakable = look->unbreakable,
		       .span = span};
	g_array_append_val(para->runs, run);
}

static void add_mark_run(Para *para, const PartLook *look, const MarkRun *mark)
{
	PartLook marked = *look;
	marked.style = mark_style(look->style, mark->flags);
	marked.lang = mark->lang;
	if (mark->flags & MARK_LINK)
		marked.href = mark->href;
	add_run(para, &marked, mark->flags & MARK_BREAK ? "\n" : mark->text, mark->span);
}

static void add_blocks(Gather *gather, const PartLook *look, const MarkBlock *blocks, guint count)
{
	for (guint b = 0; b < count; b++) {
		bool joins = b == 0 && blocks[b].kind == MARK_PARAGRAPH;
		Para *para = joins ? current_para(gather) : add_para(gather, &blocks[b]);
		for (guint r = 0; r < blocks[b].run_count; r++)
			add_mark_run(para, look, &blocks[b].runs[r]);
	}
}

static const MarkText *parse_value(Gather *gather, const Value *value)
{
	// One value may be shown by several boxes and passes, and is parsed once for each mode.
	GHashTable *texts = gather->builder->texts[gather->blocks];
	MarkText *text = g_hash_table_lookup(texts, value);
	if (!text) {
		text = markdown_parse(gather->builder->input->arena, gather->builder->input->diags, value,
				      gather->blocks ? MARK_BLOCKS : MARK_INLINE);
		g_hash_table_insert(texts, (void *)value, text);
	}
	if (text->is_faulty)
		memory_forbid(gather->builder); // the next job says so again
	return text;
}

static void add_pieces(Gather *gather, const PartLook *look, const Value *string, const Scope *scope)
{
	g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(BoundText));
	bind_pieces(&gather->builder->binder, scope, string, pieces);
	for (guint i = 0; i < pieces->len; i++) {
		const BoundText *piece = &g_array_index(pieces, BoundText, i);
		if (piece->blocks)
			add_blocks(gather, look, piece->blocks, piece->block_count);
		else if (piece->value && !look->verbatim) {
			const MarkText *text = parse_value(gather, piece->value);
			add_blocks(gather, look, text->blocks, text->block_count);
		} else
			add_run(current_para(gather), look, piece->text, piece->span);
	}
}

static void gather_part(Gather *gather, const Value *part)
{
	Box box = {
	    .node = part, .main = part, .attributes = part, .scope = gather->box->scope, .span = part->span};
	Builder *builder = gather->builder;
	if (!bind_condition(&builder->binder, box.scope, value_get(part, "when")))
		return;
	const Style *style = style_of(builder, box_get(builder, &box, "style"));
	PartLook look = {.style = style_variant(builder, style ? style : gather->style,
						box_ink(builder, &box, "color"), -1),
			 .href = box_text(builder, &box, "link"),
			 .unbreakable = box_bool(builder, &box, "unbreakable"),
			 .verbatim = box_bool(builder, &box, "verbatim")};
	const Para *para = current_para(gather);
	guint first = para->runs->len;
	add_pieces(gather, &look, value_get(part, "value"), box.scope);
	if (para->runs->len > first)
		g_array_index(para->runs, TextRun, first).own_line = box_bool(builder, &box, "own-line");
}

static void gather_all(Gather *gather)
{
	const Value *parts = value_get(gather->box->attributes, "parts");
	for (size_t i = 0; parts && i < parts->length; i++)
		gather_part(gather, parts->items[i]);
	if (parts)
		return;
	PartLook look = {.style = gather->style,
			 .href = box_text(gather->builder, gather->box, "link"),
			 .verbatim = box_bool(gather->builder, gather->box, "verbatim")};
	add_pieces(gather, &look, value_get(gather->box->attributes, "value"), gather->box->scope);
}

static bool para_is_blank(const Para *para)
{
	for (guint i = 0; i < para->runs->len; i++)
		for (const char *c = g_array_index(para->runs, TextRun, i).text; *c; c++)
			if (!g_ascii_isspace(*c))
				return false;
	return true;
}

// --- the lead ---

// What follows a place in a paragraph, in later runs too; "" at its end.
static const char *text_after(const Para *para, guint run, const char *at)
{
	while (!*at && ++run < para->runs->len)
		at = g_array_index(para->runs, TextRun, run).text;
	return at;
}

// A single capital before a full stop is an initial or a title, not a sentence: « M. Durand ».
static bool is_initial(const char *text, const char *stop)
{
	const char *letter = stop > text ? g_utf8_prev_char(stop) : NULL;
	if (*stop != '.' || !letter || !g_unichar_isupper(g_utf8_get_char(letter)))
		return false;
	return letter == text || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(letter)));
}

static bool ends_sentence(const Para *para, guint run, const char *c)
{
	const char *text = g_array_index(para->runs, TextRun, run).text;
	if ((*c != '.' && *c != '!' && *c != '?') || is_initial(text, c))
		return false;
	const char *next = text_after(para, run, c + 1);
	bool has_space = *next == ' ' || *next == '\n';
	while (*next == ' ' || *next == '\n')
		next = text_after(para, run, next + 1);
	return has_space && g_unichar_isupper(g_utf8_get_char(next));
}

// Where the first sentence of a paragraph ends: run and byte offset just past it.
// False where it has more than `limit` characters, or the paragraph is one sentence only.
static bool find_sentence(const Para *para, int limit, guint *run, size_t *offset)
{
	int characters = 0;
	for (guint i = 0; i < para->runs->len; i++) {
		const char *text = g_array_index(para->runs, TextRun, i).text;
		for (const char *c = text; *c; c = g_utf8_next_char(c)) {
			if (++characters > limit)
				return false;
			if (!ends_sentence(para, i, c))
				continue;
			*run = i;
			*offset = (size_t)(c - text) + 1;
			return true;
		}
	}
	return false;
}

// Drops spaces, and runs that are then empty, from the head of a paragraph.
static void trim_head(Para *para)
{
	while (para->runs->len > 0) {
		TextRun *run = &g_array_index(para->runs, TextRun, 0);
		while (*run->text == ' ' || *run->text == '\n')
			run->text++;
		if (*run->text)
			return;
		g_array_remove_index(para->runs, 0);
	}
}

// The mark of `style` that `marked` is of `plain`: emphasis stays emphasis in another style.
static const Style *same_mark(const Style *plain, const Style *marked, const Style *style)
{
	for (int bits = 0; bits < STYLE_MARKS; bits++)
		if (plain->marks[bits] == marked)
			return style->marks[bits];
	return style;
}

// Takes the first sentence out of the first paragraph, to stand before it in the lead's style.
static Para *split_lead(Gather *gather, const Value *lead)
{
	const Style *style =
	    style_of(gather->builder,
		     bind_attribute(&gather->builder->binder, gather->box->scope, value_get(lead, "style")));
	int limit = 260;
	value_as_int(bind_attribute(&gather->builder->binder, gather->box->scope, value_get(lead, "limit")),
		     &limit);
	Para *first = gather->paras->len ? g_ptr_array_index(gather->paras, 0) : NULL;
	guint run;
	size_t offset;
	if (!style || !first || first->kind != MARK_PARAGRAPH || !find_sentence(first, limit, &run, &offset))
		return NULL;
	Para *sentence = g_new0(Para, 1);
	sentence->runs = g_array_new(FALSE, TRUE, sizeof(TextRun));
	for (guint i = 0; i <= run; i++) {
		TextRun taken = g_array_index(first->runs, TextRun, i);
		taken.style = same_mark(gather->style, taken.style, style);
		if (i == run)
			taken.text = arena_strndup(gather->builder->arena, taken.text, offset);
		g_array_append_val(sentence->runs, taken);
	}
	TextRun *rest = &g_array_index(first->runs, TextRun, run);
	rest->text += offset;
	g_array_remove_range(first->runs, 0, run);
	trim_head(first);
	g_ptr_array_insert(gather->paras, 0, sentence);
	return sentence;
}

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

static Block *text_block(Gather *gather, const Para *para, const Style *style)
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
	fitting->block = text_block(fitting->gather, fitting->para, style);
	return fits_in(paragraph_break(fitting->block->text.paragraph, fitting->width), fitting->width,
		       fitting->most);
}

// Scales a text down as little as it takes to stand in `width` on at most so many lines.
static Block *fitted_block(Gather *gather, Para *para, const Style *style, Len width)
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

// --- items of lists ---

static Block *add_cell(Builder *builder, Block *row, Block *content)
{
	Block *cell = block_new(builder, BLOCK_STACK, row->span);
	block_add(builder, cell, content);
	block_add(builder, row, cell);
	return cell;
}

// A row of what stands beside each other in an item of a list that is so many deep.
static Block *item_row(Gather *gather, guint depth)
{
	enum { CELLS = 3 };
	Builder *builder = gather->builder;
	Len indent = box_length(builder, gather->box, "item-indent", gather->style->size);
	Block *row = block_new(builder, BLOCK_ROW, gather->box->span);
	Track *tracks = arena_array(builder->arena, Track, CELLS);
	guint count = 0;
	if (depth > 1)
		tracks[count++] = (Track){.kind = TRACK_FIXED, .len = indent * (Len)(depth - 1)};
	tracks[count++] = (Track){.kind = TRACK_FIXED, .len = indent};
	tracks[count++] = (Track){.kind = TRACK_SHARE, .share = 1};
	row->row = (RowBlock){
	    .tracks = tracks, .count = count, .valign = arena_array(builder->arena, Valign, CELLS)};
	if (depth > 1)
		add_cell(builder, row, NULL);
	return row;
}

static Block *item_label(Gather *gather, const Para *para)
{
	Builder *builder = gather->builder;
	const char *bullet = box_text(builder, gather->box, "bullet");
	Para mark = {.runs = g_array_new(FALSE, TRUE, sizeof(TextRun))};
	PartLook look = {.style = gather->style, .verbatim = true};
	add_run(&mark, &look,
		para->number > 0 ? arena_printf(builder->arena, "%d.", para->number)
		: bullet         ? bullet
				 : "–",
		gather->box->span);
	Block *label = text_block(gather, &mark, style_variant(builder, gather->style, NULL, ALIGN_LEFT));
	g_array_unref(mark.runs);
	label->role = "label";
	return label;
}

// Its first line, or another paragraph of it. Where it holds more than one, they are blocks of its body.
static Block *item_block(Gather *gather, const Para *para, guint depth, bool is_whole)
{
	Builder *builder = gather->builder;
	Block *row = item_row(gather, depth), *text = text_block(gather, para, gather->style);
	add_cell(builder, row, para->number >= 0 ? item_label(gather, para) : NULL);
	Block *body = add_cell(builder, row, text);
	if (is_whole)
		row->role = "item";
	if (is_whole)
		text->role = "body";
	else if (para->number >= 0)
		body->role = "body";
	return row;
}

static MarkBlock ready_block(Gather *gather, const Para *para)
{
	Arena *arena = gather->builder->arena;
	MarkRun *runs = arena_array(arena, MarkRun, MAX(para->runs->len, 1));
	for (guint i = 0; i < para->runs->len; i++) {
		const TextRun *run = &g_array_index(para->runs, TextRun, i);
		bool strong = run->style->weight > gather->style->weight && !run->href;
		bool em = run->style->italic != gather->style->italic;
		runs[i] = (MarkRun){
		    .text = run->text, .span = run->span, .href = run->href, .lang = run->lang, .link = -1};
		runs[i].flags = (MarkFlags)((strong ? MARK_STRONG : 0) | (em ? MARK_EM : 0) |
					    (run->href ? MARK_LINK : 0));
	}
	return (MarkBlock){.kind = MARK_PARAGRAPH, .runs = runs, .run_count = para->runs->len};
}

// All paragraphs of the quote that begins with paragraph `first`.
static MarkBlock *ready_quote(Gather *gather, guint first, guint *count)
{
	const GPtrArray *paras = gather->paras;
	const Para *opening = g_ptr_array_index(paras, first);
	MarkBlock *blocks = arena_array(gather->builder->arena, MarkBlock, paras->len - first);
	*count = 0;
	for (guint i = first; i < paras->len; i++) {
		const Para *para = g_ptr_array_index(paras, i);
		if (para->kind != MARK_QUOTE || para->group != opening->group)
			break;
		blocks[(*count)++] = ready_block(gather, para);
	}
	return blocks;
}

// A block quote, given to the component the box names.
static Block *quote_block(Gather *gather, guint first, const Component *component, int index)
{
	Arena *arena = gather->builder->arena;
	Scope *scope = arena_new0(arena, Scope);
	Param *params = arena_array(arena, Param, 2);
	Value *number = arena_new0(arena, Value);
	*number = (Value){.kind = VALUE_SCALAR, .plain = true, .text = arena_printf(arena, "%d", index)};
	number->length = strlen(number->text);
	params[0] = (Param){.name = "text"};
	params[0].blocks = ready_quote(gather, first, &params[0].block_count);
	params[1] = (Param){.name = "index", .value = number, .scope = gather->box->scope};
	*scope = (Scope){.up = gather->box->scope, .params = params, .param_count = 2};
	// The words that it is given are no values that could be told apart.
	FlowMemory *memory = g_steal_pointer(&gather->builder->memory);
	Block *quote = build_component(gather->builder, component, scope, gather->box->span);
	gather->builder->memory = memory;
	return quote;
}

static const Component *quote_component(Gather *gather)
{
	const char *name = box_text(gather->builder, gather->box, "quote");
	return name ? g_hash_table_lookup(gather->builder->input->layout->components, name) : NULL;
}

static Block *para_block(Gather *gather, guint index, const Style *style, int *quotes)
{
	Para *para = g_ptr_array_index(gather->paras, index);
	const Component *component = para->kind == MARK_QUOTE ? quote_component(gather) : NULL;
	if (component)
		return quote_block(gather, index, component, ++*quotes);
	Len fit = box_length(gather->builder, gather->box, "fit", 0);
	return fit ? fitted_block(gather, para, style, fit) : text_block(gather, para, style);
}

// Items of one list stand below each other without space; other paragraphs have the box's.
static bool same_list(const Para *a, const Para *b)
{
	return a->kind == MARK_ITEM && b->kind == MARK_ITEM && a->group == b->group;
}

// A later paragraph of a quote that was given to its component whole.
static bool goes_on_quote(Gather *gather, const Para *before, const Para *para)
{
	return before && before->kind == MARK_QUOTE && para->kind == MARK_QUOTE &&
	       before->group == para->group && quote_component(gather);
}

// --- lists in lists ---

// An item that holds more than its first paragraph, while what comes may be of it. It is a stack, so that
// columns may end in it.
typedef struct OpenItem {
	int level;
	Block *stack;
} OpenItem;

// A list of paragraphs being stacked.
typedef struct Lists {
	Gather *gather;
	GArray *open; // OpenItem
} Lists;

static const OpenItem *innermost_item(const Lists *lists)
{
	return lists->open->len ? &g_array_index(lists->open, OpenItem, lists->open->len - 1) : NULL;
}

// The list that an item goes into: the last in `stack`, or a new one.
static Block *list_in(Gather *gather, Block *stack, bool goes_on)
{
	Block *last = stack->count ? stack->children[stack->count - 1] : NULL;
	if (goes_on && last && g_strcmp0(last->role, "list") == 0)
		return last;
	Block *list = block_new(gather->builder, BLOCK_STACK, gather->box->span);
	list->role = "list";
	block_add(gather->builder, stack, list);
	return list;
}

// The items that paragraph `index` is not in are closed.
static void close_items(Lists *lists, const Para *before, const Para *para)
{
	if (!before || !same_list(before, para))
		g_array_set_size(lists->open, 0);
	int deepest = para->number < 0 ? para->level : para->level - 1;
	for (const OpenItem *item; (item = innermost_item(lists)) && item->level > deepest;)
		g_array_set_size(lists->open, lists->open->len - 1);
}

// Whether what follows is of the same item.
static bool holds_more(const Gather *gather, guint index)
{
	const Para *para = g_ptr_array_index(gather->paras, index);
	const Para *next =
	    index + 1 < gather->paras->len ? g_ptr_array_index(gather->paras, index + 1) : NULL;
	return next && same_list(para, next) &&
	       (next->level > para->level || (next->level == para->level && next->number < 0));
}

// Puts a paragraph of a list where it belongs; what is new in `stack` is returned, or NULL.
static Block *add_to_list(Lists *lists, Block *stack, const Para *before, guint index)
{
	Gather *gather = lists->gather;
	const Para *para = g_ptr_array_index(gather->paras, index);
	guint count = stack->count;
	close_items(lists, before, para);
	const OpenItem *item = innermost_item(lists);
	if (item && para->number < 0 && item->level == para->level) {
		block_add(gather->builder, item->stack, item_block(gather, para, lists->open->len, false));
		return NULL;
	}
	Block *list = list_in(gather, item ? item->stack : stack, before && same_list(before, para));
	bool is_whole = !holds_more(gather, index);
	Block *row = item_block(gather, para, lists->open->len + 1, is_whole), *whole = row;
	if (!is_whole) {
		whole = block_new(gather->builder, BLOCK_STACK, gather->box->span);
		whole->role = "item";
		block_add(gather->builder, whole, row);
		OpenItem open = {para->level, whole};
		g_array_append_val(lists->open, open);
	}
	block_add(gather->builder, list, whole);
	return stack->count > count ? list : NULL;
}

static Block *stack_paras(Gather *gather, const Para *lead)
{
	Builder *builder = gather->builder;
	Block *stack = block_new(builder, BLOCK_STACK, gather->box->span);
	Len grid = builder->input->layout->baseline,
	    space = box_length(builder, gather->box, "paragraph-space", grid);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(OpenItem));
	Lists lists = {gather, open};
	const Para *before = NULL;
	int quotes = 0;
	for (guint i = 0; i < gather->paras->len; i++) {
		Para *para = g_ptr_array_index(gather->paras, i);
		if (para_is_blank(para) || goes_on_quote(gather, before, para))
			continue;
		const Style *style =
		    para == lead ? g_array_index(para->runs, TextRun, 0).style : gather->style;
		Block *block = para->kind == MARK_ITEM ? add_to_list(&lists, stack, before, i)
						       : para_block(gather, i, style, &quotes);
		bool spaced = before && before != lead && para->kind != MARK_QUOTE;
		if (spaced && block && !block->before.set)
			block->before = (Measure){.set = true, .dial = -1, .len = space};
		if (para->kind != MARK_ITEM)
			block_add(builder, stack, block);
		before = para;
	}
	return stack;
}

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
			      align_of(builder, box_get(builder, box, "align")));
	g_autoptr(GPtrArray) paras = g_ptr_array_new_with_free_func(para_free);
	Gather gather = {.builder = builder, .box = box, .style = style, .paras = paras};
	gather.blocks = box_bool(builder, box, "blocks");
	gather_all(&gather);
	const Value *lead = box_get(builder, box, "lead");
	const Para *lead_para = lead ? split_lead(&gather, lead) : NULL;
	Block *stack = stack_paras(&gather, lead_para);
	if (stack->count == 0)
		return NULL;
	if (stack->count > 1 || stack->children[0]->kind != BLOCK_TEXT)
		return stack;
	Block *block = stack->children[0];
	block->parent = NULL;
	set_text_options(&gather, block);
	return block;
}
