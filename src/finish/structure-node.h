// Nodes of the structure tree while it is made; and what a role asks of its neighbours.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

// What may stand in what.
typedef enum NodeClass {
	CLASS_GROUP,  // holds blocks, no content of its own
	CLASS_BLOCK,  // holds content
	CLASS_INLINE, // part of a block
	CLASS_LIST,
	CLASS_ITEM,
	CLASS_LABEL,
	CLASS_BODY,
	CLASS_TABLE,
	CLASS_ROW,
	CLASS_CELL,
	CLASS_CAPTION,
} NodeClass;

typedef struct RoleKind {
	const char *role; // of an element
	const char *type; // of PDF's structure
	NodeClass class;
	int level; // of a heading
} RoleKind;

// What a role becomes; a group where it is not known.
const RoleKind *role_kind(const char *role);

typedef enum KidKind { KID_NODE, KID_MARK, KID_ANNOTATION } KidKind;

typedef struct Node Node;

typedef struct Kid {
	KidKind kind;
	Node *node;
	guint page;  // of the file: of a mark or annotation
	guint value; // identifier of marked content, or index of an annotation
	guint op;    // of a mark: the first of its group on the page
} Kid;

struct Node {
	const RoleKind *kind;
	const char *type; // as written: a heading's may differ from its kind's
	int element;      // index; -1 for a node that only holds others together
	Node *parent;
	GArray *kids; // Kid
	guint object; // its number in the file
};

Node *node_new(GPtrArray *nodes, const RoleKind *kind, int element);
void node_free(void *node);
void node_add(Node *parent, Node *node);

// Makes the tree below a node well-formed: lists of items of label and body, tables of rows of cells,
// content in blocks only, no node without content, headings that go down by one level at most. New nodes
// are added to `nodes`, which owns them all.
void node_normalise(Node *root, GPtrArray *nodes);
