// The marks of a page in groups that are tagged as one: what painter and finisher agree on.
#pragma once
#include <stdbool.h>

#include "display/display.h"

// Ops `first` to before `end`, in the order of drawing, all marks of which belong to one element.
typedef struct MarkGroup {
	guint first, end;
	int element;    // -1: artifact
	bool furniture; // an artifact that repeats on pages
} MarkGroup;

// The groups of a page, each mark in one; the caller unrefs. Text without glyphs makes no mark.
GArray *display_list_marks(const Page *page); // MarkGroup

// A link that leads somewhere, and can be hit.
bool display_is_active(const Op *op);
