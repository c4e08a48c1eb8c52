// Where a line of text may end: a pure function over the text.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "text/hyphen.h"

// What kind of break is possible before a byte.
typedef enum Cut {
	CUT_NONE,
	CUT_SPACE,        // at the space that begins here
	CUT_FORCED,       // a line break the author made, at the space that stands for it
	CUT_PLAIN,        // nothing is added: zero width space, dash, ideographs
	CUT_DASH,         // after a typed hyphen
	CUT_SLASH,        // after a slash between words
	CUT_ADDRESS,      // inside a URL or e-mail address
	CUT_ADDRESS_DASH, // the same, after a hyphen, which a reader may take for an added one
	CUT_SOFT,         // a soft hyphen was typed here
	CUT_HYPHEN,       // the patterns divide the word here
	CUT_ELISION,      // after the first vowel of a word that has an elision before it
	CUT_CAPITAL,      // the same in a word that begins with a capital: a name, perhaps
	// In what is wider than its line though no line may end in it:
	CUT_LAST_SPACE,    // at a space that should not break
	CUT_LAST_SIGN,     // after punctuation
	CUT_LAST_HYPHEN,   // the patterns divide it here, whatever its case
	CUT_LAST_ANYWHERE, // between any two characters
} Cut;

// What the author, or a typographic rule, asked for at a byte of the text.
typedef enum CutMark {
	CUT_MARK_JOIN = 1 << 0,     // no break before this byte
	CUT_MARK_SPLIT = 1 << 1,    // a break may be before this byte
	CUT_MARK_SOFT = 1 << 2,     // a soft hyphen before this byte
	CUT_MARK_FORCED = 1 << 3,   // this byte is a space in place of a line break
	CUT_MARK_SOLID = 1 << 4,    // this byte and the one before are in one unbreakable run
	CUT_MARK_VERBATIM = 1 << 5, // this byte's word is never divided
	CUT_MARK_TURN = 1 << 6,     // the line ends at this space, in a text of more than one line
	CUT_MARK_RAISED = 1 << 7,   // a superior letter; means nothing for breaks
} CutMark;

// A part of the text in a language of its own.
typedef struct CutLanguage {
	gsize start, end;
	Hyphenator *hyphenator;
} CutLanguage;

typedef struct CutInput {
	const char *text;
	gsize length;
	const guint8 *marks;          // one a byte
	Hyphenator *hyphenator;       // NULL: words are not divided
	const CutLanguage *languages; // where it is another, in order
	guint language_count;
	bool words_whole; // no break but at spaces
} CutInput;

// One Cut a byte of the text; the caller frees it.
guint8 *cuts_find(const CutInput *input);

// Fills `cuts` for the bytes start … end of a word that is wider than its line; cuts already there stay.
void cuts_find_emergency(const CutInput *input, gsize start, gsize end, guint8 *cuts);

// True for what is printed as a URL, a host with a path, or an e-mail address.
bool text_is_address(const char *text, gsize length);
