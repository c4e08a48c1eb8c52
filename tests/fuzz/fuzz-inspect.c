// Any PDF, or what claims to be one, inspected for all standards.
#include "fuzz.h"
#include "inspect/inspect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const bool all[STANDARD_COUNT] = {true, true, true, true, true};
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	DocumentFailure failure = {0};
	g_autoptr(Inspection) inspection = inspect(bytes, all, &failure);
	fuzz_require(inspection || failure.what, "what cannot be read is told");
	g_free(failure.what);
	g_free(failure.hint);
	return 0;
}
