#include "inspect/scan.h"

#include <string.h>

#include "base/intl.h"

enum { TOKENS_KEPT = 50 * 1000 }; // before the memory of what was read is given back

static const double identity[6] = {1, 0, 0, 1, 0, 0};

// --- operands and resources ---

const Obj *scan_operand(const Scan *scan, guint index)
{
	return index < scan->operands->len ? g_ptr_array_index(scan->operands, index) : obj_null();
}

double scan_number(const Scan *scan, guint index)
{
	return obj_number(scan_operand(scan, index));
}

guint scan_stream_number(const Scan *scan)
{
	return scan->stream ? scan->stream->number : 0;
}

void scan_event(const Scan *scan, EventKind kind, const char *detail)
{
	guint object = scan->stream ? scan->stream->number : scan->page->dict->number;
	event_add(scan->content->events, kind, scan->page->index, object, detail);
}

const Obj *scan_resource(Scan *scan, const char *category, const char *name)
{
	const Obj *found = doc_get(scan->doc, doc_get(scan->doc, scan->resources, category), name);
	if (found->kind == OBJ_NULL) {
		g_autofree char *what = g_strdup_printf("%s /%s", category, name);
		g_autofree char *valid = g_utf8_make_valid(what, -1);
		scan_event(scan, EVENT_RESOURCE_MISSING, valid);
	} else if (scan->inherited && !scan->says_inherited) {
		scan->says_inherited = true;
		scan_event(scan, EVENT_RESOURCES_INHERITED, category);
	}
	return found;
}

void scan_concat(double matrix[static 6], const double by[static 6])
{
	const double m[6] = {matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]};
	matrix[0] = by[0] * m[0] + by[1] * m[2];
	matrix[1] = by[0] * m[1] + by[1] * m[3];
	matrix[2] = by[2] * m[0] + by[3] * m[2];
	matrix[3] = by[2] * m[1] + by[3] * m[3];
	matrix[4] = by[4] * m[0] + by[5] * m[2] + m[4];
	matrix[5] = by[4] * m[1] + by[5] * m[3] + m[5];
}

// --- colour spaces ---

// Spaces are read once: their objects stay where they are as long as the document.
static const ColourSpace *read_space(Scan *scan, const Obj *obj)
{
	GHashTable *spaces = scan->content->spaces;
	const ColourSpace *known = g_hash_table_lookup(spaces, obj);
	if (known)
		return known;
	const ColourSpace *read = colour_space_read(scan->doc, obj, scan->resources);
	g_hash_table_insert(spaces, (gpointer)obj, (gpointer)read);
	return read;
}

const ColourSpace *scan_space(Scan *scan, const Obj *obj)
{
	if (obj->kind != OBJ_NAME)
		return read_space(scan, obj);
	const Obj *named = doc_get(scan->doc, doc_get(scan->doc, scan->resources, "ColorSpace"), obj->text);
	if (named->kind == OBJ_ARRAY)
		return read_space(scan, named);
	// The operand's memory is given back: the space gets a name of its own.
	Obj *copy = arena_new0(scan->doc->arena, Obj);
	*copy = *obj;
	copy->text = arena_strdup(scan->doc->arena, obj->text);
	const ColourSpace *space = colour_space_read(scan->doc, copy, scan->resources);
	if (space->family == COLOUR_UNKNOWN)
		scan_resource(scan, "ColorSpace", copy->text);
	return space;
}

static const ColourSpace *default_space(Scan *scan, ColourFamily family)
{
	static const char *const keys[] = {
	    [COLOUR_DEVICE_GRAY] = "DefaultGray",
	    [COLOUR_DEVICE_RGB] = "DefaultRGB",
	    [COLOUR_DEVICE_CMYK] = "DefaultCMYK",
	};
	if (family < COLOUR_DEVICE_GRAY || family > COLOUR_DEVICE_CMYK)
		return NULL;
	const Obj *spaces = doc_get(scan->doc, scan->resources, "ColorSpace");
	const Obj *found = doc_get(scan->doc, spaces, keys[family]);
	return found->kind == OBJ_ARRAY ? read_space(scan, found) : NULL;
}

void scan_note_colour(Scan *scan, const ColourSpace *space, bool image)
{
	Content *content = scan->content;
	space = colour_space_base(space);
	const ColourSpace *instead = default_space(scan, space->family);
	ColourUse use = {instead ? instead : space, scan->page->index, scan_stream_number(scan), image};
	guint profile = use.space->profile ? use.space->profile->number : 0;
	bool spot = use.space->family == COLOUR_SEPARATION || use.space->family == COLOUR_DEVICE_N;
	// Spot colours of one name may be described in several ways, and each is looked at.
	g_autofree char *key = g_strdup_printf("c %u %u %u %p %s", use.page, profile, image,
					       spot ? (const void *)use.space->obj : NULL, use.space->name);
	if (g_hash_table_contains(content->by_object, key))
		return;
	g_hash_table_insert(content->by_object, g_steal_pointer(&key), GUINT_TO_POINTER(1));
	if (!use.object)
		use.object = scan->page->dict->number;
	g_array_append_val(content->colours, use);
}

