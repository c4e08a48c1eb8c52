// The issues of a run: from what the command line names.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Issue {
	char *path;          // as it is opened and as messages call it
	char *root;          // absolute: the folder named, that of the list, or that of the file named
	char *key;           // path below the root
	bool named;          // by itself: it may be a link that leads anywhere
	char *pages, *cover; // paths of the outputs
} Issue;

// One part of a list shared among machines, from 1; 0 of 0 for all of it.
typedef struct Shard {
	guint part, of;
} Shard;

// Reads "K/N". False where it is none.
bool shard_read(const char *text, Shard *shard);

// Each operand is a file, a folder (all .yaml and .yml below it, but nothing hidden) or @LIST, a file with
// one path a line (@-: standard input); empty lines and lines with # first are passed over. In the order of
// their keys, each issue once. NULL on failure; *what and *hint (caller frees) say why.
GPtrArray *list_issues(char **operands, int count, const char *output, char **what, char **hint);

// Keeps the issues of a part. Which part an issue is in depends on its key and nothing else.
void list_keep_shard(GPtrArray *issues, Shard shard);

// Where the outputs of a key go, relative to the output folder. The caller frees.
char *list_pages_name(const char *key);
char *list_cover_name(const char *key);
