// Colours, graphics states, pictures, forms, transparency (ISO 19005-2, 6.2; ISO 15930-7).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"
#include "inspect/intents.h"

// --- output intents ---

static bool is_output_profile(const IccProfile *icc)
{
	static const char *const spaces[] = {"RGB ", "CMYK", "GRAY", NULL};
	return icc->valid && icc->major < 5 && g_strv_contains(spaces, icc->space) &&
	       (strcmp(icc->class, "prtr") == 0 || strcmp(icc->class, "mntr") == 0);
}

static void intent_profile(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		if (strcmp(intent->kind, "GTS_PDFA1") != 0)
			continue;
		if (!intent->icc)
			report(in, 0, intent->dict->number, _("no profile"));
		else if (!is_output_profile(intent->icc))
			report_format(in, 0, intent->profile->number, "%s, %s", intent->icc->class,
				      intent->icc->space);
	}
}

static void intent_one_profile(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	guint first = 0;
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		if (!intent->icc)
			continue;
		if (first && intent->profile->number != first)
			report(in, 0, intent->dict->number, intent->kind);
		first = first ? first : intent->profile->number;
	}
}

static void intent_reference(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		if (obj_peek(intent->dict, "DestOutputProfileRef")->kind != OBJ_NULL)
			report(in, 0, intent->dict->number, NULL);
	}
}

// --- colours in use ---

static const ColourUse *colour_use(const Inspection *in, guint index)
{
	return &g_array_index(in->content->colours, ColourUse, index);
}

static bool is_input_profile(const ColourSpace *space)
{
	static const char *const classes[] = {"prtr", "mntr", "scnr", "spac", NULL};
	static const struct {
		const char *space;
		guint components;
	} spaces[] = {{"RGB ", 3}, {"CMYK", 4}, {"GRAY", 1}, {"Lab ", 3}};
	const IccProfile *icc = space->icc;
	if (!icc->valid || icc->major >= 5 || !g_strv_contains(classes, icc->class))
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS(spaces); i++)
		if (strcmp(spaces[i].space, icc->space) == 0)
			return spaces[i].components == space->components;
	return false;
}

static void icc_profiles(Inspection *in)
{
	for (guint i = 0; i < in->content->colours->len; i++) {
		const ColourUse *use = colour_use(in, i);
		if (use->space->family == COLOUR_ICC && !is_input_profile(use->space))
			report(in, use->page, use->object, use->space->name);
	}
}

// Device colours mean something only beside a profile of their kind. `kind` of the output intent.
static void check_device(Inspection *in, ColourFamily family, const char *kind, const char *wanted)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	const OutputIntent *intent = output_intent_find(intents, kind);
	const char *space = intent && intent->icc ? intent->icc->space : "";
	if (*wanted ? strcmp(space, wanted) == 0 : *space != '\0')
		return;
	for (guint i = 0; i < in->content->colours->len; i++) {
		const ColourUse *use = colour_use(in, i);
		const ColourSpace *used = use->space;
		bool spot = used->family == COLOUR_SEPARATION || used->family == COLOUR_DEVICE_N;
		if (used->family == family || (spot && used->base->family == family))
			report(in, use->page, use->object, used->name);
	}
}

static void device_rgb(Inspection *in)
{
	check_device(in, COLOUR_DEVICE_RGB, "GTS_PDFA1", "RGB ");
}

static void device_cmyk(Inspection *in)
{
	check_device(in, COLOUR_DEVICE_CMYK, "GTS_PDFA1", "CMYK");
}

static void device_gray(Inspection *in)
{
	check_device(in, COLOUR_DEVICE_GRAY, "GTS_PDFA1", "");
}

static void press_rgb(Inspection *in)
{
	check_device(in, COLOUR_DEVICE_RGB, "GTS_PDFX", "RGB ");
}

