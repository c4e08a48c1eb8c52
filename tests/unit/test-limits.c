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
	g_test_add_func("/limits/memory", test_memory);
	g_test_add_func("/limits/file", test_file);
	g_test_add_func("/limits/open files", test_open_files);
	return g_test_run();
}
