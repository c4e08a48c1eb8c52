#include "import/inline.h"

#include <string.h>

#include "import/blocks.h"
#include "load/formats.h"

enum { LEVELS = 3 }; // strong, em, link

// A sign with what it is marked by: [0] strong, [1] em: 0 or 1; [2] the number of its link, from 1, or 0.
typedef struct Cell {
	gunichar sign;
	guint marks[LEVELS];
} Cell;

static const char *const openings[] = {"**", "*", "["};

bool inline_is_no_target(const char *target)
{
	return *target == '\0' || strcmp(target, "#") == 0;
}

bool inline_takes_target(const char *target)
{
	for (const char *place = target; g_ascii_isalpha(*place); place++)
		if (!g_ascii_islower(*place))
			return false;
	return format_find("target")->accepts(target) && !strpbrk(target, "\r\n\t <>\\");
}

// --- cells ---

static bool is_space(gunichar sign)
{
	return sign == ' ' || sign == '\n' || sign == '\t' || sign == '\r';
}

static void add_cell(GArray *cells, Cell cell)
{
	Cell *last = cells->len ? &g_array_index(cells, Cell, cells->len - 1) : NULL;
	if (is_space(cell.sign))
		cell.sign = ' ';
	if (cell.sign != ' ' || (last && last->sign != ' '))
		g_array_append_val(cells, cell);
}

static GArray *take_cells(const Passage *passage)
{
	GArray *cells = g_array_new(FALSE, TRUE, sizeof(Cell));
	Cell cell = {0};
	guint link = 0;
	for (const char *place = passage->text; *place; place = g_utf8_next_char(place)) {
		cell.sign = g_utf8_get_char(place);
		if (cell.sign == SIGN_STRONG || cell.sign == SIGN_STRONG_END)
			cell.marks[0] = cell.sign == SIGN_STRONG;
		else if (cell.sign == SIGN_EM || cell.sign == SIGN_EM_END)
			cell.marks[1] = cell.sign == SIGN_EM;
		else if (cell.sign == SIGN_LINK || cell.sign == SIGN_LINK_END)
			cell.marks[2] = cell.sign == SIGN_LINK ? ++link : 0;
		else if (cell.sign != SIGN_PICTOGRAM)
			add_cell(cells, cell);
	}
	if (cells->len && g_array_index(cells, Cell, cells->len - 1).sign == ' ')
		g_array_set_size(cells, cells->len - 1);
	return cells;
}

static void clear_mark(GArray *cells, int level)
{
	for (guint i = 0; i < cells->len; i++)
		g_array_index(cells, Cell, i).marks[level] = 0;
}

// Spaces are marked where both neighbours are, so that no mark begins or ends at one.
static void settle_spaces(GArray *cells)
{
	for (guint i = 1; i + 1 < cells->len; i++) {
		Cell *cell = &g_array_index(cells, Cell, i);
		for (int level = 0; cell->sign == ' ' && level < LEVELS; level++)
			if (cell[-1].marks[level] != cell[1].marks[level])
				cell->marks[level] = 0;
			else
				cell->marks[level] = cell[-1].marks[level];
	}
}

static bool is_whole(const GArray *cells, int level)
{
	for (guint i = 0; i < cells->len; i++)
		if (!g_array_index(cells, Cell, i).marks[level])
			return false;
	return true;
}

static void drop_marks(GArray *cells, InlineFlags flags)
{
	settle_spaces(cells);
	for (int level = 0; level < LEVELS; level++) {
		bool is_link = level == LEVELS - 1;
		bool whole = !is_link && (flags & INLINE_NO_WHOLE) && is_whole(cells, level);
		if (whole || (flags & INLINE_NO_MARKS) || (is_link && (flags & INLINE_NO_LINKS)))
			clear_mark(cells, level);
	}
}

static void raise_first(GArray *cells)
{
	for (guint i = 0; i < cells->len; i++) {
		Cell *cell = &g_array_index(cells, Cell, i);
		if (g_unichar_isalnum(cell->sign)) {
			cell->sign = g_unichar_toupper(cell->sign);
			return;
		}
	}
}

// --- writing ---

typedef struct Writer {
	const Passage *passage;
	const GArray *cells;
	GString *text;
	int open[LEVELS]; // levels, the outermost first
	int depth;
	guint state[LEVELS];
	GPtrArray *lost;
} Writer;

static gunichar sign_at(const Writer *writer, guint index)
{
	return index < writer->cells->len ? g_array_index(writer->cells, Cell, index).sign : 0;
}

// How far a level is marked as at a cell.
static guint reach(const Writer *writer, guint index, int level)
{
	guint mark = g_array_index(writer->cells, Cell, index).marks[level], end = index;
	while (end < writer->cells->len && g_array_index(writer->cells, Cell, end).marks[level] == mark)
		end++;
	return end;
}

