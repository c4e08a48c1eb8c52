#include "serve/watch.h"

#include <gio/gio.h>

#include "base/stamp.h"

enum {
	SETTLE_WHOLE_MS = 1, // a file was written to its end, or put in place
	SETTLE_PART_MS = 40, // it is being written, or is gone
	LOOK_SECONDS = 2,    // between looks at the files themselves, for file systems that tell nothing
};

struct Watch {
	WatchChanged changed;
	void *data;
	GHashTable *stamps;  // path → Stamp *
	GHashTable *folders; // path → GFileMonitor *
	guint timer, look;
	gint64 due, noticed;
};

// --- telling ---

// Takes note of how the files are now; true where one was otherwise.
static gboolean take_stamps(Watch *watch)
{
	gboolean other = FALSE;
	GHashTableIter iter;
	gpointer path, value;
	g_hash_table_iter_init(&iter, watch->stamps);
	while (g_hash_table_iter_next(&iter, &path, &value)) {
		Stamp now = stamp_of(path), *known = value;
		other |= !stamp_equal(&now, known);
		*known = now;
	}
	return other;
}

static gboolean tell(gpointer data)
{
	Watch *watch = data;
	gint64 noticed = watch->noticed;
	watch->timer = 0;
	watch->noticed = 0;
	take_stamps(watch);
	watch->changed(noticed, watch->data);
	return G_SOURCE_REMOVE;
}

static void tell_in(Watch *watch, guint delay_ms)
{
	gint64 due = g_get_monotonic_time() + (gint64)delay_ms * 1000;
	if (!watch->noticed)
		watch->noticed = g_get_real_time();
	if (watch->timer && due >= watch->due && delay_ms != SETTLE_PART_MS)
		return;
	if (watch->timer)
		g_source_remove(watch->timer);
	watch->due = due;
	watch->timer = g_timeout_add_full(G_PRIORITY_DEFAULT, delay_ms, tell, watch, NULL);
}

static gboolean look(gpointer data)
{
	Watch *watch = data;
	if (!watch->timer && take_stamps(watch))
		tell_in(watch, SETTLE_WHOLE_MS);
	return G_SOURCE_CONTINUE;
}

static gboolean is_listed(const Watch *watch, GFile *file)
{
	g_autofree char *path = file ? g_file_get_path(file) : NULL;
	return path && g_hash_table_contains(watch->stamps, path);
}

static gboolean is_in_folder(const Watch *watch, GFile *file)
{
	g_autofree char *path = file ? g_file_get_path(file) : NULL;
	g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
	g_autofree char *all = folder ? g_strconcat(folder, "/.", NULL) : NULL;
	return all && g_hash_table_contains(watch->stamps, all);
}

static void on_event(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
	Watch *watch = data;
	(void)monitor;
	if (!is_listed(watch, file) && !is_listed(watch, other)) {
		// An editor's own files come and go beside those that are listed, and hold nothing up.
		if (!watch->timer && (is_in_folder(watch, file) || is_in_folder(watch, other)))
			tell_in(watch, SETTLE_PART_MS);
		return;
	}
	switch (event) {
	case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
	case G_FILE_MONITOR_EVENT_RENAMED:
	case G_FILE_MONITOR_EVENT_MOVED_IN:
		tell_in(watch, SETTLE_WHOLE_MS);
		break;
	case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
		break;
	default:
		tell_in(watch, SETTLE_PART_MS);
	}
}

// --- what is watched ---

static void monitor_free(void *data)
{
	g_file_monitor_cancel(data);
	g_object_unref(data);
}

static GFileMonitor *monitor_of(Watch *watch, const char *folder)
{
	g_autoptr(GFile) file = g_file_new_for_path(folder);
	GFileMonitor *monitor = g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
	if (!monitor)
		return NULL;
	g_file_monitor_set_rate_limit(monitor, SETTLE_PART_MS / 2);
	g_signal_connect(monitor, "changed", G_CALLBACK(on_event), watch);
	return monitor;
}

Watch *watch_new(WatchChanged changed, void *data)
{
	Watch *watch = g_new0(Watch, 1);
	watch->changed = changed;
	watch->data = data;
	watch->stamps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	watch->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, monitor_free);
	watch->look = g_timeout_add_seconds(LOOK_SECONDS, look, watch);
	return watch;
}

void watch_free(Watch *watch)
{
	if (watch->timer)
		g_source_remove(watch->timer);
	g_source_remove(watch->look);
	g_hash_table_unref(watch->folders);
	g_hash_table_unref(watch->stamps);
	g_free(watch);
}

static void watch_folder(Watch *watch, char *folder)
{
	GFileMonitor *monitor =
	    g_hash_table_contains(watch->folders, folder) ? NULL : monitor_of(watch, folder);
	if (monitor)
		g_hash_table_insert(watch->folders, folder, monitor);
	else
		g_free(folder);
}

static gboolean is_not_in(gpointer key, gpointer value, gpointer wanted)
{
	(void)value;
	return !g_hash_table_contains(wanted, key);
}

void watch_set(Watch *watch, const GPtrArray *paths)
{
	g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);
		g_hash_table_add(files, (void *)path);
		g_hash_table_add(folders, g_path_get_dirname(path));
		watch_folder(watch, g_path_get_dirname(path));
		if (g_hash_table_contains(watch->stamps, path))
			continue;
		Stamp now = stamp_of(path);
		g_hash_table_insert(watch->stamps, g_strdup(path), g_memdup2(&now, sizeof now));
	}
	g_hash_table_foreach_remove(watch->stamps, is_not_in, files);
	g_hash_table_foreach_remove(watch->folders, is_not_in, folders);
}