// --- running ---

static ScanOperator find_operator(const char *name, bool *known)
{
	const ScanEntry *const tables[] = {scan_text_operators(), scan_state_operators(),
					   scan_paint_operators(), scan_mark_operators()};
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const ScanEntry *entry = tables[i]; entry->name; entry++)
			if (strcmp(entry->name, name) == 0) {
				*known = true;
				return entry->run;
			}
	*known = false;
	return NULL;
}

static void run_operator(Scan *scan, const char *name)
{
	bool known;
	ScanOperator run = find_operator(name, &known);
	scan->content->operators++;
	if (!known) {
		g_autofree char *valid = g_utf8_make_valid(name, -1);
		scan_event(scan, EVENT_UNKNOWN_OPERATOR, valid);
	} else if (run) {
		run(scan);
	}
	if (strcmp(name, "BI") != 0) // its entries are the operands of ID
		g_ptr_array_set_size(scan->operands, 0);
}

static void run_tokens(Scan *scan)
{
	Arena *arena = arena_new();
	guint kept = 0;
	const Obj *obj;
	scan->lexer.arena = arena;
	while (scan->content->complete && (obj = lexer_next(&scan->lexer)) != NULL) {
		kept++;
		if (obj->kind != OBJ_OPERATOR) {
			g_ptr_array_add(scan->operands, (gpointer)obj);
			continue;
		}
		run_operator(scan, obj->text);
		scan->content->complete = scan->content->operators < OPERATORS_MAX;
		if (kept > TOKENS_KEPT && scan->operands->len == 0) {
			arena_free(arena);
			scan->lexer.arena = arena = arena_new();
			kept = 0;
		}
	}
	arena_free(arena);
}

static void run(Scan *scan, GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	scan->states = g_array_new(FALSE, FALSE, sizeof(ScanState));
	scan->marks = g_array_new(FALSE, FALSE, sizeof(ScanMark));
	scan->operands = g_ptr_array_new();
	scan->lexer = (Lexer){.at = text, .end = size ? text + size : text};
	memcpy(scan->text, identity, sizeof identity);
	memcpy(scan->line, identity, sizeof identity);
	run_tokens(scan);
	scan_end_marks(scan);
	if (scan->states->len > 0)
		scan_event(scan, EVENT_STATE_UNBALANCED, "q");
	if (scan->lexer.faults > 0)
		scan_event(scan, EVENT_CONTENT_FAULT, NULL);
	if (scan->lexer.odd_hex > 0)
		scan_event(scan, EVENT_HEX_ODD, NULL);
	g_array_unref(scan->states);
	g_array_unref(scan->marks);
	g_ptr_array_unref(scan->operands);
}

static ScanState first_state(Scan *scan)
{
	ScanColour black = {.space = colour_space_device(scan->doc, COLOUR_DEVICE_GRAY),
			    .pattern = obj_null()};
	ScanState state = {.fill = black, .stroke = black};
	memcpy(state.ctm, identity, sizeof identity);
	return state;
}

// --- streams within streams ---

static bool is_running(const Scan *scan, const Obj *stream)
{
	for (; scan; scan = scan->outer)
		if (scan->stream == stream)
			return true;
	return false;
}

static void take_matrix(Scan *scan, const Obj *form)
{
	const Obj *array = doc_get(scan->doc, form, "Matrix");
	double matrix[6];
	if (array->kind != OBJ_ARRAY || array->size != 6)
		return;
	for (gsize i = 0; i < 6; i++)
		matrix[i] = obj_number(doc_item(scan->doc, array, i));
	scan_concat(scan->state.ctm, matrix);
}

// Patterns, glyphs and masks are looked into once a page: nothing of them depends on where they stand.
static bool is_done(Scan *outer, const Obj *stream)
{
	g_autofree char *key = g_strdup_printf("s %u %u", outer->page->index, stream->number);
	return !g_hash_table_insert(outer->content->by_object, g_steal_pointer(&key), GUINT_TO_POINTER(1));
}

