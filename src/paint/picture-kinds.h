// What each kind of picture file can do: one source file a kind, and a library.
#pragma once
#include <stdbool.h>

#include <cairo.h>
#include <glib.h>

#include "display/picture.h"
#include "paint/painter.h"

// --- pixels ---

// The rows as stored (not turned upright), decoded no finer than `scale` of their size asks for: 1 for all
// pixels, 0.5 for half as many each way. Where the target is inks, the data must be CMYK. NULL and *problem
// (the caller frees it) on failure; *no_memory where that is the cause.
cairo_surface_t *jpeg_decode(GBytes *data, double scale, const PaintTarget *target, char **problem,
			     bool *no_memory);
// A surface without pixels that Cairo's PDF and SVG writers replace by the data as stored.
cairo_surface_t *jpeg_pass(GBytes *data, int stored_width, int stored_height);
cairo_surface_t *png_decode(GBytes *data, char **problem, bool *no_memory);
// Why no pixels came of a file; sets *no_memory. The caller frees.
char *describe_failure(cairo_status_t status, bool *no_memory);

// --- drawings of plain shapes, read here because loading librsvg costs as much as half an issue ---

typedef struct PlainSvg PlainSvg;

// NULL where the file uses more than groups, rectangles, circles and paths in plain colours.
PlainSvg *plain_svg_new(GBytes *data);
void plain_svg_free(PlainSvg *svg);
// Draws its view box from the origin, `width` wide and as high as its aspect makes it. Leaves changes of
// line and colour in the context.
void plain_svg_draw(const PlainSvg *svg, cairo_t *cr, double width, const PaintTarget *target);

// --- any other SVG, by librsvg, which is loaded when the first is met ---

typedef struct Rsvg Rsvg;
typedef struct RsvgPicture RsvgPicture;

Rsvg *rsvg_load(char **problem);
void rsvg_unload(Rsvg *rsvg);
// Nothing that the file refers to outside itself is loaded.
RsvgPicture *rsvg_picture_new(Rsvg *rsvg, GBytes *data, char **problem);
void rsvg_picture_free(RsvgPicture *picture);
// Draws it onto the rectangle from the origin; sets *problem on failure.
void rsvg_picture_draw(RsvgPicture *picture, cairo_t *cr, double width, double height, char **problem);
