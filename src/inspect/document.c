#include "inspect/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "finish/qpdf.h"
#include "inspect/inflate.h"
#include "inspect/lexer.h"

enum {
	MIB = 1024 * 1024,
	PARENTS_MAX = 64,  // levels of a page tree that pages inherit through
	FLATE_RATIO = 1032 // by how much Flate can shrink at most
};

typedef struct DocumentReader {
	GBytes *bytes;
	Pdf *pdf;
	GHashTable *loaded;       // number → Obj
	GHashTable *generations;  // number → generation, where it is not 0
	GHashTable *page_numbers; // number → index of the page, from 1
	gsize decoded;            // bytes so far
} DocumentReader;

static void fail(DocumentFailure *failure, char *what, char *hint)
{
	failure->what = what;
	failure->hint = hint;
}

// --- objects ---

static const Obj *parse(Document *doc, const char *text, bool stream)
{
	Lexer lexer = {.at = text, .end = text + strlen(text), .arena = doc->arena, .references = true};
	const Obj *read = lexer_next(&lexer);
	if (!read || read->kind == OBJ_OPERATOR)
		return obj_null();
	if (!stream || read->kind != OBJ_DICT)
		return read;
	Obj *copy = arena_copy(doc->arena, read, 1, sizeof *read);
	copy->kind = OBJ_STREAM;
	return copy;
}

static PdfObject handle_of(Document *doc, guint number)
{
	guint generation =
	    GPOINTER_TO_UINT(g_hash_table_lookup(doc->reader->generations, GUINT_TO_POINTER(number)));
	return pdf_get_object_of(doc->reader->pdf, number, generation);
}

static const Obj *load(Document *doc, guint number)
{
	Pdf *pdf = doc->reader->pdf;
	PdfObject handle = handle_of(doc, number);
	bool stream = pdf_get_kind(pdf, handle) == PDF_STREAM;
	if (stream)
		handle = pdf_get_stream_dictionary(pdf, handle);
	g_autofree char *text = pdf_unparse_resolved(pdf, handle);
	pdf_forget_handles(pdf);
	const Obj *read = parse(doc, text, stream);
	if (read->kind == OBJ_NULL)
		return read;
	Obj *copy = arena_copy(doc->arena, read, 1, sizeof *read);
	copy->number = number;
	return copy;
}

const Obj *doc_object(Document *doc, guint number)
{
	const Obj *known = g_hash_table_lookup(doc->reader->loaded, GUINT_TO_POINTER(number));
	if (known)
		return known;
	const Obj *read = load(doc, number);
	g_hash_table_insert(doc->reader->loaded, GUINT_TO_POINTER(number), (gpointer)read);
	return read;
}

// A reference to a reference is no PDF; what leads on is followed once.
const Obj *doc_resolve(Document *doc, const Obj *obj)
{
	if (obj->kind != OBJ_REF)
		return obj;
	if (obj->size > 0)
		g_hash_table_insert(doc->reader->generations, GUINT_TO_POINTER(obj->number),
				    GUINT_TO_POINTER((guint)obj->size));
	const Obj *found = doc_object(doc, obj->number);
	return found->kind == OBJ_REF ? obj_null() : found;
}

const Obj *doc_get(Document *doc, const Obj *dict, const char *key)
{
	return doc_resolve(doc, obj_peek(dict, key));
}

const Obj *doc_item(Document *doc, const Obj *array, gsize index)
{
	if (array->kind != OBJ_ARRAY || index >= array->size)
		return obj_null();
	return doc_resolve(doc, array->items[index]);
}

char *doc_text(Document *doc, const Obj *dict, const char *key)
{
	return obj_to_utf8(doc->arena, doc_get(doc, dict, key));
}

const Obj *doc_inherited(Document *doc, const Obj *page, const char *key)
{
	for (int i = 0; i < PARENTS_MAX && page->kind == OBJ_DICT; i++) {
		const Obj *found = doc_get(doc, page, key);
		if (found->kind != OBJ_NULL)
			return found;
		page = doc_get(doc, page, "Parent");
	}
	return obj_null();
}

bool doc_rectangle(Document *doc, const Obj *array, double box[static 4])
{
	double corner[4];
	if (array->kind != OBJ_ARRAY || array->size != 4)
		return false;
	for (gsize i = 0; i < 4; i++) {
		const Obj *number = doc_item(doc, array, i);
		if (!obj_is_number(number))
			return false;
		corner[i] = obj_number(number);
	}
	box[0] = MIN(corner[0], corner[2]);
	box[1] = MIN(corner[1], corner[3]);
	box[2] = MAX(corner[0], corner[2]);
	box[3] = MAX(corner[1], corner[3]);
	return true;
}

