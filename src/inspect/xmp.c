#include "inspect/xmp.h"

#include <string.h>

#include "inspect/xml.h"
#include "inspect/xmpschemas.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define EXTENSION "http://www.aiim.org/pdfa/ns/extension/"
#define SCHEMA "http://www.aiim.org/pdfa/ns/schema#"
#define PROPERTY "http://www.aiim.org/pdfa/ns/property#"

typedef struct Reading {
	Document *doc;
	EventList *events;
	Xmp *xmp;
} Reading;

static void say(Reading *reading, EventKind kind, const char *detail)
{
	event_add(reading->events, kind, 0, reading->xmp->stream->number, detail);
}

// --- properties ---

static void free_property(void *data)
{
	XmpProperty *property = data;
	g_clear_pointer(&property->values, g_ptr_array_unref);
}

static void free_schema(void *data)
{
	g_ptr_array_unref(((XmpSchema *)data)->properties);
}

static XmpProperty *add_property(Reading *reading, const char *space, const char *prefix, const char *name)
{
	XmpProperty *property = arena_new0(reading->doc->arena, XmpProperty);
	*property =
	    (XmpProperty){.space = space, .prefix = prefix, .name = name, .values = g_ptr_array_new()};
	g_ptr_array_add(reading->xmp->properties, property);
	return property;
}

static const XmlNode *array_of(const XmlNode *node, XmpShape *shape)
{
	static const struct {
		const char *name;
		XmpShape shape;
	} arrays[] = {{"Bag", XMP_BAG}, {"Seq", XMP_SEQ}, {"Alt", XMP_ALT}};
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++) {
		const XmlNode *array = xml_child(node, RDF, arrays[i].name);
		if (array) {
			*shape = arrays[i].shape;
			return array;
		}
	}
	return NULL;
}

// Items of an array; the one of x-default goes first.
static void take_items(const XmlNode *array, XmpProperty *property)
{
	for (const XmlNode *item = array->first; item; item = item->next) {
		if (strcmp(item->name, "li") != 0)
			continue;
		const char *lang = xml_attribute(item, "xml", "lang");
		g_ptr_array_insert(property->values, g_strcmp0(lang, "x-default") == 0 ? 0 : -1,
				   (gpointer)item->text);
	}
	property->value = property->values->len ? g_ptr_array_index(property->values, 0) : NULL;
}

static void read_property(Reading *reading, const XmlNode *node)
{
	XmpProperty *property = add_property(reading, node->space, node->prefix, node->name);
	const XmlNode *array = array_of(node, &property->shape);
	if (array)
		take_items(array, property);
	else if (node->first || xml_attribute(node, RDF, "parseType"))
		property->shape = XMP_STRUCT;
	else
		property->value = node->text;
	if (!array && property->value)
		g_ptr_array_add(property->values, (gpointer)property->value);
}

static void read_description(Reading *reading, const XmlNode *description)
{
	for (guint i = 0; i < description->attribute_count; i++) {
		const XmlAttribute *attribute = &description->attributes[i];
		if (strcmp(attribute->space, RDF) == 0 || strcmp(attribute->space, "xml") == 0)
			continue;
		XmpProperty *property =
		    add_property(reading, attribute->space, attribute->prefix, attribute->name);
		property->value = attribute->value;
		g_ptr_array_add(property->values, (gpointer)attribute->value);
	}
	for (const XmlNode *child = description->first; child; child = child->next)
		read_property(reading, child);
}

// --- schemas that the packet declares ---

// A field, written as element or as attribute.
static const char *field(const XmlNode *node, const char *space, const char *name)
{
	const XmlNode *child = xml_child(node, space, name);
	return child ? child->text : xml_attribute(node, space, name);
}

static const XmlNode *fields_of(const XmlNode *item)
{
	const XmlNode *description = xml_child(item, RDF, "Description");
	return description ? description : item;
}

static void read_declared(Reading *reading, XmpSchema *schema, const XmlNode *item)
{
	static const char *const needed[] = {"name", "valueType", "category", "description"};
	const XmlNode *fields = fields_of(item);
	const char *name = field(fields, PROPERTY, "name"), *category = field(fields, PROPERTY, "category");
	for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!field(fields, PROPERTY, needed[i])) {
			g_autofree char *what =
			    g_strdup_printf("%s: pdfaProperty:%s", name ? name : "?", needed[i]);
			say(reading, EVENT_XMP_SCHEMA, what);
		}
	if (category && strcmp(category, "internal") != 0 && strcmp(category, "external") != 0)
		say(reading, EVENT_XMP_SCHEMA, category);
	if (name)
		g_ptr_array_add(schema->properties, (gpointer)name);
}

