// The preview's door: bytes of a request, "@" standing for the token and "%" for the port, to a real socket.
#include "fuzz.h"

#include <string.h>

#include <gio/gio.h>

#include "serve/http.h"

enum { QUIET_MAX = 20 };

static GBytes *fetch(const char *path, const char **type, char **name, void *data)
{
	(void)data;
	fuzz_require(path != NULL, "a path is asked for");
	*type = "text/plain";
	*name = g_strdup("file");
	return g_bytes_new_static("file", 4);
}

static DoorAnswer tell(const char *line, void *data)
{
	(void)data;
	return *line ? DOOR_HEARD : DOOR_UNKNOWN;
}

static void enter(Visitor *visitor, void *data)
{
	(void)data;
	visitor_say(visitor, "{}");
}

static void leave(Visitor *visitor, void *data)
{
	(void)visitor, (void)data;
}

static void hear(Visitor *visitor, const char *text, void *data)
{
	(void)data;
	fuzz_require(g_utf8_validate(text, -1, NULL), "what is heard is UTF-8");
	visitor_say(visitor, "{}");
}

static GString *request_of(const Door *door, const uint8_t *data, size_t size)
{
	GString *request = g_string_new(NULL);
	for (size_t i = 0; i < size; i++)
		if (data[i] == '@')
			g_string_append(request, door_get_token(door));
		else if (data[i] == '%')
			g_string_append_printf(request, "%d", door_get_port(door));
		else
			g_string_append_c(request, (char)data[i]);
	return request;
}

// Lets the door work until it has closed the connection, or has nothing to do for a while.
static void turn(GSocket *socket)
{
	char answer[4096];
	for (int quiet = 0; quiet < QUIET_MAX;) {
		bool worked = g_main_context_iteration(NULL, FALSE);
		gssize size = socket ? g_socket_receive(socket, answer, sizeof answer, NULL, NULL) : -1;
		if (size == 0)
			return;
		quiet = worked || size > 0 ? 0 : quiet + 1;
	}
}

static void send_request(const Door *door, const GString *request)
{
	g_autoptr(GSocket) socket =
	    g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
	g_autoptr(GSocketAddress) address =
	    g_inet_socket_address_new_from_string("127.0.0.1", (guint)door_get_port(door));
	if (!socket || !g_socket_connect(socket, address, NULL, NULL))
		return;
	g_socket_set_blocking(socket, FALSE);
	g_socket_send(socket, request->str, request->len, NULL, NULL);
	g_socket_shutdown(socket, FALSE, TRUE, NULL);
	turn(socket);
	g_socket_close(socket, NULL);
	turn(NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	DoorHandlers handlers = {.fetch = fetch, .tell = tell, .enter = enter, .leave = leave, .hear = hear};
	g_autofree char *problem = NULL;
	Door *door = size <= 8000 ? door_open(0, &handlers, &problem) : NULL;
	if (!door)
		return 0;
	GString *request = request_of(door, data, size);
	send_request(door, request);
	g_string_free(request, TRUE);
	door_close(door);
	turn(NULL);
	return 0;
}
