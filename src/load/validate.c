#include "load/validate.h"

#include <string.h>

#include "base/intl.h"
#include "load/keys.h"
#include "load/prose.h"
#include "load/types.h"
#include "load/words.h"
#include "model/date.h"

// One run over a tree. `diags` is NULL while a branch is only tried.
typedef struct Check {
	DiagList *diags;
	guint errors;
	bool titled; // the schema's titles are in the language of the messages
} Check;

// How messages call a value.
typedef struct Place {
	const char *name;  // of its field, or of the list it is in; NULL at the root
	size_t item;       // in a list: from 1; otherwise 0
	const char *title; // of what it is, from the schema; or NULL
} Place;

static void check_value(Check *check, const Schema *schema, const Value *value, Place place);

// --- reporting ---

static void report(Check *check, const char *code, Span span, char *what, char *hint)
{
	check->errors++;
	if (check->diags) {
		diag_take(check->diags, SEVERITY_ERROR, code, span, what, hint);
		return;
	}
	g_free(what);
	g_free(hint);
}

// "`title`", "entry 2 of `events`", "the file". The caller frees.
static char *name_of(Place place)
{
	if (!place.name)
		return g_strdup(_("the file"));
	if (place.item)
		return g_strdup_printf(_("entry %zu of `%s`"), place.item, place.name);
	return g_strdup_printf("`%s`", place.name);
}

// What a map is called: by the schema's word for it where it has one. The caller frees.
static char *title_of(Place place)
{
	return place.title ? g_strdup_printf(_("“%s”"), place.title) : name_of(place);
}

// A message with a text of the user's in it. The caller frees.
static char *format_text(const char *format, const char *text)
{
	GString *result = g_string_new(format);
	g_string_replace(result, "%s", text, 1);
	return g_string_free(result, FALSE);
}

// --- maps ---

// `{title: one, two}`: the part after a comma becomes a key without a value.
static bool is_cut_text(const Value *map, const Field *field)
{
	return types_first_char(map) == '{' && field->value->kind == VALUE_NULL && field->value->length == 0;
}

static char *unknown_key_text(const char *name, Place place)
{
	g_autofree char *title = title_of(place);
	return place.name ? g_strdup_printf(_("%s has no key `%s`"), title, name)
			  : g_strdup_printf(_("there is no key `%s`"), name);
}

static char *unknown_key_hint(const Schema *schema, const Value *map, const Field *field)
{
	g_autoptr(GPtrArray) names = keys_list(schema, map);
	const char *meant = keys_meant(schema, names, field->name);
	if (meant)
		return g_strdup_printf(_("did you mean `%s`?"), meant);
	if (is_cut_text(map, field))
		return g_strdup(_("inside {…} a comma ends the text: put quotes around a text with a comma"));
	return words_hint(field->name, names);
}

static void check_known(Check *check, const Schema *schema, const Value *map, const Field *field, Place place)
{
	if (!keys_is_unknown(schema, map, field->name))
		return;
	if (prose_is_key(field->name) && !is_cut_text(map, field)) {
		char *what, *hint;
		prose_explain(map, field, &what, &hint);
		report(check, "schema.unknown-key", field->name_span, what, hint);
	} else {
		report(check, "schema.unknown-key", field->name_span, unknown_key_text(field->name, place),
		       unknown_key_hint(schema, map, field));
	}
}

// Where a key is missing, perhaps one that is not known was meant to be it.
static bool has_slip_of(const Schema *schema, const Value *map, const char *name)
{
	g_autoptr(GPtrArray) names = keys_list(schema, map);
	for (size_t i = 0; i < map->length; i++) {
		const char *field = map->fields[i].name;
		if (keys_is_unknown(schema, map, field) &&
		    g_strcmp0(keys_meant(schema, names, field), name) == 0)
			return true;
	}
	return false;
}

static void report_missing(Check *check, const Schema *schema, const Value *map, const char *name,
			   Place place)
{
	if (has_slip_of(schema, map, name))
		return;
	const char *meaning = check->titled ? keys_title(schema_property(schema, name)) : NULL;
	g_autofree char *title = title_of(place);
	char *what = g_strdup_printf(_("%s has no `%s`"), title, name);
	char *hint = meaning ? g_strdup_printf(_("add `%s: …` (%s)"), name, meaning)
			     : g_strdup_printf(_("add `%s: …`"), name);
	Span span = map->span;
	if (map->length) {
		span.end_line = map->fields[0].name_span.end_line;
		span.end_column = map->fields[0].name_span.end_column;
	}
	report(check, "schema.missing-key", span, what, hint);
}

