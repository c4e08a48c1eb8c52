#include "paint/paint.h"

#include <cairo-ft.h>

#include "display/geometry.h"
#include "display/marks.h"
#include "font/face.h"
#include "paint/painter.h"
#include "paint/pictures.h"
#include "paint/planes.h"

struct Painter {
	const DisplayList *list;
	const PaintTarget *target;
	DiagList *diags;
	Pictures *pictures;
	GArray *fonts;    // SizedFont: those used, a handful
	GArray *glyphs;   // cairo_glyph_t: of the run in hand
	GArray *clusters; // cairo_text_cluster_t: likewise
	// Of the page in hand; what Cairo is set to, so that nothing is set twice.
	cairo_t *cr;
	const Ink *ink;
	cairo_scaled_font_t *font;
	bool whole; // every picture could be drawn
};

typedef struct SizedFont {
	const FontFace *face;
	Len size;
	double stretch;
	cairo_scaled_font_t *font;
} SizedFont;

static void sized_font_clear(void *data)
{
	cairo_scaled_font_destroy(((SizedFont *)data)->font);
}

Painter *painter_new(const DisplayList *list, const PaintTarget *target, DiagList *diags)
{
	Painter *painter = g_new0(Painter, 1);
	painter->list = list;
	painter->target = target;
	painter->diags = diags;
	painter->pictures = pictures_new(target);
	painter->fonts = g_array_new(FALSE, FALSE, sizeof(SizedFont));
	g_array_set_clear_func(painter->fonts, sized_font_clear);
	painter->glyphs = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
	painter->clusters = g_array_new(FALSE, FALSE, sizeof(cairo_text_cluster_t));
	return painter;
}

void painter_free(Painter *painter)
{
	if (!painter)
		return;
	pictures_free(painter->pictures);
	g_array_unref(painter->fonts);
	g_array_unref(painter->glyphs);
	g_array_unref(painter->clusters);
	g_free(painter);
}

static void set_ink(Painter *painter, const Ink *ink)
{
	if (painter->ink == ink)
		return;
	painter->ink = ink;
	if (painter->target->recipes)
		planes_set_rgb(painter->cr, painter->target, ink->rgb);
	else
		cairo_set_source_rgb(painter->cr, ink->rgb[0] / 255.0, ink->rgb[1] / 255.0,
				     ink->rgb[2] / 255.0);
}

// --- text ---

// Unhinted, and with unrounded advances: the same glyphs at every resolution.
static cairo_scaled_font_t *make_font(const GlyphRun *run, double stretch)
{
	double size = len_to_pt(run->size);
	cairo_matrix_t scale, identity;
	cairo_matrix_init_scale(&scale, size * stretch, size);
	cairo_matrix_init_identity(&identity);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_face_t *face = cairo_ft_font_face_create_for_pattern(font_face_get_pattern(run->face));
	cairo_scaled_font_t *font = cairo_scaled_font_create(face, &scale, &identity, options);
	cairo_font_face_destroy(face);
	cairo_font_options_destroy(options);
	return font;
}

static cairo_scaled_font_t *find_font(Painter *painter, const GlyphRun *run)
{
	// A draft places glyphs on whole pixels, of which a glyph is never a tenth wider.
	double stretch = painter->target->draft ? 1 : run->stretch;
	for (guint i = 0; i < painter->fonts->len; i++) {
		const SizedFont *known = &g_array_index(painter->fonts, SizedFont, i);
		if (known->face == run->face && known->size == run->size && known->stretch == stretch)
			return known->font;
	}
	SizedFont sized = {run->face, run->size, stretch, make_font(run, stretch)};
	g_array_append_val(painter->fonts, sized);
	return sized.font;
}

static void set_font(Painter *painter, const GlyphRun *run)
{
	cairo_scaled_font_t *font = find_font(painter, run);
	if (painter->font == font)
		return;
	painter->font = font;
	cairo_set_scaled_font(painter->cr, font);
}

