#include "display/contrast.h"

#include <math.h>

#include "base/decimal.h"
#include "base/intl.h"
#include "display/geometry.h"

static const Ink paper = {.name = "paper", .rgb = {255, 255, 255}};

// --- the ratio: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio ---

static double linear(guint8 channel)
{
	double value = channel / 255.0;
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(const Ink *ink)
{
	return 0.2126 * linear(ink->rgb[0]) + 0.7152 * linear(ink->rgb[1]) + 0.0722 * linear(ink->rgb[2]);
}

double display_contrast(const Ink *a, const Ink *b)
{
	double x = luminance(a), y = luminance(b);
	return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

// --- the ground: areas filled before the text, the last of them on top ---

typedef struct Area {
	Rect box;     // bounds, cut by the clip
	const Op *op; // a filled path, or a picture
} Area;

// The topmost ink at a point; NULL on a picture.
static const Ink *find_ground(const GArray *areas, Len x, Len y)
{
	for (guint i = areas->len; i-- > 0;) {
		const Area *area = &g_array_index(areas, Area, i);
		if (!rect_holds(area->box, x, y))
			continue;
		if (area->op->kind == OP_IMAGE)
			return NULL;
		if (path_holds(&area->op->path, x, y))
			return area->op->path.fill;
	}
	return &paper;
}

// --- the check ---

typedef struct Check {
	DiagList *diags;
	GArray *areas; // Area: of the page so far
	GArray *clips; // Rect: open clips, each cut by those around it
	GArray *pairs; // Pair: found before
} Check;

typedef struct Pair {
	const Ink *ink, *ground;
} Pair;

static bool add_pair(GArray *pairs, Pair pair)
{
	for (guint i = 0; i < pairs->len; i++) {
		const Pair *known = &g_array_index(pairs, Pair, i);
		if (known->ink == pair.ink && known->ground == pair.ground)
			return false;
	}
	g_array_append_val(pairs, pair);
	return true;
}

// Arrows and other signs only decorate.
static bool has_words(const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		if (g_unichar_isalnum(g_utf8_get_char(text)))
			return true;
	return false;
}

static double least_contrast(const GlyphRun *run)
{
	bool bold = run->style && run->style->weight >= 700;
	bool large = run->size >= 18 * LEN_PT || (bold && run->size >= 14 * LEN_PT);
	return large ? 3 : 4.5;
}

static char *format_ratio(double ratio)
{
	char *text = g_malloc(G_ASCII_DTOSTR_BUF_SIZE);
	// Cut, not rounded: 4.499 must not read as 4.50.
	return decimal_sign(g_ascii_formatd(text, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", floor(ratio * 100) / 100));
}

static void report(Check *check, const Op *op, const Ink *ground)
{
	const Ink *ink = op->glyphs.ink;
	g_autofree char *found = format_ratio(display_contrast(ink, ground));
	g_autofree char *least = format_ratio(least_contrast(&op->glyphs));
	diag_take(check->diags, SEVERITY_WARNING, "color.contrast", op->span,
		  g_strdup_printf(_("text in “%s” on “%s” has a contrast of only %s : 1"), ink->name,
				  ground->name, found),
		  g_strdup_printf(_("choose colours with at least %s : 1 in the layout"), least));
}

static void check_glyphs(Check *check, const Op *op)
{
	const GlyphRun *run = &op->glyphs;
	if (!run->ink || !run->text || !has_words(run->text))
		return;
	// The middle of the lower-case letters, which are about half as high as the size.
	const Ink *ground = find_ground(check->areas, run->x + run->width / 2, run->baseline - run->size / 4);
	if (!ground || display_contrast(run->ink, ground) >= least_contrast(run))
		return;
	if (add_pair(check->pairs, (Pair){run->ink, ground}))
		report(check, op, ground);
}

static void add_area(Check *check, const Op *op, Rect box)
{
	if (check->clips->len)
		box = rect_cut(box, g_array_index(check->clips, Rect, check->clips->len - 1));
	Area area = {box, op};
	g_array_append_val(check->areas, area);
}

static void check_path(Check *check, const Op *op)
{
	if (op->path.fill)
		add_area(check, op, path_bounds(&op->path));
}

static void check_image(Check *check, const Op *op)
{
	add_area(check, op, op->image.box);
}

static void check_clip(Check *check, const Op *op)
{
	Rect box = op->clip;
	if (check->clips->len)
		box = rect_cut(box, g_array_index(check->clips, Rect, check->clips->len - 1));
	g_array_append_val(check->clips, box);
}

static void check_unclip(Check *check, const Op *op)
{
	(void)op;
	if (check->clips->len)
		g_array_set_size(check->clips, check->clips->len - 1);
}

static void (*const checks[])(Check *, const Op *) = {
    [OP_GLYPHS] = check_glyphs, [OP_PATH] = check_path,     [OP_IMAGE] = check_image,
    [OP_CLIP] = check_clip,     [OP_UNCLIP] = check_unclip, [OP_LINK] = NULL,
};

static void check_page(Check *check, const Page *page)
{
	g_array_set_size(check->areas, 0);
	g_array_set_size(check->clips, 0);
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (checks[op->kind])
			checks[op->kind](check, op);
	}
}

void display_check_contrast(const DisplayList *list, DiagList *diags)
{
	Check check = {
	    .diags = diags,
	    .areas = g_array_new(FALSE, FALSE, sizeof(Area)),
	    .clips = g_array_new(FALSE, FALSE, sizeof(Rect)),
	    .pairs = g_array_new(FALSE, FALSE, sizeof(Pair)),
	};
	for (guint i = 0; i < list->pages->len; i++)
		check_page(&check, g_ptr_array_index(list->pages, i));
	g_array_unref(check.areas);
	g_array_unref(check.clips);
	g_array_unref(check.pairs);
}
