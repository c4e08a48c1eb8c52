#include "load/types.h"

#include "base/intl.h"
#include "load/keys.h"
#include "load/syntax.h"
#include "load/words.h"

char types_first_char(const Value *value)
{
	const Source *source = value->span.source;
	return source && source->text ? source->text[value->offset] : '\0';
}

const char *types_name(unsigned types)
{
	if ((types & SCHEMA_STRING) && (types & SCHEMA_ARRAY))
		return _("a list or a text");
	if (types & SCHEMA_STRING)
		return _("a text");
	if (types & SCHEMA_NUMBER)
		return _("a number");
	if (types & SCHEMA_INTEGER)
		return _("a whole number");
	if (types & SCHEMA_BOOLEAN)
		return _("true or false");
	if ((types & SCHEMA_ARRAY) && (types & SCHEMA_OBJECT))
		return _("a list or a group of keys");
	return types & SCHEMA_ARRAY ? _("a list") : _("a group of keys");
}

const char *types_name_of(const Value *value)
{
	switch (value->kind) {
	case VALUE_LIST:
		return _("a list");
	case VALUE_MAP:
		return _("a group of keys");
	default:
		return _("a text");
	}
}

// `{path}` without quotes: a map with a key and no value.
static bool is_bare_binding(const Value *value)
{
	return types_first_char(value) == '{' && value->kind == VALUE_MAP && value->length == 1 &&
	       value->fields[0].value->kind == VALUE_NULL;
}

// `{title}` without quotes, or `Emploi : text` after a dash: a map that was meant as text.
static char *map_for_text_hint(const Value *map)
{
	const Field *field = map->length ? &map->fields[0] : NULL;
	if (is_bare_binding(map))
		return g_strdup_printf(_("put quotes around it: \"{%s}\""), field->name);
	if (types_first_char(map) == '{')
		return g_strdup(_("a text that begins with { needs quotes around it"));
	if (map->length == 1 && value_text(field->value) && !field->value->block) {
		g_autofree char *text = g_strdup_printf("%s: %s", field->name, field->value->text);
		g_autofree char *quoted = syntax_quoted(text);
		return g_strdup_printf(_("if this is one text, put quotes around it: %s"), quoted);
	}
	return g_strdup(_("write the text itself after the colon"));
}

static char *list_hint(void)
{
	return g_strdup(_("begin each entry in a line of its own with `- `, or write [one, two]"));
}

static char *text_hint(const Value *value)
{
	if (value->kind == VALUE_MAP)
		return map_for_text_hint(value);
	if (types_first_char(value) == '[')
		return g_strdup(_("a text that begins with [ needs quotes around it"));
	return g_strdup(_("write one text, without `- ` before it"));
}

static char *group_hint(const Schema *schema)
{
	g_autoptr(GPtrArray) names = keys_list(schema, NULL);
	g_autofree char *list = words_list(names);
	return names->len ? g_strdup_printf(_("write its keys in lines of their own, indented: %s"), list)
			  : g_strdup(_("write its keys in lines of their own, indented"));
}

char *types_hint(const Schema *schema, const Value *value)
{
	if ((schema->types & SCHEMA_STRING) &&
	    ((schema->types & SCHEMA_ARRAY) == 0 || is_bare_binding(value)))
		return text_hint(value);
	if (schema->types & (SCHEMA_NUMBER | SCHEMA_INTEGER))
		return g_strdup(_("write digits only, without quotes"));
	if (schema->types & SCHEMA_BOOLEAN)
		return g_strdup(_("write true or false, without quotes"));
	if (schema->types & SCHEMA_ARRAY)
		return list_hint();
	return group_hint(schema);
}
