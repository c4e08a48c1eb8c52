// An issue set again and again while it is edited: whatever was kept, its pages are those of a job that knows
// nothing of the edits before.
#include <malloc.h>
#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "job/data.h"
#include "job/job.h"
#include "job/workshop.h"

typedef struct Fixture {
	char *folder, *issue;
	Workshop *shop;
	GRand *random; // seeded
} Fixture;

static const char *const pictures[] = {"images/place-le-soir.jpg", "images/plante.png",
				       "images/riviere.jpg",       "logos/canton.svg",
				       "logos/fondation.svg",      "logos/rives.svg"};

static void copy_pictures(const Fixture *fixture)
{
	g_autofree char *data = data_find_folder();
	for (guint i = 0; i < G_N_ELEMENTS(pictures); i++) {
		g_autofree char *from = g_build_filename(data, "samples", pictures[i], NULL), *bytes = NULL;
		g_autofree char *to = g_build_filename(fixture->folder, pictures[i], NULL);
		g_autofree char *folder = g_path_get_dirname(to);
		gsize size;
		g_mkdir_with_parents(folder, 0700);
		g_assert_true(g_file_get_contents(from, &bytes, &size, NULL));
		g_assert_true(g_file_set_contents(to, bytes, (gssize)size, NULL));
	}
}

static void remove_pictures(const Fixture *fixture)
{
	for (guint i = 0; i < G_N_ELEMENTS(pictures); i++) {
		g_autofree char *path = g_build_filename(fixture->folder, pictures[i], NULL);
		g_autofree char *folder = g_path_get_dirname(path);
		g_remove(path);
		g_rmdir(folder);
	}
}

static void set_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	fixture->folder = g_dir_make_tmp("bulletin-XXXXXX", NULL);
	fixture->issue = g_build_filename(fixture->folder, "issue.yaml", NULL);
	fixture->shop = workshop_new();
	fixture->random = g_rand_new_with_seed(51);
	copy_pictures(fixture);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_rand_free(fixture->random);
	workshop_free(fixture->shop);
	g_remove(fixture->issue);
	remove_pictures(fixture);
	g_rmdir(fixture->folder);
	g_free(fixture->issue);
	g_free(fixture->folder);
}

// --- edits ---

static guint pick(Fixture *fixture, gsize count)
{
	return (guint)g_rand_int_range(fixture->random, 0, (gint32)MAX(count, 1));
}

// Where a word begins.
static gsize pick_word(Fixture *fixture, const GString *text)
{
	gsize at = pick(fixture, text->len);
	while (at > 0 && text->str[at - 1] != ' ' && text->str[at - 1] != '\n')
		at--;
	return at;
}

static gsize line_length(const char *line)
{
	gsize length = strcspn(line, "\n");
	return length + (line[length] == '\n');
}

static gsize pick_line(Fixture *fixture, const GString *text)
{
	gsize at = pick(fixture, text->len);
	while (at > 0 && text->str[at - 1] != '\n')
		at--;
	return at;
}

static void put_word(Fixture *fixture, GString *text)
{
	static const char *const words[] = {"voisins ", "l'été, ", "**gras** ", "« oui » ", "1 250 "};
	g_string_insert(text, (gssize)pick_word(fixture, text), words[pick(fixture, G_N_ELEMENTS(words))]);
}

static void drop_word(Fixture *fixture, GString *text)
{
	gsize at = pick_word(fixture, text), length = strcspn(text->str + at, " \n");
	g_string_erase(text, (gssize)at, (gssize)length);
}

static void put_letter(Fixture *fixture, GString *text)
{
	static const char letters[] = "aeS-:'\"#&*[|> \n";
	g_string_insert_c(text, (gssize)pick_word(fixture, text), letters[pick(fixture, sizeof letters - 1)]);
}

static void drop_line(Fixture *fixture, GString *text)
{
	gsize at = pick_line(fixture, text);
	g_string_erase(text, (gssize)at, (gssize)line_length(text->str + at));
}

static void double_line(Fixture *fixture, GString *text)
{
	gsize at = pick_line(fixture, text);
	g_autofree char *line = g_strndup(text->str + at, line_length(text->str + at));
	g_string_insert(text, (gssize)at, line);
}

