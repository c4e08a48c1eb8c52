#include "job/import.h"
#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "job/modeline.h"

static ExitStatus fail_usage(char *what, const char *hint)
{
	return output_fail(STATUS_USAGE, what, g_strdup(hint));
}

ExitStatus import_run(const Arguments *arguments)
{
	const char *output = arguments_get(arguments, "output"), *title = arguments_get(arguments, "title");
	g_autoptr(Inputs) inputs = inputs_new();
	JobImport import = {.path = arguments->operands[0],
			    .rules = arguments_get(arguments, "rules"),
			    .date = arguments_get(arguments, "date"),
			    .title = title,
			    .inputs = inputs};
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	if (import.date && !job_takes_date(import.date))
		return fail_usage(g_strdup_printf(_("“%s” is no month"), import.date),
				  _("write year-month, like 2025-02"));
	if (title && *title == '\0')
		return fail_usage(g_strdup(_("the title is empty")), _("write it between quotation marks"));
	char *text = job_import(arena, diags, &import);
	terminal_print_diags(diags);
	if (!text)
		return import.system_failure ? STATUS_SYSTEM : STATUS_INPUT;
	const char *path = output ? output : "-";
	return output_take_text(modeline_point(text, NULL, path),
				&(OutputPlace){.path = path,
					       .inputs = inputs,
					       .can_replace = true,
					       .replace = arguments_get(arguments, "force") != NULL});
}
