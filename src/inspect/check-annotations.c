// Annotations, forms, actions (ISO 19005-2, 6.3 to 6.5; ISO 14289-1, 7.18; ISO 15930-7, 6.18 and 6.26).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

typedef struct Annotation {
	const Obj *dict;
	const PdfPage *page;
	const char *subtype; // "" where there is none
	double box[4];
} Annotation;

typedef void (*AnnotationCheck)(Inspection *in, const Annotation *annotation);

static void each_annotation(Inspection *in, AnnotationCheck check)
{
	for (guint i = 0; i < in->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, i);
		const Obj *list = doc_get(in->doc, page->dict, "Annots");
		for (gsize k = 0; list->kind == OBJ_ARRAY && k < list->size; k++) {
			const Obj *dict = doc_item(in->doc, list, k);
			const char *subtype = obj_name(doc_get(in->doc, dict, "Subtype"));
			Annotation annotation = {
			    .dict = dict, .page = page, .subtype = subtype ? subtype : ""};
			if (dict->kind != OBJ_DICT)
				continue;
			doc_rectangle(in->doc, doc_get(in->doc, dict, "Rect"), annotation.box);
			check(in, &annotation);
		}
	}
}

static void report_annotation(Inspection *in, const Annotation *annotation, const char *detail)
{
	report(in, annotation->page->index, annotation->dict->number, detail);
}

static bool is(const Annotation *annotation, const char *subtype)
{
	return strcmp(annotation->subtype, subtype) == 0;
}

static gint64 flags(Inspection *in, const Annotation *annotation)
{
	return (gint64)obj_number(doc_get(in->doc, annotation->dict, "F"));
}

enum {
	FLAG_INVISIBLE = 1,
	FLAG_HIDDEN = 2,
	FLAG_PRINT = 4,
	FLAG_NO_ZOOM = 8,
	FLAG_NO_ROTATE = 16,
	FLAG_NO_VIEW = 32,
	FLAG_TOGGLE = 256
};

// --- kinds and flags ---

static void check_kind(Inspection *in, const Annotation *annotation)
{
	static const char *const kinds[] = {
	    "Text",     "Link",      "FreeText",       "Line",     "Square",      "Circle",  "Polygon",
	    "PolyLine", "Highlight", "Underline",      "Squiggly", "StrikeOut",   "Stamp",   "Caret",
	    "Ink",      "Popup",     "FileAttachment", "Widget",   "PrinterMark", "TrapNet", "Watermark",
	    "Redact",   NULL};
	if (!g_strv_contains(kinds, annotation->subtype))
		report_annotation(in, annotation, annotation->subtype);
}

static void kinds(Inspection *in)
{
	each_annotation(in, check_kind);
}

static void check_flags(Inspection *in, const Annotation *annotation)
{
	const Obj *present = doc_get(in->doc, annotation->dict, "F");
	gint64 set = flags(in, annotation),
	       hidden = FLAG_INVISIBLE | FLAG_HIDDEN | FLAG_NO_VIEW | FLAG_TOGGLE;
	if (is(annotation, "Popup"))
		return;
	if (present->kind != OBJ_INTEGER || !(set & FLAG_PRINT) || (set & hidden))
		report_annotation(in, annotation, annotation->subtype);
}

static void printed(Inspection *in)
{
	each_annotation(in, check_flags);
}

static void check_note(Inspection *in, const Annotation *annotation)
{
	gint64 wanted = FLAG_NO_ZOOM | FLAG_NO_ROTATE;
	if (is(annotation, "Text") && (flags(in, annotation) & wanted) != wanted)
		report_annotation(in, annotation, NULL);
}

static void notes(Inspection *in)
{
	each_annotation(in, check_note);
}

static void check_look(Inspection *in, const Annotation *annotation)
{
	const double *box = annotation->box;
	bool empty = box[0] == box[2] && box[1] == box[3];
	bool needs = !empty && !is(annotation, "Popup") && !is(annotation, "Link");
	if (needs && doc_get(in->doc, annotation->dict, "AP")->kind != OBJ_DICT)
		report_annotation(in, annotation, annotation->subtype);
}

static void looks(Inspection *in)
{
	each_annotation(in, check_look);
}

static void check_states(Inspection *in, const Annotation *annotation)
{
	const Obj *looks_of = doc_get(in->doc, annotation->dict, "AP");
	const Obj *normal = doc_get(in->doc, looks_of, "N");
	bool button =
	    is(annotation, "Widget") && obj_is_name(doc_inherited(in->doc, annotation->dict, "FT"), "Btn");
	if (looks_of->kind != OBJ_DICT)
		return;
	if (looks_of->size != 1 || normal->kind != (button ? OBJ_DICT : OBJ_STREAM))
		report_annotation(in, annotation, annotation->subtype);
}

