// A PDF as a tree of objects that can be read, changed and written, by libqpdf. The library is loaded
// when the first file is opened: it costs ten million instructions before it does anything.
//
// After every call the library is asked for errors. The first is kept, `pdf_check` and `pdf_write` tell
// it; until then all calls are harmless and answer with null objects, zeros, NULL. So a function can make
// its calls one after the other and check once.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Pdf Pdf;

// A handle of a value in one file; it lives until `pdf_free` or `pdf_forget_handles`. Handles of one
// indirect object all see what is changed through any of them.
typedef guint PdfObject;

#define PDF_ERROR (pdf_error_quark())
GQuark pdf_error_quark(void);
typedef enum PdfError {
	PDF_ERROR_LIBRARY,   // libqpdf cannot be loaded
	PDF_ERROR_DAMAGED,   // no PDF, or one that cannot be mended
	PDF_ERROR_ENCRYPTED, // a password would be needed
	PDF_ERROR_FAILED,    // what was asked cannot be done with this file
} PdfError;

// Opens without password. What could be mended is a warning. Keeps a reference to the bytes.
Pdf *pdf_open(GBytes *bytes, const char *name, GError **error);
// A file without pages.
Pdf *pdf_new(GError **error);
void pdf_free(Pdf *pdf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pdf, pdf_free)

// False and the first error, where any call since the file was opened met one.
bool pdf_check(Pdf *pdf, GError **error);
// What the library found odd and went on with, since the last such call; NULL-terminated, the caller frees
// it.
char **pdf_take_warnings(Pdf *pdf);
bool pdf_is_encrypted(Pdf *pdf);
// "1.7"; borrowed until the next call.
const char *pdf_get_version(Pdf *pdf);

typedef struct PdfWriteOptions {
	const char *version; // exactly so; NULL: as it is
	bool object_streams; // else they are undone, as far as there are
	bool compress;       // streams that have no filter yet; what is compressed stays as it is
	bool keep_unused;    // objects to which nothing refers
} PdfWriteOptions;

// The whole file, with an identifier made from its content: the same objects make the same bytes. The
// file can be written once. NULL and an error, an earlier one included.
GBytes *pdf_write(Pdf *pdf, const PdfWriteOptions *options, GError **error);

// --- places to start from ---
PdfObject pdf_get_trailer(Pdf *pdf);
PdfObject pdf_get_catalog(Pdf *pdf);
// Numbers of objects are below this; not all need be in use.
guint pdf_get_object_limit(Pdf *pdf);
PdfObject pdf_get_object(Pdf *pdf, guint number); // the null object for a number not in use
// The same of another generation than 0, which files changed by others may have.
PdfObject pdf_get_object_of(Pdf *pdf, guint number, guint generation);
guint pdf_get_page_count(Pdf *pdf);
PdfObject pdf_get_page(Pdf *pdf, guint index); // from 0; its dictionary

// --- what an object is ---
typedef enum PdfKind {
	PDF_NULL,
	PDF_BOOL,
	PDF_INTEGER,
	PDF_REAL,
	PDF_STRING,
	PDF_NAME,
	PDF_ARRAY,
	PDF_DICTIONARY,
	PDF_STREAM,
	PDF_OTHER, // operators and inline images
} PdfKind;

PdfKind pdf_get_kind(Pdf *pdf, PdfObject object); // of what a reference refers to
bool pdf_is_null(Pdf *pdf, PdfObject object);
bool pdf_is_number(Pdf *pdf, PdfObject object);
bool pdf_is_indirect(Pdf *pdf, PdfObject object);
guint pdf_get_number_of(Pdf *pdf, PdfObject object); // the object's number; 0 for a direct object
bool pdf_is_name(Pdf *pdf, PdfObject object, const char *name);
// A dictionary (or a stream's) whose /Type is so, and /Subtype if that is not NULL.
bool pdf_is_of_type(Pdf *pdf, PdfObject object, const char *type, const char *subtype);

