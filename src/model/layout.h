// A layout as the program uses it: everything looked up, every style resolved. Boxes keep their
// attributes as values (with spans), because bindings are filled in only when an issue is known.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/len.h"
#include "model/style.h"
#include "model/value.h"

typedef struct Margins {
	Len top, bottom, inside, outside;
} Margins;

typedef enum DialScope { DIAL_PAGE = 1, DIAL_COLUMN = 2, DIAL_BOTH = DIAL_PAGE | DIAL_COLUMN } DialScope;

// A length that fitting a page or a column may turn between limits, a step at a time.
typedef struct Dial {
	const char *name;
	Len usual, least, most, step;
	DialScope scope;
} Dial;

typedef struct Component {
	const char *name;
	const Value *params; // map: name to default, or NULL
	const Value *body;   // list of boxes
} Component;

typedef struct Template {
	const char *kind;
	const Value *vars; // map, or NULL
	const Value *body;
} Template;

// A factor that fitting a number of pages may turn between limits, a step at a time; 1 is usual.
typedef struct FitRange {
	double least, most, step;
} FitRange;

// How many pages an issue is to fill, and what may be turned for it.
typedef struct FitRules {
	int pages;                   // exactly so many; 0: no matter
	int multiple;                // a multiple of so many; 0: no matter
	int sheet;                   // pages of a folded sheet; 0: no matter
	FitRange text;               // size of the styles that say `fit: true`
	FitRange grid;               // the grid's step, with all that is measured in it
	const char *const *optional; // groups of boxes that may be left out, in this order
	unsigned optional_count;
} FitRules;

// What may be dear at the end of a page; see flow/page_fit.c.
typedef enum PageCost {
	PAGE_COST_PAGE,
	PAGE_COST_SHORT,
	PAGE_COST_SPLIT,
	PAGE_COST_TIGHT,
	PAGE_COST_HYPHEN,
	PAGE_COST_LOOSE,
	PAGE_COSTS
} PageCost;

// What the pages are printed on and with; for press files.
typedef struct PressRules {
	const char *condition; // name of the printing condition; NULL: the usual one
	const char
	    *profile; // absolute path, or relative to the working folder, of its ICC profile; NULL likewise
	Span profile_span;
	double ink; // most that the four inks may be together, percent; 0: the usual
	Len paper;  // thickness of a sheet
} PressRules;

typedef struct Layout {
	const Source *source;
	const char *folder;  // of the layout file: literal picture names are relative to it
	const char *below;   // what it names lies in this folder, absolute, through all links; NULL: anywhere
	const char *shipped; // folder of the layouts that come with the program, or NULL
	Len width, height, bleed;
	bool facing;
	Margins margins, first_margins;
	Len gutter, baseline, ascent;
	int columns;
	GHashTable *inks;         // name → Ink *
	GHashTable *styles;       // name → Style *
	GPtrArray *dials;         // Dial *, in the file's order
	GHashTable *components;   // name → Component *
	GHashTable *templates;    // kind → Template *
	const Template *fallback; // `default`, or NULL
	const Value *furniture_all, *furniture_first, *furniture_left, *furniture_right, *furniture_last;
	const Value *body;
	const Value *required; // families of fonts, or NULL
	FitRules fit;
	double costs[PAGE_COSTS]; // factors on what is usual
	PressRules press;
} Layout;

// The folder, absolute, that files named in a source of the layout lie in: `below`, but for one that came
// with the program its own. NULL: anywhere. Borrowed.
const char *layout_find_bounds(const Layout *layout, const Source *source);
