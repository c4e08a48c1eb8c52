#include "flow/place.h"

#include <string.h>

enum { USUAL_STAMP = 1 }; // of dials

Placer *placer_new(const FlowInput *input)
{
	Placer *placer = g_new0(Placer, 1);
	const GPtrArray *dials = input->layout->dials;
	placer->input = input;
	placer->layout = input->layout;
	placer->dials.values = g_new0(Len, MAX(dials->len, 1));
	placer->anchors = g_array_new(FALSE, TRUE, sizeof(Anchor));
	placer->wishes = g_array_new(FALSE, TRUE, sizeof(TextWish));
	for (guint i = 0; i < dials->len && i < 64; i++) {
		const Dial *dial = g_ptr_array_index(dials, i);
		DialScope scope = dial->most > dial->least ? dial->scope : 0;
		placer->column_dials |= (guint64)((scope & DIAL_COLUMN) != 0) << i;
		placer->page_dials |= (guint64)((scope & DIAL_PAGE) != 0) << i;
	}
	placer->last_stamp = USUAL_STAMP;
	placer_reset(placer);
	return placer;
}

void placer_free(Placer *placer)
{
	if (!placer)
		return;
	g_free(placer->dials.values);
	g_array_unref(placer->anchors);
	g_array_unref(placer->wishes);
	g_free(placer);
}

// --- dials ---

static const Dial *dial_at(const Placer *placer, guint index)
{
	return g_ptr_array_index(placer->layout->dials, index);
}

void placer_turn(Placer *placer, guint dial, Len value)
{
	if (placer->dials.values[dial] == value)
		return;
	placer->dials.values[dial] = value;
	placer->dials.stamp = ++placer->last_stamp;
}

void placer_reset(Placer *placer)
{
	for (guint i = 0; i < placer->layout->dials->len; i++)
		placer->dials.values[i] = dial_at(placer, i)->usual;
	placer->dials.stamp = USUAL_STAMP;
	while (placer->wishes->len > 0)
		placer_wish(placer, g_array_index(placer->wishes, TextWish, 0).block, (LineWish){0});
}

static void note_wish(Placer *placer, Block *text, LineWish wish)
{
	guint index = 0;
	while (index < placer->wishes->len && g_array_index(placer->wishes, TextWish, index).block != text)
		index++;
	if (index < placer->wishes->len)
		g_array_remove_index_fast(placer->wishes, index);
	TextWish noted = {.block = text, .wish = wish};
	if (wish.looseness || wish.whole)
		g_array_append_val(placer->wishes, noted);
}

void placer_wish(Placer *placer, Block *text, LineWish wish)
{
	note_wish(placer, text, wish);
	text->text.wish = wish;
	text->text.line_count =
	    (int)paragraph_break_as(text->text.paragraph, text->text.measure, wish)->count;
	placer->wish_stamp++;
	for (Block *block = text; block; block = block->parent)
		memset(block->memo, 0, sizeof block->memo);
}

DialSetting placer_save(const Placer *placer)
{
	DialSetting saved = placer->dials;
	saved.values = g_memdup2(saved.values, sizeof(Len) * MAX(placer->layout->dials->len, 1));
	return saved;
}

void placer_restore(Placer *placer, DialSetting *saved)
{
	g_free(placer->dials.values);
	placer->dials = *saved;
	saved->values = NULL;
}

// The largest value of a dial, in steps, that passes; at least what it is now.
static void stretch_dial(Placer *placer, guint index, FitTest fits, void *data)
{
	const Dial *dial = dial_at(placer, index);
	Len base = placer->dials.values[index];
	Len low = 0, high = (dial->most - base) / dial->step;
	while (low < high) {
		Len middle = (low + high + 1) / 2;
		placer_turn(placer, index, base + middle * dial->step);
		if (fits(placer, data))
			low = middle;
		else
			high = middle - 1;
	}
	placer_turn(placer, index, base + low * dial->step);
}

void stretch_dials(Placer *placer, guint64 mask, FitTest fits, void *data)
{
	for (guint i = 0; i < placer->layout->dials->len && i < 64; i++)
		if (mask >> i & 1)
			stretch_dial(placer, i, fits, data);
}

static guint64 measure_dials(Measure measure)
{
	return measure.set && measure.dial >= 0 && measure.dial < 64 ? G_GUINT64_CONSTANT(1) << measure.dial
								     : 0;
}

