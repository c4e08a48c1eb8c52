// What commands say to people: diagnostics and complaints on standard error.
#pragma once
#include "base/diag.h"

// "bulletin: error: what — hint". `hint` may be NULL.
void terminal_complain(const char *what, const char *hint);

// One line a finding; on a terminal also the source line with a caret below it.
void terminal_print_diags(const DiagList *diags);
