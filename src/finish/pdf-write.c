// The objects of a file put together: streams one by one, all else in object streams.
#include <string.h>

#include "finish/deflate.h"
#include "finish/pdf-object.h"

// Folding of our own text: what the second half of the levels gains is a hundredth of the file.
enum { LEVEL = 4 };
// Objects in one object stream.
enum { PACK = 256 };

typedef struct Place {
	guint kind;  // 0: not in use, 1: at an offset, 2: in an object stream
	guint64 at;  // the offset, or the stream's number
	guint index; // in the stream
} Place;

typedef struct Writer {
	PdfFile *file;
	GByteArray *out;
	GPtrArray *values; // GString *, by number: the object's value; NULL where nothing refers to it
	GArray *places;    // Place, by number
	guint size;        // of the table: one more than the greatest number
} Writer;

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

// --- what is to be written ---

static bool is_stream(const Object *object)
{
	return object->stream || object->data;
}

// The length of a stream read stands in an object of its own: here it is said in place.
static void state_length(GString *value, gsize size)
{
	static const char key[] = "/Length ";
	const char *found = strstr(value->str, key);
	gsize start = found ? (gsize)(found - value->str) + sizeof key - 1 : 0;
	gsize digits = found ? strspn(value->str + start, "0123456789") : 0;
	if (!found || !g_str_has_prefix(value->str + start + digits, " 0 R"))
		return;
	char number[24];
	g_snprintf(number, sizeof number, "%" G_GSIZE_FORMAT, size);
	g_string_erase(value, (gssize)start, (gssize)(digits + strlen(" 0 R")));
	g_string_insert(value, (gssize)start, number);
}

static GString *make_value(PdfFile *file, guint number)
{
	const Object *object = pdf_file_object(file, number);
	gsize size = 0, data_size;
	const char *read = object->text ? NULL : pdf_file_peek_object(file, number, &size);
	GString *value = object->text ? g_string_new(object->text)
			 : read       ? g_string_new_len(read, (gssize)size)
				      : g_string_new("null");
	const char *open = object->entries ? strstr(value->str, "<<") : NULL;
	if (open)
		g_string_insert(value, open - value->str + 2, object->entries);
	if (object->data && !object->stream && pdf_file_peek_stream(file, number, &data_size))
		state_length(value, data_size);
	return value;
}

static void reach(Writer *writer, GArray *waiting, guint number)
{
	if (number == 0 || number >= writer->values->len || g_ptr_array_index(writer->values, number))
		return;
	g_ptr_array_index(writer->values, number) = make_value(writer->file, number);
	g_array_append_val(waiting, number);
}

// Every "N 0 R" of a value. What looks like one within a string only keeps an object too many.
static void reach_references(Writer *writer, GArray *waiting, const GString *value)
{
	for (const char *at = value->str; (at = strstr(at, " 0 R")); at++) {
		const char *digit = at;
		while (digit > value->str && g_ascii_isdigit(digit[-1]))
			digit--;
		if (digit < at)
			reach(writer, waiting, (guint)g_ascii_strtoull(digit, NULL, 10));
	}
}

static void reach_all(Writer *writer)
{
	g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(guint));
	reach(writer, waiting, writer->file->catalog);
	reach(writer, waiting, writer->file->info);
	while (waiting->len) {
		guint number = g_array_index(waiting, guint, waiting->len - 1);
		g_array_set_size(waiting, waiting->len - 1);
		reach_references(writer, waiting, g_ptr_array_index(writer->values, number));
	}
}

// --- objects ---

static void set_place(Writer *writer, guint number, Place place)
{
	g_array_index(writer->places, Place, number) = place;
}

static void write_stream(Writer *writer, guint number, const char *dictionary, const void *data, gsize size)
{
	set_place(writer, number, (Place){1, writer->out->len, 0});
	write_format(writer->out, "%u 0 obj\n", number);
	write_text(writer->out, dictionary);
	write_text(writer->out, "\nstream\n");
	g_byte_array_append(writer->out, data, (guint)size);
	write_text(writer->out, "\nendstream\nendobj\n");
}

static void write_streams(Writer *writer)
{
	for (guint number = 1; number < writer->values->len; number++) {
		const GString *value = g_ptr_array_index(writer->values, number);
		const Object *object = pdf_file_object(writer->file, number);
		gsize size = 0;
		if (!value || !is_stream(object))
			continue;
		const void *data = object->stream ? (const void *)object->stream->data
						  : pdf_file_peek_stream(writer->file, number, &size);
		write_stream(writer, number, value->str, data, object->stream ? object->stream->len : size);
	}
}

