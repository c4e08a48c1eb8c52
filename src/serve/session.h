// What is shown, and to whom: the views of an issue, built again when a file changes.
#pragma once
#include "serve/http.h"
#include "serve/serve.h"

typedef struct Session Session;

// Builds the issue once, so that fonts are warm when the page opens.
Session *session_new(const ServeOptions *options);
void session_free(Session *session);

// What the door asks; `data` of the handlers is the session.
DoorHandlers session_handlers(Session *session);
