#include "load/load.h"

#include <string.h>
#include <yaml.h>

#include "base/intl.h"
#include "load/again.h"
#include "load/read.h"
#include "load/scalars.h"
#include "load/syntax.h"

enum {
	NESTING_MAX = 100,      // of lists and maps in each other
	NODES_MAX = 300 * 1000, // after aliases are counted out
	TEXT_MAX = 1024 * 1024, // bytes of one scalar
	HASH_FROM = 16,         // fields, from which on duplicate keys are found by hash
};

// What an alias stands for.
typedef struct Anchor {
	Value *value; // NULL while the value is being read
	size_t nodes; // in it, itself included
	int levels;   // of lists and maps in it
	int outer;    // while it is being read: the reader's `deepest` before it
} Anchor;

// A place in the source, carried along with the events: libyaml counts characters, we need bytes.
typedef struct Cursor {
	size_t index;  // characters
	size_t offset; // bytes
} Cursor;

typedef struct Reader {
	Arena *arena;
	DiagList *diags;
	const Source *source;
	yaml_parser_t parser;
	yaml_event_t event; // the current one
	Cursor cursor;
	GHashTable *anchors; // name to Anchor *
	GPtrArray *items;    // of the lists being read, innermost last
	GArray *fields;      // of the maps being read
	int depth;
	int deepest; // depth reached in the innermost anchor's value
	size_t nodes;
	SyntaxPlace last_scalar;
	bool stopped; // by a fault after which nothing can be read
} Reader;

static Value *read_node(Reader *reader);

// --- places ---

static size_t offset_of(Reader *reader, yaml_mark_t mark)
{
	const char *text = reader->source->text + reader->cursor.offset;
	glong distance = (glong)mark.index - (glong)reader->cursor.index;
	const char *place = g_utf8_offset_to_pointer(text, distance);
	reader->cursor = (Cursor){.index = mark.index, .offset = (size_t)(place - reader->source->text)};
	return reader->cursor.offset;
}

static Span span_of(const Reader *reader, yaml_mark_t start, yaml_mark_t end)
{
	return (Span){.source = reader->source,
		      .line = (int)start.line + 1,
		      .column = (int)start.column + 1,
		      .end_line = (int)end.line + 1,
		      .end_column = (int)end.column + 1};
}

static Span event_span(const Reader *reader)
{
	return span_of(reader, reader->event.start_mark, reader->event.end_mark);
}

// A node's event begins at its anchor or tag; its value begins after them, or is empty and ends there.
static yaml_mark_t skip_properties(Reader *reader, yaml_mark_t mark, size_t *offset)
{
	const char *place = reader->source->text + *offset;
	const char *end = reader->source->text + offset_of(reader, reader->event.end_mark);
	while (place < end && strchr(" \t\r\n#&!", *place)) {
		size_t length =
		    strchr("#&!", *place) ? strcspn(place, *place == '#' ? "\r\n" : " \t\r\n") : 1;
		bool is_break = *place == '\n' || (*place == '\r' && place[1] != '\n');
		mark.column = is_break ? 0 : mark.column + (size_t)g_utf8_strlen(place, (gssize)length);
		mark.line += is_break;
		place += length;
	}
	*offset = (size_t)(place - reader->source->text);
	return mark;
}

// --- faults ---

static void report(Reader *reader, const char *code, Span span, char *what, char *hint)
{
	diag_take(reader->diags, SEVERITY_ERROR, code, span, what, hint);
}

static Value *stop(Reader *reader)
{
	reader->stopped = true;
	return NULL;
}

static SyntaxPlace place_of(yaml_mark_t mark)
{
	return (SyntaxPlace){.line = (int)mark.line + 1, .column = (int)mark.column + 1};
}

static void report_nesting(Reader *reader, Span span)
{
	report(
	    reader, "yaml.nesting", span,
	    g_strdup_printf(_("lists and groups are nested more than %d deep"), NESTING_MAX),
	    g_strdup(_("write it with fewer levels; a text that begins with [ or { needs quotes around it")));
}

static void report_syntax(Reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "";
	if (strstr(problem, "maximum depth")) {
		report_nesting(reader, span_of(reader, parser->problem_mark, parser->problem_mark));
		return;
	}
	SyntaxFault fault = {.source = reader->source,
			     .problem = problem,
			     .context = parser->context ? parser->context : "",
			     .place = place_of(parser->problem_mark),
			     .context_place =
				 place_of(parser->context ? parser->context_mark : parser->problem_mark),
			     .last_scalar = reader->last_scalar};
	syntax_report(reader->diags, &fault);
}

