// The properties that archives may use without declaring them (XMP Specification, September 2005;
// ISO 19005-2, 6.6.4), with the shape of their values.
#pragma once
#include "inspect/xmp.h"

typedef enum XmpType { XMP_TYPE_TEXT, XMP_TYPE_DATE, XMP_TYPE_WHOLE, XMP_TYPE_SHAPED } XmpType;

typedef struct XmpKnown {
	const char *space, *name;
	XmpType type;
	XmpShape shape; // where the type is shaped
} XmpKnown;

// NULL where it is none of them.
const XmpKnown *xmp_known_find(const char *space, const char *name);
bool xmp_known_accepts(const XmpKnown *known, XmpShape shape, const char *value);
// Namespaces of that specification that are not looked into any closer.
bool xmp_space_is_open(const char *space);
