// The closed set of fonts: what the fonts folder holds, and nothing of the host. Pango and fontconfig stay
// behind this header's functions and font/pango.h.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "base/len.h"

typedef struct Fonts Fonts;

// One face at no particular size. Borrowed from Fonts; pointers compare equal for the same face.
typedef struct FontFace FontFace;

// Opens the fonts of a folder. NULL and a diagnostic where it cannot be read or holds no font.
Fonts *fonts_new(const char *folder, DiagList *diags);
void fonts_free(Fonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fonts, fonts_free)

bool fonts_has_family(const Fonts *fonts, const char *family);
// Family names in order, NULL-terminated; the caller frees it with g_strfreev.
char **fonts_list_families(const Fonts *fonts);

// Stable name for dumps ("Lato Bold Italic"), and the PostScript name. Borrowed.
const char *font_face_get_name(const FontFace *face);
const char *font_face_get_postscript_name(const FontFace *face);

// Calls `visit` for every face of the folder, in the order of their files. The texts are borrowed.
typedef void (*FontVisit)(const char *family, const char *style, const char *file, void *data);
void fonts_each_face(const Fonts *fonts, FontVisit visit, void *data);
