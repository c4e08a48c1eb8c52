// The pictures of one job: each file is read once, however often it is drawn.
#pragma once
#include <stdbool.h>

#include <cairo.h>

#include "base/diag.h"
#include "display/display.h"
#include "paint/painter.h"

typedef struct Pictures Pictures;

Pictures *pictures_new(const PaintTarget *target);
void pictures_free(Pictures *pictures);

// Draws a picture into its box. False and a diagnostic at `span` where it cannot be read.
bool pictures_draw(Pictures *pictures, cairo_t *cr, const Image *image, Span span, DiagList *diags);