static void states(Inspection *in)
{
	each_annotation(in, check_states);
}

// --- in the structure tree ---

static const TaggedElement *element_of(const Inspection *in, const Annotation *annotation)
{
	return annotation->dict->number
		   ? g_hash_table_lookup(in->tags->objects, GUINT_TO_POINTER(annotation->dict->number))
		   : NULL;
}

static bool is_hidden(Inspection *in, const Annotation *annotation)
{
	const double *box = annotation->box, *crop = annotation->page->crop;
	bool outside = box[2] <= crop[0] || box[0] >= crop[2] || box[3] <= crop[1] || box[1] >= crop[3];
	return outside || (flags(in, annotation) & FLAG_HIDDEN);
}

static bool is_plain(const Annotation *annotation)
{
	return !is(annotation, "Widget") && !is(annotation, "Popup") && !is(annotation, "Link") &&
	       !is(annotation, "PrinterMark");
}

static void check_tag(Inspection *in, const Annotation *annotation)
{
	const TaggedElement *element = element_of(in, annotation);
	if (is_plain(annotation) && !is_hidden(in, annotation) && (!element || !element_is(element, "Annot")))
		report_annotation(in, annotation, annotation->subtype);
}

static void tagged(Inspection *in)
{
	each_annotation(in, check_tag);
}

static bool has_text(Inspection *in, const Obj *dict, const char *key)
{
	const char *text = doc_text(in->doc, dict, key);
	return text && *text;
}

static void check_words(Inspection *in, const Annotation *annotation)
{
	const TaggedElement *element = element_of(in, annotation);
	bool described =
	    has_text(in, annotation->dict, "Contents") || (element && has_text(in, element->dict, "Alt"));
	if (is_plain(annotation) && !is_hidden(in, annotation) && !described)
		report_annotation(in, annotation, annotation->subtype);
}

static void words(Inspection *in)
{
	each_annotation(in, check_words);
}

static void check_trap(Inspection *in, const Annotation *annotation)
{
	if (is(annotation, "TrapNet"))
		report_annotation(in, annotation, NULL);
}

static void no_traps(Inspection *in)
{
	each_annotation(in, check_trap);
}

static void tab_order(Inspection *in)
{
	for (guint i = 0; i < in->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, i);
		const Obj *list = doc_get(in->doc, page->dict, "Annots");
		bool some = list->kind == OBJ_ARRAY && list->size > 0;
		if (some && !obj_is_name(doc_get(in->doc, page->dict, "Tabs"), "S"))
			report(in, page->index, page->dict->number, NULL);
	}
}

static void check_widget(Inspection *in, const Annotation *annotation)
{
	const TaggedElement *element = element_of(in, annotation);
	if (is(annotation, "Widget") && !is_hidden(in, annotation) &&
	    (!element || !element_is(element, "Form")))
		report_annotation(in, annotation, NULL);
}

static void widgets(Inspection *in)
{
	each_annotation(in, check_widget);
}

static void check_field_name(Inspection *in, const Annotation *annotation)
{
	const Obj *text = doc_inherited(in->doc, annotation->dict, "TU");
	const TaggedElement *element = element_of(in, annotation);
	bool named =
	    (text->kind == OBJ_STRING && text->size > 0) || (element && has_text(in, element->dict, "Alt"));
	if (is(annotation, "Widget") && !is_hidden(in, annotation) && !named)
		report_annotation(in, annotation, NULL);
}

static void field_names(Inspection *in)
{
	each_annotation(in, check_field_name);
}

// --- links ---

static void check_link(Inspection *in, const Annotation *annotation)
{
	const TaggedElement *element = element_of(in, annotation);
	if (is(annotation, "Link") && !is_hidden(in, annotation) &&
	    (!element || !element_is(element, "Link")))
		report_annotation(in, annotation, doc_text(in->doc, annotation->dict, "Contents"));
}

static void links(Inspection *in)
{
	each_annotation(in, check_link);
}

static void check_link_words(Inspection *in, const Annotation *annotation)
{
	if (is(annotation, "Link") && !is_hidden(in, annotation) &&
	    !has_text(in, annotation->dict, "Contents"))
		report_annotation(in, annotation,
				  doc_text(in->doc, doc_get(in->doc, annotation->dict, "A"), "URI"));
}

