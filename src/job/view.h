// What the preview asks of the pages of a job run as JOB_HELD: what they look like to a browser, what is at a
// place, and where on them a line of a file is.
#pragma once
#include "job/job.h"
#include "paint/web.h"

// A page as paint/web.h describes it; then a line for each structure element on it: "E role name x y width
// height text" (name: of the style of its text, else what it is); for each box of the layout that holds
// others: "B kind x y width height owner" (as LayoutBox; the owner may be empty); and for the text's area: "R
// x y width height". The caller frees. `lines` as paint_web.
GString *view_page(const Job *job, guint page, WebStock *stock, GArray *lines);

// What is at a place of a page. Spans may be without source.
typedef struct ViewPlace {
	Span value; // where what shows is written; in the layout for what the layout draws by itself
	Span box;   // the layout's box that shows it
	Rect area;
	const char *kind;  // "text", "image", "shape"
	const char *style; // of text; else NULL
} ViewPlace;

// False where nothing is there but paper.
bool view_at(const Job *job, guint page, Len x, Len y, ViewPlace *place);

typedef struct ViewArea {
	guint page;
	Rect area;
} ViewArea;

// Where marks are whose value stands on lines [first, last] of a source (ViewArea); the caller unrefs it. A
// source is known by its name.
GArray *view_find(const Job *job, const char *source, int first, int last);
// The nearest before: marks of the value that begins last before the line; empty where there is none.
GArray *view_find_nearest(const Job *job, const char *source, int line);

typedef struct ViewFigures {
	guint pages, words, loose_lines;
	int last_page_fill; // percent
} ViewFigures;
ViewFigures view_figures(const Job *job);

// Of page `page`: left edges of its columns are at `area.x` and then every `step`.
typedef struct ViewGuides {
	Len width, height, bleed, grid, grid_ascent;
	Len margin; // around the trim on a press's sheet
	bool facing;
	int columns;
	Len gutter;
} ViewGuides;
ViewGuides view_guides(const Job *job);
