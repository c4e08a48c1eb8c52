// JSON Schema (2020-12, the part of it we use), compiled from its own tree: every reference
// followed, every keyword known.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "load/formats.h"
#include "model/value.h"

typedef enum SchemaType {
	SCHEMA_NULL = 1 << 0,
	SCHEMA_BOOLEAN = 1 << 1,
	SCHEMA_INTEGER = 1 << 2,
	SCHEMA_NUMBER = 1 << 3,
	SCHEMA_STRING = 1 << 4,
	SCHEMA_ARRAY = 1 << 5,
	SCHEMA_OBJECT = 1 << 6,
	SCHEMA_ANY = (1 << 7) - 1,
} SchemaType;

typedef struct Schema Schema;

typedef struct SchemaList {
	const Schema **items;
	guint count;
} SchemaList;

// `properties` by name, or `patternProperties` by pattern.
typedef struct SchemaField {
	const char *name;
	const Schema *schema;
} SchemaField;

typedef struct SchemaFields {
	SchemaField *items;
	guint count;
} SchemaFields;

// How the branch of a `oneOf` for a map is found without trying them all.
typedef enum SchemaSelector {
	SELECT_BY_TRYING,
	SELECT_BY_CONST, // a property whose value is another constant in each branch
	SELECT_BY_KEY,   // the first required property is another in each branch
} SchemaSelector;

struct Schema {
	const char *title;    // or NULL
	const char *example;  // the first, or NULL
	const char *language; // "x-language": of the titles, at the root; or NULL
	const char *check;    // "x-check": what the preflight looks at, or NULL
	const Value *order;   // "x-order": two properties, the second no earlier date than the first; or NULL
	const Schema *ref;    // "$ref", followed
	unsigned types;       // SchemaType bits, of `ref` if not given here
	const Value *constant, *choices;
	const char *pattern;
	const Format *format;
	guint least_chars, most_chars, least_items, most_items;
	double minimum, maximum;
	SchemaFields properties, patterns;
	const char **required;
	guint required_count;
	const Schema *additional, *names; // or NULL
	bool closed;                      // additionalProperties: false
	bool closed_all;                  // unevaluatedProperties: false
	const Schema *items;
	SchemaList first_items;
	SchemaList all_of, any_of, one_of;
	SchemaSelector selector;   // of one_of
	const char *selecting_key; // SELECT_BY_CONST: the property's name
	const Schema *condition, *then, *otherwise;
};

// Compiles a whole schema. Faults of it (unknown keywords, formats, references) are errors in
// `diags`; the result is then not for use. It lives in the arena and borrows from `root`.
const Schema *schema_compile(Arena *arena, DiagList *diags, const Value *root);

// The schema of a property by its name alone, not looking into `ref` and the combinations; or NULL.
const Schema *schema_property(const Schema *schema, const char *name);
// The branch of `one_of` that a value is meant for by its type, constant or key; NULL where there is
// none or more than one.
const Schema *schema_branch(const Schema *schema, const Value *value);
// Whether a value is of one of the types.
bool schema_type_fits(unsigned types, const Value *value);
