// Values, dates, the YAML reader and the schema validator.
#include <string.h>

#include <glib/gstdio.h>

#include "load/embedded.h"
#include "load/formats.h"
#include "load/json.h"
#include "load/load.h"
#include "load/preflight.h"
#include "load/validate.h"
#include "load/words.h"
#include "model/date.h"
#include "model/value.h"

typedef struct Fixture {
	Arena *arena;
	DiagList *diags;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	fixture->arena = arena_new();
	fixture->diags = diag_list_new();
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
	(void)data;
	diag_list_free(fixture->diags);
	arena_free(fixture->arena);
}

static Value *read_text(Fixture *fixture, const char *text)
{
	return load_yaml_text(fixture->arena, fixture->diags, text, strlen(text), "test.yaml");
}

static Value *read_well(Fixture *fixture, const char *text)
{
	Value *value = read_text(fixture, text);
	if (diag_list_length(fixture->diags))
		g_error("%s\n%s", text, diag_list_peek(fixture->diags, 0)->what);
	g_assert_nonnull(value);
	return value;
}

// "line:column code" of each diagnostic, one a line.
static char *told(const DiagList *diags)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		g_assert_cmpstr(diag->what, !=, "");
		g_string_append_printf(text, "%s%d:%d %s", i ? "\n" : "", diag->span.line, diag->span.column,
				       diag->code);
	}
	return g_string_free(text, FALSE);
}

static void assert_told(Fixture *fixture, const char *expected)
{
	g_autofree char *found = told(fixture->diags);
	g_assert_cmpstr(found, ==, expected);
}

static void assert_span(Span span, int line, int column, int end_line, int end_column)
{
	g_assert_cmpint(span.line, ==, line);
	g_assert_cmpint(span.column, ==, column);
	g_assert_cmpint(span.end_line, ==, end_line);
	g_assert_cmpint(span.end_column, ==, end_column);
}

// --- dates ---

static void test_date_parse(void)
{
	static const char *const good[] = {"2025",       "2025-02",    "2025-02-28",
					   "2024-02-29", "2000-02-29", "0001-01-01"};
	static const char *const bad[] = {
	    "",           "25",         "2025-2",     "2025-13",    "2025-00",   "2025-02-29",
	    "2025-02-00", "1900-02-29", "2025-04-31", "2025/02/21", "2025-02-1", "2025-02-211",
	    "0000",       " 2025",      "2025-0a",    "+025",       "2025-02-"};
	Date date;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(date_parse(good[i], &date));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (date_parse(bad[i], &date))
			g_error("%s was taken for a date", bad[i]);
	g_assert_false(date_parse(NULL, &date));
	g_assert_true(date_parse("2025-02", &date));
	g_assert_cmpint(date.year, ==, 2025);
	g_assert_cmpint(date.month, ==, 2);
	g_assert_cmpint(date.day, ==, 0);
}

static void test_date_days(void)
{
	g_assert_cmpint(date_to_days((Date){1, 3, 1}), ==, 366 - 1);
	g_assert_cmpint(date_to_days((Date){1970, 1, 1}), ==, 719468);
	g_assert_cmpint(date_to_days((Date){2025, 0, 0}), ==, date_to_days((Date){2025, 1, 1}));
	// Every day of four centuries follows the one before.
	g_autoptr(GDate) day = g_date_new_dmy(1, G_DATE_JANUARY, 1890);
	int before = date_to_days((Date){1889, 12, 31});
	for (int i = 0; i < 400 * 366; i++) {
		int days = date_to_days(
		    (Date){g_date_get_year(day), (int)g_date_get_month(day), g_date_get_day(day)});
		g_assert_cmpint(days, ==, before + 1);
		before = days;
		g_date_add_days(day, 1);
	}
}

static void test_date_compare(void)
{
	g_assert_cmpint(date_compare((Date){2025, 2, 0}, (Date){2025, 2, 1}), ==, 0);
	g_assert_cmpint(date_compare((Date){2025, 1, 31}, (Date){2025, 2, 0}), ==, -1);
	g_assert_cmpint(date_compare((Date){2026, 0, 0}, (Date){2025, 12, 31}), ==, 1);
}

