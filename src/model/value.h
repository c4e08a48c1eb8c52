// The node tree of a YAML file: plain data, a span on every node. An issue stays such a tree
// (validated); a layout is compiled from one.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/source.h"

typedef enum ValueKind { VALUE_NULL, VALUE_SCALAR, VALUE_LIST, VALUE_MAP } ValueKind;

typedef struct Value Value;

typedef struct Field {
	const char *name;
	Span name_span;
	Value *value;
} Field;

struct Value {
	ValueKind kind;
	bool plain;       // a scalar without quotes or block marker: may be read as a number or boolean
	bool block;       // a literal or folded block scalar: `span` starts at its marker
	bool bound;       // made: words of an issue were filled into a scalar of a layout
	bool no_markdown; // made: its signs are as they print
	int indent;       // of a block scalar: columns its lines are indented by
	Span span;
	size_t offset;    // of the span's start in the source's text, in bytes
	const char *text; // VALUE_SCALAR: UTF-8; otherwise NULL
	size_t length;    // bytes of text, items of a list, or fields of a map
	Value **items;    // VALUE_LIST
	Field *fields;    // VALUE_MAP, in the file's order
};

// The value of a map's field, or NULL where `map` is NULL, no map, or has no such field. Borrowed.
Value *value_get(const Value *map, const char *name);
// The same along a dotted path ("publisher.name").
Value *value_at_path(const Value *map, const char *path);
// Text of a scalar; NULL for anything else, NULL included.
const char *value_text(const Value *value);
const char *value_get_text(const Value *map, const char *name);
// True for a value that has something in it: not null, not "", not an empty list or map.
bool value_is_present(const Value *value);
// YAML 1.2 core booleans and integers of plain scalars; false where the value is none.
bool value_as_bool(const Value *value, bool *result);
bool value_as_int(const Value *value, int *result);
bool value_as_number(const Value *value, double *result);
// Place of `length` bytes from the byte `offset` of a scalar's text on: exact for every style, also
// where lines are folded or characters escaped. The value's own span where it is no scalar.
Span value_span_at(const Value *value, size_t offset, size_t length);

// A place passed in a scalar; all zero to begin with.
typedef struct SpanMark {
	const char *source, *text;
	int line, column;
	char quote; // ' or ", or 0
} SpanMark;

// The same for offsets that grow: each call goes on from the start of the last, so that a whole value
// costs one walk through it.
Span value_span_next(const Value *value, size_t offset, size_t length, SpanMark *mark);
// The same for offsets that also go back a little, by VALUE_SPAN_BACK bytes at most.
enum { VALUE_SPAN_BACK = 4096 };
Span value_span_near(const Value *value, size_t offset, size_t length, SpanMark *mark);
