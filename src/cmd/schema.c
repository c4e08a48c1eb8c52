#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/schema.h"

ExitStatus schema_run(const Arguments *arguments)
{
	const char *name = arguments->operands[0];
	const char *text = job_get_schema(name);
	if (!text) {
		g_autofree char *what = g_strdup_printf(_("there is no schema “%s”"), name);
		terminal_complain(what,
				  _("write “bulletin schema issue”, or the same with layout or import"));
		return STATUS_USAGE;
	}
	fputs(text, stdout);
	return STATUS_FINE;
}