// Reads the next event; false after a syntax error.
static bool next_event(Reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return true;
	report_syntax(reader);
	reader->stopped = true;
	return false;
}

// --- anchors and aliases ---

static Anchor *begin_anchor(Reader *reader, const yaml_char_t *name)
{
	if (!name)
		return NULL;
	Anchor *anchor = arena_new0(reader->arena, Anchor);
	anchor->nodes = reader->nodes - 1;
	anchor->outer = reader->deepest;
	reader->deepest = reader->depth;
	g_hash_table_replace(reader->anchors, arena_strdup(reader->arena, (const char *)name), anchor);
	return anchor;
}

static Value *end_anchor(Reader *reader, Anchor *anchor, Value *value)
{
	if (anchor) {
		anchor->value = value;
		anchor->nodes = reader->nodes - anchor->nodes;
		anchor->levels = reader->deepest - reader->depth;
		reader->deepest = MAX(reader->deepest, anchor->outer);
	}
	return value;
}

static bool count_nodes(Reader *reader, size_t count)
{
	reader->nodes += count;
	if (reader->nodes <= NODES_MAX)
		return true;
	report(reader, "yaml.nodes", event_span(reader),
	       g_strdup_printf(_("the file holds more than %d values, those that aliases repeat included"),
			       NODES_MAX),
	       g_strdup(_("split it, or remove aliases (`*name`) that repeat each other")));
	reader->stopped = true;
	return false;
}

// Makes room for so many levels below the current one.
static bool check_depth(Reader *reader, int levels)
{
	reader->deepest = MAX(reader->deepest, reader->depth + levels);
	if (reader->depth + levels <= NESTING_MAX)
		return true;
	report_nesting(reader, event_span(reader));
	reader->stopped = true;
	return false;
}

static bool enter(Reader *reader)
{
	reader->depth++;
	return check_depth(reader, 0);
}

static Value *read_alias(Reader *reader)
{
	const char *name = (const char *)reader->event.data.alias.anchor;
	const Anchor *anchor = g_hash_table_lookup(reader->anchors, name);
	if (!anchor) {
		report(reader, "yaml.alias", event_span(reader),
		       g_strdup_printf(_("nothing is named `&%s` above"), name),
		       g_strdup(_("a text that begins with an asterisk needs quotes around it: \"*…\"")));
		return stop(reader);
	}
	if (!anchor->value) {
		report(reader, "yaml.alias", event_span(reader),
		       g_strdup_printf(_("`*%s` stands inside the very value that it repeats"), name),
		       g_strdup(_("write that part out instead of using the alias")));
		return stop(reader);
	}
	if (!check_depth(reader, anchor->levels) || !count_nodes(reader, anchor->nodes))
		return NULL;
	return anchor->value;
}

// --- scalars ---

static bool check_length(Reader *reader, Span span, size_t length)
{
	if (length <= TEXT_MAX)
		return true;
	report(reader, "yaml.length", span,
	       g_strdup_printf(_("a single text is longer than %d characters"), TEXT_MAX),
	       g_strdup(_("split it; a quote that is not closed also swallows what follows")));
	reader->stopped = true;
	return false;
}

static bool is_block(yaml_scalar_style_t style)
{
	return style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
}

static Value *new_value(Reader *reader, ValueKind kind, bool has_properties)
{
	Value *value = arena_new0(reader->arena, Value);
	value->kind = kind;
	value->offset = offset_of(reader, reader->event.start_mark);
	yaml_mark_t start = reader->event.start_mark;
	if (has_properties)
		start = skip_properties(reader, start, &value->offset);
	value->span = span_of(reader, start, reader->event.end_mark);
	return value;
}

