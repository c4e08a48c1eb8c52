// Diagnostics for programs.
#pragma once
#include <stdbool.h>

#include "base/diag.h"

// A string with its quotes, or null, to standard output.
void json_print_string(const char *text);

// One element of an array, to standard output: {"issue", "pages", "diagnostics": […]}.
void json_print_issue(const char *issue, guint pages, const DiagList *diags, bool first);
