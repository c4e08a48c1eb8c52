#include "finish/pdf-file.h"

#include <stdlib.h>
#include <string.h>

enum { XREF_ENTRY_SIZE = 20 };

typedef struct Object {
	gsize start, end; // in the bytes read; both 0 where the number is not in use or is new
	char *text;       // instead of what was read, or NULL
	char *entries;    // added to the dictionary, or NULL
} Object;

struct PdfFile {
	GBytes *bytes;
	const char *data;
	gsize size;
	GArray *objects; // Object, by number
	GArray *order;   // guint: numbers as they stand in the file
	GArray *pages;   // guint
	guint catalog, info;
};

static void object_clear(void *data)
{
	Object *object = data;
	g_free(object->text);
	g_free(object->entries);
}

static Object *object_of(const PdfFile *file, guint number)
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
	gsize a = object_of(file, *(const guint *)a_data)->start,
	      b = object_of(file, *(const guint *)b_data)->start;
	return (a > b) - (a < b);
}

// True where the text at an offset says "N 0 obj": Cairo leaves numbers that it never wrote.
static bool begins_object(const PdfFile *file, gsize at, guint number)
{
	char head[32];
	int size = g_snprintf(head, sizeof head, "%u 0 obj", number);
	return at + (gsize)size < file->size && memcmp(file->data + at, head, (gsize)size) == 0;
}

static void read_entry(PdfFile *file, guint number, const char *entry)
{
	Object object = {.start = g_ascii_strtoull(entry, NULL, 10)};
	bool used = entry[17] == 'n' && begins_object(file, object.start, number);
	if (!used)
		object.start = 0;
	g_array_append_val(file->objects, object);
	if (used)
		g_array_append_val(file->order, number);
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
	for (guint i = 0; i < count; i++)
		read_entry(file, i, line + (gsize)i * XREF_ENTRY_SIZE);
	// An object ends where the next begins, the last where the table does.
	g_array_sort_with_data(file->order, compare_starts, file);
	gsize end = at;
	for (guint i = file->order->len; i-- > 0;) {
		Object *object = object_of(file, g_array_index(file->order, guint, i));
		object->end = end;
		end = object->start;
	}
	const char *trailer = line + count * XREF_ENTRY_SIZE;
	gsize left = (gsize)(file->data + file->size - trailer);
	file->catalog = (guint)number_after(trailer, left, "/Root ");
	file->info = (guint)number_after(trailer, left, "/Info ");
	return file->catalog > 0 && file->catalog < count && object_of(file, file->catalog)->start > 0;
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
	static const char mark[] = "startxref\n";
	enum { TAIL = 64 };
	if (file->size < TAIL)
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
	file->order = g_array_new(FALSE, FALSE, sizeof(guint));
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
	g_array_unref(file->order);
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

const GArray *pdf_file_get_pages(const PdfFile *file)
{
	return file->pages;
}

const char *pdf_file_peek_object(const PdfFile *file, guint number, gsize *size)
{
	if (number == 0 || number >= file->objects->len || object_of(file, number)->start == 0)
		return NULL;
	const Object *object = object_of(file, number);
	*size = object->end - object->start;
	return file->data + object->start;
}

// --- changing ---

void pdf_file_add_entries(PdfFile *file, guint number, const char *entries)
{
	Object *object = object_of(file, number);
	char *both = g_strconcat(object->entries ? object->entries : "", entries, "\n", NULL);
	g_free(object->entries);
	object->entries = both;
}

void pdf_file_replace(PdfFile *file, guint number, const char *text)
{
	Object *object = object_of(file, number);
	g_free(object->text);
	object->text = g_strdup(text);
}

guint pdf_file_add_object(PdfFile *file, const char *text)
{
	Object object = {.text = g_strdup(text)};
	guint number = file->objects->len;
	g_array_append_val(file->objects, object);
	g_array_append_val(file->order, number);
	return number;
}

// --- writing ---

static void write_text(GByteArray *out, const char *text)
{
	g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static void write_format(GByteArray *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void write_format(GByteArray *out, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	write_text(out, text);
}

// The object with the entries that were added, after the first "<<".
static void write_body(GByteArray *out, const Object *object, const char *body, gsize size)
{
	const char *open = object->entries ? g_strstr_len(body, (gssize)size, "<<") : NULL;
	gsize head = open ? (gsize)(open - body) + 2 : 0;
	g_byte_array_append(out, (const guint8 *)body, (guint)head);
	if (open)
		write_format(out, " %s  ", object->entries);
	g_byte_array_append(out, (const guint8 *)body + head, (guint)(size - head));
}

static void write_object(const PdfFile *file, GByteArray *out, guint number)
{
	const Object *object = object_of(file, number);
	if (!object->text) {
		write_body(out, object, file->data + object->start, object->end - object->start);
		return;
	}
	write_format(out, "%u 0 obj\n", number);
	write_body(out, object, object->text, strlen(object->text));
	write_text(out, "\nendobj\n");
}

static void write_table(const PdfFile *file, GByteArray *out, const gsize *offsets)
{
	gsize start = out->len;
	write_format(out, "xref\n0 %u\n", file->objects->len);
	for (guint i = 0; i < file->objects->len; i++)
		write_format(out, "%010" G_GSIZE_FORMAT " %05u %c \n", offsets[i], offsets[i] ? 0u : 65535u,
			     offsets[i] ? 'n' : 'f');
	g_autofree char *id = g_compute_checksum_for_data(G_CHECKSUM_MD5, out->data, out->len);
	write_format(out, "trailer\n<< /Size %u\n   /Root %u 0 R\n   /Info %u 0 R\n   /ID [<%s> <%s>]\n>>\n",
		     file->objects->len, file->catalog, file->info, id, id);
	write_format(out, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);
}

GBytes *pdf_file_write(const PdfFile *file)
{
	GByteArray *out = g_byte_array_sized_new((guint)file->size + 4096);
	g_autofree gsize *offsets = g_new0(gsize, file->objects->len);
	// Four bytes above 127 tell tools that the file is binary.
	write_text(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	for (guint i = 0; i < file->order->len; i++) {
		guint number = g_array_index(file->order, guint, i);
		offsets[number] = out->len;
		write_object(file, out, number);
	}
	write_table(file, out, offsets);
	return g_byte_array_free_to_bytes(out);
}

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
