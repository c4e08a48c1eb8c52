#include "display/geometry.h"

Rect rect_cut(Rect box, Rect to)
{
	Len to_right = to.x + to.width, to_bottom = to.y + to.height;
	Len x = CLAMP(box.x, to.x, to_right), right = CLAMP(box.x + box.width, to.x, to_right);
	Len y = CLAMP(box.y, to.y, to_bottom), bottom = CLAMP(box.y + box.height, to.y, to_bottom);
	return (Rect){x, y, right - x, bottom - y};
}

bool rect_holds(Rect box, Len x, Len y)
{
	return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

const guint segment_point_count[] = {
    [SEGMENT_MOVE] = 1, [SEGMENT_LINE] = 1, [SEGMENT_CURVE] = 3, [SEGMENT_CLOSE] = 0};

Rect path_bounds(const Path *path)
{
	Len left = LEN_MAX, top = LEN_MAX, right = -LEN_MAX, bottom = -LEN_MAX;
	for (guint i = 0; i < path->count; i++) {
		const Segment *segment = &path->segments[i];
		for (guint p = 0; p < segment_point_count[segment->kind]; p++) {
			left = MIN(left, segment->x[p]);
			right = MAX(right, segment->x[p]);
			top = MIN(top, segment->y[p]);
			bottom = MAX(bottom, segment->y[p]);
		}
	}
	return left > right ? (Rect){0} : (Rect){left, top, right - left, bottom - top};
}

static Rect grow(Rect box, Len by)
{
	return (Rect){box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by};
}

// Swashes, stacked accents and raised letters reach far, but not farther.
static Rect run_reach(const GlyphRun *run)
{
	return grow((Rect){run->x, run->baseline, run->width, 0}, 2 * run->size);
}

// A mitred corner reaches farther than the line is wide: Cairo's limit is 10 times half of that.
static Rect path_reach(const Path *path)
{
	return grow(path_bounds(path), (path->stroke ? 5 * path->line_width : 0) + 1);
}

Rect op_reach(const Op *op)
{
	if (op->kind == OP_GLYPHS)
		return run_reach(&op->glyphs);
	if (op->kind == OP_IMAGE)
		return op->image.box;
	return op->kind == OP_PATH ? path_reach(&op->path) : (Rect){0};
}

bool rects_meet(Rect a, Rect b)
{
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

typedef struct Point {
	double x, y;
} Point;

// How often the edge from a to b winds round the point: 1, -1 or 0.
static int winding_of(Point a, Point b, Point at)
{
	if ((a.y <= at.y) == (b.y <= at.y))
		return 0;
	if (at.x >= a.x + (b.x - a.x) * (at.y - a.y) / (b.y - a.y))
		return 0;
	return b.y > a.y ? 1 : -1;
}

static Point curve_point(Point a, const Segment *curve, double t)
{
	double u = 1 - t, w0 = u * u * u, w1 = 3 * u * u * t, w2 = 3 * u * t * t, w3 = t * t * t;
	return (Point){w0 * a.x + w1 * curve->x[0] + w2 * curve->x[1] + w3 * curve->x[2],
		       w0 * a.y + w1 * curve->y[0] + w2 * curve->y[1] + w3 * curve->y[2]};
}

static int winding_of_curve(Point a, const Segment *curve, Point at)
{
	enum { STEPS = 8 };
	int winding = 0;
	Point from = a;
	for (int i = 1; i <= STEPS; i++) {
		Point to = curve_point(a, curve, (double)i / STEPS);
		winding += winding_of(from, to, at);
		from = to;
	}
	return winding;
}

bool path_holds(const Path *path, Len x, Len y)
{
	Point at = {x, y};
	int winding = 0;
	Point start = {0}, here = {0};
	for (guint i = 0; i < path->count; i++) {
		const Segment *segment = &path->segments[i];
		Point to = start;
		if (segment->kind == SEGMENT_CURVE) {
			winding += winding_of_curve(here, segment, at);
			to = (Point){segment->x[2], segment->y[2]};
		} else if (segment->kind == SEGMENT_LINE) {
			to = (Point){segment->x[0], segment->y[0]};
			winding += winding_of(here, to, at);
		} else {
			winding += winding_of(here, start, at);
			if (segment->kind == SEGMENT_MOVE)
				start = to = (Point){segment->x[0], segment->y[0]};
		}
		here = to;
	}
	return winding + winding_of(here, start, at) != 0;
}

bool path_is_disc(const Path *path, Disc *disc)
{
	const Segment *s = path->segments;
	if (path->count != 6 || s[0].kind != SEGMENT_MOVE || s[5].kind != SEGMENT_CLOSE)
		return false;
	for (guint i = 1; i < 5; i++)
		if (s[i].kind != SEGMENT_CURVE)
			return false;
	Len x = s[1].x[2], y = s[0].y[0], r = s[0].x[0] - x;
	*disc = (Disc){x, y, r};
	return s[1].y[2] == y + r && s[2].x[2] == x - r && s[2].y[2] == y && s[3].x[2] == x &&
	       s[3].y[2] == y - r && s[4].x[2] == x + r && s[4].y[2] == y && s[1].x[0] == x + r &&
	       s[1].y[1] == y + r;
}
