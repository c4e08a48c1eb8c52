// Text (ISO 32000-1, 9): which codes of which fonts are shown, in what colour.
#include "inspect/scan.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

static const double identity[6] = {1, 0, 0, 1, 0, 0};

static void op_BT(Scan *scan)
{
	memcpy(scan->text, identity, sizeof identity);
	memcpy(scan->line, identity, sizeof identity);
}

static void move_line(Scan *scan, double x, double y)
{
	const double by[6] = {1, 0, 0, 1, x, y};
	scan_concat(scan->line, by);
	memcpy(scan->text, scan->line, sizeof scan->text);
}

static void op_Td(Scan *scan)
{
	move_line(scan, scan_number(scan, 0), scan_number(scan, 1));
}

static void op_Tm(Scan *scan)
{
	for (guint i = 0; i < 6; i++)
		scan->text[i] = scan->line[i] = scan_number(scan, i);
}

// --- fonts ---

static Font *find_font(Scan *scan, const Obj *dict)
{
	Content *content = scan->content;
	for (guint i = 0; i < content->fonts->len; i++) {
		Font *font = g_ptr_array_index(content->fonts, i);
		if (font->dict == dict)
			return font;
	}
	Font *font = font_read(scan->doc, dict);
	g_ptr_array_add(content->fonts, font);
	return font;
}

static void op_Tf(Scan *scan)
{
	const Obj *name = scan_operand(scan, 0);
	const Obj *dict = name->kind == OBJ_NAME ? scan_resource(scan, "Font", name->text) : obj_null();
	scan->state.font = dict->kind == OBJ_DICT ? find_font(scan, dict) : NULL;
	scan->state.size = scan_number(scan, 1);
}

static void op_Tr(Scan *scan)
{
	scan->state.render = (int)scan_number(scan, 0);
}

// The drawings of a Type 3 font are looked into when it is first used.
static void scan_glyphs(Scan *scan, const Font *font)
{
	const Obj *glyphs = doc_get(scan->doc, font->dict, "CharProcs");
	const Obj *resources = doc_get(scan->doc, font->dict, "Resources");
	for (gsize i = 0; glyphs->kind == OBJ_DICT && i < glyphs->size; i++)
		scan_inner(scan, &(ScanInner){.stream = doc_resolve(scan->doc, glyphs->entries[i].value),
					      .resources =
						  resources->kind == OBJ_DICT ? resources : scan->resources});
}

// --- showing ---

// About where the text stands: from its first letter, as wide as its letters are many.
static void box_of(const Scan *scan, const Obj *string, double box[static 4])
{
	double m[6];
	memcpy(m, scan->state.ctm, sizeof m);
	scan_concat(m, scan->text);
	double size = scan->state.size * hypot(m[0], m[1]);
	box[0] = m[4];
	box[1] = m[5] - size / 4;
	box[2] = m[4] + size * MAX((double)string->size / 2, 1);
	box[3] = m[5] + size;
}

static ScanPaint paint_of(int render)
{
	static const ScanPaint paints[] = {PAINT_FILL, PAINT_STROKE, PAINT_FILL | PAINT_STROKE, 0,
					   PAINT_FILL, PAINT_STROKE, PAINT_FILL | PAINT_STROKE, 0};
	return render >= 0 && render < (int)G_N_ELEMENTS(paints) ? paints[render] : PAINT_FILL;
}

// Black that is more than one ink, under text: the plates would have to fit to a hair.
static void check_black(Scan *scan, const char *text)
{
	const ScanColour *fill = &scan->state.fill;
	const double *inks = fill->components;
	bool cmyk = fill->space->family == COLOUR_DEVICE_CMYK;
	if (cmyk && inks[3] >= 0.95 && inks[0] + inks[1] + inks[2] > 0.005)
		scan_event(scan, EVENT_TEXT_NOT_BLACK, text);
}

static void check_private(Scan *scan, const Font *font, const Obj *string, const char *text)
{
	if (font_shows_private(font, string) && !scan_is_replaced(scan))
		scan_event(scan, EVENT_PRIVATE_USE, text);
}

static void show(Scan *scan, const Obj *string)
{
	Font *font = scan->state.font;
	double box[4];
	if (string->kind != OBJ_STRING || string->size == 0)
		return;
	if (!font) {
		scan_event(scan, EVENT_TEXT_NO_FONT, NULL);
		return;
	}
	bool first = font->used_count == 0;
	bool visible = scan->state.render != 3;
	font_use(font, string, visible, scan->page->index);
	const char *text = font_text(scan->doc, font, string);
	g_autofree char *what = g_strdup_printf(_("the text “%s”"), text);
	scan_note_content(scan, what);
	scan_note_text(scan, text);
	check_private(scan, font, string, what);
	ScanPaint how = paint_of(scan->state.render);
	box_of(scan, string, box);
	scan_paint(scan, how, box);
	if (how & PAINT_FILL)
		check_black(scan, what);
	if (first && font->kind == FONT_TYPE3)
		scan_glyphs(scan, font);
}

static void op_Tj(Scan *scan)
{
	show(scan, scan_operand(scan, scan->operands->len ? scan->operands->len - 1 : 0));
}

static void op_TJ(Scan *scan)
{
	const Obj *array = scan_operand(scan, 0);
	for (gsize i = 0; array->kind == OBJ_ARRAY && i < array->size; i++)
		show(scan, array->items[i]);
}

const ScanEntry *scan_text_operators(void)
{
	static const ScanEntry entries[] = {
	    {"BT", op_BT}, {"ET", NULL},  {"Tc", NULL},  {"Tw", NULL},  {"Tz", NULL},
	    {"TL", NULL},  {"Tf", op_Tf}, {"Tr", op_Tr}, {"Ts", NULL},  {"Td", op_Td},
	    {"TD", op_Td}, {"Tm", op_Tm}, {"T*", NULL},  {"Tj", op_Tj}, {"TJ", op_TJ},
	    {"'", op_Tj},  {"\"", op_Tj}, {"d0", NULL},  {"d1", NULL},  {NULL, NULL},
	};
	return entries;
}
