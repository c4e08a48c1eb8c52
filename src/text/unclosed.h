// Signs of Markdown that would print as typed: bold or a link that does not end, struck-out text.
#pragma once
#include <glib.h>

#include "base/diag.h"
#include "model/value.h"

// Whether a text could have any such sign: a quick look, before the text is read.
bool unclosed_is_possible(const char *text);

typedef struct Unclosed {
	DiagList *diags;
	const Value *value;
	SpanMark *mark; // of what is said of the value
} Unclosed;

// Warns of those at bytes start … end of the value, which are text that will print.
void unclosed_check(const Unclosed *check, gsize start, gsize end);
