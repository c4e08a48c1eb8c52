// What stays warm between jobs, for who makes the same issue again and again: fonts, text already set, the
// layout and the words of the language as long as their files are what they were, and the schemas.
#pragma once
#include <stdbool.h>

#include "base/diag.h"
#include "job/job.h"
#include "model/layout.h"
#include "text/paragraph.h"

Workshop *workshop_new(void);
void workshop_free(Workshop *shop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workshop, workshop_free)

// Fonts and the engine on them. Who holds it has the faces of a display list stay alive.
typedef struct Bench {
	int references;
	Arena *arena;
	Fonts *fonts;
	TextEngine *text;
	char *lang;
	guint jobs;
} Bench;

// The bench for text in a language, made ready for a job; the caller unrefs it. NULL and a diagnostic where
// there are no fonts.
Bench *workshop_take_bench(Workshop *shop, const char *fonts_folder, const char *lang, Arena *arena,
			   DiagList *diags);
void bench_unref(Bench *bench);

// Lets go of fonts and set text: the next job starts cold. What is wanted after fonts change, and now and
// then for memory.
void workshop_cool(Workshop *shop);
// Whether more has been set since it was cold than is worth keeping.
bool workshop_is_full(const Workshop *shop);
// … by so much that it is to be cooled at once, rather than when there is time.
bool workshop_is_overfull(const Workshop *shop);

// A layout read, with the arena that it lives in.
typedef struct KeptLayout {
	int references;
	Arena *arena;
	Layout *layout;
	DiagList *diags;  // that reading it gave
	GPtrArray *files; // char *
	GArray *stamps;   // of the files
	char *path, *name;
} KeptLayout;

// Reads a layout, or takes the one read before where no file of it changed since. The caller unrefs it;
// never NULL, but its `layout` is where it is not usable.
KeptLayout *workshop_take_layout(Workshop *shop, const char *path, const char *name);
void kept_layout_unref(KeptLayout *kept);
