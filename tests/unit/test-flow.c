// The parts of the flow that need no whole document: path data, formatters, bindings, facts; galleys and
// regions, with text set in the bulletin's own font.
#include "flow/flow.h"

#include <string.h>

#include "flow/facts.h"
#include "flow/format.h"
#include "flow/path_data.h"
#include "flow/region.h"
#include "flow/scope.h"
#include "load/load.h"

// --- path data ---

static char *path_text(const char *data)
{
	static const char letters[] = "MLCZ";
	static const int points[] = {1, 1, 3, 0};
	g_autoptr(GArray) segments = g_array_new(FALSE, TRUE, sizeof(Segment));
	GString *text = g_string_new(NULL);
	if (!path_data_parse(data, segments))
		g_string_append(text, "refused ");
	for (guint i = 0; i < segments->len && text->str[0] != 'r'; i++) {
		const Segment *segment = &g_array_index(segments, Segment, i);
		g_string_append_printf(text, "%c", letters[segment->kind]);
		for (int k = 0; k < points[segment->kind]; k++)
			g_string_append_printf(text, "%.0f,%.0f ", len_to_mm(segment->x[k]),
					       len_to_mm(segment->y[k]));
	}
	return g_string_free(text, FALSE);
}

static void test_path_data(void)
{
	static const struct {
		const char *data, *segments;
	} cases[] = {
	    {"M 1 2 L 3 4", "M1,2 L3,4 "},
	    {"M1,2L3,4", "M1,2 L3,4 "},
	    {"  m 1 2 l 3 4", "M1,2 L4,6 "},
	    {"M 1 2 3 4 5 6", "M1,2 L3,4 L5,6 "},
	    {"m 1 2 3 4", "M1,2 L4,6 "},
	    {"M 1 2 H 5 V 6 h -1 v -1", "M1,2 L5,2 L5,6 L4,6 L4,5 "},
	    {"M 1 1 C 1 2 3 4 5 6 c 1 0 1 1 2 2", "M1,1 C1,2 3,4 5,6 C6,6 6,7 7,8 "},
	    {"M 5 5 l 1 0 Z l 0 2", "M5,5 L6,5 ZL5,7 "},
	    {"M-1-2L+3.0e0-4", "M-1,-2 L3,-4 "},
	    {"M 0 0 Z Z", "M0,0 ZZ"},
	    {"", "refused "},
	    {"L 1 2", "refused "},
	    {"M 1", "refused "},
	    {"M 1 2 L 3", "refused "},
	    {"M 1 2 A 1 1 0 0 0 2 2", "refused "},
	    {"M 1 2 Z 3 4", "refused "},
	    {"M 1 2 x", "refused "},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = path_text(cases[i].data);
		g_assert_cmpstr(text, ==, cases[i].segments);
	}
	g_autoptr(GArray) none = g_array_new(FALSE, TRUE, sizeof(Segment));
	g_assert_false(path_data_parse(NULL, none));
}

// --- what bindings are looked up in ---

typedef struct Bench {
	Arena *arena;
	DiagList *diags;
	Facts *facts;
	Value *issue, *words;
	Binder binder;
	Scope scope; // of the issue
} Bench;

static Value *yaml(Bench *bench, const char *text)
{
	Value *value = load_yaml_text(bench->arena, bench->diags, text, strlen(text), "test.yaml");
	g_assert_nonnull(value);
	return value;
}

static void bench_open(Bench *bench, gconstpointer issue)
{
	bench->arena = arena_new();
	bench->diags = diag_list_new();
	bench->facts = facts_new();
	bench->issue = yaml(bench, issue ? issue : "title: T");
	bench->words = yaml(bench, "months: [janvier, février]\nmonths-short: [janv., févr.]\nfirst: 1er\n"
				   "date: \"{day} {month} {year}\"\nmonth-year: \"{month} {year}\"\n"
				   "date-short: \"{dd}/{mm}/{year}\"\n");
	bench->binder = (Binder){.arena = bench->arena, .diags = bench->diags, .words = bench->words};
	bind_facts(&bench->binder, bench->facts);
	bench->scope = (Scope){.item = bench->issue, .is_issue = true};
}

