// What must hold of any display list. Each check goes over one page's ops in the order of painting.
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/intl.h"
#include "display/display.h"
#include "display/geometry.h"

// 0.01 mm: what rounding to Len and of fractions of the grid may add up to.
enum { TOLERANCE = 29 };

typedef struct Audit {
	const DisplayList *list;
	const Page *page;
	DiagList *diags;
	bool sound;
} Audit;

static void breach(Audit *audit, const char *code, Span span, char *what)
{
	audit->sound = false;
	diag_take(audit->diags, SEVERITY_ERROR, code, span, what,
		  g_strdup(_("the layout places it wrongly, or this is a fault of the program: report it")));
}

// Whether something is already found wrong with the words at a place.
static bool is_told(const Audit *audit, Span span)
{
	for (guint i = 0; i < diag_list_length(audit->diags); i++) {
		const Diag *diag = diag_list_peek(audit->diags, i);
		if (g_str_has_prefix(diag->code, "audit.") && diag->span.source == span.source &&
		    diag->span.line == span.line && diag->span.column == span.column)
			return true;
	}
	return false;
}

// The same where words of the issue are too long for their place.
static void breach_by_length(Audit *audit, const char *code, Span span, char *what)
{
	audit->sound = false;
	diag_take(audit->diags, SEVERITY_ERROR, code, span, what,
		  g_strdup(_("shorten it; if it is no longer than usual, the layout places it wrongly")));
}

