#include <string.h>

#include "paint/plain-svg.h"

bool plain_svg_read_number(const char **text, double *number)
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

void plain_svg_add(PlainSvg *svg, char kind, const double *points, guint count)
{
	Command command = {.kind = kind};
	if (count)
		memcpy(command.p, points, count * sizeof(double));
	g_array_append_val(svg->commands, command);
}

static void add_curve(PlainSvg *svg, double x1, double y1, double x2, double y2, double x, double y)
{
	plain_svg_add(svg, 'C', (double[]){x1, y1, x2, y2, x, y}, 6);
}

// A quarter of an ellipse as a Bézier curve: handles of 4/3 (√2 − 1) of the radius.
#define QUARTER 0.5522847498307936

void plain_svg_add_circle(PlainSvg *svg, double x, double y, double r)
{
	double k = r * QUARTER;
	plain_svg_add(svg, 'M', (double[]){x + r, y}, 2);
	add_curve(svg, x + r, y + k, x + k, y + r, x, y + r);
	add_curve(svg, x - k, y + r, x - r, y + k, x - r, y);
	add_curve(svg, x - r, y - k, x - k, y - r, x, y - r);
	add_curve(svg, x + k, y - r, x + r, y - k, x + r, y);
	plain_svg_add(svg, 'Z', NULL, 0);
}

void plain_svg_add_rect(PlainSvg *svg, double x, double y, double w, double h)
{
	plain_svg_add(svg, 'M', (double[]){x, y}, 2);
	plain_svg_add(svg, 'L', (double[]){x + w, y}, 2);
	plain_svg_add(svg, 'L', (double[]){x + w, y + h}, 2);
	plain_svg_add(svg, 'L', (double[]){x, y + h}, 2);
	plain_svg_add(svg, 'Z', NULL, 0);
}

void plain_svg_add_round_rect(PlainSvg *svg, double x, double y, double w, double h, double r)
{
	double k = r * (1 - QUARTER), right = x + w, foot = y + h;
	plain_svg_add(svg, 'M', (double[]){x + r, y}, 2);
	plain_svg_add(svg, 'L', (double[]){right - r, y}, 2);
	add_curve(svg, right - k, y, right, y + k, right, y + r);
	plain_svg_add(svg, 'L', (double[]){right, foot - r}, 2);
	add_curve(svg, right, foot - k, right - k, foot, right - r, foot);
	plain_svg_add(svg, 'L', (double[]){x + r, foot}, 2);
	add_curve(svg, x + k, foot, x, foot - k, x, foot - r);
	plain_svg_add(svg, 'L', (double[]){x, y + r}, 2);
	add_curve(svg, x, y + k, x + k, y, x + r, y);
	plain_svg_add(svg, 'Z', NULL, 0);
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
	plain_svg_add(svg, 'M', p, 2);
	move_pen(pen, p[0], p[1]);
	pen->start_x = p[0];
	pen->start_y = p[1];
}

static void path_line(PlainSvg *svg, Pen *pen, const double *p)
{
	plain_svg_add(svg, 'L', p, 2);
	move_pen(pen, p[0], p[1]);
}

static void path_curve(PlainSvg *svg, Pen *pen, const double *p)
{
	plain_svg_add(svg, 'C', p, 6);
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
	plain_svg_add(svg, 'Z', NULL, 0);
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
		if (!plain_svg_read_number(text, &p[slot]))
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

bool plain_svg_add_path(PlainSvg *svg, const char *text)
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
