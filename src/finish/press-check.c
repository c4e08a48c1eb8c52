#include "finish/press-check.h"

#include "base/intl.h"
#include "display/geometry.h"
#include "display/picture.h"
#include "finish/press.h"
#include "paint/paint.h"
#include "paint/picture-ink.h"

// Pixels an inch, at the size printed: what a screen of 150 to 175 lines shows.
static const double good_ppi = 220, least_ppi = 150;

// Fine enough to find any letter on any ground.
static const double ink_dpi = 72;

static void complain(const PressCheck *check, Severity severity, const char *code, Span span, char *what,
		     char *hint)
{
	diag_take(check->diags, check->lenient ? MIN(severity, SEVERITY_WARNING) : severity, code, span, what,
		  hint);
}

static double limit_of(const PressCheck *check)
{
	return colour_get_limit(recipes_peek_colour(check->recipes));
}

// --- the palette ---

static void complain_of_ink(const PressCheck *check, Span span, char *what)
{
	complain(check, SEVERITY_ERROR, "press.ink", span, what,
		 g_strdup_printf(_("give at most %.0f %% of all four inks together"), limit_of(check)));
}

static bool same_recipe(const Ink *a, const Ink *b)
{
	for (guint i = 0; i < G_N_ELEMENTS(a->cmyk); i++)
		if (a->cmyk[i] != b->cmyk[i])
			return false;
	return true;
}

static void check_recipe(const PressCheck *check, const Ink *ink)
{
	const Ink *known = recipes_find_ink(check->recipes, ink->rgb);
	if (ink->derived)
		complain(check, SEVERITY_WARNING, "press.recipe", ink->span,
			 g_strdup_printf(_("the colour “%s” has no recipe for printing and is converted"),
					 ink->name),
			 g_strdup(_("add `cmyk: [C, M, Y, K]`, as it should be printed")));
	else if (recipe_total(ink->cmyk) > limit_of(check))
		complain_of_ink(check, ink->span,
				g_strdup_printf(_("the colour “%s” takes %.0f %% of ink"), ink->name,
						recipe_total(ink->cmyk)));
	if (known && !same_recipe(known, ink))
		complain(
		    check, SEVERITY_WARNING, "press.recipe", ink->span,
		    g_strdup_printf(_("“%s” looks like “%s” on the screen but has another recipe, which is "
				      "not used"),
				    ink->name, known->name),
		    g_strdup(_("change its `rgb` a little, or give both the same `cmyk`")));
}

// --- pictures ---

static double resolution_of(const Image *image, const PictureInfo *info)
{
	double width = info->width * 72 / len_to_pt(image->box.width),
	       height = info->height * 72 / len_to_pt(image->box.height);
	return image->fit == FIT_COVER ? MIN(width, height) : MAX(width, height);
}

static void check_resolution(const PressCheck *check, const Op *op, const PictureInfo *info)
{
	double ppi = resolution_of(&op->image, info);
	if (ppi >= good_ppi)
		return;
	g_autofree char *name = g_path_get_basename(op->image.file.path);
	bool bad = ppi < least_ppi;
	complain(check, bad ? SEVERITY_ERROR : SEVERITY_WARNING, "press.resolution", op->span,
		 g_strdup_printf(_("the picture “%s” has only %.0f pixels an inch at its size"), name, ppi),
		 g_strdup_printf(_("take one at least %.0f pixels wide, or show it smaller"),
				 info->width * good_ppi / ppi));
}

static void check_jpeg(const PressCheck *check, const Op *op)
{
	PictureInfo info;
	g_autofree char *problem = NULL;
	g_autoptr(GBytes) bytes = picture_read(&op->image.file, &info, &problem);
	if (!bytes)
		return;
	const InkJpeg *ink = jpeg_to_ink(bytes, recipes_peek_colour(check->recipes), &problem);
	// To the whole percent: what a byte can tell.
	if (!ink || ink->most <= limit_of(check) + 0.5)
		return;
	g_autofree char *name = g_path_get_basename(op->image.file.path);
	complain_of_ink(check, op->span,
			g_strdup_printf(_("the picture “%s” takes %.0f %% of ink"), name, ink->most));
}

// --- drawings ---

// The drawing alone, as a PDF.
static GBytes *draw_alone(const Op *op, Arena *arena)
{
	g_autoptr(DisplayList) list = display_list_new(arena);
	g_autoptr(DiagList) diags = diag_list_new();
	Image image = op->image;
	image.box.x = image.box.y = 0;
	list->width = image.box.width;
	list->height = image.box.height;
	display_begin_page(list);
	display_image(list, image, op->span);
	return paint_pdf(list, &(PaintOptions){0}, diags);
}

static char *list_colours(const GArray *colours)
{
	enum { SHOWN = 4 };
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < colours->len && i < SHOWN; i++)
		g_string_append_printf(out, "%s#%06X", i ? ", " : "", g_array_index(colours, guint, i));
	if (colours->len > SHOWN)
		g_string_append(out, ", …");
	return g_string_free(out, FALSE);
}

