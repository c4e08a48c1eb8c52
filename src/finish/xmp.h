// What a file says of itself: one record, written as XMP and as the older information dictionary.
#pragma once
#include <glib.h>

#include "display/display.h"

typedef struct FileRecord {
	const char *title, *author, *subject, *keywords, *lang; // NULL: not said, but a title always is
	const char *creator, *producer;
	const char *created; // "2025-02-01T00:00:00Z"
} FileRecord;

FileRecord file_record(const DisplayMeta *meta);

// The value of the information dictionary; the caller frees it.
char *file_record_info(const FileRecord *record);

// A packet of XMP; `claims` are further descriptions, as RDF, of the standards that the file meets.
GString *file_record_xmp(const FileRecord *record, const char *claims);

// That a file is PDF/A-2a and PDF/UA-1.
extern const char xmp_claims_screen[];