static const cairo_glyph_t *place_glyphs(Painter *painter, const GlyphRun *run)
{
	g_array_set_size(painter->glyphs, run->glyph_count);
	cairo_glyph_t *placed = (cairo_glyph_t *)(void *)painter->glyphs->data;
	double x = len_to_pt(run->x), y = len_to_pt(run->baseline);
	for (guint i = 0; i < run->glyph_count; i++) {
		const Glyph *glyph = &run->glyphs[i];
		placed[i] = (cairo_glyph_t){glyph->id, x + len_to_pt(glyph->x), y + len_to_pt(glyph->y)};
	}
	return placed;
}

static const cairo_text_cluster_t *convert_clusters(Painter *painter, const GlyphRun *run)
{
	g_array_set_size(painter->clusters, run->cluster_count);
	cairo_text_cluster_t *clusters = (cairo_text_cluster_t *)(void *)painter->clusters->data;
	for (guint i = 0; i < run->cluster_count; i++)
		clusters[i] = (cairo_text_cluster_t){run->clusters[i].bytes, run->clusters[i].glyphs};
	return clusters;
}

static void paint_glyphs(Painter *painter, const Op *op)
{
	const GlyphRun *run = &op->glyphs;
	if (run->glyph_count == 0 || planes_let_through(painter->target, run->ink))
		return;
	set_ink(painter, run->ink);
	set_font(painter, run);
	const cairo_glyph_t *glyphs = place_glyphs(painter, run);
	if (painter->target->text) {
		cairo_show_text_glyphs(painter->cr, run->text, -1, glyphs, (int)run->glyph_count,
				       convert_clusters(painter, run), (int)run->cluster_count, 0);
	} else if (painter->target->raster && !painter->target->draft) {
		// Cairo would round the places of glyphs to whole pixels, but not those of outlines.
		cairo_glyph_path(painter->cr, glyphs, (int)run->glyph_count);
		cairo_fill(painter->cr);
	} else {
		cairo_show_glyphs(painter->cr, glyphs, (int)run->glyph_count);
	}
}

// --- lines and areas ---

static void trace_path(cairo_t *cr, const Path *path)
{
	for (guint i = 0; i < path->count; i++) {
		const Segment *s = &path->segments[i];
		switch (s->kind) {
		case SEGMENT_MOVE:
			cairo_move_to(cr, len_to_pt(s->x[0]), len_to_pt(s->y[0]));
			break;
		case SEGMENT_LINE:
			cairo_line_to(cr, len_to_pt(s->x[0]), len_to_pt(s->y[0]));
			break;
		case SEGMENT_CURVE:
			cairo_curve_to(cr, len_to_pt(s->x[0]), len_to_pt(s->y[0]), len_to_pt(s->x[1]),
				       len_to_pt(s->y[1]), len_to_pt(s->x[2]), len_to_pt(s->y[2]));
			break;
		case SEGMENT_CLOSE:
			cairo_close_path(cr);
			break;
		}
	}
}

// A filled disc is a dot of a round pen: five numbers in a PDF where its outline takes twenty-six.
static void paint_dot(cairo_t *cr, const Disc *disc)
{
	double x = len_to_pt(disc->x), y = len_to_pt(disc->y);
	cairo_move_to(cr, x, y);
	cairo_line_to(cr, x, y);
	cairo_set_line_width(cr, 2 * len_to_pt(disc->radius));
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_stroke(cr);
}

