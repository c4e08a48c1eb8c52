// Diagnostics as data: what is wrong, where, and what to do. Only commands print them.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/source.h"

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

// "note", "warning", "error", for machines; marked for translation: _(severity_name(…)) for people.
const char *severity_name(Severity severity);

typedef struct Diag {
	Severity severity;
	Span span;
	const char *code; // stable name for machines, static: "schema.required", "text.overset", …
	char *what;       // in the user's language, no full stop
	char *hint;       // what to do, or NULL
} Diag;

typedef struct DiagList DiagList;

DiagList *diag_list_new(void);
void diag_list_free(DiagList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DiagList, diag_list_free)

// Adds one finding. `what` is taken over (caller passes g_strdup_printf(_("…"), …));
// `hint` too, and may be NULL. The same code at the same place with the same text is kept once.
void diag_take(DiagList *list, Severity severity, const char *code, Span span, char *what, char *hint);

// Stable order: file in order of first mention, then line, then column.
void diag_list_sort(DiagList *list);
guint diag_list_length(const DiagList *list);
// How many were added so far, those again that were there already: whether a step found anything.
guint diag_list_count_taken(const DiagList *list);
// Borrowed; lives until the list changes.
const Diag *diag_list_peek(const DiagList *list, guint index);
guint diag_list_count(const DiagList *list, Severity severity);
bool diag_list_has_errors(const DiagList *list);