static char *mm(Len len)
{
	char *text = g_malloc(G_ASCII_DTOSTR_BUF_SIZE);
	return decimal_sign(g_ascii_formatd(text, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", len_to_mm(len)));
}

static const Op *op_at(const Page *page, guint index)
{
	return &g_array_index(page->ops, Op, index);
}

// The text a run is part of, as it stands on a page.
typedef struct Whole {
	const Op *first; // run of the words; NULL: all is the layout's
	guint lines;
	bool running; // on the grid of the page, not at a place of its own
} Whole;

static Whole whole_of(const Page *page, const Op *op)
{
	const Op *begin = op, *ops = op_at(page, 0), *limit = ops + page->ops->len;
	while (begin > ops && begin->kind != OP_BEGIN)
		begin--;
	Whole whole = {.running = op->glyphs.body};
	Len baseline = 0;
	for (const Op *run = begin; run < limit && run->kind != OP_END; run++) {
		if (run->kind != OP_GLYPHS)
			continue;
		whole.lines += whole.lines == 0 || run->glyphs.baseline != baseline;
		baseline = run->glyphs.baseline;
		bool is_value = begin->kind == OP_BEGIN && begin->box.source && run->span.source &&
				run->span.source != begin->box.source;
		if (is_value && !whole.first)
			whole.first = run;
	}
	return whole;
}

// --- groups and clips nest ---

enum { USUAL_DEPTH = 16 };

static void check_nesting(Audit *audit)
{
	g_autoptr(GArray) open = g_array_sized_new(FALSE, FALSE, sizeof(OpKind), USUAL_DEPTH);
	bool balanced = true;
	for (guint i = 0; i < audit->page->ops->len && balanced; i++) {
		OpKind kind = op_at(audit->page, i)->kind;
		if (kind == OP_BEGIN || kind == OP_CLIP)
			g_array_append_val(open, kind);
		if (kind != OP_END && kind != OP_UNCLIP)
			continue;
		OpKind opener = kind == OP_END ? OP_BEGIN : OP_CLIP;
		balanced = open->len && g_array_index(open, OpKind, open->len - 1) == opener;
		if (balanced)
			g_array_set_size(open, open->len - 1);
	}
	if (!balanced || open->len)
		breach(audit, "audit.nesting", (Span){0},
		       g_strdup_printf(_("groups or clips on page %d are not closed in order"),
				       audit->page->number));
}

// --- everything on the sheet ---

// Width without the spaces that the run ends in.
static Len ink_width(const GlyphRun *run)
{
	Len width = run->width;
	guint cluster = run->cluster_count, glyph = run->glyph_count;
	const char *end = run->text + strlen(run->text);
	while (cluster-- > 0 && glyph >= run->clusters[cluster].glyphs) {
		end -= run->clusters[cluster].bytes;
		if (end < run->text || !g_unichar_isspace(g_utf8_get_char(end)))
			break;
		glyph -= run->clusters[cluster].glyphs;
		width = glyph < run->glyph_count ? run->glyphs[glyph].x : width;
	}
	return MAX(width, 0);
}

// From the height of capitals to the baseline, so that close lines of text do not touch; its last space,
// where it ends in one, counted in.
static Rect run_reach(const GlyphRun *run)
{
	Len height = (Len)((gint64)run->size * 7 / 10);
	return (Rect){run->x, run->baseline - height, MAX(run->width, 0), height};
}

// The same without that space, which is slower to tell.
static Rect run_box(const GlyphRun *run)
{
	Rect box = run_reach(run);
	box.width = ink_width(run);
	return box;
}

static Rect image_box(const Op *op)
{
	return op->image.box;
}

static Rect link_box(const Op *op)
{
	return op->link.box;
}

static Rect glyphs_box(const Op *op)
{
	return run_box(&op->glyphs);
}

static Rect path_box(const Op *op)
{
	return path_bounds(&op->path);
}

static Rect (*const boxes[])(const Op *) = {
    [OP_GLYPHS] = glyphs_box, [OP_PATH] = path_box, [OP_IMAGE] = image_box, [OP_LINK] = link_box};

// Inside the sheet and its bleed.
static bool is_inside(const DisplayList *list, Rect box)
{
	Len bleed = list->bleed;
	Rect sheet = {-bleed, -bleed, list->width + 2 * bleed, list->height + 2 * bleed};
	return box.x >= sheet.x - TOLERANCE && box.y >= sheet.y - TOLERANCE &&
	       box.x + box.width <= sheet.x + sheet.width + TOLERANCE &&
	       box.y + box.height <= sheet.y + sheet.height + TOLERANCE;
}

// What a clip (or NULL) cuts off does not count.
static void check_place(Audit *audit, const Op *op, const Rect *clip)
{
	if (op->kind == OP_GLYPHS && is_inside(audit->list, run_reach(&op->glyphs)))
		return;
	Rect box = boxes[op->kind](op);
	box = clip ? rect_cut(box, *clip) : box;
	if (is_inside(audit->list, box))
		return;
	g_autofree char *left = mm(box.x), *top = mm(box.y);
	g_autofree char *right = mm(box.x + box.width), *bottom = mm(box.y + box.height);
	const char *text = op->kind == OP_GLYPHS ? op->glyphs.text : "";
	Whole whole = op->kind == OP_GLYPHS ? whole_of(audit->page, op) : (Whole){0};
	if (whole.first && is_told(audit, whole.first->span))
		return;
	if (whole.first)
		return breach_by_length(
		    audit, "audit.outside", whole.first->span,
		    g_strdup_printf(_("page %d: this goes on beyond the edge of the sheet: %s"),
				    audit->page->number, text));
	breach(audit, "audit.outside", op->span,
	       g_strdup_printf(_("page %d: something lies off the sheet, from %s, %s to %s, %s mm %s"),
			       audit->page->number, left, top, right, bottom, text));
}

static void check_places(Audit *audit)
{
	g_autoptr(GArray) clips = g_array_new(FALSE, FALSE, sizeof(Rect));
	for (guint i = 0; i < audit->page->ops->len; i++) {
		const Op *op = op_at(audit->page, i);
		const Rect *clip = clips->len ? &g_array_index(clips, Rect, clips->len - 1) : NULL;
		if (op->kind == OP_CLIP) {
			Rect inner = clip ? rect_cut(op->clip, *clip) : op->clip;
			g_array_append_val(clips, inner);
		} else if (op->kind == OP_UNCLIP && clips->len) {
			g_array_set_size(clips, clips->len - 1);
		} else if (op->kind < G_N_ELEMENTS(boxes) && boxes[op->kind]) {
			check_place(audit, op, clip);
		}
	}
}

// --- body lines on the grid ---

static Len distance_to_multiple(Len value, double step)
{
	double times = (double)value / step;
	double rest = times - (double)(gint64)times;
	rest = rest < 0 ? rest + 1 : rest;
	return (Len)(MIN(rest, 1 - rest) * step);
}

// A style's step may be a part of the grid's: then the parts of the exact grid line count, as a step
// rounded to Len would lead away from it down the page.
static bool is_on_grid(const DisplayList *list, const GlyphRun *run)
{
	Len step = run->style ? run->style->grid : 0;
	if (step <= 0)
		return true;
	Len place = run->baseline - list->grid_ascent;
	Len parts = list->grid > 0 ? (list->grid + step / 2) / step : 0;
	bool by_parts = parts > 0 && abs(list->grid - parts * step) <= parts &&
			distance_to_multiple(place, (double)list->grid / parts) <= TOLERANCE;
	return by_parts || distance_to_multiple(place, step) <= TOLERANCE;
}

static void check_grid(Audit *audit)
{
	for (guint i = 0; i < audit->page->ops->len; i++) {
		const Op *op = op_at(audit->page, i);
		if (op->kind != OP_GLYPHS || !op->glyphs.body || is_on_grid(audit->list, &op->glyphs))
			continue;
		g_autofree char *baseline = mm(op->glyphs.baseline);
		breach(audit, "audit.grid", op->span,
		       g_strdup_printf(_("page %d: the line at %s mm is not on the grid of “%s”: %s"),
				       audit->page->number, baseline, op->glyphs.style->name,
				       op->glyphs.text));
	}
}

// --- texts apart ---

typedef struct TextBox {
	gint64 place; // from the top, and for those of the same height from the left
	Rect reach;
	const Op *op;
} TextBox;

static int compare_places(gconstpointer a, gconstpointer b)
{
	gint64 first = ((const TextBox *)a)->place, second = ((const TextBox *)b)->place;
	return (first > second) - (first < second);
}

static bool is_blank(const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return false;
	return true;
}

// Text of the issue; decoration may lie on anything.
static GArray *collect_texts(const Page *page)
{
	GArray *texts = g_array_sized_new(FALSE, FALSE, sizeof(TextBox), page->ops->len / 2);
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = op_at(page, i);
		if (op->kind != OP_GLYPHS || op->element < 0 || is_blank(op->glyphs.text))
			continue;
		Rect reach = run_reach(&op->glyphs);
		TextBox text = {reach.y * (G_GINT64_CONSTANT(1) << 32) + reach.x, reach, op};
		g_array_append_val(texts, text);
	}
	g_array_sort(texts, compare_places);
	return texts;
}

// More than runs of one line may share: kerning, and slanted letters beside upright ones.
static bool overlap(const TextBox *a, const TextBox *b)
{
	const GlyphRun *one = &a->op->glyphs, *other = &b->op->glyphs;
	Len slack = MIN(one->size, other->size) / 10;
	Rect common = rect_cut(a->reach, b->reach);
	if (common.width <= slack || common.height <= slack)
		return false;
	return rect_cut(run_box(one), run_box(other)).width > slack;
}

// Of two texts that lie on each other the one that is too long: at a place of its own, and of more lines.
static const Whole *too_long(const Whole *a, const Whole *b)
{
	if (!a->first || !b->first)
		return a->first ? a : b->first ? b : NULL;
	if (a->running != b->running)
		return a->running ? b : a;
	return a->lines > b->lines ? a : b;
}

static void report_overlap(Audit *audit, const Op *lower, const Op *upper)
{
	Whole below = whole_of(audit->page, lower), above = whole_of(audit->page, upper);
	const Whole *blamed = too_long(&below, &above);
	if (blamed && is_told(audit, blamed->first->span))
		return;
	char *what = g_strdup_printf(_("page %d: “%s” lies on “%s”"), audit->page->number, lower->glyphs.text,
				     upper->glyphs.text);
	if (blamed)
		breach_by_length(audit, "audit.overlap", blamed->first->span, what);
	else
		breach(audit, "audit.overlap", lower->span, what);
}

static void check_overlaps(Audit *audit)
{
	g_autoptr(GArray) texts = collect_texts(audit->page);
	for (guint i = 0; i < texts->len; i++) {
		const TextBox *upper = &g_array_index(texts, TextBox, i);
		Len bottom = upper->reach.y + upper->reach.height;
		for (guint k = i + 1; k < texts->len; k++) {
			const TextBox *lower = &g_array_index(texts, TextBox, k);
			if (lower->reach.y >= bottom)
				break;
			if (overlap(upper, lower))
				report_overlap(audit, lower->op, upper->op);
		}
	}
}

bool display_audit(const DisplayList *list, DiagList *diags)
{
	static void (*const checks[])(Audit *) = {check_nesting, check_places, check_grid, check_overlaps};
	Audit audit = {.list = list, .diags = diags, .sound = true};
	for (guint i = 0; i < list->pages->len; i++) {
		audit.page = g_ptr_array_index(list->pages, i);
		for (guint k = 0; k < G_N_ELEMENTS(checks); k++)
			checks[k](&audit);
	}
	return audit.sound;
}
