// A newsletter saved as Markdown text, as an issue in YAML.
#pragma once
#include "base/diag.h"
#include "import/rules.h"

typedef struct ImportOptions {
	const char *date, *title; // of the issue, where the text does not say them; or NULL
} ImportOptions;

// The text of the issue; the caller frees it. What could not be placed is in it, and a warning for each. NULL
// and diagnostics where no issue can be made of the text.
char *import_issue(Arena *arena, DiagList *diags, const Source *source, const Rules *rules,
		   const ImportOptions *options);