// --- values ---

static void test_lookup(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const Value *root =
	    read_well(fixture, "a: {b: {c: deep}, bb: x}\nlist: [1]\nnothing:\nempty: ''\nnone: []\n");
	g_assert_cmpstr(value_text(value_at_path(root, "a.b.c")), ==, "deep");
	g_assert_cmpstr(value_text(value_at_path(root, "a.bb")), ==, "x");
	g_assert_null(value_at_path(root, "a.b.c.d"));
	g_assert_null(value_at_path(root, "a.x.c"));
	g_assert_null(value_at_path(root, "list.0"));
	g_assert_null(value_get(root, "lis"));
	g_assert_null(value_get(NULL, "list"));
	g_assert_null(value_get_text(root, "list"));
	g_assert_null(value_get_text(root, "nothing"));
	g_assert_true(value_is_present(value_get(root, "list")));
	g_assert_false(value_is_present(value_get(root, "nothing")));
	g_assert_false(value_is_present(value_get(root, "empty")));
	g_assert_false(value_is_present(value_get(root, "none")));
	g_assert_false(value_is_present(NULL));
}

static void test_scalars(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const Value *list =
	    read_well(fixture, "[true, True, no, 'true', 12, -3, 012, '12', 1.5, .5, 1e3, 99999999999, inf, "
			       "0x10, 1., -, e3, !!str 5, !!int '5', ~, null, '', +4]");
	static const char booleans[] = "yy---------------------";
	static const char integers[] = "----yyy-----------y---y";
	static const char numbers[] = "----yyy-yyyy--y---y---y";
	for (size_t i = 0; i < list->length; i++) {
		bool truth;
		int whole;
		double number;
		g_test_message("%zu", i);
		g_assert_cmpint(value_as_bool(list->items[i], &truth), ==, booleans[i] == 'y');
		g_assert_cmpint(value_as_int(list->items[i], &whole), ==, integers[i] == 'y');
		g_assert_cmpint(value_as_number(list->items[i], &number), ==, numbers[i] == 'y');
	}
	int whole;
	g_assert_true(value_as_int(list->items[6], &whole));
	g_assert_cmpint(whole, ==, 12);
	g_assert_cmpint(list->items[19]->kind, ==, VALUE_NULL);
	g_assert_cmpint(list->items[20]->kind, ==, VALUE_NULL);
	g_assert_cmpint(list->items[21]->kind, ==, VALUE_SCALAR);
	g_assert_cmpstr(value_text(list->items[2]), ==, "no");
}

static void test_spans(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const Value *root = read_well(fixture, "# é\n"
					       "title: Été à la mer\n"
					       "\"é\": &name !!str 'x'\n"
					       "list:\n"
					       "- a\n"
					       "- b: 1\n"
					       "\n"
					       "map: {é: [1,\n"
					       "  2]} # end\n"
					       "same: *name\n"
					       "none:\n");
	assert_span(root->span, 2, 1, 11, 6);
	assert_span(root->fields[0].name_span, 2, 1, 2, 6);
	assert_span(root->fields[0].value->span, 2, 8, 2, 20);
	assert_span(root->fields[1].name_span, 3, 1, 3, 4);
	assert_span(root->fields[1].value->span, 3, 18, 3, 21);
	assert_span(root->fields[2].value->span, 5, 1, 6, 7);
	assert_span(root->fields[2].value->items[1]->span, 6, 3, 6, 7);
	assert_span(root->fields[3].value->span, 8, 6, 9, 6);
	assert_span(root->fields[3].value->fields[0].value->span, 8, 10, 9, 5);
	g_assert_true(root->fields[4].value == root->fields[1].value);
	g_assert_cmpint(root->fields[5].value->kind, ==, VALUE_NULL);
	g_assert_cmpint((int)root->fields[0].value->offset, ==, 12);
}

// --- places inside scalars ---

static const char *char_at(const Source *source, int line, int column)
{
	const char *place = source->text;
	for (; line > 1; line--)
		place = strpbrk(place, "\r\n") + (g_str_has_prefix(strpbrk(place, "\r\n"), "\r\n") ? 2 : 1);
	return g_utf8_offset_to_pointer(place, column - 1);
}

