// The file itself: header, trailer, streams, limits (ISO 19005-2, 6.1).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

static void file_sound(Inspection *in)
{
	if (in->doc->repairs > 0)
		report(in, 0, 0, in->doc->repair);
	if (!in->content->complete)
		report_format(in, 0, 0, _("more than %d drawing operators"), OPERATORS_MAX);
	if (!in->tags->complete)
		report_format(in, 0, 0, _("more than %d structure elements"), ELEMENTS_MAX);
}

static void header(Inspection *in)
{
	const guchar *bytes = in->doc->bytes;
	bool sound = in->doc->size > 9 && memcmp(bytes, "%PDF-1.", 7) == 0 && bytes[7] >= '0' &&
		     bytes[7] <= '7' && (bytes[8] == '\n' || bytes[8] == '\r');
	if (!sound)
		report(in, 0, 0, NULL);
}

static void header_binary(Inspection *in)
{
	enum { MARKS = 4 };
	const guchar *bytes = in->doc->bytes, *end = bytes + MIN(in->doc->size, 64);
	const guchar *at = bytes;
	while (at < end && *at != '\n' && *at != '\r')
		at++;
	while (at < end && (*at == '\n' || *at == '\r'))
		at++;
	bool sound = end - at > MARKS && *at == '%';
	for (int i = 1; sound && i <= MARKS; i++)
		sound = at[i] > 127;
	if (!sound)
		report(in, 0, 0, NULL);
}

static void file_id(Inspection *in)
{
	const Obj *id = doc_get(in->doc, in->doc->trailer, "ID");
	const Obj *first = doc_item(in->doc, id, 0), *second = doc_item(in->doc, id, 1);
	bool sound = first->kind == OBJ_STRING && first->size > 0 && second->kind == OBJ_STRING;
	if (!sound)
		report(in, 0, 0, NULL);
}

static void not_encrypted(Inspection *in)
{
	if (obj_peek(in->doc->trailer, "Encrypt")->kind != OBJ_NULL)
		report(in, 0, 0, NULL);
}

// Bit 10 lets assistive technology take out text.
static void readable_when_encrypted(Inspection *in)
{
	enum { EXTRACT_FOR_ACCESS = 512 };
	const Obj *encrypt = doc_get(in->doc, in->doc->trailer, "Encrypt");
	const Obj *permissions = doc_get(in->doc, encrypt, "P");
	if (encrypt->kind != OBJ_DICT)
		return;
	if (permissions->kind != OBJ_INTEGER || !(permissions->integer & EXTRACT_FOR_ACCESS))
		report(in, 0, encrypt->number, NULL);
}

static void nothing_after_end(Inspection *in)
{
	enum { TAIL = 2048 };
	const guchar *bytes = in->doc->bytes, *end = bytes + in->doc->size;
	const guchar *from = in->doc->size > TAIL ? end - TAIL : bytes, *last = NULL;
	for (const guchar *at = from; (at = memmem(at, (gsize)(end - at), "%%EOF", 5)) != NULL; at += 5)
		last = at + 5;
	if (last && last < end && *last == '\r')
		last++;
	if (last && last < end && *last == '\n')
		last++;
	if (!last || last < end)
		report(in, 0, 0, NULL);
}

// --- streams ---

typedef void (*ObjectCheck)(Inspection *in, const Obj *obj);

static void each_object(Inspection *in, ObjectCheck check)
{
	for (guint i = 0; i < in->doc->objects->len; i++)
		check(in, g_ptr_array_index(in->doc->objects, i));
}

static void check_external(Inspection *in, const Obj *obj)
{
	static const char *const keys[] = {"F", "FFilter", "FDecodeParms"};
	for (gsize i = 0; obj->kind == OBJ_STREAM && i < G_N_ELEMENTS(keys); i++)
		if (obj_peek(obj, keys[i])->kind != OBJ_NULL)
			report_format(in, 0, obj->number, "/%s", keys[i]);
}

static void no_external_streams(Inspection *in)
{
	each_object(in, check_external);
}

static bool is_allowed_filter(const char *name)
{
	static const char *const names[] = {
	    "ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode",
	    "JBIG2Decode",    "DCTDecode",     "JPXDecode",   "Crypt",           NULL};
	return g_strv_contains(names, name);
}

