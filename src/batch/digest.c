#include "batch/digest.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/sort.h"
#include "job/data.h"

// What a file was when it was read.
typedef struct Stamp {
	dev_t device;
	ino_t number;
	off_t size;
	gint64 changed; // nanoseconds
} Stamp;

typedef struct Kept {
	char *sum; // "" for what cannot be read
	Stamp stamp;
	bool settled; // it would have another stamp, had it been changed since
} Kept;

struct Digests {
	GHashTable *by_path; // char * → Kept *
};

static void update_text(GChecksum *sum, const char *text)
{
	// With its end, so that texts cannot run together.
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

// --- one file ---

gint64 digest_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static Stamp stamp_of(const struct stat *status)
{
	gint64 changed = (gint64)status->st_ctim.tv_sec * 1000000000 + status->st_ctim.tv_nsec;
	return (Stamp){status->st_dev, status->st_ino, status->st_size, changed};
}

static bool is_same_stamp(const Stamp *a, const Stamp *b)
{
	return a->device == b->device && a->number == b->number && a->size == b->size &&
	       a->changed == b->changed;
}

// NULL where it cannot be read, or is no file. Does not wait for writers of pipes.
static char *digest_open_file(int file, Stamp *stamp)
{
	struct stat status;
	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return NULL;
	*stamp = stamp_of(&status);
	g_autoptr(GMappedFile) map = g_mapped_file_new_from_fd(file, FALSE, NULL);
	g_autoptr(GBytes) bytes = map ? g_mapped_file_get_bytes(map) : NULL;
	return bytes ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes) : NULL;
}

static char *digest_file(const char *path, Stamp *stamp)
{
	Stamp unused;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0)
		return NULL;
	char *sum = digest_open_file(file, stamp ? stamp : &unused);
	close(file);
	return sum;
}

// --- what all issues share ---

static GPtrArray *list_folder(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, sort_texts);
	return names;
}

// Names decide which file is found; of layouts and words those that are used count by themselves.
static void update_folder(GChecksum *sum, const char *folder, bool content)
{
	g_autoptr(GPtrArray) names = list_folder(folder);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *digest =
		    content || strcmp(name, "DEFAULT") == 0 ? digest_file(path, NULL) : NULL;
		update_text(sum, name);
		update_text(sum, digest ? digest : "");
	}
	update_text(sum, "");
}

// Whether a layout is one of the program's: a file here may take its name.
static bool is_own(const char *layout)
{
	g_autofree char *found = data_find_layout(layout), *own = data_find_shipped_layout(layout);
	return found && g_strcmp0(found, own) == 0;
}

char *digest_setup(const char *layout, JobProfile profile)
{
	static const struct {
		const char *name;
		bool content;
	} folders[] = {{"layouts", false}, {"layouts/lang", false}, {"fonts", true}};
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *program = digest_file("/proc/self/exe", NULL);
	g_autofree char *purpose = g_strdup_printf("%u", (guint)profile);
	const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
	update_text(sum, BULLETIN_VERSION);
	update_text(sum, program ? program : "");
	update_text(sum, layout ? layout : "");
	update_text(sum, layout && is_own(layout) ? "own" : "");
	update_text(sum, purpose);
	update_text(sum, epoch ? epoch : "");
	for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = data_find_file(folders[i].name);
		update_folder(sum, folder ? folder : "", folders[i].content);
	}
	for (const char *const *folder = data_hyphenation_folders(); *folder; folder++)
		update_folder(sum, *folder, true);
	char *digest = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return digest;
}

// --- names ---

static const char *path_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);
	if (strncmp(path, folder, length) != 0)
		return NULL;
	if (length && folder[length - 1] == '/')
		return path + length;
	return path[length] == '/' ? path + length + 1 : NULL;
}

