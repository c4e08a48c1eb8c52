// Templates and values to blocks.
#pragma once
#include "flow/block.h"
#include "flow/flow.h"
#include "flow/memory.h"
#include "flow/scope.h"

enum {
	COMPONENT_DEPTH_MAX = 32, // components inside each other
	EACH_DEPTH_MAX = 8,       // lists set inside each other
	BOXES_MAX = 200 * 1000,   // of a document; a page of a bulletin has about a hundred
};

// What boxes are built with. One for all passes of a job; `binder` and `section` change.
struct Builder {
	const FlowInput *input;
	Arena *arena;       // of what is being built
	FlowMemory *memory; // NULL: everything is built anew
	Unit *unit;         // the part being built, which may be kept; NULL: none
	guint64 path;       // of the box being built
	bool at_top;        // next to be built are boxes of the page or of a section: each a part
	Binder binder;
	GHashTable *styles;   // style variants made so far: Style * by name and change
	GHashTable *pictures; // const FilePlace * → PictureInfo *
	GHashTable *texts[2]; // const Value * → MarkText *, inline and blocks
	const char *section;  // kind of the one being built; or NULL
	const Component *in_use[COMPONENT_DEPTH_MAX]; // components being built, each inside the one before
	int depth;                                    // how many
	int each_depth;                               // lists being set, each inside the one before
	guint boxes;                                  // made for this pass
	guint left_out;                               // how many groups of optional boxes are left out
};

Builder *builder_new(const FlowInput *input);
void builder_free(Builder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Builder, builder_free)

// The layout's body for the whole issue.
Block *build_document(Builder *builder, const Facts *facts);
// Boxes at fixed places on one page.
Block *build_furniture(Builder *builder, const Facts *facts, const Value *boxes, int page);

// --- for the parts of this room ---

// One box of the layout with what it is bound in: the attributes inside its kind's key (siblings for
// `each` and `use`).
typedef struct Box {
	const char *kind;
	const Value *node;       // the box itself
	const Value *main;       // value of the kind key
	const Value *attributes; // map where attributes are looked up
	const Scope *scope;
	Span span;
} Box;

// A list of boxes below `parent`, in order; boxes whose `when` fails make none.
void build_boxes(Builder *builder, const Value *boxes, const Scope *scope, Block *parent);
Block *build_stack_of(Builder *builder, const Value *boxes, const Scope *scope, Span span);
// Whether no further boxes are to be made, which is an error then.
bool builder_is_full(const Builder *builder);
Block *block_new(Builder *builder, BlockKind kind, Span span);
void block_add(Builder *builder, Block *parent, Block *child);

const Value *box_get(const Builder *builder, const Box *box, const char *name); // bound
const char *box_text(const Builder *builder, const Box *box, const char *name); // bound, as plain text
// A key of a map attribute: `at: {x: …}`; an item of a list attribute: `padding: [1u, $side]`.
const Value *box_sub_get(const Builder *builder, const Box *box, const Value *map, const char *name);
const Value *box_item_get(const Builder *builder, const Box *box, const Value *list, size_t index);
// The place in `words` (NULL-terminated) of what an attribute says; -1 where it says nothing, or a word
// that is not there, which is an error.
int box_word(const Builder *builder, const Box *box, const char *name, const char *const *words);
int word_of(const Builder *builder, const Value *value, const char *const *words);
// How many columns an attribute asks for, 1 to 12; else an error.
int box_columns(Builder *builder, const Box *box, const char *name);
bool box_bool(const Builder *builder, const Box *box, const char *name);
Measure box_measure(Builder *builder, const Box *box, const char *name);
Len box_length(Builder *builder, const Box *box, const char *name, Len otherwise);
const Ink *box_ink(Builder *builder, const Box *box, const char *name);
// The same of any bound value.
Measure measure_of(Builder *builder, const Value *value);
Len length_of(Builder *builder, const Value *value, Len otherwise);
const Ink *ink_of(Builder *builder, const Value *value);
const Style *style_of(Builder *builder, const Value *name);
// What every kind of box takes.
void box_set_common(Builder *builder, const Box *box, Block *block);

// One maker a kind; NULL where there is nothing to show.
Block *build_text(Builder *builder, const Box *box);
Block *build_stack(Builder *builder, const Box *box);
Block *build_row(Builder *builder, const Box *box);
Block *build_columns(Builder *builder, const Box *box);
Block *build_panel(Builder *builder, const Box *box);
Block *build_image(Builder *builder, const Box *box);
Block *build_shape(Builder *builder, const Box *box);
Block *build_each(Builder *builder, const Box *box);
Block *build_grid(Builder *builder, const Box *box);
Block *build_use(Builder *builder, const Box *box);
// A component with ready text as {$text}: block quotes.
Block *build_component(Builder *builder, const Component *component, const Scope *scope, Span span);
