// Fonts of a document: what their dictionaries say, what their programs hold, which codes are shown.
#pragma once
#include <stdbool.h>

#include "inspect/cmap.h"
#include "inspect/document.h"
#include "inspect/fontfile.h"

typedef enum FontKind {
	FONT_OTHER,
	FONT_TYPE1,
	FONT_TRUETYPE,
	FONT_TYPE3,
	FONT_CID_CFF,
	FONT_CID_TRUETYPE
} FontKind;

typedef struct Font {
	const Obj *dict;
	const Obj *descendant; // of a composite font, else the dictionary itself
	const Obj *descriptor;
	FontKind kind;
	const char *name;          // without the letters of a subset
	const char *subtype;       // as written
	const char *encoding_name; // name of the encoding, base encoding or CMap; or NULL
	bool composite, subset, embedded, symbolic, standard;
	bool identity;            // codes are CIDs
	const FontFile *file;     // NULL where it is not embedded
	const CMap *to_unicode;   // NULL where there is none
	const CMap *cmap;         // embedded CMap of a composite font, or NULL
	const char *const *names; // glyph names by code from Differences; NULL: none
	const guint8 *cid_to_gid; // two bytes a CID, where it is a stream
	gsize cid_to_gid_size;
	double default_width;
	float *widths; // by CID or code, in 1/1000; NAN where none is given
	// What was shown with it.
	guint8 *used; // by code
	guint used_count;
	bool rendered; // not only as invisible text
	guint first_page;
} Font;

Font *font_read(Document *doc, const Obj *dict);
void font_free(void *font);

// Marks the codes of a string as used; what is drawn of `visible` text needs glyphs.
void font_use(Font *font, const Obj *string, bool visible, guint page);

// What a used code comes to. Codes go up to CMAP_CODES.
typedef struct FontCode {
	bool has_glyph; // the program has it; true where that cannot be told
	bool notdef;    // it is glyph 0
	bool width_known;
	double width, program_width; // in 1/1000
	guint8 unicode;              // CMapMark of its text; 0: none
} FontCode;

FontCode font_code(const Font *font, guint code);
// Whether any of a string's codes is a character of a private use area.
bool font_shows_private(const Font *font, const Obj *string);
// What a string shows, as far as it can be told, shortened for a message; of the document's arena.
const char *font_text(Document *doc, const Font *font, const Obj *string);
