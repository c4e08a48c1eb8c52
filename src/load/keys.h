// What keys a map may have by its schema, and which one a wrong one was meant to be.
#pragma once
#include <glib.h>

#include "load/schema.h"

// Names (const char *, borrowed) a map may have; of branches that `map` (or NULL) does not choose, those
// that choose. The caller unrefs.
GPtrArray *keys_list(const Schema *schema, const Value *map);
// The same of branches alone.
void keys_add_choosing(const SchemaList *branches, GPtrArray *names);
bool keys_hold(const GPtrArray *names, const char *name);
// Whether a closed schema says nothing of a map's key.
bool keys_is_unknown(const Schema *schema, const Value *map, const char *name);
// The key of `names` that `name` was most likely meant to be, by its letters or by its title; or NULL.
const char *keys_meant(const Schema *schema, const GPtrArray *names, const char *name);
// The schema of the first pattern property that fits a name, or NULL.
const Schema *keys_find_pattern(const Schema *schema, const char *name);
// What a schema calls its values, itself or by what it refers to; or NULL.
const char *keys_title(const Schema *schema);
