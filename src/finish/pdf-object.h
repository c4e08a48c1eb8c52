// What reading and writing of a PdfFile share.
#pragma once
#include <glib.h>

#include "finish/pdf-file.h"

typedef struct Object {
	gsize start, end; // of the value in the bytes read; both 0 where the number is not in use or is new
	gsize data, data_limit; // a stream's data begin there and end before the limit; 0: no stream
	char *text;             // instead of the value read, or NULL
	char *entries;          // added to the dictionary, or NULL
	GByteArray *stream;     // instead of the data read, or NULL
} Object;

struct PdfFile {
	GBytes *bytes;
	const char *data;
	gsize size;
	GArray *objects; // Object, by number
	GArray *pages;   // guint
	guint catalog, info;
};

// Borrowed until an object is added.
Object *pdf_file_object(const PdfFile *file, guint number);
