// A PDF file as Cairo writes it, taken apart into objects that can be changed and put together again.
// Cairo's files of version 1.4 to 1.7 have a plain cross-reference table and dictionaries as text, so
// this needs no PDF library: loading and running libqpdf would cost a third of a whole render.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct PdfFile PdfFile;

// NULL where the bytes are not such a file. Keeps a reference to them.
PdfFile *pdf_file_open(GBytes *bytes);
void pdf_file_free(PdfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFile, pdf_file_free)

// Object numbers: 1 … count; the catalog; the information dictionary; pages in order (the file's array).
guint pdf_file_get_count(const PdfFile *file);
guint pdf_file_get_catalog(const PdfFile *file);
guint pdf_file_get_info(const PdfFile *file);
const GArray *pdf_file_get_pages(const PdfFile *file); // guint

// An object's value as read, a stream's dictionary without its data; NULL for a number not in use. Not
// terminated.
const char *pdf_file_peek_object(const PdfFile *file, guint number, gsize *size);
// A stream's data as stored, as read; NULL for other objects. Not terminated.
const char *pdf_file_peek_stream(const PdfFile *file, guint number, gsize *size);
// The same unfolded; NULL too where it is damaged or folded by anything but zlib. The caller unrefs.
GByteArray *pdf_file_read_stream(const PdfFile *file, guint number);

// Adds entries at the head of an object's dictionary.
void pdf_file_add_entries(PdfFile *file, guint number, const char *entries);
// Replaces an object's value, a stream's dictionary.
void pdf_file_replace(PdfFile *file, guint number, const char *text);
void pdf_file_take(PdfFile *file, guint number, char *text); // frees it in the end
// A new object; returns its number. NULL: its value comes later, by one of the above.
guint pdf_file_add_object(PdfFile *file, const char *text);
// Gives an object data of its own, or new: `dictionary` without the entries for length and filter.
// Level 0 stores it as it is, 1 … 9 fold it.
void pdf_file_set_stream(PdfFile *file, guint number, const char *dictionary, const void *data, gsize size,
			 int level);

// The whole file as PDF 1.7: what can be reached from the catalog and the information dictionary, in
// object streams, with an identifier made from its own bytes.
GBytes *pdf_file_write(PdfFile *file);

// A literal string in parentheses, of ASCII; the caller frees it.
char *pdf_quote(const char *ascii);
// A text string, as short as may be; appended.
void pdf_append_text(GString *out, const char *utf8);
// A number of points to three places, without zeros at its end, after a space.
void pdf_append_points(GString *out, double points);
