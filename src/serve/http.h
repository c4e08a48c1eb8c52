// The door: HTTP and WebSocket on the loopback interface, for one page that knows the token.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct Door Door;

// One page that is open in a browser.
typedef struct Visitor Visitor;

// What became of a line from another process.
typedef enum DoorAnswer {
	DOOR_HEARD,
	DOOR_UNKNOWN, // it says nothing about what is shown
	DOOR_UNSEEN,  // no page is open
} DoorAnswer;

typedef struct DoorHandlers {
	void *data;
	// A file below "download/", "picture/" or "proof/": its bytes (the caller unrefs them) and type; or
	// NULL.
	GBytes *(*fetch)(const char *path, const char **type, char **name, void *data);
	// A line from another process of the same user, which knows the token.
	DoorAnswer (*tell)(const char *line, void *data);
	void (*enter)(Visitor *visitor, void *data);
	void (*leave)(Visitor *visitor, void *data);
	void (*hear)(Visitor *visitor, const char *text, void *data);
} DoorHandlers;

// Listens on 127.0.0.1. NULL and *problem (the caller frees it) where it cannot.
Door *door_open(int port, const DoorHandlers *handlers, char **problem);
void door_close(Door *door);

int door_get_port(const Door *door);
const char *door_get_token(const Door *door);
// "http://127.0.0.1:PORT/TOKEN/"; the caller frees it.
char *door_get_address(const Door *door);

void visitor_say(Visitor *visitor, const char *json);
void visitor_set_data(Visitor *visitor, void *data, GDestroyNotify free);
void *visitor_get_data(const Visitor *visitor);