char *digest_portable_name(const char *path, const char *root)
{
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *stated = data_find_folder();
	g_autofree char *data = stated ? g_canonicalize_filename(stated, NULL) : NULL;
	const char *below = path_below(absolute, root);
	if (below)
		return g_strconcat("i:", below, NULL);
	below = data ? path_below(absolute, data) : NULL;
	return below ? g_strconcat("d:", below, NULL) : g_strconcat("a:", absolute, NULL);
}

char *digest_local_path(const char *name, const char *root)
{
	const char *rest = name + 2;
	if (g_str_has_prefix(name, "i:"))
		return g_build_filename(root, rest, NULL);
	if (g_str_has_prefix(name, "d:"))
		return data_find_file(rest);
	return g_str_has_prefix(name, "a:") ? g_strdup(rest) : NULL;
}

// --- files ---

static void kept_free(void *data)
{
	Kept *kept = data;
	g_free(kept->sum);
	g_free(kept);
}

Digests *digests_new(void)
{
	Digests *digests = g_new0(Digests, 1);
	digests->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_free);
	return digests;
}

void digests_free(Digests *digests)
{
	if (!digests)
		return;
	g_hash_table_unref(digests->by_path);
	g_free(digests);
}

static const Kept *keep(Digests *digests, const char *path)
{
	Kept *kept = g_hash_table_lookup(digests->by_path, path);
	if (kept)
		return kept;
	gint64 began = digest_now();
	kept = g_new0(Kept, 1);
	kept->sum = digest_file(path, &kept->stamp);
	kept->settled = kept->sum && kept->stamp.changed < began;
	if (!kept->sum)
		kept->sum = g_strdup("");
	g_hash_table_insert(digests->by_path, g_strdup(path), kept);
	return kept;
}

void digests_keep(Digests *digests, const GPtrArray *paths)
{
	for (guint i = 0; i < paths->len; i++)
		keep(digests, g_ptr_array_index(paths, i));
}

const char *digests_get(Digests *digests, const char *name, const char *root)
{
	g_autofree char *path = digest_local_path(name, root);
	const Kept *kept = path ? keep(digests, path) : NULL;
	return kept && *kept->sum ? kept->sum : NULL;
}

static char *digest_inputs(const GPtrArray *inputs, const char *setup)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	update_text(sum, setup);
	for (guint i = 0; i < inputs->len; i++) {
		const Input *input = g_ptr_array_index(inputs, i);
		update_text(sum, input->name);
		update_text(sum, input->digest);
	}
	char *digest = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return digest;
}

// The digest of a file as it was when the job read it, which was since `began`; NULL where that is not sure.
static char *digest_as_read(const char *path, gint64 began, const Digests *digests)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return NULL;
	Stamp stamp = stamp_of(&status), found = {0};
	if (stamp.changed > began)
		return NULL;
	const Kept *kept = g_hash_table_lookup(digests->by_path, path);
	if (kept && kept->settled && is_same_stamp(&kept->stamp, &stamp))
		return g_strdup(kept->sum);
	g_autofree char *sum = digest_file(path, &found);
	return is_same_stamp(&found, &stamp) ? g_steal_pointer(&sum) : NULL;
}

void digest_take_files(Record *record, const GPtrArray *files, const char *root, gint64 began,
		       const Digests *digests)
{
	bool sure = true;
	for (guint i = 0; i < files->len; i++) {
		const char *path = g_ptr_array_index(files, i);
		g_autofree char *digest = digest_as_read(path, began, digests);
		g_autofree char *name = digest_portable_name(path, root);
		sure = sure && digest;
		record_add_input(record, name, digest ? digest : "");
	}
	g_free(record->digest);
	record->digest = sure ? digest_inputs(record->inputs, record->setup) : g_strdup("");
}

bool digest_holds(const Record *record, const char *setup, const char *root, Digests *digests)
{
	if (!*record->digest || strcmp(record->setup, setup) != 0)
		return false;
	for (guint i = 0; i < record->inputs->len; i++) {
		const Input *input = g_ptr_array_index(record->inputs, i);
		if (g_strcmp0(digests_get(digests, input->name, root), input->digest) != 0)
			return false;
	}
	return true;
}
