#include "job/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/intl.h"

static const char stage_suffix[] = ".bulletin-part";

const char *write_stage_suffix(void)
{
	return stage_suffix;
}

typedef struct Target {
	const WriteItem *item;
	char *place;  // the file itself, behind symbolic links
	char *staged; // NULL: written straight
} Target;

static void target_free(void *data)
{
	Target *target = data;
	g_free(target->place);
	g_free(target->staged);
	g_free(target);
}

static const char *name_of(const char *path, const char *standard)
{
	return strcmp(path, "-") == 0 ? standard : path;
}

// Reasons by errno, so that messages are in one language and say what to do.
void write_explain(const char *path, int error, char **what, char **hint)
{
	static const struct {
		int error;
		const char *reason, *hint;
	} reasons[] = {
	    {ENOSPC, N_("the disk is full"), N_("free some space; what was there before is untouched")},
	    {EDQUOT, N_("your disk quota is used up"),
	     N_("free some space; what was there before is untouched")},
	    {EACCES, N_("no permission"), N_("choose another folder, or ask for permission to write there")},
	    {EPERM, N_("no permission"), N_("choose another folder, or ask for permission to write there")},
	    {EROFS, N_("the disk can only be read"), N_("choose another folder")},
	    {ENOENT, N_("its folder does not exist"), N_("create the folder first")},
	    {ENOTDIR, N_("its folder does not exist"), N_("create the folder first")},
	    {EFBIG, N_("it is larger than files may be here"),
	     N_("raise the limit on the size of files (ulimit -f)")},
	    {EBADF, N_("it is closed"), N_("send what is not wanted to /dev/null")},
	    {EISDIR, N_("it is a folder"), N_("give the name of a file")},
	};
	const char *reason = NULL;
	*hint = NULL;
	for (guint i = 0; i < G_N_ELEMENTS(reasons) && !reason; i++)
		if (reasons[i].error == error) {
			reason = _(reasons[i].reason);
			*hint = g_strdup(_(reasons[i].hint));
		}
	*what = g_strdup_printf(_("cannot write %s: %s"), name_of(path, _("standard output")),
				reason ? reason : g_strerror(error));
}

static int write_bytes(int file, GBytes *bytes)
{
	gsize size, done = 0;
	const char *data = g_bytes_get_data(bytes, &size);
	while (done < size) {
		gssize written = write(file, data + done, size - done);
		if (written < 0 && errno != EINTR)
			return errno;
		done += written > 0 ? (gsize)written : 0;
	}
	return 0;
}

static int write_straight(const Target *target)
{
	if (strcmp(target->item->path, "-") == 0)
		return write_bytes(STDOUT_FILENO, target->item->bytes);
	int file = g_open(target->place, O_WRONLY | O_CLOEXEC, 0);
	if (file < 0)
		return errno;
	int error = write_bytes(file, target->item->bytes);
	if (close(file) != 0 && !error)
		error = errno;
	return error;
}

static bool is_past_limit(gsize size)
{
	struct rlimit limit;
	return getrlimit(RLIMIT_FSIZE, &limit) == 0 && size > limit.rlim_cur;
}

static int errno_of(const GError *error)
{
	static const struct {
		int code, error;
	} codes[] = {
	    {G_FILE_ERROR_NOSPC, ENOSPC}, {G_FILE_ERROR_ACCES, EACCES}, {G_FILE_ERROR_PERM, EPERM},
	    {G_FILE_ERROR_ROFS, EROFS},   {G_FILE_ERROR_NOENT, ENOENT}, {G_FILE_ERROR_NOTDIR, ENOTDIR},
	    {G_FILE_ERROR_ISDIR, EISDIR},
	};
	for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
		if (codes[i].code == error->code)
			return codes[i].error;
	return EIO;
}

static int stage(const Target *target)
{
	g_autoptr(GError) error = NULL;
	gsize size;
	const char *data = g_bytes_get_data(target->item->bytes, &size);
	if (g_file_set_contents_full(target->staged, data, (gssize)size,
				     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
				     &error))
		return 0;
	return is_past_limit((gsize)size) ? EFBIG : errno_of(error);
}

static Target *target_new(const WriteItem *item)
{
	Target *target = g_new0(Target, 1);
	struct stat status;
	target->item = item;
	if (strcmp(item->path, "-") == 0)
		return target;
	bool exists = stat(item->path, &status) == 0;
	char *behind = exists ? realpath(item->path, NULL) : NULL;
	target->place = g_strdup(behind ? behind : item->path);
	free(behind);
	if (!exists || S_ISREG(status.st_mode))
		target->staged = g_strconcat(target->place, stage_suffix, NULL);
	return target;
}

static int put(const Target *target)
{
	if (!target->staged)
		return write_straight(target);
	return g_rename(target->staged, target->place) == 0 ? 0 : errno;
}

static int for_each(const GPtrArray *targets, int (*step)(const Target *), const char **path)
{
	for (guint i = 0; i < targets->len; i++) {
		const Target *target = g_ptr_array_index(targets, i);
		int error = step(target);
		*path = target->item->path;
		if (error)
			return error;
	}
	return 0;
}

static int stage_if_needed(const Target *target)
{
	return target->staged ? stage(target) : 0;
}

static int unstage(const Target *target)
{
	if (target->staged)
		g_unlink(target->staged);
	return 0;
}

WriteResult write_look(const char *path, const Inputs *inputs, char **what, char **hint)
{
	const char *input = inputs ? inputs_find(inputs, path) : NULL;
	if (!input)
		return WRITE_DONE;
	*what = g_strdup_printf(_("cannot write %s: what is there is read for it (%s), and would be lost"),
				name_of(path, _("standard output")), name_of(input, _("standard input")));
	*hint = g_strdup(_("give the file to write another name"));
	return WRITE_REFUSED;
}

static WriteResult look_at_all(const WriteItem *items, guint count, const Inputs *inputs, char **what,
			       char **hint)
{
	WriteResult result = WRITE_DONE;
	for (guint i = 0; i < count && result == WRITE_DONE; i++)
		result = write_look(items[i].path, inputs, what, hint);
	return result;
}

WriteResult write_files(const WriteItem *items, guint count, const Inputs *inputs, char **what, char **hint)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(target_free);
	const char *path = NULL;
	*what = *hint = NULL;
	if (look_at_all(items, count, inputs, what, hint) != WRITE_DONE)
		return WRITE_REFUSED;
	for (guint i = 0; i < count; i++)
		g_ptr_array_add(targets, target_new(&items[i]));
	int error = for_each(targets, stage_if_needed, &path);
	if (!error)
		error = for_each(targets, put, &path);
	if (!error)
		return WRITE_DONE;
	write_explain(path, error, what, hint);
	for_each(targets, unstage, &path);
	return error == EPIPE ? WRITE_UNREAD : WRITE_FAILED;
}