// --- values; of another kind: false, 0, 0.0, NULL, without an error ---
bool pdf_get_bool(Pdf *pdf, PdfObject object);
gint64 pdf_get_int(Pdf *pdf, PdfObject object);
double pdf_get_real(Pdf *pdf, PdfObject object);        // an integer too
char *pdf_dup_name(Pdf *pdf, PdfObject object);         // with its slash; the caller frees it
char *pdf_dup_text(Pdf *pdf, PdfObject object);         // a text string as UTF-8
GBytes *pdf_dup_string(Pdf *pdf, PdfObject object);     // a string's bytes as they are
char *pdf_unparse(Pdf *pdf, PdfObject object);          // as in a file; references as such
char *pdf_unparse_resolved(Pdf *pdf, PdfObject object); // the object itself, where it is a reference

// --- arrays; dictionaries, where a stream counts as its dictionary. Keys begin with a slash ---
guint pdf_get_length(Pdf *pdf, PdfObject array);
PdfObject pdf_get_item(Pdf *pdf, PdfObject array, guint index);
void pdf_append(Pdf *pdf, PdfObject array, PdfObject item);
void pdf_set_item(Pdf *pdf, PdfObject array, guint index, PdfObject item);
void pdf_remove_item(Pdf *pdf, PdfObject array, guint index);
// The null object where there is no such key, or no dictionary.
PdfObject pdf_get(Pdf *pdf, PdfObject dictionary, const char *key);
// The same down a path of keys: "/Resources/Font".
PdfObject pdf_get_path(Pdf *pdf, PdfObject dictionary, const char *path);
bool pdf_has(Pdf *pdf, PdfObject dictionary, const char *key);
void pdf_set(Pdf *pdf, PdfObject dictionary, const char *key, PdfObject value);
void pdf_remove(Pdf *pdf, PdfObject dictionary, const char *key);
// In alphabetical order; NULL-terminated, the caller frees them.
char **pdf_dup_keys(Pdf *pdf, PdfObject dictionary);

// --- streams ---
PdfObject pdf_get_stream_dictionary(Pdf *pdf, PdfObject stream);
// Decoded as far as no loss could come of it (not JPEG …). `decoded` (or NULL): no filter is left.
GBytes *pdf_dup_stream(Pdf *pdf, PdfObject stream, bool *decoded);
GBytes *pdf_dup_stream_raw(Pdf *pdf, PdfObject stream);
GBytes *pdf_dup_stream_pixels(Pdf *pdf, PdfObject stream, bool *decoded); // JPEG decoded too
// All streams of a page's contents, joined.
GBytes *pdf_dup_page_content(Pdf *pdf, PdfObject page);
// Copies the data. `filter`: a name, or NULL for data that no filter has made yet.
void pdf_replace_stream(Pdf *pdf, PdfObject stream, const void *data, gsize size, const char *filter);

// --- making ---
PdfObject pdf_parse(Pdf *pdf, const char *text); // any value; references as "12 0 R"
PdfObject pdf_new_null(Pdf *pdf);
PdfObject pdf_new_bool(Pdf *pdf, bool value);
PdfObject pdf_new_int(Pdf *pdf, gint64 value);
PdfObject pdf_new_real(Pdf *pdf, double value, int places);
PdfObject pdf_new_name(Pdf *pdf, const char *name);
PdfObject pdf_new_text(Pdf *pdf, const char *utf8);
PdfObject pdf_new_string(Pdf *pdf, const void *data, gsize size);
PdfObject pdf_new_array(Pdf *pdf);
PdfObject pdf_new_dictionary(Pdf *pdf);
PdfObject pdf_new_stream(Pdf *pdf, const void *data, gsize size, const char *filter); // indirect
// A reference to a new object with that value.
PdfObject pdf_add(Pdf *pdf, PdfObject value);
void pdf_replace(Pdf *pdf, guint number, PdfObject value);
// A copy of another file's object with all it refers to, pages aside. The other has to live until this
// one is written.
PdfObject pdf_copy(Pdf *pdf, Pdf *other, PdfObject object);
void pdf_add_page(Pdf *pdf, Pdf *other, PdfObject page); // at the end; `other` may be the same file
void pdf_remove_page(Pdf *pdf, PdfObject page);
// Frees all handles given out so far: for loops over many objects.
void pdf_forget_handles(Pdf *pdf);