static void bench_close(Bench *bench, gconstpointer issue)
{
	(void)issue;
	facts_free(bench->facts);
	diag_list_free(bench->diags);
	arena_free(bench->arena);
}

static const char *bound(Bench *bench, const Scope *scope, const char *text)
{
	Value string = {.kind = VALUE_SCALAR, .text = text, .length = strlen(text)};
	return bind_text(&bench->binder, scope, &string);
}

static bool holds(Bench *bench, const char *text)
{
	Value when = {.kind = VALUE_SCALAR, .text = text, .length = strlen(text)};
	return bind_condition(&bench->binder, &bench->scope, &when);
}

// --- formatters ---

static void test_formatters(Bench *bench, gconstpointer issue)
{
	(void)issue;
	static const struct {
		const char *formatter, *text, *result;
	} cases[] = {
	    {"date", "2025-02-21", "21 février 2025"},
	    {"date", "2025-02-01", "1er février 2025"},
	    {"date", "2025-02", "février 2025"},
	    {"date", "2025", "2025"},
	    {"date", "2025-02-30", "2025-02-30"},
	    {"date", NULL, NULL},
	    {"date-short", "2025-02-01", "01/02/2025"},
	    {"day", "2025-02-21", "21"},
	    {"month", "2025-02", "février"},
	    {"month", "2025-12", NULL}, // the language has no word for it
	    {"month-short", "2025-01-03", "janv."},
	    {"month-year", "2025-02-21", "février 2025"},
	    {"year", "2025-02-21", "2025"},
	    {"phone", "0556908100", "05 56 90 81 00"},
	    {"phone", "+33556908100", "+33556908100"},
	    {"phone", "", ""},
	    {"tel", "05 56 90 81 00", "tel:0556908100"},
	    {"tel", "+33 (0)5", "tel:+3305"},
	    {"mailto", "a@b.fr", "mailto:a@b.fr"},
	    {"web", "www.a.fr", "https://www.a.fr"},
	    {"web", "http://a.fr", "http://a.fr"},
	    {"host", "https://www.a.fr/b?c#d", "a.fr"},
	    {"host", "a.fr", "a.fr"},
	    {"upper", "été", "ÉTÉ"},
	    {"lower", "ÉTÉ", "été"},
	    {"capital", "été", "Été"},
	    {"capital", "", ""},
	    {"or:x", NULL, "x"},
	    {"or:x", "", ""},
	    {"or", NULL, ""},
	    {"prefix:a: ", "b", "a: b"},
	    {"prefix:a", NULL, NULL},
	    {"suffix:a", "", ""},
	};
	Formatting with = {.arena = bench->arena, .words = bench->words};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *result = "untouched";
		g_assert_true(format_apply(&with, cases[i].formatter, cases[i].text, &result));
		g_assert_cmpstr(result, ==, cases[i].result);
	}
	const char *result;
	g_assert_false(format_apply(&with, "dat", "x", &result));
	g_assert_false(format_apply(&with, "", "x", &result));
	Formatting wordless = {.arena = bench->arena};
	g_assert_true(format_apply(&wordless, "date", "2025-02-21", &result));
	g_assert_cmpstr(result, ==, "2025-02-21");
	g_autofree char *names = format_list();
	g_assert_true(g_str_has_prefix(names, "first, rest, date, "));
}

// --- bindings ---

static const char issue_text[] = "title: Title\n"
				 "empty: \"\"\n"
				 "none:\n"
				 "publisher: {name: P, address: [x, y]}\n"
				 "sections: [{title: S, items: [{title: I}]}]\n";

