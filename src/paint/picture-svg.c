#include <string.h>

#include "paint/plain-svg.h"

// A reader of the simplest SVG: groups, rectangles, circles and paths (without arcs and quadratic
// curves), filled and stroked in plain colours. Anything else makes it give up, and librsvg takes over:
// it never draws a file in part or differently.

typedef struct Parser {
	PlainSvg *svg;
	GArray *paints; // Paint: of the open elements
} Parser;

// --- values ---

static bool read_whole_number(const char *text, double *number)
{
	return plain_svg_read_number(&text, number) && *text == '\0';
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
	return svg->width == 0 && text && plain_svg_read_number(&text, &svg->x) &&
	       plain_svg_read_number(&text, &svg->y) && plain_svg_read_number(&text, &svg->width) &&
	       plain_svg_read_number(&text, &svg->height) && svg->width > 0 && svg->height > 0;
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
		plain_svg_add_round_rect(svg, own->x, own->y, own->width, own->height, radius);
	else
		plain_svg_add_rect(svg, own->x, own->y, own->width, own->height);
	return own->rx == radius;
}

static bool add_circle_element(PlainSvg *svg, const Attributes *own)
{
	if (own->r <= 0)
		return false;
	if (own->only_filled)
		plain_svg_add(svg, 'M', (double[]){own->cx, own->cy}, 2);
	else
		plain_svg_add_circle(svg, own->cx, own->cy, own->r);
	return true;
}

static bool add_path_element(PlainSvg *svg, const Attributes *own)
{
	return own->path && plain_svg_add_path(svg, own->path);
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