static void press_cmyk(Inspection *in)
{
	check_device(in, COLOUR_DEVICE_CMYK, "GTS_PDFX", "CMYK");
}

static bool is_process(const char *colorant)
{
	static const char *const names[] = {"Cyan", "Magenta", "Yellow", "Black", "None", "All", NULL};
	return g_strv_contains(names, colorant);
}

static void colorants_defined(Inspection *in)
{
	for (guint i = 0; i < in->content->colours->len; i++) {
		const ColourUse *use = colour_use(in, i);
		if (use->space->family != COLOUR_DEVICE_N)
			continue;
		const Obj *attributes = doc_item(in->doc, use->space->obj, 4);
		const Obj *colorants = doc_get(in->doc, attributes, "Colorants");
		for (guint k = 0; k < use->space->components; k++)
			if (!is_process(use->space->colorants[k]) &&
			    obj_peek(colorants, use->space->colorants[k])->kind == OBJ_NULL)
				report(in, use->page, use->object, use->space->colorants[k]);
	}
}

static bool is_same_object(const Obj *a, const Obj *b)
{
	if (a->kind != b->kind || a->size != b->size)
		return false;
	if (a->kind == OBJ_NAME)
		return strcmp(a->text, b->text) == 0;
	if (a->kind == OBJ_REF)
		return a->number == b->number;
	if (obj_is_number(a))
		return obj_number(a) == obj_number(b);
	bool same = true;
	for (gsize i = 0; a->kind == OBJ_ARRAY && same && i < a->size; i++)
		same = is_same_object(a->items[i], b->items[i]);
	for (gsize i = 0; a->kind == OBJ_DICT && same && i < a->size; i++)
		same = strcmp(a->entries[i].key, b->entries[i].key) == 0 &&
		       is_same_object(a->entries[i].value, b->entries[i].value);
	return same;
}

static void separations_same(Inspection *in)
{
	g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < in->content->colours->len; i++) {
		const ColourUse *use = colour_use(in, i);
		const ColourSpace *space = use->space;
		if (space->family != COLOUR_SEPARATION || space->obj->size < 4)
			continue;
		const ColourSpace *known = g_hash_table_lookup(first, space->colorants[0]);
		if (!known)
			g_hash_table_insert(first, (gpointer)space->colorants[0], (gpointer)space);
		else if (!is_same_object(known->obj->items[2], space->obj->items[2]) ||
			 !is_same_object(known->obj->items[3], space->obj->items[3]))
			report(in, use->page, use->object, space->colorants[0]);
	}
}

static void colorants_many(Inspection *in)
{
	for (guint i = 0; i < in->content->colours->len; i++) {
		const ColourUse *use = colour_use(in, i);
		const Obj *names = doc_item(in->doc, use->space->obj, 1);
		if (use->space->family == COLOUR_DEVICE_N && names->kind == OBJ_ARRAY &&
		    names->size > COMPONENTS_MAX)
			report_format(in, use->page, use->object, "%" G_GSIZE_FORMAT, names->size);
	}
}

// --- graphics states ---

static const Obj *state(const Inspection *in, guint index)
{
	return g_ptr_array_index(in->content->states, index);
}

static void transfer_functions(Inspection *in)
{
	for (guint i = 0; i < in->content->states->len; i++) {
		const Obj *second = doc_get(in->doc, state(in, i), "TR2");
		if (obj_peek(state(in, i), "TR")->kind != OBJ_NULL)
			report(in, 0, state(in, i)->number, "/TR");
		else if (second->kind != OBJ_NULL && !obj_is_name(second, "Default"))
			report(in, 0, state(in, i)->number, "/TR2");
	}
}