// Each character of the text must stand where its span says, escapes and blanks aside.
static void check_places(const Value *value)
{
	for (const char *c = value->text; *c; c = g_utf8_next_char(c)) {
		Span span =
		    value_span_at(value, (size_t)(c - value->text), (size_t)(g_utf8_next_char(c) - c));
		const char *found = char_at(value->span.source, span.line, span.column);
		if (g_unichar_isspace(g_utf8_get_char(c)) || *found == '\\')
			continue;
		if (g_utf8_get_char(found) != g_utf8_get_char(c))
			g_error("'%.10s' of “%s” is said to be at %d:%d, where '%.10s' is", c, value->text,
				span.line, span.column, found);
		g_assert_cmpint(span.end_line, ==, span.line);
		g_assert_cmpint(span.end_column, >=, span.column + 1);
	}
}

static void check_all_places(const Value *value)
{
	if (value->kind == VALUE_SCALAR)
		check_places(value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->length; i++)
		check_all_places(value->items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++)
		check_all_places(value->fields[i].value);
}

static void test_places(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const documents[] = {
	    "plain: one two\n  three é\n\n  four\n\n\n  five\n",
	    "literal: |\n  one\n  two é\n\n    indented\n  \n  three\n\n\n",
	    "literal: |2-\n    two more\n  none\n",
	    "literal: |+ # comment\n\n\n  after empty lines\n  x\n\n",
	    "folded: >\n  one\n  two é\n\n  three\n    indented\n    more\n\n  four\n  five\n",
	    "folded: >-\n\n  one\n\n\n  two\n",
	    "single: 'it''s one\n  two\n\n  three'' end'\n",
	    "double: \"one \\\"two\\\" \\u00e9 \\x41 é\n   three \\\n   four\n\n   five\\n six\"\n",
	    "double: \"\\\n  begin\"\n",
	    "tagged: !!str\n  &name |\n    text\n    more\n",
	    "list:\n- - |\n    deep\n    text\n  - >-\n   folded\n   text\n",
	    "crlf: |\r\n  one\r\n  two\r\n\r\n  three\r\nplain: a\r\n  b\r\n",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(documents); i++)
		check_all_places(read_well(fixture, documents[i]));
}

static void test_places_in_samples(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const names[] = {"n51.yaml", "demo.yaml", "minimal.yaml"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
		    g_test_build_filename(G_TEST_DIST, "..", "..", "samples", names[i], NULL);
		const Value *root =
		    load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = path}, names[i]);
		g_assert_nonnull(root);
		check_all_places(root);
	}
	assert_told(fixture, "");
}

static void test_place_over_lines(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const Value *root = read_well(fixture, "a: >\n   one two\n   three\n");
	const Value *value = root->fields[0].value;
	g_assert_cmpstr(value->text, ==, "one two three\n");
	g_assert_cmpint(value->indent, ==, 3);
	assert_span(value_span_at(value, 4, 9), 2, 8, 3, 9);
	assert_span(value_span_at(value, 0, 3), 2, 4, 2, 7);
	assert_span(value_span_at(value, 100, 3), 4, 1, 4, 1);
	assert_span(value_span_at(root, 0, 1), 1, 1, 4, 1);
}

// Forwards, a little back, and far back.
static void test_places_near(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GString) text = g_string_new("a: |\n");
	for (int i = 0; i < 800; i++)
		g_string_append(text, "  un été\n");
	const Value *value = read_well(fixture, text->str)->fields[0].value;
	SpanMark mark = {0};
	static const size_t steps[] = {0, 5, 4100, 2000, 6000, 1904, 7000, 7100, 3, 7050, 9000, 99};
	for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
		Span span = value_span_near(value, steps[i], 3, &mark),
		     expected = value_span_at(value, steps[i], 3);
		assert_span(span, expected.line, expected.column, expected.end_line, expected.end_column);
	}
}

// --- what is read, what is refused ---