static void link_words(Inspection *in)
{
	each_annotation(in, check_link_words);
}

// The action of an image map sends where the mouse is, which not everybody has.
static void check_map(Inspection *in, const Annotation *annotation)
{
	const Obj *action = doc_get(in->doc, annotation->dict, "A");
	if (obj_is_true(doc_get(in->doc, action, "IsMap")))
		report_annotation(in, annotation, NULL);
}

static void no_image_maps(Inspection *in)
{
	each_annotation(in, check_map);
}

static void check_mark(Inspection *in, const Annotation *annotation)
{
	if (is(annotation, "PrinterMark") && element_of(in, annotation))
		report_annotation(in, annotation, NULL);
}

static void printer_marks(Inspection *in)
{
	each_annotation(in, check_mark);
}

// --- on press ---

// Where there is no bleed, the trim says where the printed page ends.
static void check_bleed(Inspection *in, const Annotation *annotation)
{
	const PdfPage *page = annotation->page;
	const double *box = annotation->box, *area = page->has_bleed ? page->bleed : page->trim;
	bool inside = box[0] < area[2] && box[2] > area[0] && box[1] < area[3] && box[3] > area[1];
	if (inside && !is(annotation, "TrapNet"))
		report_annotation(in, annotation, annotation->subtype);
}

static void outside_bleed(Inspection *in)
{
	each_annotation(in, check_bleed);
}

// --- forms ---

static const Obj *form(Inspection *in)
{
	return doc_get(in->doc, in->doc->catalog, "AcroForm");
}

static void check_widget_action(Inspection *in, const Annotation *annotation)
{
	bool acts = obj_peek(annotation->dict, "A")->kind != OBJ_NULL ||
		    obj_peek(annotation->dict, "AA")->kind != OBJ_NULL;
	if (is(annotation, "Widget") && acts)
		report_annotation(in, annotation, NULL);
}

static void widget_actions(Inspection *in)
{
	each_annotation(in, check_widget_action);
}

static void form_appearances(Inspection *in)
{
	if (obj_is_true(doc_get(in->doc, form(in), "NeedAppearances")))
		report(in, 0, form(in)->number, NULL);
}

static void no_xfa(Inspection *in)
{
	if (obj_peek(form(in), "XFA")->kind != OBJ_NULL)
		report(in, 0, form(in)->number, NULL);
}

// A form that is laid out anew while it is filled in: its configuration says so.
static bool is_dynamic(Inspection *in, const Obj *stream)
{
	g_autoptr(GBytes) bytes = doc_read(in->doc, stream);
	gsize size = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
	return text && g_strstr_len(text, (gssize)size, "<dynamicRender>required");
}

static void no_dynamic_xfa(Inspection *in)
{
	const Obj *xfa = doc_get(in->doc, form(in), "XFA");
	bool dynamic = is_dynamic(in, xfa);
	for (gsize i = 0; xfa->kind == OBJ_ARRAY && i < xfa->size; i++)
		dynamic |= is_dynamic(in, doc_item(in->doc, xfa, i));
	if (dynamic)
		report(in, 0, form(in)->number, NULL);
}

static void media_words(Inspection *in)
{
	for (guint i = 0; i < in->doc->objects->len; i++) {
		const Obj *obj = g_ptr_array_index(in->doc->objects, i);
		if (!obj_is_name(doc_get(in->doc, obj, "Type"), "MediaClip") ||
		    !obj_is_name(doc_get(in->doc, obj, "S"), "MCD"))
			continue;
		const Obj *alternatives = doc_get(in->doc, obj, "Alt");
		if (doc_get(in->doc, obj, "CT")->kind != OBJ_STRING || alternatives->kind != OBJ_ARRAY ||
		    alternatives->size < 2)
			report(in, 0, obj->number, NULL);
	}
}

static void no_rendering(Inspection *in)
{
	if (obj_is_true(doc_get(in->doc, in->doc->catalog, "NeedsRendering")))
		report(in, 0, in->doc->catalog->number, NULL);
}

static void no_fields(Inspection *in)
{
	const Obj *fields = doc_get(in->doc, form(in), "Fields");
	if (fields->kind == OBJ_ARRAY && fields->size > 0)
		report(in, 0, form(in)->number, NULL);
}

// --- actions ---

static bool is_action(Inspection *in, const Obj *dict)
{
	const Obj *type = doc_get(in->doc, dict, "Type");
	const char *kind = obj_name(doc_get(in->doc, dict, "S"));
	return kind && (type->kind == OBJ_NULL || obj_is_name(type, "Action"));
}