typedef struct Pack {
	GString *head, *body;
	guint count;
} Pack;

static void write_pack(Writer *writer, Pack *pack)
{
	if (pack->count == 0)
		return;
	guint first = (guint)pack->head->len;
	g_string_append_len(pack->head, pack->body->str, (gssize)pack->body->len);
	g_autoptr(GByteArray) folded = g_byte_array_new();
	deflate_append(folded, pack->head->str, pack->head->len, LEVEL);
	g_autofree char *dictionary =
	    g_strdup_printf("<< /Type /ObjStm /N %u /First %u /Length %u /Filter /FlateDecode >>",
			    pack->count, first, folded->len);
	write_stream(writer, writer->size++, dictionary, folded->data, folded->len);
	g_string_truncate(pack->head, 0);
	g_string_truncate(pack->body, 0);
	pack->count = 0;
}

static void write_packed(Writer *writer)
{
	Pack pack = {g_string_new(NULL), g_string_new(NULL), 0};
	for (guint number = 1; number < writer->values->len; number++) {
		const GString *value = g_ptr_array_index(writer->values, number);
		if (!value || is_stream(pdf_file_object(writer->file, number)))
			continue;
		g_string_append_printf(pack.head, "%u %" G_GSIZE_FORMAT " ", number, pack.body->len);
		g_string_append_len(pack.body, value->str, (gssize)value->len);
		g_string_append_c(pack.body, '\n');
		set_place(writer, number, (Place){2, writer->size, pack.count});
		if (++pack.count == PACK)
			write_pack(writer, &pack);
	}
	write_pack(writer, &pack);
	g_string_free(pack.head, TRUE);
	g_string_free(pack.body, TRUE);
}

// --- the table ---

enum { OFFSET_BYTES = 4 };

static GByteArray *table_of(const Writer *writer)
{
	GByteArray *table = g_byte_array_new();
	for (guint i = 0; i < writer->size; i++) {
		Place place = g_array_index(writer->places, Place, i);
		guint8 row[1 + OFFSET_BYTES + 2] = {(guint8)place.kind};
		for (int k = 0; k < OFFSET_BYTES; k++)
			row[1 + k] = (guint8)(place.at >> (8 * (OFFSET_BYTES - 1 - k)));
		// The head of the list of free numbers may never be used again.
		guint index = i == 0 ? 0xFFFF : place.index;
		row[1 + OFFSET_BYTES] = (guint8)(index >> 8);
		row[2 + OFFSET_BYTES] = (guint8)index;
		g_byte_array_append(table, row, sizeof row);
	}
	return table;
}

static void write_table(Writer *writer)
{
	gsize start = writer->out->len;
	guint number = writer->size++;
	set_place(writer, number, (Place){1, start, 0});
	g_autoptr(GByteArray) table = table_of(writer), folded = g_byte_array_new();
	deflate_append(folded, table->data, table->len, LEVEL);
	g_autofree char *id = g_compute_checksum_for_data(G_CHECKSUM_MD5, writer->out->data, start);
	g_autofree char *dictionary = g_strdup_printf(
	    "<< /Type /XRef /Size %u /W [ 1 %d 2 ] /Root %u 0 R /Info %u 0 R /ID [ <%s> <%s> ]"
	    " /Length %u /Filter /FlateDecode >>",
	    writer->size, OFFSET_BYTES, writer->file->catalog, writer->file->info, id, id, folded->len);
	write_stream(writer, number, dictionary, folded->data, folded->len);
	write_format(writer->out, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);
}

static void value_free(void *value)
{
	if (value)
		g_string_free(value, TRUE);
}

GBytes *pdf_file_write(PdfFile *file)
{
	guint count = file->objects->len;
	Writer writer = {.file = file, .size = count};
	writer.out = g_byte_array_sized_new((guint)file->size + 4096);
	writer.values = g_ptr_array_new_with_free_func(value_free);
	g_ptr_array_set_size(writer.values, (int)count);
	writer.places = g_array_new(FALSE, TRUE, sizeof(Place));
	// Room for the streams of objects and the table.
	g_array_set_size(writer.places, count + count / PACK + 2);
	reach_all(&writer);
	// Four bytes above 127 tell tools that the file is binary.
	write_text(writer.out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	write_streams(&writer);
	write_packed(&writer);
	write_table(&writer);
	g_ptr_array_unref(writer.values);
	g_array_unref(writer.places);
	return g_byte_array_free_to_bytes(writer.out);
}