static void halftones(Inspection *in)
{
	for (guint i = 0; i < in->content->states->len; i++) {
		const Obj *halftone = doc_get(in->doc, state(in, i), "HT");
		double type = obj_number(doc_get(in->doc, halftone, "HalftoneType"));
		if (obj_peek(state(in, i), "HTP")->kind != OBJ_NULL)
			report(in, 0, state(in, i)->number, "/HTP");
		if (obj_is_dict(halftone) && type != 1 && type != 5)
			report_format(in, 0, halftone->number, "/HalftoneType %g", type);
		if (obj_is_dict(halftone) && obj_peek(halftone, "HalftoneName")->kind != OBJ_NULL)
			report(in, 0, halftone->number, "/HalftoneName");
	}
}

static bool is_blend_mode(const char *name)
{
	static const char *const modes[] = {
	    "Normal",    "Compatible", "Multiply",   "Screen",    "Overlay",    "Darken",
	    "Lighten",   "ColorDodge", "ColorBurn",  "HardLight", "SoftLight",  "Difference",
	    "Exclusion", "Hue",        "Saturation", "Color",     "Luminosity", NULL};
	return g_strv_contains(modes, name);
}

static void blend_modes(Inspection *in)
{
	for (guint i = 0; i < in->content->states->len; i++) {
		const Obj *mode = doc_get(in->doc, state(in, i), "BM");
		if (mode->kind == OBJ_NAME && !is_blend_mode(mode->text))
			report(in, 0, state(in, i)->number, mode->text);
		for (gsize k = 0; mode->kind == OBJ_ARRAY && k < mode->size; k++) {
			const Obj *one = doc_item(in->doc, mode, k);
			if (one->kind == OBJ_NAME && !is_blend_mode(one->text))
				report(in, 0, state(in, i)->number, one->text);
		}
	}
}

static void transparency_space(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	const OutputIntent *intent = output_intent_find(intents, "GTS_PDFA1");
	if (intent && intent->icc)
		return;
	for (guint i = 0; i < event_kept(in->events, EVENT_TRANSPARENT); i++) {
		const Event *event = event_peek(in->events, EVENT_TRANSPARENT, i);
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, event->page - 1);
		const Obj *group = doc_get(in->doc, page->dict, "Group");
		if (doc_get(in->doc, group, "CS")->kind == OBJ_NULL)
			report(in, event->page, event->object, event->detail);
	}
}

// --- pictures and forms ---

typedef void (*XObjectCheck)(Inspection *in, const Obj *obj);

static void each_xobject(Inspection *in, const char *subtype, XObjectCheck check)
{
	for (guint i = 0; i < in->doc->objects->len; i++) {
		const Obj *obj = g_ptr_array_index(in->doc->objects, i);
		if (obj->kind == OBJ_STREAM && obj_is_name(doc_get(in->doc, obj, "Subtype"), subtype))
			check(in, obj);
	}
}

static void check_alternates(Inspection *in, const Obj *image)
{
	if (obj_peek(image, "Alternates")->kind != OBJ_NULL)
		report(in, 0, image->number, NULL);
}

static void image_alternates(Inspection *in)
{
	each_xobject(in, "Image", check_alternates);
}

static void check_opi(Inspection *in, const Obj *obj)
{
	if (obj_peek(obj, "OPI")->kind != OBJ_NULL)
		report(in, 0, obj->number, NULL);
}

static void no_opi(Inspection *in)
{
	each_xobject(in, "Image", check_opi);
	each_xobject(in, "Form", check_opi);
}

static void check_interpolate(Inspection *in, const Obj *image)
{
	if (obj_is_true(doc_get(in->doc, image, "Interpolate")))
		report(in, 0, image->number, NULL);
}

static void no_interpolation(Inspection *in)
{
	each_xobject(in, "Image", check_interpolate);
	for (guint i = 0; i < event_kept(in->events, EVENT_INTERPOLATED); i++) {
		const Event *event = event_peek(in->events, EVENT_INTERPOLATED, i);
		report(in, event->page, event->object, NULL);
	}
}

