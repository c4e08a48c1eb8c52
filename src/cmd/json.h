// Diagnostics for programs.
#pragma once
#include <stdbool.h>

#include "base/diag.h"

// A string with its quotes, or null.
void json_print_string(const char *text);

// One element of an array, to standard output: {"issue", "pages", "diagnostics": [{"file", "line", "column",
// "end_line", "end_column", "severity", "code", "what", "hint"}]}. Lines and columns count from 1, in
// characters; null where there is none. Severities and codes are never translated.
void json_print_issue(const char *issue, guint pages, const DiagList *diags, bool first);
