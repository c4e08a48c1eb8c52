// Placing: where a block's parts stand, and how high it comes out. One code measures and draws: with
// no display list it measures.
#pragma once
#include "flow/block.h"
#include "flow/flow.h"

// Where a block goes. Page coordinates.
typedef struct Frame {
	Len x, y, width;
	Len height; // of the cell it fills: pinned boxes stand at its foot; 0: its own
} Frame;

// A named point, for connectors and boxes placed by it.
typedef struct Anchor {
	const char *name;
	Len x, y;
} Anchor;

// The values dials are turned to. A copy is a position one can go back to.
typedef struct DialSetting {
	Len *values; // one a dial of the layout
	guint stamp; // tells settings apart
} DialSetting;

// A paragraph set otherwise than best.
typedef struct TextWish {
	Block *block;
	LineWish wish;
} TextWish;

typedef struct Placer {
	const FlowInput *input;
	const Layout *layout;
	DialSetting dials;
	guint last_stamp;
	GArray *wishes;                   // TextWish: those that hold now
	guint wish_stamp;                 // grows with each wish
	DisplayList *list;                // NULL while measuring
	GArray *anchors;                  // Anchor, of this page
	bool collecting;                  // measuring in order to know the anchors
	int off_grid;                     // inside boxes at fixed places nothing snaps
	int shifted;                      // inside boxes moved off the grid on purpose
	const Block *at_foot;             // the panel that runs to the foot of this page
	guint64 column_dials, page_dials; // which dials have these scopes and may be turned, as bits
} Placer;

Placer *placer_new(const FlowInput *input);
void placer_free(Placer *placer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Placer, placer_free)

// Turns one dial; every value measured with it is measured again.
void placer_turn(Placer *placer, guint dial, Len value);
// All dials to their usual values, all paragraphs as they are best.
void placer_reset(Placer *placer);
// Sets a paragraph otherwise, or as it is best again.
void placer_wish(Placer *placer, Block *text, LineWish wish);

// Places a block in a frame and returns its height. Draws when the placer has a list.
Len place_block(Placer *placer, Block *block, Frame frame);
// Height alone, whether or not there is a list.
Len measure_block(Placer *placer, Block *block, Frame frame);
// Lines `from` to `to` of a text block, with the top of line `from` at the frame's.
void place_lines(Placer *placer, Block *block, Frame frame, guint from, guint to);

Len measure_value(const Placer *placer, Measure measure);
// The height a block has whose content comes out at `natural`.
Len fixed_height(const Placer *placer, const Block *block, Len natural);
// An error where a box of fixed height holds more than goes in, once drawn.
void check_overset(Placer *placer, Block *block, Len content);
// An error at the words of the issue that take most room in a block. Takes `what` over; the hint has %s and
// %d for where the layout's box is.
void report_overset(Placer *placer, Block *block, char *what, const char *hint);
// The frame of a block at y: its own width, or all of what holds it.
Frame block_frame(const Placer *placer, const Block *block, Frame frame, Len y);
// Space before and after a block, that of its first and last child counted in.
Len space_before(const Placer *placer, const Block *block);
Len space_after(const Placer *placer, const Block *block);
// Where a block that wants to stand at y may: on its grid.
Len snap_to_grid(const Placer *placer, const Block *block, Len y);
// Which dials a block's height depends on, as bits.
guint64 block_dials(Block *block);
// Turns up, in order, each dial of the mask while `fits` holds.
typedef bool (*FitTest)(Placer *placer, void *data);
void stretch_dials(Placer *placer, guint64 mask, FitTest fits, void *data);
// The settings now, to go back to later. The caller frees `values`.
DialSetting placer_save(const Placer *placer);
void placer_restore(Placer *placer, DialSetting *saved); // frees saved->values

// The structure element a block's marks belong to, made when first asked for; -1: artifact.
int block_element(Placer *placer, Block *block);
void draw_panel(Placer *placer, Block *block, Rect box);
// Notes where a box of the layout that holds others stands, once drawn.
void note_box(const Placer *placer, const Block *block, Rect area);
void draw_connector(Placer *placer, const Block *columns, guint first_anchor);

// What has no parts, in flow/draw.c: each draws in its frame and returns its height.
Len place_text(Placer *placer, Block *block, Frame frame);
Len place_image(Placer *placer, Block *block, Frame frame);
Len place_rule(Placer *placer, Block *block, Frame frame);
Len place_shape(Placer *placer, Block *block, Frame frame);
Len place_qr(Placer *placer, Block *block, Frame frame);
// Cells side by side, in flow/row.c.
Len place_row(Placer *placer, Block *block, Frame frame);
// The widths of a row's columns where there is room for `width`; one a track.
void row_widths(const Placer *placer, const Block *row, Len width, Len *widths);
// How wide a block is with all its text on one line: for `auto` columns.
Len natural_width(const Placer *placer, const Block *block);
// A columns box inside something unbreakable, in flow/region.c.
Len place_columns(Placer *placer, Block *block, Frame frame);
void add_anchor(Placer *placer, const char *name, Len x, Len y);
// The last anchor of that name; NULL for none.
const Anchor *find_anchor(const Placer *placer, const char *name);
