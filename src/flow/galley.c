#include "flow/galley.h"

#include <math.h>

enum { USUAL_PIECES = 16, USUAL_ENDS = 40 };

Galley *galley_new(Len width)
{
	Galley *galley = g_new0(Galley, 1);
	galley->pieces = g_array_sized_new(FALSE, TRUE, sizeof(Piece), USUAL_PIECES);
	galley->width = width;
	return galley;
}

void galley_free(Galley *galley)
{
	g_array_unref(galley->pieces);
	g_free(galley);
}

static Piece *piece_at(const Galley *galley, guint index)
{
	return &g_array_index(galley->pieces, Piece, index);
}

// --- gaps ---

Gap gap_of(Measure measure)
{
	Gap gap = {0};
	if (!measure.set)
		return gap;
	if (measure.dial >= 0 && measure.dial < 64)
		gap.dials = G_GUINT64_CONSTANT(1) << measure.dial;
	else
		gap.len = measure.len;
	return gap;
}

Gap gap_larger(Gap a, Gap b)
{
	return (Gap){.len = MAX(a.len, b.len), .dials = a.dials | b.dials};
}

Len gap_value(const Placer *placer, Gap gap)
{
	Len value = gap.len;
	for (guint i = 0; gap.dials >> i; i++)
		if (gap.dials >> i & 1)
			value = MAX(value, placer->dials.values[i]);
	return value;
}

// --- pieces ---

static Piece *add_piece(Galley *galley, Block *block, Gap gap)
{
	Piece piece = {.block = block, .line = -1, .gap = gap};
	if (galley->pieces->len > 0)
		piece.glued = piece_at(galley, galley->pieces->len - 1)->keeps_next;
	piece.separator = block->separator;
	g_array_append_val(galley->pieces, piece);
	return piece_at(galley, galley->pieces->len - 1);
}

bool piece_is_glued(const Piece *piece)
{
	if (piece->glued || piece->line <= 0)
		return piece->glued;
	return piece->block->text.line_count - piece->line < piece->block->text.style->widows;
}

// A paragraph, line by line: no break leaves fewer lines than its style's orphans and widows.
static void add_lines(Placer *placer, Galley *galley, Block *block, Gap gap)
{
	const double inside = 1;     // a break inside a paragraph, against one between two
	const double hyphen = 0.005; // less than a line by which columns differ
	TextBlock *text = &block->text;
	text->measure = block->width.set ? measure_value(placer, block->width) : galley->width;
	const TextLines *lines = paragraph_break(text->paragraph, text->measure);
	text->line_count = (int)lines->count;
	int spare = lines->count > 1 && block_may_loosen(block) ? 1 : 0;
	for (int i = 0; i < text->line_count + spare; i++) {
		Piece *piece = add_piece(galley, block, i == 0 ? gap : (Gap){0});
		piece->line = i;
		if (i == 0)
			continue;
		piece->glued = i < text->style->orphans || i == text->line_count || block->keep_together;
		piece->cost = inside + (lines->lines[i - 1].hyphen ? hyphen : 0);
	}
}

static Gap add_children(Placer *placer, Galley *galley, Block *container, Gap gap)
{
	block_hand_down_grid(container);
	for (guint i = 0; i < container->count; i++) {
		if (i > 0)
			gap = gap_larger(gap, gap_of(container->space));
		gap = galley_add(placer, galley, block_wrap_fixed(placer->input->arena, container, i), gap);
	}
	return gap;
}

// What holds of a whole block is said of its pieces, from `first` on.
static void mark_pieces(Galley *galley, const Block *block, guint first)
{
	for (guint i = first; i < galley->pieces->len; i++) {
		Piece *piece = piece_at(galley, i);
		bool opens = i == first && block->opens_group;
		piece->keeps_next |= block->keep_next;
		piece->glued |= i > first && block->keep_next;
		if (!piece->again && !opens)
			piece->again = block->again;
	}
	Piece *head = piece_at(galley, first);
	head->glued |= block->keep_previous;
	head->forced |= block->break_column || block->break_page;
	head->page_break |= block->break_page;
}

Gap galley_add(Placer *placer, Galley *galley, Block *block, Gap gap)
{
	guint first = galley->pieces->len;
	bool opens = block_may_open(block);
	gap = gap_larger(gap, gap_of(block->before));
	if (opens)
		gap = add_children(placer, galley, block, gap);
	else if (block_breaks_in_lines(block))
		add_lines(placer, galley, block, gap);
	else
		add_piece(galley, block, gap);
	if (galley->pieces->len > first)
		mark_pieces(galley, block, first);
	if (block->floats)
		return gap; // as if it were not there
	return opens ? gap_larger(gap, gap_of(block->after)) : gap_of(block->after);
}

void galley_add_children(Placer *placer, Galley *galley, Block *container)
{
	add_children(placer, galley, container, (Gap){0});
}

// --- columns ---

static Len piece_height(Placer *placer, const Piece *piece, Frame frame)
{
	if (piece->line < 0)
		return measure_block(placer, piece->block, frame);
	return piece->block->text.style->leading;
}

