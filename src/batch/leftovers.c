#include "batch/leftovers.h"

#include <string.h>

#include <glib/gstdio.h>

#include "job/write.h"

static void clean_folder(const char *folder, GHashTable *outputs)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		const char *suffix = strstr(name, write_stage_suffix());
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *output = suffix ? g_strndup(path, strlen(path) - strlen(suffix)) : NULL;
		if (output && g_hash_table_contains(outputs, output))
			g_unlink(path);
	}
}

void leftovers_remove(const GPtrArray *outputs)
{
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer folder;
	for (guint i = 0; i < outputs->len; i++) {
		char *path = g_ptr_array_index(outputs, i);
		g_hash_table_add(wanted, path);
		g_hash_table_add(folders, g_path_get_dirname(path));
	}
	g_hash_table_iter_init(&iter, folders);
	while (g_hash_table_iter_next(&iter, &folder, NULL))
		clean_folder(folder, wanted);
}
