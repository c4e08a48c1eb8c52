// Blocks: boxes of the layout filled with values, ready to be placed. A tree that lives in the arena
// for one pass; its pattern, where there is one, lives as long as the parts it was made from.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/len.h"
#include "base/source.h"
#include "display/display.h"
#include "display/qr.h"
#include "model/style.h"
#include "text/paragraph.h"

typedef enum BlockKind {
	BLOCK_STACK,
	BLOCK_TEXT,
	BLOCK_ROW,
	BLOCK_COLUMNS,
	BLOCK_PANEL,
	BLOCK_IMAGE,
	BLOCK_RULE,
	BLOCK_SHAPE,
	BLOCK_QR,
	BLOCK_KINDS
} BlockKind;

typedef struct Block Block;

// A length, fixed or the current value of a dial.
typedef struct Measure {
	bool set;
	int dial; // index into the layout's dials, -1 for a fixed length
	Len len;
} Measure;

// Where a box taken out of the flow stands.
typedef struct Place {
	Measure x, y, right, bottom, baseline, last_baseline;
	bool of_page;
	const char *of;     // an anchor, or NULL
	Len else_x, else_y; // from the page's top left, where the anchor is missing
	bool has_else;
} Place;

// A disc over a letter of a text.
typedef struct LetterDot {
	gunichar letter;
	Len radius, thickness;
	double rise; // above the baseline, in em
	const Ink *color, *stroke;
	const char *anchor;
	bool has_else;
	Len else_x, else_y; // from the page's top left
} LetterDot;

typedef struct TextBlock {
	Paragraph *paragraph;
	const Style *style;
	LineWish wish;  // what its page wants of its lines
	Len measure;    // its lines were last asked for at
	int line_count; // where it is broken in lines: how many there are now
	bool flush_ink;
	Len fit;        // width the longest line was scaled to; 0 for none
	int most_lines; // more are warned of; 0: as many as it takes
	const LetterDot *dot;
} TextBlock;

typedef enum TrackKind { TRACK_FIXED, TRACK_AUTO, TRACK_SHARE } TrackKind;

typedef struct Track {
	TrackKind kind;
	Len len;
	double share;
} Track;

typedef enum Valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM } Valign;

typedef struct RowBlock { // its children are the cells
	const Track *tracks;
	guint count;
	Len gutter;
	const Valign *valign; // one a cell
} RowBlock;

typedef struct ColumnsBlock {
	int count;
	Len gutter;
	const char *through; // anchors the connector goes through, or NULL
	const Ink *connector;
	Len thickness;
} ColumnsBlock;

typedef struct PanelBlock {
	const Ink *background, *border;
	Len border_width;
	Measure top, right, bottom, left; // padding
	bool bleed_left, bleed_right, bleed_top, bleed_bottom;
	bool to_foot;
	bool clip;
} PanelBlock;

typedef struct ImageBlock {
	FilePlace file;
	double aspect; // width / height
	int pixels;    // its width; 0 for vectors
	ImageFit fit;
	double focus_x, focus_y;
} ImageBlock;

typedef struct RuleBlock {
	const Ink *color;
	Len thickness, rise, inset_left, inset_right;
	Measure length;
} RuleBlock;

typedef enum ShapeKind { SHAPE_DISC, SHAPE_RECT, SHAPE_PATH } ShapeKind;

typedef struct ShapeBlock {
	ShapeKind kind;
	const Ink *fill, *stroke;
	Len thickness;
	bool round;
	Len radius, width, height;
	const Segment *segments;
	guint segment_count;
} ShapeBlock;

typedef struct QrBlock {
	const QrCode *code;
	Len size; // with the quiet zone
	const Ink *color, *ground;
} QrBlock;

// Heights already measured, one for each quarter of a grid step a box may start at.
typedef struct Memo {
	guint stamp; // of the dials it was measured with; 0: none
	Len width, phase, height;
} Memo;

enum { MEMOS = 2 };

struct Block {
	BlockKind kind;
	Span span;                  // of the layout's box
	Span value_span;            // of the value it shows; line 0 for none
	const char *holder, *owner; // of a box that holds others: its kind, as in LayoutBox; else NULL
	Block *parent;
	Block **children;
	guint count;
	Measure before, after, height, min_height, width, space;
	Len grid;
	bool keep_next, keep_previous, keep_together, break_allowed;
	bool break_column, break_page;
	bool pinned;        // to the foot of its cell …
	bool fills;         // … from where it stands
	bool flows;         // the document or a section: broken between any two of its boxes
	bool floats;        // holds a box out of the flow, which stands by what follows
	bool separator;     // between items: dropped at a break
	Block *again;       // repeated at the head of a column that begins in this block
	bool opens_group;   // … but not where it begins with its first part
	const Place *place; // out of the flow
	const char *anchor;
	Len shift_x, shift_y;
	const char *role, *alt, *lang, *href;
	bool states_role;        // the layout's box names its role
	bool furniture;          // the root of a page's furniture
	const char *title;       // of a heading or entry: its words, for the outline
	bool is_entry;           // of the contents
	const char *entry_color; // its palette name, or NULL
	int section;             // index of the section that begins here; -1
	int element;             // in the display list; -2 until it has one
	int link;                // that of the box's link; 0 for none
	guint64 dial_mask;       // the dials its height depends on, once `dials_known`
	bool dials_known;
	guint grid_lines; // after how many lines of the grid it comes out as before, once `grid_known`
	bool grid_known;
	Memo memo[MEMOS];
	Block *pattern; // this is a copy of, kept for other passes and jobs: what is found out about both; or
			// NULL
	union {
		TextBlock text;
		RowBlock row;
		ColumnsBlock columns;
		PanelBlock panel;
		ImageBlock image;
		RuleBlock rule;
		ShapeBlock shape;
		QrBlock qr;
	};
};

enum { ELEMENT_NONE_YET = -2 };

// Whether nothing but furniture makes a block an artifact.
bool block_is_in_furniture(const Block *block);
// Whether some child is taken out of the flow.
bool block_has_fixed_children(const Block *block);
// Whether it, or a box in it, stands by an anchor.
bool block_needs_anchors(const Block *block);
// A child out of the flow in a stack of its own, without height, which takes its place among the
// children of what is broken; all others as they are.
Block *block_wrap_fixed(Arena *arena, Block *container, guint index);
// Whether a block is but a stack of others, and may be broken between them.
bool block_may_open(const Block *block);
// Whether a text may be broken between any two of its lines.
bool block_breaks_in_lines(const Block *block);
// A stack that is opened leaves its place on the grid to its first child.
void block_hand_down_grid(Block *block);
// Whether a page may ask for one line more, or less: running text, not headings and the like.
bool block_may_loosen(const Block *block);
// Marks of it are decoration, not content.
bool block_is_artifact(const Block *block);
