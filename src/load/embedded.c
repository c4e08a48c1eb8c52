#include <string.h>

#include "load/load.h"
#include "load/validate.h"

// In schemas.S.
extern const char schema_issue_json[], schema_layout_json[];

const char *load_issue_schema(void)
{
	return schema_issue_json;
}

const char *load_layout_schema(void)
{
	return schema_layout_json;
}

// A fault in one of our own schemas is a fault of the program.
static const Schema *compile_own(Arena *arena, const char *json, const char *name)
{
	g_autoptr(DiagList) faults = diag_list_new();
	const Value *root = load_yaml_text(arena, faults, json, strlen(json), name);
	const Schema *schema = root ? schema_compile(arena, faults, root) : NULL;
	if (diag_list_length(faults)) {
		const Diag *first = diag_list_peek(faults, 0);
		g_error("%s:%d: %s", name, first->span.line, first->what);
	}
	return schema;
}

static bool validate(DiagList *diags, const Value *value, const char *json, const char *name)
{
	g_autoptr(Arena) arena = arena_new();
	return schema_check(diags, compile_own(arena, json, name), value);
}

bool load_validate_issue(DiagList *diags, const Value *issue)
{
	return validate(diags, issue, schema_issue_json, "issue.schema.json");
}

bool load_validate_layout(DiagList *diags, const Value *layout)
{
	return validate(diags, layout, schema_layout_json, "layout.schema.json");
}
