// Breaking a paragraph into lines by total fit (Knuth and Plass, "Breaking Paragraphs into Lines",
// 1981): a pure function over boxes, glue and penalties. It knows no font, no text and no page.
//
// Every way of breaking is a path from break to break; each line has demerits, from how far its spaces
// are stretched or shrunk and from what it ends in; the path with the least sum is taken. Where no path
// has all its lines within the limits, the one whose wrong lines are cheapest is.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/len.h"

typedef enum BreakKind {
	BREAK_BOX,     // something to print
	BREAK_GLUE,    // a space; a break is allowed at it when a box stands before it
	BREAK_PENALTY, // a place where a break costs `penalty`
} BreakKind;

#define BREAK_NEVER 10000     // a penalty that forbids the break
#define BREAK_FORCED (-10000) // a penalty that makes one

typedef struct BreakItem {
	BreakKind kind;
	bool flagged; // PENALTY: the line then ends in a hyphen
	int penalty;  // PENALTY
	Len width;    // natural width; of a PENALTY: what a line that ends at it gains (a hyphen)
	Len after;    // PENALTY: what the line that begins at it gains
	Len stretch, shrink;
	Len hang; // PENALTY: what of its width stands out of the measure; a line too loose takes it back
	Len give; // BOX: what its glyphs can be widened or narrowed by, before the spaces have to
	guint before_word, after_word; // PENALTY: the words it stands between, told apart by number; 0: none
} BreakItem;

// What lines cost. Demerits of a line: (line + badness)² ± penalty², and the additions below.
//
// What a justified line is short or long by its glyphs take up first (`give`), the spaces the rest. Badness
// is `glyphs` where the glyphs are at their limit, and grows with the square of that; and 100 more where the
// spaces are at theirs, growing with the square up to there and with the cube beyond (narrowed ones count
// by how much narrower they are, as widened ones do). That of a ragged line is 100 where it is short by
// `rag` of the measure, and grows with the square.
typedef struct BreakCosts {
	double line;          // of each line: fewer lines
	double glyphs;        // glyphs widened or narrowed to their limit
	double fitness;       // a tight line next to a loose one
	double double_hyphen; // two lines in a row that end in a hyphen
	double hyphen_stack;  // each further one
	double final_hyphen;  // the last line but one ends in a hyphen
	double same_word;     // two lines in a row that begin, or end, with one word
	double word_stack;    // each further one
	double short_last;    // the last line is shorter than `least_last`, or only the end of a divided word
	double overfull;      // a line wider than the measure, where nothing else is possible
	double rag;           // part of the measure
} BreakCosts;

extern const BreakCosts break_costs_default;

typedef enum BreakMode { BREAK_JUSTIFIED, BREAK_RAGGED } BreakMode;

typedef struct BreakRequest {
	const BreakItem *items;
	guint count; // the end of the items is a forced break
	Len measure;
	Len least_last;
	Len give; // by how much a justified line may miss the measure, before its spaces have to
	BreakMode mode;
	const BreakCosts *costs;
	int looseness;  // how many lines more (or fewer) than best, if possible within the limits
	guint whole;    // this line (from 1) ends in no hyphen, if that is possible; 0: no such line
	guint64 *steps; // grows by one with each line tried; NULL: nobody counts
} BreakRequest;

typedef struct BreakLine {
	guint start; // first item of the line (spaces after the last break are skipped)
	guint end;   // the item broken at, or the count of items
	Len width;   // natural width
	Len kept;    // what of its last sign would stand out, but was taken back
	Len stretch; // how far its glue can go, in all
	Len shrink;
	Len give;      // how far its glyphs can, and its edges
	bool last;     // ends in a forced break: not stretched
	bool overfull; // wider than the measure however its spaces shrink
	bool tight;    // narrower spaces than the limit
	bool loose;    // wider spaces than the limit
} BreakLine;

// The lines, as a GArray of BreakLine; the caller unrefs it.
GArray *break_lines(const BreakRequest *request);

// How many lines there are at least at this measure.
guint break_count_least(const BreakRequest *request);

// The least measure at which the items take no more lines than at the request's.
Len break_balance(const BreakRequest *request);
