// One build, from paths and options to bytes. `render`, `check` and whatever else makes pages are this
// job with different ends.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "display/display.h"
#include "job/inputs.h"
#include "model/layout.h"

typedef enum JobFormat {
	JOB_CHECK, // stops before painting: diagnostics only
	JOB_PDF,
	JOB_PNG,
	JOB_SVG,
	JOB_THUMBNAIL, // of pages as they are on a screen: JPEG
	JOB_DUMP,      // the display list as text
	JOB_HELD,      // no output: pages to look at, and to paint later
} JobFormat;

// What the pages are for.
typedef enum JobProfile {
	PROFILE_SCREEN,
	PROFILE_PRINT,         // pages for a press
	PROFILE_BOOKLET,       // sheets for a press, to fold and stitch
	PROFILE_BOOKLET_PROOF, // how these look on a screen
	PROFILE_PROOF,         // how the pages for a press look on a screen
} JobProfile;

// Which ink a picture of inks shows.
typedef enum JobSeparation {
	SEPARATION_NONE,
	SEPARATION_CYAN,
	SEPARATION_MAGENTA,
	SEPARATION_YELLOW,
	SEPARATION_BLACK,
	SEPARATION_TOTAL,
} JobSeparation;

// A part of a picture, in its pixels.
typedef struct JobPart {
	int x, y, width, height; // width 0: the whole
} JobPart;

typedef struct JobOptions {
	const char *issue; // path, or "-" for standard input
	const char *root;  // folder, absolute, that the issue lies in through all links; NULL: anywhere
	const char *
	    layout; // name of a shipped layout, or path of a layout file; NULL: the issue's, else the default
	JobFormat format;
	JobProfile profile;       // but for PROFILE_SCREEN: JOB_CHECK, JOB_PDF and, of a proof, JOB_PNG
	JobSeparation separation; // PROFILE_PROOF with JOB_PNG
	guint first, count;       // pages to paint, from 0; count 0: all from first
	double dpi;               // JOB_PNG, JOB_THUMBNAIL
	JobPart part;             // PROFILE_PROOF with JOB_PNG; a part is made fast rather than small
	bool again;               // job_paint: it is called again, so decoded pictures are worth keeping
	bool typography;          // notes on loose and tight lines, hyphens one below the other, rivers
	bool bleed;               // sheets show the bleed area too
	bool guesses;             // JOB_HELD in a shop: see job_is_guessed
} JobOptions;

// One file to write. Formats of one page a file have one of these a page, others one in all.
typedef struct JobOutput {
	guint page; // from 1; 0: the whole document
	GBytes *bytes;
} JobOutput;

typedef struct Job Job;
typedef struct Workshop Workshop;

// Borrows what `options` points to.
Job *job_new(const JobOptions *options);
// With what earlier jobs left warm; the shop lives longer than the job.
Job *job_new_in(Workshop *shop, const JobOptions *options);
void job_free(Job *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)

// Runs it once. False where a diagnostic is an error; there are no outputs then.
bool job_run(Job *job);

// Instead of running: fills the shop with what any issue needs (the layout of its options or the default
// one, fonts, hyphenation), so that a fork of this process starts there. No thread is left
// behind. False as above. Its files are those it read.
bool job_warm(Job *job);

// Of a job run as JOB_HELD with success, the following. Paints its pages as another format, for which
// `as` says format, pages, dpi and bleed; the outputs are those of the last such call. Pages that were set
// for the screen may be painted for a press too (`as` says its profile, not that of a booklet); those set
// for a press keep theirs.
bool job_paint(Job *job, const JobOptions *as);
// Whether the pages were begun with what those of the job before told of themselves, which saves a pass: they
// are, but for freaks, what the job gives that does not guess.
bool job_is_guessed(const Job *job);
// Adds to its diagnostics what JOB_CHECK says beyond errors.
void job_inspect(Job *job);
// What its pages are for a press is said apart from the other diagnostics, which it does not change. Names
// what its proofs depend on beside the pages; NULL where there can be none. Borrowed.
const char *job_peek_press_key(Job *job);
// What a press file has around its pages, or around the sides of sheets to fold: a list whose first page has
// the marks of all, each following one the line of small text of one. The caller frees it, before the job.
// NULL where there is no press.
DisplayList *job_make_marks(Job *job, bool folded);
// Says what a press would not take, once. False where that is an error: no PDF of PROFILE_PRINT is made then.
bool job_look_for_press(Job *job);
const DiagList *job_peek_press_diags(const Job *job); // NULL before either

// The following live as long as the job.
DiagList *job_peek_diags(Job *job);          // sorted
const GPtrArray *job_peek_outputs(Job *job); // JobOutput *
const GPtrArray *job_peek_files(Job *job);   // char *: paths of every file read or missed, each once
// Adds those files, and what else decided on the pages: fonts, and what names defaults.
void job_add_inputs(const Job *job, Inputs *inputs);
guint job_get_page_count(const Job *job);         // of the whole document
const DisplayList *job_peek_list(const Job *job); // NULL where it came to none
const Layout *job_peek_layout(const Job *job);
// Tells its layout from those that other jobs of the shop had: another each time it is read.
guint job_get_layout_number(const Job *job);
// True where the machine failed rather than the input: data files missing, no permission to read.
bool job_is_system_failure(const Job *job);
// True where there was too little memory for a picture.
bool job_is_out_of_memory(const Job *job);
