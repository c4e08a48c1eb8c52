#include "load/embedded.h"

#include "load/json.h"
#include "load/load.h"
#include "load/validate.h"

// In schemas.S.
extern const char schema_issue_json[], schema_layout_json[], schema_import_json[];

const char *load_issue_schema(void)
{
	return schema_issue_json;
}

const char *load_layout_schema(void)
{
	return schema_layout_json;
}

const char *load_import_schema(void)
{
	return schema_import_json;
}

// A fault in one of our own schemas is a fault of the program.
static const Schema *compile_own(Arena *arena, const char *json, const char *name)
{
	g_autoptr(DiagList) faults = diag_list_new();
	Span fault;
	const Value *root = json_read(arena, json, name, &fault);
	if (!root)
		g_error("%s:%d:%d: no JSON", name, fault.line, fault.column);
	const Schema *schema = schema_compile(arena, faults, root);
	if (diag_list_length(faults)) {
		const Diag *first = diag_list_peek(faults, 0);
		g_error("%s:%d: %s", name, first->span.line, first->what);
	}
	return schema;
}

const Schema *embedded_issue_schema(Arena *arena)
{
	return compile_own(arena, schema_issue_json, "issue.schema.json");
}

const Schema *embedded_layout_schema(Arena *arena)
{
	return compile_own(arena, schema_layout_json, "layout.schema.json");
}

const Schema *embedded_import_schema(Arena *arena)
{
	return compile_own(arena, schema_import_json, "import.schema.json");
}

bool load_validate_issue(DiagList *diags, const Value *issue)
{
	g_autoptr(Arena) arena = arena_new();
	return schema_check(diags, embedded_issue_schema(arena), issue);
}

const Schema *load_compile_issue_schema(Arena *arena)
{
	return embedded_issue_schema(arena);
}

bool load_validate_issue_by(DiagList *diags, const Schema *schema, const Value *issue)
{
	return schema_check(diags, schema, issue);
}

bool load_validate_layout(DiagList *diags, const Value *layout)
{
	g_autoptr(Arena) arena = arena_new();
	return schema_check(diags, embedded_layout_schema(arena), layout);
}

bool load_validate_import(DiagList *diags, const Value *rules)
{
	g_autoptr(Arena) arena = arena_new();
	return schema_check(diags, embedded_import_schema(arena), rules);
}
