// Files watched by the folders they are in, so that editors that save by renaming are noticed too.
#pragma once
#include <glib.h>

typedef struct Watch Watch;

// `changed` is called soon after a file changed: when it is written to the end, or, where that is not said,
// when nothing happened for a moment. `noticed` is the first sign of the change (g_get_real_time).
typedef void (*WatchChanged)(gint64 noticed, void *data);

Watch *watch_new(WatchChanged changed, void *data);
void watch_free(Watch *watch);

// The files to watch from now on (char *: absolute paths, there or not). One that ends in "/." stands for all
// in that folder.
void watch_set(Watch *watch, const GPtrArray *paths);
