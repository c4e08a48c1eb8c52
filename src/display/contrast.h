// Is text dark enough on what it stands on? (WCAG 2, level AA)
#pragma once
#include "base/diag.h"
#include "display/display.h"

// One warning for each pair of ink and ground whose contrast is below 4.5 : 1 (3 : 1 for text from 18 pt,
// or from 14 pt bold), at the first such text. The ground is the last area filled under the middle of the
// run, else white paper; text on a picture is not judged, nor are runs without a letter or figure.
void display_check_contrast(const DisplayList *list, DiagList *diags);

// The ratio as WCAG 2 defines it, 1 … 21.
double display_contrast(const Ink *a, const Ink *b);
