// A file read again after an edit: where only a part of it is read, the tree is that of the whole.
#include <string.h>

#include "load/load.h"

typedef struct Fixture {
	GRand *random; // seeded
	ValueKeeper *keeper;
	guint parts, wholes; // read
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	fixture->random = g_rand_new_with_seed(51);
	fixture->keeper = value_keeper_new();
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_rand_free(fixture->random);
	value_keeper_free(fixture->keeper);
}

// --- trees ---

static void describe_span(GString *out, const Span *span)
{
	g_string_append_printf(out, " %d:%d-%d:%d", span->line, span->column, span->end_line,
			       span->end_column);
}

static void describe(GString *out, const Value *value)
{
	g_string_append_printf(out, "\n%d %d%d%d %d @%zu", (int)value->kind, value->plain, value->block,
			       value->bound, value->indent, value->offset);
	describe_span(out, &value->span);
	if (value->kind == VALUE_SCALAR)
		g_string_append_printf(out, " %s", value->text);
	for (size_t i = 0; i < value->length && value->kind == VALUE_LIST; i++)
		describe(out, value->items[i]);
	for (size_t i = 0; i < value->length && value->kind == VALUE_MAP; i++) {
		g_string_append_printf(out, "\n%s", value->fields[i].name);
		describe_span(out, &value->fields[i].name_span);
		describe(out, value->fields[i].value);
	}
}

static char *description(const Value *value)
{
	GString *out = g_string_new(NULL);
	describe(out, value);
	return g_string_free(out, FALSE);
}

// --- edits ---

static guint pick(Fixture *fixture, gsize count)
{
	return (guint)g_rand_int_range(fixture->random, 0, (gint32)MAX(count, 1));
}

static const char *const inserts[] = {
    "voisins ", "a",   ":",   ": ",   " ",        "  ",           "- ",     "-",
    "\"",       "'",   "# ",  " # x", "|",        "> ",           "[",      "]",
    "{",        "}",   "&x ", "*x ",  "!!str ",   "\n",           "\n  - ", "\n    x: y",
    "---",      "...", "%",   "é",    "\xC2\x85", "\xE2\x80\xA8", "\t",     "\\",
};

// Mostly a few characters more or less, anywhere.
static void edit(Fixture *fixture, GString *text)
{
	gsize at = pick(fixture, text->len);
	while (at > 0 && ((guchar)text->str[at] & 0xC0) == 0x80)
		at--;
	if (pick(fixture, 3) == 0) {
		gsize end = MIN(at + 1 + pick(fixture, 12), text->len);
		while (end < text->len && ((guchar)text->str[end] & 0xC0) == 0x80)
			end++;
		g_string_erase(text, (gssize)at, (gssize)(end - at));
	} else {
		g_string_insert(text, (gssize)at, inserts[pick(fixture, G_N_ELEMENTS(inserts))]);
	}
}

// True where it can be read without a fault.
static bool read_both(Fixture *fixture, const GString *text)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new(), expected_diags = diag_list_new();
	const Value *before = value_keeper_peek(fixture->keeper);
	ValueEdit change;
	const Value *whole = load_yaml_text(arena, expected_diags, text->str, text->len, "issue.yaml");
	const Value *again =
	    load_yaml_text_again(arena, diags, text->str, text->len, "issue.yaml", before, &change);
	g_assert_cmpuint(diag_list_length(diags), ==, diag_list_length(expected_diags));
	g_assert_cmpint(whole != NULL, ==, again != NULL);
	if (!whole || diag_list_length(diags))
		return false;
	*(change.end ? &fixture->parts : &fixture->wholes) += 1;
	const Value *kept = value_keeper_take(fixture->keeper, again, change);
	g_autofree char *found = description(kept), *expected = description(whole);
	g_assert_cmpstr(found, ==, expected);
	return true;
}

static void edit_and_read(Fixture *fixture, const char *sample, guint count)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "..", "samples", sample, NULL),
			*whole = NULL;
	g_assert_true(g_file_get_contents(path, &whole, NULL, NULL));
	g_autoptr(GString) text = g_string_new(whole), good = g_string_new(whole);
	for (guint i = 0; i < count; i++) {
		if (read_both(fixture, text))
			g_string_assign(good, i % 100 == 99 ? whole : text->str);
		g_string_assign(text, good->str);
		edit(fixture, text);
	}
}

static void test_samples(Fixture *fixture, gconstpointer data)
{
	(void)data;
	edit_and_read(fixture, "n51.yaml", 1500);
	edit_and_read(fixture, "demo.yaml", 1000);
	g_assert_cmpuint(fixture->parts, >, 800);
	g_assert_cmpuint(fixture->wholes, >, 100);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/again/samples", Fixture, NULL, set_up, test_samples, tear_down);
	return g_test_run();
}