static void test_paths(Bench *bench, gconstpointer issue)
{
	(void)issue;
	const Value *section = value_get(bench->issue, "sections")->items[0];
	Scope in_section = {.up = &bench->scope, .item = section, .is_section = true, .index = 1, .count = 1};
	Scope in_item = {
	    .up = &in_section, .item = value_get(section, "items")->items[0], .index = 2, .count = 3};
	static const struct {
		const char *text, *result;
	} cases[] = {
	    {"{title}", "I"},
	    {"{section.title}", "S"},
	    {"{issue.title}", "Title"},
	    {"{issue.publisher.address.2}", "y"},
	    {"{issue.publisher.address.3}", ""},
	    {"{issue.publisher.address.0}", ""},
	    {"{publisher.name}", ""}, // not in the item
	    {"{@index}/{@count}", "2/3"},
	    {"a{title}b{title}c", "aIbIc"},
	    {"{none}{nothing.at.all}", ""},
	    {"{}", ""},
	    {"{.}{..}{|upper}", ""},
	    {"{title", "{title"},
	    {"title}", "title}"},
	    {"{title|upper|suffix:!}", "I!"},
	    {"{issue.sections|first}", ""},
	};
	for (guint i = 0; i + 1 < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(bound(bench, &in_item, cases[i].text), ==, cases[i].result);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);
	bound(bench, &in_item, "{issue.sections|first}"); // a map is no text
	g_assert_cmpuint(diag_list_count(bench->diags, SEVERITY_ERROR), ==, 1);
}

static void test_conditions(Bench *bench, gconstpointer issue)
{
	(void)issue;
	static const struct {
		const char *when;
		bool holds;
	} cases[] = {
	    {"{title}", true},
	    {"!{title}", false},
	    {"{empty}", false},
	    {"{none}", false},
	    {"!{nothing}", true},
	    {"{publisher}", true},
	    {"{publisher.address}", true},
	    {"{empty}{title}", true},
	    {"{empty}{none}", false},
	    {"{none}{publisher}", true},
	    {"true", true},
	    {"word", true},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(holds(bench, cases[i].when), ==, cases[i].holds);
	g_assert_true(bind_condition(&bench->binder, &bench->scope, NULL));
	g_assert_true(
	    bind_condition(&bench->binder, &bench->scope, yaml(bench, "[\"{title}\", \"!{none}\"]\n")));
	g_assert_false(
	    bind_condition(&bench->binder, &bench->scope, yaml(bench, "[\"{title}\", \"{none}\"]\n")));
}

static void test_params(Bench *bench, gconstpointer issue)
{
	(void)issue;
	const Value *given =
	    yaml(bench, "plain: word\npath: \"{title}\"\nmixed: \"<{title}>\"\nempty: \"\"\n"
			"cycle: {cycle: [a, b]}\nchoice: [{when: \"{none}\", value: x}, {value: y}]\n"
			"loop: \"$loop\"\nlist: [{a: 1}]\n");
	Param params[8];
	for (guint i = 0; i < G_N_ELEMENTS(params); i++)
		params[i] = (Param){
		    .name = given->fields[i].name, .value = given->fields[i].value, .scope = &bench->scope};
	Scope item = {.up = &bench->scope, .item = given, .index = 2, .count = 2};
	Scope scope = {.up = &item, .params = params, .param_count = G_N_ELEMENTS(params)};
	params[4].scope = &item;
	params[6].scope = &scope;
	// Paths in a parameter mean what they meant where it was given.
	g_assert_cmpstr(bound(bench, &scope, "{$plain} {$path} {$mixed|upper}"), ==, "word Title <TITLE>");
	g_assert_cmpstr(bound(bench, &scope, "{$empty|or:none}"), ==, "none");
	g_assert_cmpstr(bound(bench, &scope, "{$cycle}{$choice}"), ==, "by");
	Value reference = {.kind = VALUE_SCALAR, .text = "$path", .length = 5};
	g_assert_cmpstr(value_text(bind_attribute(&bench->binder, &scope, &reference)), ==, "Title");
	reference.text = "$list";
	g_assert_true(bind_attribute(&bench->binder, &scope, &reference) == params[7].value);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);
	g_assert_cmpstr(bound(bench, &scope, "{$loop}"), ==, "");
	g_assert_cmpstr(bound(bench, &scope, "{$unknown}{@unknown}"), ==, "");
	g_assert_cmpuint(diag_list_count(bench->diags, SEVERITY_ERROR), ==, 3);
}

