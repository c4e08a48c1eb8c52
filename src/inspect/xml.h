// XML with namespaces as a small tree: on GLib's parser, which knows no namespaces.
#pragma once
#include <glib.h>

#include "base/arena.h"

enum { XML_DEPTH_MAX = 64 };

typedef struct XmlAttribute {
	const char *space, *prefix, *name, *value; // "" where there is no namespace
} XmlAttribute;

typedef struct XmlNode XmlNode;
struct XmlNode {
	const char *space, *prefix, *name;
	const XmlAttribute *attributes;
	guint attribute_count;
	XmlNode *first, *next, *parent; // children in order
	const char *text;               // of the node itself, without that of its children
};

typedef struct XmlText {
	XmlNode *root;       // NULL where it is not well-formed
	const char *problem; // then: what is wrong
	const char *packet;  // the content of <?xpacket begin=… ?>, or NULL
} XmlText;

XmlText xml_read(Arena *arena, const char *text, gsize size);
// The value of an attribute, or NULL.
const char *xml_attribute(const XmlNode *node, const char *space, const char *name);
const XmlNode *xml_child(const XmlNode *node, const char *space, const char *name);
