// A galley: the content of a column as a row of pieces, between which it may be broken.
#pragma once
#include "flow/place.h"

// Space between two pieces: the largest of a length and of some dials.
typedef struct Gap {
	Len len;
	guint64 dials; // as bits
} Gap;

typedef struct Piece {
	Block *block;
	int line;        // of a text block; -1 for the whole block; see piece_is_absent
	Gap gap;         // before it, where it does not begin a column
	bool glued;      // no break before it
	bool keeps_next; // nor after it
	bool forced;     // a break before it
	bool page_break; // which begins a page
	bool separator;  // shows only between two others
	double cost;     // of a break before it, in lines left empty
	Block *again;    // what a column that begins with it repeats
} Piece;

typedef struct Galley {
	GArray *pieces; // Piece
	Len width;
} Galley;

// A paragraph that may be loosened has a piece for one line more than it takes at its best. The pieces of
// lines it does not have now are passed over; no break is before them.
static inline bool piece_is_absent(const Piece *piece)
{
	return piece->line >= 0 && piece->line >= piece->block->text.line_count;
}

// Whether no break may come before it. What its paragraph's style wants left after a break counts with the
// lines it has now.
bool piece_is_glued(const Piece *piece);

Galley *galley_new(Len width);
void galley_free(Galley *galley);

// Adds a block, in as many pieces as it may be broken into. `gap` is what stands open before it; what
// stands open after it is returned.
Gap galley_add(Placer *placer, Galley *galley, Block *block, Gap gap);
// Adds all children of a container.
void galley_add_children(Placer *placer, Galley *galley, Block *container);

Gap gap_of(Measure measure);
Gap gap_larger(Gap a, Gap b);
Len gap_value(const Placer *placer, Gap gap);

// A column of pieces from..to whose top is at frame.y; draws where the placer has a list. Returns
// its height. Pinned pieces go to the foot of frame.height.
Len galley_place(Placer *placer, const Galley *galley, guint from, guint to, Frame frame);
// Turns column dials up while the pieces fit in frame.height.
void galley_stretch(Placer *placer, const Galley *galley, guint from, guint to, Frame frame);

// Where one column may end: heights of all columns that begin with piece `from` at frame.y.
typedef struct ColumnEnd {
	guint to; // pieces from..to
	Len bottom;
	double cost; // of a break there
} ColumnEnd;

// Every allowed end (ColumnEnd), in order, as long as the bottom is at most `limit`. The caller unrefs.
GArray *galley_ends(Placer *placer, const Galley *galley, guint from, Frame frame, Len limit);
