// The line of small text outside the pages of a press file, which says what they are. Private to this room.
#pragma once
#include "job/press.h"

// Marks outside the bleed are cut off from each page, so that nothing is printed over the slug.
void slug_cut_pages(DisplayList *list);
// One on every page.
void slug_add_to_pages(const PressJob *work, const char *condition);
// Pages at the end, one for each side of the sheets of a booklet, that hold the slug alone.
void slug_add_sheets(const PressJob *work, const char *condition, Len paper);
