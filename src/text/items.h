// The line breaker's items of a shaped text.
#pragma once
#include "text/setting.h"

// `cuts`: one a byte of the text. The result lives in the arena.
ItemList *items_build(const Setting *setting, const guint8 *cuts);

// How much narrower (below 0) a cluster is at the end of a line, without kerning to what followed.
Len items_end_change(const Setting *setting, guint cluster);