static bool is_known_action(const char *kind)
{
	static const char *const all[] = {
	    "GoTo",       "GoToR",       "GoToE",     "Thread",     "URI",       "Named",     "SubmitForm",
	    "Launch",     "Sound",       "Movie",     "Hide",       "Trans",     "ResetForm", "ImportData",
	    "JavaScript", "SetOCGState", "Rendition", "GoTo3DView", "set-state", "no-op",     NULL};
	return g_strv_contains(all, kind);
}

static void check_action(Inspection *in, guint object, const Obj *action)
{
	static const char *const allowed[] = {"GoTo", "GoToR", "GoToE",      "Thread",
					      "URI",  "Named", "SubmitForm", NULL};
	const char *kind = obj_name(doc_get(in->doc, action, "S"));
	if (!g_strv_contains(allowed, kind) && is_known_action(kind))
		report(in, 0, action->number ? action->number : object, kind);
}

// Actions stand in many places: whatever looks like one is looked at.
static void find_actions(Inspection *in, guint object, const Obj *obj)
{
	if (obj->kind == OBJ_DICT && is_action(in, obj))
		check_action(in, object, obj);
	for (gsize i = 0; obj->kind == OBJ_ARRAY && i < obj->size; i++)
		find_actions(in, object, obj->items[i]);
	for (gsize i = 0; obj_is_dict(obj) && i < obj->size; i++)
		find_actions(in, object, obj->entries[i].value);
}

static void actions(Inspection *in)
{
	const Obj *names = doc_get(in->doc, in->doc->catalog, "Names");
	if (obj_peek(names, "JavaScript")->kind != OBJ_NULL)
		report(in, 0, in->doc->catalog->number, "/Names /JavaScript");
	for (guint i = 0; i < in->doc->objects->len; i++) {
		const Obj *obj = g_ptr_array_index(in->doc->objects, i);
		find_actions(in, obj->number, obj);
	}
}

static void named_actions(Inspection *in)
{
	static const char *const allowed[] = {"NextPage", "PrevPage", "FirstPage", "LastPage", NULL};
	for (guint i = 0; i < in->doc->objects->len; i++) {
		const Obj *obj = g_ptr_array_index(in->doc->objects, i);
		const Obj *action = obj->kind == OBJ_DICT && obj_is_name(obj_peek(obj, "S"), "Named")
					? obj
					: doc_get(in->doc, obj, "A");
		const char *name = obj_name(doc_get(in->doc, action, "N"));
		if (obj_is_name(obj_peek(action, "S"), "Named") && (!name || !g_strv_contains(allowed, name)))
			report(in, 0, obj->number, name);
	}
}

static void additional_actions(Inspection *in)
{
	if (obj_peek(in->doc->catalog, "AA")->kind != OBJ_NULL)
		report(in, 0, in->doc->catalog->number, NULL);
	for (guint i = 0; i < in->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, i);
		if (obj_peek(page->dict, "AA")->kind != OBJ_NULL)
			report(in, page->index, page->dict->number, NULL);
	}
}

