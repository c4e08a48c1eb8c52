// The part of the preview that is linked into `bulletin`: it makes way for the other program.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/intl.h"
#include "serve/serve.h"

enum { STATUS_SYSTEM = 3 };

static int launch(char **arguments)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = g_path_get_dirname(self ? self : "");
	g_autofree char *program = g_build_filename(folder, "bulletin-preview", NULL);
	arguments[0] = program;
	execv(program, arguments);
	fprintf(stderr, _("bulletin: error: the preview cannot be started (%s): %s\n"), program,
		g_strerror(errno));
	return STATUS_SYSTEM;
}

int serve_preview(const ServeOptions *options)
{
	g_autofree char *port = g_strdup_printf("%d", options->port);
	char *arguments[] = {NULL, (char *)"preview", (char *)"--port", port, NULL, NULL, NULL, NULL, NULL,
			     NULL};
	int count = 4;
	if (options->layout) {
		arguments[count++] = (char *)"--layout";
		arguments[count++] = (char *)options->layout;
	}
	if (!options->open)
		arguments[count++] = (char *)"--no-open";
	arguments[count++] = (char *)"--";
	arguments[count++] = (char *)options->issue;
	return launch(arguments);
}

int serve_goto(const char *place)
{
	char *arguments[] = {NULL, (char *)"preview", (char *)"--goto", (char *)place, NULL};
	return launch(arguments);
}