static Value *read_scalar(Reader *reader)
{
	const yaml_event_t *event = &reader->event;
	const char *text = (const char *)event->data.scalar.value;
	if (!check_length(reader, event_span(reader), event->data.scalar.length))
		return NULL;
	Value *value = new_value(reader, VALUE_SCALAR, event->data.scalar.anchor || event->data.scalar.tag);
	reader->last_scalar = (SyntaxPlace){.line = value->span.line, .column = value->span.column};
	value->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (value->plain && *text)
		scalar_check_comment(reader->diags, value, offset_of(reader, reader->event.end_mark));
	value->plain = scalar_check_tag(reader->diags, event_span(reader),
					(const char *)event->data.scalar.tag, VALUE_SCALAR, value->plain);
	if (value->plain && scalar_is_null(text)) {
		value->kind = VALUE_NULL;
		return value;
	}
	value->text = arena_strndup(reader->arena, text, event->data.scalar.length);
	value->length = event->data.scalar.length;
	value->block = is_block(event->data.scalar.style);
	if (value->block && value->length)
		value->indent = scalar_block_indent(value);
	if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		scalar_check_escapes(reader->diags, value, offset_of(reader, event->end_mark));
	return value;
}

// --- lists and maps ---

// A list or map in brackets ends at its bracket, another with its last value: libyaml has it end
// where the next thing begins.
static void end_collection(Reader *reader, Value *value, Span last)
{
	yaml_mark_t end = reader->event.end_mark;
	if (end.index > reader->event.start_mark.index)
		last = span_of(reader, end, end);
	value->span.end_line = last.end_line;
	value->span.end_column = last.end_column;
	reader->depth--;
}

static Value *read_list(Reader *reader)
{
	const yaml_event_t *event = &reader->event;
	const char *tag = (const char *)event->data.sequence_start.tag;
	Value *list = new_value(reader, VALUE_LIST, event->data.sequence_start.anchor || tag);
	scalar_check_tag(reader->diags, event_span(reader), tag, VALUE_LIST, false);
	if (!enter(reader))
		return NULL;
	guint first = reader->items->len;
	Span last = list->span;
	while (next_event(reader) && reader->event.type != YAML_SEQUENCE_END_EVENT) {
		Value *item = read_node(reader);
		if (!item)
			return NULL;
		g_ptr_array_add(reader->items, item);
		last = item->span;
	}
	if (reader->stopped)
		return NULL;
	list->length = reader->items->len - first;
	if (list->length)
		list->items =
		    arena_copy(reader->arena, reader->items->pdata + first, list->length, sizeof(Value *));
	g_ptr_array_set_size(reader->items, (int)first);
	end_collection(reader, list, last);
	return list;
}

static void report_duplicate(Reader *reader, const Field *field, const Field *first)
{
	report(reader, "yaml.duplicate", field->name_span,
	       g_strdup_printf(_("`%s` is there already, in line %d"), field->name, first->name_span.line),
	       g_strdup(_("keep one of them; for another entry of a list, begin it with `- `")));
}

// The fields of one map while it is read; they lie on the reader's stack from `first` on.
typedef struct MapReader {
	guint first;
	GHashTable *names; // to index + 1, once there are many
} MapReader;

static const Field *field_at(const Reader *reader, guint index)
{
	return &g_array_index(reader->fields, Field, index);
}

static const Field *find_in_hash(Reader *reader, MapReader *map, const char *name)
{
	if (!map->names) {
		map->names = g_hash_table_new(g_str_hash, g_str_equal);
		for (guint i = map->first; i < reader->fields->len; i++)
			g_hash_table_insert(map->names, (void *)field_at(reader, i)->name,
					    GUINT_TO_POINTER(i + 1));
	}
	guint place = GPOINTER_TO_UINT(g_hash_table_lookup(map->names, name));
	return place ? field_at(reader, place - 1) : NULL;
}

static const Field *find_earlier(Reader *reader, MapReader *map, const char *name)
{
	if (reader->fields->len - map->first >= HASH_FROM)
		return find_in_hash(reader, map, name);
	for (guint i = map->first; i < reader->fields->len; i++)
		if (strcmp(field_at(reader, i)->name, name) == 0)
			return field_at(reader, i);
	return NULL;
}

static void add_field(Reader *reader, MapReader *map, Field field)
{
	const Field *first = find_earlier(reader, map, field.name);
	if (first) {
		report_duplicate(reader, &field, first);
		return;
	}
	g_array_append_val(reader->fields, field);
	if (map->names)
		g_hash_table_insert(map->names, (void *)field.name, GUINT_TO_POINTER(reader->fields->len));
}

