#include "load/again.h"

#include <stdint.h>
#include <string.h>

typedef struct Finder {
	const char *text; // before
	size_t size;
	size_t from, to; // the edit, in that text
	GArray *lines;   // size_t: where each line begins
	EditedPart *part;
} Finder;

// --- where the edit is ---

static GArray *find_lines(const char *text, size_t size)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (size_t at = 0; at <= size;) {
		g_array_append_val(lines, at);
		const char *next = at < size ? memchr(text + at, '\n', size - at) : NULL;
		at = next ? (size_t)(next - text) + 1 : size + 1;
	}
	return lines;
}

// Where a line begins that has nothing but spaces before a column; SIZE_MAX where it has more.
static size_t line_before(const Finder *finder, int line, int column)
{
	if (line < 1 || (guint)line > finder->lines->len)
		return SIZE_MAX;
	size_t start = g_array_index(finder->lines, size_t, line - 1);
	for (int i = 0; i < column - 1; i++)
		if (finder->text[start + (size_t)i] != ' ')
			return SIZE_MAX;
	return start;
}

// Where the lines of the n-th part of a list or map begin; SIZE_MAX where they begin with something else.
static size_t part_start(const Finder *finder, const Value *value, size_t index, int *line)
{
	if (value->kind == VALUE_MAP) {
		const Span *name = &value->fields[index].name_span;
		*line = name->line;
		return line_before(finder, name->line, name->column);
	}
	*line = value->items[index]->span.line;
	size_t start = line_before(finder, *line, value->span.column);
	bool has_dash = start != SIZE_MAX && finder->text[start + (size_t)value->span.column - 1] == '-';
	return has_dash ? start : SIZE_MAX;
}

// Lists and maps in brackets have no lines of their own.
static bool has_lines(const Finder *finder, const Value *value)
{
	char first = finder->text[value->offset];
	return (value->kind == VALUE_MAP && first != '{') || (value->kind == VALUE_LIST && first == '-');
}

// Lines are counted here by line feeds alone: other signs that end lines for YAML put places out.
static bool is_on_line(const Finder *finder, const Value *value)
{
	guint line = (guint)value->span.line;
	if (line < 1 || line > finder->lines->len ||
	    value->offset < g_array_index(finder->lines, size_t, line - 1))
		return false;
	return line == finder->lines->len || value->offset < g_array_index(finder->lines, size_t, line);
}

// Narrows the part down, level by level. `end`: where the lines of the value end.
static bool find_in(Finder *finder, const Value *value, size_t end, int level)
{
	if (!has_lines(finder, value))
		return false;
	for (size_t i = value->length; i-- > 0;) {
		int line;
		size_t start = part_start(finder, value, i, &line);
		if (start == SIZE_MAX || start > finder->from) {
			end = start;
			continue;
		}
		const Value *inner = value->kind == VALUE_MAP ? value->fields[i].value : value->items[i];
		if (finder->to > end || end == SIZE_MAX || !is_on_line(finder, inner))
			return false;
		*finder->part = (EditedPart){start, end, line, level, value->kind == VALUE_MAP};
		find_in(finder, inner, end, level + 1);
		return true;
	}
	return false;
}

static size_t count_lines(const char *text, size_t size)
{
	size_t lines = 0;
	for (const char *end = text + size; (text = memchr(text, '\n', (size_t)(end - text))); text++)
		lines++;
	return lines;
}

static bool begins_with(const char *text, const char *end, const char *sign)
{
	size_t length = strlen(sign);
	return (size_t)(end - text) >= length && memcmp(text, sign, length) == 0;
}

// Names given to values, lines that end otherwise, and ends of the document are left to who reads the whole
// file.
static bool is_plain(const char *text, size_t size)
{
	static const char *const signs[] = {"&", "\r", "\xC2\x85", "\u2028", "\u2029", "\n...", "\n---"};
	static const char *const first_line[] = {"...", "---"};
	const char *end = text + size;
	for (size_t i = 0; i < G_N_ELEMENTS(first_line); i++)
		if (begins_with(text, end, first_line[i]))
			return false;
	for (; text < end; text++) {
		if (*text >= ' ' && *text != '&')
			continue;
		for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
			if (begins_with(text, end, signs[i]))
				return false;
	}
	return true;
}

