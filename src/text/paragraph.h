// Paragraphs: typed text in, lines of glyphs out. A paragraph is shaped once and may be broken at
// several measures; each result is kept.
#pragma once
#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/len.h"
#include "display/display.h"
#include "font/fonts.h"
#include "model/style.h"

// What text is set with: fonts, hyphenation, paragraphs already made. It serves one job, or several one
// after the other, which then set again only what is new.
typedef struct TextEngine TextEngine;

// Borrows everything it is given, for its life. It is ready for a first job in the same arena. Hyphenation
// dictionaries load when first needed.
TextEngine *text_engine_new(Arena *arena, Fonts *fonts, DiagList *diags, const char *lang);
void text_engine_free(TextEngine *engine);
// Another job begins: its paragraphs live in `arena` (which dies before the engine's own), and those of
// the job before are no longer asked for. What was set stays.
void text_engine_begin(TextEngine *engine, Arena *arena, DiagList *diags);
// Paragraphs asked for from now on live in another arena than the job's; one asked for before with another
// arena is another.
void text_engine_use_arena(TextEngine *engine, Arena *arena);
// Whether a style that wants words divided will get none divided.
bool text_engine_lacks_patterns(const TextEngine *engine);

// Every line drawn that a typographer would look at twice becomes a note: loose and tight lines, hyphens one
// below the other, rivers.
void text_engine_tell_lines(TextEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextEngine, text_engine_free)

// A stretch of typed text in one look.
typedef struct TextRun {
	const char *text;      // UTF-8 as typed; "\n" is a forced line break
	const Style *style;    // face, size, colour; paragraph settings come from the paragraph's own style
	const Ink *color;      // over the style's, or NULL
	const char *href;      // link target; NULL: no link, "": a link without target yet
	const char *expansion; // what an abbreviation stands for, or NULL
	const char *lang;      // of a foreign phrase; NULL: the engine's
	bool verbatim;         // no French (or other) typography on it
	bool unbreakable;      // never broken inside
	bool own_line;         // begins a new line, unless the whole text stands on one
	Span span;             // of the value it comes from
} TextRun;

typedef struct Paragraph Paragraph;

// One line as broken. Lengths from the left edge of the measure.
typedef struct TextLine {
	Len x;       // where its text begins (alignment and indent applied); below 0 where a sign hangs
	Len width;   // as set, trailing space aside
	bool hyphen; // ends in an added hyphen
	bool overfull;
	bool tight, loose; // its spaces are narrower or wider than the style's limits
	guint gaps;        // word spaces inside it
	double space;      // its word spaces as multiples of the natural one; 1 where there are none
	double expansion;  // how much wider its glyphs are: 0.01 for 1 %
	double tracking;   // between letters, in em
} TextLine;

// A paragraph at one measure. Owned by the engine; lives as long as it.
typedef struct TextLines {
	guint count;
	TextLine *lines;
	Len width;    // the widest line
	bool overset; // a line is wider than the measure, or cuts a word (drawing it gives a diagnostic)
} TextLines;

// The paragraph of these runs. Asked twice for the same runs and style (by content) it is the same
// paragraph, not shaped again. Runs are copied. Owned by the engine.
Paragraph *paragraph_get(TextEngine *engine, const TextRun *runs, guint count, const Style *style);

// What a page may want of a paragraph's lines; all zero for the best ones.
typedef struct LineWish {
	int looseness; // lines more, or fewer, than there would be, where that is possible within the limits
	guint whole;   // line (from 1) that must end in no added hyphen: the last of a column; 0: none
} LineWish;

// Breaks at a measure by total fit; balanced where the style says so. Never NULL; an empty
// paragraph has no line.
const TextLines *paragraph_break(Paragraph *paragraph, Len measure);

// The same with a wish. Compare the count of lines, and `hyphen` of the line, to see if it came true.
const TextLines *paragraph_break_as(Paragraph *paragraph, Len measure, LineWish wish);

// Width of the whole text on one line (its longest forced line).
Len paragraph_natural_width(Paragraph *paragraph);

// Draws line `index` of a break at `measure` with its left edge at x and its baseline at y
// (page coordinates, y down), as glyph runs with their text and, for links, link rectangles.
void paragraph_draw_line(Paragraph *paragraph, Len measure, guint index, Len x, Len baseline,
			 DisplayList *list);
void paragraph_draw_line_as(Paragraph *paragraph, Len measure, LineWish wish, guint index, Len x,
			    Len baseline, DisplayList *list);

// Where the first glyph that shows the character `letter` on line `index` stands: the middle of its
// ink, from the left edge of the measure. False where the line has none.
bool paragraph_find_letter(Paragraph *paragraph, Len measure, guint index, gunichar letter, Len *x);

// Left side bearing of the first glyph of a line: how far its ink begins right of `x`.
Len paragraph_ink_left(Paragraph *paragraph, Len measure, guint index);
