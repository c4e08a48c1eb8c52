#include "finish/pdf-file.h"

#include <stdlib.h>
#include <string.h>

#include "finish/deflate.h"
#include "finish/pdf-object.h"

enum { XREF_ENTRY_SIZE = 20 };

static void object_clear(void *data)
{
	Object *object = data;
	g_free(object->text);
	g_free(object->entries);
	if (object->stream)
		g_byte_array_unref(object->stream);
}

Object *pdf_file_object(const PdfFile *file, guint number)
{
	g_assert(number < file->objects->len);
	return &g_array_index(file->objects, Object, number);
}

// --- reading ---

// The number at the head of a text that may end with it; 0 where there is none.
static guint64 read_digits(const char *text, const char *end)
{
	guint64 number = 0;
	for (; text < end && g_ascii_isdigit(*text) && number < G_MAXINT; text++)
		number = number * 10 + (guint64)(*text - '0');
	return number;
}

// The number after a key within some text; 0 where there is none.
static guint64 number_after(const char *text, gsize size, const char *key)
{
	const char *found = g_strstr_len(text, (gssize)size, key);
	return found ? read_digits(found + strlen(key), text + size) : 0;
}

static int compare_starts(gconstpointer a_data, gconstpointer b_data, gpointer user_data)
{
	const PdfFile *file = user_data;
	gsize a = pdf_file_object(file, *(const guint *)a_data)->start,
	      b = pdf_file_object(file, *(const guint *)b_data)->start;
	return (a > b) - (a < b);
}

// Where the value of an object begins that is said to stand at an offset; 0 where it does not say "N 0
// obj" there: Cairo leaves numbers that it never wrote.
static gsize value_start(const PdfFile *file, gsize at, guint number)
{
	char head[32];
	gsize size = (gsize)g_snprintf(head, sizeof head, "%u 0 obj\n", number);
	return at + size < file->size && memcmp(file->data + at, head, size) == 0 ? at + size : 0;
}

static void read_entry(PdfFile *file, guint number, const char *entry, GArray *order)
{
	bool used = entry[17] == 'n';
	Object object = {.start = used ? value_start(file, g_ascii_strtoull(entry, NULL, 10), number) : 0};
	g_array_append_val(file->objects, object);
	if (object.start)
		g_array_append_val(order, number);
}

static gsize find(const PdfFile *file, gsize from, gsize to, const char *what)
{
	const char *found = memmem(file->data + from, to - from, what, strlen(what));
	return found ? (gsize)(found - file->data) : to;
}

// Where the value ends, and the data of a stream stand.
static void read_extent(const PdfFile *file, Object *object, gsize limit)
{
	static const char mark[] = ">>\nstream\n";
	gsize at = find(file, object->start, limit, mark);
	if (at == limit) {
		object->end = find(file, object->start, limit, "\nendobj");
		return;
	}
	object->end = at + 2;
	object->data = at + sizeof mark - 1;
	object->data_limit = limit;
}

// An object ends before the next begins, the last before the table.
static void read_extents(PdfFile *file, GArray *order, gsize end)
{
	g_array_sort_with_data(order, compare_starts, file);
	for (guint i = order->len; i-- > 0;) {
		Object *object = pdf_file_object(file, g_array_index(order, guint, i));
		read_extent(file, object, end);
		end = object->start;
	}
}

static bool read_table(PdfFile *file, gsize at)
{
	static const char head[] = "xref\n0 ";
	if (at + sizeof head >= file->size || memcmp(file->data + at, head, sizeof head - 1) != 0)
		return false;
	const char *text = file->data + at + sizeof head - 1, *end_of_file = file->data + file->size;
	guint64 count = read_digits(text, end_of_file);
	const char *line = memchr(text, '\n', (gsize)(end_of_file - text));
	if (!line++ || count == 0 || count > (gsize)(file->data + file->size - line) / XREF_ENTRY_SIZE)
		return false;
	g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < count; i++)
		read_entry(file, i, line + (gsize)i * XREF_ENTRY_SIZE, order);
	read_extents(file, order, at);
	const char *trailer = line + count * XREF_ENTRY_SIZE;
	gsize left = (gsize)(file->data + file->size - trailer);
	file->catalog = (guint)number_after(trailer, left, "/Root ");
	file->info = (guint)number_after(trailer, left, "/Info ");
	return file->catalog > 0 && file->catalog < count &&
	       pdf_file_object(file, file->catalog)->start > 0 && file->info < count;
}

static bool read_pages(PdfFile *file)
{
	gsize size;
	const char *catalog = pdf_file_peek_object(file, file->catalog, &size);
	guint root = catalog ? (guint)number_after(catalog, size, "/Pages ") : 0;
	const char *tree = pdf_file_peek_object(file, root, &size);
	const char *kids = tree ? g_strstr_len(tree, (gssize)size, "/Kids [") : NULL;
	if (!kids)
		return false;
	for (kids += strlen("/Kids ["); *kids != ']';) {
		char *end;
		guint page = (guint)g_ascii_strtoull(kids, &end, 10);
		if (end == kids || !g_str_has_prefix(end, " 0 R") || !pdf_file_peek_object(file, page, &size))
			return false;
		g_array_append_val(file->pages, page);
		kids = end + strlen(" 0 R");
		kids += strspn(kids, " \n");
	}
	return true;
}

static bool read_file(PdfFile *file)
{
	static const char mark[] = "startxref\n", last[] = "\n%%EOF\n";
	enum { TAIL = 64 };
	// With that at its end, no number in the file runs beyond it.
	if (file->size < TAIL ||
	    memcmp(file->data + file->size - sizeof last + 1, last, sizeof last - 1) != 0)
		return false;
	const char *tail = file->data + file->size - TAIL;
	guint64 at = number_after(tail, TAIL, mark);
	return at > 0 && at < file->size && read_table(file, at) && read_pages(file);
}