// Words are edited most of all; what breaks the file now and then is taken back the next time.
static void edit(Fixture *fixture, const char *whole, GString *text, bool was_good)
{
	static void (*const edits[])(Fixture *, GString *) = {put_word,   put_word,  drop_word,  drop_word,
							      put_letter, drop_line, double_line};
	if (!was_good || text->len > 2 * strlen(whole) || text->len < strlen(whole) / 2)
		g_string_assign(text, whole);
	edits[pick(fixture, G_N_ELEMENTS(edits))](fixture, text);
}

// --- what a job comes to ---

static char *output_of(Job *job, JobFormat format)
{
	JobOptions as = {.format = format, .dpi = 200};
	if (!job_paint(job, &as))
		return g_strdup("not painted");
	GBytes *bytes = ((const JobOutput *)g_ptr_array_index(job_peek_outputs(job), 0))->bytes;
	if (format == JOB_PDF)
		return g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static char *findings_of(Job *job)
{
	GString *text = g_string_new(NULL);
	const DiagList *diags = job_peek_diags(job);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		g_string_append_printf(text, "%d %s %d:%d-%d:%d %s — %s\n", (int)diag->severity, diag->code,
				       diag->span.line, diag->span.column, diag->span.end_line,
				       diag->span.end_column, diag->what, diag->hint);
	}
	return g_string_free(text, FALSE);
}

// Line by line: a whole dump tells nobody anything.
static void assert_same_lines(const char *a, const char *b)
{
	g_auto(GStrv) lines_a = g_strsplit(a, "\n", -1), lines_b = g_strsplit(b, "\n", -1);
	guint i = 0;
	while (lines_a[i] && g_strcmp0(lines_a[i], lines_b[i]) == 0)
		i++;
	g_assert_cmpstr(lines_a[i], ==, lines_b[i]);
}

static void assert_same(Job *warm, Job *cold, JobFormat format)
{
	g_autofree char *a = output_of(warm, format), *b = output_of(cold, format);
	assert_same_lines(a, b);
}

// True where the pages are whole.
static bool set_twice(Fixture *fixture, const char *layout, guint number)
{
	JobOptions options = {.issue = fixture->issue, .layout = layout, .format = JOB_HELD, .dpi = 200};
	g_autoptr(Job) cold = job_new(&options);
	options.guesses = number % 3 > 0;
	g_autoptr(Job) warm = job_new_in(fixture->shop, &options);
	bool good = job_run(warm);
	g_assert_cmpint(job_run(cold), ==, good);
	g_autofree char *found = findings_of(warm), *expected = findings_of(cold);
	g_assert_cmpstr(found, ==, expected);
	if (!good)
		return false;
	assert_same(warm, cold, JOB_DUMP);
	if (number % 10 == 0)
		assert_same(warm, cold, JOB_PDF);
	job_inspect(warm);
	job_inspect(cold);
	g_autofree char *slips = findings_of(warm), *expected_slips = findings_of(cold);
	g_assert_cmpstr(slips, ==, expected_slips);
	return true;
}

