#include <string.h>

#include "paint/picture-kinds.h"
#include "paint/planes.h"

// A reader of the simplest SVG: groups, rectangles, circles and paths (without arcs and quadratic
// curves), filled and stroked in plain colours. Anything else makes it give up, and librsvg takes over:
// it never draws a file in part or differently.

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

typedef struct Parser {
	PlainSvg *svg;
	GArray *paints; // Paint: of the open elements
} Parser;

// --- values ---

static bool read_number(const char **text, double *number)
{
	char *end;
	*text += strspn(*text, " ,\t\r\n");
	*number = g_ascii_strtod(*text, &end);
	// Of what strtod takes, SVG has no "inf", "nan" or hexadecimal.
	if (end == *text || strspn(*text, "+-.0123456789eE") < (size_t)(end - *text))
		return false;
	*text = end;
	return true;
}

static bool read_whole_number(const char *text, double *number)
{
	return read_number(&text, number) && *text == '\0';
}

static bool read_color(const char *text, Color *color)
{
	*color = (Color){.none = strcmp(text, "none") == 0};
	if (color->none)
		return true;
	size_t digits = *text == '#' ? strspn(text + 1, "0123456789abcdefABCDEF") : 0;
	if ((digits != 3 && digits != 6) || text[1 + digits])
		return false;
	size_t step = digits / 3;
	for (size_t i = 0; i < 3; i++) {
		int high = g_ascii_xdigit_value(text[1 + i * step]);
		int low = g_ascii_xdigit_value(text[i * step + step]);
		color->rgb[i] = (high * 16 + low) / 255.0;
	}
	return true;
}

static int find_word(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(text, words[i]) == 0)
			return i;
	return -1;
}

// --- attributes that are inherited ---

static bool read_fill(Paint *paint, const char *value)
{
	return read_color(value, &paint->fill);
}

static bool read_stroke(Paint *paint, const char *value)
{
	return read_color(value, &paint->stroke);
}

static bool read_width(Paint *paint, const char *value)
{
	return read_whole_number(value, &paint->width) && paint->width >= 0;
}

static bool read_cap(Paint *paint, const char *value)
{
	static const char *const words[] = {"butt", "round", "square", NULL};
	int cap = find_word(value, words);
	paint->cap = (cairo_line_cap_t)MAX(cap, 0);
	return cap >= 0;
}

static bool read_join(Paint *paint, const char *value)
{
	static const char *const words[] = {"miter", "round", "bevel", NULL};
	int join = find_word(value, words);
	paint->join = (cairo_line_join_t)MAX(join, 0);
	return join >= 0;
}

static const struct {
	const char *name;
	bool (*read)(Paint *, const char *);
} paint_attributes[] = {
    {"fill", read_fill},          {"stroke", read_stroke},        {"stroke-width", read_width},
    {"stroke-linecap", read_cap}, {"stroke-linejoin", read_join},
};

// True where the attribute is one of these and its value is understood; *known says if it is one.
static bool read_paint_attribute(Paint *paint, const char *name, const char *value, bool *known)
{
	for (guint i = 0; i < G_N_ELEMENTS(paint_attributes); i++) {
		*known = strcmp(name, paint_attributes[i].name) == 0;
		if (*known)
			return paint_attributes[i].read(paint, value);
	}
	return false;
}

// --- shapes ---

static void add_command(PlainSvg *svg, char kind, const double *points, guint count)
{
	Command command = {.kind = kind};
	if (count)
		memcpy(command.p, points, count * sizeof(double));
	g_array_append_val(svg->commands, command);
}

static void add_curve(PlainSvg *svg, double x1, double y1, double x2, double y2, double x, double y)
{
	add_command(svg, 'C', (double[]){x1, y1, x2, y2, x, y}, 6);
}

// A quarter of an ellipse as a Bézier curve: handles of 4/3 (√2 − 1) of the radius.
#define QUARTER 0.5522847498307936

