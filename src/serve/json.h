// JSON for the page.
#pragma once
#include <glib.h>

// `"name":` and then a string or a number, each with a comma after it.
void json_field(GString *out, const char *name, const char *text);
void json_number(GString *out, const char *name, gint64 number);
// Takes back the comma that ends a list, and closes it.
void json_close(GString *out, char bracket);
