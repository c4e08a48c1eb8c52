// What an import has found, as the tree of the file to write.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

typedef enum NodeKind {
	NODE_MAP,
	NODE_LIST,
	NODE_TEXT,
	NODE_WORD, // a number or date: written without quotes
} NodeKind;

typedef struct Node Node;

struct Node {
	NodeKind kind;
	bool flow;           // a map on one line
	const char *key;     // in a map; otherwise NULL
	const char *text;    // NODE_TEXT, NODE_WORD
	const char *comment; // on lines before it, or NULL
	const char *note;    // after it on its line, or NULL
	Node *first, *last, *next;
};

// All live in the arena, and so must their texts.
Node *node_new(Arena *arena, NodeKind kind, const char *text);
void node_append(Node *parent, Node *child);
// Behind one of the parent's, or, for NULL, before them all.
void node_insert(Node *parent, Node *after, Node *child);
void node_remove(Node *parent, Node *child);
// A new field of a map.
Node *node_add(Arena *arena, Node *map, const char *key, NodeKind kind, const char *text);
// The field of a map, or NULL.
Node *node_get(const Node *map, const char *key);
// The list of a map, made where it is not there yet.
Node *node_list(Arena *arena, Node *map, const char *key);

// As YAML. The caller frees.
char *node_write(const Node *root);
