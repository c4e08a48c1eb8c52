#include "model/value.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const Field *find_field(const Value *map, const char *name, size_t name_length)
{
	if (!map || map->kind != VALUE_MAP)
		return NULL;
	for (size_t i = 0; i < map->length; i++) {
		const char *field = map->fields[i].name;
		// Most names differ in the first letter.
		if (*field == *name && strncmp(field, name, name_length) == 0 && field[name_length] == '\0')
			return &map->fields[i];
	}
	return NULL;
}

Value *value_get(const Value *map, const char *name)
{
	const Field *field = find_field(map, name, strlen(name));
	return field ? field->value : NULL;
}

Value *value_at_path(const Value *map, const char *path)
{
	for (;;) {
		size_t length = strcspn(path, ".");
		const Field *field = find_field(map, path, length);
		if (!field || path[length] == '\0')
			return field ? field->value : NULL;
		map = field->value;
		path += length + 1;
	}
}

const char *value_text(const Value *value)
{
	return value && value->kind == VALUE_SCALAR ? value->text : NULL;
}

const char *value_get_text(const Value *map, const char *name)
{
	return value_text(value_get(map, name));
}

bool value_is_present(const Value *value)
{
	return value && value->kind != VALUE_NULL && value->length > 0;
}

// --- plain scalars as booleans and numbers ---

static const char *plain_text(const Value *value)
{
	return value && value->kind == VALUE_SCALAR && value->plain ? value->text : NULL;
}

static bool is_one_of(const char *text, const char *const names[3])
{
	for (int i = 0; i < 3; i++)
		if (strcmp(text, names[i]) == 0)
			return true;
	return false;
}

bool value_as_bool(const Value *value, bool *result)
{
	static const char *const yes[] = {"true", "True", "TRUE"};
	static const char *const no[] = {"false", "False", "FALSE"};
	const char *text = plain_text(value);
	if (!text)
		return false;
	bool is_true = is_one_of(text, yes);
	if (!is_true && !is_one_of(text, no))
		return false;
	*result = is_true;
	return true;
}

bool value_as_int(const Value *value, int *result)
{
	const char *text = plain_text(value);
	if (!text)
		return false;
	const char *digits = text + (*text == '-' || *text == '+');
	if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
		return false;
	errno = 0;
	long number = strtol(text, NULL, 10);
	if (errno || number > INT_MAX || number < INT_MIN)
		return false;
	*result = (int)number;
	return true;
}

// The core schema's [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
static bool looks_like_number(const char *text)
{
	static const char digits[] = "0123456789";
	text += *text == '-' || *text == '+';
	size_t whole = strspn(text, digits);
	text += whole;
	if (*text == '.') {
		size_t part = strspn(++text, digits);
		if (whole + part == 0)
			return false;
		text += part;
	} else if (whole == 0) {
		return false;
	}
	if (*text == 'e' || *text == 'E') {
		text++;
		text += *text == '-' || *text == '+';
		size_t exponent = strspn(text, digits);
		if (exponent == 0)
			return false;
		text += exponent;
	}
	return *text == '\0';
}

bool value_as_number(const Value *value, double *result)
{
	const char *text = plain_text(value);
	if (!text || !looks_like_number(text))
		return false;
	double number = g_ascii_strtod(text, NULL);
	if (!isfinite(number))
		return false;
	*result = number;
	return true;
}

// --- places inside scalars ---
//
// The scalar's text and its source are walked side by side: a step takes one character of the text
// and what stands for it in the source, be it itself, an escape, or a line break with its indentation.

typedef struct Walk {
	const Value *value;
	const char *source;
	const char *text;
	int line, column;
	char quote; // ' or ", or 0
} Walk;

static void skip_char(Walk *walk)
{
	walk->source = g_utf8_next_char(walk->source);
	walk->column++;
}

static bool at_break(const char *source)
{
	return *source == '\n' || *source == '\r';
}

static void skip_break(Walk *walk)
{
	walk->source += walk->source[0] == '\r' && walk->source[1] == '\n' ? 2 : 1;
	walk->line++;
	walk->column = 1;
}

static void skip_blanks(Walk *walk)
{
	while (*walk->source == ' ' || *walk->source == '\t')
		skip_char(walk);
}

static void skip_indent(Walk *walk)
{
	while (walk->column <= walk->value->indent && *walk->source == ' ')
		skip_char(walk);
}