bool again_find_part(const Value *before, const Source *after, const TextEdit *edit, EditedPart *part)
{
	const Source *source = before->span.source;
	g_autoptr(GArray) lines = find_lines(source->text, source->size);
	Finder finder = {.text = source->text,
			 .size = source->size,
			 .from = edit->from,
			 .to = edit->to,
			 .lines = lines,
			 .part = part};
	if (!find_in(&finder, before, source->size, 0))
		return false;
	size_t old_size = part->end - part->start, new_size = after->size + old_size - source->size;
	const char *old_lines = source->text + part->start, *new_lines = after->text + part->start;
	return new_size > 0 && old_lines[old_size - 1] == '\n' && new_lines[new_size - 1] == '\n' &&
	       is_plain(old_lines, old_size) && is_plain(new_lines, new_size) &&
	       count_lines(old_lines, old_size) == count_lines(new_lines, new_size);
}

// --- putting it in ---

typedef struct Putter {
	Arena *arena;
	const Value *fresh;
	const Source *source;
	const EditedPart *part;
} Putter;

static bool is_field_in_place(const Field *old, const Field *fresh)
{
	return strcmp(old->name, fresh->name) == 0 && old->name_span.line == fresh->name_span.line &&
	       old->name_span.column == fresh->name_span.column;
}

// Which part of a value the edited one is in: the last to begin at its first line, or above.
static size_t find_index(const Value *value, int line)
{
	size_t i = value->length;
	while (i-- > 0)
		if ((value->kind == VALUE_MAP ? value->fields[i].name_span.line
					      : value->items[i]->span.line) <= line)
			return i;
	return 0;
}

static Value *put_in(const Putter *putter, const Value *old, int level);

static Value *put_entry(const Putter *putter, const Value *old, size_t index, int level)
{
	const Value *fresh = putter->fresh;
	if (level < putter->part->level)
		return put_in(putter, old->items[index], level + 1);
	bool stands = fresh->kind == VALUE_LIST && fresh->length == 1 &&
		      fresh->span.column == old->span.column &&
		      fresh->items[0]->span.line == old->items[index]->span.line;
	return stands ? fresh->items[0] : NULL;
}

static bool put_field(const Putter *putter, Field *field, int level)
{
	const Value *fresh = putter->fresh;
	if (level < putter->part->level) {
		field->value = put_in(putter, field->value, level + 1);
		return field->value != NULL;
	}
	if (fresh->kind != VALUE_MAP || fresh->length != 1 || !is_field_in_place(field, &fresh->fields[0]))
		return false;
	*field = fresh->fields[0];
	return true;
}

// A copy of a value around the part, with the part in it.
static Value *put_in(const Putter *putter, const Value *old, int level)
{
	Value *value = arena_copy(putter->arena, old, 1, sizeof *old);
	size_t index = find_index(old, putter->part->line);
	const Value *part;
	value->span.source = putter->source;
	if (old->kind == VALUE_MAP) {
		value->fields = arena_copy(putter->arena, old->fields, old->length, sizeof(Field));
		if (!put_field(putter, &value->fields[index], level))
			return NULL;
		part = value->fields[index].value;
	} else {
		value->items = arena_copy(putter->arena, old->items, old->length, sizeof(Value *));
		part = value->items[index] = put_entry(putter, old, index, level);
		if (!part)
			return NULL;
	}
	if (index + 1 == old->length) {
		value->span.end_line = part->span.end_line;
		value->span.end_column = part->span.end_column;
	}
	return value;
}

Value *again_put_part(Arena *arena, const Value *before, const Value *fresh, const Source *source,
		      const EditedPart *part)
{
	const Putter putter = {arena, fresh, source, part};
	return put_in(&putter, before, 0);
}
