#include "serve/remote.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

enum { TIMEOUT_SECONDS = 5, ANSWER_MAX = 64 };

static char *state_folder(void)
{
	return g_build_filename(g_get_user_runtime_dir(), "bulletin", NULL);
}

char *remote_announce(int port, const char *token)
{
	g_autofree char *folder = state_folder();
	g_autofree char *name = g_strdup_printf("preview-%d", (int)getpid());
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = g_strdup_printf("%d %s\n", port, token);
	if (g_mkdir_with_parents(folder, 0700) != 0 ||
	    !g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
		return NULL;
	return g_steal_pointer(&path);
}

static RemoteAnswer read_answer(const char *status)
{
	static const struct {
		const char *status;
		RemoteAnswer answer;
	} answers[] = {{"HTTP/1.1 204", REMOTE_HEARD}, {"HTTP/1.1 409", REMOTE_UNSEEN}};
	for (gsize i = 0; i < G_N_ELEMENTS(answers); i++)
		if (g_str_has_prefix(status, answers[i].status))
			return answers[i].answer;
	return REMOTE_NOBODY;
}

// False where nobody listens.
static bool say(int port, const char *token, const char *line, RemoteAnswer *answer)
{
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_socket_client_set_timeout(client, TIMEOUT_SECONDS);
	g_socket_client_set_enable_proxy(client, FALSE);
	g_autoptr(GSocketConnection) connection =
	    g_socket_client_connect_to_host(client, "127.0.0.1", (guint16)port, NULL, NULL);
	if (!connection)
		return false;
	g_autofree char *request =
	    g_strdup_printf("POST /%s/tell HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
			    "Content-Length: %zu\r\n\r\n%s",
			    token, port, strlen(line), line);
	GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(connection));
	GInputStream *in = g_io_stream_get_input_stream(G_IO_STREAM(connection));
	char status[ANSWER_MAX] = "";
	if (g_output_stream_write_all(out, request, strlen(request), NULL, NULL, NULL))
		g_input_stream_read(in, status, sizeof status - 1, NULL, NULL);
	*answer = read_answer(status);
	return true;
}

RemoteAnswer remote_tell(const char *line, char **address)
{
	*address = NULL;
	g_autofree char *folder = state_folder();
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	RemoteAnswer furthest = REMOTE_NOBODY;
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
		if (!g_str_has_prefix(name, "preview-") || !g_file_get_contents(path, &text, NULL, NULL))
			continue;
		char *token;
		int port = (int)g_ascii_strtoull(text, &token, 10);
		RemoteAnswer answer = REMOTE_NOBODY;
		if (!say(port, g_strstrip(token), line, &answer))
			g_unlink(path); // of one that ended without a word
		if (answer == REMOTE_UNSEEN && !*address)
			*address = g_strdup_printf("http://127.0.0.1:%d/%s/", port, token);
		furthest = MAX(furthest, answer);
	}
	return furthest;
}
