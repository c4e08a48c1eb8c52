// The compact font format: charset and widths (Adobe Technical Notes 5176 and 5177).
#pragma once
#include "inspect/fontfile.h"

// Fills glyphs, widths and cids; sets valid where it could.
void cff_read(Arena *arena, FontFile *font, const guchar *data, gsize size);
