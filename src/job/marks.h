// What a press file has around its pages, as pages to look at. Private to this room.
#pragma once
#include "job/press.h"

// Makes of the list of the work, a copy, one of what is printed around its pages, or folded sheets' sides:
// its first page has the marks that all have, the following each the line of small text of one.
void marks_make(const PressJob *work, bool folded);