static void add_ellipse(PlainSvg *svg, double x, double y, double r)
{
	double k = r * QUARTER;
	add_command(svg, 'M', (double[]){x + r, y}, 2);
	add_curve(svg, x + r, y + k, x + k, y + r, x, y + r);
	add_curve(svg, x - k, y + r, x - r, y + k, x - r, y);
	add_curve(svg, x - r, y - k, x - k, y - r, x, y - r);
	add_curve(svg, x + k, y - r, x + r, y - k, x + r, y);
	add_command(svg, 'Z', NULL, 0);
}

static void add_rect(PlainSvg *svg, double x, double y, double w, double h)
{
	add_command(svg, 'M', (double[]){x, y}, 2);
	add_command(svg, 'L', (double[]){x + w, y}, 2);
	add_command(svg, 'L', (double[]){x + w, y + h}, 2);
	add_command(svg, 'L', (double[]){x, y + h}, 2);
	add_command(svg, 'Z', NULL, 0);
}

static void add_round_rect(PlainSvg *svg, double x, double y, double w, double h, double r)
{
	double k = r * (1 - QUARTER), right = x + w, foot = y + h;
	add_command(svg, 'M', (double[]){x + r, y}, 2);
	add_command(svg, 'L', (double[]){right - r, y}, 2);
	add_curve(svg, right - k, y, right, y + k, right, y + r);
	add_command(svg, 'L', (double[]){right, foot - r}, 2);
	add_curve(svg, right, foot - k, right - k, foot, right - r, foot);
	add_command(svg, 'L', (double[]){x + r, foot}, 2);
	add_curve(svg, x + k, foot, x, foot - k, x, foot - r);
	add_command(svg, 'L', (double[]){x, y + r}, 2);
	add_curve(svg, x, y + k, x + k, y, x + r, y);
	add_command(svg, 'Z', NULL, 0);
}

// Where a path stands while it is read.
typedef struct Pen {
	double x, y;             // here
	double start_x, start_y; // of the open figure
	double handle_x, handle_y;
	bool curved; // the last command was a curve, so that S mirrors its handle
} Pen;

static void move_pen(Pen *pen, double x, double y)
{
	pen->x = x;
	pen->y = y;
	pen->curved = false;
}

static void path_move(PlainSvg *svg, Pen *pen, const double *p)
{
	add_command(svg, 'M', p, 2);
	move_pen(pen, p[0], p[1]);
	pen->start_x = p[0];
	pen->start_y = p[1];
}

static void path_line(PlainSvg *svg, Pen *pen, const double *p)
{
	add_command(svg, 'L', p, 2);
	move_pen(pen, p[0], p[1]);
}

static void path_curve(PlainSvg *svg, Pen *pen, const double *p)
{
	add_command(svg, 'C', p, 6);
	*pen = (Pen){p[4], p[5], pen->start_x, pen->start_y, p[2], p[3], true};
}

static void path_smooth(PlainSvg *svg, Pen *pen, const double *p)
{
	double x = pen->curved ? 2 * pen->x - pen->handle_x : pen->x;
	double y = pen->curved ? 2 * pen->y - pen->handle_y : pen->y;
	path_curve(svg, pen, (double[]){x, y, p[0], p[1], p[2], p[3]});
}

static void path_close(PlainSvg *svg, Pen *pen, const double *p)
{
	(void)p;
	add_command(svg, 'Z', NULL, 0);
	move_pen(pen, pen->start_x, pen->start_y);
}

static const struct PathCommand {
	char letter;
	const char *axes; // which coordinate each number is
	void (*add)(PlainSvg *, Pen *, const double *);
} path_commands[] = {
    {'M', "xy", path_move},      {'L', "xy", path_line},     {'H', "x", path_line}, {'V', "y", path_line},
    {'C', "xyxyxy", path_curve}, {'S', "xyxy", path_smooth}, {'Z', "", path_close},
};

static const struct PathCommand *find_path_command(char letter)
{
	for (guint i = 0; i < G_N_ELEMENTS(path_commands); i++)
		if (path_commands[i].letter == g_ascii_toupper(letter))
			return &path_commands[i];
	return NULL;
}

