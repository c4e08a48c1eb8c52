// What a scalar's text and its source tell beside each other.
#pragma once
#include "base/diag.h"
#include "model/value.h"

// Whether a plain scalar stands for nothing: empty, ~ or null.
bool scalar_is_null(const char *text);
// By how many columns the lines of a block scalar are indented.
int scalar_block_indent(const Value *value);
// An escape in "…" may make what the file itself may not hold: an error. `end` is where the scalar ends in
// its source, in bytes.
void scalar_check_escapes(DiagList *diags, const Value *value, size_t end);
// `title: Group #1` reads as "Group", since what follows the space is a comment to YAML: a warning.
void scalar_check_comment(DiagList *diags, const Value *value, size_t end);
// Refuses tags of applications. Of standard tags and none returns whether the value may be read as a
// number or boolean; `plain` is what it is without a tag.
bool scalar_check_tag(DiagList *diags, Span span, const char *tag, ValueKind kind, bool plain);
