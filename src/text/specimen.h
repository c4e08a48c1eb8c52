// What a style can set, drawn once so that fonts keep it at hand.
#pragma once
#include "text/paragraph.h"

// Draws words as one line of the style and, where its text is justified, again with glyphs widened and
// narrowed by every step that lines of it may take. All at the same place of the page begun last: not to be
// looked at.
void specimen_draw(TextEngine *engine, const Style *style, const char *words, DisplayList *list);
