#include "load/keys.h"

#include <string.h>

#include "load/words.h"

const char *keys_title(const Schema *schema)
{
	while (schema && !schema->title)
		schema = schema->ref;
	return schema ? schema->title : NULL;
}

bool keys_hold(const GPtrArray *words, const char *word)
{
	for (guint i = 0; i < words->len; i++)
		if (strcmp(g_ptr_array_index(words, i), word) == 0)
			return true;
	return false;
}

static void gather_names(const Schema *schema, const Value *value, GPtrArray *names)
{
	for (guint i = 0; i < schema->properties.count; i++)
		g_ptr_array_add(names, (void *)schema->properties.items[i].name);
	if (schema->ref)
		gather_names(schema->ref, value, names);
	for (guint i = 0; i < schema->all_of.count; i++)
		gather_names(schema->all_of.items[i], value, names);
	const Schema *branch = value ? schema_branch(schema, value) : NULL;
	if (branch)
		gather_names(branch, value, names);
	else if (schema->one_of.count)
		keys_add_choosing(&schema->one_of, names);
}

// Of branches not chosen yet: the keys that choose.
void keys_add_choosing(const SchemaList *branches, GPtrArray *names)
{
	for (guint i = 0; i < branches->count; i++) {
		const Schema *branch = branches->items[i];
		while (branch->ref && branch->required_count == 0)
			branch = branch->ref;
		if (branch->required_count && !keys_hold(names, branch->required[0]))
			g_ptr_array_add(names, (void *)branch->required[0]);
	}
}

GPtrArray *keys_list(const Schema *schema, const Value *value)
{
	GPtrArray *names = g_ptr_array_new();
	gather_names(schema, value, names);
	return names;
}

const Schema *keys_find_pattern(const Schema *schema, const char *name)
{
	for (guint i = 0; i < schema->patterns.count; i++)
		if (g_regex_match_simple(schema->patterns.items[i].name, name, 0, 0))
			return schema->patterns.items[i].schema;
	return NULL;
}

static bool knows_in_any(const SchemaList *list, const Value *map, const char *name);

// Whether a map's field is spoken of anywhere in a schema.
static bool knows_field(const Schema *schema, const Value *map, const char *name)
{
	if (schema->additional || schema_property(schema, name) || keys_find_pattern(schema, name))
		return true;
	if (schema->ref && knows_field(schema->ref, map, name))
		return true;
	const Schema *branch = schema_branch(schema, map);
	return (branch && knows_field(branch, map, name)) || knows_in_any(&schema->all_of, map, name) ||
	       knows_in_any(&schema->any_of, map, name);
}

static bool knows_in_any(const SchemaList *list, const Value *map, const char *name)
{
	for (guint i = 0; i < list->count; i++)
		if (knows_field(list->items[i], map, name))
			return true;
	return false;
}

bool keys_is_unknown(const Schema *schema, const Value *map, const char *name)
{
	if (schema->closed)
		return !schema->additional && !schema_property(schema, name) &&
		       !keys_find_pattern(schema, name);
	return schema->closed_all && !knows_field(schema, map, name);
}

// By what a key is called rather than by the key: `titre` where "Titre" is the title of `title`.
static const char *nearest_by_title(const Schema *schema, const char *name)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < schema->properties.count; i++) {
		const char *title = keys_title(schema->properties.items[i].schema);
		if (!title)
			continue;
		g_ptr_array_add(keys, (void *)schema->properties.items[i].name);
		g_ptr_array_add(titles, g_utf8_strdown(title, -1));
	}
	const char *nearest = words_nearest(name, titles);
	for (guint i = 0; nearest && i < titles->len; i++)
		if (nearest == g_ptr_array_index(titles, i))
			return g_ptr_array_index(keys, i);
	return NULL;
}

// The key that an unknown one was meant to be, or NULL.
const char *keys_meant(const Schema *schema, const GPtrArray *names, const char *name)
{
	const char *nearest = words_nearest(name, names);
	return nearest ? nearest : nearest_by_title(schema, name);
}
