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
	GPtrArray *pages;                      // GString *: of `good`
	GArray *hashes;                        // guint64, of the pages
	guint revision;                        // counts the good ones
	gint64 noticed, begun, built, written; // g_get_real_time
	gint64 cpu;                            // microseconds of it from `begun` to `built`
} View;

View *view_new(const char *name, guint id);
View *view_ref(View *view);
void view_unref(View *view);

// Sets the issue again. True where the pages are whole.
bool view_build(View *view, Workshop *shop, const char *issue, WebStock *stock, gint64 noticed);

// What a page must be told: a message of the pages whose hash is not the one in `sent` (guint64; it is made
// to agree), with the outlines from `stock_sent` on.
char *view_write_pages(const View *view, guint slot, const WebStock *stock, GArray *sent, guint *stock_sent);
// The findings of the latest build, each with its place, its lines of the source, and where on the pages.
char *view_write_findings(const View *view, guint slot);
// What is at a place of a page.
char *view_write_place(const View *view, guint slot, guint page, Len x, Len y);
// Where a line of a file is; NULL where the file is none of this view's.
char *view_write_goto(const View *view, guint slot, const char *file, int line);

// The absolute path of a source; the caller frees it. NULL for none.
char *view_source_path(const Span *span);