static void check_filter(Inspection *in, const Obj *obj, const Obj *filter, const Obj *parameters)
{
	if (filter->kind != OBJ_NAME)
		return;
	const char *crypt = obj_name(doc_get(in->doc, parameters, "Name"));
	bool crypts = strcmp(filter->text, "Crypt") == 0 && crypt && strcmp(crypt, "Identity") != 0;
	if (!is_allowed_filter(filter->text) || crypts)
		report(in, 0, obj->number, filter->text);
}

static void check_filters(Inspection *in, const Obj *obj)
{
	if (obj->kind != OBJ_STREAM)
		return;
	const Obj *filter = doc_get(in->doc, obj, "Filter"),
		  *parameters = doc_get(in->doc, obj, "DecodeParms");
	check_filter(in, obj, filter, parameters);
	for (gsize i = 0; filter->kind == OBJ_ARRAY && i < filter->size; i++)
		check_filter(in, obj, doc_item(in->doc, filter, i), doc_item(in->doc, parameters, i));
}

static void filters(Inspection *in)
{
	each_object(in, check_filters);
}

// --- limits ---

enum { STRING_MAX = 32767, NAME_MAX_BYTES = 127 };

static void check_name_size(Inspection *in, guint object, const char *name, gsize size)
{
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	if (size > NAME_MAX_BYTES)
		report_format(in, 0, object, "/%.40s…", valid);
}

static void check_limits(Inspection *in, guint object, const Obj *obj)
{
	if (obj->kind == OBJ_INTEGER && (obj->integer > G_MAXINT32 || obj->integer < G_MININT32))
		report_format(in, 0, object, "%" G_GINT64_FORMAT, obj->integer);
	else if (obj->kind == OBJ_REAL && (obj->real > 3.403e38 || obj->real < -3.403e38))
		report_format(in, 0, object, "%g", obj->real);
	else if (obj->kind == OBJ_STRING && obj->size > STRING_MAX)
		report_format(in, 0, object, _("a string of %u bytes"), (guint)obj->size);
	else if (obj->kind == OBJ_NAME)
		check_name_size(in, object, obj->text, obj->size);
	for (gsize i = 0; obj->kind == OBJ_ARRAY && i < obj->size; i++)
		check_limits(in, object, obj->items[i]);
	for (gsize i = 0; obj_is_dict(obj) && i < obj->size; i++) {
		check_name_size(in, object, obj->entries[i].key, strlen(obj->entries[i].key));
		check_limits(in, object, obj->entries[i].value);
	}
}

static void check_object_limits(Inspection *in, const Obj *obj)
{
	check_limits(in, obj->number, obj);
}

static void limits(Inspection *in)
{
	each_object(in, check_object_limits);
}

static void page_sizes(Inspection *in)
{
	for (guint i = 0; i < in->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, i);
		const double *const boxes[] = {page->media, page->crop, page->bleed, page->trim, page->art};
		for (gsize k = 0; k < G_N_ELEMENTS(boxes); k++) {
			double width = boxes[k][2] - boxes[k][0], height = boxes[k][3] - boxes[k][1];
			if (MIN(width, height) >= 3 && MAX(width, height) <= 14400)
				continue;
			report_format(in, page->index, page->dict->number, "%.0f × %.0f pt", width, height);
			break;
		}
	}
}

static void permissions(Inspection *in)
{
	const Obj *dict = doc_get(in->doc, in->doc->catalog, "Perms");
	for (gsize i = 0; dict->kind == OBJ_DICT && i < dict->size; i++)
		if (strcmp(dict->entries[i].key, "UR3") != 0 && strcmp(dict->entries[i].key, "DocMDP") != 0)
			report_format(in, 0, dict->number, "/%s", dict->entries[i].key);
}

static void requirements(Inspection *in)
{
	if (obj_peek(in->doc->catalog, "Requirements")->kind != OBJ_NULL)
		report(in, 0, in->doc->catalog->number, NULL);
}

