// One build, from paths and options to bytes. `render`, `check` and whatever else makes pages are this
// job with different ends.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"

typedef enum JobFormat {
	JOB_CHECK, // stops before painting: diagnostics only
	JOB_PDF,
	JOB_PNG,
	JOB_SVG,
	JOB_DUMP, // the display list as text
} JobFormat;

typedef struct Job Job;

typedef struct JobOptions {
	const char *issue; // path, or "-" for standard input
	const char *
	    layout; // name of a shipped layout, or path of a layout file; NULL: the issue's, else the default
	JobFormat format;
	guint first, count; // pages to paint, from 0; count 0: all from first
	double dpi;         // JOB_PNG
	bool typography;    // notes on loose and tight lines, hyphens one below the other, rivers
	bool bleed;         // sheets show the bleed area too
	Job *warm;          // after job_warm(): what it read is not read again; NULL for none
} JobOptions;

// One file to write. Formats of one page a file have one of these a page, others one in all.
typedef struct JobOutput {
	guint page; // from 1; 0: the whole document
	GBytes *bytes;
} JobOutput;

// Borrows what `options` points to.
Job *job_new(const JobOptions *options);
void job_free(Job *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)

// Runs it once. False where a diagnostic is an error; there are no outputs then.
bool job_run(Job *job);

// Instead of running: reads what any issue needs (the layout of its options or the default one, words,
// fonts, hyphenation), so that jobs given it as `warm` start there. One job at a time may use it, and it
// outlives them; usually each does in a process of its own. No thread is left behind. False as above.
bool job_warm(Job *job);

// The first page of a finished run as a PNG. NULL and a diagnostic where it cannot be painted.
GBytes *job_paint_cover(Job *job, double dpi);

// The following live as long as the job.
DiagList *job_peek_diags(Job *job);          // sorted
const GPtrArray *job_peek_outputs(Job *job); // JobOutput *
const GPtrArray *job_peek_files(Job *job);   // char *: paths of every file read, each once
guint job_get_page_count(const Job *job);    // of the whole document
// True where the machine failed rather than the input: data files missing, no permission to read.
bool job_is_system_failure(const Job *job);