// Text of a run of source line breaks: a space, or line feeds.
static void skip_folded_text(Walk *walk)
{
	if (*walk->text == ' ') {
		walk->text++;
		return;
	}
	while (*walk->text == '\n')
		walk->text++;
}

// In a block scalar, breaks and the empty lines between them.
static void step_block_break(Walk *walk)
{
	while (at_break(walk->source)) {
		skip_break(walk);
		skip_indent(walk);
	}
	skip_folded_text(walk);
}

// In flow scalars a break takes the blanks around it along.
static bool at_flow_fold(const Walk *walk)
{
	return at_break(walk->source + strspn(walk->source, " \t"));
}

static void step_flow_fold(Walk *walk)
{
	skip_blanks(walk);
	while (at_break(walk->source)) {
		skip_break(walk);
		skip_blanks(walk);
	}
	skip_folded_text(walk);
}

static int escape_length(char letter)
{
	switch (letter) {
	case 'x':
		return 4;
	case 'u':
		return 6;
	case 'U':
		return 10;
	default:
		return 2;
	}
}

// An escaped line break in "…" stands for nothing at all.
static void skip_escaped_break(Walk *walk)
{
	while (walk->quote == '"' && walk->source[0] == '\\' && at_break(walk->source + 1)) {
		skip_char(walk);
		skip_break(walk);
		skip_blanks(walk);
	}
}

static void step_char(Walk *walk)
{
	int length = 1;
	if (walk->quote == '"' && *walk->source == '\\')
		length = escape_length(walk->source[1]);
	else if (walk->quote == '\'' && *walk->source == '\'')
		length = 2;
	for (int i = 0; i < length && *walk->source; i++)
		skip_char(walk);
	walk->text = g_utf8_next_char(walk->text);
}

static void step(Walk *walk)
{
	if (walk->value->block && at_break(walk->source))
		step_block_break(walk);
	else if (!walk->value->block && at_flow_fold(walk))
		step_flow_fold(walk);
	else
		step_char(walk);
	skip_escaped_break(walk);
}

static Walk walk_start(const Value *value)
{
	Walk walk = {.value = value,
		     .source = value->span.source->text + value->offset,
		     .text = value->text,
		     .line = value->span.line,
		     .column = value->span.column};
	if (value->block) {
		while (*walk.source && !at_break(walk.source))
			skip_char(&walk);
		skip_break(&walk);
		skip_indent(&walk);
		// Empty lines before the text are line feeds in it.
		if (at_break(walk.source))
			step_block_break(&walk);
	} else if (*walk.source == '"' || *walk.source == '\'') {
		walk.quote = *walk.source;
		skip_char(&walk);
		skip_escaped_break(&walk);
	}
	return walk;
}

static Walk walk_from(const Value *value, const SpanMark *mark, const char *first)
{
	if (!mark->text || mark->text > first)
		return walk_start(value);
	return (Walk){value, mark->source, mark->text, mark->line, mark->column, mark->quote};
}

Span value_span_next(const Value *value, size_t offset, size_t length, SpanMark *mark)
{
	if (value->kind != VALUE_SCALAR || !value->span.source || !value->span.source->text)
		return value->span;
	const char *first = value->text + MIN(offset, value->length);
	const char *last = value->text + MIN(offset + length, value->length);
	Walk walk = walk_from(value, mark, first);
	while (walk.text < first && *walk.source)
		step(&walk);
	*mark = (SpanMark){walk.source, walk.text, walk.line, walk.column, walk.quote};
	Span span = {value->span.source, walk.line, walk.column, walk.line, walk.column};
	while (walk.text < last && *walk.source) {
		span.end_line = walk.line;
		span.end_column = walk.column + 1;
		step(&walk);
	}
	if (span.end_line == walk.line)
		span.end_column = walk.column;
	return span;
}

Span value_span_near(const Value *value, size_t offset, size_t length, SpanMark *mark)
{
	size_t least = offset > VALUE_SPAN_BACK ? offset - VALUE_SPAN_BACK : 0;
	if (!mark->text || mark->text < value->text + MIN(least, value->length))
		value_span_next(value, least, 0, mark);
	SpanMark from = *mark;
	return value_span_next(value, offset, length, &from);
}

Span value_span_at(const Value *value, size_t offset, size_t length)
{
	SpanMark mark = {0};
	return value_span_next(value, offset, length, &mark);
}