static char *wrong_key_hint(const Value *key)
{
	const char *place = key->span.source->text + key->offset;
	if (key->kind == VALUE_MAP && *place == '{')
		return g_strdup(_("a text that begins with { needs quotes around it"));
	if (key->kind == VALUE_LIST && *place == '[')
		return g_strdup(_("a text that begins with [ needs quotes around it"));
	return g_strdup(_("write a name before the `:`"));
}

// The key of a field: any scalar. NULL, with the field left out, where it is none.
static const char *read_key(Reader *reader, Field *field)
{
	const Value *key = read_node(reader);
	if (!key)
		return NULL;
	field->name = value_text(key);
	field->name_span = key->span;
	if (!field->name)
		report(reader, "yaml.key", key->span,
		       g_strdup(key->kind == VALUE_NULL ? _("a name is missing before the `:`")
							: _("a list or group cannot be the name of a value")),
		       wrong_key_hint(key));
	else if (strcmp(field->name, "<<") == 0)
		report(reader, "yaml.merge", key->span, g_strdup(_("`<<` does not merge values here")),
		       g_strdup(_("write the values out, or repeat one value with an alias (`*name`)")));
	return field->name ? field->name : "";
}

static bool read_field(Reader *reader, MapReader *map, Span *last)
{
	Field field = {0};
	if (!read_key(reader, &field) || !next_event(reader))
		return false;
	field.value = read_node(reader);
	if (!field.value)
		return false;
	*last = field.value->span;
	if (field.name && strcmp(field.name, "<<") != 0)
		add_field(reader, map, field);
	return true;
}

static Value *read_map(Reader *reader)
{
	const yaml_event_t *event = &reader->event;
	const char *tag = (const char *)event->data.mapping_start.tag;
	Value *value = new_value(reader, VALUE_MAP, event->data.mapping_start.anchor || tag);
	scalar_check_tag(reader->diags, event_span(reader), tag, VALUE_MAP, false);
	if (!enter(reader))
		return NULL;
	MapReader map = {.first = reader->fields->len};
	Span last = value->span;
	while (next_event(reader) && reader->event.type != YAML_MAPPING_END_EVENT)
		if (!read_field(reader, &map, &last))
			break;
	g_clear_pointer(&map.names, g_hash_table_unref);
	if (reader->stopped)
		return NULL;
	value->length = reader->fields->len - map.first;
	if (value->length)
		value->fields = arena_copy(reader->arena, &g_array_index(reader->fields, Field, map.first),
					   value->length, sizeof(Field));
	g_array_set_size(reader->fields, map.first);
	end_collection(reader, value, last);
	return value;
}

static Value *read_node(Reader *reader)
{
	const yaml_event_t *event = &reader->event;
	if (event->type == YAML_ALIAS_EVENT)
		return read_alias(reader);
	if (!count_nodes(reader, 1))
		return NULL;
	switch (event->type) {
	case YAML_SCALAR_EVENT: {
		Anchor *anchor = begin_anchor(reader, event->data.scalar.anchor);
		return end_anchor(reader, anchor, read_scalar(reader));
	}
	case YAML_SEQUENCE_START_EVENT: {
		Anchor *anchor = begin_anchor(reader, event->data.sequence_start.anchor);
		return end_anchor(reader, anchor, read_list(reader));
	}
	case YAML_MAPPING_START_EVENT: {
		Anchor *anchor = begin_anchor(reader, event->data.mapping_start.anchor);
		return end_anchor(reader, anchor, read_map(reader));
	}
	default:
		return stop(reader);
	}
}

// --- documents ---

static void report_empty(Reader *reader)
{
	Span whole = {.source = reader->source};
	report(reader, "yaml.empty", whole, g_strdup(_("the file is empty")),
	       g_strdup(_("start from a new issue (`bulletin new`) or a copy of an older one")));
}

static void report_second(Reader *reader)
{
	report(reader, "yaml.documents", event_span(reader), g_strdup(_("a second document begins here")),
	       g_strdup(_("keep one document in a file: remove the line `---`")));
}

static Value *read_document(Reader *reader)
{
	// The stream begins, then the document.
	if (!next_event(reader) || !next_event(reader))
		return NULL;
	if (reader->event.type == YAML_STREAM_END_EVENT) {
		report_empty(reader);
		return NULL;
	}
	if (!next_event(reader))
		return NULL;
	Value *root = read_node(reader);
	if (!root || !next_event(reader) || !next_event(reader))
		return NULL;
	if (reader->event.type != YAML_STREAM_END_EVENT)
		report_second(reader);
	if (root->kind != VALUE_NULL)
		return root;
	report_empty(reader);
	return NULL;
}

