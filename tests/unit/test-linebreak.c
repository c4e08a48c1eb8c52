// The line breaker alone: the cases of tests/typography/lines.txt, and what must hold of any text.
#include "text/linebreak.h"

#include <string.h>

enum { UNIT = 1000 };

typedef struct Case {
	char *head, *text, *expected;
} Case;

typedef struct Sample {
	GArray *items;    // BreakItem
	GPtrArray *words; // char *: what each item prints
	BreakRequest request;
	bool balanced;
} Sample;

static char *read_document(const char *name)
{
	g_autofree char *file = g_test_build_filename(G_TEST_DIST, "..", "typography", name, NULL);
	char *text = NULL;
	if (!g_file_get_contents(file, &text, NULL, NULL))
		g_error("%s cannot be read", file);
	g_assert_nonnull(text);
	return text;
}

static void add(Sample *sample, BreakItem item, const char *word, gsize length)
{
	g_array_append_val(sample->items, item);
	g_ptr_array_add(sample->words, g_strndup(word, length));
}

static void add_box(Sample *sample, const char *word, gsize length)
{
	if (length > 0)
		add(sample, (BreakItem){.kind = BREAK_BOX, .width = (Len)length * UNIT}, word, length);
}

static void add_sign(Sample *sample, char sign)
{
	BreakItem glue = {.kind = BREAK_GLUE, .width = UNIT, .stretch = UNIT, .shrink = UNIT / 4};
	BreakItem hyphen = {.kind = BREAK_PENALTY, .penalty = 60, .flagged = true, .width = UNIT};
	BreakItem forced = {.kind = BREAK_PENALTY, .penalty = BREAK_FORCED};
	BreakItem never = {.kind = BREAK_PENALTY, .penalty = BREAK_NEVER};
	if (sign == '|')
		add(sample, hyphen, "", 0);
	else if (sign == '^')
		add(sample, forced, "", 0);
	else if (sign == '~')
		add(sample, never, "", 0);
	if (sign == ' ' || sign == '~')
		add(sample, glue, " ", 1);
}

static void sample_init(Sample *sample, const char *text)
{
	*sample = (Sample){.items = g_array_new(FALSE, TRUE, sizeof(BreakItem)),
			   .words = g_ptr_array_new_with_free_func(g_free)};
	for (const char *at = text; *at;) {
		gsize length = strcspn(at, " |^~");
		add_box(sample, at, length);
		at += length;
		if (*at)
			add_sign(sample, *at++);
	}
	sample->request = (BreakRequest){.items = (const BreakItem *)(void *)sample->items->data,
					 .count = sample->items->len,
					 .costs = &break_costs_default};
}

static void sample_clear(Sample *sample)
{
	g_array_unref(sample->items);
	g_ptr_array_unref(sample->words);
}

static void read_head(Sample *sample, const char *head)
{
	g_auto(GStrv) words = g_strsplit(head, " ", -1);
	sample->request.mode = strcmp(words[0], "justified") == 0 ? BREAK_JUSTIFIED : BREAK_RAGGED;
	sample->balanced = strcmp(words[0], "balanced") == 0;
	sample->request.measure = (Len)g_ascii_strtoll(words[1], NULL, 10) * UNIT;
	for (char **word = words + 2; *word; word++)
		if (g_str_has_prefix(*word, "least="))
			sample->request.least_last = (Len)g_ascii_strtoll(*word + 6, NULL, 10) * UNIT;
		else if (g_str_has_prefix(*word, "loose="))
			sample->request.looseness = (int)g_ascii_strtoll(*word + 6, NULL, 10);
}

