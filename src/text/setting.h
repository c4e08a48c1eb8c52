// A paragraph's text shaped, with the places it may break at and its lines at each measure asked for.
// It knows no colour, link or place in a file: paragraphs with the same words in the same styles share it.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/len.h"
#include "text/cuts.h"
#include "text/language.h"
#include "text/linebreak.h"
#include "text/margins.h"
#include "text/paragraph.h"
#include "text/shape.h"

// What settings are made with.
typedef struct SettingTools {
	Shaper *shaper;
	Languages *languages;
} SettingTools;

// A place in the text: before a cluster, or, in a ligature, some bytes inside it.
typedef struct TextPlace {
	guint cluster;
	guint inside;
} TextPlace;

// The items of the line breaker, and where each stands.
typedef struct ItemList {
	BreakItem *items;
	TextPlace *places;
	guint count;
	Len widest; // part that no line may end in
} ItemList;

// Glyphs are widened in steps, so that there are few fonts of different widths.
enum { EXPAND_WHOLE = 10000, EXPAND_STEP = 25 };

typedef struct LinePiece LinePiece; // text/draw.c

// One line: pieces of the shaped text in order. Where a word is divided, its parts are shaped anew.
typedef struct SetLine {
	const Shaped *head; // shaped anew; NULL: nothing
	guint head_start;   // byte of the text it begins at
	guint first, end;   // clusters of the paragraph's text
	const Shaped *tail; // shaped anew, its added hyphen included; NULL: nothing
	guint tail_start;   // byte of the text it begins at
	int space;          // the cluster of the space the line ends at; -1: none
	bool hyphen;        // the last letter of `tail` is an added hyphen
	bool emergency;     // ends inside a word that is too long for the measure
	Len end_change;     // what the last cluster before `end` gains, as nothing follows that it kerns with
	Len spaces;         // sum of the natural widths of its spaces
	guint gaps;         // how many they are
	Len inset;          // how far both its edges stand inside the measure; below 0: outside
	Len extra;          // what the spaces gain in all
	int expand;         // how much wider its glyphs are, in 1/EXPAND_WHOLE
	Len track;          // what is between two letters of a word
	bool is_cut;        // it was drawn before, and has the following
	const LinePiece *pieces;
	guint piece_count;
} SetLine;

typedef struct SetLines {
	Len measure;
	LineWish wish;
	TextLines lines;
	SetLine *set; // one a line
} SetLines;

typedef struct Setting {
	Arena *arena; // that it and all of it lives in
	const SettingTools *tools;
	guint used; // the last job that asked for it
	const Style *style;
	const Shaped *shaped;
	const guint8 *marks; // CutMark, one a byte
	const guint8 *cuts;  // Cut, one a byte; NULL until a line must be broken
	gsize *run_ends;
	guint run_count;
	CutLanguage *foreign; // parts in other languages
	guint foreign_count;
	gint64 *x;         // where each cluster begins on one line; one more for the end
	int expand_most;   // how far glyphs may be widened or narrowed, in 1/EXPAND_WHOLE
	Len track_most;    // and moved apart or together
	Len inset_most;    // and both edges of a line moved inside or outside
	bool is_mixed;     // parts of it run from right to left
	bool has_forced;   // line breaks the author made
	ItemList *items;   // NULL until a line must be broken
	GPtrArray *broken; // SetLines *, one a measure
} Setting;

// The caller owns its arena.
Setting *setting_new(const SettingTools *tools, const TextRun *runs, guint count, const Style *style);

// The lines at a measure. They live as long as the arena.
const SetLines *setting_break(Setting *setting, Len measure, LineWish wish);

Len setting_natural_width(Setting *setting);

// The run that a byte of the text belongs to.
guint setting_run_at(const Setting *setting, gsize byte);

bool setting_is_space(const Setting *setting, guint cluster);

// A space, whether a line may end at it or not: nothing is tracked or widened at it.
bool setting_is_gap(const Shaped *shaped, guint cluster);

// What a cluster hangs at the margin; 0 where the style has no optical margins.
Len setting_hang(const Setting *setting, const Shaped *shaped, guint cluster, MarginSide side);

// The width of a cluster on a line: widened, if it is a letter.
Len setting_cluster_width(const SetLine *line, const Shaped *shaped, guint cluster);
