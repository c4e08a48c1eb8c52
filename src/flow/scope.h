// Bindings: what `{path}`, `{$name}` and `{@name}` in a layout's strings stand for.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "flow/facts.h"
#include "model/value.h"
#include "text/markdown.h"

typedef struct Scope Scope;
typedef struct Reads Reads;

// A parameter or var: a layout value, and where the names in it are looked up; or ready text.
typedef struct Param {
	const char *name;
	const Value *value;
	const Scope *scope;
	const MarkBlock *blocks; // ready text (a block quote given to a component), or NULL
	guint block_count;
} Param;

struct Scope {
	const Scope *up;
	const Value *item; // what plain paths are looked up in; NULL: the outer scope's
	const Param *params;
	guint param_count;
	int index, count;   // place in the innermost `each`, from 1; 0: none here
	const Value *group; // heading of the group, or NULL
	bool is_section, is_issue;
	const SectionFacts *section;
	int page; // of furniture; 0: none here
};

// What bindings are resolved with.
typedef struct Binder {
	Arena *arena;
	DiagList *diags;
	const Facts *facts;
	const Value *contents; // made from the facts: entries, those of one page together
	const Value *words;    // of the language; may be NULL
	int depth;             // of parameters that stand for others
	bool testing;          // a condition is being looked at: lists and maps say something too
	Reads *reads;          // what is looked up is noted there; NULL: nowhere
} Binder;

// A stretch of a bound string: literal text of the layout, a value of the issue, or ready text.
typedef struct BoundText {
	const char *text;   // what it says, formatted; NULL for ready blocks
	const Value *value; // the issue's own scalar, unformatted: its text takes Markdown; otherwise NULL
	const MarkBlock *blocks;
	guint block_count;
	Span span;
	bool bound; // from a binding, not the layout's own words
} BoundText;

// What the pages of the pass before told; kept by reference.
void bind_facts(Binder *binder, const Facts *facts);
// Appends the pieces of a layout string to `pieces` (GArray of BoundText). Absent values give none.
void bind_pieces(const Binder *binder, const Scope *scope, const Value *string, GArray *pieces);
// The same as plain text in the arena; "" where nothing is bound. NULL for a NULL value.
const char *bind_text(const Binder *binder, const Scope *scope, const Value *string);
// What @name stands for in a scope.
const Value *bind_builtin(const Binder *binder, const Scope *scope, const char *name);
// Whether it is told by the pages, and the same in all scopes of a section.
bool bind_is_of_page(const char *name);
// The value a path stands for ("title", "section.title", "@contents", "$color"), or NULL.
const Value *bind_path(const Binder *binder, const Scope *scope, const char *path);
// An attribute: `$name` and a whole "{path}" give what they stand for, a string with bindings in it is
// filled in, all else is itself; NULL where absent.
const Value *bind_attribute(const Binder *binder, const Scope *scope, const Value *value);
// A field of the whole issue.
const Value *bind_issue_field(const Binder *binder, const Scope *scope, const char *name);
// Boxes that may be a parameter's (`$name`); *where is the scope they are bound in.
const Value *bind_boxes(const Binder *binder, const Scope *scope, const Value *boxes, const Scope **where);
// Whether all conditions of a `when` hold; true for NULL.
bool bind_condition(const Binder *binder, const Scope *scope, const Value *when);
