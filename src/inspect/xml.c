#include "inspect/xml.h"

#include <stdbool.h>
#include <string.h>

typedef struct Reading {
	Arena *arena;
	XmlText *result;
	XmlNode *node, *last; // the open one, and its last child
	GString *text;        // of the open one
	GArray *scopes;       // Scope
	guint depth;
} Reading;

typedef struct Scope {
	const char *prefix, *space;
	guint depth;
} Scope;

static const char *find_space(const Reading *reading, const char *prefix)
{
	for (guint i = reading->scopes->len; i-- > 0;) {
		const Scope *scope = &g_array_index(reading->scopes, Scope, i);
		if (strcmp(scope->prefix, prefix) == 0)
			return scope->space;
	}
	return NULL;
}

static void open_scopes(Reading *reading, const char **names, const char **values)
{
	for (guint i = 0; names[i]; i++) {
		if (!g_str_has_prefix(names[i], "xmlns"))
			continue;
		const char *prefix = names[i][5] == ':' ? names[i] + 6 : "";
		Scope scope = {arena_strdup(reading->arena, prefix), arena_strdup(reading->arena, values[i]),
			       reading->depth};
		g_array_append_val(reading->scopes, scope);
	}
}

// Splits "prefix:name"; false where the prefix stands for nothing.
static bool split(Reading *reading, const char *qualified, bool element, XmlAttribute *out)
{
	const char *colon = strchr(qualified, ':');
	out->prefix = colon ? arena_strndup(reading->arena, qualified, (size_t)(colon - qualified)) : "";
	out->name = arena_strdup(reading->arena, colon ? colon + 1 : qualified);
	out->space = "";
	if (!colon && !element)
		return true;
	if (strcmp(out->prefix, "xml") == 0) {
		out->space = "xml";
		return true;
	}
	const char *space = find_space(reading, out->prefix);
	out->space = space ? space : "";
	return space || !colon;
}

static void say_prefix(GError **error, const char *name)
{
	g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "xmlns: %s", name);
}

static void take_attributes(Reading *reading, XmlNode *node, const char **names, const char **values,
			    GError **error)
{
	guint count = g_strv_length((char **)names);
	XmlAttribute *attributes = arena_array(reading->arena, XmlAttribute, count + 1);
	for (guint i = 0; i < count; i++) {
		if (g_str_has_prefix(names[i], "xmlns"))
			continue;
		XmlAttribute *attribute = &attributes[node->attribute_count++];
		if (!split(reading, names[i], false, attribute) && !*error)
			say_prefix(error, names[i]);
		attribute->value = arena_strdup(reading->arena, values[i]);
	}
	node->attributes = attributes;
}

static void append(Reading *reading, XmlNode *node)
{
	node->parent = reading->node;
	if (reading->last)
		reading->last->next = node;
	else if (reading->node)
		reading->node->first = node;
	else if (!reading->result->root)
		reading->result->root = node;
}

static void start_element(GMarkupParseContext *context, const char *name, const char **names,
			  const char **values, gpointer data, GError **error)
{
	(void)context;
	Reading *reading = data;
	XmlNode *node = arena_new0(reading->arena, XmlNode);
	XmlAttribute own;
	if (++reading->depth > XML_DEPTH_MAX) {
		g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%d <", XML_DEPTH_MAX);
		return;
	}
	open_scopes(reading, names, values);
	if (!split(reading, name, true, &own)) {
		say_prefix(error, name);
		return;
	}
	node->space = own.space;
	node->prefix = own.prefix;
	node->name = own.name;
	node->text = "";
	append(reading, node);
	reading->node = node;
	reading->last = NULL;
	g_string_truncate(reading->text, 0);
	take_attributes(reading, node, names, values, error);
}

static void end_element(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
	(void)context;
	(void)name;
	(void)error;
	Reading *reading = data;
	XmlNode *node = reading->node;
	g_autofree char *text = g_strdup(reading->text->str);
	node->text = arena_strdup(reading->arena, g_strstrip(text));
	g_string_truncate(reading->text, 0);
	while (reading->scopes->len > 0 &&
	       g_array_index(reading->scopes, Scope, reading->scopes->len - 1).depth == reading->depth)
		g_array_set_size(reading->scopes, reading->scopes->len - 1);
	// open_scopes runs after the depth went up, so that both agree.
	reading->depth--;
	reading->last = node;
	reading->node = node->parent;
}

static void take_text(GMarkupParseContext *context, const char *text, gsize size, gpointer data,
		      GError **error)
{
	(void)context;
	(void)error;
	Reading *reading = data;
	g_string_append_len(reading->text, text, (gssize)size);
}

// Processing instructions and comments come whole.
static void take_other(GMarkupParseContext *context, const char *text, gsize size, gpointer data,
		       GError **error)
{
	(void)context;
	(void)error;
	Reading *reading = data;
	if (!reading->result->packet && g_str_has_prefix(text, "<?xpacket"))
		reading->result->packet = arena_strndup(reading->arena, text, size);
}

XmlText xml_read(Arena *arena, const char *text, gsize size)
{
	static const GMarkupParser parser = {start_element, end_element, take_text, take_other, NULL};
	XmlText result = {0};
	Reading reading = {.arena = arena,
			   .result = &result,
			   .text = g_string_new(NULL),
			   .scopes = g_array_new(FALSE, FALSE, sizeof(Scope))};
	g_autoptr(GMarkupParseContext) context =
	    g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reading, NULL);
	g_autoptr(GError) error = NULL;
	bool byte_order_mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
	gsize skip = byte_order_mark ? 3 : 0;
	if (!g_markup_parse_context_parse(context, text + skip, (gssize)(size - skip), &error) ||
	    !g_markup_parse_context_end_parse(context, &error)) {
		result.root = NULL;
		g_autofree char *valid = g_utf8_make_valid(error->message, -1);
		result.problem = arena_strdup(arena, valid);
	}
	g_string_free(reading.text, TRUE);
	g_array_unref(reading.scopes);
	return result;
}

const char *xml_attribute(const XmlNode *node, const char *space, const char *name)
{
	for (guint i = 0; i < node->attribute_count; i++)
		if (strcmp(node->attributes[i].space, space) == 0 &&
		    strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

const XmlNode *xml_child(const XmlNode *node, const char *space, const char *name)
{
	for (const XmlNode *child = node->first; child; child = child->next)
		if (strcmp(child->space, space) == 0 && strcmp(child->name, name) == 0)
			return child;
	return NULL;
}
