#include "serve/serve.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/intl.h"
#include "serve/http.h"
#include "serve/remote.h"
#include "serve/session.h"

enum { STATUS_FINE, STATUS_INPUT, STATUS_USAGE, STATUS_SYSTEM };

static gboolean stop(gpointer loop)
{
	g_main_loop_quit(loop);
	return G_SOURCE_CONTINUE;
}

static void show_in_browser(const char *address)
{
	const char *arguments[] = {"xdg-open", address, NULL};
	g_autoptr(GError) error = NULL;
	if (!g_spawn_async(NULL, (char **)arguments, NULL,
			   G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
			   NULL, NULL, NULL, &error))
		fprintf(stderr, _("Open this address in a browser: %s\n"), address);
}

static void run_loop(void)
{
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	guint sources[] = {g_unix_signal_add(SIGINT, stop, loop), g_unix_signal_add(SIGTERM, stop, loop),
			   g_unix_signal_add(SIGHUP, stop, loop)};
	g_main_loop_run(loop);
	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++)
		g_source_remove(sources[i]);
}

int serve_preview(const ServeOptions *options)
{
	g_autofree char *problem = NULL;
	if (access(options->issue, R_OK) != 0) {
		fprintf(stderr,
			_("bulletin: error: %s cannot be read — check the name and the folder it is in\n"),
			options->issue);
		return STATUS_INPUT;
	}
	Session *session = session_new(options);
	DoorHandlers handlers = session_handlers(session);
	Door *door = door_open(options->port, &handlers, &problem);
	if (!door) {
		fprintf(stderr, _("bulletin: error: the preview cannot listen: %s — choose another --port\n"),
			problem);
		session_free(session);
		return STATUS_SYSTEM;
	}
	g_autofree char *address = door_get_address(door);
	g_autofree char *state = remote_announce(door_get_port(door), door_get_token(door));
	printf("%s\n", address);
	fflush(stdout);
	if (options->open)
		show_in_browser(address);
	run_loop();
	if (state)
		unlink(state);
	door_close(door);
	session_free(session);
	return STATUS_FINE;
}

static bool read_place(const char *place, char **file, int *line)
{
	g_auto(GStrv) parts = g_strsplit(place, ":", 0);
	guint count = g_strv_length(parts), numbers = 0;
	while (numbers < 2 && numbers + 1 < count && *parts[count - 1 - numbers] &&
	       strspn(parts[count - 1 - numbers], "0123456789") == strlen(parts[count - 1 - numbers]))
		numbers++;
	if (numbers == 0)
		return false;
	*line = (int)MIN(g_ascii_strtoull(parts[count - numbers], NULL, 10), (guint64)G_MAXINT);
	g_free(parts[count - numbers]);
	parts[count - numbers] = NULL;
	g_autofree char *name = g_strjoinv(":", parts);
	for (guint i = count - numbers + 1; i < count; i++)
		g_free(parts[i]);
	*file = g_canonicalize_filename(name, NULL);
	return true;
}

int serve_goto(const char *place)
{
	g_autofree char *file = NULL;
	int line;
	if (!read_place(place, &file, &line)) {
		fprintf(stderr, _("bulletin: error: “%s” is no place — write FILE:LINE\n"), place);
		return STATUS_USAGE;
	}
	g_autofree char *message = g_strdup_printf("goto\t%s\t%d", file, line), *address = NULL;
	RemoteAnswer answer = remote_tell(message, &address);
	if (answer == REMOTE_HEARD)
		return STATUS_FINE;
	if (answer == REMOTE_UNSEEN)
		fprintf(stderr, _("bulletin: error: the preview is open in no browser — open %s there\n"),
			address);
	else
		fprintf(stderr,
			_("bulletin: error: no preview shows %s — start one with “bulletin preview”\n"),
			file);
	return STATUS_INPUT;
}