static void read_schema(Reading *reading, const XmlNode *item)
{
	static const char *const needed[] = {"schema", "namespaceURI", "prefix"};
	const XmlNode *fields = fields_of(item);
	XmpSchema *schema = arena_new0(reading->doc->arena, XmpSchema);
	schema->properties = g_ptr_array_new();
	schema->space = field(fields, SCHEMA, "namespaceURI");
	g_ptr_array_add(reading->xmp->schemas, schema);
	for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!field(fields, SCHEMA, needed[i])) {
			g_autofree char *what = g_strdup_printf("pdfaSchema:%s", needed[i]);
			say(reading, EVENT_XMP_SCHEMA, what);
		}
	const XmlNode *properties = xml_child(fields, SCHEMA, "property");
	const XmlNode *list = properties ? xml_child(properties, RDF, "Seq") : NULL;
	for (const XmlNode *declared = list ? list->first : NULL; declared; declared = declared->next)
		read_declared(reading, schema, declared);
}

static void read_schemas(Reading *reading, const XmlNode *description)
{
	const XmlNode *schemas = xml_child(description, EXTENSION, "schemas");
	if (!schemas)
		return;
	const XmlNode *bag = xml_child(schemas, RDF, "Bag");
	if (!bag || strcmp(schemas->prefix, "pdfaExtension") != 0)
		say(reading, EVENT_XMP_SCHEMA, "pdfaExtension:schemas");
	for (const XmlNode *item = bag ? bag->first : NULL; item; item = item->next)
		read_schema(reading, item);
}

// --- what the properties are worth ---

static bool is_declared(const Xmp *xmp, const XmpProperty *property)
{
	for (guint i = 0; i < xmp->schemas->len; i++) {
		const XmpSchema *schema = g_ptr_array_index(xmp->schemas, i);
		if (g_strcmp0(schema->space, property->space) != 0)
			continue;
		for (guint k = 0; k < schema->properties->len; k++)
			if (strcmp(g_ptr_array_index(schema->properties, k), property->name) == 0)
				return true;
	}
	return false;
}

static void check_property(Reading *reading, const XmpProperty *property)
{
	g_autofree char *name = g_strdup_printf("%s:%s", property->prefix, property->name);
	const XmpKnown *known = xmp_known_find(property->space, property->name);
	if (!known && !xmp_space_is_open(property->space) && !is_declared(reading->xmp, property))
		say(reading, EVENT_XMP_UNKNOWN, name);
	if (known && !xmp_known_accepts(known, property->shape, property->value))
		say(reading, EVENT_XMP_TYPE, name);
}

static bool has_attribute(const char *packet, const char *name)
{
	g_autofree char *wanted = g_strdup_printf(" %s=", name);
	return packet && strstr(packet, wanted) != NULL;
}

static const XmlNode *find_rdf(const XmlNode *root)
{
	if (!root || (strcmp(root->space, RDF) == 0 && strcmp(root->name, "RDF") == 0))
		return root;
	return xml_child(root, RDF, "RDF");
}

static void read_packet(Reading *reading, const char *text, gsize size)
{
	XmlText xml = xml_read(reading->doc->arena, text, size);
	const XmlNode *rdf = find_rdf(xml.root);
	if (!rdf)
		say(reading, EVENT_XMP_FAULT, xml.problem ? xml.problem : "rdf:RDF");
	if (has_attribute(xml.packet, "bytes") || has_attribute(xml.packet, "encoding"))
		say(reading, EVENT_XMP_HEADER, NULL);
	reading->xmp->read = rdf != NULL;
	for (const XmlNode *node = rdf ? rdf->first : NULL; node; node = node->next) {
		if (strcmp(node->space, RDF) != 0 || strcmp(node->name, "Description") != 0) {
			say(reading, EVENT_XMP_FAULT, node->name);
			continue;
		}
		read_schemas(reading, node);
		read_description(reading, node);
	}
	for (guint i = 0; i < reading->xmp->properties->len; i++)
		check_property(reading, g_ptr_array_index(reading->xmp->properties, i));
}

Xmp *xmp_read(Document *doc, EventList *events)
{
	Xmp *xmp = g_new0(Xmp, 1);
	Reading reading = {doc, events, xmp};
	xmp->stream = doc_get(doc, doc->catalog, "Metadata");
	xmp->properties = g_ptr_array_new_with_free_func(free_property);
	xmp->schemas = g_ptr_array_new_with_free_func(free_schema);
	if (xmp->stream->kind != OBJ_STREAM)
		return xmp;
	g_autoptr(GBytes) bytes = doc_read(doc, xmp->stream);
	gsize size = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
	if (text)
		read_packet(&reading, text, size);
	else
		say(&reading, EVENT_XMP_FAULT, NULL);
	return xmp;
}

void xmp_free(Xmp *xmp)
{
	if (!xmp)
		return;
	g_ptr_array_unref(xmp->properties);
	g_ptr_array_unref(xmp->schemas);
	g_free(xmp);
}

const XmpProperty *xmp_find(const Xmp *xmp, const char *space, const char *name)
{
	for (guint i = 0; i < xmp->properties->len; i++) {
		const XmpProperty *property = g_ptr_array_index(xmp->properties, i);
		if (strcmp(property->space, space) == 0 && strcmp(property->name, name) == 0)
			return property;
	}
	return NULL;
}

const char *xmp_value(const Xmp *xmp, const char *space, const char *name)
{
	const XmpProperty *property = xmp_find(xmp, space, name);
	return property ? property->value : NULL;
}
