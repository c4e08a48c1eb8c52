// A part of the newsletter that is being read, and how passages are placed in it.
#pragma once
#include "import/blocks.h"
#include "import/values.h"

typedef struct Part Part;

// What waits for the end of its text, which another column cut off.
typedef struct Held {
	const Passage *passage;
	Part *part; // or group
	Tree *list, *after;
} Held;

// An entry that is a title and texts.
typedef struct Titled {
	Part *part;
	const EntryRules *rules;
	Tree *node; // as yet without its texts
	const Passage *title;
	GPtrArray *body;     // const Passage *
	const Passage *link; // a text that is one link, or NULL
} Titled;

struct Part {
	const PartRules *rules;
	Tree *node;
	Part *groups;           // as many as the rules have, or NULL
	Part *group;            // the one at hand
	bool headed;            // its heading was there
	bool closed;            // what ends it was there
	GPtrArray *rest;        // const Passage *
	GPtrArray *between;     // const Passage *: lines that wait for the entry below them
	const Passage *heading; // of a part for headings that no part has
};

// A passage with what is asked of it again and again.
typedef struct Candidate {
	const Passage *passage;
	Folded folded;
} Candidate;

typedef struct Reader {
	Arena *arena;
	const Rules *rules;
	Values values;
	Tree *issue, *sections;
	GPtrArray *parts;    // Part *, in the order of the text
	Part *part;          // the one at hand
	GPtrArray *held;     // Held *
	GPtrArray *titled;   // Titled *
	GPtrArray *unplaced; // const Passage *
	GPtrArray *asides;   // const Aside *: what else could not be placed
	GHashTable *kept;    // const char *: targets that are among them
	const Passage *next; // the passage after the one at hand, or NULL
	bool goes_on;        // in the part, a later passage begins in the middle of a sentence
	int section_level;   // of headings that begin parts; 0: they are no marked headings
} Reader;

// What comes with a new part; its node stands where the issue has it.
Part *part_begin(Reader *reader, const PartRules *rules);
// The rule among a part's names for a heading, or NULL.
const Rule *part_find_name(const PartRules *rules, const Candidate *heading, Match *match);
void part_take_heading(Reader *reader, Part *part, const Rule *name, const Match *match,
		       const Candidate *heading);
// By the forms of the part's fields and entries. False where none is for the passage.
bool part_place(Reader *reader, Part *part, const Candidate *candidate);
// Whether a passage begins a part that has no heading.
bool part_begins_with(const PartRules *rules, const Candidate *candidate);
// The rest of a text that was held.
bool part_continue(Reader *reader, const Candidate *candidate);
// Holds a text that seems to be cut off. False where nothing speaks for it.
bool part_hold(Reader *reader, Part *part, const Candidate *candidate);
// As a title or text, or as one of the paragraphs that the part takes.
bool part_place_rest(Reader *reader, Part *part, const Candidate *candidate);
// Writes what was gathered; what misses something essential is unplaced.
void part_end(Reader *reader, Part *part);

// What was found in a passage and may not be written there is kept aside.
void part_keep_lost(Reader *reader, int line);

// titled.c
bool titled_place(Reader *reader, Part *part, const EntryRules *rules, const Passage *passage);
void titled_end(Reader *reader, Titled *titled);
// The Markdown of paragraphs, entries of lists and quotations.
const char *titled_text(Reader *reader, const GPtrArray *passages);