static void paint_path(Painter *painter, const Op *op)
{
	const Path *path = &op->path;
	cairo_t *cr = painter->cr;
	Disc disc;
	if (path->fill && !path->stroke && path_is_disc(path, &disc)) {
		set_ink(painter, path->fill);
		paint_dot(cr, &disc);
		return;
	}
	trace_path(cr, path);
	if (path->fill) {
		set_ink(painter, path->fill);
		if (path->stroke)
			cairo_fill_preserve(cr);
		else
			cairo_fill(cr);
	}
	if (path->stroke) {
		set_ink(painter, path->stroke);
		cairo_set_line_width(cr, len_to_pt(path->line_width));
		cairo_set_line_cap(cr, path->round_caps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
		cairo_set_line_join(cr, path->round_caps ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
		cairo_stroke(cr);
	}
	cairo_new_path(cr);
}

// --- the other ops ---

// After a change that Cairo made on its own, nothing is known of its state.
static void forget_state(Painter *painter)
{
	painter->ink = NULL;
	painter->font = NULL;
}

static void paint_image(Painter *painter, const Op *op)
{
	if (!pictures_draw(painter->pictures, painter->cr, &op->image, op->span, painter->diags))
		painter->whole = false;
	forget_state(painter);
}

static void paint_clip(Painter *painter, const Op *op)
{
	const Rect *box = &op->clip;
	cairo_save(painter->cr);
	cairo_rectangle(painter->cr, len_to_pt(box->x), len_to_pt(box->y), len_to_pt(box->width),
			len_to_pt(box->height));
	cairo_clip(painter->cr);
}

static void paint_unclip(Painter *painter, const Op *op)
{
	(void)op;
	cairo_restore(painter->cr);
	forget_state(painter);
}

// Groups and links make no mark: who finishes a PDF takes them from the list.
static void (*const painters[])(Painter *, const Op *) = {
    [OP_GLYPHS] = paint_glyphs, [OP_PATH] = paint_path,     [OP_IMAGE] = paint_image,
    [OP_CLIP] = paint_clip,     [OP_UNCLIP] = paint_unclip, [OP_LINK] = NULL,
};

static bool is_shown(const Painter *painter, const Op *op)
{
	bool marks = op->kind == OP_GLYPHS || op->kind == OP_PATH || op->kind == OP_IMAGE;
	return painter->target->shown.width == 0 || !marks ||
	       rects_meet(op_reach(op), painter->target->shown);
}

static void paint_ops(Painter *painter, const GArray *ops, guint first, guint end)
{
	for (guint i = first; i < end; i++) {
		const Op *op = &g_array_index(ops, Op, i);
		if (painters[op->kind] && is_shown(painter, op))
			painters[op->kind](painter, op);
	}
}

// Cairo refuses names of tags that it does not know, so all bear one that it does; who finishes the
// file gives them their own.
static void paint_tagged(Painter *painter, const Page *page)
{
	g_autoptr(GArray) marks = display_list_marks(page);
	guint done = 0;
	for (guint i = 0; i < marks->len; i++) {
		const MarkGroup *group = &g_array_index(marks, MarkGroup, i);
		paint_ops(painter, page->ops, done, group->first);
		cairo_tag_begin(painter->cr, "P", NULL);
		paint_ops(painter, page->ops, group->first, group->end);
		cairo_tag_end(painter->cr, "P");
		done = group->end;
	}
	paint_ops(painter, page->ops, done, page->ops->len);
}

bool painter_draw_page(Painter *painter, cairo_t *cr, guint number, double margin)
{
	const Page *page = g_ptr_array_index(painter->list->pages, number);
	painter->cr = cr;
	painter->whole = true;
	forget_state(painter);
	cairo_save(cr);
	cairo_translate(cr, margin, margin);
	if (painter->target->tags)
		paint_tagged(painter, page);
	else
		paint_ops(painter, page->ops, 0, page->ops->len);
	cairo_restore(cr);
	return painter->whole;
}

void paint_range(const DisplayList *list, const PaintOptions *options, guint *first, guint *end)
{
	guint count = list->pages->len;
	*first = MIN(options->first, count);
	*end = options->count && options->count < count - *first ? *first + options->count : count;
}

double paint_margin(const DisplayList *list, const PaintOptions *options)
{
	if (options->margin)
		return len_to_pt(options->margin);
	return options->bleed ? len_to_pt(list->bleed) : 0;
}
