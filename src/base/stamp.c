#include "base/stamp.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

Stamp stamp_of(const char *path)
{
	GStatBuf info;
	if (g_stat(path, &info) != 0)
		return (Stamp){0};
	return (Stamp){.device = info.st_dev,
		       .inode = info.st_ino,
		       .size = (guint64)info.st_size,
		       .seconds = info.st_mtim.tv_sec,
		       .nanoseconds = info.st_mtim.tv_nsec};
}

bool stamp_equal(const Stamp *a, const Stamp *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

Stamp stamp_for_reading(const char *path)
{
	enum { CLOCK_STEP_US = 20 * 1000 }; // of file times, at most
	Stamp stamp = stamp_of(path);
	gint64 changed = stamp.seconds * G_USEC_PER_SEC + stamp.nanoseconds / 1000;
	if (g_get_real_time() - changed < CLOCK_STEP_US)
		return (Stamp){.size = G_MAXUINT64};
	return stamp;
}