// `level`: lists and maps around what is read.
static Value *read_source(Arena *arena, DiagList *diags, const Source *source, int level)
{
	Reader reader = {.arena = arena, .diags = diags, .source = source, .depth = level};
	reader.anchors = g_hash_table_new(g_str_hash, g_str_equal);
	reader.items = g_ptr_array_new();
	reader.fields = g_array_new(false, false, sizeof(Field));
	if (!yaml_parser_initialize(&reader.parser))
		g_error("no memory for the YAML parser");
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->text, source->size);
	Value *root = read_document(&reader);
	yaml_event_delete(&reader.event);
	yaml_parser_delete(&reader.parser);
	g_array_unref(reader.fields);
	g_ptr_array_unref(reader.items);
	g_hash_table_unref(reader.anchors);
	return root;
}

Value *load_yaml_file(Arena *arena, DiagList *diags, const FilePlace *file, const char *name)
{
	const Source *source = source_read(arena, diags, file, name);
	return source ? read_source(arena, diags, source, 0) : NULL;
}

// From places in a part of a file to places in the file.
static void move(Value *value, const Source *source, const EditedPart *part)
{
	value->span.source = source;
	value->span.line += part->line - 1;
	value->span.end_line += part->line - 1;
	value->offset += part->start;
	for (size_t i = 0; i < value->length && value->kind == VALUE_LIST; i++)
		move(value->items[i], source, part);
	for (size_t i = 0; i < value->length && value->kind == VALUE_MAP; i++) {
		Span *name = &value->fields[i].name_span;
		name->source = source;
		name->line += part->line - 1;
		name->end_line += part->line - 1;
		move(value->fields[i].value, source, part);
	}
}

// NULL where it is not sure that the whole file would say the same.
static Value *read_part(Arena *arena, const Source *source, const Value *before, const EditedPart *part)
{
	size_t size = part->end - part->start + source->size - before->span.source->size;
	g_autoptr(DiagList) faults = diag_list_new();
	Source *lines = arena_new0(arena, Source);
	*lines = (Source){.name = source->name,
			  .text = arena_strndup(arena, source->text + part->start, size),
			  .size = size};
	Value *fresh = read_source(arena, faults, lines, part->level);
	if (!fresh || diag_list_count_taken(faults))
		return NULL;
	move(fresh, source, part);
	return again_put_part(arena, before, fresh, source, part);
}

// `text_edit` led from the text of `before` (or NULL) to the source.
static Value *read_again(Arena *arena, DiagList *diags, const Source *source, const Value *before,
			 const TextEdit *text_edit, ValueEdit *edit)
{
	EditedPart part;
	Value *root = NULL;
	// So small a file cannot come near any limit.
	if (before && source->size < NODES_MAX && again_find_part(before, source, text_edit, &part))
		root = read_part(arena, source, before, &part);
	if (!root)
		return read_source(arena, diags, source, 0);
	*edit =
	    (ValueEdit){.end = part.end, .shift = (gssize)source->size - (gssize)before->span.source->size};
	return root;
}

Value *load_yaml_again(Arena *arena, DiagList *diags, const FilePlace *file, const char *name,
		       const Value *before, ValueEdit *edit)
{
	TextEdit text_edit;
	const Source *source =
	    source_read_again(arena, diags, file, name, before ? before->span.source : NULL, &text_edit);
	*edit = (ValueEdit){0};
	return source ? read_again(arena, diags, source, before, &text_edit, edit) : NULL;
}

Value *load_yaml_text(Arena *arena, DiagList *diags, const char *text, size_t size, const char *name)
{
	const Source *source = source_take_text(arena, diags, text, size, name);
	return source ? read_source(arena, diags, source, 0) : NULL;
}

Value *load_yaml_text_again(Arena *arena, DiagList *diags, const char *text, size_t size, const char *name,
			    const Value *before, ValueEdit *edit)
{
	TextEdit text_edit;
	const Source *source = source_take_text_again(arena, diags, text, size, name,
						      before ? before->span.source : NULL, &text_edit);
	*edit = (ValueEdit){0};
	return source ? read_again(arena, diags, source, before, &text_edit, edit) : NULL;
}
