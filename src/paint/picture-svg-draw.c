#include "paint/plain-svg.h"

#include "paint/planes.h"

// From the view box to where it is drawn. Numbers are mapped here, not by Cairo's matrix: with that, each
// stroke in a PDF has a matrix of its own.
typedef struct Drawing {
	const PlainSvg *svg;
	cairo_t *cr;
	double scale;
	const PaintTarget *target;
} Drawing;

static double map_x(const Drawing *drawing, double x)
{
	return (x - drawing->svg->x) * drawing->scale;
}

static double map_y(const Drawing *drawing, double y)
{
	return (y - drawing->svg->y) * drawing->scale;
}

static void trace(const Drawing *drawing, const Command *command)
{
	double p[6];
	for (guint i = 0; i < 6; i += 2) {
		p[i] = map_x(drawing, command->p[i]);
		p[i + 1] = map_y(drawing, command->p[i + 1]);
	}
	if (command->kind == 'M')
		cairo_move_to(drawing->cr, p[0], p[1]);
	else if (command->kind == 'L')
		cairo_line_to(drawing->cr, p[0], p[1]);
	else if (command->kind == 'C')
		cairo_curve_to(drawing->cr, p[0], p[1], p[2], p[3], p[4], p[5]);
	else
		cairo_close_path(drawing->cr);
}

static void set_color(const Drawing *drawing, const Color *color)
{
	guint8 rgb[3];
	for (int i = 0; i < 3; i++)
		rgb[i] = (guint8)(color->rgb[i] * 255 + 0.5);
	if (drawing->target->recipes)
		planes_set_rgb(drawing->cr, drawing->target, rgb);
	else
		cairo_set_source_rgb(drawing->cr, color->rgb[0], color->rgb[1], color->rgb[2]);
}

// --- dots: filled discs, drawn with a round pen ---
// A dot takes five numbers in a PDF where an outline takes twenty-six; and dots alike are one stroke, where
// most of the cost is in the stroke. So those that follow each other are gathered by colour and size, as
// long as none is moved below another that it lies on.

// How many shapes ahead dots alike are looked for.
enum { DOTS_AHEAD = 64 };

static const double *dot_middle(const PlainSvg *svg, const Shape *dot)
{
	return g_array_index(svg->commands, Command, dot->first).p;
}

static bool dots_touch(const PlainSvg *svg, const Shape *a, const Shape *b)
{
	const double *p = dot_middle(svg, a), *q = dot_middle(svg, b);
	double x = p[0] - q[0], y = p[1] - q[1], reach = a->dot + b->dot;
	return x * x + y * y < reach * reach;
}

static bool dots_alike(const Shape *a, const Shape *b)
{
	const double *p = a->paint.fill.rgb, *q = b->paint.fill.rgb;
	return a->dot == b->dot && p[0] == q[0] && p[1] == q[1] && p[2] == q[2];
}

// May dot `index` be drawn with dot `first`, before those between them that are not drawn yet?
static bool may_go_ahead(const PlainSvg *svg, guint first, guint index, const bool *drawn)
{
	const Shape *dot = &g_array_index(svg->shapes, Shape, index);
	for (guint i = first + 1; i < index; i++)
		if (!drawn[i - first] && dots_touch(svg, &g_array_index(svg->shapes, Shape, i), dot))
			return false;
	return true;
}

static void trace_dot(const Drawing *drawing, const Shape *dot)
{
	const double *middle = dot_middle(drawing->svg, dot);
	double x = map_x(drawing, middle[0]), y = map_y(drawing, middle[1]);
	cairo_move_to(drawing->cr, x, y);
	cairo_line_to(drawing->cr, x, y);
}

static void stroke_dots(const Drawing *drawing, const Shape *dot)
{
	set_color(drawing, &dot->paint.fill);
	cairo_set_line_width(drawing->cr, 2 * dot->dot * drawing->scale);
	cairo_set_line_cap(drawing->cr, CAIRO_LINE_CAP_ROUND);
	cairo_stroke(drawing->cr);
}

// Draws the dots from `first` on; returns the shape after them.
static guint draw_dots(const Drawing *drawing, guint first)
{
	const PlainSvg *svg = drawing->svg;
	bool drawn[DOTS_AHEAD] = {false};
	guint end = first;
	while (end < svg->shapes->len && end - first < DOTS_AHEAD &&
	       g_array_index(svg->shapes, Shape, end).dot > 0)
		end++;
	for (guint i = first; i < end; i++) {
		const Shape *dot = &g_array_index(svg->shapes, Shape, i);
		if (drawn[i - first])
			continue;
		for (guint k = i; k < end; k++) {
			const Shape *other = &g_array_index(svg->shapes, Shape, k);
			if (drawn[k - first] || !dots_alike(dot, other) ||
			    !may_go_ahead(svg, i, k, drawn + (i - first)))
				continue;
			trace_dot(drawing, other);
			drawn[k - first] = true;
		}
		stroke_dots(drawing, dot);
	}
	return end;
}

// --- the rest ---

static void draw_outline(const Drawing *drawing, const Shape *shape)
{
	const Paint *paint = &shape->paint;
	cairo_t *cr = drawing->cr;
	for (guint i = 0; i < shape->count; i++)
		trace(drawing, &g_array_index(drawing->svg->commands, Command, shape->first + i));
	if (!paint->fill.none) {
		set_color(drawing, &paint->fill);
		cairo_fill_preserve(cr);
	}
	if (!paint->stroke.none && paint->width > 0) {
		set_color(drawing, &paint->stroke);
		cairo_set_line_width(cr, paint->width * drawing->scale);
		cairo_set_line_cap(cr, paint->cap);
		cairo_set_line_join(cr, paint->join);
		cairo_stroke_preserve(cr);
	}
	cairo_new_path(cr);
}

void plain_svg_draw(const PlainSvg *svg, cairo_t *cr, double width, const PaintTarget *target)
{
	Drawing drawing = {svg, cr, width / svg->width, target};
	// What SVG has where a file says nothing.
	cairo_set_miter_limit(cr, 4);
	for (guint i = 0; i < svg->shapes->len;) {
		if (g_array_index(svg->shapes, Shape, i).dot > 0)
			i = draw_dots(&drawing, i);
		else
			draw_outline(&drawing, &g_array_index(svg->shapes, Shape, i++));
	}
}