static char *print_lines(const Sample *sample, const GArray *lines)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++) {
		const BreakLine *line = &g_array_index(lines, BreakLine, i);
		if (line->overfull || line->tight || line->loose)
			g_string_append_c(text, line->overfull ? '!' : line->tight ? '<' : '>');
		for (guint k = line->start; k < line->end; k++)
			g_string_append(text, g_ptr_array_index(sample->words, k));
		if (line->end < sample->request.count && sample->request.items[line->end].flagged)
			g_string_append_c(text, '-');
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static void test_case(gconstpointer data)
{
	const Case *example = data;
	Sample sample;
	sample_init(&sample, example->text);
	read_head(&sample, example->head);
	if (sample.balanced)
		sample.request.measure = break_balance(&sample.request);
	g_autoptr(GArray) lines = break_lines(&sample.request);
	g_autofree char *printed = print_lines(&sample, lines);
	g_assert_cmpstr(printed, ==, example->expected);
	sample_clear(&sample);
}

static Case *read_case(const char *block)
{
	Case *example = g_new0(Case, 1);
	const char *head_end = strchr(block, '\n'), *split = strstr(block, "\n--\n");
	g_assert_true(head_end && split);
	example->head = g_strndup(block, (gsize)(head_end - block));
	example->text =
	    head_end < split ? g_strndup(head_end + 1, (gsize)(split - head_end - 1)) : g_strdup("");
	g_strdelimit(example->text, "\n", ' ');
	g_autofree char *expected = g_strstrip(g_strdup(split + 4));
	example->expected = g_strconcat(expected, *expected ? "\n" : "", NULL);
	return example;
}

static void case_free(gpointer data)
{
	Case *example = data;
	g_free(example->head);
	g_free(example->text);
	g_free(example->expected);
	g_free(example);
}

static void add_cases(const char *document)
{
	g_auto(GStrv) blocks = g_strsplit(document, "\n= ", -1);
	for (guint i = 1; blocks[i]; i++) {
		Case *example = read_case(blocks[i]);
		g_autofree char *name = g_strdup_printf("/linebreak/lines/%02u %s", i, example->head);
		g_test_add_data_func_full(name, example, test_case, case_free);
	}
}

// --- what must hold of any text ---

// Words of changing length that a fixed sequence makes.
static void random_sample(Sample *sample, guint words, guint32 seed, bool divided)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < words; i++) {
		if (i > 0)
			g_string_append_c(text, ' ');
		for (int k = g_rand_int_range(rand, 1, 12); k > 0; k--) {
			g_string_append_c(text, 'x');
			if (divided && k > 3 && g_rand_int_range(rand, 0, 4) == 0)
				g_string_append_c(text, '|');
		}
	}
	sample_init(sample, text->str);
	g_string_free(text, TRUE);
}

// Every box is on one line, and no line is wider than the measure.
static void test_nothing_lost(void)
{
	for (guint32 seed = 1; seed <= 50; seed++) {
		Sample sample;
		random_sample(&sample, 200, seed, true);
		sample.request.mode = seed % 2 ? BREAK_JUSTIFIED : BREAK_RAGGED;
		sample.request.measure = (Len)(12 + seed) * UNIT;
		g_autoptr(GArray) lines = break_lines(&sample.request);
		guint next = 0;
		for (guint i = 0; i < lines->len; i++) {
			const BreakLine *line = &g_array_index(lines, BreakLine, i);
			for (; next < line->start; next++)
				g_assert_cmpint(sample.request.items[next].kind, !=, BREAK_BOX);
			next = line->end;
			g_assert_false(line->overfull);
			g_assert_cmpint(line->width, <=, sample.request.measure + line->shrink * 2);
		}
		g_assert_cmpuint(next, ==, sample.request.count);
		sample_clear(&sample);
	}
}

// Never three hyphens in a row where there is another way.
static void test_hyphens_in_a_row(void)
{
	for (guint32 seed = 1; seed <= 20; seed++) {
		Sample sample;
		random_sample(&sample, 300, seed, true);
		sample.request.measure = 45 * UNIT;
		g_autoptr(GArray) lines = break_lines(&sample.request);
		guint run = 0;
		for (guint i = 0; i < lines->len; i++) {
			guint end = g_array_index(lines, BreakLine, i).end;
			bool hyphen = end < sample.request.count && sample.request.items[end].flagged;
			run = hyphen ? run + 1 : 0;
			g_assert_cmpuint(run, <=, 2);
		}
		sample_clear(&sample);
	}
}

// Ragged text takes no more lines than it must, and balancing adds none.
static void test_ragged_is_short(void)
{
	for (guint32 seed = 1; seed <= 50; seed++) {
		Sample sample;
		random_sample(&sample, 60, seed, false);
		sample.request.mode = BREAK_RAGGED;
		sample.request.measure = (Len)(14 + seed % 30) * UNIT;
		guint least = break_count_least(&sample.request);
		g_autoptr(GArray) lines = break_lines(&sample.request);
		g_assert_cmpuint(lines->len, ==, least);
		sample.request.measure = break_balance(&sample.request);
		g_autoptr(GArray) balanced = break_lines(&sample.request);
		g_assert_cmpuint(balanced->len, ==, least);
		sample_clear(&sample);
	}
}

// The same items at the same measure give the same lines.
static void test_same_again(void)
{
	Sample sample;
	random_sample(&sample, 500, 7, true);
	sample.request.measure = 40 * UNIT;
	g_autoptr(GArray) one = break_lines(&sample.request);
	g_autoptr(GArray) two = break_lines(&sample.request);
	g_assert_cmpuint(one->len, ==, two->len);
	g_assert_true(memcmp(one->data, two->data, one->len * sizeof(BreakLine)) == 0);
	sample_clear(&sample);
}