// --- all objects ---

typedef struct Walk {
	Document *doc;
	GHashTable *seen; // numbers
	GArray *queue;    // guint
} Walk;

// Puts what a value refers to into the queue. Values nest no deeper than the lexer lets them.
static void find_references(Walk *walk, const Obj *obj)
{
	if (obj->kind == OBJ_REF) {
		doc_resolve(walk->doc, obj);
		if (g_hash_table_add(walk->seen, GUINT_TO_POINTER(obj->number)))
			g_array_append_val(walk->queue, obj->number);
	}
	for (gsize i = 0; obj->kind == OBJ_ARRAY && i < obj->size; i++)
		find_references(walk, obj->items[i]);
	for (gsize i = 0; obj_is_dict(obj) && i < obj->size; i++)
		find_references(walk, obj->entries[i].value);
}

static int compare_numbers(gconstpointer a_data, gconstpointer b_data)
{
	const Obj *a = *(const Obj *const *)a_data, *b = *(const Obj *const *)b_data;
	return (a->number > b->number) - (a->number < b->number);
}

static bool walk_objects(Document *doc)
{
	Walk walk = {doc, g_hash_table_new(NULL, NULL), g_array_new(FALSE, FALSE, sizeof(guint))};
	find_references(&walk, doc->trailer);
	for (guint i = 0; i < doc->pages->len; i++)
		find_references(&walk, g_array_index(doc->pages, PdfPage, i).dict);
	for (guint i = 0; i < walk.queue->len && walk.queue->len <= OBJECTS_MAX; i++) {
		const Obj *obj = doc_object(doc, g_array_index(walk.queue, guint, i));
		if (obj->kind != OBJ_NULL)
			g_ptr_array_add(doc->objects, (gpointer)obj);
		find_references(&walk, obj);
	}
	bool fits = walk.queue->len <= OBJECTS_MAX;
	g_ptr_array_sort(doc->objects, compare_numbers);
	g_hash_table_unref(walk.seen);
	g_array_unref(walk.queue);
	return fits;
}

// --- pages ---

// The box of a page, or what it is taken to be where it is missing. True where it is there.
static bool read_box(Document *doc, const Obj *page, const char *key, const double otherwise[static 4],
		     double box[static 4])
{
	bool inherits = strcmp(key, "MediaBox") == 0 || strcmp(key, "CropBox") == 0;
	const Obj *array = inherits ? doc_inherited(doc, page, key) : doc_get(doc, page, key);
	if (doc_rectangle(doc, array, box))
		return true;
	memcpy(box, otherwise, 4 * sizeof *box);
	return false;
}

static void read_page(Document *doc, guint index)
{
	static const double a4[4] = {0, 0, 595.276, 841.89};
	guint number = pdf_get_number_of(doc->reader->pdf, pdf_get_page(doc->reader->pdf, index));
	PdfPage page = {.dict = doc_object(doc, number), .index = index + 1};
	read_box(doc, page.dict, "MediaBox", a4, page.media);
	page.has_crop = read_box(doc, page.dict, "CropBox", page.media, page.crop);
	page.has_bleed = read_box(doc, page.dict, "BleedBox", page.crop, page.bleed);
	page.has_trim = read_box(doc, page.dict, "TrimBox", page.crop, page.trim);
	page.has_art = read_box(doc, page.dict, "ArtBox", page.crop, page.art);
	double unit = obj_number(doc_get(doc, page.dict, "UserUnit"));
	page.unit = unit > 0 ? unit : 1;
	page.rotate = (int)CLAMP(obj_number(doc_inherited(doc, page.dict, "Rotate")), -3600, 3600);
	g_array_append_val(doc->pages, page);
	g_hash_table_insert(doc->reader->page_numbers, GUINT_TO_POINTER(number),
			    GUINT_TO_POINTER(page.index));
}

guint doc_find_page(const Document *doc, guint number)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(doc->reader->page_numbers, GUINT_TO_POINTER(number)));
}

// --- streams ---

static guint count_filters(Document *doc, const Obj *stream)
{
	const Obj *filter = doc_get(doc, stream, "Filter");
	if (filter->kind == OBJ_NAME)
		return 1;
	return filter->kind == OBJ_ARRAY ? (guint)filter->size : 0;
}

static bool is_plain_flate(Document *doc, const Obj *stream)
{
	const Obj *filter = doc_get(doc, stream, "Filter");
	if (filter->kind == OBJ_ARRAY && filter->size == 1)
		filter = doc_item(doc, filter, 0);
	return obj_is_name(filter, "FlateDecode");
}