guint64 block_dials(Block *block)
{
	if (block->dials_known)
		return block->dial_mask;
	guint64 mask = measure_dials(block->before) | measure_dials(block->after) |
		       measure_dials(block->height) | measure_dials(block->min_height) |
		       measure_dials(block->width) | measure_dials(block->space);
	if (block->kind == BLOCK_PANEL)
		mask |= measure_dials(block->panel.top) | measure_dials(block->panel.bottom) |
			measure_dials(block->panel.left) | measure_dials(block->panel.right);
	for (guint i = 0; i < block->count; i++)
		mask |= block_dials(block->children[i]);
	for (Block *same = block; same; same = same->pattern) {
		same->dial_mask = mask;
		same->dials_known = true;
	}
	return mask;
}

// --- measures ---

Len measure_value(const Placer *placer, Measure measure)
{
	if (!measure.set)
		return 0;
	return measure.dial < 0 ? measure.len : placer->dials.values[measure.dial];
}

static bool in_flow(const Block *block)
{
	return !block->place;
}

// A stack whose edges are its first and last child's.
static bool is_open(const Block *block)
{
	return block->kind == BLOCK_STACK && !block->height.set;
}

Len space_before(const Placer *placer, const Block *block)
{
	Len space = measure_value(placer, block->before);
	if (is_open(block))
		for (guint i = 0; i < block->count; i++)
			if (in_flow(block->children[i])) {
				Len inner = space_before(placer, block->children[i]);
				return MAX(space, inner);
			}
	return space;
}

Len space_after(const Placer *placer, const Block *block)
{
	Len space = measure_value(placer, block->after);
	if (is_open(block))
		for (guint i = block->count; i > 0; i--)
			if (in_flow(block->children[i - 1])) {
				Len inner = space_after(placer, block->children[i - 1]);
				return MAX(space, inner);
			}
	return space;
}

Len snap_to_grid(const Placer *placer, const Block *block, Len y)
{
	return placer->off_grid ? y : len_snap(y, placer->layout->baseline, block->grid);
}

// --- anchors and elements ---

void add_anchor(Placer *placer, const char *name, Len x, Len y)
{
	Anchor anchor = {.name = name, .x = x, .y = y};
	g_array_append_val(placer->anchors, anchor);
}

const Anchor *find_anchor(const Placer *placer, const char *name)
{
	for (guint i = placer->anchors->len; i > 0; i--) {
		const Anchor *anchor = &g_array_index(placer->anchors, Anchor, i - 1);
		if (strcmp(anchor->name, name) == 0)
			return anchor;
	}
	return NULL;
}

// The link that a box is, below an element; -1 where that is an artifact, whose marks are no link's.
static int add_link_element(Placer *placer, Block *block, int parent)
{
	Element element = {
	    .parent = MAX(parent, 0), .role = "link", .href = block->href, .span = block->span};
	block->link = display_add_element(placer->list, element);
	return parent < 0 ? -1 : block->link;
}

static int add_role_element(Placer *placer, Block *block, int parent)
{
	Element element = {.parent = parent, .role = block->role, .alt = block->alt, .lang = block->lang};
	element.span = block->value_span.line ? block->value_span : block->span;
	if (block->title && block->role[0] == 'h' && g_ascii_isdigit(block->role[1])) {
		element.title = block->title;
		element.outline_level = block->role[1] - '0';
	}
	return display_add_element(placer->list, element);
}

int block_element(Placer *placer, Block *block)
{
	if (!block)
		return 0;
	if (block->element != ELEMENT_NONE_YET)
		return block->element;
	int element = block_element(placer, block->parent);
	// Furniture only repeats what is said elsewhere, but for boxes that state what they are.
	if (element < 0 && block->role && block->states_role && block_is_in_furniture(block))
		element = 0;
	// A picture is in its link, as text is; of a box that holds others, the link holds what it holds.
	bool holds = block->count > 0;
	if (block->href && !holds)
		element = add_link_element(placer, block, element);
	if (block->role && element >= 0)
		element =
		    strcmp(block->role, "artifact") == 0 ? -1 : add_role_element(placer, block, element);
	if (block->href && holds)
		element = add_link_element(placer, block, element);
	return block->element = element;
}

// --- stacks ---

Frame block_frame(const Placer *placer, const Block *block, Frame frame, Len y)
{
	Frame own = {.x = frame.x, .y = y, .width = frame.width};
	if (block->width.set)
		own.width = measure_value(placer, block->width);
	return own;
}

