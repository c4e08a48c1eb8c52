// What an import has found, as the tree of the file to write.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

typedef enum TreeKind {
	TREE_MAP,
	TREE_LIST,
	TREE_TEXT,
	TREE_WORD, // a number or date: written without quotes
} TreeKind;

typedef struct Tree Tree;

struct Tree {
	TreeKind kind;
	bool flow;           // a map on one line
	const char *key;     // in a map; otherwise NULL
	const char *text;    // TREE_TEXT, TREE_WORD
	const char *comment; // on lines before it, or NULL
	const char *note;    // after it on its line, or NULL
	Tree *first, *last, *next;
};

// All live in the arena, and so must their texts.
Tree *tree_new(Arena *arena, TreeKind kind, const char *text);
void tree_append(Tree *parent, Tree *child);
// Behind one of the parent's, or, for NULL, before them all.
void tree_insert(Tree *parent, Tree *after, Tree *child);
void tree_remove(Tree *parent, Tree *child);
// A new field of a map.
Tree *tree_add(Arena *arena, Tree *map, const char *key, TreeKind kind, const char *text);
// The field of a map, or NULL.
Tree *tree_get(const Tree *map, const char *key);
// The list of a map, made where it is not there yet.
Tree *tree_list(Arena *arena, Tree *map, const char *key);

// As YAML. The caller frees.
char *tree_write(const Tree *root);
