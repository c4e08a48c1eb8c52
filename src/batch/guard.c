#include "batch/guard.h"

#include "base/intl.h"
#include "job/data.h"
#include "job/write.h"

static Inputs *list_known(const GuardTask *task)
{
	Inputs *inputs = inputs_new();
	g_autofree char *layout = task->layout ? data_find_layout(task->layout) : NULL;
	if (layout)
		inputs_add(inputs, layout);
	for (int i = 0; i < task->operand_count; i++)
		if (task->operands[i][0] == '@')
			inputs_add(inputs, task->operands[i] + 1);
	for (guint i = 0; i < task->issues->len; i++)
		inputs_add(inputs, ((const Issue *)g_ptr_array_index(task->issues, i))->path);
	return inputs;
}

// What is looked for among paths that were seen.
typedef struct Look {
	const Inputs *inputs;
	GHashTable *seen; // absolute path
	char **what, **hint;
} Look;

static bool look_at(const Look *look, const char *path)
{
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	if (write_look(path, look->inputs, look->what, look->hint) != WRITE_DONE)
		return false;
	if (g_hash_table_add(look->seen, g_steal_pointer(&absolute)))
		return true;
	*look->what = g_strdup_printf(_("two things would be written to the same file, %s"), path);
	*look->hint = g_strdup(_("give one of them another name"));
	return false;
}

bool guard_look(const GuardTask *task, char **what, char **hint)
{
	g_autoptr(Inputs) inputs = list_known(task);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Look look = {inputs, seen, what, hint};
	for (guint i = 0; i < task->issues->len; i++) {
		const Issue *issue = g_ptr_array_index(task->issues, i);
		if (!look_at(&look, issue->pages) || !look_at(&look, issue->cover))
			return false;
	}
	for (guint i = 0; i < task->report_count; i++)
		if (!look_at(&look, task->reports[i]))
			return false;
	return true;
}
