#include "serve/http.h"

#include <stdio.h>
#include <string.h>

#include <libsoup/soup.h>

#include "base/intl.h"

enum { TOO_MANY_REQUESTS = 429 }; // RFC 6585; libsoup has no name for it

enum {
	TOKEN_BYTES = 16,
	CONNECTIONS_MAX = 48,
	BACKLOG = 256, // connections that wait to be let in or turned away
	VISITORS_MAX = 8,
	HEARD_MAX = 4096, // bytes of a message from the page
	BODY_MAX = 4096,  // bytes of a request's body
	PATH_MAX_LENGTH = 512,
	REQUEST_SECONDS = 10, // for a request to come in whole, or for the next one
	KEEPALIVE_SECONDS = 20,
	RATE = 100,
	BURST = 300, // requests and messages a second, and at once
};

// Requests and messages are paid for from a purse that fills up with time.
typedef struct Purse {
	double left;
	gint64 at;
} Purse;

typedef struct Connection {
	Door *door;
	GSocketConnection *stream; // not owned: it tells when it goes
	gint64 since;              // the last whole request, or its beginning
	bool is_visitor;           // a WebSocket, which may be idle
	guint port;                // of the other side: names it
} Connection;

struct Door {
	DoorHandlers handlers;
	GSocketService *service;
	SoupServer *server;
	GPtrArray *connections; // Connection *
	GPtrArray *visitors;    // Visitor *
	GResource *files;
	char *token, *host, *local_host;
	int port;
	guint sweep;
	Purse purse;
};

struct Visitor {
	Door *door;
	SoupWebsocketConnection *socket;
	void *data;
	GDestroyNotify free_data;
	Purse purse;
};

// In the file that glib-compile-resources makes.
extern GResource *preview_get_resource(void);

// --- what may come in ---

static bool pay(Purse *purse)
{
	gint64 now = g_get_monotonic_time();
	if (purse->at == 0)
		purse->left = BURST;
	else
		purse->left = MIN(BURST, purse->left + (double)(now - purse->at) * RATE / G_USEC_PER_SEC);
	purse->at = now;
	if (purse->left < 1)
		return false;
	purse->left--;
	return true;
}

static bool same_text(const char *a, const char *b, gsize length)
{
	guchar other = 0;
	for (gsize i = 0; i < length; i++)
		other |= (guchar)(a[i] ^ b[i]);
	return other == 0;
}

// What of a path follows "/TOKEN/"; NULL where it does not begin so.
static const char *path_inside(const Door *door, const char *path)
{
	gsize length = strlen(door->token);
	if (strlen(path) < length + 2 || strlen(path) > PATH_MAX_LENGTH || path[0] != '/')
		return NULL;
	if (!same_text(path + 1, door->token, length) || path[length + 1] != '/')
		return NULL;
	return path + length + 2;
}

static bool is_own_host(const Door *door, const char *host)
{
	return host && (strcmp(host, door->host) == 0 || strcmp(host, door->local_host) == 0);
}

// Other sites may have a browser ask, but cannot have it hide who asks.
static bool is_own_origin(const Door *door, const char *origin, const char *host)
{
	if (!origin)
		return true;
	return g_str_has_prefix(origin, "http://") && is_own_host(door, origin + strlen("http://")) &&
	       strcmp(origin + strlen("http://"), host) == 0;
}

static guint refusal_of(const Door *door, SoupServerMessage *message)
{
	SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
	const char *host = soup_message_headers_get_one(headers, "Host");
	const char *origin = soup_message_headers_get_list(headers, "Origin");
	const char *site = soup_message_headers_get_one(headers, "Sec-Fetch-Site");
	if (!is_own_host(door, host))
		return SOUP_STATUS_MISDIRECTED_REQUEST;
	if (!is_own_origin(door, origin, host))
		return SOUP_STATUS_FORBIDDEN;
	if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return SOUP_STATUS_FORBIDDEN;
	if (!path_inside(door, g_uri_get_path(soup_server_message_get_uri(message))))
		return SOUP_STATUS_NOT_FOUND;
	return 0;
}

// --- answers ---

static void add_safe_headers(const Door *door, SoupServerMessage *message)
{
	SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
	g_autofree char *policy = g_strdup_printf(
	    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	    "connect-src 'self' ws://%s ws://%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	    door->host, door->local_host);
	soup_message_headers_replace(headers, "Content-Security-Policy", policy);
	soup_message_headers_replace(headers, "X-Content-Type-Options", "nosniff");
	soup_message_headers_replace(headers, "Referrer-Policy", "no-referrer");
	soup_message_headers_replace(headers, "Cross-Origin-Resource-Policy", "same-origin");
	soup_message_headers_replace(headers, "Cross-Origin-Opener-Policy", "same-origin");
	soup_message_headers_replace(headers, "Cache-Control", "no-store");
}

static void refuse(const Door *door, SoupServerMessage *message, guint status)
{
	add_safe_headers(door, message);
	soup_server_message_set_status(message, status, NULL);
	soup_server_message_set_response(message, "text/plain", SOUP_MEMORY_STATIC, "", 0);
	soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection",
				     "close");
}