static Rect place_base(const Placer *placer, const Block *block, Rect container)
{
	const Place *place = block->place;
	if (place->of_page)
		return (Rect){0, 0, placer->layout->width, placer->layout->height};
	if (!place->of)
		return container;
	const Anchor *anchor = find_anchor(placer, place->of);
	if (anchor)
		return (Rect){anchor->x, anchor->y, 0, 0};
	return place->has_else ? (Rect){place->else_x, place->else_y, 0, 0} : container;
}

static Len placed_width(const Placer *placer, const Block *block, Rect base, Rect container)
{
	if (block->width.set)
		return measure_value(placer, block->width);
	if (block->kind == BLOCK_SHAPE || block->kind == BLOCK_QR)
		return natural_width(placer, block);
	Len whole = base.width ? base.width : container.width;
	Len taken = measure_value(placer, block->place->x) + measure_value(placer, block->place->right);
	return MAX(whole - taken, 0);
}

// From the first baseline of a box to its last.
static Len baselines_apart(Placer *placer, Block *block, Frame frame)
{
	Len line = block->kind == BLOCK_TEXT ? block->text.style->leading : placer->layout->baseline;
	return measure_block(placer, block, frame) - line;
}

// A box out of the flow, from its base's edges.
static void place_fixed(Placer *placer, Block *block, Rect container)
{
	const Place *place = block->place;
	Rect base = place_base(placer, block, container);
	Frame frame = {.width = placed_width(placer, block, base, container)};
	frame.x = base.x + measure_value(placer, place->x);
	if (place->right.set && !place->x.set)
		frame.x = base.x + base.width - measure_value(placer, place->right) - frame.width;
	placer->off_grid++;
	frame.y = base.y + measure_value(placer, place->y);
	if (place->baseline.set)
		frame.y = base.y + measure_value(placer, place->baseline) - placer->layout->ascent;
	else if (place->last_baseline.set)
		frame.y = base.y + measure_value(placer, place->last_baseline) - placer->layout->ascent -
			  baselines_apart(placer, block, frame);
	else if (place->bottom.set && !place->y.set)
		frame.y = base.y + base.height - measure_value(placer, place->bottom) -
			  measure_block(placer, block, frame);
	place_block(placer, block, frame);
	placer->off_grid--;
}

static Len pinned_height(Placer *placer, Block *stack, Frame frame)
{
	Len height = 0;
	for (guint i = 0; i < stack->count; i++) {
		Block *child = stack->children[i];
		if (in_flow(child) && child->pinned)
			height += measure_block(placer, child, block_frame(placer, child, frame, frame.y));
	}
	return height;
}

typedef struct StackPen {
	Len y, after;
	bool first;
} StackPen;

static void place_child(Placer *placer, Block *stack, Block *child, Frame frame, StackPen *pen)
{
	if (child->separator && pen->first)
		return;
	if (!pen->first) {
		Len before = space_before(placer, child), space = measure_value(placer, stack->space);
		pen->y += MAX(MAX(pen->after, before), space);
	}
	pen->y = snap_to_grid(placer, child, pen->y);
	pen->y += place_block(placer, child, block_frame(placer, child, frame, pen->y));
	pen->after = space_after(placer, child);
	pen->first = false;
}

// Pinned children go below the rest, or to the foot of the cell where that is lower; those that fill it come
// down as far.
static void place_pinned(Placer *placer, Block *stack, Frame frame, StackPen *pen)
{
	Len height = pinned_height(placer, stack, frame);
	Len foot = frame.y + frame.height - height;
	for (guint i = 0; i < stack->count; i++) {
		Block *child = stack->children[i];
		if (!in_flow(child) || !child->pinned)
			continue;
		if (!pen->first) {
			Len before = space_before(placer, child);
			pen->y += MAX(pen->after, before);
		}
		pen->y = snap_to_grid(placer, child, pen->y);
		Len spare = frame.height ? MAX(foot - pen->y, 0) : 0;
		bool moves = spare > 0 && !child->fills; // off the grid, perhaps
		pen->y += moves ? spare : 0;
		Frame place = block_frame(placer, child, frame, pen->y);
		if (child->fills && spare > 0)
			place.height = measure_block(placer, child, place) + spare;
		placer->shifted += moves;
		pen->y += place_block(placer, child, place);
		placer->shifted -= moves;
		pen->first = false;
		pen->after = 0;
		foot = pen->y;
	}
}

