// Files that were read, by whatever name: nothing that is written takes the place of one.
#pragma once
#include <glib.h>

typedef struct Inputs Inputs;

Inputs *inputs_new(void);
void inputs_free(Inputs *inputs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inputs, inputs_free)

// Adds a file as it is now; one that is not there is passed over. "-" is standard input.
void inputs_add(Inputs *inputs, const char *path);
// The name by which the file at `path` was added, through all links; NULL where it was not. "-" is standard
// output. Borrowed.
const char *inputs_find(const Inputs *inputs, const char *path);
