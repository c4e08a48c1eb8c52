// Graphics state and colour (ISO 32000-1, 8.4 and 8.6).
#include "inspect/scan.h"

#include <string.h>

#include "base/intl.h"

enum { NESTING_MAX = 28 }; // of q and Q, that archives allow

// --- states ---

static void op_q(Scan *scan)
{
	if (scan->states->len >= STATES_DEPTH_MAX)
		return;
	g_array_append_val(scan->states, scan->state);
	if (scan->states->len == NESTING_MAX + 1)
		scan_event(scan, EVENT_NESTING_DEEP, NULL);
}

static void op_Q(Scan *scan)
{
	if (scan->states->len == 0) {
		scan_event(scan, EVENT_STATE_UNBALANCED, "Q");
		return;
	}
	scan->state = g_array_index(scan->states, ScanState, scan->states->len - 1);
	g_array_set_size(scan->states, scan->states->len - 1);
}

static void op_cm(Scan *scan)
{
	double matrix[6];
	for (guint i = 0; i < 6; i++)
		matrix[i] = scan_number(scan, i);
	scan_concat(scan->state.ctm, matrix);
}

bool scan_is_intent(const char *name)
{
	static const char *const intents[] = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual",
					      "Saturation", NULL};
	return g_strv_contains(intents, name);
}

static void check_intent(Scan *scan, const Obj *name)
{
	if (name->kind == OBJ_NAME && !scan_is_intent(name->text))
		scan_event(scan, EVENT_RENDERING_INTENT, name->text);
}

static void op_ri(Scan *scan)
{
	check_intent(scan, scan_operand(scan, 0));
}

// --- extended states ---

static void take_opacity(Scan *scan, const Obj *dict)
{
	static const char *const keys[] = {"ca", "CA"};
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		const Obj *alpha = doc_get(scan->doc, dict, keys[i]);
		if (obj_is_number(alpha) && obj_number(alpha) < 1)
			scan_transparency(scan, keys[i]);
	}
}

static void take_blend_mode(Scan *scan, const Obj *dict)
{
	const Obj *mode = doc_get(scan->doc, dict, "BM");
	if (mode->kind == OBJ_ARRAY)
		mode = doc_item(scan->doc, mode, 0);
	if (mode->kind == OBJ_NAME && !obj_is_name(mode, "Normal") && !obj_is_name(mode, "Compatible"))
		scan_transparency(scan, mode->text);
}

static void take_soft_mask(Scan *scan, const Obj *dict)
{
	const Obj *mask = doc_get(scan->doc, dict, "SMask");
	if (mask->kind != OBJ_DICT)
		return;
	scan_transparency(scan, "SMask");
	scan_inner(scan, &(ScanInner){.stream = doc_get(scan->doc, mask, "G"), .resources = obj_null()});
}

static void take_overprint(Scan *scan, const Obj *dict)
{
	const Obj *fill = doc_get(scan->doc, dict, "op"), *stroke = doc_get(scan->doc, dict, "OP"),
		  *mode = doc_get(scan->doc, dict, "OPM");
	if (stroke->kind == OBJ_BOOL)
		scan->state.stroke_overprints = scan->state.fill_overprints = stroke->truth;
	if (fill->kind == OBJ_BOOL)
		scan->state.fill_overprints = fill->truth;
	if (obj_is_number(mode))
		scan->state.overprint_mode = obj_number(mode) != 0;
}

static void op_gs(Scan *scan)
{
	const Obj *name = scan_operand(scan, 0);
	const Obj *dict = name->kind == OBJ_NAME ? scan_resource(scan, "ExtGState", name->text) : obj_null();
	if (dict->kind != OBJ_DICT)
		return;
	if (!g_ptr_array_find(scan->content->states, dict, NULL))
		g_ptr_array_add(scan->content->states, (gpointer)dict);
	take_opacity(scan, dict);
	take_blend_mode(scan, dict);
	take_soft_mask(scan, dict);
	take_overprint(scan, dict);
	check_intent(scan, doc_get(scan->doc, dict, "RI"));
}

// --- colours ---

static void set_space(ScanColour *colour, const ColourSpace *space)
{
	*colour = (ScanColour){.space = space, .pattern = obj_null()};
	if (space->family == COLOUR_DEVICE_CMYK)
		colour->components[3] = 1;
	if (space->family == COLOUR_SEPARATION || space->family == COLOUR_DEVICE_N)
		for (guint i = 0; i < COMPONENTS_MAX; i++)
			colour->components[i] = 1;
}

static void set_components(Scan *scan, ScanColour *colour)
{
	guint count = scan->operands->len;
	const Obj *last = count ? scan_operand(scan, count - 1) : obj_null();
	if (last->kind == OBJ_NAME)
		colour->pattern = scan_resource(scan, "Pattern", last->text);
	for (guint i = 0; i < MIN(count, COMPONENTS_MAX); i++)
		colour->components[i] = scan_number(scan, i);
}

static void set_device(Scan *scan, ScanColour *colour, ColourFamily family)
{
	set_space(colour, colour_space_device(scan->doc, family));
	set_components(scan, colour);
}

static void op_cs(Scan *scan)
{
	set_space(&scan->state.fill, scan_space(scan, scan_operand(scan, 0)));
}

static void op_CS(Scan *scan)
{
	set_space(&scan->state.stroke, scan_space(scan, scan_operand(scan, 0)));
}

static void op_sc(Scan *scan)
{
	set_components(scan, &scan->state.fill);
}

static void op_SC(Scan *scan)
{
	set_components(scan, &scan->state.stroke);
}

static void op_g(Scan *scan)
{
	set_device(scan, &scan->state.fill, COLOUR_DEVICE_GRAY);
}

static void op_G(Scan *scan)
{
	set_device(scan, &scan->state.stroke, COLOUR_DEVICE_GRAY);
}

static void op_rg(Scan *scan)
{
	set_device(scan, &scan->state.fill, COLOUR_DEVICE_RGB);
}

static void op_RG(Scan *scan)
{
	set_device(scan, &scan->state.stroke, COLOUR_DEVICE_RGB);
}

static void op_k(Scan *scan)
{
	set_device(scan, &scan->state.fill, COLOUR_DEVICE_CMYK);
}

static void op_K(Scan *scan)
{
	set_device(scan, &scan->state.stroke, COLOUR_DEVICE_CMYK);
}

const ScanEntry *scan_state_operators(void)
{
	static const ScanEntry entries[] = {
	    {"q", op_q},   {"Q", op_Q},   {"cm", op_cm},  {"w", NULL},   {"J", NULL},    {"j", NULL},
	    {"M", NULL},   {"d", NULL},   {"i", NULL},    {"ri", op_ri}, {"gs", op_gs},  {"cs", op_cs},
	    {"CS", op_CS}, {"sc", op_sc}, {"scn", op_sc}, {"SC", op_SC}, {"SCN", op_SC}, {"g", op_g},
	    {"G", op_G},   {"rg", op_rg}, {"RG", op_RG},  {"k", op_k},   {"K", op_K},    {NULL, NULL},
	};
	return entries;
}