// Of `propertyNames` only the format counts.
static void check_field_name(Check *check, const Schema *schema, const Field *field)
{
	const Format *format = schema->names ? schema->names->format : NULL;
	if (format && !format->accepts(field->name))
		report(check, "schema.name", field->name_span, format_text(_(format->what), field->name),
		       format->advise(field->name));
}

static void check_field(Check *check, const Schema *schema, const Field *field)
{
	const Schema *property = schema_property(schema, field->name);
	if (!property)
		property = keys_find_pattern(schema, field->name);
	if (!property)
		property = schema->additional;
	if (property)
		check_value(check, property, field->value, (Place){.name = field->name});
}

// Of two dates the later one may not come first.
static void check_order(Check *check, const Schema *schema, const Value *map)
{
	const char *first_name = schema->order->items[0]->text, *last_name = schema->order->items[1]->text;
	const Value *first = value_get(map, first_name), *last = value_get(map, last_name);
	Date from, to;
	if (!date_parse(value_text(first), &from) || !date_parse(value_text(last), &to) ||
	    date_compare(to, from) >= 0)
		return;
	report(check, "schema.order", last->span,
	       g_strdup_printf(_("`%s` (%s) is before `%s` (%s)"), last_name, last->text, first_name,
			       first->text),
	       g_strdup(_("correct one of the two dates")));
}

static void check_map(Check *check, const Schema *schema, const Value *map, Place place)
{
	for (guint i = 0; i < schema->required_count; i++)
		if (!value_get(map, schema->required[i]))
			report_missing(check, schema, map, schema->required[i], place);
	if (schema->order)
		check_order(check, schema, map);
	for (size_t i = 0; i < map->length; i++) {
		check_known(check, schema, map, &map->fields[i], place);
		check_field_name(check, schema, &map->fields[i]);
		check_field(check, schema, &map->fields[i]);
	}
}

// --- lists ---

static void report_too_few(Check *check, const Schema *schema, const Value *list, const char *name)
{
	const char *what = schema->least_items == schema->most_items
			       ? _("%s has %zu entries, but needs %u")
			       : _("%s has %zu entries, but needs at least %u");
	report(check, "schema.count", list->span,
	       g_strdup_printf(what, name, list->length, schema->least_items),
	       g_strdup(_("add what is missing, or delete the line")));
}

static void check_count(Check *check, const Schema *schema, const Value *list, Place place)
{
	g_autofree char *name = name_of(place);
	if (list->length < schema->least_items)
		report_too_few(check, schema, list, name);
	if (list->length > schema->most_items)
		report(check, "schema.count", list->items[schema->most_items]->span,
		       g_strdup_printf(_("%s has %zu entries, but at most %u are possible"), name,
				       list->length, schema->most_items),
		       g_strdup(_("remove those from here on")));
}

static void check_list(Check *check, const Schema *schema, const Value *list, Place place)
{
	if (list->length < schema->least_items || list->length > schema->most_items)
		check_count(check, schema, list, place);
	for (size_t i = 0; i < list->length; i++) {
		Place item = {.name = place.name, .item = i + 1};
		if (i < schema->first_items.count)
			check_value(check, schema->first_items.items[i], list->items[i], item);
		else if (schema->items)
			check_value(check, schema->items, list->items[i], item);
	}
}

// --- scalars ---

static bool is_same_scalar(const Value *value, const Value *other)
{
	return value_text(other) && strcmp(value->text, other->text) == 0;
}

static GPtrArray *texts_of(const Value *list)
{
	GPtrArray *texts = g_ptr_array_new();
	for (size_t i = 0; i < list->length; i++)
		if (value_text(list->items[i]))
			g_ptr_array_add(texts, (void *)list->items[i]->text);
	return texts;
}

static void report_choice(Check *check, const Value *value, const GPtrArray *choices, Place place)
{
	g_autofree char *name = name_of(place);
	report(check, "schema.choice", value->span,
	       g_strdup_printf(_("%s cannot be “%s”"), name, value->text), words_hint(value->text, choices));
}

static void check_choice(Check *check, const Schema *schema, const Value *value, Place place)
{
	for (size_t i = 0; i < schema->choices->length; i++)
		if (is_same_scalar(value, schema->choices->items[i]))
			return;
	g_autoptr(GPtrArray) choices = texts_of(schema->choices);
	report_choice(check, value, choices, place);
}

static void check_constant(Check *check, const Schema *schema, const Value *value, Place place)
{
	if (is_same_scalar(value, schema->constant))
		return;
	g_autoptr(GPtrArray) choices = g_ptr_array_new();
	g_ptr_array_add(choices, (void *)schema->constant->text);
	report_choice(check, value, choices, place);
}

