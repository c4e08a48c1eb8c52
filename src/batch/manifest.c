#include "batch/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/intl.h"
#include "base/sort.h"
#include "job/write.h"

static const char hidden_folder[] = ".bulletin", manifest_name[] = "manifest";

struct Manifest {
	char *output, *folder, *path;
	bool shard;
	bool compact;        // the file has each key once, in order, and nothing else
	GHashTable *records; // key → Record *
	GPtrArray *parts;    // char *: names of the manifests of parts
	GHashTable *own;     // char *: keys in this part's manifest
	int common_lock, own_lock, file;
};

// --- names ---

static char *part_name(const char *name, Shard shard)
{
	return shard.of ? g_strdup_printf("%s-%u-of-%u", name, shard.part, shard.of) : g_strdup(name);
}

static bool read_part(const char *name, Shard *shard)
{
	char end;
	return sscanf(name, "manifest-%u-of-%u%c", &shard->part, &shard->of, &end) == 2 && shard->of > 0;
}

// --- reading ---

// Takes up a line; returns its key, borrowed, or NULL for a line that is torn.
static const char *read_record(Manifest *manifest, const char *line, bool own)
{
	Record *record = record_from_line(line);
	if (!record)
		return NULL;
	g_hash_table_replace(manifest->records, record->key, record);
	if (own)
		g_hash_table_add(manifest->own, g_strdup(record->key));
	return record->key;
}

// True where each key is there once, in order, and no line is torn.
static bool read_records(Manifest *manifest, const char *path, bool own)
{
	g_autofree char *text = NULL, *before = g_strdup("");
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return false;
	bool compact = true;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line && (**line || line[1]); line++) {
		const char *key = read_record(manifest, *line, own);
		compact = compact && key && strcmp(before, key) < 0;
		g_free(before);
		before = g_strdup(key ? key : "");
	}
	return compact && (!*text || g_str_has_suffix(text, "\n"));
}

static gint64 changed(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	struct stat status;
	if (stat(path, &status) != 0)
		return 0;
	return (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
}

// What was written last counts most, so it is read last.
static int compare_parts(gconstpointer a, gconstpointer b, gpointer folder)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	gint64 x_changed = changed(folder, x), y_changed = changed(folder, y);
	if (x_changed != y_changed)
		return x_changed < y_changed ? -1 : 1;
	return strcmp(x, y);
}

static void find_parts(Manifest *manifest)
{
	Shard shard;
	g_autoptr(GDir) dir = g_dir_open(manifest->folder, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));)
		if (read_part(name, &shard))
			g_ptr_array_add(manifest->parts, g_strdup(name));
	g_ptr_array_sort_with_data(manifest->parts, compare_parts, manifest->folder);
}

// The whole is older than all parts: these are taken up into it before anything is added.
static void read_all(Manifest *manifest)
{
	g_autofree char *whole = g_build_filename(manifest->folder, manifest_name, NULL);
	find_parts(manifest);
	manifest->compact = read_records(manifest, whole, !manifest->shard);
	for (guint i = 0; i < manifest->parts->len; i++) {
		const char *name = g_ptr_array_index(manifest->parts, i);
		g_autofree char *path = g_build_filename(manifest->folder, name, NULL);
		if (strcmp(path, manifest->path) != 0)
			read_records(manifest, path, false);
	}
	if (manifest->shard)
		manifest->compact = read_records(manifest, manifest->path, true);
}

// --- locks ---

static int lock(const Manifest *manifest, const char *name, int kind)
{
	g_autofree char *path = g_build_filename(manifest->folder, name, NULL);
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (file >= 0 && flock(file, kind | LOCK_NB) == 0)
		return file;
	if (file >= 0)
		close(file);
	return -1;
}

// A part leaves the others alone, a run on everything does not.
static bool take_locks(Manifest *manifest, Shard shard)
{
	g_autofree char *own = part_name("lock-of-part", shard);
	manifest->common_lock = lock(manifest, "lock", shard.of ? LOCK_SH : LOCK_EX);
	if (manifest->common_lock >= 0)
		manifest->own_lock = lock(manifest, own, LOCK_EX);
	return manifest->common_lock >= 0 && manifest->own_lock >= 0;
}

// --- writing anew ---

static int compare_records(gconstpointer a, gconstpointer b)
{
	return strcmp((*(Record *const *)a)->key, (*(Record *const *)b)->key);
}

GPtrArray *manifest_list(const Manifest *manifest)
{
	return sort_values(manifest->records, compare_records);
}

// A part keeps only what is its own.
static GBytes *lines_of(const Manifest *manifest)
{
	g_autoptr(GPtrArray) records = manifest_list(manifest);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < records->len; i++) {
		const Record *record = g_ptr_array_index(records, i);
		if (manifest->shard && !g_hash_table_contains(manifest->own, record->key))
			continue;
		g_autofree char *line = record_to_line(record);
		g_string_append_printf(text, "%s\n", line);
	}
	return g_string_free_to_bytes(text);
}

