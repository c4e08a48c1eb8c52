// Marked content in a page's stream: the tags that Cairo wrote get their real names.
#pragma once
#include <glib.h>

// A content stream in which the n-th tag of Cairo's ("/P << /MCID n >> BDC") is the n-th of `openings`
// (char *, an operator with its operands) instead. NULL where the tags are not so many. The caller frees it.
GString *tagging_rename(const GByteArray *content, const GPtrArray *openings);

// What opens a group of the given type as the n-th marked content of its page.
char *tagging_open(const char *type, guint mcid);