// True where the decoded data will be small enough to hold. Where that cannot be measured beforehand, the
// worst is taken; filters upon filters could multiply that, and nobody needs them.
static bool fits(Document *doc, const Obj *stream, GBytes *raw)
{
	enum { FILTERS_MAX = 2 };
	const gsize limit = (gsize)STREAM_MIB_MAX * MIB;
	gsize size, decoded;
	const void *data = g_bytes_get_data(raw, &size);
	guint filters = count_filters(doc, stream);
	if (is_plain_flate(doc, stream))
		decoded = inflate_measure(data, size, limit);
	else
		decoded = filters == 0 ? size : size * FLATE_RATIO * 3;
	if (decoded > limit || filters > FILTERS_MAX ||
	    doc->reader->decoded + decoded > (gsize)DECODED_MIB_MAX * MIB)
		return false;
	doc->reader->decoded += decoded;
	return true;
}

GBytes *doc_read(Document *doc, const Obj *stream)
{
	if (stream->kind != OBJ_STREAM || stream->number == 0)
		return NULL;
	Pdf *pdf = doc->reader->pdf;
	PdfObject handle = handle_of(doc, stream->number);
	g_autoptr(GBytes) raw = pdf_dup_stream_raw(pdf, handle);
	bool decoded = false;
	GBytes *data = fits(doc, stream, raw) ? pdf_dup_stream(pdf, handle, &decoded) : NULL;
	pdf_forget_handles(pdf);
	if (!decoded)
		g_clear_pointer(&data, g_bytes_unref);
	return data;
}

GBytes *doc_read_content(Document *doc, const PdfPage *page)
{
	const Obj *contents = doc_get(doc, page->dict, "Contents");
	if (contents->kind == OBJ_STREAM)
		return doc_read(doc, contents);
	GByteArray *joined = g_byte_array_new();
	for (gsize i = 0; contents->kind == OBJ_ARRAY && i < contents->size; i++) {
		g_autoptr(GBytes) part = doc_read(doc, doc_item(doc, contents, i));
		if (!part || joined->len + g_bytes_get_size(part) > (gsize)STREAM_MIB_MAX * MIB) {
			g_byte_array_unref(joined);
			return NULL;
		}
		gsize size;
		const guint8 *data = g_bytes_get_data(part, &size);
		g_byte_array_append(joined, data, (guint)size);
		g_byte_array_append(joined, (const guint8 *)"\n", 1);
	}
	return g_byte_array_free_to_bytes(joined);
}

// --- before anything is opened ---

static const guchar *find(const guchar *from, const guchar *end, const char *word)
{
	return from < end ? memmem(from, (gsize)(end - from), word, strlen(word)) : NULL;
}

// Streams of objects and cross-references are unfolded by the library while it opens a file: they are
// measured before. Where such a name stands, the next stream is taken for it.
static bool has_bomb(const guchar *bytes, gsize size, const char *name)
{
	const guchar *end = bytes + size, *at = bytes;
	gsize total = 0;
	while ((at = find(at, end, name)) != NULL) {
		const guchar *stream = find(at, end, "stream");
		if (!stream)
			return false;
		stream += strlen("stream");
		while (stream < end && (*stream == '\r' || *stream == '\n'))
			stream++;
		const guchar *stop = find(stream, end, "endstream");
		gsize length = (gsize)((stop ? stop : end) - stream);
		total += inflate_measure(stream, length, (gsize)STREAM_MIB_MAX * MIB);
		if (total > (gsize)STREAM_MIB_MAX * MIB)
			return true;
		at = stream;
	}
	return false;
}

static bool is_acceptable(GBytes *bytes, DocumentFailure *failure)
{
	gsize size;
	const guchar *data = g_bytes_get_data(bytes, &size);
	enum { HEADER_WITHIN = 1024 };
	if (size == 0)
		fail(failure, g_strdup(_("the file is empty")), g_strdup(_("give the path of a PDF")));
	else if (size > (gsize)FILE_MIB_MAX * MIB)
		fail(failure, g_strdup_printf(_("the file is larger than %d MiB"), FILE_MIB_MAX),
		     g_strdup(_("split it into parts")));
	else if (!find(data, data + MIN(size, HEADER_WITHIN), "%PDF-"))
		fail(failure, g_strdup(_("this is no PDF file: it does not begin with %PDF-")),
		     g_strdup(_("give the path of a PDF")));
	else if (has_bomb(data, size, "/ObjStm") || has_bomb(data, size, "/XRef"))
		fail(failure,
		     g_strdup_printf(_("what it says of its own objects unfolds to more than %d MiB"),
				     STREAM_MIB_MAX),
		     g_strdup(_("the file is not what it seems: do not trust it")));
	else
		return true;
	return false;
}

