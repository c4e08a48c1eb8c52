// Files to values: YAML read with spans, checked against the JSON Schemas.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "model/keeper.h"
#include "model/value.h"

typedef struct Schema Schema;

// Reads a YAML file (one document). Every fault is a diagnostic at its place; NULL where no tree
// could be made. A tree may come with errors (a key twice, an unknown tag): it is then good for being
// checked further, not for pages. `name` is what messages call it, `file` where it is; the path "-" reads
// standard input.
Value *load_yaml_file(Arena *arena, DiagList *diags, const FilePlace *file, const char *name);
// The same after an edit. `before` is the tree of the file as it was, read without a fault: values that the
// edit left alone may be taken from it. *edit says where then. NULL `before`: nothing is known.
Value *load_yaml_again(Arena *arena, DiagList *diags, const FilePlace *file, const char *name,
		       const Value *before, ValueEdit *edit);
// The same from memory.
Value *load_yaml_text(Arena *arena, DiagList *diags, const char *text, size_t size, const char *name);
Value *load_yaml_text_again(Arena *arena, DiagList *diags, const char *text, size_t size, const char *name,
			    const Value *before, ValueEdit *edit);

// Checks a tree against a schema; every fault is a diagnostic, in the file's order.
// True where there was none.
bool load_validate_issue(DiagList *diags, const Value *issue);
// The same for who checks many issues: with the schema compiled before, which lives in the arena.
const Schema *load_compile_issue_schema(Arena *arena);
bool load_validate_issue_by(DiagList *diags, const Schema *schema, const Value *issue);
bool load_validate_layout(DiagList *diags, const Value *layout);
bool load_validate_import(DiagList *diags, const Value *rules);

// The schemas' own text (JSON), static.
const char *load_issue_schema(void);
const char *load_layout_schema(void);
const char *load_import_schema(void);