// --- facts ---

static void test_facts(void)
{
	g_autoptr(Facts) a = facts_new();
	g_autoptr(Facts) b = facts_new();
	g_assert_true(facts_equal(a, b));
	EntryFact entry = {.title = "t", .page = 2}, same = {.title = g_strdup("t"), .page = 2};
	g_array_append_val(a->entries, entry);
	g_assert_false(facts_equal(a, b));
	g_array_append_val(b->entries, same);
	g_assert_true(facts_equal(a, b));
	g_array_index(b->entries, EntryFact, 0).color = "red";
	g_assert_false(facts_equal(a, b));
	g_array_index(b->entries, EntryFact, 0).color = NULL;
	g_array_set_size(a->sections, 1);
	g_array_set_size(b->sections, 1);
	g_array_index(a->sections, SectionFacts, 0).closes = true;
	g_assert_false(facts_equal(a, b));
	g_free((char *)same.title);
}

// --- galleys and regions ---

enum { LINE = 10 * LEN_PT }; // height of a line of the grid

typedef struct Press {
	Arena *arena;
	DiagList *diags;
	Fonts *fonts;
	TextEngine *text;
	Layout layout;
	Style style;
	Ink ink;
	FlowInput input;
	Placer *placer;
} Press;

static void press_open(Press *press, gconstpointer data)
{
	(void)data;
	const char *root = g_getenv("BULLETIN_DATA");
	g_autofree char *folder = g_build_filename(root ? root : ".", "fonts", NULL);
	press->arena = arena_new();
	press->diags = diag_list_new();
	press->fonts = fonts_new(folder, press->diags);
	g_assert_nonnull(press->fonts);
	press->text = text_engine_new(press->arena, press->fonts, press->diags, "fr");
	press->layout = (Layout){.width = 1000 * LEN_PT,
				 .height = 1000 * LEN_PT,
				 .baseline = LINE,
				 .ascent = 8 * LEN_PT,
				 .dials = g_ptr_array_new()};
	press->ink = (Ink){.name = "ink"};
	press->style = (Style){.name = "body",
			       .family = "Lato",
			       .weight = 400,
			       .size = 8 * LEN_PT,
			       .leading = LINE,
			       .grid = LINE,
			       .color = &press->ink,
			       .widows = 1,
			       .orphans = 1};
	for (int i = 0; i < STYLE_MARKS; i++)
		press->style.marks[i] = &press->style;
	press->input = (FlowInput){
	    .arena = press->arena, .diags = press->diags, .text = press->text, .layout = &press->layout};
	press->placer = placer_new(&press->input);
}

static void press_close(Press *press, gconstpointer data)
{
	(void)data;
	placer_free(press->placer);
	g_ptr_array_unref(press->layout.dials);
	text_engine_free(press->text);
	fonts_free(press->fonts);
	diag_list_free(press->diags);
	arena_free(press->arena);
}

static Block *add_block(Press *press, Block *parent, BlockKind kind)
{
	Block *block = arena_new0(press->arena, Block);
	*block = (Block){.kind = kind, .section = -1, .element = ELEMENT_NONE_YET, .parent = parent};
	if (!parent)
		return block;
	Block **children = arena_array(press->arena, Block *, parent->count + 1);
	if (parent->count)
		memcpy(children, parent->children, parent->count * sizeof *children);
	children[parent->count++] = block;
	parent->children = children;
	return block;
}

