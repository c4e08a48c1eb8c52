// Character references of Markdown and HTML: "&shy;", "&#8239;", "&#x202F;".
#pragma once
#include <glib.h>

// The character a reference stands for ("&" and ";" included in the text); 0 where it is not known.
gunichar entity_decode(const char *text, gsize length);
