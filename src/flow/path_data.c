#include "flow/path_data.h"

#include <string.h>

#include "display/display.h"

typedef struct Pen {
	double x, y, start_x, start_y;
	GArray *segments;
} Pen;

static const char *skip_separators(const char *text)
{
	while (*text && strchr(" ,\t\r\n", *text))
		text++;
	return text;
}

// How many numbers a command takes at a time; -1 for none of ours.
static int numbers_of(char command)
{
	switch (g_ascii_toupper(command)) {
	case 'M':
	case 'L':
		return 2;
	case 'H':
	case 'V':
		return 1;
	case 'C':
		return 6;
	case 'Z':
		return 0;
	default:
		return -1;
	}
}

static void add_segment(Pen *pen, SegmentKind kind, const double *points, int count)
{
	Segment segment = {.kind = kind};
	for (int i = 0; i < count; i++) {
		segment.x[i] = len_from_mm(points[2 * i]);
		segment.y[i] = len_from_mm(points[2 * i + 1]);
	}
	g_array_append_val(pen->segments, segment);
	if (count) {
		pen->x = points[2 * count - 2];
		pen->y = points[2 * count - 1];
	}
}

static void draw_command(Pen *pen, char command, double *numbers)
{
	bool relative = g_ascii_islower(command);
	double base_x = relative ? pen->x : 0, base_y = relative ? pen->y : 0;
	double point[2] = {base_x + numbers[0], base_y + numbers[1]};
	switch (g_ascii_toupper(command)) {
	case 'M':
		add_segment(pen, SEGMENT_MOVE, point, 1);
		pen->start_x = pen->x;
		pen->start_y = pen->y;
		break;
	case 'L':
		add_segment(pen, SEGMENT_LINE, point, 1);
		break;
	case 'H':
		add_segment(pen, SEGMENT_LINE, (double[]){point[0], pen->y}, 1);
		break;
	case 'V':
		add_segment(pen, SEGMENT_LINE, (double[]){pen->x, base_y + numbers[0]}, 1);
		break;
	case 'C':
		for (int i = 0; i < 6; i++)
			numbers[i] += i % 2 ? base_y : base_x;
		add_segment(pen, SEGMENT_CURVE, numbers, 3);
		break;
	default:
		add_segment(pen, SEGMENT_CLOSE, NULL, 0);
		pen->x = pen->start_x;
		pen->y = pen->start_y;
	}
}

static bool read_numbers(const char **text, double *numbers, int count)
{
	for (int i = 0; i < count; i++) {
		char *end;
		*text = skip_separators(*text);
		numbers[i] = g_ascii_strtod(*text, &end);
		if (end == *text)
			return false;
		*text = end;
	}
	return true;
}

bool path_data_parse(const char *text, GArray *segments)
{
	Pen pen = {.segments = segments};
	char command = '\0';
	if (!text || !strchr("Mm", *skip_separators(text)))
		return false;
	for (text = skip_separators(text); *text; text = skip_separators(text)) {
		if (g_ascii_isalpha(*text))
			command = *text++;
		else if (g_ascii_toupper(command) == 'Z')
			return false;
		int count = numbers_of(command);
		double numbers[6] = {0};
		if (count < 0 || !read_numbers(&text, numbers, count))
			return false;
		draw_command(&pen, command, numbers);
		if (command == 'M' || command == 'm')
			command = command == 'M' ? 'L' : 'l';
	}
	return segments->len > 0;
}
