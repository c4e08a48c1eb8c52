#include "batch/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"

static const char cover_folder[] = "first-pages";

typedef struct Lister {
	GPtrArray *issues;
	const char *output; // real path of the output folder, which is not looked into
	char *what, *hint;
} Lister;

static void issue_free(void *data)
{
	Issue *issue = data;
	g_free(issue->path);
	g_free(issue->root);
	g_free(issue->key);
	g_free(issue->pages);
	g_free(issue->cover);
	g_free(issue);
}

// --- names of outputs ---

static bool is_issue_name(const char *name)
{
	return g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml");
}

static char *stem(const char *key)
{
	return g_strndup(key, is_issue_name(key) ? (gsize)(strrchr(key, '.') - key) : strlen(key));
}

char *list_pages_name(const char *key)
{
	g_autofree char *name = stem(key);
	return g_strconcat(name, ".pdf", NULL);
}

char *list_cover_name(const char *key)
{
	g_autofree char *name = stem(key);
	return g_strconcat(cover_folder, "/", name, ".jpg", NULL);
}

// --- finding issues ---

static bool fail(Lister *lister, char *what, char *hint)
{
	lister->what = what;
	lister->hint = hint;
	return false;
}

static void add_issue(Lister *lister, const char *path, const char *root, bool named)
{
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	size_t length = strlen(root);
	bool below = strncmp(absolute, root, length) == 0 && absolute[length] == '/';
	Issue *issue = g_new0(Issue, 1);
	issue->path = g_strdup(path);
	issue->key = below ? g_strdup(absolute + length + 1) : g_path_get_basename(absolute);
	issue->root = below ? g_strdup(root) : g_path_get_dirname(absolute);
	issue->named = named;
	g_autofree char *pages = list_pages_name(issue->key);
	g_autofree char *cover = list_cover_name(issue->key);
	issue->pages = g_build_filename(lister->output, pages, NULL);
	issue->cover = g_build_filename(lister->output, cover, NULL);
	g_ptr_array_add(lister->issues, issue);
}

static bool is_output(const Lister *lister, const char *folder)
{
	char *real = realpath(folder, NULL);
	char *output = realpath(lister->output, NULL);
	bool same = g_strcmp0(real, output) == 0;
	free(real);
	free(output);
	return same;
}

static bool add_folder(Lister *lister, const char *folder, const char *root)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	if (!dir)
		return fail(lister, g_strdup_printf(_("the folder “%s” cannot be read"), folder),
			    g_strdup(_("change its permissions, or ask its owner")));
	for (const char *name; (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		bool is_link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
		bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
		if (name[0] == '.')
			continue;
		if (is_folder && !is_link && !is_output(lister, path) && !add_folder(lister, path, root))
			return false;
		if (!is_folder && is_issue_name(name))
			add_issue(lister, path, root, false);
	}
	return true;
}

static bool add_path(Lister *lister, const char *path, const char *list_root)
{
	bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *folder = is_folder ? g_strdup(absolute) : g_path_get_dirname(absolute);
	const char *root = list_root ? list_root : folder;
	if (is_folder)
		return add_folder(lister, path, root);
	add_issue(lister, path, root, true);
	return true;
}

// --- lists ---

static char *read_list(const char *name)
{
	char *text = NULL;
	if (strcmp(name, "-") != 0) {
		g_file_get_contents(name, &text, NULL, NULL);
		return text;
	}
	g_autoptr(GString) lines = g_string_new(NULL);
	char buffer[4096];
	for (size_t count; (count = fread(buffer, 1, sizeof buffer, stdin)) > 0;)
		g_string_append_len(lines, buffer, (gssize)count);
	return ferror(stdin) ? NULL : g_strdup(lines->str);
}

// Lines are relative to the folder of the list; shown paths stay as short as the list's own.
static bool add_list(Lister *lister, const char *name)
{
	g_autofree char *text = read_list(name);
	if (!text)
		return fail(lister, g_strdup_printf(_("the list “%s” cannot be read"), name),
			    g_strdup(_("give a file with the path of one issue a line")));
	g_autofree char *folder = strcmp(name, "-") == 0 ? g_strdup(".") : g_path_get_dirname(name);
	g_autofree char *root = g_canonicalize_filename(folder, NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_strchomp(*line);
		if (**line == '\0' || **line == '#')
			continue;
		g_autofree char *path = g_path_is_absolute(*line) || strcmp(folder, ".") == 0
					    ? g_strdup(*line)
					    : g_build_filename(folder, *line, NULL);
		if (!add_path(lister, path, root))
			return false;
	}
	return true;
}

// --- order ---

static int compare_issues(gconstpointer a, gconstpointer b)
{
	const Issue *x = *(Issue *const *)a, *y = *(Issue *const *)b;
	int order = strcmp(x->key, y->key);
	return order ? order : strcmp(x->root, y->root);
}

// The same issue named twice is one; two issues with the same outputs are a fault.
static bool check_outputs(Lister *lister)
{
	GPtrArray *issues = lister->issues;
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_ptr_array_sort(issues, compare_issues);
	for (guint i = 0; i < issues->len;) {
		Issue *issue = g_ptr_array_index(issues, i);
		const Issue *other = g_hash_table_lookup(seen, issue->pages);
		if (other && (strcmp(other->key, issue->key) != 0 || strcmp(other->root, issue->root) != 0))
			return fail(lister,
				    g_strdup_printf(_("“%s” and “%s” would be written to the same file"),
						    other->path, issue->path),
				    g_strdup(_("name the folder that holds both, or rename one")));
		if (other) {
			g_ptr_array_remove_index(issues, i);
			continue;
		}
		g_hash_table_insert(seen, issue->pages, issue);
		i++;
	}
	return true;
}

GPtrArray *list_issues(char **operands, int count, const char *output, char **what, char **hint)
{
	Lister lister = {.output = output};
	bool done = true;
	lister.issues = g_ptr_array_new_with_free_func(issue_free);
	for (int i = 0; done && i < count; i++)
		done = operands[i][0] == '@' ? add_list(&lister, operands[i] + 1)
					     : add_path(&lister, operands[i], NULL);
	if (done && check_outputs(&lister))
		return lister.issues;
	*what = lister.what;
	*hint = lister.hint;
	g_ptr_array_unref(lister.issues);
	return NULL;
}

// --- shards ---

bool shard_read(const char *text, Shard *shard)
{
	char *end;
	if (!g_ascii_isdigit(*text))
		return false;
	guint64 part = g_ascii_strtoull(text, &end, 10);
	if (*end != '/' || !g_ascii_isdigit(end[1]))
		return false;
	guint64 of = g_ascii_strtoull(end + 1, &end, 10);
	*shard = (Shard){(guint)part, (guint)of};
	return *end == '\0' && part >= 1 && part <= of && of <= G_MAXINT;
}

static bool is_in_shard(const char *key, Shard shard)
{
	enum { DIGITS = 15 };
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	sum[DIGITS] = '\0';
	return g_ascii_strtoull(sum, NULL, 16) % shard.of == shard.part - 1;
}

void list_keep_shard(GPtrArray *issues, Shard shard)
{
	for (guint i = 0; shard.of && i < issues->len;) {
		const Issue *issue = g_ptr_array_index(issues, i);
		if (is_in_shard(issue->key, shard))
			i++;
		else
			g_ptr_array_remove_index(issues, i);
	}
}