char **manifest_list_missing(const Manifest *manifest)
{
	g_autoptr(GStrvBuilder) missing = g_strv_builder_new();
	Shard shard = {0};
	if (manifest->parts->len)
		read_part(g_ptr_array_index(manifest->parts, manifest->parts->len - 1), &shard);
	for (guint part = 1; part <= shard.of; part++) {
		g_autofree char *name = part_name(manifest_name, (Shard){part, shard.of});
		g_autofree char *label = g_strdup_printf("%u/%u", part, shard.of);
		if (!g_ptr_array_find_with_equal_func(manifest->parts, name, g_str_equal, NULL))
			g_strv_builder_add(missing, label);
	}
	return g_strv_builder_end(missing);
}

// Where parts are still to come, an empty manifest says that this one has been.
static void remove_part(const char *path, bool all_done)
{
	if (all_done)
		g_unlink(path);
	else
		g_file_set_contents(path, "", 0, NULL);
}

static void remove_parts(const Manifest *manifest)
{
	g_auto(GStrv) missing = manifest_list_missing(manifest);
	for (guint i = 0; i < manifest->parts->len; i++) {
		const char *name = g_ptr_array_index(manifest->parts, i);
		const char *part = name + strlen(manifest_name);
		g_autofree char *path = g_build_filename(manifest->folder, name, NULL);
		g_autofree char *lock_name = g_strconcat("lock-of-part", part, NULL);
		g_autofree char *lock_path = g_build_filename(manifest->folder, lock_name, NULL);
		g_autofree char *report_name = g_strconcat("report", part, ".json", NULL);
		g_autofree char *report = g_build_filename(manifest->output, report_name, NULL);
		remove_part(path, *missing == NULL);
		g_unlink(lock_path);
		g_unlink(report);
	}
}

bool manifest_is_compact(const Manifest *manifest)
{
	return manifest->compact;
}

bool manifest_compact(Manifest *manifest, char **what, char **hint)
{
	g_autoptr(GBytes) lines = lines_of(manifest);
	WriteItem item = {manifest->path, lines};
	if (write_files(&item, 1, NULL, what, hint) != WRITE_DONE)
		return false;
	manifest->compact = true;
	return true;
}

static bool absorb_parts(Manifest *manifest, char **what, char **hint)
{
	if (!manifest_compact(manifest, what, hint))
		return false;
	remove_parts(manifest);
	return true;
}

// --- life ---

static bool open_file(Manifest *manifest)
{
	manifest->file = open(manifest->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (manifest->file < 0)
		return false;
	// A torn last line ends here, so that the next one is whole.
	char last = '\n';
	off_t size = lseek(manifest->file, 0, SEEK_END);
	if (size > 0 && pread(manifest->file, &last, 1, size - 1) != 1)
		return false;
	return last == '\n' || write(manifest->file, "\n", 1) == 1;
}

static Manifest *refuse(Manifest *manifest, char **what, char **hint, bool busy)
{
	*what = busy ? g_strdup_printf(_("another run is writing to “%s”"), manifest->output)
		     : g_strdup_printf(_("cannot write to “%s”: %s"), manifest->output, g_strerror(errno));
	*hint = g_strdup(busy ? _("wait for it, or choose another folder")
			      : _("choose another folder, or ask for permission to write there"));
	manifest_close(manifest);
	return NULL;
}

Manifest *manifest_open(const char *output, Shard shard, char **what, char **hint)
{
	Manifest *manifest = g_new0(Manifest, 1);
	g_autofree char *name = part_name(manifest_name, shard);
	manifest->output = g_strdup(output);
	manifest->folder = g_build_filename(output, hidden_folder, NULL);
	manifest->path = g_build_filename(manifest->folder, name, NULL);
	manifest->shard = shard.of != 0;
	manifest->records = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)record_free);
	manifest->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	manifest->parts = g_ptr_array_new_with_free_func(g_free);
	manifest->common_lock = manifest->own_lock = manifest->file = -1;
	if (g_mkdir_with_parents(manifest->folder, 0777) != 0)
		return refuse(manifest, what, hint, false);
	if (!take_locks(manifest, shard))
		return refuse(manifest, what, hint, errno == EWOULDBLOCK);
	read_all(manifest);
	bool absorbs = !manifest->shard && manifest->parts->len > 0;
	if (absorbs && !absorb_parts(manifest, what, hint)) {
		manifest_close(manifest);
		return NULL;
	}
	return open_file(manifest) ? manifest : refuse(manifest, what, hint, false);
}

static void close_file(int file)
{
	if (file >= 0)
		close(file);
}

void manifest_close(Manifest *manifest)
{
	if (!manifest)
		return;
	close_file(manifest->file);
	close_file(manifest->own_lock);
	close_file(manifest->common_lock);
	g_hash_table_unref(manifest->records);
	g_hash_table_unref(manifest->own);
	g_ptr_array_unref(manifest->parts);
	g_free(manifest->output);
	g_free(manifest->folder);
	g_free(manifest->path);
	g_free(manifest);
}

const char *manifest_peek_path(const Manifest *manifest)
{
	return manifest->path;
}

// --- records ---

const Record *manifest_get(const Manifest *manifest, const char *key)
{
	return g_hash_table_lookup(manifest->records, key);
}

bool manifest_take(Manifest *manifest, Record *record)
{
	g_autofree char *text = record_to_line(record);
	g_autofree char *line = g_strconcat(text, "\n", NULL);
	size_t size = strlen(line);
	manifest->compact = false;
	g_hash_table_replace(manifest->records, record->key, record);
	g_hash_table_add(manifest->own, g_strdup(record->key));
	return write(manifest->file, line, size) == (ssize_t)size;
}
