// XMP metadata (ISO 16684-1; XMP Specification, September 2005): properties with their namespaces.
#pragma once
#include "inspect/document.h"
#include "inspect/event.h"

typedef enum XmpShape { XMP_TEXT, XMP_BAG, XMP_SEQ, XMP_ALT, XMP_STRUCT } XmpShape;

typedef struct XmpProperty {
	const char *space, *prefix, *name;
	XmpShape shape;
	const char *value; // the text; the first item of an array, that of x-default of an alternative
	GPtrArray *values; // char*: all items of an array
} XmpProperty;

// A schema that the packet itself declares, as PDF/A asks for those it does not know.
typedef struct XmpSchema {
	const char *space;
	GPtrArray *properties; // char*: names
} XmpSchema;

typedef struct Xmp {
	const Obj *stream;     // obj_null() where there is none
	GPtrArray *properties; // XmpProperty
	GPtrArray *schemas;    // XmpSchema
	bool read;             // it is well-formed
} Xmp;

Xmp *xmp_read(Document *doc, EventList *events);
void xmp_free(Xmp *xmp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Xmp, xmp_free)

#define XMP_DC "http://purl.org/dc/elements/1.1/"
#define XMP_BASIC "http://ns.adobe.com/xap/1.0/"
#define XMP_MM "http://ns.adobe.com/xap/1.0/mm/"
#define XMP_PDF "http://ns.adobe.com/pdf/1.3/"
#define XMP_PDFA "http://www.aiim.org/pdfa/ns/id/"
#define XMP_PDFUA "http://www.aiim.org/pdfua/ns/id/"
#define XMP_PDFX "http://www.npes.org/pdfx/ns/id/"

// NULL where there is no such property.
const XmpProperty *xmp_find(const Xmp *xmp, const char *space, const char *name);
// Its value; NULL where there is none.
const char *xmp_value(const Xmp *xmp, const char *space, const char *name);