static void check_bits(Inspection *in, const Obj *image)
{
	const Obj *bits = doc_get(in->doc, image, "BitsPerComponent");
	bool mask = obj_is_true(doc_get(in->doc, image, "ImageMask"));
	double count = obj_number(bits);
	bool known = mask ? count == 1 : count == 1 || count == 2 || count == 4 || count == 8 || count == 16;
	if (bits->kind != OBJ_NULL && !known)
		report_format(in, 0, image->number, "%g", count);
}

static void image_bits(Inspection *in)
{
	each_xobject(in, "Image", check_bits);
}

static void check_form_postscript(Inspection *in, const Obj *form)
{
	if (obj_peek(form, "PS")->kind != OBJ_NULL || obj_is_name(doc_get(in->doc, form, "Subtype2"), "PS"))
		report(in, 0, form->number, NULL);
}

static void report_object(Inspection *in, const Obj *obj)
{
	report(in, 0, obj->number, NULL);
}

static void no_postscript(Inspection *in)
{
	each_xobject(in, "Form", check_form_postscript);
	each_xobject(in, "PS", report_object);
}

static void check_reference(Inspection *in, const Obj *form)
{
	if (obj_peek(form, "Ref")->kind != OBJ_NULL)
		report(in, 0, form->number, NULL);
}

static void no_references(Inspection *in)
{
	each_xobject(in, "Form", check_reference);
}

