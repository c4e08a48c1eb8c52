#include "job/data.h"

#include <stdbool.h>
#include <string.h>

#include "base/sort.h"
#include "text/hyphen.h"

static const char layout_suffix[] = ".yaml";

static bool is_data_folder(const char *folder)
{
	g_autofree char *layouts = g_build_filename(folder, "layouts", NULL);
	return g_file_test(layouts, G_FILE_TEST_IS_DIR);
}

char *data_find_folder(void)
{
	const char *stated = g_getenv("BULLETIN_DATA");
	if (stated && *stated)
		return is_data_folder(stated) ? g_strdup(stated) : NULL;
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	if (!program)
		return NULL;
	g_autofree char *folder = g_path_get_dirname(program);
	g_autofree char *above = g_path_get_dirname(folder);
	if (is_data_folder(above))
		return g_steal_pointer(&above);
	g_autofree char *shared = g_build_filename(above, "share", "bulletin", NULL);
	return is_data_folder(shared) ? g_steal_pointer(&shared) : NULL;
}

char *data_find_file(const char *relative)
{
	g_autofree char *folder = data_find_folder();
	if (!folder)
		return NULL;
	g_autofree char *path = g_build_filename(folder, relative, NULL);
	return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static char *find_shipped(const char *folder, const char *name)
{
	g_autofree char *exact = g_build_filename(folder, name, NULL);
	g_autofree char *suffixed = g_strconcat(exact, layout_suffix, NULL);
	return strchr(name, '/') ? NULL
				 : data_find_file(g_str_has_suffix(name, layout_suffix) ? exact : suffixed);
}

// What is called like a file, and is one here, is that.
static char *find_in(const char *folder, const char *name)
{
	bool here = g_file_test(name, G_FILE_TEST_IS_REGULAR);
	if (here && g_str_has_suffix(name, layout_suffix))
		return g_strdup(name);
	char *path = find_shipped(folder, name);
	return path || !here ? path : g_strdup(name);
}

char *data_find_shipped_layout(const char *name)
{
	return find_shipped("layouts", name);
}

char *data_find_layout(const char *name)
{
	return find_in("layouts", name);
}

char *data_find_rules(const char *name)
{
	return find_in("layouts/import", name);
}

// The one line of a file that names a default.
static char *read_default(const char *relative)
{
	g_autofree char *path = data_find_file(relative);
	char *name = NULL;
	if (!path || !g_file_get_contents(path, &name, NULL, NULL))
		return NULL;
	return g_strstrip(name);
}

char *data_get_default_layout(void)
{
	return read_default("layouts/DEFAULT");
}

char *data_get_default_rules(void)
{
	return read_default("layouts/import/DEFAULT");
}

char *data_get_default_language(void)
{
	return read_default("layouts/lang/DEFAULT");
}

char *data_find_words(const char *lang)
{
	g_autofree char *name = g_strdup(lang);
	for (char *end = name; end; end = strrchr(name, '-')) {
		if (end != name)
			*end = '\0';
		g_autofree char *relative = g_strconcat("layouts/lang/", name, layout_suffix, NULL);
		char *path = strchr(name, '/') ? NULL : data_find_file(relative);
		if (path)
			return path;
	}
	return NULL;
}

char **data_list_layouts(void)
{
	GPtrArray *names = g_ptr_array_new();
	g_autofree char *folder = data_find_file("layouts");
	g_autoptr(GDir) dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
	for (const char *name; dir && (name = g_dir_read_name(dir));)
		if (g_str_has_suffix(name, layout_suffix))
			g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(layout_suffix)));
	g_ptr_array_sort(names, sort_texts);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

const char *const *data_hyphenation_folders(void)
{
	return hyphenator_folders();
}