static void test_text_of_styles(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const Value *list = read_well(
	    fixture, "\xef\xbb\xbf- on\n- 'l''été'\n- \"a\\tb\"\n- |\n  x\n\n  y\n- >-\n  x\n  y\n- #1\n");
	static const char *const texts[] = {"on", "l'été", "a\tb", "x\n\ny\n", "x y"};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_assert_cmpstr(value_text(list->items[i]), ==, texts[i]);
	g_assert_cmpint(list->items[5]->kind, ==, VALUE_NULL);
	assert_span(list->items[0]->span, 1, 3, 1, 5);
}

typedef struct Refusal {
	const char *text, *told;
} Refusal;

static void test_refusals(void)
{
	static const Refusal refusals[] = {
	    {"", "0:0 yaml.empty"},
	    {"~\n", "0:0 yaml.empty"},
	    {"a: b: c\n", "1:5 yaml.syntax"},
	    {"a: b\na: c\nb: 1\na: d\n", "2:1 yaml.duplicate\n4:1 yaml.duplicate"},
	    {"a: b\n--- # again\nc: d\n", "2:1 yaml.documents"},
	    {"a: &x [*x]\n", "1:8 yaml.alias"},
	    {"a: *x\n", "1:4 yaml.alias"},
	    {"a: !x y\nb: !!set {c}\n", "1:4 yaml.tag\n2:4 yaml.tag"},
	    {"a: {? [b] : c}\n", "1:7 yaml.key"},
	    {"a: \xff\n", "1:4 file.encoding"},
	    {"a: b\r\nc:\v d\n", "2:3 file.encoding"},
	    {"a: \"\\e\"\n", "1:4 yaml.escape"},
	    {"a: b #c\n", "1:6 yaml.comment"},
	    {"a: b # c\nd: e #! f\n", ""},
	    {"<<: {a: b}\n", "1:1 yaml.merge"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		Fixture fixture;
		set_up(&fixture, NULL);
		g_test_message("%s", refusals[i].text);
		read_text(&fixture, refusals[i].text);
		assert_told(&fixture, refusals[i].told);
		tear_down(&fixture, NULL);
	}
}

// Many keys are looked up another way than few.
static void test_duplicates_among_many(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 100; i++)
		g_string_append_printf(text, "k%d: {a: 1, a: 2}\n", i % 90);
	const Value *root = read_text(fixture, text->str);
	g_assert_cmpint((int)root->length, ==, 90);
	g_assert_cmpint((int)diag_list_length(fixture->diags), ==, 110);
}

// Aliases in aliases reach no deeper than lists written out.
static void test_depth_through_aliases(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GString) text = g_string_new("- &a0 [[[[[[[[[[x]]]]]]]]]]\n");
	for (int i = 1; i < 12; i++)
		g_string_append_printf(text, "- &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n", i, i - 1);
	g_assert_null(read_text(fixture, text->str));
	assert_told(fixture, "10:17 yaml.nesting");
}

static void test_files(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *folder = g_dir_make_tmp("bulletin-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "large.yaml", NULL);
	g_autofree char *large = g_strnfill(9 * 1024 * 1024, 'a');
	g_assert_true(g_file_set_contents(path, large, -1, NULL));
	g_assert_null(load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = path}, "large"));
	g_assert_null(load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = folder}, "folder"));
	g_unlink(path);
	g_assert_null(load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = path}, "missing"));
	g_assert_true(g_file_set_contents(path, "a: b\n", -1, NULL));
	const Value *root =
	    load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = path}, "fine");
	g_assert_cmpstr(value_get_text(root, "a"), ==, "b");
	g_assert_cmpstr(root->span.source->name, ==, "fine");
	g_unlink(path);
	g_rmdir(folder);
	assert_told(fixture, "0:0 file.size\n0:0 file.read\n0:0 file.read");
}

// --- schemas ---

