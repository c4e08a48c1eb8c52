// Pages for a press: its inks, what is checked for it, and the files that go there. Private to this room.
#pragma once
#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "display/display.h"
#include "font/fonts.h"
#include "job/job.h"
#include "job/workshop.h"
#include "model/layout.h"
#include "paint/paint.h"
#include "text/paragraph.h"

typedef struct Press Press;

// The printing condition that the layout names, else the usual one. Adds the profile to `files`, there or
// not. NULL and a diagnostic where it cannot be used. Borrows the layout and the diagnostics.
Press *press_new(Workshop *shop, const Layout *layout, GPtrArray *files, DiagList *diags);
void press_free(Press *press);

// Names all that its proofs depend on beside the page: inks, profile, limit. The caller frees it.
char *press_dup_key(const Press *press);

// Says what a press would not take.
void press_look(const Press *press, const DisplayList *list, JobProfile profile);

typedef struct PressJob {
	const Press *press;
	DisplayList *list; // gets slugs, and is cut at the bleed
	TextEngine *text;
	Fonts *fonts;
	Arena *arena;
	JobProfile profile;
	DiagList *diags;
} PressJob;

// The line of small text of each page; of folded sheets, on a page added for each side.
void press_add_slugs(const PressJob *work, bool folded);
// How an ink looks on its paper; in percent, and 0 … 255.
void press_show_ink(const Press *press, const double cmyk[4], guint8 rgb[3]);

// The PDF of a profile; once for a list. NULL and a diagnostic on failure. The caller unrefs.
GBytes *press_paint(const PressJob *work, const PaintOptions *options);

// A page as the press file looks on a screen, or one of its inks, as PNG. As above.
GBytes *press_paint_page(const Press *press, const DisplayList *list, guint page, JobSeparation separation,
			 const PaintOptions *options);
