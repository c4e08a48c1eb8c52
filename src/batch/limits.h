// What one issue of a batch may take of the machine, however it is written.
#pragma once
#include <glib.h>

typedef struct WorkerLimits {
	guint cpu_seconds;
	guint memory_mib; // address space, what the program itself maps included
	guint file_mib;   // each file it writes
} WorkerLimits;

// Less than this is no limit that could be kept: what the program maps before it reads an issue.
enum { MEMORY_LEAST_MIB = 200 };

WorkerLimits limits_usual(void);
// Seconds by the clock, for what waits rather than works: longer where the processor is given longer.
guint limits_get_clock(const WorkerLimits *limits);
// Lays them on this process: it cannot go back.
void limits_apply(const WorkerLimits *limits);