// A paragraph of so many lines.
static Block *add_text(Press *press, Block *parent, int lines)
{
	g_autoptr(GString) words = g_string_new("a");
	for (int i = 1; i < lines; i++)
		g_string_append(words, "\nb");
	TextRun run = {.text = words->str, .style = &press->style};
	Block *block = add_block(press, parent, BLOCK_TEXT);
	block->text.paragraph = paragraph_get(press->text, &run, 1, &press->style);
	block->text.style = &press->style;
	block->grid = LINE;
	return block;
}

static Block *new_columns(Press *press, int count)
{
	Block *columns = add_block(press, NULL, BLOCK_COLUMNS);
	columns->columns = (ColumnsBlock){.count = count};
	return columns;
}

// "3 3 of 40": lines of each column and the bottom, in points; "-" where it does not fit.
static char *cut_text(const Region *region, bool fits, const RegionCut *cut)
{
	GString *text = g_string_new(fits ? "" : "-");
	for (guint i = 0; fits && i < region->count; i++)
		g_string_append_printf(text, "%u ", cut->to[i] - cut->from[i]);
	if (fits)
		g_string_append_printf(text, "to %d%s", cut->bottom / LEN_PT, cut->complete ? "" : " …");
	return g_string_free(text, FALSE);
}

static void assert_balance(Press *press, Block *columns, Len limit, const char *expected)
{
	RegionCut cut;
	Region *region = region_new(press->placer, columns, 100 * LEN_PT);
	bool fits = region_balance(press->placer, region, (RegionStart){0}, NULL,
				   (Frame){.width = 100 * LEN_PT}, limit, &cut);
	g_autofree char *text = cut_text(region, fits, &cut);
	g_assert_cmpstr(text, ==, expected);
	region_free(region);
}

static void assert_fill(Press *press, Block *columns, Len limit, const char *expected)
{
	RegionCut cut;
	Region *region = region_new(press->placer, columns, 100 * LEN_PT);
	bool any =
	    region_fill(press->placer, region, (RegionStart){0}, (Frame){.width = 100 * LEN_PT}, limit, &cut);
	g_autofree char *text = cut_text(region, any, &cut);
	g_assert_cmpstr(text, ==, expected);
	region_free(region);
}