static void check_range(Check *check, const Schema *schema, const Value *value, Place place)
{
	double number;
	if (!value_as_number(value, &number) || (number >= schema->minimum && number <= schema->maximum))
		return;
	g_autofree char *name = name_of(place);
	char limit[G_ASCII_DTOSTR_BUF_SIZE];
	bool is_small = number < schema->minimum;
	g_ascii_formatd(limit, sizeof limit, "%g", is_small ? schema->minimum : schema->maximum);
	report(check, "schema.range", value->span, g_strdup_printf(_("%s cannot be %s"), name, value->text),
	       g_strdup_printf(is_small ? _("%s is the least") : _("%s is the most"), limit));
}

// Whether a text is one of words, of which spaces alone are none.
static bool is_words(const Schema *schema)
{
	return schema->least_chars > 0 && schema->format && strcmp(schema->format->name, "inline") == 0;
}

static bool is_blank(const char *text)
{
	while (*text && g_unichar_isspace(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return *text == '\0';
}

static void check_length(Check *check, const Schema *schema, const Value *value, Place place)
{
	glong length =
	    is_words(schema) && is_blank(value->text) ? 0 : g_utf8_strlen(value->text, (gssize)value->length);
	if (length >= (glong)schema->least_chars && length <= (glong)schema->most_chars)
		return;
	g_autofree char *name = name_of(place);
	bool is_short = length < (glong)schema->least_chars;
	char *what = length == 0 ? g_strdup_printf(_("%s is empty"), name)
		     : is_short
			 ? g_strdup_printf(_("%s is too short"), name)
			 : g_strdup_printf(_("%s is longer than %u characters"), name, schema->most_chars);
	report(check, "schema.length", value->span, what,
	       g_strdup(length == 0 ? _("write its text, or delete the line if it is not needed")
				    : _("write another text")));
}

static void check_format(Check *check, const Schema *schema, const Value *value)
{
	if (schema->format->accepts(value->text))
		return;
	report(check, "schema.format", value->span, format_text(_(schema->format->what), value->text),
	       schema->format->advise(value->text));
}

static void check_pattern(Check *check, const Schema *schema, const Value *value, Place place)
{
	if (g_regex_match_simple(schema->pattern, value->text, 0, 0))
		return;
	g_autofree char *name = name_of(place);
	report(check, "schema.pattern", value->span,
	       g_strdup_printf(_("%s cannot be “%s”"), name, value->text),
	       schema->example ? g_strdup_printf(_("write it like %s"), schema->example) : NULL);
}

static void check_scalar(Check *check, const Schema *schema, const Value *value, Place place)
{
	if (schema->choices)
		check_choice(check, schema, value, place);
	if (schema->constant)
		check_constant(check, schema, value, place);
	if (schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER))
		check_range(check, schema, value, place);
	if (schema->least_chars > 0 || schema->most_chars < G_MAXUINT)
		check_length(check, schema, value, place);
	// A pattern beside a format says nearly the same to editors, which do not know our formats.
	if (schema->format)
		check_format(check, schema, value);
	else if (schema->pattern)
		check_pattern(check, schema, value, place);
}

static void report_type(Check *check, const Schema *schema, const Value *value, Place place)
{
	g_autofree char *name = name_of(place);
	if (value->kind == VALUE_NULL) {
		report(check, "schema.empty", value->span, g_strdup_printf(_("%s is empty"), name),
		       g_strdup(_("write its value after it, or delete the line if it is not needed")));
		return;
	}
	report(check, "schema.type", value->span,
	       g_strdup_printf(_("%s must be %s, not %s"), name, types_name(schema->types),
			       types_name_of(value)),
	       types_hint(schema, value));
}

// --- combinations ---

static bool passes(const Schema *schema, const Value *value, Place place)
{
	Check trial = {.diags = NULL};
	check_value(&trial, schema, value, place);
	return trial.errors == 0;
}

static bool try_all(const SchemaList *list, const Value *value, Place place)
{
	for (guint i = 0; i < list->count; i++)
		if (schema_type_fits(list->items[i]->types, value) && passes(list->items[i], value, place))
			return true;
	return false;
}

// What the schema says of the first branch of fitting type; the type itself where none fits.
static void report_no_branch(Check *check, const Schema *schema, const SchemaList *list, const Value *value,
			     Place place)
{
	Schema any = *schema;
	any.types = 0;
	for (guint i = 0; i < list->count; i++) {
		if (schema_type_fits(list->items[i]->types, value)) {
			check_value(check, list->items[i], value, place);
			return;
		}
		any.types |= list->items[i]->types;
	}
	report_type(check, &any, value, place);
}

static void report_branch_constant(Check *check, const Schema *schema, const Value *map, Place place)
{
	const char *key = schema->selecting_key;
	g_autoptr(GPtrArray) constants = g_ptr_array_new();
	for (guint i = 0; i < schema->one_of.count; i++) {
		const Schema *branch = schema->one_of.items[i];
		while (branch->ref && branch->properties.count == 0)
			branch = branch->ref;
		const Schema *property = schema_property(branch, key);
		if (property && property->constant)
			g_ptr_array_add(constants, (void *)property->constant->text);
	}
	const Value *value = value_get(map, key);
	if (value_text(value)) {
		report_choice(check, value, constants, (Place){.name = key});
		return;
	}
	g_autofree char *title = title_of(place);
	g_autofree char *list = words_list(constants);
	report(check, "schema.missing-key", value ? value->span : map->span,
	       g_strdup_printf(_("%s has no `%s`"), title, key),
	       g_strdup_printf(_("add `%s: …`, one of %s"), key, list));
}

static void report_two_keys(Check *check, const Value *map, const Field *first, const Field *second)
{
	(void)map;
	report(check, "schema.two-kinds", second->name_span,
	       g_strdup_printf(_("`%s` and `%s` cannot stand side by side"), first->name, second->name),
	       g_strdup_printf(_("begin another entry with `- ` before `%s`"), second->name));
}

static void report_no_key(Check *check, const Value *map, const GPtrArray *keys, Place place)
{
	for (size_t i = 0; i < map->length; i++) {
		const Field *field = &map->fields[i];
		const char *nearest = words_nearest(field->name, keys);
		if (!nearest)
			continue;
		report(check, "schema.unknown-key", field->name_span, unknown_key_text(field->name, place),
		       g_strdup_printf(_("did you mean `%s`?"), nearest));
		return;
	}
	g_autofree char *title = title_of(place);
	g_autofree char *list = words_list(keys);
	report(check, "schema.missing-key", map->span,
	       g_strdup_printf(_("%s does not say what it is"), title),
	       g_strdup_printf(_("it needs one of the keys %s"), list));
}

static void report_branch_key(Check *check, const Schema *schema, const Value *map, Place place)
{
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	keys_add_choosing(&schema->one_of, keys);
	const Field *first = NULL;
	for (size_t i = 0; i < map->length; i++) {
		const Field *field = &map->fields[i];
		if (!keys_hold(keys, field->name))
			continue;
		if (first) {
			report_two_keys(check, map, first, field);
			return;
		}
		first = field;
	}
	report_no_key(check, map, keys, place);
}

static void check_one_of(Check *check, const Schema *schema, const Value *value, Place place)
{
	const Schema *branch = schema_branch(schema, value);
	if (branch && check->titled && keys_title(branch))
		place.title = keys_title(branch);
	if (branch)
		check_value(check, branch, value, place);
	else if (value->kind == VALUE_MAP && schema->selector == SELECT_BY_CONST)
		report_branch_constant(check, schema, value, place);
	else if (value->kind == VALUE_MAP && schema->selector == SELECT_BY_KEY)
		report_branch_key(check, schema, value, place);
	else if (!try_all(&schema->one_of, value, place))
		report_no_branch(check, schema, &schema->one_of, value, place);
}

static void check_combinations(Check *check, const Schema *schema, const Value *value, Place place)
{
	if (schema->ref)
		check_value(check, schema->ref, value, place);
	for (guint i = 0; i < schema->all_of.count; i++)
		check_value(check, schema->all_of.items[i], value, place);
	if (schema->any_of.count && !try_all(&schema->any_of, value, place))
		report_no_branch(check, schema, &schema->any_of, value, place);
	if (schema->one_of.count)
		check_one_of(check, schema, value, place);
	if (!schema->condition)
		return;
	const Schema *consequence =
	    passes(schema->condition, value, place) ? schema->then : schema->otherwise;
	if (consequence)
		check_value(check, consequence, value, place);
}

static void check_value(Check *check, const Schema *schema, const Value *value, Place place)
{
	if (!place.title && check->titled)
		place.title = keys_title(schema);
	if (!schema_type_fits(schema->types, value)) {
		report_type(check, schema, value, place);
		return;
	}
	check_combinations(check, schema, value, place);
	if (value->kind == VALUE_MAP)
		check_map(check, schema, value, place);
	else if (value->kind == VALUE_LIST)
		check_list(check, schema, value, place);
	else if (value->kind == VALUE_SCALAR)
		check_scalar(check, schema, value, place);
}

bool schema_check(DiagList *diags, const Schema *schema, const Value *value)
{
	// The code of the messages' language: here "en", in a translation its own.
	Check check = {.diags = diags, .titled = g_strcmp0(schema->language, _("en")) == 0};
	check_value(&check, schema, value, (Place){0});
	diag_list_sort(diags);
	return check.errors == 0;
}
