// Calls a fuzz target with files, without a fuzzer: replay FILE...
#include <stdio.h>

#include "fuzz.h"

int main(int argc, char **argv)
{
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize size;
		fprintf(stderr, "%s\n", argv[i]);
		fuzz_require(g_file_get_contents(argv[i], &data, &size, NULL), "the file can be read");
		// A copy of just its size, so that reading past it is found.
		g_autofree uint8_t *copy = g_memdup2(data, size);
		LLVMFuzzerTestOneInput(copy, size);
	}
	return 0;
}