// Reads the numbers of one command and adds it, with absolute coordinates in pairs.
static bool read_path_command(PlainSvg *svg, Pen *pen, const char **text, char letter)
{
	const struct PathCommand *command = find_path_command(letter);
	double p[6] = {pen->x, pen->y};
	if (!command)
		return false;
	for (guint i = 0; command->axes[i]; i++) {
		bool is_x = command->axes[i] == 'x';
		// H and V give one number of the pair, the other stays.
		guint slot = command->axes[1] ? i : !is_x;
		if (!read_number(text, &p[slot]))
			return false;
		if (g_ascii_islower(letter))
			p[slot] += is_x ? pen->x : pen->y;
	}
	command->add(svg, pen, p);
	return true;
}

static bool at_number(const char *text)
{
	return *text && strchr("+-.0123456789", *text);
}

static bool read_path(PlainSvg *svg, const char *text)
{
	Pen pen = {0};
	char letter = 0;
	guint first = svg->commands->len;
	for (;;) {
		text += strspn(text, " ,\t\r\n");
		if (!*text)
			return true;
		if (!at_number(text))
			letter = *text++;
		else if (letter == 'M' || letter == 'm')
			letter = letter == 'M' ? 'L' : 'l'; // further pairs of a move are lines
		else if (letter == 0 || g_ascii_toupper(letter) == 'Z')
			return false;
		if (svg->commands->len == first && g_ascii_toupper(letter) != 'M')
			return false;
		if (!read_path_command(svg, &pen, &text, letter))
			return false;
	}
}

// --- elements ---

// The numbers and texts an element states itself.
typedef struct Attributes {
	double x, y, width, height, rx, cx, cy, r;
	const char *path, *view_box;
	bool only_filled;
} Attributes;

static bool read_own_attribute(Attributes *own, const char *name, const char *value, bool is_root)
{
	const struct {
		const char *name;
		double *number;
	} numbers[] = {{"x", &own->x},   {"y", &own->y},   {"width", &own->width}, {"height", &own->height},
		       {"rx", &own->rx}, {"cx", &own->cx}, {"cy", &own->cy},       {"r", &own->r}};
	bool is_size = strcmp(name, "width") == 0 || strcmp(name, "height") == 0;
	if (is_root)
		own->view_box = strcmp(name, "viewBox") == 0 ? value : own->view_box;
	if (is_root && (is_size || strcmp(name, "viewBox") == 0 || g_str_has_prefix(name, "xmlns")))
		return true;
	if (strcmp(name, "d") == 0) {
		own->path = value;
		return true;
	}
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (strcmp(name, numbers[i].name) == 0)
			return read_whole_number(value, numbers[i].number);
	return false;
}

static bool add_root(PlainSvg *svg, const Attributes *own)
{
	const char *text = own->view_box;
	return svg->width == 0 && text && read_number(&text, &svg->x) && read_number(&text, &svg->y) &&
	       read_number(&text, &svg->width) && read_number(&text, &svg->height) && svg->width > 0 &&
	       svg->height > 0;
}

static bool add_group(PlainSvg *svg, const Attributes *own)
{
	(void)own;
	return svg->width > 0;
}

static bool add_rect_element(PlainSvg *svg, const Attributes *own)
{
	double radius = MIN(own->rx, MIN(own->width, own->height) / 2);
	if (own->width <= 0 || own->height <= 0 || own->rx < 0)
		return false;
	if (radius > 0)
		add_round_rect(svg, own->x, own->y, own->width, own->height, radius);
	else
		add_rect(svg, own->x, own->y, own->width, own->height);
	return own->rx == radius;
}

static bool add_circle_element(PlainSvg *svg, const Attributes *own)
{
	if (own->r <= 0)
		return false;
	if (own->only_filled)
		add_command(svg, 'M', (double[]){own->cx, own->cy}, 2);
	else
		add_ellipse(svg, own->cx, own->cy, own->r);
	return true;
}

static bool add_path_element(PlainSvg *svg, const Attributes *own)
{
	return own->path && read_path(svg, own->path);
}