static void presentations(Inspection *in)
{
	const Obj *names = doc_get(in->doc, in->doc->catalog, "Names");
	if (obj_peek(names, "AlternatePresentations")->kind != OBJ_NULL)
		report(in, 0, in->doc->catalog->number, "/AlternatePresentations");
	for (guint i = 0; i < in->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(in->doc->pages, PdfPage, i);
		if (obj_peek(page->dict, "PresSteps")->kind != OBJ_NULL)
			report(in, page->index, page->dict->number, "/PresSteps");
	}
}

// --- embedded files ---

static bool has_text(Inspection *in, const Obj *dict, const char *key)
{
	const Obj *text = doc_get(in->doc, dict, key);
	return text->kind == OBJ_STRING && text->size > 0;
}

static const Obj *embedded(Inspection *in, const Obj *obj)
{
	return obj->kind == OBJ_DICT ? doc_get(in->doc, obj, "EF") : obj_null();
}

static void check_file_names(Inspection *in, const Obj *obj)
{
	if (embedded(in, obj)->kind != OBJ_DICT)
		return;
	if (!has_text(in, obj, "F") || !has_text(in, obj, "UF"))
		report(in, 0, obj->number, NULL);
}

static void file_names(Inspection *in)
{
	each_object(in, check_file_names);
}

static void check_file_kind(Inspection *in, const Obj *obj)
{
	const Obj *files = embedded(in, obj);
	if (files->kind != OBJ_DICT)
		return;
	g_autoptr(GBytes) bytes = doc_read(in->doc, doc_get(in->doc, files, "F"));
	gsize size = 0;
	const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
	if (size < 5 || memcmp(data, "%PDF-", 5) != 0)
		report(in, 0, obj->number, doc_text(in->doc, obj, "F"));
}

static void file_kinds(Inspection *in)
{
	each_object(in, check_file_kind);
}

static void check_embedded(Inspection *in, const Obj *obj)
{
	if (embedded(in, obj)->kind == OBJ_DICT)
		report(in, 0, obj->number, doc_text(in->doc, obj, "F"));
}

static void no_embedded(Inspection *in)
{
	each_object(in, check_embedded);
}

// --- optional content ---

typedef void (*LayerCheck)(Inspection *in, const Obj *configuration);

static void each_configuration(Inspection *in, LayerCheck check)
{
	const Obj *layers = doc_get(in->doc, in->doc->catalog, "OCProperties");
	const Obj *first = doc_get(in->doc, layers, "D"), *others = doc_get(in->doc, layers, "Configs");
	if (layers->kind != OBJ_DICT)
		return;
	check(in, first);
	for (gsize i = 0; others->kind == OBJ_ARRAY && i < others->size; i++)
		check(in, doc_item(in->doc, others, i));
}

static void check_layer_name(Inspection *in, const Obj *configuration)
{
	if (!has_text(in, configuration, "Name"))
		report(in, 0, configuration->number, NULL);
}

static void layer_names(Inspection *in)
{
	each_configuration(in, check_layer_name);
}

static void check_layer_events(Inspection *in, const Obj *configuration)
{
	if (obj_peek(configuration, "AS")->kind != OBJ_NULL)
		report(in, 0, configuration->number, NULL);
}

// The groups that an order names, in lists within lists.
static void list_layers(const Obj *order, GHashTable *listed)
{
	for (gsize i = 0; i < order->size; i++) {
		const Obj *item = order->items[i];
		if (item->kind == OBJ_REF)
			g_hash_table_add(listed, GUINT_TO_POINTER(item->number));
		else if (item->kind == OBJ_ARRAY)
			list_layers(item, listed);
	}
}

static void layer_events(Inspection *in)
{
	each_configuration(in, check_layer_events);
}

static void layers_ordered(Inspection *in)
{
	const Obj *layers = doc_get(in->doc, in->doc->catalog, "OCProperties");
	const Obj *groups = doc_get(in->doc, layers, "OCGs");
	const Obj *order = doc_get(in->doc, doc_get(in->doc, layers, "D"), "Order");
	g_autoptr(GHashTable) listed = g_hash_table_new(NULL, NULL);
	if (order->kind != OBJ_ARRAY || groups->kind != OBJ_ARRAY)
		return;
	list_layers(order, listed);
	for (gsize i = 0; i < groups->size; i++)
		if (!g_hash_table_contains(listed, GUINT_TO_POINTER(groups->items[i]->number)))
			report(in, 0, groups->items[i]->number, NULL);
}

