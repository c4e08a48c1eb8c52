// What the process that sets one issue of a batch may take: as much as is said, and no more.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "batch/limits.h"
#include "batch/worker.h"

// The usual ones, as docs/limits.md has them.
enum { CPU_SECONDS = 60, CLOCK_SECONDS = 300, MEMORY_MIB = 2048, FILE_MIB = 256, OPEN_FILES = 256 };

// Each test is run in a process of its own, which cannot go back.
static bool in_limits(void)
{
	if (!g_test_subprocess()) {
		g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
		g_test_trap_assert_passed();
		return false;
	}
	WorkerLimits limits = limits_usual();
	limits_apply(&limits);
	return true;
}

static void test_time(void)
{
	struct rlimit limit;
	WorkerLimits limits = limits_usual();
	g_assert_cmpuint(limits_get_clock(&limits), ==, CLOCK_SECONDS);
	if (!in_limits())
		return;
	g_assert_cmpint(getrlimit(RLIMIT_CPU, &limit), ==, 0);
	g_assert_cmpuint(limit.rlim_cur, ==, CPU_SECONDS);
	g_assert_cmpuint(limit.rlim_max, >, limit.rlim_cur);
}

// A worker that waits for ever, begun so many seconds ago.
static Worker *begin_to_wait(const Issue *issue, gint64 seconds)
{
	Worker *worker = g_new0(Worker, 1);
	*worker =
	    (Worker){.issue = issue, .pid = fork(), .result = -1, .messages = open("/dev/null", O_RDONLY)};
	while (worker->pid == 0)
		pause();
	worker->line = g_byte_array_new();
	worker->began = g_get_monotonic_time() - seconds * G_USEC_PER_SEC;
	return worker;
}

static Record *await(Worker *worker, const WorkerSetup *setup)
{
	Record *record;
	while (!(record = worker_finish(worker, setup)))
		g_usleep(1000);
	return record;
}

static void test_clock(void)
{
	Issue issue = {.path = (char *)"a.yaml",
		       .key = (char *)"a.yaml",
		       .pages = (char *)"no-such-folder/a.pdf",
		       .cover = (char *)"no-such-folder/a.jpg"};
	WorkerSetup setup = {.digest = "", .limits = limits_usual()};
	Worker *worker = begin_to_wait(&issue, CLOCK_SECONDS - 60);
	worker_check_time(worker, &setup.limits);
	g_assert_null(worker_finish(worker, &setup));
	worker->began -= 60 * G_USEC_PER_SEC;
	worker_check_time(worker, &setup.limits);
	g_autoptr(Record) record = await(worker, &setup);
	g_assert_cmpint(record->outcome, ==, OUTCOME_TIME);
	// Who gives the processor longer gives the clock longer.
	setup.limits.cpu_seconds = 60 * CPU_SECONDS;
	worker = begin_to_wait(&issue, 60 * CLOCK_SECONDS - 60);
	worker_check_time(worker, &setup.limits);
	g_assert_null(worker_finish(worker, &setup));
	worker_stop(worker);
	g_autoptr(Record) killed = await(worker, &setup);
	g_assert_cmpint(killed->outcome, ==, OUTCOME_KILLED);
}

static void test_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	if (!in_limits())
		return;
	const size_t mib = 1024 * 1024;
	void *much = mmap(NULL, (MEMORY_MIB - 512) * mib, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	g_assert_true(much != MAP_FAILED);
	munmap(much, (MEMORY_MIB - 512) * mib);
	g_assert_true(mmap(NULL, MEMORY_MIB * mib, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
		      MAP_FAILED);
	g_assert_cmpint(errno, ==, ENOMEM);
#endif
}

static void test_file(void)
{
	if (!in_limits())
		return;
	const off_t most = (off_t)FILE_MIB * 1024 * 1024;
	g_autofree char *path = NULL;
	int file = g_file_open_tmp("bulletin-limit-XXXXXX", &path, NULL);
	g_remove(path);
	signal(SIGXFSZ, SIG_IGN);
	g_assert_cmpint(ftruncate(file, most), ==, 0);
	g_assert_cmpint(pwrite(file, "", 1, most - 1), ==, 1);
	g_assert_cmpint(pwrite(file, "", 1, most), ==, -1);
	g_assert_cmpint(errno, ==, EFBIG);
	close(file);
}

static void test_open_files(void)
{
	if (!in_limits())
		return;
	int file, last = -1;
	while ((file = open("/dev/null", O_RDONLY)) >= 0)
		last = file;
	g_assert_cmpint(errno, ==, EMFILE);
	g_assert_cmpint(last, ==, OPEN_FILES - 1);
	close_range(10, ~0U, 0); // for the test's own report
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/limits/time", test_time);
	g_test_add_func("/limits/clock", test_clock);
	g_test_add_func("/limits/memory", test_memory);
	g_test_add_func("/limits/file", test_file);
	g_test_add_func("/limits/open files", test_open_files);
	return g_test_run();
}