static void draw_piece(Placer *placer, const Piece *piece, Frame frame)
{
	if (piece->line < 0)
		place_block(placer, piece->block, frame);
	else
		place_lines(placer, piece->block, frame, (guint)piece->line, (guint)piece->line + 1);
}

// Where a column is being filled.
typedef struct ColumnPen {
	Len y;
	bool first; // nothing but a repeated heading stands in it yet
} ColumnPen;

static Block *repeated(const Galley *galley, guint from)
{
	bool continues = from > 0;
	while (from < galley->pieces->len && piece_at(galley, from)->separator)
		from++;
	const Piece *piece = from < galley->pieces->len ? piece_at(galley, from) : NULL;
	return piece && continues && piece->line <= 0 ? piece->again : NULL;
}

// The top of a piece that follows what the pen has set.
static Len piece_top(const Placer *placer, const Piece *piece, const ColumnPen *pen)
{
	Len y = pen->first ? pen->y : pen->y + gap_value(placer, piece->gap);
	bool follows_line = piece->line > 0 && !pen->first;
	return follows_line ? y : snap_to_grid(placer, piece->block, y);
}

static bool drops_out(const Galley *galley, guint index, guint from, guint to)
{
	return piece_at(galley, index)->separator && (index == from || index + 1 == to);
}

Len galley_place(Placer *placer, const Galley *galley, guint from, guint to, Frame frame)
{
	ColumnPen pen = {.y = frame.y, .first = true};
	Block *again = repeated(galley, from);
	bool drawing = placer->list || placer->collecting;
	if (again)
		pen.y += place_block(placer, again, (Frame){frame.x, pen.y, frame.width, 0});
	for (guint i = from; i < to; i++) {
		const Piece *piece = piece_at(galley, i);
		if (drops_out(galley, i, from, to) || piece_is_absent(piece))
			continue;
		Frame place = block_frame(placer, piece->block, frame, piece_top(placer, piece, &pen));
		Len height = piece_height(placer, piece, place);
		bool is_at_foot = piece->block->pinned && !piece->block->fills && i + 1 == to && frame.height;
		if (is_at_foot)
			place.y = MAX(place.y, frame.y + frame.height - height);
		placer->shifted += is_at_foot; // off the grid, perhaps
		if (drawing)
			draw_piece(placer, piece, place);
		placer->shifted -= is_at_foot;
		if (!piece->block->floats)
			pen = (ColumnPen){.y = place.y + height};
	}
	return pen.y - frame.y;
}

typedef struct GalleyFit {
	const Galley *galley;
	guint from, to;
	Frame frame;
} GalleyFit;

static bool galley_fits(Placer *placer, void *data)
{
	GalleyFit *fit = data;
	DisplayList *list = placer->list;
	bool collecting = placer->collecting;
	placer->list = NULL;
	placer->collecting = false;
	Frame natural = fit->frame;
	natural.height = 0;
	Len height = galley_place(placer, fit->galley, fit->from, fit->to, natural);
	placer->list = list;
	placer->collecting = collecting;
	return height <= fit->frame.height;
}

void galley_stretch(Placer *placer, const Galley *galley, guint from, guint to, Frame frame)
{
	GalleyFit fit = {.galley = galley, .from = from, .to = to, .frame = frame};
	guint64 mask = 0;
	for (guint i = from; i < to; i++)
		mask |= piece_at(galley, i)->gap.dials | block_dials(piece_at(galley, i)->block);
	stretch_dials(placer, mask & placer->column_dials, galley_fits, &fit);
}

// The first piece from `index` on that is there.
static guint after_absent(const Galley *galley, guint index)
{
	while (index < galley->pieces->len && piece_is_absent(piece_at(galley, index)))
		index++;
	return index;
}

GArray *galley_ends(Placer *placer, const Galley *galley, guint from, Frame frame, Len limit)
{
	GArray *ends = g_array_sized_new(FALSE, FALSE, sizeof(ColumnEnd), USUAL_ENDS);
	ColumnPen pen = {.y = frame.y, .first = true};
	Block *again = repeated(galley, from);
	if (again)
		pen.y += measure_block(placer, again, (Frame){frame.x, pen.y, frame.width, 0});
	for (guint i = from, next_index; i < galley->pieces->len; i = next_index) {
		const Piece *piece = piece_at(galley, i);
		next_index = after_absent(galley, i + 1);
		if (piece->forced && i > from)
			break;
		if (piece->separator && i == from)
			continue;
		Frame place = block_frame(placer, piece->block, frame, piece_top(placer, piece, &pen));
		bool floats = piece->block->floats;
		Len bottom = floats ? pen.y : place.y + piece_height(placer, piece, place);
		bool is_last = next_index == galley->pieces->len;
		const Piece *next = is_last ? NULL : piece_at(galley, next_index);
		if (bottom > limit)
			break;
		pen = (ColumnPen){.y = bottom, .first = floats && pen.first};
		if (piece->separator || (next && !next->forced && piece_is_glued(next)))
			continue;
		ColumnEnd end = {.to = next_index, .bottom = bottom, .cost = next ? next->cost : 0};
		g_array_append_val(ends, end);
	}
	return ends;
}
