// Lengths, memory, findings, suggestions.
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/bracket.h"
#include "base/diag.h"
#include "base/len.h"
#include "base/suggest.h"

static void test_len_units(void)
{
	g_assert_cmpint(len_from_pt(1), ==, LEN_PT);
	g_assert_cmpint(len_from_mm(25.4), ==, 72 * LEN_PT);
	g_assert_cmpint(len_from_mm(-25.4), ==, -72 * LEN_PT);
	for (Len len = -5000; len <= 5000; len += 7) {
		g_assert_cmpint(len_from_mm(len_to_mm(len)), ==, len);
		g_assert_cmpint(len_from_pt(len_to_pt(len)), ==, len);
	}
}

static void test_len_snap(void)
{
	Len unit = len_from_mm(4.5);
	g_assert_cmpint(len_snap(unit + 10, unit, 0), ==, unit + 10);
	g_assert_cmpint(len_snap(0, unit, unit), ==, 0);
	g_assert_cmpint(len_snap(unit / 2, unit, unit), ==, unit);
	// Down a whole page the lines of the grid stay where they are, in parts of a line too.
	for (int line = 0; line < 66; line++)
		g_assert_cmpint(len_snap(line * unit, unit, unit / 4), ==, line * unit);
}

static void test_arena_aligned(void)
{
	g_autoptr(Arena) arena = arena_new();
	for (size_t size = 1; size < 300; size++) {
		unsigned char *memory = arena_alloc(arena, size);
		g_assert_cmpuint((uintptr_t)memory % _Alignof(max_align_t), ==, 0);
		for (size_t i = 0; i < size; i++)
			g_assert_cmpint(memory[i], ==, 0);
		memset(memory, 0xaa, size);
	}
}

static void test_arena_large(void)
{
	g_autoptr(Arena) arena = arena_new();
	char *small = arena_strdup(arena, "small");
	char *large = arena_alloc(arena, 10 * 1024 * 1024);
	memset(large, 'x', 10 * 1024 * 1024);
	char *after = arena_printf(arena, "%s-%d", small, 5);
	g_assert_cmpstr(after, ==, "small-5");
	g_assert_cmpstr(small, ==, "small");
}

static void test_arena_copies(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_assert_null(arena_strdup(arena, NULL));
	g_assert_null(arena_copy(arena, "", 0, 4));
	g_assert_cmpstr(arena_strndup(arena, "abcdef", 3), ==, "abc");
	int numbers[] = {1, 2, 3};
	int *copy = arena_copy(arena, numbers, 3, sizeof *numbers);
	numbers[0] = 9;
	g_assert_cmpint(copy[0] + copy[2], ==, 4);
}

static void add(DiagList *list, const Source *source, int line, int column, const char *what)
{
	Span span = {source, line, column, line, column + 1};
	diag_take(list, SEVERITY_ERROR, "test", span, g_strdup(what), NULL);
}

static void test_diag_order(void)
{
	static const Source first = {"a.yaml", NULL, 0}, second = {"b.yaml", NULL, 0};
	static const char *const order[] = {"a1", "a2", "a2 again", "a9", "b3"};
	g_autoptr(DiagList) list = diag_list_new();
	add(list, &first, 9, 1, "a9");
	add(list, &second, 3, 1, "b3");
	add(list, &first, 2, 5, "a2");
	add(list, &first, 2, 5, "a2 again");
	add(list, &first, 1, 80, "a1");
	diag_list_sort(list);
	g_assert_cmpuint(diag_list_length(list), ==, G_N_ELEMENTS(order));
	for (guint i = 0; i < G_N_ELEMENTS(order); i++)
		g_assert_cmpstr(diag_list_peek(list, i)->what, ==, order[i]);
}

static void test_diag_once(void)
{
	static const Source source = {"a.yaml", NULL, 0};
	g_autoptr(DiagList) list = diag_list_new();
	g_assert_false(diag_list_has_errors(list));
	add(list, &source, 1, 1, "same");
	add(list, &source, 1, 1, "same");
	add(list, &source, 1, 2, "same");
	diag_take(list, SEVERITY_WARNING, "test", (Span){0}, g_strdup("elsewhere"), g_strdup("hint"));
	g_assert_cmpuint(diag_list_length(list), ==, 3);
	g_assert_cmpuint(diag_list_count(list, SEVERITY_ERROR), ==, 2);
	g_assert_cmpuint(diag_list_count(list, SEVERITY_WARNING), ==, 1);
	g_assert_true(diag_list_has_errors(list));
}

static void test_suggest(void)
{
	static const char *const names[] = {"render", "check", "schema", "fonts", "help", "new", NULL};
	static const char *const cases[][2] = {
	    {"rendr", "render"}, {"rnder", "render"}, {"redner", "render"}, {"chekc", "check"},
	    {"shema", "schema"}, {"font", "fonts"},   {"nwe", "new"},       {"render", "render"},
	    {"print", NULL},     {"", NULL},          {"xyz", NULL},        {"helpme!", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(suggest_nearest(cases[i][0], names), ==, cases[i][1]);
}

// The offset that is found, or -1.
static int find_opening(const char *text, int close, int most)
{
	const char *found = bracket_find_opening(text, text + close, most);
	return found ? (int)(found - text) : -1;
}

static void test_bracket(void)
{
	g_assert_cmpint(find_opening("a [b] [c [d] e]", 14, 100), ==, 6);
	g_assert_cmpint(find_opening("a [b] [c [d] e]", 14, 8), ==, 6);
	g_assert_cmpint(find_opening("a [b] [c [d] e]", 14, 7), ==, -1);
	g_assert_cmpint(find_opening("a b]", 3, 100), ==, -1);
	g_assert_cmpint(find_opening("[]", 1, 1), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/base/len/units", test_len_units);
	g_test_add_func("/base/len/snap", test_len_snap);
	g_test_add_func("/base/arena/aligned", test_arena_aligned);
	g_test_add_func("/base/arena/large", test_arena_large);
	g_test_add_func("/base/arena/copies", test_arena_copies);
	g_test_add_func("/base/diag/order", test_diag_order);
	g_test_add_func("/base/diag/once", test_diag_once);
	g_test_add_func("/base/suggest", test_suggest);
	g_test_add_func("/base/bracket", test_bracket);
	return g_test_run();
}