// All children of a stack or panel; boxes out of the flow stand from `outer`'s edges, and are drawn in
// their turn.
static Len place_children(Placer *placer, Block *stack, Frame frame, Rect outer)
{
	StackPen pen = {.y = frame.y, .first = true};
	bool drawing = placer->list || placer->collecting;
	for (guint i = 0; i < stack->count; i++) {
		Block *child = stack->children[i];
		if (!in_flow(child)) {
			if (drawing)
				place_fixed(placer, child, outer);
		} else if (!child->pinned)
			place_child(placer, stack, child, frame, &pen);
	}
	place_pinned(placer, stack, frame, &pen);
	return pen.y - frame.y;
}

Len fixed_height(const Placer *placer, const Block *block, Len natural)
{
	if (block->height.set)
		return measure_value(placer, block->height);
	Len least = measure_value(placer, block->min_height);
	return MAX(natural, least);
}

static Len place_stack(Placer *placer, Block *block, Frame frame)
{
	Rect outer = {frame.x, frame.y, frame.width, 0};
	if ((placer->list || placer->collecting) && block_has_fixed_children(block))
		outer.height = MAX(frame.height, measure_block(placer, block, frame));
	if (block->height.set)
		frame.height = measure_value(placer, block->height);
	return place_children(placer, block, frame, outer);
}

// --- panels ---

static Rect panel_rect(const Placer *placer, const Block *block, Rect box)
{
	const PanelBlock *panel = &block->panel;
	Len bleed = placer->layout->bleed, right = box.x + box.width, bottom = box.y + box.height;
	if (panel->bleed_left)
		box.x = -bleed;
	if (panel->bleed_top)
		box.y = -bleed;
	if (panel->bleed_right)
		right = placer->layout->width + bleed;
	if (panel->bleed_bottom || placer->at_foot == block)
		bottom = placer->layout->height + bleed;
	return (Rect){box.x, box.y, right - box.x, bottom - box.y};
}

void note_box(const Placer *placer, const Block *block, Rect area)
{
	if (placer->list && block->holder)
		display_box(placer->list,
			    (LayoutBox){.kind = block->holder, .owner = block->owner, .area = area});
}

void draw_panel(Placer *placer, Block *block, Rect box)
{
	if (!placer->list)
		return;
	Rect rect = panel_rect(placer, block, box);
	note_box(placer, block, rect);
	display_begin(placer->list, -1, block->span);
	if (block->panel.background)
		display_rect(placer->list, rect, block->panel.background, NULL, 0, block->span);
	if (block->panel.border) {
		Len half = block->panel.border_width / 2;
		Rect inner = {rect.x + half, rect.y + half, rect.width - 2 * half, rect.height - 2 * half};
		display_rect(placer->list, inner, NULL, block->panel.border, block->panel.border_width,
			     block->span);
	}
	display_end(placer->list);
}

static Len place_panel(Placer *placer, Block *block, Frame frame)
{
	const PanelBlock *panel = &block->panel;
	Len top = measure_value(placer, panel->top), bottom = measure_value(placer, panel->bottom);
	Len left = measure_value(placer, panel->left), right = measure_value(placer, panel->right);
	Rect outer = {frame.x, frame.y, frame.width, 0};
	Frame inner = {.x = frame.x + left, .y = frame.y + top, .width = MAX(frame.width - left - right, 0)};
	if (placer->list || placer->collecting) {
		outer.height = MAX(frame.height,
				   measure_block(placer, block, (Frame){frame.x, frame.y, frame.width, 0}));
		inner.height = outer.height - top - bottom;
		draw_panel(placer, block, outer);
	}
	bool clips = panel->clip && placer->list;
	if (clips)
		display_clip(placer->list, panel_rect(placer, block, outer));
	Len height = top + place_children(placer, block, inner, outer) + bottom;
	if (clips)
		display_unclip(placer->list);
	return height;
}

// --- all kinds ---

static Len (*const place_kind[BLOCK_KINDS])(Placer *, Block *, Frame) = {
    [BLOCK_STACK] = place_stack,     [BLOCK_TEXT] = place_text,   [BLOCK_ROW] = place_row,
    [BLOCK_COLUMNS] = place_columns, [BLOCK_PANEL] = place_panel, [BLOCK_IMAGE] = place_image,
    [BLOCK_RULE] = place_rule,       [BLOCK_SHAPE] = place_shape, [BLOCK_QR] = place_qr,
};

