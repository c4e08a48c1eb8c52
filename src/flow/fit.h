// Filling a given number of pages: the least turn of text, grid and optional boxes that does it.
#pragma once
#include "flow/trial.h"

// The issue set as its `fit`, or the layout's, asks. What was turned is told in a note; where nothing
// fits, an error says by how much, and the nearest trial is returned. The caller frees.
Trial *fit_issue(const FlowInput *input);
