// What libyaml found wrong, said so that it helps.
#pragma once
#include <stddef.h>

#include "base/diag.h"

typedef struct SyntaxPlace {
	int line, column; // from 1
} SyntaxPlace;

typedef struct SyntaxFault {
	const Source *source;
	const char *problem; // libyaml's words
	const char *context; // what it was doing, or ""
	SyntaxPlace place, context_place;
	SyntaxPlace last_scalar; // where the last scalar read begins; line 0: there was none
} SyntaxFault;

// Adds one error to `diags`, at the place where the reader has to change something.
void syntax_report(DiagList *diags, const SyntaxFault *fault);

// `text` as it may be written in a YAML file, in quotes; cut where it is long. The caller frees.
char *syntax_quoted(const char *text);