static void answer(SoupServerMessage *message, const char *type, GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	soup_server_message_set_status(message, SOUP_STATUS_OK, NULL);
	soup_server_message_set_response(message, type, SOUP_MEMORY_COPY, data, size);
}

static const char *type_of(const char *name)
{
	static const struct {
		const char *suffix, *type;
	} types[] = {
	    {".html", "text/html; charset=utf-8"},
	    {".css", "text/css; charset=utf-8"},
	    {".js", "text/javascript; charset=utf-8"},
	    {".svg", "image/svg+xml"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(name, types[i].suffix))
			return types[i].type;
	return NULL;
}

// The page's own files: those compiled in, by their exact names.
static bool answer_own_file(const Door *door, SoupServerMessage *message, const char *path)
{
	const char *name = *path ? path : "index.html";
	if (!type_of(name) || strchr(name, '/'))
		return false;
	g_autofree char *resource = g_strconcat("/preview/", name, NULL);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(door->files, resource, 0, NULL);
	if (!bytes)
		return false;
	answer(message, type_of(name), bytes);
	return true;
}

static bool answer_built_file(const Door *door, SoupServerMessage *message, const char *path)
{
	const char *type = NULL;
	g_autofree char *name = NULL;
	if (!g_str_has_prefix(path, "download/") && !g_str_has_prefix(path, "picture/") &&
	    !g_str_has_prefix(path, "proof/"))
		return false;
	g_autoptr(GBytes) bytes = door->handlers.fetch(path, &type, &name, door->handlers.data);
	if (!bytes)
		return false;
	SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
	answer(message, type, bytes);
	if (name) {
		g_autofree char *escaped = g_uri_escape_string(name, NULL, FALSE);
		g_autofree char *value = g_strdup_printf("attachment; filename*=UTF-8''%s", escaped);
		soup_message_headers_replace(headers, "Content-Disposition", value);
	} else {
		// A drawing opened by itself is still no page.
		soup_message_headers_replace(headers, "Content-Security-Policy",
					     "default-src 'none'; style-src 'unsafe-inline'; sandbox");
		soup_message_headers_replace(headers, "Cache-Control", "private, max-age=3600, immutable");
	}
	return true;
}

static bool answer_line(const Door *door, SoupServerMessage *message, const char *path)
{
	if (strcmp(path, "tell") != 0)
		return false;
	SoupMessageBody *body = soup_server_message_get_request_body(message);
	g_autofree char *line = g_strndup(body->data ? body->data : "", (gsize)MAX(body->length, 0));
	static const guint statuses[] = {[DOOR_HEARD] = SOUP_STATUS_NO_CONTENT,
					 [DOOR_UNKNOWN] = SOUP_STATUS_NOT_FOUND,
					 [DOOR_UNSEEN] = SOUP_STATUS_CONFLICT};
	bool valid = g_utf8_validate(line, -1, NULL);
	DoorAnswer answer = valid ? door->handlers.tell(line, door->handlers.data) : DOOR_UNKNOWN;
	soup_server_message_set_status(message, statuses[answer], NULL);
	return true;
}

static void on_request(SoupServer *server, SoupServerMessage *message, const char *decoded, GHashTable *query,
		       gpointer data)
{
	Door *door = data;
	(void)server, (void)decoded, (void)query;
	const char *path = path_inside(door, g_uri_get_path(soup_server_message_get_uri(message)));
	const char *method = soup_server_message_get_method(message);
	bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
	if (soup_server_message_get_status(message) >= 400)
		return;
	add_safe_headers(door, message);
	bool done = path && reads
			? answer_own_file(door, message, path) || answer_built_file(door, message, path)
			: path && strcmp(method, "POST") == 0 && answer_line(door, message, path);
	if (!done)
		refuse(door, message, reads ? SOUP_STATUS_NOT_FOUND : SOUP_STATUS_METHOD_NOT_ALLOWED);
}

// Before a body is read.
static void on_headers(SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
		       gpointer data)
{
	Door *door = data;
	(void)server, (void)path, (void)query;
	SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
	guint status = refusal_of(door, message);
	if (!status && !pay(&door->purse))
		status = TOO_MANY_REQUESTS;
	if (!status && (soup_message_headers_get_content_length(headers) > BODY_MAX ||
			soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CHUNKED))
		status = SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE;
	if (status)
		refuse(door, message, status);
}

// --- visitors ---

static void visitor_free(void *data)
{
	Visitor *visitor = data;
	if (visitor->free_data)
		visitor->free_data(visitor->data);
	g_object_unref(visitor->socket);
	g_free(visitor);
}

static void on_closed(SoupWebsocketConnection *socket, gpointer data)
{
	Visitor *visitor = data;
	Door *door = visitor->door;
	g_signal_handlers_disconnect_by_data(socket, visitor);
	door->handlers.leave(visitor, door->handlers.data);
	g_ptr_array_remove_fast(door->visitors, visitor);
}

static void on_heard(SoupWebsocketConnection *socket, gint type, GBytes *message, gpointer data)
{
	Visitor *visitor = data;
	gsize size;
	const char *bytes = g_bytes_get_data(message, &size);
	if (type != SOUP_WEBSOCKET_DATA_TEXT || !pay(&visitor->purse)) {
		soup_websocket_connection_close(socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
		return;
	}
	g_autofree char *text = g_strndup(bytes, size);
	visitor->door->handlers.hear(visitor, text, visitor->door->handlers.data);
}

static Connection *find_connection(const Door *door, guint port)
{
	for (guint i = 0; i < door->connections->len; i++) {
		Connection *connection = g_ptr_array_index(door->connections, i);
		if (connection->port == port)
			return connection;
	}
	return NULL;
}

static guint port_of(GSocketAddress *address)
{
	return G_IS_INET_SOCKET_ADDRESS(address)
		   ? g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address))
		   : 0;
}

