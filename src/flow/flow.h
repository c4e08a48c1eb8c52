// From a layout and an issue to pages: templates are filled with values, set as blocks, and the blocks
// flow into columns and pages.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "display/display.h"
#include "model/layout.h"
#include "model/value.h"
#include "text/paragraph.h"

typedef struct FlowMemory FlowMemory;

typedef struct FlowInput {
	Arena *arena;
	DiagList *diags;
	TextEngine *text;
	const Layout *layout;
	const Value *issue;
	const char *issue_folder; // pictures of the issue are below it; absolute
	const char *lang;
	const Value *words; // of the language: month names and date forms (layouts/lang), or NULL
	FlowMemory *memory; // of the same issue in the same layout (flow/memory.h), or NULL
	GPtrArray *missing; // gets the paths (char *) of pictures that are not there; or NULL
	bool guesses;       // begin with what the pages told last time; see DisplayList.guessed
} FlowInput;

// The whole issue as a display list (with its structure, outline and metadata; `created` is left to the
// caller). What does not fit is an error diagnostic; the list is then still whole. The caller frees.
DisplayList *flow_issue(const FlowInput *input);
