// How messages call types, and what to do where a value is of another.
#pragma once
#include "load/schema.h"

// "a text", "a list", … of SchemaType bits.
const char *types_name(unsigned types);
// The same of what a value is.
const char *types_name_of(const Value *value);
// What to change so that a value is what the schema wants. The caller frees.
char *types_hint(const Schema *schema, const Value *value);
// The character of its source that a value begins with: tells "[a, b]" from a list of lines.
char types_first_char(const Value *value);
