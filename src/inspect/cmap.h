// CMaps (ISO 32000-1, 9.7.5 and 9.10.3): from character codes to characters or to CIDs.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"

enum { CMAP_CODES = 65536 }; // codes of one and two bytes; longer ones are not looked into

typedef enum CMapMark {
	CMAP_MAPPED = 1,
	CMAP_ZERO = 2,    // the text has U+0000, U+FEFF or U+FFFE in it
	CMAP_PRIVATE = 4, // or a character of a private use area
} CMapMark;

typedef struct CMap {
	guint8 *marks;     // by code: CMapMark
	gunichar *values;  // by code: the first character, or the CID
	GHashTable *more;  // code → const char *: the characters after the first (ligatures); NULL: none
	bool two_bytes;    // codes are of two bytes
	bool one_byte;     // codes are of one byte
	int writing_mode;  // WMode as it says itself
	const char *based; // name of the CMap it goes on from (usecmap), or NULL
	guint mapped;
} CMap;

// What can be read of it; never NULL.
CMap *cmap_read(Arena *arena, const char *text, gsize size);