static guint common_multiple(guint a, guint b)
{
	guint rest = b, divisor = a;
	if (a == 0 || b == 0)
		return MAX(a, b);
	while (rest) {
		guint next = divisor % rest;
		divisor = rest;
		rest = next;
	}
	return a / divisor * b;
}

// How many lines of the grid it takes until a block comes out as before: 0 where it does not matter
// where it begins.
static guint grid_lines(const Placer *placer, Block *block)
{
	if (block->grid_known)
		return block->grid_lines;
	guint lines = 0;
	for (guint i = 0; i < block->count; i++) {
		Block *child = block->children[i];
		Len unit = placer->layout->baseline;
		guint own = child->grid <= 0 ? 0 : (guint)MAX((child->grid + unit / 2) / unit, 1);
		lines = common_multiple(lines, common_multiple(own, grid_lines(placer, child)));
	}
	for (Block *same = block; same; same = same->pattern) {
		same->grid_lines = lines;
		same->grid_known = true;
	}
	return lines;
}

enum { CONSTANT_STAMP = G_MAXUINT }; // of what depends on no dial

static void keep_memo(Block *block, const Memo *memo)
{
	block->memo[1] = block->memo[0];
	block->memo[0] = *memo;
}

// With all dials and all lines as usual a block is as high in any pass.
static bool is_usual(const Placer *placer, const Memo *memo)
{
	return placer->wishes->len == 0 && (memo->stamp == CONSTANT_STAMP || memo->stamp == USUAL_STAMP);
}

static Memo *find_memo(const Placer *placer, Block *block, Frame frame, Memo *key)
{
	int64_t period = (int64_t)grid_lines(placer, block) * placer->layout->baseline;
	key->stamp = block_dials(block) ? placer->dials.stamp : CONSTANT_STAMP;
	key->width = frame.width;
	key->phase = placer->off_grid ? -1 : period == 0 ? 0 : (Len)(((frame.y % period) + period) % period);
	for (int i = 0; i < MEMOS; i++)
		if (block->memo[i].stamp == key->stamp && block->memo[i].width == key->width &&
		    block->memo[i].phase == key->phase)
			return &block->memo[i];
	return NULL;
}

// A box with a width of its own takes that, whatever it is offered.
static Len own_width(const Placer *placer, const Block *block, Len offered)
{
	return block->width.set ? measure_value(placer, block->width) : offered;
}

Len measure_block(Placer *placer, Block *block, Frame frame)
{
	Memo key;
	frame.width = own_width(placer, block, frame.width);
	Memo *memo = find_memo(placer, block, frame, &key);
	if (memo && frame.height == 0)
		return memo->height;
	DisplayList *list = placer->list;
	bool collecting = placer->collecting;
	placer->list = NULL;
	placer->collecting = false;
	Len height = fixed_height(placer, block, place_kind[block->kind](placer, block, frame));
	placer->list = list;
	placer->collecting = collecting;
	key.height = height;
	if (frame.height != 0)
		return height;
	keep_memo(block, &key);
	if (block->pattern && is_usual(placer, &key))
		keep_memo(block->pattern, &key);
	return height;
}

static void add_block_link(Placer *placer, Block *block, Rect box)
{
	block_element(placer, block);
	display_link(placer->list, (Link){.box = box, .href = block->href}, block->link, block->span);
}

Len place_block(Placer *placer, Block *block, Frame frame)
{
	if (!placer->list && !placer->collecting)
		return measure_block(placer, block, frame);
	frame.width = own_width(placer, block, frame.width);
	Frame shifted = frame;
	shifted.x += block->shift_x;
	shifted.y += block->shift_y;
	placer->shifted += block->shift_y != 0;
	Len content = place_kind[block->kind](placer, block, shifted);
	placer->shifted -= block->shift_y != 0;
	Len height = fixed_height(placer, block, content);
	Len filled = block->fills ? MAX(height, frame.height) : height;
	bool has_own_width = block->kind == BLOCK_SHAPE || block->kind == BLOCK_QR;
	Len width = has_own_width ? natural_width(placer, block) : frame.width;
	if (block->anchor)
		add_anchor(placer, block->anchor, shifted.x + width / 2, shifted.y + height / 2);
	check_overset(placer, block, content);
	if (block->kind != BLOCK_PANEL)
		note_box(placer, block, (Rect){shifted.x, shifted.y, width, filled});
	if (placer->list && block->href)
		add_block_link(placer, block, (Rect){shifted.x, shifted.y, width, filled});
	return height;
}
