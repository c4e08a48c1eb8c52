// Looks: inks of the palette and styles of text, as a layout states them.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/len.h"
#include "base/source.h"

// A palette entry: both recipes, chosen by the output profile.
typedef struct Ink {
	const char *name;
	uint8_t rgb[3];
	double cmyk[4]; // percent
	bool derived;   // the layout states no cmyk: it is a rough guess
	Span span;      // of the palette entry
} Ink;

// How far a sign stands out of the margins of justified text, in parts of its own width.
typedef struct Protrusion {
	uint32_t sign; // Unicode
	double left, right;
} Protrusion;

// What may be dear in the lines of a text; see text/linebreak.h.
typedef enum LineCost {
	LINE_COST_LINE,
	LINE_COST_HYPHEN,
	LINE_COST_DOUBLE_HYPHEN,
	LINE_COST_FINAL_HYPHEN,
	LINE_COST_CONTRAST,
	LINE_COST_SAME_WORD,
	LINE_COST_SHORT_LAST,
	LINE_COSTS
} LineCost;

typedef enum Align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_JUSTIFY } Align;

// A style with everything it extends already taken in. Lives as long as the layout.
typedef struct Style {
	const char *name;
	const char *family;
	Span family_span; // where the layout names it
	int weight;       // 100 … 900
	bool italic;
	Len size;
	Len leading;
	const Ink *color;
	Align align;
	bool hyphenate;
	bool fit;                    // its size may be turned to fill a number of pages
	bool balance;                // ragged text set at the least width that keeps its number of lines
	bool keep_words;             // no break but at spaces (no breaks inside URLs or after hyphens)
	Len before, after;           // added space, dropped at the head of a column (before) and foot (after)
	Len grid;                    // step of the baseline grid that the first baseline sits on; 0: wherever
	int widows, orphans;         // least lines at the head and at the foot of a column
	Len indent;                  // of the first line
	Len tracking;                // added after each glyph
	Len rise;                    // of its letters over the baseline
	Len narrow_space;            // advance of U+202F, in 1/1024 of the size (0.165 em = 169)
	double space_min, space_max; // word spaces of justified text, as parts of the natural space
	double expansion;            // how far glyphs of justified text are widened or narrowed, at most
	double tracking_limit;       // how far they are moved apart or together, at most, in em
	double edge_limit;           // how far the edges of its lines stand off the measure, at most, in em
	double costs[LINE_COSTS];    // how much dearer than usual: factors, less 1
	bool protrude;               // justified text has optical margins
	const Protrusion *protrusions; // over what the font's outlines say
	int protrusion_count;
	const char *features; // OpenType features in CSS form, or NULL ("tnum, lnum")
	const char *role;     // p, h1 … h6, artifact, …: the structure element of a paragraph in it
	const struct Style *marks[8]; // looks of inline marks, by STYLE_* bits; marks[0] is itself
} Style;

static inline double style_cost_factor(const Style *style, LineCost cost)
{
	return 1 + style->costs[cost];
}

enum { STYLE_STRONG = 1, STYLE_EM = 2, STYLE_LINK = 4, STYLE_MARKS = 8 };
