// What a job does around the stages: dates, data, whole files, the next issue.
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/arena.h"
#include "job/created.h"
#include "job/data.h"
#include "job/job.h"
#include "job/next.h"
#include "job/write.h"

typedef struct Fixture {
	char *folder;
	Arena *arena;
	DiagList *diags;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	fixture->folder = g_dir_make_tmp("bulletin-XXXXXX", NULL);
	fixture->arena = arena_new();
	fixture->diags = diag_list_new();
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
		g_remove(path);
	}
	g_rmdir(fixture->folder);
	g_free(fixture->folder);
	diag_list_free(fixture->diags);
	arena_free(fixture->arena);
}

static void test_created(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_unsetenv("SOURCE_DATE_EPOCH");
	g_assert_cmpstr(created_get(fixture->arena, "2025-02"), ==, "2025-02-01T00:00:00Z");
	g_assert_cmpstr(created_get(fixture->arena, "2025-02-21"), ==, "2025-02-21T00:00:00Z");
	g_assert_null(created_get(fixture->arena, NULL));
	g_assert_null(created_get(fixture->arena, "soon"));
	g_setenv("SOURCE_DATE_EPOCH", "86399", TRUE);
	g_assert_cmpstr(created_get(fixture->arena, "2025-02"), ==, "1970-01-01T23:59:59Z");
	g_setenv("SOURCE_DATE_EPOCH", "never", TRUE);
	g_assert_cmpstr(created_get(fixture->arena, "2025-02"), ==, "2025-02-01T00:00:00Z");
	g_unsetenv("SOURCE_DATE_EPOCH");
}

static void test_layouts(void)
{
	g_auto(GStrv) names = data_list_layouts();
	g_autofree char *usual = data_get_default_layout();
	g_assert_true(g_strv_contains((const char *const *)names, usual));
	for (char **name = names; *name; name++) {
		g_autofree char *path = data_find_layout(*name);
		g_autofree char *file = g_strconcat(*name, ".yaml", NULL);
		g_autofree char *same = data_find_layout(file);
		g_assert_nonnull(path);
		g_assert_cmpstr(path, ==, same);
	}
	g_assert_null(data_find_layout("no-such-layout"));
	g_assert_null(data_find_layout("no/such/layout.yaml"));
}

