// The page as data: a display list of eight kinds of op, and the structure tree its marks belong to.
// PDF, PNG, SVG, dump, audit and preview all start here. Coordinates are Len from the top left of
// the trim, x right, y down; what bleeds has negative coordinates or goes past the page size.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/len.h"
#include "display/qr.h"
#include "font/fonts.h"
#include "model/style.h"

typedef struct Rect {
	Len x, y, width, height;
} Rect;

// A node of the structure tree. Roles are PDF's in lower case: document, sect, art, h1 … h6, p,
// list, item, label, body, link, figure, aside, quote, span, table, row, cell, header, artifact.
typedef struct Element {
	int parent; // index; -1 for the root (element 0, "document")
	const char *role;
	const char *alt;       // figures: what they show, or NULL
	const char *lang;      // where it differs from the parent's, or NULL
	const char *href;      // links
	const char *expansion; // abbreviations: what they stand for, or NULL
	const char *title;     // outline entry: its words, or NULL for none
	int outline_level;     // 1 … 6 for an outline entry
	int page;              // where it starts: index of the page
	Len y;                 // and how far down
	Span span;             // the value (or layout box) it comes from
} Element;

typedef enum OpKind {
	OP_BEGIN,  // a group of marks of one element begins …
	OP_END,    // … and ends; groups nest
	OP_GLYPHS, // a run of text
	OP_PATH,   // filled and/or stroked lines
	OP_IMAGE,  // a picture file in a rectangle
	OP_CLIP,   // what follows shows only inside a rectangle …
	OP_UNCLIP, // … until here
	OP_LINK,   // an active rectangle of a link element
} OpKind;

typedef struct Glyph {
	guint32 id;
	Len x, y; // from the run's origin
} Glyph;

typedef struct Cluster {
	guint16 bytes, glyphs; // how many bytes of the text these many glyphs show
} Cluster;

typedef struct GlyphRun {
	const FontFace *face;
	const Style *style; // what it was asked to be; for dump, audit, checks
	Len size;
	double stretch; // horizontal scale of the glyphs, 1 for none
	const Ink *ink;
	Len x, baseline;
	Len width; // advance width as set
	const Glyph *glyphs;
	guint glyph_count;
	const char *text; // UTF-8; a hyphen added at a line's end is U+00AD
	const Cluster *clusters;
	guint cluster_count;
	bool body; // part of a line that must sit on its style's grid
} GlyphRun;

typedef enum SegmentKind { SEGMENT_MOVE, SEGMENT_LINE, SEGMENT_CURVE, SEGMENT_CLOSE } SegmentKind;

typedef struct Segment {
	SegmentKind kind;
	Len x[3], y[3]; // LINE and MOVE use the first, CURVE all three
} Segment;

typedef struct Path {
	const Segment *segments;
	guint count;
	const Ink *fill, *stroke; // NULL: not filled, not stroked
	Len line_width;
	bool round_caps;
} Path;

typedef enum ImageFit { FIT_COVER, FIT_CONTAIN } ImageFit;

typedef struct Image {
	FilePlace file;
	Rect box; // where it goes
	ImageFit fit;
	double focus_x, focus_y; // 0 … 1: what part of it stays when cut, or where it stands in the box
} Image;

typedef struct Link {
	Rect box;
	const char *href;
} Link;

typedef struct Op {
	OpKind kind;
	bool furniture; // repeats on pages: running head, folio
	int element;    // index into the structure; -1: artifact
	Span span;      // where the content is written
	union {
		GlyphRun glyphs;
		Path path;
		Image image;
		Rect clip;
		Link link;
		Span box; // OP_BEGIN: of the layout, where the group's marks show a value
	};
} Op;

// A box of the layout that holds others, as it stands on a page: to be looked at, without a mark.
typedef struct LayoutBox {
	const char *kind;  // as the layout says: "panel", "row", …
	const char *owner; // the component, or kind of section, that it is in; NULL for none
	Rect area;
} LayoutBox;

