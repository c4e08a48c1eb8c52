// What stays warm between jobs, for who makes the same issue again and again: fonts, text already set, the
// layout, the words of the language and the press's profile as long as their files are what they were, and
// the schemas.
#pragma once
#include <stdbool.h>

#include "base/diag.h"
#include "base/stamp.h"
#include "flow/memory.h"
#include "job/job.h"
#include "load/load.h"
#include "model/keeper.h"
#include "model/layout.h"
#include "paint/colour.h"
#include "text/paragraph.h"

Workshop *workshop_new(void);
void workshop_free(Workshop *shop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workshop, workshop_free)

// Fonts and the engine on them. Who holds it has the faces of a display list stay alive.
typedef struct KeptLayout KeptLayout;
typedef struct KeptWords KeptWords;

typedef struct Bench {
	int references;
	Arena *arena;
	Fonts *fonts;
	TextEngine *text;
	char *lang;
	guint jobs;
	ValueKeeper *issue;  // NULL before there is one
	char *issue_path;    // its file
	guint issue_jobs;    // that took it
	GPtrArray *memories; // LayoutMemory *, the one taken last at the end
} Bench;

// The bench for text in a language, made ready for a job; the caller unrefs it. NULL and a diagnostic where
// there are no fonts.
Bench *workshop_take_bench(Workshop *shop, const char *fonts_folder, const char *lang, Arena *arena,
			   DiagList *diags);
void bench_unref(Bench *bench);

// For who sets the same issue again and again. The issue as it is now; it lives as long as the arena, and
// parts that stayed as they were are the same values.
const Value *bench_take_issue(Bench *bench, const char *path, const Value *issue, ValueEdit edit,
			      Arena *arena);
// The issue as it was, where it is kept, and was read without a fault; it lives as long as the arena. NULL
// otherwise.
const Value *workshop_peek_issue(const Workshop *shop, const char *path, Arena *arena);
// What was kept of it in a layout (with those words of the language); the caller unrefs it.
FlowMemory *bench_take_memory(Bench *bench, KeptLayout *layout, KeptWords *words);

// Lets go of fonts and set text: the next job starts cold. What is wanted after fonts change, and now and
// then for memory.
void workshop_cool(Workshop *shop);
// Whether more has been set since it was cold than is worth keeping.
bool workshop_is_full(const Workshop *shop);
// … by so much that it is to be cooled at once, rather than when there is time.
bool workshop_is_overfull(const Workshop *shop);

// A layout read, with the arena that it lives in.
struct KeptLayout {
	guint number; // of this reading in its shop
	int references;
	Arena *arena;
	Layout *layout;
	DiagList *diags;  // that reading it gave
	GPtrArray *files; // char *
	GArray *stamps;   // of the files
	FilePlace file;
	char *name;
};

// Reads a layout, or takes the one read before where no file of it changed since. The caller unrefs it;
// never NULL, but its `layout` is where it is not usable.
KeptLayout *workshop_take_layout(Workshop *shop, const FilePlace *file, const char *name);
void kept_layout_unref(KeptLayout *kept);

// The words of a language, read once as long as their file stays as it is.
struct KeptWords {
	int references;
	Arena *arena;
	Value *words; // NULL where the file is not usable
	DiagList *diags;
	char *path;
	Stamp stamp;
};

// The caller unrefs it; never NULL.
KeptWords *workshop_take_words(Workshop *shop, const char *path);
void kept_words_unref(KeptWords *kept);

// The profile of a press, opened, with what converts by it and the pictures converted.
typedef struct KeptColour {
	int references;
	Colour *colour; // never NULL
	char *digest;   // of the profile
	FilePlace *file;
	double limit;
	Stamp stamp;
} KeptColour;

// As colour_new, of the profile in a file; the one opened before where the file is what it was. The caller
// unrefs it. NULL, and *problem says why in the user's language (the caller frees it).
KeptColour *workshop_take_colour(Workshop *shop, const FilePlace *file, double limit, char **problem);
void kept_colour_unref(KeptColour *kept);

// The schema of issues, compiled; lives as long as the shop.
const Schema *workshop_take_schema(Workshop *shop);
