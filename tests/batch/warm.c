// The floor of a batch: issues set to PDF one after the other in one warm process, and nothing else: no
// processes, limits, first pages, digests or files. Prints milliseconds of CPU an issue.
//     warm ISSUE...
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "job/workshop.h"

static double milliseconds(struct timeval time)
{
	return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static double cpu_taken(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

static bool set(Workshop *shop, const char *issue)
{
	g_autoptr(Job) job = job_new_in(shop, &(JobOptions){.issue = issue, .format = JOB_HELD});
	return job_run(job) && job_paint(job, &(JobOptions){.format = JOB_PDF});
}

int main(int argc, char **argv)
{
	g_autoptr(Workshop) shop = workshop_new();
	g_autoptr(Job) warm = job_new_in(shop, &(JobOptions){.format = JOB_HELD});
	if (argc < 2 || !job_warm(warm))
		return EXIT_FAILURE;
	double before = cpu_taken();
	for (int i = 1; i < argc; i++) {
		if (!set(shop, argv[i]))
			fprintf(stderr, "%s: failed\n", argv[i]);
		if (workshop_is_full(shop))
			workshop_cool(shop);
	}
	printf("%.3f\n", (cpu_taken() - before) / (argc - 1));
	return EXIT_SUCCESS;
}
