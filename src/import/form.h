// Forms of text as the rules write them: "{date:day}( {place})? / {host} - {title} - [{link:link}]".
//   {name:type}        what stands there becomes a value; {name=words} where it reads like the words
//   (a|b) and (a)?     one or the other; there or not
//   **a** *a* [a]      bold, italic, a link; anywhere else marks do not count
//   …                  any text, or none
//   #                  a figure
//   a space            a space; none is needed beside / , : and ;
// Case, accents, kinds of quotation marks, dashes and spaces do not count.
#pragma once
#include "base/diag.h"
#include "import/calendar.h"
#include "import/passage.h"

typedef enum CaptureType {
	CAPTURE_TEXT,
	CAPTURE_LONG,   // as much as there can be
	CAPTURE_LINKED, // words that may be a link
	CAPTURE_LINK,   // a link with its words
	CAPTURE_LINES,  // a list of its lines
	CAPTURE_NUMBER,
	CAPTURE_DAY,
	CAPTURE_DAY_NUMBER,
	CAPTURE_MONTH,
	CAPTURE_MONTH_NAME,
	CAPTURE_DATE,
	CAPTURE_PHONE,
	CAPTURE_EMAIL,
	CAPTURE_WEB,
} CaptureType;

enum { CAPTURES_MAX = 12 };

typedef struct Capture {
	const char *name; // "" for what is not kept
	CaptureType type;
} Capture;

typedef enum FormReach { FORM_WHOLE, FORM_START, FORM_END } FormReach;

typedef struct Form {
	GRegex *regex;
	Capture captures[CAPTURES_MAX];
	guint count;
	const char *loses; // where, in its text, it takes words that it does not keep; NULL: nowhere
} Form;

// Where a capture was found: bytes of the passage's text, and of the folded one. start < 0: it was not.
typedef struct Found {
	int start, end;
	int folded_start, folded_end;
} Found;

typedef struct Match {
	const Form *form;
	Found found[CAPTURES_MAX];
} Match;

// False and a diagnostic where the form says nothing that can be looked for. `form` is to be cleared.
bool form_compile(Form *form, DiagList *diags, const Calendar *calendar, const Value *value, FormReach reach);
void form_clear(Form *form);

// Long texts are none that a form is for: they never match.
bool form_match(const Form *form, const Folded *text, Match *match);