// --- opening ---

static void explain(const GError *error, DocumentFailure *failure)
{
	if (g_error_matches(error, PDF_ERROR, PDF_ERROR_ENCRYPTED))
		fail(failure, g_strdup(_("the file is encrypted and opens with a password only")),
		     g_strdup(_("save it without password first")));
	else if (g_error_matches(error, PDF_ERROR, PDF_ERROR_LIBRARY))
		fail(failure, g_strdup(error->message), g_strdup(_("install it")));
	else
		fail(failure,
		     g_strdup_printf(_("the file is too damaged to be read (libqpdf says: %s)"),
				     error->message),
		     g_strdup(_("make it again, or ask for it again")));
}

static const char *read_version(Document *doc)
{
	const char *of_catalog = obj_name(doc_get(doc, doc->catalog, "Version"));
	const char *of_header = arena_strdup(doc->arena, pdf_get_version(doc->reader->pdf));
	return of_catalog && strcmp(of_catalog, of_header) > 0 ? of_catalog : of_header;
}

static bool read_pages(Document *doc, DocumentFailure *failure)
{
	guint count = pdf_get_page_count(doc->reader->pdf);
	g_autoptr(GError) error = NULL;
	if (count > PAGES_MAX)
		fail(failure, g_strdup_printf(_("the file has more than %d pages"), PAGES_MAX),
		     g_strdup(_("split it into parts")));
	else if (count == 0 && !pdf_check(doc->reader->pdf, &error))
		explain(error, failure);
	else if (count == 0)
		fail(failure, g_strdup(_("the file has no pages")),
		     g_strdup(_("make it again, or ask for it again")));
	for (guint i = 0; !failure->what && i < count; i++)
		read_page(doc, i);
	return !failure->what;
}

static bool read_document(Document *doc, DocumentFailure *failure)
{
	Pdf *pdf = doc->reader->pdf;
	if (!read_pages(doc, failure))
		return false;
	g_autofree char *trailer = pdf_unparse_resolved(pdf, pdf_get_trailer(pdf));
	doc->trailer = parse(doc, trailer, false);
	doc->catalog = doc_get(doc, doc->trailer, "Root");
	doc->info = doc_get(doc, doc->trailer, "Info");
	doc->version = read_version(doc);
	if (!walk_objects(doc)) {
		fail(failure, g_strdup_printf(_("the file has more than %d objects"), OBJECTS_MAX),
		     g_strdup(_("split it into parts")));
		return false;
	}
	g_auto(GStrv) warnings = pdf_take_warnings(pdf);
	doc->repairs = g_strv_length(warnings);
	doc->repair = arena_strdup(doc->arena, warnings[0]);
	return true;
}

static Document *document_new(GBytes *bytes)
{
	Document *doc = g_new0(Document, 1);
	doc->arena = arena_new();
	doc->bytes = g_bytes_get_data(bytes, &doc->size);
	doc->trailer = doc->catalog = doc->info = obj_null();
	doc->pages = g_array_new(FALSE, FALSE, sizeof(PdfPage));
	doc->objects = g_ptr_array_new();
	doc->reader = g_new0(DocumentReader, 1);
	doc->reader->bytes = g_bytes_ref(bytes);
	doc->reader->loaded = g_hash_table_new(NULL, NULL);
	doc->reader->generations = g_hash_table_new(NULL, NULL);
	doc->reader->page_numbers = g_hash_table_new(NULL, NULL);
	return doc;
}

Document *document_open(GBytes *bytes, DocumentFailure *failure)
{
	*failure = (DocumentFailure){0};
	if (!is_acceptable(bytes, failure))
		return NULL;
	g_autoptr(Document) doc = document_new(bytes);
	g_autoptr(GError) error = NULL;
	doc->reader->pdf = pdf_open(bytes, "", &error);
	if (!doc->reader->pdf) {
		explain(error, failure);
		return NULL;
	}
	return read_document(doc, failure) ? g_steal_pointer(&doc) : NULL;
}

void document_free(Document *doc)
{
	if (!doc)
		return;
	pdf_free(doc->reader->pdf);
	g_hash_table_unref(doc->reader->loaded);
	g_hash_table_unref(doc->reader->generations);
	g_hash_table_unref(doc->reader->page_numbers);
	g_bytes_unref(doc->reader->bytes);
	g_free(doc->reader);
	g_array_unref(doc->pages);
	g_ptr_array_unref(doc->objects);
	arena_free(doc->arena);
	g_free(doc);
}
