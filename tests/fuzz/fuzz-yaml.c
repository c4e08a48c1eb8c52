// YAML, both ways it is read, and the schemas that are held against it.
#include "fuzz.h"
#include "load/json.h"
#include "load/load.h"
#include "load/preflight.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autofree char *text = g_strndup((const char *)data, size);
	Span fault;
	Value *root = load_yaml_text(arena, diags, (const char *)data, size, "fuzz.yaml");
	fuzz_require(root || diag_list_has_errors(diags), "where there is no tree, a finding says why");
	if (root && load_validate_issue(diags, root) && !diag_list_has_errors(diags)) {
		load_preflight(diags, root);
		load_warn_unplaced(diags, root);
	}
	if (root)
		load_validate_layout(diags, root);
	if (root)
		load_validate_import(diags, root);
	diag_list_sort(diags);
	for (guint i = 0; i < diag_list_length(diags); i++)
		fuzz_require(g_utf8_validate(diag_list_peek(diags, i)->what, -1, NULL), "messages are UTF-8");
	json_read(arena, text, "fuzz.json", &fault);
	return 0;
}
