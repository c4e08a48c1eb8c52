#include "load/schema.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

typedef struct Compiler {
	Arena *arena;
	DiagList *diags;
	const Value *root;
	GHashTable *known; // const Value * to Schema *: what is compiled or being compiled
	GPtrArray *all;    // Schema *, in the order met
} Compiler;

static const Schema *compile(Compiler *compiler, const Value *value);

// These are faults of the program, not of its user; so they need no translation.
static void fault(Compiler *compiler, const Value *at, const char *what, const char *name)
{
	diag_take(compiler->diags, SEVERITY_ERROR, "schema.fault", at->span,
		  g_strdup_printf("%s: %s", what, name), NULL);
}

// --- one function a keyword ---

static void ignore(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler, (void)schema, (void)value;
}

static void set_title(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->title = value_text(value);
}

static void set_check(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->check = value_text(value);
}

static unsigned type_bit(Compiler *compiler, const Value *name)
{
	static const char *const names[] = {"null",   "boolean", "integer", "number",
					    "string", "array",   "object"};
	for (unsigned i = 0; value_text(name) && i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name->text) == 0)
			return 1u << i;
	fault(compiler, name, "unknown type", value_text(name) ? name->text : "");
	return 0;
}

static void set_type(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->types = 0;
	if (value->kind != VALUE_LIST)
		schema->types = type_bit(compiler, value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->length; i++)
		schema->types |= type_bit(compiler, value->items[i]);
}

static void set_examples(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->example = value->length ? value_text(value->items[0]) : NULL;
}

static void set_const(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->constant = value;
}

static void set_enum(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->choices = value;
}

static void set_pattern(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->pattern = value_text(value);
}

static void set_format(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->format = format_find(value_text(value));
	if (!schema->format)
		fault(compiler, value, "unknown format", value_text(value));
}

static guint read_count(Compiler *compiler, const Value *value)
{
	int count = 0;
	if (!value_as_int(value, &count) || count < 0)
		fault(compiler, value, "not a count", value_text(value) ? value->text : "");
	return (guint)count;
}

static void set_least_chars(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->least_chars = read_count(compiler, value);
}

static void set_most_chars(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->most_chars = read_count(compiler, value);
}

static void set_least_items(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->least_items = read_count(compiler, value);
}

static void set_most_items(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->most_items = read_count(compiler, value);
}

static void set_minimum(Compiler *compiler, Schema *schema, const Value *value)
{
	if (!value_as_number(value, &schema->minimum))
		fault(compiler, value, "not a number", "minimum");
}

static void set_maximum(Compiler *compiler, Schema *schema, const Value *value)
{
	if (!value_as_number(value, &schema->maximum))
		fault(compiler, value, "not a number", "maximum");
}

static SchemaFields compile_fields(Compiler *compiler, const Value *map)
{
	SchemaFields fields = {.count = (guint)map->length};
	fields.items = arena_array(compiler->arena, SchemaField, map->length);
	for (guint i = 0; i < fields.count; i++)
		fields.items[i] = (SchemaField){map->fields[i].name, compile(compiler, map->fields[i].value)};
	return fields;
}

static void set_properties(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->properties = compile_fields(compiler, value);
}

static void set_patterns(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->patterns = compile_fields(compiler, value);
}

static void set_required(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->required = arena_array(compiler->arena, const char *, value->length);
	schema->required_count = (guint)value->length;
	for (guint i = 0; i < schema->required_count; i++)
		schema->required[i] = value_text(value->items[i]);
}

static void set_additional(Compiler *compiler, Schema *schema, const Value *value)
{
	bool open = true;
	if (!value_as_bool(value, &open))
		schema->additional = compile(compiler, value);
	schema->closed = !open;
}

static void set_unevaluated(Compiler *compiler, Schema *schema, const Value *value)
{
	bool open = true;
	if (!value_as_bool(value, &open) || open)
		fault(compiler, value, "only false is known of", "unevaluatedProperties");
	schema->closed_all = !open;
}

static void set_names(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->names = compile(compiler, value);
}

static void set_items(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->items = compile(compiler, value);
}

static SchemaList compile_list(Compiler *compiler, const Value *list)
{
	SchemaList schemas = {.count = (guint)list->length};
	schemas.items = arena_array(compiler->arena, const Schema *, list->length);
	for (guint i = 0; i < schemas.count; i++)
		schemas.items[i] = compile(compiler, list->items[i]);
	return schemas;
}