const Check *checks_of_graphics(void)
{
	static const Check checks[] = {
	    {.id = "operators",
	     .a = "6.2.2",
	     .x = "6.19",
	     .event = EVENT_UNKNOWN_OPERATOR,
	     .demand = N_("content streams may use the operators of PDF only"),
	     .hint = N_("take the operator out")},
	    {.id = "resources-own",
	     .a = "6.2.2",
	     .event = EVENT_RESOURCES_INHERITED,
	     .demand = N_("pages and forms must have resources of their own"),
	     .hint = N_("write a Resources dictionary with what it uses")},
	    {.id = "intent-profile",
	     .a = "6.2.3",
	     .run = intent_profile,
	     .demand = N_(
		 "the output intent must hold an ICC profile of a printer or screen, in RGB, CMYK or grey"),
	     .hint = N_("embed such a profile")},
	    {.id = "intent-one-profile",
	     .a = "6.2.3",
	     .run = intent_one_profile,
	     .demand = N_("all output intents must share one profile"),
	     .hint = N_("let them refer to the same stream")},
	    {.id = "intent-reference",
	     .a = "6.2.3",
	     .x = "6.4",
	     .run = intent_reference,
	     .demand = N_("the profile of the output intent must be in the file"),
	     .hint = N_("embed it instead of referring to it")},
	    {.id = "icc-profile",
	     .a = "6.2.4.2",
	     .x = "6.4",
	     .run = icc_profiles,
	     .demand = N_("ICC profiles of colours must be sound and have as many components as the colours"),
	     .hint = N_("embed a profile of version 2 or 4 that fits")},
	    {.id = "icc-overprint",
	     .a = "6.2.4.2",
	     .event = EVENT_OVERPRINT_ICC,
	     .demand = N_("ICC CMYK colours must not overprint with mode 1"),
	     .hint = N_("set OPM to 0, or use DeviceCMYK")},
	    {.id = "device-rgb",
	     .a = "6.2.4.3",
	     .run = device_rgb,
	     .demand = N_("RGB colours need an output intent in RGB or a DefaultRGB"),
	     .hint = N_("add an sRGB output intent")},
	    {.id = "device-cmyk",
	     .a = "6.2.4.3",
	     .run = device_cmyk,
	     .demand = N_("CMYK colours need an output intent in CMYK or a DefaultCMYK"),
	     .hint = N_("add such an output intent, or convert the colours")},
	    {.id = "device-gray",
	     .a = "6.2.4.3",
	     .run = device_gray,
	     .demand = N_("grey colours need an output intent or a DefaultGray"),
	     .hint = N_("add an output intent")},
	    {.id = "press-rgb",
	     .x = "6",
	     .run = press_rgb,
	     .demand = N_("RGB colours without profile need an output intent in RGB"),
	     .hint = N_("convert them to CMYK, or give them a profile")},
	    {.id = "press-cmyk",
	     .x = "6",
	     .run = press_cmyk,
	     .demand = N_("CMYK colours without profile need an output intent in CMYK"),
	     .hint = N_("embed the profile of the press as output intent")},
	    {.id = "colorants",
	     .a = "6.2.4.4",
	     .run = colorants_defined,
	     .demand = N_("spot colours of a DeviceN must be in its Colorants"),
	     .hint = N_("describe each of them there")},
	    {.id = "separations",
	     .a = "6.2.4.4",
	     .run = separations_same,
	     .demand = N_("a spot colour must be described the same wherever it is used"),
	     .hint = N_("use one colour space for all of its uses")},
	    {.id = "colorants-count",
	     .a = "6.1.13",
	     .x = "6.25",
	     .run = colorants_many,
	     .demand = N_("a DeviceN must have at most 32 inks"),
	     .hint = N_("use fewer")},
	    {.id = "transfer",
	     .a = "6.2.5",
	     .x = "6",
	     .run = transfer_functions,
	     .demand = N_("there must be no transfer functions"),
	     .hint = N_("take TR and TR2 out of the graphics state")},
	    {.id = "halftones",
	     .a = "6.2.5",
	     .x = "6",
	     .run = halftones,
	     .demand = N_("halftones must be of type 1 or 5 and without name"),
	     .hint = N_("leave halftones to the press")},
	    {.id = "rendering-intent",
	     .a = "6.2.6",
	     .x = "6.23",
	     .event = EVENT_RENDERING_INTENT,
	     .demand = N_("rendering intents must be one of the four of PDF"),
	     .hint = N_("use RelativeColorimetric, AbsoluteColorimetric, Perceptual or Saturation")},
	    {.id = "image-alternates",
	     .a = "6.2.8",
	     .x = "6",
	     .run = image_alternates,
	     .demand = N_("pictures must have no alternatives"),
	     .hint = N_("take Alternates out")},
	    {.id = "opi",
	     .a = "6.2.8",
	     .x = "6",
	     .run = no_opi,
	     .demand = N_("pictures and forms must not stand for others (OPI)"),
	     .hint = N_("put the fine picture in, and take OPI out")},
	    {.id = "interpolate",
	     .a = "6.2.8",
	     .run = no_interpolation,
	     .demand = N_("pictures must not ask to be smoothed (Interpolate)"),
	     .hint = N_("set Interpolate to false")},
	    {.id = "image-bits",
	     .a = "6.2.8",
	     .run = image_bits,
	     .demand = N_("pictures must have 1, 2, 4, 8 or 16 bits a component, masks 1"),
	     .hint = N_("save the picture with 8 bits")},
	    {.id = "postscript",
	     .a = "6.2.9",
	     .x = "6.14",
	     .run = no_postscript,
	     .demand = N_("there must be no PostScript"),
	     .hint = N_("draw it with the operators of PDF")},
	    {.id = "references",
	     .ua = "7.20",
	     .a = "6.2.9",
	     .x = "6",
	     .run = no_references,
	     .demand = N_("forms must not refer to other files"),
	     .hint = N_("put what they show into the file")},
	    {.id = "blend-mode",
	     .a = "6.2.10",
	     .x = "6.20",
	     .run = blend_modes,
	     .demand = N_("blend modes must be those of PDF"),
	     .hint = N_("use Normal, Multiply or another of ISO 32000-1")},
	    {.id = "transparency-space",
	     .a = "6.2.10",
	     .run = transparency_space,
	     .demand = N_("without output intent, a page with transparency must name its blending space"),
	     .hint = N_("add an output intent")},
	    {0},
	};
	return checks;
}