static char *read_all(Fixture *fixture, const char *name)
{
	g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
	char *text = NULL;
	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static void test_write_all(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *one = g_build_filename(fixture->folder, "one", NULL);
	g_autofree char *two = g_build_filename(fixture->folder, "two", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static("whole", 5);
	char *what, *hint;
	WriteItem items[] = {{one, bytes}, {two, bytes}};
	g_assert_cmpint(write_files(items, 2, NULL, &what, &hint), ==, WRITE_DONE);
	g_autofree char *text = read_all(fixture, "two");
	g_assert_cmpstr(text, ==, "whole");
}

// Where one of them cannot be written, the others are as they were.
static void test_write_none(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *one = g_build_filename(fixture->folder, "one", NULL);
	g_autofree char *two = g_build_filename(fixture->folder, "missing", "two", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static("new", 3);
	g_autofree char *what = NULL, *hint = NULL;
	g_assert_true(g_file_set_contents(one, "old", -1, NULL));
	WriteItem items[] = {{one, bytes}, {two, bytes}};
	g_assert_cmpint(write_files(items, 2, NULL, &what, &hint), ==, WRITE_FAILED);
	g_assert_nonnull(strstr(what, two));
	g_assert_nonnull(hint);
	g_autofree char *text = read_all(fixture, "one");
	g_assert_cmpstr(text, ==, "old");
}

typedef struct NextCase {
	const char *before, *after;
} NextCase;

static void test_next(Fixture *fixture, gconstpointer data)
{
	const NextCase *next = data;
	g_autofree char *path = g_build_filename(fixture->folder, "issue.yaml", NULL);
	g_assert_true(g_file_set_contents(path, next->before, -1, NULL));
	g_autofree char *text = job_next_issue(fixture->arena, path, fixture->diags);
	g_assert_cmpstr(text, ==, next->after);
}

static const NextCase december = {
    "title: T\nnumber: 9 # of twelve\ndate: 2025-12\npublisher: {name: P, copyright: © 2025 P}\n",
    "title: T\nnumber: 10 # of twelve\ndate: 2026-01\npublisher: {name: P, copyright: © 2026 P}\n",
};

static const NextCase last_of_month = {"date: 2025-01-31\n", "date: 2025-02-28\n"};

static const NextCase block_text = {
    "editorial: |\n  One.\n\n  # no comment\n\n# About sections\nsections: []\n",
    "# editorial: |\n#   One.\n#\n#   # no comment\n\n# About sections\nsections: []\n",
};

static const NextCase list = {
    "sections:\n  - kind: x\n    items: # these\n      - a: 1\n        b: |\n          One.\n\n          "
    "Two.\n\n"
    "      # the second\n      - a: 3\n    # the end\n    more: 5\n",
    "sections:\n  - kind: x\n    items: # these\n      # - a: 1\n      #   b: |\n      #     One.\n      #\n"
    "      #     Two.\n    # the end\n    more: 5\n",
};

static const NextCase list_in_line_with_key = {
    "sections:\n- items:\n  - a: 1\n  - a: 2\n  more: 5\n",
    "sections:\n- items:\n  # - a: 1\n  more: 5\n",
};

static const NextCase flow_list = {"sections: [{items: [{a: 1}, {a: 2}], more: 5}]\n",
				   "sections: [{items: [], more: 5}]\n"};

static const NextCase flow_list_of_block = {
    "callouts: [2025-03-21, 2025-04-01] # days\nsections:\n  - items: [{a: 1,\n     b: 2}, {a: 3}]\n    "
    "more: 5\n",
    "callouts: # days\n  # - 2025-03-21\nsections:\n  - items:\n      # - {a: 1,\n      #   b: 2}\n    more: "
    "5\n",
};

static const NextCase quoted = {"editorial: \"One\n  two\" # end\ncallouts: []\n",
				"# editorial: \"One\n#   two\" # end\ncallouts:\n"};

static const NextCase nothing = {"editorial:\ncallouts:\nsections:\n  - items:\n",
				 "editorial:\ncallouts:\nsections:\n  - items:\n"};

static const NextCase no_last_newline = {"number: 1\nsections:\n  - items:\n      - a: 1",
					 "number: 2\nsections:\n  - items:\n      # - a: 1"};

// What is said at the head of the file of that very issue goes; what helps to write stays.
static const NextCase header = {
    "# yaml-language-server: $schema=x.json\n# N°9: the ninth,\n# about this.\n#\n# How to write.\n# Issue "
    "19 is none.\n\n"
    "# 9 again\n\nnumber: 9\n# 9 stays\ntitle: T\n",
    "# yaml-language-server: $schema=x.json\n# How to write.\n# Issue 19 is none.\n\n\nnumber: 10\n# 9 "
    "stays\ntitle: T\n",
};

static void test_missing_issue(void)
{
	g_autoptr(Job) job = job_new(&(JobOptions){.issue = "/no/such/issue.yaml", .format = JOB_PDF});
	g_assert_false(job_run(job));
	g_assert_cmpuint(job_peek_outputs(job)->len, ==, 0);
	g_assert_cmpuint(job_get_page_count(job), ==, 0);
	g_assert_true(diag_list_has_errors(job_peek_diags(job)));
	g_assert_false(job_is_system_failure(job));
}

static void write_file(const Fixture *fixture, const char *name, const char *text, gssize size)
{
	g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
	g_assert_true(g_file_set_contents(path, text, size, NULL));
}

static void copy_picture(const Fixture *fixture, const char *name)
{
	g_autofree char *source = data_find_file("docs/preview.png"), *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents(source, &bytes, &size, NULL));
	write_file(fixture, name, bytes, (gssize)size);
}

static void link_to(const Fixture *fixture, const char *name, const char *to)
{
	g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
	g_remove(path);
	g_assert_cmpint(symlink(to, path), ==, 0);
}

static bool has_error(Job *job, const char *code)
{
	const DiagList *diags = job_peek_diags(job);
	for (guint i = 0; i < diag_list_length(diags); i++)
		if (strcmp(diag_list_peek(diags, i)->code, code) == 0)
			return true;
	return false;
}

// What was inside the folder when pages were set is looked at again when they are painted.
static void test_picture_moves_out(Fixture *fixture, gconstpointer data)
{
	(void)data;
	static const char text[] = "title: A\ndate: 2025-02\nsections:\n  - kind: features\n    title: B\n"
				   "    items: [{title: C, body: D, image: {src: a.png, alt: E}}]\n";
	g_autofree char *issue = g_build_filename(fixture->folder, "a.yaml", NULL);
	g_autofree char *outside = data_find_file("docs/preview.png");
	write_file(fixture, "a.yaml", text, -1);
	copy_picture(fixture, "b.png");
	link_to(fixture, "a.png", "b.png");
	g_autoptr(Job) job = job_new(&(JobOptions){.issue = issue, .format = JOB_HELD});
	g_assert_true(job_run(job));
	g_assert_true(job_paint(job, &(JobOptions){.format = JOB_PDF}));
	link_to(fixture, "a.png", outside);
	g_assert_false(job_paint(job, &(JobOptions){.format = JOB_PDF}));
	g_assert_false(job_paint(job, &(JobOptions){.format = JOB_PNG, .dpi = 50}));
	g_assert_true(has_error(job, "picture.unreadable"));
	g_assert_false(job_paint(job, &(JobOptions){.format = JOB_PDF, .profile = PROFILE_PRINT}));
}

// Who sets an archive wants its issues in its folder.
static void test_issue_below(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autofree char *sample = data_find_file("samples/minimal.yaml"), *text = NULL;
	g_autofree char *link = g_build_filename(fixture->folder, "b.yaml", NULL);
	g_assert_true(g_file_get_contents(sample, &text, NULL, NULL));
	write_file(fixture, "a.yaml", text, -1);
	link_to(fixture, "b.yaml", "a.yaml");
	JobOptions options = {.issue = link, .root = fixture->folder, .format = JOB_DUMP};
	g_autoptr(Job) fine = job_new(&options);
	g_assert_true(job_run(fine));
	link_to(fixture, "b.yaml", sample);
	g_autoptr(Job) outside = job_new(&options);
	g_assert_false(job_run(outside));
	g_assert_true(has_error(outside, "file.read"));
}

// Every file that went into the pages is known: the preview watches them.
static void test_files_read(void)
{
	g_autofree char *layout = data_get_default_layout();
	g_autofree char *issue = data_find_file("samples/minimal.yaml");
	g_autofree char *ending = g_strconcat("/", layout, ".yaml", NULL);
	g_autoptr(Job) job = job_new(&(JobOptions){.issue = issue, .format = JOB_DUMP});
	bool has_issue = false, has_layout = false;
	g_assert_true(job_run(job));
	const GPtrArray *files = job_peek_files(job);
	for (guint i = 0; i < files->len; i++) {
		has_issue |= strcmp(g_ptr_array_index(files, i), issue) == 0;
		has_layout |= g_str_has_suffix(g_ptr_array_index(files, i), ending);
	}
	g_assert_true(has_issue);
	g_assert_true(has_layout);
}

static void add(const char *path, const void *data, void (*test)(Fixture *, gconstpointer))
{
	g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/job/created", NULL, test_created);
	g_test_add_func("/job/layouts", test_layouts);
	add("/job/write/all", NULL, test_write_all);
	add("/job/write/none", NULL, test_write_none);
	add("/job/next/december", &december, test_next);
	add("/job/next/last of month", &last_of_month, test_next);
	add("/job/next/block text", &block_text, test_next);
	add("/job/next/list", &list, test_next);
	add("/job/next/list in line with key", &list_in_line_with_key, test_next);
	add("/job/next/flow list", &flow_list, test_next);
	add("/job/next/flow list of block", &flow_list_of_block, test_next);
	add("/job/next/nothing", &nothing, test_next);
	add("/job/next/header", &header, test_next);
	add("/job/next/quoted", &quoted, test_next);
	add("/job/next/no last newline", &no_last_newline, test_next);
	g_test_add_func("/job/missing issue", test_missing_issue);
	add("/job/picture moves out", NULL, test_picture_moves_out);
	add("/job/issue below", NULL, test_issue_below);
	g_test_add_func("/job/files read", test_files_read);
	return g_test_run();
}