PdfFile *pdf_file_open(GBytes *bytes)
{
	PdfFile *file = g_new0(PdfFile, 1);
	file->bytes = g_bytes_ref(bytes);
	file->data = g_bytes_get_data(bytes, &file->size);
	file->objects = g_array_new(FALSE, TRUE, sizeof(Object));
	g_array_set_clear_func(file->objects, object_clear);
	file->pages = g_array_new(FALSE, FALSE, sizeof(guint));
	if (!read_file(file))
		g_clear_pointer(&file, pdf_file_free);
	return file;
}

void pdf_file_free(PdfFile *file)
{
	if (!file)
		return;
	g_array_unref(file->objects);
	g_array_unref(file->pages);
	g_bytes_unref(file->bytes);
	g_free(file);
}

guint pdf_file_get_count(const PdfFile *file)
{
	return file->objects->len - 1;
}

guint pdf_file_get_catalog(const PdfFile *file)
{
	return file->catalog;
}

guint pdf_file_get_info(const PdfFile *file)
{
	return file->info;
}

const GArray *pdf_file_get_pages(const PdfFile *file)
{
	return file->pages;
}

const char *pdf_file_peek_object(const PdfFile *file, guint number, gsize *size)
{
	if (number == 0 || number >= file->objects->len || pdf_file_object(file, number)->start == 0)
		return NULL;
	const Object *object = pdf_file_object(file, number);
	*size = object->end - object->start;
	return file->data + object->start;
}

// --- streams ---

static gsize stream_size(const PdfFile *file, const Object *object)
{
	static const char key[] = "/Length ";
	const char *text = file->data + object->start;
	gsize left = object->end - object->start;
	const char *found = g_strstr_len(text, (gssize)left, key);
	if (!found)
		return 0;
	char *end;
	guint64 value = g_ascii_strtoull(found + sizeof key - 1, &end, 10);
	if (!g_str_has_prefix(end, " 0 R"))
		return value;
	gsize size;
	const char *length = pdf_file_peek_object(file, (guint)MIN(value, G_MAXUINT), &size);
	return length ? g_ascii_strtoull(length, NULL, 10) : 0;
}

const char *pdf_file_peek_stream(const PdfFile *file, guint number, gsize *size)
{
	if (number == 0 || number >= file->objects->len || pdf_file_object(file, number)->data == 0)
		return NULL;
	const Object *object = pdf_file_object(file, number);
	*size = stream_size(file, object);
	return *size <= object->data_limit - object->data ? file->data + object->data : NULL;
}

GByteArray *pdf_file_read_stream(const PdfFile *file, guint number)
{
	enum { LIMIT = 256 * 1024 * 1024 };
	gsize head_size, size;
	const char *head = pdf_file_peek_object(file, number, &head_size);
	const char *data = pdf_file_peek_stream(file, number, &size);
	if (!head || !data || !g_strstr_len(head, (gssize)head_size, "/Filter /FlateDecode"))
		return NULL;
	return inflate_new(data, size, LIMIT);
}

// --- changing ---

void pdf_file_add_entries(PdfFile *file, guint number, const char *entries)
{
	Object *object = pdf_file_object(file, number);
	char *both = g_strconcat(object->entries ? object->entries : "", entries, "\n", NULL);
	g_free(object->entries);
	object->entries = both;
}

void pdf_file_take(PdfFile *file, guint number, char *text)
{
	Object *object = pdf_file_object(file, number);
	g_free(object->text);
	object->text = text;
}

void pdf_file_replace(PdfFile *file, guint number, const char *text)
{
	pdf_file_take(file, number, g_strdup(text));
}

guint pdf_file_add_object(PdfFile *file, const char *text)
{
	Object object = {.text = g_strdup(text)};
	g_array_append_val(file->objects, object);
	return file->objects->len - 1;
}

void pdf_file_set_stream(PdfFile *file, guint number, const char *dictionary, const void *data, gsize size,
			 int level)
{
	Object *object = pdf_file_object(file, number);
	if (object->stream)
		g_byte_array_unref(object->stream);
	object->stream = g_byte_array_new();
	if (level > 0)
		deflate_append(object->stream, data, size, level);
	else
		g_byte_array_append(object->stream, data, (guint)size);
	const char *open = strstr(dictionary, "<<");
	pdf_file_take(file, number,
		      g_strdup_printf("<< /Length %u%s%s", object->stream->len,
				      level > 0 ? " /Filter /FlateDecode" : "", open ? open + 2 : ">>"));
}

// --- values as text ---

char *pdf_quote(const char *ascii)
{
	GString *out = g_string_new("(");
	for (; *ascii; ascii++) {
		if (strchr("()\\", *ascii))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *ascii);
	}
	g_string_append_c(out, ')');
	return g_string_free(out, FALSE);
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (!g_ascii_isprint(*text))
			return false;
	return true;
}

void pdf_append_text(GString *out, const char *utf8)
{
	if (is_printable(utf8)) {
		g_autofree char *quoted = pdf_quote(utf8);
		g_string_append(out, quoted);
		return;
	}
	glong units = 0;
	g_autofree gunichar2 *wide = g_utf8_to_utf16(utf8, -1, NULL, &units, NULL);
	g_string_append(out, "<FEFF");
	for (glong i = 0; i < units; i++)
		g_string_append_printf(out, "%04X", wide[i]);
	g_string_append_c(out, '>');
}

void pdf_append_points(GString *out, double points)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, "%.3f", points);
	char *end = text + strlen(text);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		*--end = '\0';
	g_string_append_c(out, ' ');
	g_string_append(out, strcmp(text, "-0") == 0 ? "0" : text);
}
