// Embedded font programs, as far as checks ask: which glyphs there are and how wide they are. TrueType and
// OpenType (ISO/IEC 14496-22), bare CFF (Adobe Technical Note 5176).
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

typedef struct FontFile {
	bool valid;    // it could be read
	bool truetype; // outlines of TrueType
	bool cff;      // or of CFF
	guint glyphs;  // how many
	guint cmaps;   // encodings of the 'cmap' table
	bool cmap_1_0, cmap_3_0, cmap_3_1;
	float *widths;   // by glyph, in thousandths of the type size
	guint16 *of_cid; // glyph by CID, of a CID-keyed CFF; else NULL
	// Glyphs by code in those encodings, for 256, 256 and 65536 codes; or NULL.
	guint16 *mac, *symbol, *unicode;
} FontFile;

// Never NULL. `data` need live only as long as the call.
const FontFile *font_file_read(Arena *arena, const guchar *data, gsize size);
// Glyph of a CID; the CID itself where the font is not CID-keyed. 0 where there is none.
guint font_file_glyph_of_cid(const FontFile *file, guint cid);
