// Newsletters: what comes of any text is an issue that the schema takes.
#include "fuzz.h"

#include <string.h>

#include "import/import.h"
#include "job/import.h"
#include "load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(Inputs) inputs = inputs_new();
	JobImport import = {.path = fuzz_file(data, size, ".md"), .date = "2025-02", .inputs = inputs};
	g_autofree char *text = job_import(arena, diags, &import);
	fuzz_require(text || diag_list_has_errors(diags), "what comes to nothing is told");
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		bool refused =
		    g_str_has_prefix(diag->code, "file.") || g_str_has_prefix(diag->code, "import.");
		fuzz_require(refused, "what is written is an issue");
	}
	return 0;
}