const Check *checks_of_annotations(void)
{
	static const Check checks[] = {
	    {.id = "annotation-kind",
	     .ua = "7.18.2",
	     .a = "6.3.1",
	     .run = kinds,
	     .demand = N_("annotations must be of the kinds of PDF, and no sound, film or 3D"),
	     .hint = N_("take the annotation out")},
	    {.id = "annotation-printed",
	     .a = "6.3.2",
	     .run = printed,
	     .demand = N_("annotations must be printed and never hidden"),
	     .hint = N_("set their flags to Print alone (F 4)")},
	    {.id = "annotation-note",
	     .a = "6.3.2",
	     .run = notes,
	     .demand = N_("notes must keep size and direction (NoZoom, NoRotate)"),
	     .hint = N_("set both flags")},
	    {.id = "annotation-look",
	     .a = "6.3.3",
	     .run = looks,
	     .demand = N_("annotations must have an appearance"),
	     .hint = N_("write an AP with N")},
	    {.id = "annotation-states",
	     .a = "6.3.3",
	     .run = states,
	     .demand = N_("the appearance of an annotation must be its normal one alone"),
	     .hint = N_("leave N alone in AP: a stream, or for buttons a dictionary")},
	    {.id = "annotation-tagged",
	     .ua = "7.18.1",
	     .run = tagged,
	     .demand = N_("annotations must be in the structure tree, in an Annot element"),
	     .hint = N_("add an element with an OBJR that refers to it")},
	    {.id = "annotation-words",
	     .ua = "7.18.1",
	     .run = words,
	     .demand = N_("annotations must be described in words"),
	     .hint = N_("write Contents, or Alt of their element")},
	    {.id = "trap-net",
	     .ua = "7.18.2",
	     .run = no_traps,
	     .demand = N_("there must be no trap network annotation"),
	     .hint = N_("take it out")},
	    {.id = "tab-order",
	     .ua = "7.18.3",
	     .run = tab_order,
	     .demand =
		 N_("pages with annotations must be walked through in the order of the structure (Tabs S)"),
	     .hint = N_("write /Tabs /S into the page")},
	    {.id = "widget-tagged",
	     .ua = "7.18.4",
	     .run = widgets,
	     .demand = N_("form fields must be in the structure tree, in a Form element"),
	     .hint = N_("add such an element with an OBJR that refers to it")},
	    {.id = "field-name",
	     .ua = "7.18.1",
	     .run = field_names,
	     .demand = N_("form fields must be named for people"),
	     .hint = N_("write TU")},
	    {.id = "link-tagged",
	     .ua = "7.18.5",
	     .run = links,
	     .demand = N_("links must be in the structure tree, in a Link element"),
	     .hint = N_("add such an element with an OBJR that refers to it")},
	    {.id = "link-words",
	     .ua = "7.18.5",
	     .run = link_words,
	     .demand = N_("links must say in words where they go (Contents)"),
	     .hint = N_("write a sentence into Contents")},
	    {.id = "image-map",
	     .ua = "7.18.5",
	     .run = no_image_maps,
	     .demand = N_("links must not depend on where the mouse is (IsMap)"),
	     .hint = N_("make one link for each target")},
	    {.id = "printer-mark",
	     .ua = "7.18.8",
	     .run = printer_marks,
	     .demand = N_("printer's marks must not be in the structure tree"),
	     .hint = N_("take them out of it")},
	    {.id = "bleed-annotation",
	     .x = "6",
	     .run = outside_bleed,
	     .demand = N_("no annotation may touch the bleed"),
	     .hint = N_("take links and notes out of the file for the press")},
	    {.id = "widget-action",
	     .a = "6.4.1",
	     .run = widget_actions,
	     .demand = N_("form fields must do nothing by themselves"),
	     .hint = N_("take A and AA out")},
	    {.id = "form-appearance",
	     .a = "6.4.1",
	     .run = form_appearances,
	     .demand = N_("form fields must have their looks in the file (NeedAppearances false)"),
	     .hint = N_("take NeedAppearances out")},
	    {.id = "xfa",
	     .a = "6.4.2",
	     .x = "6.26",
	     .run = no_xfa,
	     .demand = N_("there must be no XFA form"),
	     .hint = N_("take XFA out")},
	    {.id = "xfa-dynamic",
	     .ua = "7.15",
	     .run = no_dynamic_xfa,
	     .demand = N_("there must be no form that is laid out while it is filled in (dynamic XFA)"),
	     .hint = N_("use a plain form")},
	    {.id = "media-words",
	     .ua = "7.18.6.2",
	     .run = media_words,
	     .demand = N_("sounds and films must say their type and be described in words (CT, Alt)"),
	     .hint = N_("write CT and Alt of the media clip")},
	    {.id = "needs-rendering",
	     .a = "6.4.2",
	     .run = no_rendering,
	     .demand = N_("the file must not need to be made anew when it is opened (NeedsRendering)"),
	     .hint = N_("take NeedsRendering out")},
	    {.id = "press-form",
	     .x = "6.26",
	     .run = no_fields,
	     .demand = N_("a file for the press must have no form fields"),
	     .hint = N_("draw the fields as they are, and take the form out")},
	    {.id = "actions",
	     .a = "6.5.1",
	     .x = "6.18",
	     .run = actions,
	     .demand = N_("there must be no scripts, programs, sounds or other such actions"),
	     .hint = N_("take the action out; links to pages and addresses may stay")},
	    {.id = "named-actions",
	     .a = "6.5.1",
	     .run = named_actions,
	     .demand = N_("named actions must be NextPage, PrevPage, FirstPage or LastPage"),
	     .hint = N_("take the action out")},
	    {.id = "additional-actions",
	     .a = "6.5.2",
	     .x = "6.18",
	     .run = additional_actions,
	     .demand = N_("file and pages must do nothing by themselves (AA)"),
	     .hint = N_("take AA out")},
	    {0},
	};
	return checks;
}
