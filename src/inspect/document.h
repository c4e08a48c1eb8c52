// A PDF file opened for reading: its objects, pages and streams. libqpdf finds and repairs; what comes out
// is plain data (object.h). Every size that a hostile file could choose has a named limit here.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "inspect/object.h"

enum {
	FILE_MIB_MAX = 512,        // of a file
	STREAM_MIB_MAX = 64,       // of one stream, decoded
	DECODED_MIB_MAX = 1024,    // of all streams that are looked into
	OBJECTS_MAX = 1000 * 1000, // in use
	PAGES_MAX = 20 * 1000,
};

typedef struct PdfPage {
	const Obj *dict;
	guint index; // from 1
	// Boxes as left, foot, right, top in points; those not given take the value that readers assume.
	double media[4], crop[4], bleed[4], trim[4], art[4];
	bool has_crop, has_bleed, has_trim, has_art;
	double unit; // points a unit (UserUnit)
	int rotate;
} PdfPage;

typedef struct Document {
	Arena *arena;
	const guchar *bytes; // of the file
	gsize size;
	const char *version; // "1.7", of header or catalog
	const Obj *trailer, *catalog, *info;
	GArray *pages;      // PdfPage
	GPtrArray *objects; // Obj: every indirect object in use, by number
	guint repairs;      // complaints of the PDF library while it read
	const char *repair; // the first of them
	struct DocumentReader *reader;
} Document;

typedef struct DocumentFailure {
	char *what, *hint; // in the user's language; the caller frees them
} DocumentFailure;

// NULL where the bytes are no PDF that can be read, or a limit is passed; then `failure` is filled.
// Keeps a reference to the bytes.
Document *document_open(GBytes *bytes, DocumentFailure *failure);
void document_free(Document *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

// Follows a reference; obj_null() where it leads nowhere.
const Obj *doc_resolve(Document *doc, const Obj *obj);
// An entry of a dictionary or an item of an array, references followed; obj_null() where there is none.
const Obj *doc_get(Document *doc, const Obj *dict, const char *key);
const Obj *doc_item(Document *doc, const Obj *array, gsize index);
const Obj *doc_object(Document *doc, guint number);
// The entry of a page that pages inherit: Resources, MediaBox, CropBox, Rotate.
const Obj *doc_inherited(Document *doc, const Obj *page, const char *key);
// The entry as UTF-8, or NULL.
char *doc_text(Document *doc, const Obj *dict, const char *key);
// Four numbers in order; false where the entry is no rectangle.
bool doc_rectangle(Document *doc, const Obj *array, double box[static 4]);

// The data of a stream, decoded; NULL where they cannot be, or would pass a limit. The caller unrefs.
GBytes *doc_read(Document *doc, const Obj *stream);
// A page's content streams, one after the other.
GBytes *doc_read_content(Document *doc, const PdfPage *page);

// The page with this object number, from 1; 0 for none.
guint doc_find_page(const Document *doc, guint number);
