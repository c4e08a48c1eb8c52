// Text where a key is looked for: what to say of it.
#pragma once
#include <stdbool.h>

#include "model/value.h"

// Whether the name of a key is words of a text rather than a name.
bool prose_is_key(const char *name);
// What is wrong with such a field of a map, and what to do. The caller frees both.
void prose_explain(const Value *map, const Field *field, char **what, char **hint);

// A sign among the blanks a line begins with that looks like a space and is none; 0 where there is none.
gunichar prose_false_space(const char *line);
// What to say of it. The caller frees both.
void prose_explain_space(gunichar sign, char **what, char **hint);

// What to say of an address in quotes that are none to YAML; NULL where it is in none. The caller frees it.
char *prose_advise_quotes(const char *text);
