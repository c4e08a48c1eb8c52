// The structure tree of a tagged document (ISO 32000-1, 14.7 and 14.8).
#pragma once
#include "inspect/document.h"
#include "inspect/event.h"

enum {
	ELEMENTS_MAX = 500 * 1000,
	TREE_DEPTH_MAX = 250, // elements within each other
};

typedef struct TaggedElement TaggedElement;
struct TaggedElement {
	const Obj *dict;
	const char *type;      // as written
	const char *role;      // the standard type it stands for; NULL: none
	TaggedElement *parent; // NULL below the root
	GPtrArray *kids;       // TaggedElement
	guint page;            // where its content is, from 1; 0: not told
	guint marks;           // marked-content sequences of its own
	guint objects;         // annotations and the like of its own
	guint depth;
	const char *lang; // its own, or NULL
};

// A marked-content sequence or an object that an element claims.
typedef struct Claim {
	TaggedElement *element;
	guint page, stream; // stream: number of the form it is in; 0: the page's content
	gint64 mcid;        // -1: an object
	guint object;
} Claim;

typedef struct TagTree {
	const Obj *root;     // obj_null() where there is none
	GPtrArray *elements; // TaggedElement, in reading order
	GPtrArray *top;      // those below the root
	GArray *claims;      // Claim, in reading order
	GHashTable *marked;  // "page stream mcid" → index of a claim + 1
	GHashTable *objects; // number of an annotation → TaggedElement
	GHashTable *parents; // key of the parent tree → what it refers to (Obj)
	bool complete;       // false where ELEMENTS_MAX was reached
} TagTree;

TagTree *tag_tree_read(Document *doc, EventList *events);
void tag_tree_free(TagTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagTree, tag_tree_free)

// The element that claims a sequence; NULL for none.
TaggedElement *tag_tree_find_mark(const TagTree *tree, guint page, guint stream, gint64 mcid);
// Whether an element stands for a standard type.
bool element_is(const TaggedElement *element, const char *role);
// 1 to 6 of H1 to H6; 7 and more too; 0 for what is no numbered heading.
int element_heading_level(const TaggedElement *element);
// Text that stands for the element's content: Alt, ActualText, E …; NULL for none.
char *element_text(Document *doc, const TaggedElement *element, const char *key);
bool tag_tree_is_standard(const char *type);
