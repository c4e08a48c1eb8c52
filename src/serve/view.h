// One layout of the issue as it is shown: its last good pages, and what was found wrong since.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "job/job.h"
#include "job/view.h"

typedef struct View {
	int references;
	guint id;
	char *name;  // of the layout; "" for the one the issue takes by itself
	Job *good;   // the last one whose pages are whole; NULL before there is one
	Job *latest; // `good`, or the one that failed after it
	bool is_inspected;
	bool is_looked_at;                     // for a press
	GBytes *press_pdf;                     // of `good`; NULL before it is asked for
	GPtrArray *pages;                      // GString *: of `good`
	GPtrArray *lines;                      // GArray * of WebLine: of the pages
	GArray *hashes;                        // guint64, of the pages
	char *marks;                           // around the pages in print, as JSON; NULL before asked for
	guint64 marks_hash;                    // of what they depend on
	guint revision;                        // counts the good ones
	gint64 noticed, begun, built, written; // g_get_real_time
	gint64 cpu;                            // microseconds of it from `begun` to `built`
} View;

// FNV-1a, from `hash_start`: to tell pages from what they were, not against anybody.
extern const guint64 hash_start;
guint64 hash_on(guint64 hash, const char *text, gsize length);

View *view_new(const char *name, guint id);
View *view_ref(View *view);
void view_unref(View *view);

// Sets the issue again. True where the pages are whole.
bool view_build(View *view, Workshop *shop, const char *issue, WebStock *stock, gint64 noticed);
// Sets it once more, without guessing, where it was guessed. True where that gave other pages.
bool view_make_sure(View *view, Workshop *shop, const char *issue, WebStock *stock);

// Who looks at a view, and what was told before.
typedef struct ViewReader {
	guint slot;
	bool proofs;         // is shown pages as they are printed
	GArray *sent;        // guint64: hashes of pages
	guint *stock_sent;   // outlines
	guint64 *marks_sent; // their hash; 0: none
} ViewReader;

// What a page must be told: a message of the pages whose hash is not the one in `sent` (it is made to agree),
// with the outlines from `stock_sent` on.
char *view_write_pages(View *view, const ViewReader *reader, WebStock *stock);
// The findings of the latest build, each with its place, its lines of the source, and where on the pages;
// then those of a press, where asked for and looked for.
char *view_write_findings(const View *view, guint slot, bool press);
const Diag *view_peek_finding(const View *view, guint64 index); // by its place among them; or NULL

// The good pages, or some, as another format makes them (as job_paint); NULL where it cannot. The caller
// unrefs.
GBytes *view_paint(const View *view, const JobOptions *as);
// The PDF for a press; NULL where it would not take it. Borrowed until the next build.
GBytes *view_peek_press_pdf(View *view);
// Where that is, or the findings that say why there is none.
char *view_write_press(View *view, guint slot);
// What is at a place of a page.
char *view_write_place(const View *view, guint slot, guint page, Len x, Len y);
// Where a line of a file is; NULL where the file is none of this view's.
char *view_write_goto(const View *view, guint slot, const char *file, int line);

// The absolute path of a source; the caller frees it. NULL for none.
char *view_source_path(const Span *span);
