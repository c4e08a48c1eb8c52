#include "job/import.h"

#include <string.h>

#include "base/intl.h"
#include "import/import.h"
#include "job/data.h"
#include "load/load.h"
#include "load/read.h"
#include "model/date.h"

bool job_takes_date(const char *text)
{
	Date date;
	return date_parse(text, &date) && date.month;
}

static char *find_rules(DiagList *diags, JobImport *import)
{
	g_autofree char *usual = import->rules ? NULL : data_get_default_rules();
	const char *name = import->rules ? import->rules : usual;
	char *path = name ? data_find_rules(name) : NULL;
	if (path)
		return path;
	import->system_failure = !import->rules;
	diag_take(diags, SEVERITY_ERROR, "import.no-rules", (Span){0},
		  g_strdup_printf(_("there are no rules “%s” for reading newsletters"), name ? name : "?"),
		  g_strdup(_("name a file of layouts/import, or give the path of one")));
	return NULL;
}

static const Value *read_words(Arena *arena, DiagList *diags, const Value *rules, Inputs *inputs)
{
	const Value *lang = value_get(rules, "lang");
	g_autofree char *path = data_find_words(lang->text);
	if (path) {
		inputs_add(inputs, path);
		return load_yaml_file(arena, diags, &(FilePlace){.path = path}, path);
	}
	diag_take(diags, SEVERITY_ERROR, "lang.unknown", lang->span,
		  g_strdup_printf(_("there are no words for the language “%s”"), lang->text),
		  g_strdup(_("add its file to layouts/lang, or correct `lang`")));
	return NULL;
}

static Rules *read_rules(Arena *arena, DiagList *diags, JobImport *import)
{
	g_autofree char *path = find_rules(diags, import);
	if (!path)
		return NULL;
	inputs_add(import->inputs, path);
	const Value *root = load_yaml_file(arena, diags, &(FilePlace){.path = path}, path);
	if (!root || diag_list_has_errors(diags) || !load_validate_import(diags, root))
		return NULL;
	const Value *words = read_words(arena, diags, root, import->inputs);
	return words ? rules_compile(arena, diags, root, words) : NULL;
}

// What is written is an issue, or nothing is written. A fault here is one of the rules: they may name fields
// that no issue has.
static bool is_issue(Arena *arena, DiagList *diags, const char *text, const char *name)
{
	g_autoptr(DiagList) found = diag_list_new();
	const Value *issue = load_yaml_text(arena, found, text, strlen(text), name);
	bool valid = issue && load_validate_issue(found, issue) && !diag_list_has_errors(found);
	for (guint i = 0; i < diag_list_length(found); i++) {
		const Diag *diag = diag_list_peek(found, i);
		if (diag->severity == SEVERITY_ERROR)
			diag_take(
			    diags, SEVERITY_ERROR, diag->code, diag->span, g_strdup(diag->what),
			    g_strdup(_("this is of the issue as the rules make it: correct the rules")));
	}
	return valid;
}

char *job_import(Arena *arena, DiagList *diags, JobImport *import)
{
	ImportOptions options = {.date = import->date, .title = import->title};
	inputs_add(import->inputs, import->path);
	Rules *rules = read_rules(arena, diags, import);
	const Source *source =
	    rules ? source_read(arena, diags, &(FilePlace){.path = import->path}, import->path) : NULL;
	g_autofree char *text = source ? import_issue(arena, diags, source, rules, &options) : NULL;
	if (rules)
		rules_clear(rules);
	if (!text || !is_issue(arena, diags, text, import->path))
		return NULL;
	return g_steal_pointer(&text);
}