static void set_first_items(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->first_items = compile_list(compiler, value);
}

static void set_all_of(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->all_of = compile_list(compiler, value);
}

static void set_any_of(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->any_of = compile_list(compiler, value);
}

static void set_one_of(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->one_of = compile_list(compiler, value);
}

static void set_if(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->condition = compile(compiler, value);
}

static void set_then(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->then = compile(compiler, value);
}

static void set_language(Compiler *compiler, Schema *schema, const Value *value)
{
	(void)compiler;
	schema->language = value_text(value);
}

static void set_order(Compiler *compiler, Schema *schema, const Value *value)
{
	if (value->kind == VALUE_LIST && value->length == 2 && value_text(value->items[0]) &&
	    value_text(value->items[1]))
		schema->order = value;
	else
		fault(compiler, value, "no two names", "x-order");
}

static void set_else(Compiler *compiler, Schema *schema, const Value *value)
{
	schema->otherwise = compile(compiler, value);
}

// "#/$defs/name", and "#" for the whole.
static void set_ref(Compiler *compiler, Schema *schema, const Value *value)
{
	static const char prefix[] = "#/$defs/";
	const char *name = value_text(value);
	const Value *target = NULL;
	if (name && strcmp(name, "#") == 0)
		target = compiler->root;
	else if (name && g_str_has_prefix(name, prefix))
		target = value_get(value_get(compiler->root, "$defs"), name + strlen(prefix));
	if (target)
		schema->ref = compile(compiler, target);
	else
		fault(compiler, value, "unknown reference", name ? name : "");
}

// Most names differ in their first letter already.
static bool is_same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

typedef struct Keyword {
	const char *name;
	void (*set)(Compiler *compiler, Schema *schema, const Value *value);
} Keyword;

// The most used first.
static const Keyword keywords[] = {
    {"$ref", set_ref},
    {"title", set_title},
    {"description", ignore},
    {"type", set_type},
    {"properties", set_properties},
    {"required", set_required},
    {"additionalProperties", set_additional},
    {"unevaluatedProperties", set_unevaluated},
    {"items", set_items},
    {"format", set_format},
    {"x-check", set_check},
    {"x-order", set_order},
    {"enum", set_enum},
    {"const", set_const},
    {"allOf", set_all_of},
    {"anyOf", set_any_of},
    {"oneOf", set_one_of},
    {"minItems", set_least_items},
    {"maxItems", set_most_items},
    {"prefixItems", set_first_items},
    {"minimum", set_minimum},
    {"maximum", set_maximum},
    {"minLength", set_least_chars},
    {"maxLength", set_most_chars},
    {"pattern", set_pattern},
    {"patternProperties", set_patterns},
    {"propertyNames", set_names},
    {"if", set_if},
    {"then", set_then},
    {"else", set_else},
    {"default", ignore},
    {"examples", set_examples},
    {"$defs", ignore},
    {"$schema", ignore},
    {"$id", ignore},
    {"$comment", ignore},
    {"x-language", set_language},
    {"x-next", ignore}, // read by the job that starts the next issue
};

static void apply_keyword(Compiler *compiler, Schema *schema, const Field *field)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (is_same(keywords[i].name, field->name)) {
			keywords[i].set(compiler, schema, field->value);
			return;
		}
	fault(compiler, field->value, "unknown keyword", field->name);
}

// --- choosing among branches ---

const Schema *schema_property(const Schema *schema, const char *name)
{
	for (guint i = 0; i < schema->properties.count; i++)
		if (is_same(schema->properties.items[i].name, name))
			return schema->properties.items[i].schema;
	return NULL;
}

// What a branch really says: where it is a mere reference, what that refers to.
static const Schema *resolve(const Schema *schema)
{
	while (schema->ref && schema->properties.count == 0)
		schema = schema->ref;
	return schema;
}

static bool is_map_branch(const Schema *schema)
{
	return (schema->types & SCHEMA_OBJECT) && resolve(schema)->required_count > 0;
}

static bool is_constant_in_all(const SchemaList *branches, const char *name)
{
	for (guint i = 0; i < branches->count; i++) {
		if (!is_map_branch(branches->items[i]))
			continue;
		const Schema *property = schema_property(resolve(branches->items[i]), name);
		if (!property || !property->constant)
			return false;
	}
	return true;
}