static void say_foreign(const PressCheck *check, const Op *op, const char *name, const GArray *foreign)
{
	g_autofree char *colours = list_colours(foreign);
	complain(check, SEVERITY_WARNING, "press.recipe", op->span,
		 g_strdup_printf(_("the drawing “%s” has colours without a recipe, which are converted: %s"),
				 name, colours),
		 g_strdup(_("add them to the layout's palette with their `cmyk`, if they have to be exact")));
}

static void check_drawing(const PressCheck *check, const Op *op)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(GBytes) alone = draw_alone(op, arena);
	g_autofree char *name = g_path_get_basename(op->image.file.path);
	PressDrawing drawing;
	if (!alone || !press_look_at_drawing(alone, check->recipes, &drawing))
		return;
	if (drawing.foreign->len > 0)
		say_foreign(check, op, name, drawing.foreign);
	if (drawing.pictures > 0)
		complain(
		    check, SEVERITY_WARNING, "press.resolution", op->span,
		    g_strdup_printf(
			_("the drawing “%s” has pictures or effects (blur, shadow) in it, which print "
			  "as coarse pixels"),
			name),
		    g_strdup(_("draw it with lines and areas only, or save it as a picture of many pixels")));
	g_array_unref(drawing.foreign);
}

static void check_image(const PressCheck *check, const Op *op, GHashTable *seen)
{
	PictureInfo info;
	g_autofree char *problem = NULL;
	bool is_new = g_hash_table_add(seen, (gpointer)&op->image.file);
	if (op->image.box.width <= 0 || op->image.box.height <= 0 ||
	    picture_read_info(&op->image.file, &info, &problem) != PICTURE_GOOD)
		return;
	if (info.kind != PICTURE_SVG)
		check_resolution(check, op, &info);
	if (is_new && info.kind == PICTURE_JPEG)
		check_jpeg(check, op);
	if (is_new && info.kind == PICTURE_SVG)
		check_drawing(check, op);
}

// --- what lies over each other ---

static Rect bounds_of(const Op *op)
{
	switch (op->kind) {
	case OP_GLYPHS:
		return (Rect){op->glyphs.x, op->glyphs.baseline - op->glyphs.size, op->glyphs.width,
			      op->glyphs.size * 5 / 4};
	case OP_PATH:
		return path_bounds(&op->path);
	case OP_IMAGE:
		return op->image.box;
	default:
		return (Rect){0};
	}
}

// The topmost mark at a point; NULL where there is none.
static const Op *find_mark(const Page *page, Len x, Len y)
{
	for (guint i = page->ops->len; i-- > 0;) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (rect_holds(bounds_of(op), x, y))
			return op;
	}
	return NULL;
}

static gsize find_most(const PaintInks *inks, double *most)
{
	gsize count = (gsize)inks->width * (gsize)inks->height, found = 0;
	*most = 0;
	for (gsize i = 0; i < count; i++) {
		double ink = colour_most_ink(inks->pixels + 4 * i, 1);
		if (ink > *most) {
			*most = ink;
			found = i;
		}
	}
	return found;
}

static void check_page(const PressCheck *check, guint index)
{
	PaintOptions options = {.bleed = true, .dpi = ink_dpi};
	g_autoptr(DiagList) unheard = diag_list_new();
	PaintInks inks;
	double most, points = 72 / ink_dpi;
	if (!paint_inks(check->list, index, &options, check->recipes, &inks, unheard))
		return;
	gsize at = find_most(&inks, &most), width = (gsize)inks.width;
	g_free(inks.pixels);
	// One step of each ink may be rounding.
	if (most <= limit_of(check) + 4 / 2.55)
		return;
	gsize column = at % width, row = at / width;
	Len x = len_from_pt(((double)column + 0.5) * points) - check->list->bleed,
	    y = len_from_pt(((double)row + 0.5) * points) - check->list->bleed;
	const Page *page = g_ptr_array_index(check->list->pages, index);
	const Op *op = find_mark(page, x, y);
	complain_of_ink(check, op ? op->span : (Span){0},
			g_strdup_printf(_("page %d takes %.0f %% of ink in one place"), page->number, most));
}

static guint count_errors(const PressCheck *check)
{
	return diag_list_count(check->diags, SEVERITY_ERROR);
}

void press_check(const PressCheck *check)
{
	guint errors = count_errors(check);
	g_autoptr(GHashTable) seen = g_hash_table_new(file_place_hash, file_place_equal);
	for (guint i = 0; i < check->inks->len; i++)
		check_recipe(check, g_ptr_array_index(check->inks, i));
	for (guint i = 0; i < check->list->pages->len; i++) {
		const Page *page = g_ptr_array_index(check->list->pages, i);
		for (guint k = 0; k < page->ops->len; k++) {
			const Op *op = &g_array_index(page->ops, Op, k);
			if (op->kind == OP_IMAGE)
				check_image(check, op, seen);
		}
	}
	// With every colour and picture within the limit, only overprinting text can go over it.
	for (guint i = 0; i < check->list->pages->len && count_errors(check) == errors; i++)
		check_page(check, i);
}