static void assert_same_tree(const Value *a, const Value *b)
{
	g_assert_cmpint(a->kind, ==, b->kind);
	g_assert_cmpint((int)a->length, ==, (int)b->length);
	g_assert_cmpstr(a->text, ==, b->text);
	g_assert_cmpint(a->plain, ==, b->plain);
	g_assert_cmpint(a->span.line, ==, b->span.line);
	for (size_t i = 0; a->kind == VALUE_LIST && i < a->length; i++)
		assert_same_tree(a->items[i], b->items[i]);
	for (size_t i = 0; a->kind == VALUE_MAP && i < a->length; i++) {
		g_assert_cmpstr(a->fields[i].name, ==, b->fields[i].name);
		assert_same_tree(a->fields[i].value, b->fields[i].value);
	}
}

// JSON is YAML: both readers must find the same in our schemas.
static void test_json_is_yaml(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const char *texts[] = {load_issue_schema(), load_layout_schema(),
			       "[\"\\u00e9\\n\\/\\\\\", {}, [], 1.5, true, \"a\\\"b\"]"};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		Span fault;
		const Value *json = json_read(fixture->arena, texts[i], "test.json", &fault);
		g_assert_nonnull(json);
		assert_same_tree(json, read_well(fixture, texts[i]));
	}
}

static void test_json_faults(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const texts[] = {"",        "{",         "{\"a\"}", "[1,]", "[1 2]", "\"a",
					    "\"\\q\"", "\"\\u12\"", "{a: 1}",  "1 1",  "]"};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		Span fault;
		g_test_message("%s", texts[i]);
		g_assert_null(json_read(fixture->arena, texts[i], "test.json", &fault));
		g_assert_cmpint(fault.line, ==, 1);
	}
}

// A property says what it is, itself or by what it refers to.
static void assert_explained(const Value *root, const Field *property, const char *keyword)
{
	const char *ref = value_get_text(property->value, "$ref");
	const Value *target = ref ? value_get(value_get(root, "$defs"), strrchr(ref, '/') + 1) : NULL;
	if (!value_get_text(property->value, keyword) && !value_get_text(target, keyword))
		g_error("the property %s in line %d has no %s", property->name, property->name_span.line,
			keyword);
}

static void assert_all_explained(const Value *root, const Value *value)
{
	const Value *properties = value_get(value, "properties");
	for (size_t i = 0; properties && i < properties->length; i++) {
		assert_explained(root, &properties->fields[i], "title");
		assert_explained(root, &properties->fields[i], "description");
	}
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++)
		assert_all_explained(root, value->fields[i].value);
}

static void test_issue_schema_explains(Fixture *fixture, gconstpointer data)
{
	(void)data;
	Span fault;
	const Value *root = json_read(fixture->arena, load_issue_schema(), "issue", &fault);
	assert_all_explained(root, root);
}

static void test_own_schemas_compile(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_assert_nonnull(embedded_issue_schema(fixture->arena));
	g_assert_nonnull(embedded_layout_schema(fixture->arena));
}

static const Schema *compile_text(Fixture *fixture, const char *text)
{
	Span fault;
	const Value *root = json_read(fixture->arena, text, "schema", &fault);
	g_assert_nonnull(root);
	return schema_compile(fixture->arena, fixture->diags, root);
}

static void test_schema_faults(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const texts[] = {
	    "{\"tpye\": \"string\"}",     "{\"type\": \"text\"}",
	    "{\"format\": \"poem\"}",     "{\"$ref\": \"#/$defs/none\"}",
	    "{\"$ref\": \"other.json\"}", "{\"items\": 5}",
	    "{\"minItems\": -1}",         "{\"properties\": {\"a\": {\"b\": 1}}}",
	};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_test_message("%s", texts[i]);
		compile_text(fixture, texts[i]);
		g_assert_cmpint((int)diag_list_length(fixture->diags), ==, (int)i + 1);
	}
}

typedef struct Case {
	const char *schema, *document, *told;
} Case;