static const struct {
	const char *name;
	bool (*add)(PlainSvg *, const Attributes *);
} elements[] = {
    {"svg", add_root},          {"g", add_group}, {"rect", add_rect_element}, {"circle", add_circle_element},
    {"path", add_path_element},
};

static bool read_attributes(const char **names, const char **values, Paint *paint, Attributes *own,
			    bool is_root)
{
	for (guint i = 0; names[i]; i++) {
		bool known;
		if (read_paint_attribute(paint, names[i], values[i], &known))
			continue;
		if (known || !read_own_attribute(own, names[i], values[i], is_root))
			return false;
	}
	return true;
}

static bool add_element(Parser *parser, const char *name, const Attributes *own, const Paint *paint)
{
	PlainSvg *svg = parser->svg;
	for (guint i = 0; i < G_N_ELEMENTS(elements); i++) {
		if (strcmp(name, elements[i].name) != 0)
			continue;
		guint first = svg->commands->len;
		if (!elements[i].add(svg, own))
			return false;
		guint count = svg->commands->len - first;
		Shape shape = {*paint, first, count, count == 1 ? own->r : 0};
		if (shape.count)
			g_array_append_val(svg->shapes, shape);
		return svg->width > 0;
	}
	return false;
}

static void give_up(GError **error)
{
	g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "not plain");
}

static void start_element(GMarkupParseContext *context, const char *name, const char **names,
			  const char **values, gpointer data, GError **error)
{
	(void)context;
	Parser *parser = data;
	Paint paint = g_array_index(parser->paints, Paint, parser->paints->len - 1);
	Attributes own = {0};
	bool read = read_attributes(names, values, &paint, &own, strcmp(name, "svg") == 0);
	own.only_filled = !paint.fill.none && paint.stroke.none;
	if (!read || !add_element(parser, name, &own, &paint))
		give_up(error);
	g_array_append_val(parser->paints, paint);
}

static void end_element(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
	(void)context, (void)name, (void)error;
	Parser *parser = data;
	g_array_set_size(parser->paints, parser->paints->len - 1);
}

// Comments and the XML declaration say nothing; a style sheet or a document type may.
static void pass_through(GMarkupParseContext *context, const char *text, gsize size, gpointer data,
			 GError **error)
{
	(void)context, (void)size, (void)data;
	if (!g_str_has_prefix(text, "<!--") && !g_str_has_prefix(text, "<?xml "))
		give_up(error);
}

// --- the whole ---

PlainSvg *plain_svg_new(GBytes *data)
{
	static const GMarkupParser callbacks = {
	    .start_element = start_element, .end_element = end_element, .passthrough = pass_through};
	static const Paint initial = {.stroke.none = true, .width = 1};
	PlainSvg *svg = g_new0(PlainSvg, 1);
	svg->shapes = g_array_new(FALSE, FALSE, sizeof(Shape));
	svg->commands = g_array_new(FALSE, FALSE, sizeof(Command));
	Parser parser = {svg, g_array_new(FALSE, FALSE, sizeof(Paint))};
	g_array_append_val(parser.paints, initial);
	GMarkupParseContext *context = g_markup_parse_context_new(&callbacks, 0, &parser, NULL);
	gsize size;
	const char *text = g_bytes_get_data(data, &size);
	bool plain = g_markup_parse_context_parse(context, text, (gssize)size, NULL) &&
		     g_markup_parse_context_end_parse(context, NULL) && svg->width > 0;
	g_markup_parse_context_free(context);
	g_array_unref(parser.paints);
	if (!plain)
		g_clear_pointer(&svg, plain_svg_free);
	return svg;
}

void plain_svg_free(PlainSvg *svg)
{
	if (!svg)
		return;
	g_array_unref(svg->shapes);
	g_array_unref(svg->commands);
	g_free(svg);
}

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
	return a->dot == b->dot &&
	       memcmp(a->paint.fill.rgb, b->paint.fill.rgb, sizeof a->paint.fill.rgb) == 0;
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
