// A PDF file as Cairo writes it, taken apart into objects that can be changed and put together again.
// Cairo's files of version 1.4 and 1.5 have a plain cross-reference table and dictionaries as text, so
// this needs no PDF library: loading and running libqpdf would cost a third of a whole render.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct PdfFile PdfFile;

// NULL where the bytes are not such a file. Keeps a reference to them.
PdfFile *pdf_file_open(GBytes *bytes);
void pdf_file_free(PdfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfFile, pdf_file_free)

// Object numbers: 1 … count; the catalog; pages in order. The array is the file's.
guint pdf_file_get_count(const PdfFile *file);
guint pdf_file_get_catalog(const PdfFile *file);
const GArray *pdf_file_get_pages(const PdfFile *file); // guint

// The text of an object from "N 0 obj" to "endobj", as read; NULL for a number not in use. Not terminated.
const char *pdf_file_peek_object(const PdfFile *file, guint number, gsize *size);

// Adds entries at the head of an object's dictionary.
void pdf_file_add_entries(PdfFile *file, guint number, const char *entries);
// Replaces an object's text, from after "N 0 obj" to before "endobj".
void pdf_file_replace(PdfFile *file, guint number, const char *text);
// A new object; returns its number.
guint pdf_file_add_object(PdfFile *file, const char *text);

// The whole file as PDF 1.7, with an ID made from its own bytes.
GBytes *pdf_file_write(const PdfFile *file);

// A literal string in parentheses; the caller frees it.
char *pdf_quote(const char *ascii);
