#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "serve/serve.h"

static bool read_port(const char *text, int *port)
{
	char *end;
	guint64 number = g_ascii_strtoull(text, &end, 10);
	*port = (int)MIN(number, G_MAXUINT16);
	return g_ascii_isdigit(*text) && *end == '\0' && number <= G_MAXUINT16;
}

ExitStatus preview_run(const Arguments *arguments)
{
	const char *place = arguments_get(arguments, "goto"), *port = arguments_get(arguments, "port");
	if (place && arguments->operand_count == 0)
		return (ExitStatus)serve_goto(place);
	ServeOptions options = {.layout = arguments_get(arguments, "layout"),
				.open = !arguments_get(arguments, "no-open")};
	if (place || arguments->operand_count != 1 || strcmp(arguments->operands[0], "-") == 0) {
		terminal_complain(_("what to show is missing"),
				  _("name one issue, or, with --goto FILE:LINE, none"));
		return STATUS_USAGE;
	}
	if (port && !read_port(port, &options.port)) {
		terminal_complain(_("this is no port"),
				  _("write a number up to 65535; 0 takes any that is free"));
		return STATUS_USAGE;
	}
	options.issue = arguments->operands[0];
	return (ExitStatus)serve_preview(&options);
}