static bool has_distinct_keys(const SchemaList *branches)
{
	for (guint i = 0; i < branches->count; i++)
		for (guint j = 0; j < i; j++) {
			const Schema *a = branches->items[i], *b = branches->items[j];
			if (is_map_branch(a) && is_map_branch(b) &&
			    strcmp(resolve(a)->required[0], resolve(b)->required[0]) == 0)
				return false;
		}
	return true;
}

static void find_selector(Schema *schema)
{
	const SchemaList *branches = &schema->one_of;
	const Schema *last = NULL;
	guint map_count = 0;
	for (guint i = 0; i < branches->count; i++)
		if (is_map_branch(branches->items[i])) {
			last = resolve(branches->items[i]);
			map_count++;
		}
	if (map_count < 2)
		return;
	const char *key = last->required[0];
	if (is_constant_in_all(branches, key)) {
		schema->selector = SELECT_BY_CONST;
		schema->selecting_key = key;
	} else if (has_distinct_keys(branches)) {
		schema->selector = SELECT_BY_KEY;
	}
}

static bool is_selected(const Schema *schema, const Schema *branch, const Value *value)
{
	if (!schema_type_fits(branch->types, value))
		return false;
	if (value->kind != VALUE_MAP || !is_map_branch(branch))
		return true;
	const Schema *map = resolve(branch);
	if (schema->selector == SELECT_BY_KEY)
		return value_get(value, map->required[0]) != NULL;
	if (schema->selector == SELECT_BY_TRYING)
		return true;
	const char *text = value_get_text(value, schema->selecting_key);
	return text && strcmp(text, schema_property(map, schema->selecting_key)->constant->text) == 0;
}

const Schema *schema_branch(const Schema *schema, const Value *value)
{
	const Schema *found = NULL;
	for (guint i = 0; i < schema->one_of.count; i++) {
		if (!is_selected(schema, schema->one_of.items[i], value))
			continue;
		if (found)
			return NULL;
		found = schema->one_of.items[i];
	}
	return found;
}

static bool scalar_fits(unsigned types, const Value *value)
{
	if (types & SCHEMA_STRING)
		return true; // `no`, `51` and `2025-02` are text where text is asked for
	bool truth;
	int whole;
	double number;
	return ((types & SCHEMA_BOOLEAN) && value_as_bool(value, &truth)) ||
	       ((types & SCHEMA_INTEGER) && value_as_int(value, &whole)) ||
	       ((types & SCHEMA_NUMBER) && value_as_number(value, &number));
}

bool schema_type_fits(unsigned types, const Value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		return types & SCHEMA_NULL;
	case VALUE_LIST:
		return types & SCHEMA_ARRAY;
	case VALUE_MAP:
		return types & SCHEMA_OBJECT;
	default:
		return scalar_fits(types, value);
	}
}

// --- the whole ---

static const Schema *compile(Compiler *compiler, const Value *value)
{
	Schema *schema = g_hash_table_lookup(compiler->known, value);
	if (schema)
		return schema;
	schema = arena_new0(compiler->arena, Schema);
	g_hash_table_insert(compiler->known, (void *)value, schema);
	g_ptr_array_add(compiler->all, schema);
	schema->most_chars = schema->most_items = G_MAXUINT;
	schema->minimum = -INFINITY;
	schema->maximum = INFINITY;
	if (value->kind != VALUE_MAP)
		fault(compiler, value, "not a schema", value_text(value) ? value->text : "");
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++)
		apply_keyword(compiler, schema, &value->fields[i]);
	return schema;
}

// What can be known only when everything is compiled, since schemas refer to each other in circles.
static void complete(Schema *schema)
{
	const Schema *typed = schema;
	while (typed->types == 0 && typed->ref)
		typed = typed->ref;
	bool is_scalar = schema->choices || schema->constant;
	schema->types = typed->types ? typed->types : is_scalar ? SCHEMA_STRING : SCHEMA_ANY;
}

const Schema *schema_compile(Arena *arena, DiagList *diags, const Value *root)
{
	Compiler compiler = {.arena = arena, .diags = diags, .root = root};
	compiler.known = g_hash_table_new(NULL, NULL);
	compiler.all = g_ptr_array_new();
	const Schema *schema = compile(&compiler, root);
	for (guint i = 0; i < compiler.all->len; i++)
		complete(g_ptr_array_index(compiler.all, i));
	for (guint i = 0; i < compiler.all->len; i++)
		find_selector(g_ptr_array_index(compiler.all, i));
	g_ptr_array_unref(compiler.all);
	g_hash_table_unref(compiler.known);
	return schema;
}
