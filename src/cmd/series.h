// Files of pages: a file a page, numbered.
#pragma once
#include <glib.h>

#include "base/diag.h"

// pages.png, 2 → pages-2.png. The caller frees it.
char *series_name_page(const char *path, guint page);
// A note where files of such names with numbers above `pages` are there: an issue that was longer left them.
void series_note_older(const char *path, guint pages, DiagList *diags);
