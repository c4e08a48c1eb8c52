// A drawing of plain shapes as it is kept in memory: what reads it, what makes its outlines and what draws
// it.
#pragma once
#include <stdbool.h>

#include <cairo.h>
#include <glib.h>

#include "paint/picture-kinds.h"

typedef struct Color {
	bool none;
	double rgb[3];
} Color;

// What elements inherit.
typedef struct Paint {
	Color fill, stroke;
	double width;
	cairo_line_cap_t cap;
	cairo_line_join_t join;
} Paint;

typedef struct Command {
	char kind; // M, L, C, Z
	double p[6];
} Command;

typedef struct Shape {
	Paint paint;
	guint first, count; // commands
	double dot;         // of a disc that is only filled: its radius; the one command is its middle
} Shape;

struct PlainSvg {
	double x, y, width, height; // the view box
	GArray *shapes;             // Shape
	GArray *commands;           // Command
};

// --- outlines: added to `commands` ---

void plain_svg_add(PlainSvg *svg, char kind, const double *points, guint count);
void plain_svg_add_circle(PlainSvg *svg, double x, double y, double r);
void plain_svg_add_rect(PlainSvg *svg, double x, double y, double w, double h);
void plain_svg_add_round_rect(PlainSvg *svg, double x, double y, double w, double h, double r);
// Path data; false where it holds arcs, quadratic curves or faults.
bool plain_svg_add_path(PlainSvg *svg, const char *text);

// Reads a number and moves on; commas and blanks before it are skipped.
bool plain_svg_read_number(const char **text, double *number);