static const Case cases[] = {
    {"{\"type\": \"string\"}", "no", ""},
    {"{\"type\": \"string\"}", "[a]", "1:1 schema.type"},
    {"{\"type\": \"integer\"}", "5", ""},
    {"{\"type\": \"integer\"}", "'5'", "1:1 schema.type"},
    {"{\"type\": \"integer\"}", "5.5", "1:1 schema.type"},
    {"{\"type\": [\"integer\", \"boolean\"]}", "true", ""},
    {"{\"type\": \"number\", \"minimum\": 1, \"maximum\": 2}", "2.5", "1:1 schema.range"},
    {"{\"type\": \"number\", \"minimum\": 1, \"maximum\": 2}", "1", ""},
    {"{\"enum\": [\"a\", \"b\"]}", "c", "1:1 schema.choice"},
    {"{\"enum\": [\"a\", \"b\"]}", "b", ""},
    {"{\"enum\": [\"a\", \"b\"]}", "[b]", "1:1 schema.type"},
    {"{\"const\": \"a\"}", "b", "1:1 schema.choice"},
    {"{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 3}", "éé", ""},
    {"{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 3}", "é", "1:1 schema.length"},
    {"{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 3}", "éééé", "1:1 schema.length"},
    {"{\"type\": \"string\", \"pattern\": \"^a+$\"}", "aaa", ""},
    {"{\"type\": \"string\", \"pattern\": \"^a+$\"}", "ab", "1:1 schema.pattern"},
    {"{\"type\": \"string\", \"format\": \"date\"}", "2025-02-30", "1:1 schema.format"},
    {"{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 2, \"items\": {\"type\": \"integer\"}}", "[]",
     "1:1 schema.count"},
    {"{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 2, \"items\": {\"type\": \"integer\"}}",
     "[1, 2, x]", "1:8 schema.count\n1:8 schema.type"},
    {"{\"prefixItems\": [{\"type\": \"string\"}, {\"type\": \"integer\"}], \"items\": {\"type\": "
     "\"boolean\"}}",
     "[a, b, true, 4]", "1:5 schema.type\n1:14 schema.type"},
    {"{\"required\": [\"a\"], \"properties\": {\"a\": {}, \"b\": {}}, \"additionalProperties\": false}",
     "b: 1\nc: 2", "1:1 schema.missing-key\n2:1 schema.unknown-key"},
    {"{\"properties\": {\"a\": {}}, \"additionalProperties\": {\"type\": \"integer\"}}", "a: x\nb: x\nc: 1",
     "2:4 schema.type"},
    {"{\"patternProperties\": {\"^x-\": {\"type\": \"integer\"}}, \"additionalProperties\": false}",
     "x-a: b\ny: 1", "1:6 schema.type\n2:1 schema.unknown-key"},
    {"{\"propertyNames\": {\"format\": \"name\"}}", "good-1: x\nBad: y", "2:1 schema.name"},
    {"{\"allOf\": [{\"properties\": {\"a\": {}}}, {\"required\": [\"b\"]}], \"properties\": {\"b\": {}}, "
     "\"unevaluatedProperties\": false}",
     "a: 1\nc: 1", "1:1 schema.missing-key\n2:1 schema.unknown-key"},
    {"{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}]}",
     "[1]", ""},
    {"{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}]}",
     "[x]", "1:2 schema.type"},
    {"{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"array\"}]}", "a: b", "1:1 schema.type"},
    {"{\"oneOf\": [{\"type\": \"object\", \"required\": [\"k\"], \"properties\": {\"k\": {\"const\": \"a\"}, "
     "\"x\": "
     "{\"type\": \"integer\"}}}, {\"type\": \"object\", \"required\": [\"k\"], \"properties\": {\"k\": "
     "{\"const\": "
     "\"b\"}}}]}",
     "k: a\nx: y", "2:4 schema.type"},
    {"{\"oneOf\": [{\"type\": \"object\", \"required\": [\"k\"], \"properties\": {\"k\": {\"const\": "
     "\"a\"}}}, "
     "{\"type\": \"object\", \"required\": [\"k\"], \"properties\": {\"k\": {\"const\": \"b\"}}}]}",
     "k: c", "1:4 schema.choice"},
    {"{\"oneOf\": [{\"type\": \"object\", \"required\": [\"a\"]}, {\"type\": \"object\", \"required\": "
     "[\"b\"]}]}",
     "a: 1\nb: 2", "2:1 schema.two-kinds"},
    {"{\"oneOf\": [{\"type\": \"object\", \"required\": [\"a\"]}, {\"type\": \"object\", \"required\": "
     "[\"b\"]}]}",
     "zebra: 1", "1:1 schema.missing-key"},
    {"{\"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}, \"else\": {\"required\": "
     "[\"c\"]}}",
     "a: 1", "1:1 schema.missing-key"},
    {"{\"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}, \"else\": {\"required\": "
     "[\"c\"]}}",
     "c: 1", ""},
    {"{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#\"}}, \"additionalProperties\": false}",
     "a: {a: {a: {b: {}}}}", "1:13 schema.unknown-key"},
    {"{\"properties\": {\"a\": {\"type\": \"string\"}}}", "a:", "1:3 schema.empty"},
    {"{\"properties\": {\"a\": {\"type\": [\"string\", \"null\"]}}}", "a:", ""},
};