static void close_innermost(Writer *writer)
{
	int level = writer->open[--writer->depth];
	if (level < 2) {
		g_string_append(writer->text, openings[level]);
	} else {
		const char *target = writer->passage->targets[writer->state[level] - 1];
		bool takes = inline_takes_target(target) && !inline_is_no_target(target);
		bool round = takes && strpbrk(target, "()") != NULL;
		if (!takes && !inline_is_no_target(target) && writer->lost)
			g_ptr_array_add(writer->lost, (void *)target);
		g_string_append_printf(writer->text, round ? "](<%s>)" : "](%s)", takes ? target : "");
	}
	writer->state[level] = 0;
}

static bool differs(const Writer *writer, const Cell *cell)
{
	for (int level = 0; level < LEVELS; level++)
		if (writer->state[level] && (!cell || cell->marks[level] != writer->state[level]))
			return true;
	return false;
}

// The one that reaches furthest opens first, so that the others are inside it.
static void open_marks(Writer *writer, guint index)
{
	const Cell *cell = &g_array_index(writer->cells, Cell, index);
	while (true) {
		int next = -1;
		for (int level = LEVELS - 1; level >= 0; level--)
			if (cell->marks[level] && !writer->state[level] &&
			    (next < 0 || reach(writer, index, level) > reach(writer, index, next)))
				next = level;
		if (next < 0)
			return;
		writer->open[writer->depth++] = next;
		writer->state[next] = cell->marks[next];
		g_string_append(writer->text, openings[next]);
	}
}

static bool begins_entity(const Writer *writer, guint index)
{
	gunichar next = sign_at(writer, index + 1);
	return next == '#' || (next < 0x80 && g_ascii_isalpha((char)next));
}

static bool needs_escape(const Writer *writer, guint index)
{
	gunichar sign = sign_at(writer, index), next = sign_at(writer, index + 1);
	if (sign && sign < 0x80 && strchr("\\*[]`", (int)sign))
		return true;
	if (sign == '_')
		return index == 0 || !g_unichar_isalnum(sign_at(writer, index - 1)) ||
		       !g_unichar_isalnum(next);
	if (sign == '<')
		return next != ' ' && next != 0;
	if (sign == '!')
		return index + 1 < writer->cells->len &&
		       g_array_index(writer->cells, Cell, index + 1).marks[2] != 0;
	return sign == '&' && begins_entity(writer, index);
}

// What begins a heading, list, quotation or rule at the beginning of a text.
static bool begins_block(const Writer *writer, guint index)
{
	gunichar sign = sign_at(writer, index), next = sign_at(writer, index + 1);
	if (index > 0 && (sign == '.' || sign == ')')) {
		for (guint i = 0; i < index; i++)
			if (sign_at(writer, i) > 0x7F || !g_ascii_isdigit((char)sign_at(writer, i)))
				return false;
		return next == ' ' || next == 0;
	}
	return index == 0 && sign && sign < 0x80 && strchr("#>-+=~|", (int)sign);
}

static void write_cell(Writer *writer, guint index, bool escape)
{
	const Cell *cell = &g_array_index(writer->cells, Cell, index);
	while (differs(writer, cell))
		close_innermost(writer);
	open_marks(writer, index);
	if (escape && (needs_escape(writer, index) || begins_block(writer, index)))
		g_string_append_c(writer->text, '\\');
	g_string_append_unichar(writer->text, cell->sign);
}

static char *write_cells(const Passage *passage, const GArray *cells, bool escape, GPtrArray *lost)
{
	Writer writer = {.passage = passage, .cells = cells, .text = g_string_new(NULL), .lost = lost};
	for (guint i = 0; i < cells->len; i++)
		write_cell(&writer, i, escape);
	while (writer.depth)
		close_innermost(&writer);
	g_autofree char *text = g_string_free(writer.text, FALSE);
	return g_utf8_normalize(text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

// Bold and italics that do not come out as such where they begin or end are left out: the words matter more.
static char *write_safely(const Passage *passage, GArray *cells, GPtrArray *lost)
{
	g_autoptr(GPtrArray) missing = g_ptr_array_new();
	g_autofree char *plain = write_cells(passage, cells, true, missing);
	char *text = NULL;
	{
		GArray *bare = g_array_copy(cells);
		for (int level = 0; level < LEVELS; level++)
			clear_mark(bare, level);
		g_autofree char *words = write_cells(passage, bare, false, NULL);
		if (blocks_say(plain, words))
			text = g_steal_pointer(&plain);
		g_array_unref(bare);
	}
	if (!text) {
		clear_mark(cells, 0);
		clear_mark(cells, 1);
		g_ptr_array_set_size(missing, 0);
		text = write_cells(passage, cells, true, missing);
	}
	for (guint i = 0; lost && i < missing->len; i++)
		g_ptr_array_add(lost, g_ptr_array_index(missing, i));
	return text;
}

const char *inline_text(Arena *arena, const Passage *passage, InlineFlags flags, GPtrArray *lost)
{
	GArray *cells = take_cells(passage);
	drop_marks(cells, flags);
	if (flags & INLINE_CAPITAL)
		raise_first(cells);
	g_autofree char *text = flags & INLINE_NO_MARKS ? write_cells(passage, cells, false, NULL)
							: write_safely(passage, cells, lost);
	const char *result = arena_strdup(arena, text);
	g_array_unref(cells);
	return result;
}
