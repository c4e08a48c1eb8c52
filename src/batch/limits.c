#include "batch/limits.h"

#include <sys/resource.h>

// The table of what an issue may take. A page of a bulletin costs about 10 ms and no 20 MiB.
enum {
	CPU_SECONDS = 60,
	MEMORY_MIB = 2048,
	FILE_MIB = 256,
	SECONDS = 300,     // at least
	CLOCK_PER_CPU = 5, // seconds for each of the processor
	OPEN_FILES = 256,
	CPU_GRACE = 2, // seconds from the signal to the end
};

WorkerLimits limits_usual(void)
{
	return (WorkerLimits){CPU_SECONDS, MEMORY_MIB, FILE_MIB};
}

guint limits_get_clock(const WorkerLimits *limits)
{
	return MAX(SECONDS, limits->cpu_seconds * CLOCK_PER_CPU);
}

static void set_limit(__rlimit_resource_t resource, guint64 soft, guint64 hard)
{
	struct rlimit limit;
	getrlimit(resource, &limit);
	limit.rlim_max = MIN(limit.rlim_max, hard);
	limit.rlim_cur = MIN(MIN(limit.rlim_cur, soft), limit.rlim_max);
	setrlimit(resource, &limit);
}

void limits_apply(const WorkerLimits *limits)
{
	const guint64 mib = 1024 * 1024;
	set_limit(RLIMIT_CORE, 0, 0);
	set_limit(RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES);
	set_limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + CPU_GRACE);
	set_limit(RLIMIT_FSIZE, limits->file_mib * mib, limits->file_mib * mib);
	// The address sanitizer reserves terabytes.
#ifndef __SANITIZE_ADDRESS__
	set_limit(RLIMIT_AS, limits->memory_mib * mib, limits->memory_mib * mib);
#endif
}
