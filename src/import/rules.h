// How newsletters of a publication read: the data that an import goes by (layouts/import).
#pragma once
#include "base/diag.h"
#include "import/form.h"

// A form of text, and what becomes of it.
typedef struct Rule {
	Form form;
	const Value *set;      // fields that it stands for besides: a map, or NULL
	const Value *capitals; // values that begin with a capital: a list, or NULL
	bool heading, item;    // only for headings, for entries of lists
	bool last;             // nothing of the part comes after it
} Rule;

typedef struct RuleList {
	Rule *items;
	guint count;
} RuleList;

// Entries of one kind.
typedef struct EntryRules {
	const char *name; // of the list that they go to
	RuleList between; // lines that only repeat what the dates below them say
	RuleList entries;
	const char *title, *body, *link; // of entries that are a title and texts; NULL: they are none
	bool columns;                    // two columns may have been saved interleaved
} EntryRules;

typedef struct PartRules PartRules;

// A part of the newsletter: of the issue itself, a map of it, a section, or a group of one.
struct PartRules {
	const char *kind;    // of a section; or NULL
	const char *key;     // of a map of the issue; or NULL
	RuleList names;      // how its heading reads
	const char *heading; // the field that the heading goes to, or NULL
	const Value *usual;  // fields written where the text has none: a map, or NULL
	const char *comment;
	RuleList unheaded; // what begins it where its heading is not there
	bool other;        // for headings that no part has
	RuleList fields;
	EntryRules *lists;
	guint list_count;
	const char *rest;   // the field for paragraphs that no form is for, or NULL
	const char *groups; // the list that `group` go to, or NULL
	PartRules *group;
	guint group_count;
};

typedef struct Rules {
	Calendar *calendar;
	PartRules *parts; // the first is the issue itself
	guint count;
	RuleList begins, ends; // lines that a paragraph begins, ends with
	RuleList aside;        // what is no part of the issue
	const char *preamble;  // comment at the head of the file
	const char *no_target; // comment on the first link without an address, or NULL
	const char *unplaced;  // comment on what could not be placed, or NULL
	GPtrArray *forms;      // Form *, to be cleared
} Rules;

// `root` is a tree that the schema takes, `words` the language's. NULL and diagnostics where a form is
// wrong. Borrows from both; lives in the arena but for what rules_clear frees.
Rules *rules_compile(Arena *arena, DiagList *diags, const Value *root, const Value *words);
void rules_clear(Rules *rules);
