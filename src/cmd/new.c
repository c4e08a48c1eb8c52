#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "job/modeline.h"
#include "job/next.h"

ExitStatus new_run(const Arguments *arguments)
{
	const char *from = arguments_get(arguments, "from"), *output = arguments_get(arguments, "output");
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	char *text = from ? job_next_issue(arena, from, diags) : job_first_issue();
	terminal_print_diags(diags);
	if (!text && from)
		return STATUS_INPUT;
	if (!text)
		return output_fail(
		    STATUS_SYSTEM, g_strdup(_("the program's own files (layouts, fonts) are not found")),
		    g_strdup(_("install it whole, or set BULLETIN_DATA to the folder that holds "
			       "layouts and fonts")));
	g_autoptr(Inputs) inputs = inputs_new();
	if (from)
		inputs_add(inputs, from);
	const char *path = output ? output : "-";
	return output_take_text(modeline_point(text, from, path),
				&(OutputPlace){.path = path, .inputs = inputs});
}