static void on_socket(SoupServer *server, SoupServerMessage *message, const char *path,
		      SoupWebsocketConnection *socket, gpointer data)
{
	Door *door = data;
	(void)server, (void)path;
	Connection *connection =
	    find_connection(door, port_of(soup_server_message_get_remote_address(message)));
	const char *inside = path_inside(door, g_uri_get_path(soup_server_message_get_uri(message)));
	SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
	bool wanted = inside && strcmp(inside, "socket") == 0 && !refusal_of(door, message) &&
		      soup_message_headers_get_list(headers, "Origin") && door->visitors->len < VISITORS_MAX;
	if (!wanted) {
		soup_websocket_connection_close(socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
		return;
	}
	if (connection)
		connection->is_visitor = true;
	Visitor *visitor = g_new0(Visitor, 1);
	visitor->door = door;
	visitor->socket = g_object_ref(socket);
	soup_websocket_connection_set_max_incoming_payload_size(socket, HEARD_MAX);
	soup_websocket_connection_set_keepalive_interval(socket, KEEPALIVE_SECONDS);
	g_signal_connect(socket, "message", G_CALLBACK(on_heard), visitor);
	g_signal_connect(socket, "closed", G_CALLBACK(on_closed), visitor);
	g_ptr_array_add(door->visitors, visitor);
	door->handlers.enter(visitor, door->handlers.data);
}

void visitor_say(Visitor *visitor, const char *json)
{
	if (soup_websocket_connection_get_state(visitor->socket) == SOUP_WEBSOCKET_STATE_OPEN)
		soup_websocket_connection_send_text(visitor->socket, json);
}

void visitor_set_data(Visitor *visitor, void *data, GDestroyNotify free)
{
	visitor->data = data;
	visitor->free_data = free;
}

void *visitor_get_data(const Visitor *visitor)
{
	return visitor->data;
}

// --- connections ---

static void connection_gone(gpointer data, GObject *stream)
{
	Connection *connection = data;
	(void)stream;
	g_ptr_array_remove_fast(connection->door->connections, connection);
}

static gboolean on_incoming(GSocketService *service, GSocketConnection *stream, GObject *source,
			    gpointer data)
{
	Door *door = data;
	(void)service, (void)source;
	if (door->connections->len >= CONNECTIONS_MAX) {
		g_io_stream_close(G_IO_STREAM(stream), NULL, NULL);
		return TRUE;
	}
	g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address(stream, NULL);
	g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address(stream, NULL);
	Connection *connection = g_new0(Connection, 1);
	connection->door = door;
	connection->stream = stream;
	connection->since = g_get_monotonic_time();
	connection->port = remote ? port_of(remote) : 0;
	g_ptr_array_add(door->connections, connection);
	g_object_weak_ref(G_OBJECT(stream), connection_gone, connection);
	g_socket_set_option(g_socket_connection_get_socket(stream), 6, 1, 1, NULL); // TCP_NODELAY
	soup_server_accept_iostream(door->server, G_IO_STREAM(stream), local, remote, NULL);
	return TRUE;
}

static void on_answered(SoupServer *server, SoupServerMessage *message, gpointer data)
{
	Door *door = data;
	(void)server;
	Connection *connection =
	    find_connection(door, port_of(soup_server_message_get_remote_address(message)));
	if (connection)
		connection->since = g_get_monotonic_time();
}

// Who takes too long to ask, or is silent after an answer, makes room.
static gboolean sweep(gpointer data)
{
	Door *door = data;
	gint64 now = g_get_monotonic_time();
	for (guint i = door->connections->len; i-- > 0;) {
		const Connection *connection = g_ptr_array_index(door->connections, i);
		if (!connection->is_visitor && now - connection->since > REQUEST_SECONDS * G_USEC_PER_SEC)
			g_socket_shutdown(g_socket_connection_get_socket(connection->stream), TRUE, TRUE,
					  NULL);
	}
	return G_SOURCE_CONTINUE;
}

// --- life ---

static char *make_token(void)
{
	guchar bytes[TOKEN_BYTES];
	FILE *source = fopen("/dev/urandom", "rb");
	bool whole = source && fread(bytes, sizeof bytes, 1, source) == 1;
	if (source)
		fclose(source);
	if (!whole)
		return NULL;
	GString *token = g_string_new(NULL);
	for (gsize i = 0; i < sizeof bytes; i++)
		g_string_append_printf(token, "%02x", bytes[i]);
	return g_string_free(token, FALSE);
}

static bool listen_on(Door *door, int port, char **problem)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
	g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, (guint16)port);
	g_autoptr(GSocketAddress) effective = NULL;
	if (!g_socket_listener_add_address(G_SOCKET_LISTENER(door->service), address, G_SOCKET_TYPE_STREAM,
					   G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error)) {
		*problem = g_strdup(error->message);
		return false;
	}
	door->port = (int)port_of(effective);
	door->host = g_strdup_printf("127.0.0.1:%d", door->port);
	door->local_host = g_strdup_printf("localhost:%d", door->port);
	return true;
}

