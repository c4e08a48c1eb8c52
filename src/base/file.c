#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/openat2.h>
#include <sys/syscall.h>

#include "base/intl.h"

guint file_place_hash(gconstpointer place)
{
	return g_str_hash(((const FilePlace *)place)->path);
}

gboolean file_place_equal(gconstpointer a, gconstpointer b)
{
	const FilePlace *one = a, *other = b;
	return strcmp(one->path, other->path) == 0 && g_strcmp0(one->below, other->below) == 0;
}

FilePlace *file_place_copy(const FilePlace *place)
{
	FilePlace *copy = g_new(FilePlace, 1);
	*copy = (FilePlace){g_strdup(place->path), g_strdup(place->below)};
	return copy;
}

void file_place_free(gpointer copy)
{
	FilePlace *place = copy;
	if (!place)
		return;
	g_free((char *)place->path);
	g_free((char *)place->below);
	g_free(place);
}

// --- opening ---

static const int for_reading = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

static void close_quietly(int file)
{
	int error = errno;
	close(file);
	errno = error;
}

static bool is_regular(int file)
{
	struct stat status;
	if (fstat(file, &status) != 0)
		return false;
	errno = ENOTSUP;
	return S_ISREG(status.st_mode);
}

// The kernel (from 5.6) follows no link out of the folder, nor one that says where it leads from the root.
static int open_beneath(int folder, const char *name)
{
	struct open_how how = {.flags = (guint64)for_reading,
			       .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	return (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
}

static char *name_descriptor(int file)
{
	return g_strdup_printf("/proc/self/fd/%d", file);
}

// Of what is open, by where the kernel says it is now.
static bool lies_below(int file, int folder)
{
	g_autofree char *file_link = name_descriptor(file), *folder_link = name_descriptor(folder);
	g_autofree char *path = g_file_read_link(file_link, NULL);
	g_autofree char *root = g_file_read_link(folder_link, NULL);
	size_t length = root ? strlen(root) : 0;
	errno = EXDEV;
	return path && root && strncmp(path, root, length) == 0 &&
	       (path[length] == '/' || path[length] == '\0' || strcmp(root, "/") == 0);
}

// The same without such a kernel, and for links from the root that lead back into the folder: first a hold on
// the file that opens nothing; then a look where that is; then the very file is opened.
static int open_and_look(int folder, const char *name)
{
	int hold = openat(folder, name, O_PATH | O_CLOEXEC), file = -1;
	if (hold < 0)
		return -1;
	if (lies_below(hold, folder) && is_regular(hold)) {
		g_autofree char *held = name_descriptor(hold);
		file = open(held, for_reading);
	}
	close_quietly(hold);
	return file;
}

// The kernel or a filter of calls cannot do it, it depends on a link from the root, or names change too fast.
static bool is_undecided(int error)
{
	return error == ENOSYS || error == EPERM || error == EINVAL || error == E2BIG || error == EXDEV ||
	       error == EAGAIN;
}

static int open_in(int folder, const char *name)
{
	int file = open_beneath(folder, name);
	return file < 0 && is_undecided(errno) ? open_and_look(folder, name) : file;
}

// The rest of a path that begins with the folder; NULL where it does not.
static const char *name_below(const FilePlace *place)
{
	size_t length = strlen(place->below);
	if (strncmp(place->path, place->below, length) != 0)
		return NULL;
	const char *rest = place->path + length;
	if (*rest != '/' && place->below[length - 1] != '/')
		return NULL;
	return rest + strspn(rest, "/");
}

static int open_below(const FilePlace *place)
{
	const char *name = name_below(place);
	if (!name) {
		errno = EXDEV;
		return -1;
	}
	int folder = open(place->below, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -1;
	int file = open_in(folder, name);
	close_quietly(folder);
	return file;
}

int file_open(const FilePlace *place)
{
	int file = place->below ? open_below(place) : open(place->path, for_reading);
	if (file >= 0 && !is_regular(file)) {
		close_quietly(file);
		return -1;
	}
	return file;
}

// --- reading ---

GBytes *file_read_all(int file, gsize most)
{
	struct stat status;
	if (fstat(file, &status) != 0)
		return NULL;
	if (status.st_size < 0 || (guint64)status.st_size > most) {
		errno = EFBIG;
		return NULL;
	}
	gsize size = (gsize)status.st_size, done = 0;
	g_autofree guint8 *bytes = g_malloc(MAX(size, 1));
	while (done < size) {
		ssize_t count = pread(file, bytes + done, size - done, (off_t)done);
		if (count < 0 && errno != EINTR)
			return NULL;
		if (count == 0)
			break; // it has become shorter meanwhile
		done += (gsize)MAX(count, 0);
	}
	return g_bytes_new_take(g_steal_pointer(&bytes), done);
}

GBytes *file_read(const FilePlace *place, gsize most)
{
	int file = file_open(place);
	if (file < 0)
		return NULL;
	GBytes *bytes = file_read_all(file, most);
	close_quietly(file);
	return bytes;
}

const char *file_describe_error(int error)
{
	if (error == EXDEV)
		return _("it leads out of the folder it has to be in");
	return error == ENOTSUP ? _("it is no file") : g_strerror(error);
}
