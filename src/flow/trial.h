// One try at setting an issue: with its text and grid turned by so much, and so many optional boxes
// left out.
#pragma once
#include "flow/build.h"
#include "flow/pages.h"

typedef struct Turn {
	double text, grid; // factors
	guint left_out;
} Turn;

typedef struct Trial {
	Turn turn;
	PageSearchEffort effort;
	Layout layout;   // the layout, turned
	FlowInput input; // with that layout
	Builder *builder;
	Placer *placer;
	Facts *facts;
	bool settled;    // the pages are what they were made with
	bool is_guessed; // … and were begun with what the last job's told
	Pagination *pagination;
} Trial;

// Sets the issue, in as many passes as it takes for what the pages tell to agree. The caller frees.
Trial *trial_new(const FlowInput *input, Turn turn, PageSearchEffort effort);
void trial_free(Trial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trial, trial_free)

guint trial_pages(const Trial *trial);
// Lines left empty at the foot of a page.
double trial_empty_lines(const Trial *trial, guint page);