Door *door_open(int port, const DoorHandlers *handlers, char **problem)
{
	Door *door = g_new0(Door, 1);
	door->handlers = *handlers;
	door->service = g_socket_service_new();
	g_socket_listener_set_backlog(G_SOCKET_LISTENER(door->service), BACKLOG);
	door->connections = g_ptr_array_new_with_free_func(g_free);
	door->visitors = g_ptr_array_new_with_free_func(visitor_free);
	door->files = preview_get_resource();
	door->token = make_token();
	door->server = soup_server_new("raw-paths", TRUE, "server-header", NULL, NULL);
	if (!door->token || !listen_on(door, port, problem)) {
		if (!door->token)
			*problem = g_strdup("/dev/urandom");
		door_close(door);
		return NULL;
	}
	soup_server_add_early_handler(door->server, NULL, on_headers, door, NULL);
	soup_server_add_handler(door->server, NULL, on_request, door, NULL);
	g_autofree char *socket_path = g_strdup_printf("/%s/socket", door->token);
	soup_server_add_early_handler(door->server, socket_path, on_headers, door, NULL);
	soup_server_add_websocket_handler(door->server, socket_path, NULL, NULL, on_socket, door, NULL);
	g_signal_connect(door->server, "request-read", G_CALLBACK(on_answered), door);
	g_signal_connect(door->server, "request-finished", G_CALLBACK(on_answered), door);
	g_signal_connect(door->service, "incoming", G_CALLBACK(on_incoming), door);
	g_socket_service_start(door->service);
	door->sweep = g_timeout_add_seconds(1, sweep, door);
	return door;
}

static void forget_connections(Door *door)
{
	for (guint i = 0; i < door->connections->len; i++) {
		Connection *connection = g_ptr_array_index(door->connections, i);
		g_object_weak_unref(G_OBJECT(connection->stream), connection_gone, connection);
	}
	g_ptr_array_unref(door->connections);
}

void door_close(Door *door)
{
	if (door->sweep)
		g_source_remove(door->sweep);
	g_socket_service_stop(door->service);
	for (guint i = 0; i < door->visitors->len; i++) {
		Visitor *visitor = g_ptr_array_index(door->visitors, i);
		g_signal_handlers_disconnect_by_data(visitor->socket, visitor);
	}
	forget_connections(door);
	soup_server_disconnect(door->server);
	g_ptr_array_unref(door->visitors);
	g_object_unref(door->server);
	g_object_unref(door->service);
	g_free(door->token);
	g_free(door->host);
	g_free(door->local_host);
	g_free(door);
}

int door_get_port(const Door *door)
{
	return door->port;
}

const char *door_get_token(const Door *door)
{
	return door->token;
}

char *door_get_address(const Door *door)
{
	return g_strdup_printf("http://%s/%s/", door->host, door->token);
}
