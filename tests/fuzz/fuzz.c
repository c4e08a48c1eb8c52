#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

// Complaints of libraries about how they are used are findings too.
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	g_log_set_always_fatal((GLogLevelFlags)(G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR));
	char *top = fuzz_tree("");
	g_setenv("BULLETIN_DATA", top, TRUE);
	g_free(top);
	return 0;
}

void fuzz_require(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

const char *fuzz_file(const uint8_t *data, size_t size, const char *ending)
{
	static char path[256];
	if (*path)
		g_unlink(path);
	const char *folder = g_getenv("FUZZ_FOLDER");
	g_snprintf(path, sizeof path, "%s/fuzz-%d%s", folder ? folder : g_get_tmp_dir(), (int)getpid(),
		   ending);
	fuzz_require(g_file_set_contents_full(path, (const char *)data, (gssize)size,
					      G_FILE_SET_CONTENTS_NONE, 0600, NULL),
		     "the file can be written");
	return path;
}

char *fuzz_tree(const char *path)
{
	const char *top = g_getenv("FUZZ_TREE");
	fuzz_require(top != NULL, "FUZZ_TREE names the source tree");
	return g_build_filename(top, path, NULL);
}
