// The fonts of a file as Cairo wrote them: what their codes say, which can be corrected.
#pragma once
#include <glib.h>

#include "finish/pdf-file.h"

typedef struct FontTable FontTable;
typedef struct UsedFont UsedFont;

FontTable *font_table_new(PdfFile *file);
void font_table_free(FontTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FontTable, font_table_free)

// By its name in content streams ("f-0-1"), which is the same on all pages; NULL for none.
UsedFont *font_table_find(FontTable *table, const char *name, gsize size);

// What a code says, as UTF-8; NULL where it is not told. The caller frees it.
char *used_font_get_text(UsedFont *font, guint code);
// Lets a code say something else.
void used_font_set_text(UsedFont *font, guint code, const char *text);
// Another code that shows what `code` shows, and says `text`; the same for the same. 0 where the font
// can have none.
guint used_font_get_alias(UsedFont *font, guint code, const char *text);

// How many hexadecimal digits a code has.
guint used_font_get_digits(const UsedFont *font);

// Puts what was changed into the file; and says of fonts of many glyphs which code is which.
void font_table_write(FontTable *table);