static void test_balance(Press *press, gconstpointer data)
{
	(void)data;
	static const struct {
		int lines, columns;
		const char *expected;
	} cases[] = {
	    {6, 2, "3 3 to 30"},   {7, 2, "4 3 to 40"},     {1, 2, "1 0 to 10"},
	    {1, 3, "1 0 0 to 10"}, {9, 3, "3 3 3 to 30"},   {5, 3, "2 2 1 to 20"},
	    {4, 1, "4 to 40"},     {20, 2, "10 10 to 100"}, {21, 2, "-"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		Block *columns = new_columns(press, cases[i].columns);
		add_text(press, columns, cases[i].lines);
		assert_balance(press, columns, 10 * LINE, cases[i].expected);
	}
	assert_balance(press, new_columns(press, 2), 10 * LINE, "0 0 to 0");
}

static void test_widows(Press *press, gconstpointer data)
{
	(void)data;
	Block *columns = new_columns(press, 2);
	press->style.widows = press->style.orphans = 3;
	add_text(press, columns, 5); // cannot be parted at all
	assert_balance(press, columns, 10 * LINE, "5 0 to 50");
	add_text(press, columns, 1);
	assert_balance(press, columns, 10 * LINE, "5 1 to 50");
	Block *longer = new_columns(press, 2);
	add_text(press, longer, 7);
	add_text(press, longer, 1);
	assert_balance(press, longer, 10 * LINE, "4 4 to 40");
	assert_fill(press, longer, 5 * LINE, "4 4 to 40");
	assert_fill(press, longer, 3 * LINE, "3 1 to 30 …"); // three of the other four stay together
	assert_fill(press, longer, 2 * LINE, "-");
}

static void test_keeps(Press *press, gconstpointer data)
{
	(void)data;
	Block *columns = new_columns(press, 2);
	add_text(press, columns, 2);
	Block *stack = add_block(press, columns, BLOCK_STACK);
	stack->keep_next = true;
	add_text(press, stack, 1);
	add_text(press, columns, 2);
	assert_balance(press, columns, 10 * LINE, "2 3 to 30");
	columns->children[1]->keep_next = false;
	assert_balance(press, columns, 10 * LINE, "3 2 to 30");
	columns->children[2]->break_column = true;
	assert_balance(press, columns, 10 * LINE, "3 2 to 30");
	columns->children[1]->break_column = true;
	assert_balance(press, columns, 10 * LINE, "-"); // three columns are asked for
	assert_fill(press, columns, 10 * LINE, "2 1 to 20 …");
	columns->children[1]->break_column = columns->children[2]->break_column = false;
	columns->children[2]->break_page = true;
	assert_balance(press, columns, 10 * LINE, "2 1 to 20 …");
	assert_fill(press, columns, 10 * LINE, "3 0 to 30 …");
}

static void test_gaps(Press *press, gconstpointer data)
{
	(void)data;
	Block *columns = new_columns(press, 1);
	Block *first = add_text(press, columns, 1), *second = add_text(press, columns, 1);
	first->before = (Measure){.set = true, .dial = -1, .len = 3 * LINE}; // dropped: the column begins
	first->after = (Measure){.set = true, .dial = -1, .len = LINE};
	second->before = (Measure){.set = true, .dial = -1, .len = 2 * LINE};
	second->after = (Measure){.set = true, .dial = -1, .len = 5 * LINE}; // dropped: it ends
	assert_balance(press, columns, 10 * LINE, "2 to 40");
	second->before.len = LEN_PT; // the larger counts, and the next line of the grid
	assert_balance(press, columns, 10 * LINE, "2 to 30");
	first->after.len = 0;
	assert_balance(press, columns, 10 * LINE, "2 to 30");
	second->before.len = 0;
	assert_balance(press, columns, 10 * LINE, "2 to 20");
}

static void test_going_on(Press *press, gconstpointer data)
{
	(void)data;
	RegionCut cut;
	Block *columns = new_columns(press, 2);
	add_text(press, columns, 25);
	Frame frame = {.width = 100 * LEN_PT};
	Region *region = region_new(press->placer, columns, 100 * LEN_PT);
	g_assert_true(region_fill(press->placer, region, (RegionStart){0}, frame, 10 * LINE, &cut));
	g_assert_false(cut.complete);
	RegionStart start = region_after(region, &cut);
	g_assert_cmpuint(start.at[0], ==, 20);
	g_assert_true(region_balance(press->placer, region, start, NULL, frame, 10 * LINE, &cut));
	g_autofree char *text = cut_text(region, true, &cut);
	g_assert_cmpstr(text, ==, "3 2 to 30");
	region_free(region);
}

static void test_forced(Press *press, gconstpointer data)
{
	(void)data;
	RegionCut cut;
	Block *columns = new_columns(press, 2);
	Block *high = add_block(press, columns, BLOCK_STACK);
	high->height = (Measure){.set = true, .dial = -1, .len = 20 * LINE};
	add_text(press, columns, 3);
	Region *region = region_new(press->placer, columns, 100 * LEN_PT);
	Frame frame = {.width = 100 * LEN_PT};
	g_assert_false(region_fill(press->placer, region, (RegionStart){0}, frame, 10 * LINE, &cut));
	region_force(press->placer, region, (RegionStart){0}, frame, 10 * LINE, &cut);
	g_autofree char *text = cut_text(region, true, &cut);
	g_assert_cmpstr(text, ==, "1 0 to 200 …");
	g_assert_cmpint(region_column_bottom(press->placer, region, &cut, 0, frame), ==, 20 * LINE);
	region_free(region);
}

static void test_parallel(Press *press, gconstpointer data)
{
	(void)data;
	static const Track tracks[] = {{.kind = TRACK_SHARE, .share = 1}, {.kind = TRACK_SHARE, .share = 3}};
	static const Valign valign[2];
	RegionCut cut;
	Block *row = add_block(press, NULL, BLOCK_ROW);
	row->row = (RowBlock){.tracks = tracks, .count = 2, .valign = valign};
	add_text(press, add_block(press, row, BLOCK_STACK), 12);
	add_text(press, add_block(press, row, BLOCK_STACK), 2);
	Frame frame = {.width = 100 * LEN_PT};
	Region *region = region_new(press->placer, row, 100 * LEN_PT);
	g_assert_cmpint(region->x[1], ==, 25 * LEN_PT);
	g_assert_false(region_balance(press->placer, region, (RegionStart){0}, NULL, frame, 10 * LINE, &cut));
	g_assert_true(region_fill(press->placer, region, (RegionStart){0}, frame, 10 * LINE, &cut));
	g_autofree char *first = cut_text(region, true, &cut);
	g_assert_cmpstr(first, ==, "10 2 to 100 …");
	RegionStart start = region_after(region, &cut);
	g_assert_true(region_balance(press->placer, region, start, NULL, frame, 10 * LINE, &cut));
	g_autofree char *rest = cut_text(region, true, &cut);
	g_assert_cmpstr(rest, ==, "2 0 to 20");
	region_free(region);
}

// --- rows ---

static void test_row_widths(Press *press, gconstpointer data)
{
	(void)data;
	static const Track tracks[] = {{.kind = TRACK_AUTO},
				       {.kind = TRACK_FIXED, .len = 10 * LEN_PT},
				       {.kind = TRACK_AUTO},
				       {.kind = TRACK_SHARE, .share = 1}};
	static const int natural[] = {20, 0, 200, 0};
	Block *row = add_block(press, NULL, BLOCK_ROW);
	row->row = (RowBlock){.tracks = tracks, .count = 4};
	for (guint i = 0; i < 4; i++)
		add_block(press, row, BLOCK_STACK)->width =
		    (Measure){.set = true, .dial = -1, .len = natural[i] * LEN_PT};
	static const struct {
		int room, widths[4];
	} cases[] = {
	    {330, {20, 10, 200, 100}}, {230, {20, 10, 200, 0}},
	    {130, {20, 10, 50, 50}}, // what wants too much shares with the share
	    {10, {0, 10, 0, 0}},       {0, {0, 10, 0, 0}},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		Len widths[4];
		row_widths(press->placer, row, cases[i].room * LEN_PT, widths);
		for (guint k = 0; k < 4; k++)
			g_assert_cmpint(widths[k], ==, cases[i].widths[k] * LEN_PT);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/path-data", test_path_data);
	g_test_add("/flow/formatters", Bench, NULL, bench_open, test_formatters, bench_close);
	g_test_add("/flow/bind/paths", Bench, issue_text, bench_open, test_paths, bench_close);
	g_test_add("/flow/bind/conditions", Bench, issue_text, bench_open, test_conditions, bench_close);
	g_test_add("/flow/bind/params", Bench, issue_text, bench_open, test_params, bench_close);
	g_test_add_func("/flow/facts", test_facts);
	g_test_add("/flow/region/balance", Press, NULL, press_open, test_balance, press_close);
	g_test_add("/flow/region/widows", Press, NULL, press_open, test_widows, press_close);
	g_test_add("/flow/region/keeps", Press, NULL, press_open, test_keeps, press_close);
	g_test_add("/flow/region/gaps", Press, NULL, press_open, test_gaps, press_close);
	g_test_add("/flow/region/going-on", Press, NULL, press_open, test_going_on, press_close);
	g_test_add("/flow/region/forced", Press, NULL, press_open, test_forced, press_close);
	g_test_add("/flow/region/parallel", Press, NULL, press_open, test_parallel, press_close);
	g_test_add("/flow/row/widths", Press, NULL, press_open, test_row_widths, press_close);
	return g_test_run();
}