static char *read_sample(const char *name)
{
	g_autofree char *data = data_find_folder(), *path = g_build_filename(data, "samples", name, NULL);
	char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void edit_and_set(Fixture *fixture, const char *sample, const char *layout, guint count)
{
	g_autofree char *whole = read_sample(sample);
	g_autoptr(GString) text = g_string_new(whole);
	bool good = true;
	guint whole_ones = 0;
	for (guint i = 0; i < count; i++) {
		g_assert_true(g_file_set_contents(fixture->issue, text->str, (gssize)text->len, NULL));
		good = set_twice(fixture, layout, i);
		whole_ones += good;
		edit(fixture, whole, text, good);
	}
	g_assert_cmpuint(whole_ones, >, count / 2);
}

static void test_edits(Fixture *fixture, gconstpointer data)
{
	(void)data;
	edit_and_set(fixture, "n51.yaml", "pqna-a4", 60);
}

static void test_fitted(Fixture *fixture, gconstpointer data)
{
	(void)data;
	edit_and_set(fixture, "n51.yaml", "pqna-large-print", 20);
	edit_and_set(fixture, "n51.yaml", "plain-a4", 20);
	edit_and_set(fixture, "demo.yaml", "pqna-a4", 20);
}

// --- pages that may come out in two ways ---

// A box that fills most of a page stands on all documents but those of one page.
static const char two_ways[] = "page: {size: [120mm, 160mm], bleed: 2mm, margins: {top: 10mm, bottom: 10mm, "
			       "inside: 9mm, outside: 9mm}}\n"
			       "grid: {columns: 1, gutter: 4mm, baseline: 4mm, ascent: 3mm}\n"
			       "palette: {ink: {rgb: \"#101040\", cmyk: [100, 100, 30, 40]}}\n"
			       "styles: {body: {font: Lato, size: 8pt, leading: 1u, color: ink, grid: 1u}}\n"
			       "body: [{text: {style: body, value: \"{editorial}\", blocks: true}},\n"
			       "  {panel: {height: 100mm, when: \"!{@page-last}\"}}]\n";

static void write_paragraphs(const Fixture *fixture, guint count)
{
	g_autoptr(GString) text =
	    g_string_new("title: Place\ndate: 2026-01-01\nsections: [{kind: text, title: A, body: B}]\n"
			 "editorial: |\n");
	for (guint i = 0; i < count; i++)
		g_string_append(text,
				"  Un jour, la place fut pleine de monde, et chacun parlait à son voisin "
				"de ce qui venait.\n\n");
	g_assert_true(g_file_set_contents(fixture->issue, text->str, (gssize)text->len, NULL));
}

static void assert_pages(const Fixture *fixture, const char *layout, bool guesses, guint pages,
			 bool is_guessed)
{
	JobOptions options = {.issue = fixture->issue, .layout = layout, .format = JOB_HELD};
	options.guesses = guesses;
	g_autoptr(Job) job = job_new_in(fixture->shop, &options);
	g_assert_true(job_run(job));
	g_assert_cmpuint(job_get_page_count(job), ==, pages);
	g_assert_cmpint(job_is_guessed(job), ==, is_guessed);
}

static void test_guess(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *layout = g_build_filename(fixture->folder, "two-ways.yaml", NULL);
	g_assert_true(g_file_set_contents(layout, two_ways, -1, NULL));
	g_assert_cmpint(g_utime(layout, &(struct utimbuf){0, 0}), ==,
			0); // one just written is read each time
	write_paragraphs(fixture, 1);
	assert_pages(fixture, layout, true, 1, false);
	assert_pages(fixture, layout, true, 1, true);
	write_paragraphs(fixture, 9);
	assert_pages(fixture, layout, true, 1, true);
	assert_pages(fixture, layout, false, 2, false);
	assert_pages(fixture, layout, true, 2, true);
	write_paragraphs(fixture, 1);
	assert_pages(fixture, layout, true, 1, false);
	g_remove(layout);
}

// --- memory ---

// A word that is another each time; now and then what cannot be read.
static void set_edited(Fixture *fixture, const char *whole, guint number, Job **last)
{
	g_autofree char *word = g_strdup_printf("voisins%u", number);
	g_autoptr(GString) text = g_string_new(number % 10 == 9 ? "title: [" : whole);
	g_string_replace(text, "habitants", word, 1);
	g_assert_true(g_file_set_contents(fixture->issue, text->str, (gssize)text->len, NULL));
	JobOptions options = {.issue = fixture->issue, .format = JOB_HELD, .dpi = 200, .guesses = true};
	Job *job = job_new_in(fixture->shop, &options);
	if (!job_run(job)) {
		job_free(job);
		return;
	}
	job_free(*last);
	*last = job;
}

// The most that was in use at the end of so many edits.
static gsize most_used(Fixture *fixture, const char *whole, guint first, guint count, Job **last)
{
	gsize most = 0;
	for (guint i = first; i < first + count; i++) {
		set_edited(fixture, whole, i, last);
		struct mallinfo2 used = mallinfo2();
		most = MAX(most, used.uordblks + used.hblkhd);
	}
	return most;
}

// Nothing is kept for good of what was edited away.
static void test_memory(Fixture *fixture, gconstpointer data)
{
	(void)data;
	enum { GROWTH_MAX = 512 * 1024 };
	Job *last = NULL;
	g_autofree char *whole = read_sample("n51.yaml");
	gsize first = most_used(fixture, whole, 0, 150, &last);
	gsize later = most_used(fixture, whole, 150, 300, &last);
	g_assert_cmpuint(later, <=, first + GROWTH_MAX);
	job_free(last);
}

// Opening a profile and making its transforms takes longer than setting an issue.
static void test_profile(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *usual = data_find_file("data/FOGRA39L_coated.icc"), *bytes = NULL, *problem = NULL;
	g_autofree char *path = g_build_filename(fixture->folder, "press.icc", NULL);
	gsize size;
	g_assert_null(workshop_take_colour(fixture->shop, &(FilePlace){.path = path}, 300, &problem));
	g_assert_nonnull(problem);
	g_assert_true(g_file_get_contents(usual, &bytes, &size, NULL));
	KeptColour *first = workshop_take_colour(fixture->shop, &(FilePlace){.path = usual}, 300, &problem);
	KeptColour *again = workshop_take_colour(fixture->shop, &(FilePlace){.path = usual}, 300, &problem);
	KeptColour *other = workshop_take_colour(fixture->shop, &(FilePlace){.path = usual}, 280, &problem);
	g_assert_true(first && first == again && other && other != first);
	g_assert_cmpstr(first->digest, ==, other->digest);
	g_assert_true(colour_get_limit(other->colour) == 280);
	// What is written again is opened again.
	g_assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
	KeptColour *own = workshop_take_colour(fixture->shop, &(FilePlace){.path = path}, 300, &problem);
	bytes[size - 1] ^= 1;
	g_assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
	KeptColour *changed = workshop_take_colour(fixture->shop, &(FilePlace){.path = path}, 300, &problem);
	g_assert_true(own && changed && own != changed);
	g_assert_cmpstr(own->digest, !=, changed->digest);
	KeptColour *const taken[] = {first, again, other, own, changed};
	for (guint i = 0; i < G_N_ELEMENTS(taken); i++)
		kept_colour_unref(taken[i]);
	g_remove(path);
}

static Job *hold(Fixture *fixture)
{
	JobOptions options = {.issue = fixture->issue, .format = JOB_HELD};
	Job *job = job_new_in(fixture->shop, &options);
	g_assert_true(job_run(job));
	return job;
}

// What a press file writes beside its pages is set when it is asked for: after another job, which is gone.
static void test_late_press(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *whole = read_sample("minimal.yaml");
	g_assert_true(g_file_set_contents(fixture->issue, whole, -1, NULL));
	g_autoptr(Job) first = hold(fixture);
	job_free(hold(fixture));
	g_autoptr(DisplayList) marks = job_make_marks(first, false);
	g_assert_cmpuint(marks->pages->len, ==, job_get_page_count(first) + 1);
	for (guint i = 1; i < marks->pages->len; i++) {
		const Page *page = g_ptr_array_index(marks->pages, i);
		g_assert_cmpuint(page->ops->len, >, 0);
	}
	g_assert_true(job_paint(first, &(JobOptions){.format = JOB_PDF, .profile = PROFILE_PRINT}));
	g_assert_cmpuint(job_peek_outputs(first)->len, ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/warm/edits", Fixture, NULL, set_up, test_edits, tear_down);
	g_test_add("/warm/layouts", Fixture, NULL, set_up, test_fitted, tear_down);
	g_test_add("/warm/guess", Fixture, NULL, set_up, test_guess, tear_down);
	g_test_add("/warm/memory", Fixture, NULL, set_up, test_memory, tear_down);
	g_test_add("/warm/profile", Fixture, NULL, set_up, test_profile, tear_down);
	g_test_add("/warm/late-press", Fixture, NULL, set_up, test_late_press, tear_down);
	return g_test_run();
}