static void test_schema_cases(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Fixture fixture;
		set_up(&fixture, NULL);
		g_test_message("%s | %s", cases[i].schema, cases[i].document);
		const Schema *schema = compile_text(&fixture, cases[i].schema);
		const Value *value = read_well(&fixture, cases[i].document);
		bool fine = schema_check(fixture.diags, schema, value);
		assert_told(&fixture, cases[i].told);
		g_assert_cmpint(fine, ==, *cases[i].told == '\0');
		tear_down(&fixture, NULL);
	}
}

// --- formats ---

static const struct {
	const char *format, *good, *bad; // parted by |
} format_cases[] = {
    {"date", "2025-02-21", "2025-02|2025|2025-02-30|21/02/2025|"},
    {"date-or-month", "2025-02-21|2025-02", "2025|2025-13|février"},
    {"date-or-year", "2025-02-21|2025-02|2025", "25|hier"},
    {"uri", "https://a.fr|http://a.fr/?b=c#d|mailto:a@b.fr|tel:+33556908100|HTTPS://A.FR",
     "|#|a.fr|https://|https:///a|ftp://a.fr|javascript:alert(1)|https://a b|data:x|file:///etc/passwd"},
    {"target", "|#|https://a.fr", "##|a.fr|à venir"},
    {"web", "a.fr|www.a.fr/b|https://a.fr", "a|a b.fr|a@b.fr|http:a|.fr|a."},
    {"email", "a@b.fr|a.b+c@d.e.fr", "a|a@|@b.fr|a@b|a@b@c.fr|a b@c.fr|mailto:a@b.fr"},
    {"phone", "05 56 90 81 00|+33 5 56 90 81 00|05.56.90.81.00|3919", "12|le matin|05 56 90 81 00 poste 3|"},
    {"picture", "a.jpg|b/c.JPEG|d.png|e.svg",
     "a|a.gif|../a.jpg|/a.jpg|C:/a.jpg|a\\b.jpg|.jpg|http://a/b.jpg"},
    {"length", "4.5mm|0|-2mm|1u|.5in|9pt|1cm|$a|@b|{c}|0.0", "4|4,5mm|4 mm|4px|mm|1fr|auto|"},
    {"track", "1fr|auto|4mm|2.5fr|0", "fr|1|none"},
    {"colour", "#16324f|#FFFFFF", "16324f|#fff|#16324g|red|"},
    {"dynamic-number", "1|-2.5|$a|{b}", "a|1mm|"},
    {"dynamic-flag", "true|false|$a", "yes|1|"},
    {"condition", "{a}|!{a}|$a|!$a", "a|"},
    {"name", "a|a-1", "A|1a|-a||a b"},
    {"inline", "|x", NULL},
};

static void assert_format(const char *name, const char *texts, bool good)
{
	const Format *format = format_find(name);
	g_assert_nonnull(format);
	g_auto(GStrv) list = texts ? g_strsplit(texts, "|", -1) : g_new0(char *, 1);
	for (int i = 0; list[i]; i++) {
		if (format->accepts(list[i]) != good)
			g_error("“%s” as %s: expected %d", list[i], name, good);
		if (good)
			continue;
		g_autofree char *hint = format->advise(list[i]);
		g_assert_nonnull(hint);
		g_assert_cmpstr(hint, !=, "");
	}
}

