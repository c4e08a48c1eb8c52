// One content stream while it is read: for the files that hold its operators.
#pragma once
#include "inspect/content.h"
#include "inspect/lexer.h"

typedef struct ScanColour {
	const ColourSpace *space;
	double components[COMPONENTS_MAX];
	const Obj *pattern; // or obj_null()
} ScanColour;

typedef struct ScanState {
	double ctm[6];
	ScanColour fill, stroke;
	Font *font;
	double size;
	int render; // text rendering mode
	bool fill_overprints, stroke_overprints;
	int overprint_mode;
} ScanState;

typedef struct ScanMark {
	const char *tag;
	int index; // in Content.marks; -1: without identifier
	bool artifact;
	bool replaced; // ActualText says what it is
} ScanMark;

typedef struct Scan {
	Content *content;
	Document *doc;
	const PdfPage *page;
	const struct Scan *outer; // the stream that runs this one, or NULL
	const Obj *stream;        // NULL for a page's own content
	const Obj *resources;
	bool inherited; // the resources are another's
	bool must_be_tagged;
	bool says_inherited;
	int depth;
	ScanState state;
	GArray *states; // ScanState
	GArray *marks;  // ScanMark
	GPtrArray *operands;
	Lexer lexer;
	double box[4]; // of the path under way
	bool has_path;
	double text[6], line[6]; // matrices
} Scan;

typedef void (*ScanOperator)(Scan *scan);

// --- scan.c ---
const Obj *scan_operand(const Scan *scan, guint index);
double scan_number(const Scan *scan, guint index);
guint scan_stream_number(const Scan *scan);
void scan_event(const Scan *scan, EventKind kind, const char *detail);
// A named resource; obj_null() and an event where there is none.
const Obj *scan_resource(Scan *scan, const char *category, const char *name);
// Runs a form, pattern or glyph within a stream, once more where it is one that draws each time.
typedef struct ScanInner {
	const Obj *stream;
	const Obj *resources; // where it has none of its own
	bool must_be_tagged;
	bool form; // its matrix counts, and it starts with the state of the outer one
} ScanInner;
void scan_inner(Scan *outer, const ScanInner *inner);
void scan_concat(double matrix[static 6], const double by[static 6]); // by × matrix
void scan_note_colour(Scan *scan, const ColourSpace *space, bool image);
const ColourSpace *scan_space(Scan *scan, const Obj *obj);

// --- tables of operators, ended by one without name ---
typedef struct ScanEntry {
	const char *name;
	ScanOperator run; // NULL: nothing to do
} ScanEntry;
const ScanEntry *scan_mark_operators(void);
const ScanEntry *scan_state_operators(void);
const ScanEntry *scan_paint_operators(void);
const ScanEntry *scan_text_operators(void);

// --- scan-marks.c ---
// Something is drawn: it has to be tagged or an artifact. `what` names it for people.
void scan_note_content(Scan *scan, const char *what);
// Text that is shown goes to the mark it is in.
void scan_note_text(Scan *scan, const char *text);
void scan_end_marks(Scan *scan);
// Whether ActualText, of a mark or an element around, stands for what is shown.
bool scan_is_replaced(const Scan *scan);

// --- scan-paint.c ---
typedef enum ScanPaint { PAINT_FILL = 1, PAINT_STROKE = 2 } ScanPaint;
// Colours and inks of what is drawn in a box of the page.
void scan_paint(Scan *scan, ScanPaint how, const double box[static 4]);
void scan_transparency(Scan *scan, const char *what);

bool scan_is_intent(const char *name);