typedef struct Page {
	GArray *ops;   // Op
	GArray *boxes; // LayoutBox, in no order that matters
	int number;    // from 1
	// Areas for guides and audit: the columns of text on the page.
	Rect text_area;
} Page;

typedef struct DisplayMeta {
	const char *title, *author, *subject, *keywords, *lang;
	const char *created; // ISO 8601 date and time in UTC: "2025-02-01T00:00:00Z"
	// Sentences that say where a link goes, with "{target}" for its address; NULL: the address alone.
	const char *link_web, *link_mail, *link_phone;
	const char *const
	    *vague_links; // words that say nothing of where a link goes; NULL-terminated, or NULL
} DisplayMeta;

typedef struct DisplayList {
	Arena *arena;      // borrowed: everything pointed to lives there
	Len width, height; // trim size of every page
	Len bleed;
	Len grid;          // baseline step
	Len grid_ascent;   // from the top of a grid line to its baseline
	Span box;          // while it is set, groups begun show a value by this box of the layout
	bool free_lines;   // while it is set, text added stands off the grid on purpose: `body` is cleared
	bool furniture;    // while it is set, what is added repeats on pages
	GPtrArray *pages;  // Page *
	GArray *elements;  // Element
	bool guessed;      // the pages agree with what they tell, but passes from nothing might give others
	guint loose_lines; // drawn: their spaces are wider than the style's limit
	DisplayMeta meta;
	GPtrArray *files; // const char *: picture files used, each once
} DisplayList;

DisplayList *display_list_new(Arena *arena);
void display_list_free(DisplayList *list);
// Pages of its own; what these point to is shared. The caller frees it.
DisplayList *display_list_copy(const DisplayList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DisplayList, display_list_free)

// --- building: everything goes to the last page begun, or, by `display_select`, to another ---
void display_begin_page(DisplayList *list);
void display_select(DisplayList *list, guint page); // index of an existing page
Page *display_current_page(DisplayList *list);

// A new element below `parent` (-1 makes the root's child of element 0). Returns its index.
int display_add_element(DisplayList *list, Element element);
Element *display_element(DisplayList *list, int index); // borrowed until the next element is added

// Marks between begin and end belong to `element` (-1: artifact). Groups nest.
void display_begin(DisplayList *list, int element, Span span);
void display_end(DisplayList *list);
// What the run points to lives as long as the list.
void display_glyphs(DisplayList *list, GlyphRun run, Span span);
void display_path(DisplayList *list, Path path, Span span); // copies segments
void display_image(DisplayList *list, Image image, Span span);
void display_clip(DisplayList *list, Rect box);
void display_unclip(DisplayList *list);
void display_box(DisplayList *list, LayoutBox box);
void display_link(DisplayList *list, Link link, int element, Span span);
// The innermost open element, -1 inside an artifact or outside any group.
int display_open_element(const DisplayList *list);

// --- shapes in common use, built on display_path ---
void display_rect(DisplayList *list, Rect box, const Ink *fill, const Ink *stroke, Len line_width, Span span);
void display_line(DisplayList *list, Len x1, Len y1, Len x2, Len y2, const Ink *ink, Len line_width,
		  Span span);
void display_disc(DisplayList *list, Len x, Len y, Len radius, const Ink *fill, const Ink *stroke,
		  Len line_width, Span span);
// The dark modules of a code in a square box that holds its quiet zone too.
void display_qr(DisplayList *list, const QrCode *code, Rect box, const Ink *ink, Span span);

// The list as text, one op a line, mm to 3 places: what tests compare. Caller frees.
char *display_dump(const DisplayList *list);

// What must hold of any list: groups balanced, every op inside page plus bleed (trailing spaces
// aside), body lines on the grid to 0.01 mm, text boxes that do not overlap. Each breach is an error
// diagnostic (internal: a fault of the program or layout). True where there is none.
bool display_audit(const DisplayList *list, DiagList *diags);