// One line more than best where the words allow it, and no hyphen at the line that a page wants whole.
static void test_wishes(void)
{
	Sample sample;
	random_sample(&sample, 300, 3, true);
	sample.request.measure = 40 * UNIT;
	g_autoptr(GArray) best = break_lines(&sample.request);
	sample.request.looseness = 1;
	g_autoptr(GArray) looser = break_lines(&sample.request);
	g_assert_cmpuint(looser->len, ==, best->len + 1);
	sample.request.looseness = 0;
	guint line = 0;
	while (line < best->len) {
		guint end = g_array_index(best, BreakLine, line++).end;
		if (end < sample.request.count && sample.request.items[end].flagged)
			break;
	}
	sample.request.whole = line;
	g_autoptr(GArray) whole = break_lines(&sample.request);
	guint end = g_array_index(whole, BreakLine, line - 1).end;
	g_assert_false(end < sample.request.count && sample.request.items[end].flagged);
	sample_clear(&sample);
}

// What glyphs give is taken before the spaces are stretched: the line is not loose.
static void test_give(void)
{
	BreakItem items[] = {{.kind = BREAK_BOX, .width = 4 * UNIT, .give = UNIT},
			     {.kind = BREAK_GLUE, .width = UNIT, .stretch = UNIT / 4, .shrink = UNIT / 4},
			     {.kind = BREAK_BOX, .width = 4 * UNIT, .give = UNIT},
			     {.kind = BREAK_PENALTY, .penalty = 0},
			     {.kind = BREAK_BOX, .width = 8 * UNIT}};
	BreakRequest request = {.items = items,
				.count = G_N_ELEMENTS(items),
				.measure = 11 * UNIT,
				.costs = &break_costs_default};
	g_autoptr(GArray) lines = break_lines(&request);
	g_assert_cmpuint(lines->len, ==, 2);
	g_assert_false(g_array_index(lines, BreakLine, 0).loose);
	items[0].give = items[2].give = 0;
	g_autoptr(GArray) stiff = break_lines(&request);
	g_assert_true(g_array_index(stiff, BreakLine, 0).loose);
}

static guint64 count_steps(guint words, BreakMode mode, int looseness)
{
	guint64 steps = 0;
	Sample sample;
	random_sample(&sample, words, 51, true);
	sample.request.mode = mode;
	sample.request.looseness = looseness;
	sample.request.measure = 60 * UNIT;
	sample.request.steps = &steps;
	g_autoptr(GArray) lines = break_lines(&sample.request);
	g_assert_cmpuint(lines->len, >, words / 20);
	sample_clear(&sample);
	return steps;
}

// Ten times the words take at most twelve times the work.
static void test_linear(void)
{
	for (BreakMode mode = BREAK_JUSTIFIED; mode <= BREAK_RAGGED; mode++) {
		guint64 few = count_steps(2000, mode, 0), many = count_steps(20000, mode, 0);
		g_assert_cmpuint(few, >, 2000);
		g_assert_cmpuint(many, <=, 12 * few);
	}
}

// Ways with a line more or fewer are followed beside the best, and one more on either side: five times the
// work, however long the text.
static void test_linear_with_wishes(void)
{
	guint64 best = count_steps(20000, BREAK_JUSTIFIED, 0);
	g_assert_cmpuint(count_steps(20000, BREAK_JUSTIFIED, 1), <=, 5 * best);
	g_assert_cmpuint(count_steps(20000, BREAK_JUSTIFIED, -1), <=, 5 * best);
}

static void test_empty(void)
{
	BreakRequest request = {.measure = UNIT, .costs = &break_costs_default};
	g_autoptr(GArray) lines = break_lines(&request);
	g_assert_cmpuint(lines->len, ==, 0);
	g_assert_cmpuint(break_count_least(&request), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_autofree char *document = read_document("lines.txt");
	add_cases(document);
	g_test_add_func("/linebreak/nothing lost", test_nothing_lost);
	g_test_add_func("/linebreak/hyphens in a row", test_hyphens_in_a_row);
	g_test_add_func("/linebreak/ragged is short", test_ragged_is_short);
	g_test_add_func("/linebreak/same again", test_same_again);
	g_test_add_func("/linebreak/wishes", test_wishes);
	g_test_add_func("/linebreak/give", test_give);
	g_test_add_func("/linebreak/linear", test_linear);
	g_test_add_func("/linebreak/linear with wishes", test_linear_with_wishes);
	g_test_add_func("/linebreak/empty", test_empty);
	return g_test_run();
}