static void scan_within(Scan *outer, const ScanInner *inner, GBytes *bytes)
{
	const Obj *own = doc_get(outer->doc, inner->stream, "Resources");
	Scan scan = {
	    .content = outer->content,
	    .doc = outer->doc,
	    .page = outer->page,
	    .outer = outer,
	    .stream = inner->stream,
	    .resources = own->kind == OBJ_DICT ? own : inner->resources,
	    .inherited = own->kind != OBJ_DICT && inner->form,
	    .must_be_tagged = inner->must_be_tagged,
	    .depth = outer->depth + 1,
	    .state = inner->form ? outer->state : first_state(outer),
	};
	if (inner->form)
		take_matrix(&scan, inner->stream);
	guint marks = outer->content->marks->len;
	run(&scan, bytes);
	FormUse *forms = (FormUse *)(void *)outer->content->forms->data;
	for (guint i = 0; marks < outer->content->marks->len && i < outer->content->forms->len; i++)
		forms[i].has_marks |= forms[i].dict == inner->stream;
}

void scan_inner(Scan *outer, const ScanInner *inner)
{
	if (inner->stream->kind != OBJ_STREAM)
		return;
	if (is_running(outer, inner->stream) || outer->depth >= FORMS_DEPTH_MAX) {
		scan_event(outer, EVENT_FORM_LOOP, NULL);
		return;
	}
	if (!inner->form && is_done(outer, inner->stream))
		return;
	g_autoptr(GBytes) bytes = doc_read(outer->doc, inner->stream);
	if (bytes)
		scan_within(outer, inner, bytes);
	else
		event_add(outer->content->events, EVENT_CONTENT_UNREADABLE, outer->page->index,
			  inner->stream->number, NULL);
}

// --- pages ---

// The looks of annotations: each state of each.
static void scan_appearance(Scan *scan, const Obj *appearance)
{
	const Obj *normal = doc_get(scan->doc, appearance, "N");
	scan_inner(scan, &(ScanInner){.stream = normal, .resources = obj_null()});
	for (gsize i = 0; normal->kind == OBJ_DICT && i < normal->size; i++)
		scan_inner(scan, &(ScanInner){.stream = doc_resolve(scan->doc, normal->entries[i].value),
					      .resources = obj_null()});
}

static void scan_page(Content *content, const PdfPage *page)
{
	Document *doc = content->doc;
	Scan scan = {.content = content,
		     .doc = doc,
		     .page = page,
		     .must_be_tagged = true,
		     .resources = doc_inherited(doc, page->dict, "Resources")};
	scan.inherited = doc_get(doc, page->dict, "Resources")->kind == OBJ_NULL;
	scan.state = first_state(&scan);
	g_autoptr(GBytes) bytes = doc_read_content(doc, page);
	if (bytes)
		run(&scan, bytes);
	else
		scan_event(&scan, EVENT_CONTENT_UNREADABLE, NULL);
	const Obj *annotations = doc_get(doc, page->dict, "Annots");
	scan.state = first_state(&scan);
	scan.states = g_array_new(FALSE, FALSE, sizeof(ScanState));
	scan.marks = g_array_new(FALSE, FALSE, sizeof(ScanMark));
	for (gsize i = 0; annotations->kind == OBJ_ARRAY && i < annotations->size; i++)
		scan_appearance(&scan, doc_get(doc, doc_item(doc, annotations, i), "AP"));
	g_array_unref(scan.states);
	g_array_unref(scan.marks);
}

static void clear_mark(void *data)
{
	Mark *mark = data;
	if (mark->text)
		g_string_free(mark->text, TRUE);
}

Content *content_read(Document *doc, const TagTree *tree, EventList *events)
{
	Content *content = g_new0(Content, 1);
	content->doc = doc;
	content->tags = tree;
	content->events = events;
	content->complete = true;
	content->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
	g_array_set_clear_func(content->marks, clear_mark);
	content->images = g_array_new(FALSE, FALSE, sizeof(PlacedImage));
	content->colours = g_array_new(FALSE, FALSE, sizeof(ColourUse));
	content->forms = g_array_new(FALSE, FALSE, sizeof(FormUse));
	content->fonts = g_ptr_array_new_with_free_func(font_free);
	content->states = g_ptr_array_new();
	content->by_object = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	content->spaces = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < doc->pages->len; i++)
		scan_page(content, &g_array_index(doc->pages, PdfPage, i));
	return content;
}

void content_free(Content *content)
{
	if (!content)
		return;
	g_array_unref(content->marks);
	g_array_unref(content->images);
	g_array_unref(content->colours);
	g_array_unref(content->forms);
	g_ptr_array_unref(content->fonts);
	g_ptr_array_unref(content->states);
	g_hash_table_unref(content->by_object);
	g_hash_table_unref(content->spaces);
	g_free(content);
}

const Mark *content_find_mark(const Content *content, guint page, guint stream, gint64 mcid)
{
	g_autofree char *key = g_strdup_printf("%u %u %" G_GINT64_FORMAT, page, stream, mcid);
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(content->by_object, key));
	return index ? &g_array_index(content->marks, Mark, index - 1) : NULL;
}