static void layer_names_differ(Inspection *in)
{
	const Obj *layers = doc_get(in->doc, in->doc->catalog, "OCProperties");
	const Obj *others = doc_get(in->doc, layers, "Configs");
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	char *first = doc_text(in->doc, doc_get(in->doc, layers, "D"), "Name");
	if (first)
		g_hash_table_add(seen, first);
	for (gsize i = 0; others->kind == OBJ_ARRAY && i < others->size; i++) {
		const Obj *configuration = doc_item(in->doc, others, i);
		char *name = doc_text(in->doc, configuration, "Name");
		if (name && !g_hash_table_add(seen, name))
			report(in, 0, configuration->number, name);
	}
}

const Check *checks_of_file(void)
{
	static const Check checks[] = {
	    {.id = "file-sound",
	     .file = "7.5",
	     .run = file_sound,
	     .demand = N_("the file must be readable without repair"),
	     .hint = N_("make it again, or save it with a program that mends it")},
	    {.id = "content-readable",
	     .file = "7.8.2",
	     .event = EVENT_CONTENT_UNREADABLE,
	     .demand = N_("content streams must be readable"),
	     .hint = N_("make the file again; streams larger than the limit are not read")},
	    {.id = "content-syntax",
	     .file = "7.8.2",
	     .event = EVENT_CONTENT_FAULT,
	     .demand = N_("content streams must follow the syntax of PDF"),
	     .hint = N_("make the file again")},
	    {.id = "content-forms",
	     .file = "8.10.1",
	     .event = EVENT_FORM_LOOP,
	     .demand = N_("forms must not contain themselves"),
	     .hint = N_("make the file again")},
	    {.id = "resources-present",
	     .file = "7.8.3",
	     .event = EVENT_RESOURCE_MISSING,
	     .demand = N_("what content streams name must be in their resources"),
	     .hint = N_("make the file again")},
	    {.id = "states-balanced",
	     .file = "8.4.2",
	     .event = EVENT_STATE_UNBALANCED,
	     .demand = N_("graphics states must be saved and restored in pairs"),
	     .hint = N_("write as many Q as q in each content stream")},
	    {.id = "marks-balanced",
	     .file = "14.6",
	     .event = EVENT_MARK_UNBALANCED,
	     .demand = N_("marked content must begin and end in pairs"),
	     .hint = N_("write an EMC for each BMC and BDC of a content stream")},
	    {.id = "text-font",
	     .file = "9.4.3",
	     .event = EVENT_TEXT_NO_FONT,
	     .demand = N_("text must be shown with a font"),
	     .hint = N_("set a font with Tf before text is shown")},
	    {.id = "header",
	     .ua = "6.1",
	     .a = "6.1.2",
	     .run = header,
	     .demand = N_("the file must begin with %PDF-1.0 to %PDF-1.7 and an end of line"),
	     .hint = N_("write the header at the very first byte")},
	    {.id = "header-binary",
	     .a = "6.1.2",
	     .run = header_binary,
	     .demand = N_("the second line must be a comment of at least four bytes above 127"),
	     .hint = N_("write such a comment after the header")},
	    {.id = "file-id",
	     .a = "6.1.3",
	     .x = "6",
	     .run = file_id,
	     .demand = N_("the trailer must have an identifier (ID)"),
	     .hint = N_("write two strings as ID")},
	    {.id = "not-encrypted",
	     .a = "6.1.3",
	     .x = "6",
	     .run = not_encrypted,
	     .demand = N_("the file must not be encrypted"),
	     .hint = N_("save it without password or restrictions")},
	    {.id = "encrypted-readable",
	     .ua = "7.16",
	     .run = readable_when_encrypted,
	     .demand = N_("encryption must let screen readers take the text"),
	     .hint = N_("allow text access for accessibility, or save without restrictions")},
	    {.id = "end-of-file",
	     .a = "6.1.3",
	     .run = nothing_after_end,
	     .demand = N_("nothing may follow the end of the file (%%EOF)"),
	     .hint = N_("save the file anew")},
	    {.id = "hex-strings",
	     .a = "6.1.6",
	     .event = EVENT_HEX_ODD,
	     .demand = N_("hexadecimal strings must have an even number of digits and nothing else"),
	     .hint = N_("write the missing digit")},
	    {.id = "stream-external",
	     .a = "6.1.7",
	     .x = "6",
	     .run = no_external_streams,
	     .demand = N_("the data of streams must be in the file"),
	     .hint = N_("take what is outside into the file")},
	    {.id = "stream-filter",
	     .a = "6.1.7",
	     .x = "6",
	     .run = filters,
	     .demand =
		 N_("streams must not be compressed by LZW, encrypted by themselves, or by unknown ways"),
	     .hint = N_("compress them with Flate")},
	    {.id = "inline-filter",
	     .a = "6.1.10",
	     .x = "6",
	     .event = EVENT_INLINE_FILTER,
	     .demand = N_("pictures inside content streams must not use LZW or unknown filters"),
	     .hint = N_("compress them with Flate")},
	    {.id = "permissions",
	     .a = "6.1.12",
	     .run = permissions,
	     .demand = N_("the permissions dictionary may hold UR3 and DocMDP only"),
	     .hint = N_("take the other entries out")},
	    {.id = "limits",
	     .a = "6.1.13",
	     .x = "6.25",
	     .run = limits,
	     .demand = N_("numbers, strings and names must stay within the limits of PDF readers"),
	     .hint = N_("shorten it; integers up to 2147483647, strings up to 32767 bytes, names up to 127")},
	    {.id = "state-nesting",
	     .a = "6.1.13",
	     .x = "6.25",
	     .event = EVENT_NESTING_DEEP,
	     .demand = N_("graphics states must not be nested deeper than 28"),
	     .hint = N_("nest drawings less deep")},
	    {.id = "page-size",
	     .a = "6.1.13",
	     .x = "6.25",
	     .run = page_sizes,
	     .demand = N_("page boxes must be between 3 and 14400 units wide and high"),
	     .hint = N_("correct the page's boxes")},
	    {.id = "embedded-none",
	     .x = "6",
	     .run = no_embedded,
	     .demand = N_("a file for the press must hold no other files"),
	     .hint = N_("take the embedded file out")},
	    {.id = "embedded-names",
	     .ua = "7.11",
	     .a = "6.8",
	     .run = file_names,
	     .demand = N_("an embedded file must have a name in F and in UF"),
	     .hint = N_("write both names")},
	    {.id = "embedded-kind",
	     .a = "6.8",
	     .run = file_kinds,
	     .demand = N_("embedded files must be PDF/A themselves"),
	     .hint = N_("take the file out, or embed it as PDF/A")},
	    {.id = "layer-name",
	     .ua = "7.10",
	     .a = "6.9",
	     .x = "6.24",
	     .run = layer_names,
	     .demand = N_("each configuration of layers must have a name"),
	     .hint = N_("write its Name")},
	    {.id = "layer-events",
	     .ua = "7.10",
	     .a = "6.9",
	     .x = "6.24",
	     .run = layer_events,
	     .demand = N_("layers must not switch themselves on or off (AS)"),
	     .hint = N_("take the AS entry out")},
	    {.id = "layer-order",
	     .a = "6.9",
	     .run = layers_ordered,
	     .demand = N_("the order of layers must name every layer"),
	     .hint = N_("add the missing one to Order")},
	    {.id = "layer-names-differ",
	     .a = "6.9",
	     .run = layer_names_differ,
	     .demand = N_("configurations of layers must have different names"),
	     .hint = N_("rename one of them")},
	    {.id = "presentations",
	     .a = "6.10",
	     .run = presentations,
	     .demand = N_("there must be no presentation steps"),
	     .hint = N_("take the entry out")},
	    {.id = "requirements",
	     .a = "6.11",
	     .run = requirements,
	     .demand = N_("the catalog must have no Requirements"),
	     .hint = N_("take the entry out")},
	    {0},
	};
	return checks;
}
