#include "base/diag.h"

#include <string.h>

#include "base/intl.h"

const char *severity_name(Severity severity)
{
	static const char *const names[] = {N_("note"), N_("warning"), N_("error")};
	return names[severity];
}

struct DiagList {
	GPtrArray *items;   // Diag *
	GPtrArray *sources; // const Source *, in order of first mention
	GHashTable *seen;   // Diag * as a set
	guint taken;
};

static void diag_free(void *data)
{
	Diag *diag = data;
	g_free(diag->what);
	g_free(diag->hint);
	g_free(diag);
}

static guint diag_hash(gconstpointer data)
{
	const Diag *diag = data;
	return g_str_hash(diag->what) ^ (guint)diag->span.line * 31u ^ (guint)diag->span.column;
}

// A file may have been read more than once.
static gboolean is_same_source(gconstpointer a_data, gconstpointer b_data)
{
	const Source *a = a_data, *b = b_data;
	return a == b || (a && b && g_strcmp0(a->name, b->name) == 0);
}

static gboolean diag_equal(gconstpointer a_data, gconstpointer b_data)
{
	const Diag *a = a_data, *b = b_data;
	return is_same_source(a->span.source, b->span.source) && a->span.line == b->span.line &&
	       a->span.column == b->span.column && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->what, b->what) == 0;
}

DiagList *diag_list_new(void)
{
	DiagList *list = g_new0(DiagList, 1);
	list->items = g_ptr_array_new_with_free_func(diag_free);
	list->sources = g_ptr_array_new();
	list->seen = g_hash_table_new(diag_hash, diag_equal);
	return list;
}

void diag_list_free(DiagList *list)
{
	if (!list)
		return;
	g_hash_table_unref(list->seen);
	g_ptr_array_unref(list->sources);
	g_ptr_array_unref(list->items);
	g_free(list);
}

void diag_take(DiagList *list, Severity severity, const char *code, Span span, char *what, char *hint)
{
	Diag *diag = g_new0(Diag, 1);
	*diag = (Diag){.severity = severity, .span = span, .code = code, .what = what, .hint = hint};
	list->taken++;
	if (g_hash_table_contains(list->seen, diag)) {
		diag_free(diag);
		return;
	}
	if (!g_ptr_array_find_with_equal_func(list->sources, span.source, is_same_source, NULL))
		g_ptr_array_add(list->sources, (void *)span.source);
	g_ptr_array_add(list->items, diag);
	g_hash_table_add(list->seen, diag);
}

static int compare_places(gconstpointer a_data, gconstpointer b_data, gpointer user_data)
{
	const Diag *a = *(Diag *const *)a_data, *b = *(Diag *const *)b_data;
	GPtrArray *sources = user_data;
	guint a_source = 0, b_source = 0;
	g_ptr_array_find_with_equal_func(sources, a->span.source, is_same_source, &a_source);
	g_ptr_array_find_with_equal_func(sources, b->span.source, is_same_source, &b_source);
	if (a_source != b_source)
		return a_source < b_source ? -1 : 1;
	if (a->span.line != b->span.line)
		return a->span.line < b->span.line ? -1 : 1;
	return (a->span.column > b->span.column) - (a->span.column < b->span.column);
}

void diag_list_sort(DiagList *list)
{
	g_ptr_array_sort_with_data(list->items, compare_places, list->sources);
}

guint diag_list_count_taken(const DiagList *list)
{
	return list->taken;
}

guint diag_list_length(const DiagList *list)
{
	return list->items->len;
}

const Diag *diag_list_peek(const DiagList *list, guint index)
{
	return g_ptr_array_index(list->items, index);
}

guint diag_list_count(const DiagList *list, Severity severity)
{
	guint count = 0;
	for (guint i = 0; i < list->items->len; i++)
		if (diag_list_peek(list, i)->severity == severity)
			count++;
	return count;
}

bool diag_list_has_errors(const DiagList *list)
{
	return diag_list_count(list, SEVERITY_ERROR) > 0;
}
