// What the content streams of a document draw: pages, forms, patterns, glyphs of Type 3 fonts, looks of
// annotations. One reading gathers what all checks and the description ask.
#pragma once
#include "inspect/colour.h"
#include "inspect/document.h"
#include "inspect/event.h"
#include "inspect/font.h"
#include "inspect/tags.h"

enum {
	OPERATORS_MAX = 30 * 1000 * 1000, // that are run: forms within forms multiply
	FORMS_DEPTH_MAX = 24,             // forms within each other
	STATES_DEPTH_MAX = 512,           // graphics states saved in one stream
	INK_MAX = 300,                    // percent, of vector colours
};

// A marked-content sequence with an identifier.
typedef struct Mark {
	guint page;   // from 1
	guint stream; // number of the form it is in; 0: the page's own content
	gint64 mcid;
	const char *tag;
	guint content; // things drawn in it
	GString *text; // what is shown in it, shortened; NULL: none
} Mark;

typedef struct PlacedImage {
	const Obj *dict;
	guint page;
	gint64 width, height;            // pixels
	double width_pt, height_pt, ppi; // as printed; ppi is the smaller of both directions
	const char *space;
	bool mask, in_line;
} PlacedImage;

typedef struct ColourUse {
	const ColourSpace *space; // after Default spaces took their places
	guint page, object;
	bool image;
} ColourUse;

typedef struct FormUse {
	const Obj *dict;
	guint times;
	bool has_marks;
} FormUse;

typedef struct Content {
	Document *doc;
	const TagTree *tags;
	EventList *events;
	GArray *marks;     // Mark
	GArray *images;    // PlacedImage
	GArray *colours;   // ColourUse: each space once a page
	GPtrArray *fonts;  // Font, as first used
	GPtrArray *states; // Obj: extended graphics states in use
	GArray *forms;     // FormUse
	double ink;        // the most that a vector colour puts on paper within the bleed, percent; 0: none
	guint ink_page;
	guint operators; // run so far
	bool complete;   // false where OPERATORS_MAX was reached
	GHashTable *by_object;
	GHashTable *spaces;
} Content;

Content *content_read(Document *doc, const TagTree *tree, EventList *events);
void content_free(Content *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Content, content_free)

// The mark with that identifier; NULL where there is none.
const Mark *content_find_mark(const Content *content, guint page, guint stream, gint64 mcid);