static void test_formats(void)
{
	g_assert_null(format_find("poem"));
	for (size_t i = 0; i < G_N_ELEMENTS(format_cases); i++) {
		if (*format_cases[i].good || strcmp(format_cases[i].format, "inline") == 0)
			assert_format(format_cases[i].format, format_cases[i].good, true);
		assert_format(format_cases[i].format, format_cases[i].bad, false);
	}
}

static void test_advice(void)
{
	static const char *const advice[][3] = {
	    {"date", "21/02/2025", "write 2025-02-21"},
	    {"date", "1.3.25", "write 2025-03-01"},
	    {"date", "2025-2-3", "write 2025-02-03"},
	    {"date", "31/02/2025", "write year-month-day, like 2025-02-21"},
	    {"date-or-month", "02/2025", "write 2025-02"},
	    {"date-or-month", "2025-2", "write 2025-02"},
	    {"uri", "www.a.fr", "write https://www.a.fr"},
	    {"target", "a@b.fr", "write mailto:a@b.fr"},
	    {"length", "4,5 mm", "write 4.5mm"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(advice); i++) {
		g_autofree char *hint = format_find(advice[i][0])->advise(advice[i][1]);
		g_assert_cmpstr(hint, ==, advice[i][2]);
	}
}

static void test_words(void)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	static const char *const names[] = {"title", "deadline-label", "url"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_ptr_array_add(words, (void *)names[i]);
	g_assert_cmpstr(words_nearest("titel", words), ==, "title");
	g_assert_cmpstr(words_nearest("TITLE", words), ==, "title");
	g_assert_cmpstr(words_nearest("deadline_label", words), ==, "deadline-label");
	g_assert_null(words_nearest("zzz", words));
	g_autofree char *near = words_hint("titl", words), *far = words_hint("zzz", words);
	g_assert_cmpstr(near, ==, "did you mean `title`?");
	g_assert_cmpstr(far, ==, "possible here: `title`, `deadline-label`, `url`");
}

// --- whole issues ---

static void test_samples(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char *const names[] = {"n51.yaml", "demo.yaml", "minimal.yaml"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
		    g_test_build_filename(G_TEST_DIST, "..", "..", "samples", names[i], NULL);
		const Value *issue =
		    load_yaml_file(fixture->arena, fixture->diags, &(FilePlace){.path = path}, names[i]);
		g_assert_true(load_validate_issue(fixture->diags, issue));
		load_preflight(fixture->diags, issue);
	}
	for (guint i = 0; i < diag_list_length(fixture->diags); i++) {
		const Diag *diag = diag_list_peek(fixture->diags, i);
		g_assert_cmpint(diag->severity, ==, SEVERITY_WARNING);
		g_assert_cmpstr(diag->code, ==, "link.no-target");
	}
}

#define ADD(path, function) g_test_add("/load/" path, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/load/date/parse", test_date_parse);
	g_test_add_func("/load/date/days", test_date_days);
	g_test_add_func("/load/date/compare", test_date_compare);
	ADD("value/lookup", test_lookup);
	ADD("value/scalars", test_scalars);
	ADD("value/spans", test_spans);
	ADD("value/places", test_places);
	ADD("value/places-in-samples", test_places_in_samples);
	ADD("value/place-over-lines", test_place_over_lines);
	ADD("value/places-near", test_places_near);
	ADD("yaml/styles", test_text_of_styles);
	g_test_add_func("/load/yaml/refusals", test_refusals);
	ADD("yaml/duplicates", test_duplicates_among_many);
	ADD("yaml/depth", test_depth_through_aliases);
	ADD("yaml/files", test_files);
	ADD("schema/json-is-yaml", test_json_is_yaml);
	ADD("schema/json-faults", test_json_faults);
	ADD("schema/explains", test_issue_schema_explains);
	ADD("schema/own", test_own_schemas_compile);
	ADD("schema/faults", test_schema_faults);
	g_test_add_func("/load/schema/cases", test_schema_cases);
	g_test_add_func("/load/formats", test_formats);
	g_test_add_func("/load/advice", test_advice);
	g_test_add_func("/load/words", test_words);
	ADD("samples", test_samples);
	return g_test_run();
}
