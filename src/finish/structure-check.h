// What the roles of a layout leave unsound for who hears a document instead of seeing it.
#pragma once
#include "base/diag.h"
#include "display/display.h"

// A warning for each: a level of headings left out, a picture without words, lists and tables of other
// parts than they are made of, links whose words say nothing. The file is made sound all the same.
void structure_check(const DisplayList *list, DiagList *diags);
