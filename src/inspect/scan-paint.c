// Paths, pictures, shadings and forms (ISO 32000-1, 8.5, 8.7 to 8.10).
#include "inspect/scan.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

// --- paths ---

static void extend(Scan *scan, double x, double y)
{
	const double *m = scan->state.ctm;
	double px = m[0] * x + m[2] * y + m[4], py = m[1] * x + m[3] * y + m[5];
	double *box = scan->box;
	box[0] = scan->has_path ? MIN(box[0], px) : px;
	box[1] = scan->has_path ? MIN(box[1], py) : py;
	box[2] = scan->has_path ? MAX(box[2], px) : px;
	box[3] = scan->has_path ? MAX(box[3], py) : py;
	scan->has_path = true;
}

// Points of segments and curves, two operands each.
static void op_points(Scan *scan)
{
	for (guint i = 0; i + 1 < scan->operands->len; i += 2)
		extend(scan, scan_number(scan, i), scan_number(scan, i + 1));
}

static void op_re(Scan *scan)
{
	double x = scan_number(scan, 0), y = scan_number(scan, 1);
	extend(scan, x, y);
	extend(scan, x + scan_number(scan, 2), y + scan_number(scan, 3));
}

// --- colours and inks ---

static bool touches(const double a[static 4], const double b[static 4])
{
	return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

static void note_ink(Scan *scan, const ScanColour *colour, const double box[static 4])
{
	Content *content = scan->content;
	double ink = colour_ink(colour->space, colour->components);
	// Marks outside the bleed are cut off: those of registration have all inks in full.
	const PdfPage *page = scan->page;
	const double *printed = page->has_bleed || !page->has_trim ? page->bleed : page->trim;
	if (ink < 0 || !touches(box, printed))
		return;
	if (ink > content->ink) {
		content->ink = ink;
		content->ink_page = scan->page->index;
	}
	if (ink <= INK_MAX + 0.01)
		return;
	g_autofree char *percent = g_strdup_printf("%.0f %%", ink);
	scan_event(scan, EVENT_INK, percent);
}

static void paint_pattern(Scan *scan, const ScanColour *colour)
{
	if (colour->pattern->kind == OBJ_STREAM) // a tile
		scan_inner(scan, &(ScanInner){.stream = colour->pattern, .resources = obj_null()});
	const Obj *shading = doc_get(scan->doc, colour->pattern, "Shading");
	if (obj_is_dict(shading))
		scan_note_colour(scan, scan_space(scan, doc_get(scan->doc, shading, "ColorSpace")), false);
	if (colour->space->base)
		scan_note_colour(scan, colour->space->base, false);
}

static void paint_colour(Scan *scan, const ScanColour *colour, bool overprints, const double box[static 4])
{
	if (colour->space->family == COLOUR_PATTERN) {
		paint_pattern(scan, colour);
		return;
	}
	scan_note_colour(scan, colour->space, false);
	note_ink(scan, colour, box);
	bool icc_cmyk = colour->space->family == COLOUR_ICC && colour->space->components == 4;
	if (icc_cmyk && overprints && scan->state.overprint_mode == 1)
		scan_event(scan, EVENT_OVERPRINT_ICC, colour->space->name);
}

void scan_paint(Scan *scan, ScanPaint how, const double box[static 4])
{
	const ScanState *state = &scan->state;
	if (how & PAINT_FILL)
		paint_colour(scan, &state->fill, state->fill_overprints, box);
	if (how & PAINT_STROKE)
		paint_colour(scan, &state->stroke, state->stroke_overprints, box);
}

void scan_transparency(Scan *scan, const char *what)
{
	scan_event(scan, EVENT_TRANSPARENT, what);
}

static void paint_path(Scan *scan, ScanPaint how)
{
	if (how && scan->has_path) {
		scan_note_content(scan, _("a drawing"));
		scan_paint(scan, how, scan->box);
	}
	scan->has_path = false;
}

static void op_fill(Scan *scan)
{
	paint_path(scan, PAINT_FILL);
}

static void op_stroke(Scan *scan)
{
	paint_path(scan, PAINT_STROKE);
}

static void op_both(Scan *scan)
{
	paint_path(scan, PAINT_FILL | PAINT_STROKE);
}

static void op_no_paint(Scan *scan)
{
	paint_path(scan, 0);
}

static void op_sh(Scan *scan)
{
	const Obj *name = scan_operand(scan, 0);
	const Obj *shading = name->kind == OBJ_NAME ? scan_resource(scan, "Shading", name->text) : obj_null();
	if (!obj_is_dict(shading))
		return;
	scan_note_content(scan, _("a gradient"));
	scan_note_colour(scan, scan_space(scan, doc_get(scan->doc, shading, "ColorSpace")), false);
}

// --- pictures ---

static double ppi_of(gint64 pixels, double points)
{
	return points > 0 ? (double)pixels * 72 / points : 0;
}

static void place(Scan *scan, PlacedImage image)
{
	const double *m = scan->state.ctm;
	image.page = scan->page->index;
	image.width_pt = hypot(m[0], m[1]) * scan->page->unit;
	image.height_pt = hypot(m[2], m[3]) * scan->page->unit;
	image.ppi = MIN(ppi_of(image.width, image.width_pt), ppi_of(image.height, image.height_pt));
	g_array_append_val(scan->content->images, image);
}

static gint64 whole(const Obj *number)
{
	return (gint64)CLAMP(obj_number(number), 0, G_MAXINT);
}

static void unit_square(Scan *scan, double box[static 4])
{
	scan->has_path = false;
	extend(scan, 0, 0);
	extend(scan, 1, 0);
	extend(scan, 0, 1);
	extend(scan, 1, 1);
	memcpy(box, scan->box, 4 * sizeof *box);
	scan->has_path = false;
}

static void draw_image(Scan *scan, const Obj *dict)
{
	PlacedImage image = {.dict = dict,
			     .width = whole(doc_get(scan->doc, dict, "Width")),
			     .height = whole(doc_get(scan->doc, dict, "Height")),
			     .mask = obj_is_true(doc_get(scan->doc, dict, "ImageMask"))};
	const Obj *space = doc_get(scan->doc, dict, "ColorSpace"), *soft = doc_get(scan->doc, dict, "SMask");
	double box[4];
	scan_note_content(scan, _("a picture"));
	unit_square(scan, box);
	if (image.mask) {
		scan_paint(scan, PAINT_FILL, box);
	} else if (space->kind != OBJ_NULL) {
		const ColourSpace *read = scan_space(scan, space);
		scan_note_colour(scan, read, true);
		image.space = colour_space_base(read)->name;
	}
	if (soft->kind == OBJ_STREAM || obj_number(doc_get(scan->doc, dict, "SMaskInData")) > 0)
		scan_transparency(scan, "SMask");
	const Obj *intent = doc_get(scan->doc, dict, "Intent");
	if (intent->kind == OBJ_NAME && !scan_is_intent(intent->text))
		scan_event(scan, EVENT_RENDERING_INTENT, intent->text);
	place(scan, image);
}

// --- pictures within the stream ---

static const Obj *inline_entry(const Scan *scan, const char *name, const char *short_name)
{
	for (guint i = 0; i + 1 < scan->operands->len; i += 2)
		if (obj_is_name(scan_operand(scan, i), name) ||
		    obj_is_name(scan_operand(scan, i), short_name))
			return scan_operand(scan, i + 1);
	return obj_null();
}

static void check_filter(Scan *scan, const Obj *filter)
{
	static const char *const known[] = {
	    "AHx", "ASCIIHexDecode", "A85", "ASCII85Decode", "Fl", "FlateDecode", "RL", "RunLengthDecode",
	    "CCF", "CCITTFaxDecode", "DCT", "DCTDecode",     NULL};
	if (filter->kind == OBJ_NAME && !g_strv_contains(known, filter->text))
		scan_event(scan, EVENT_INLINE_FILTER, filter->text);
	for (gsize i = 0; filter->kind == OBJ_ARRAY && i < filter->size; i++)
		if (filter->items[i]->kind == OBJ_NAME)
			check_filter(scan, filter->items[i]);
}

// Past the data of the picture, to after "EI": the first that stands alone with text behind it.
static void skip_data(Lexer *lexer)
{
	enum { LOOK_AHEAD = 12 };
	if (lexer->at < lexer->end)
		lexer->at++;
	for (const char *at = lexer->at; at + 2 < lexer->end; at++) {
		if (!lexer_is_space(at[0]) || at[1] != 'E' || at[2] != 'I')
			continue;
		bool text = at + 3 == lexer->end || lexer_is_space(at[3]);
		for (const char *next = at + 3; text && next < lexer->end && next < at + 3 + LOOK_AHEAD;
		     next++)
			text = (guchar)*next < 0x80 && (lexer_is_space(*next) || *next > ' ') && *next != 0;
		if (text) {
			lexer->at = at + 3;
			return;
		}
	}
	lexer->at = lexer->end;
	lexer->faults++;
}

static void op_ID(Scan *scan)
{
	PlacedImage image = {.dict = obj_null(),
			     .in_line = true,
			     .width = whole(inline_entry(scan, "Width", "W")),
			     .height = whole(inline_entry(scan, "Height", "H")),
			     .mask = obj_is_true(inline_entry(scan, "ImageMask", "IM"))};
	const Obj *space = inline_entry(scan, "ColorSpace", "CS");
	double box[4];
	scan_note_content(scan, _("a picture"));
	unit_square(scan, box);
	check_filter(scan, inline_entry(scan, "Filter", "F"));
	if (obj_is_true(inline_entry(scan, "Interpolate", "I")))
		scan_event(scan, EVENT_INTERPOLATED, NULL);
	if (image.mask) {
		scan_paint(scan, PAINT_FILL, box);
	} else if (space->kind == OBJ_NAME) {
		const ColourSpace *read = scan_space(scan, space);
		scan_note_colour(scan, read, true);
		image.space = read->name;
	}
	place(scan, image);
	skip_data(&scan->lexer);
}

// --- forms ---

static void note_form(Scan *scan, const Obj *form)
{
	GArray *forms = scan->content->forms;
	for (guint i = 0; i < forms->len; i++) {
		FormUse *use = &g_array_index(forms, FormUse, i);
		if (use->dict == form) {
			use->times++;
			return;
		}
	}
	FormUse use = {form, 1, false};
	g_array_append_val(forms, use);
}

static void draw_form(Scan *scan, const Obj *form)
{
	const Obj *group = doc_get(scan->doc, form, "Group");
	const Obj *space = doc_get(scan->doc, group, "CS");
	note_form(scan, form);
	if (obj_is_name(doc_get(scan->doc, group, "S"), "Transparency"))
		scan_transparency(scan, "Group");
	if (space->kind != OBJ_NULL)
		scan_note_colour(scan, scan_space(scan, space), false);
	scan_inner(scan, &(ScanInner){.stream = form,
				      .resources = scan->resources,
				      .form = true,
				      .must_be_tagged = scan->must_be_tagged});
}

static void op_Do(Scan *scan)
{
	const Obj *name = scan_operand(scan, 0);
	const Obj *drawn = name->kind == OBJ_NAME ? scan_resource(scan, "XObject", name->text) : obj_null();
	const Obj *subtype = doc_get(scan->doc, drawn, "Subtype");
	if (obj_is_name(subtype, "Image"))
		draw_image(scan, drawn);
	else if (obj_is_name(subtype, "Form"))
		draw_form(scan, drawn);
}

const ScanEntry *scan_paint_operators(void)
{
	static const ScanEntry entries[] = {
	    {"m", op_points}, {"l", op_points}, {"c", op_points}, {"v", op_points}, {"y", op_points},
	    {"h", NULL},      {"re", op_re},    {"W", NULL},      {"W*", NULL},     {"n", op_no_paint},
	    {"f", op_fill},   {"F", op_fill},   {"f*", op_fill},  {"S", op_stroke}, {"s", op_stroke},
	    {"B", op_both},   {"B*", op_both},  {"b", op_both},   {"b*", op_both},  {"sh", op_sh},
	    {"Do", op_Do},    {"BI", NULL},     {"ID", op_ID},    {"EI", NULL},     {NULL, NULL},
	};
	return entries;
}
