#include "batch/report.h"

#include <string.h>

#include "base/json-text.h"
#include "base/sort.h"
#include "batch/digest.h"
#include "batch/list.h"
#include "batch/record.h"

static void append_field(GString *json, const char *indent, const char *name, const char *text)
{
	g_string_append_printf(json, "%s\"%s\": ", indent, name);
	json_append_string(json, text);
	g_string_append(json, ",\n");
}

static void append_diags(GString *json, const DiagList *diags)
{
	guint count = diag_list_length(diags);
	g_string_append(json, "   \"diagnostics\": [");
	for (guint i = 0; i < count; i++) {
		g_string_append(json, i ? ",\n    " : "\n    ");
		json_append_diag(json, diag_list_peek(diags, i));
	}
	g_string_append(json, count ? "\n   ]" : "]");
}

static void append_issue(GString *json, const Record *record)
{
	static const char indent[] = "   ";
	bool fine = record->outcome == OUTCOME_FINE;
	g_autofree char *pages = list_pages_name(record->key);
	g_autofree char *cover = list_cover_name(record->key);
	append_field(json, "  {", "issue", record->key);
	append_field(json, indent, "status", outcome_get_name(record->outcome));
	append_field(json, indent, "pages_file", fine ? pages : NULL);
	append_field(json, indent, "cover_file", fine ? cover : NULL);
	g_string_append_printf(json, "%s\"pages\": %u,\n", indent, record->pages);
	append_field(json, indent, "hash", *record->digest ? record->digest : NULL);
	g_string_append_printf(json, "%s\"cpu_ms\": %" G_GUINT64_FORMAT ",\n", indent, record->cpu_us / 1000);
	append_diags(json, record->diags);
	g_string_append(json, "}");
}

static void append_summary(GString *json, const Report *report)
{
	guint counts[OUTCOME_KILLED + 1] = {0}, pages = 0;
	for (guint i = 0; i < report->records->len; i++) {
		const Record *record = g_ptr_array_index(report->records, i);
		counts[record->outcome]++;
		pages += record->pages;
	}
	g_string_append_printf(json, " \"summary\": {\"issues\": %u, \"pages\": %u", report->records->len,
			       pages);
	for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
		g_string_append_printf(json, ", \"%s\": %u", outcome_get_name(i), counts[i]);
	g_string_append(json, "},\n");
}

GBytes *report_to_json(const Report *report)
{
	GString *json = g_string_new("{\n");
	append_field(json, " ", "program", "bulletin " BULLETIN_VERSION);
	append_field(json, " ", "layout", report->layout);
	append_summary(json, report);
	g_string_append(json, " \"issues\": [");
	for (guint i = 0; i < report->records->len; i++) {
		g_string_append(json, i ? ",\n" : "\n");
		append_issue(json, g_ptr_array_index(report->records, i));
	}
	g_string_append(json, report->records->len ? "\n ]\n}\n" : "]\n}\n");
	return g_string_free_to_bytes(json);
}

// --- for make and ninja ---

static void append_escaped(GString *text, const char *path)
{
	for (const char *at = path; *at; at++) {
		if (strchr(" #:\\", *at))
			g_string_append_c(text, '\\');
		if (*at == '$')
			g_string_append_c(text, '$');
		g_string_append_c(text, *at);
	}
}

static void add_dependency(GPtrArray *paths, GHashTable *seen, char *path)
{
	if (!path || g_hash_table_contains(seen, path)) {
		g_free(path);
		return;
	}
	g_hash_table_add(seen, path);
	g_ptr_array_add(paths, path);
}

GPtrArray *report_list_files(const GPtrArray *records, const GPtrArray *issues)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < issues->len; i++) {
		const Issue *issue = g_ptr_array_index(issues, i);
		const Record *record = g_ptr_array_index(records, i);
		g_autofree char *own = digest_portable_name(issue->path, issue->root);
		add_dependency(paths, seen, g_strdup(issue->path));
		for (guint k = 0; k < record->inputs->len; k++) {
			const Input *input = g_ptr_array_index(record->inputs, k);
			if (strcmp(own, input->name) != 0)
				add_dependency(paths, seen, digest_local_path(input->name, issue->root));
		}
	}
	g_ptr_array_sort(paths, sort_texts);
	return paths;
}

GBytes *report_to_depfile(const GPtrArray *paths, const char *target)
{
	GString *text = g_string_new(NULL);
	append_escaped(text, target);
	g_string_append_c(text, ':');
	for (guint i = 0; i < paths->len; i++) {
		g_string_append(text, " \\\n  ");
		append_escaped(text, g_ptr_array_index(paths, i));
	}
	g_string_append_c(text, '\n');
	return g_string_free_to_bytes(text);
}
