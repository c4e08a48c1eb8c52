// A text as blocks, each with its marks in it: what is found, matched and moved when a text is imported.
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "base/source.h"

// Marks are characters of the text, so that a pattern can ask for them. No source holds these characters.
enum {
	SIGN_STRONG = 0x01,
	SIGN_STRONG_END,
	SIGN_EM,
	SIGN_EM_END,
	SIGN_LINK,
	SIGN_LINK_END,
	SIGN_PICTOGRAM, // emoji, arrows and bullets, one or more
};

typedef enum PassageKind { PASSAGE_PARAGRAPH, PASSAGE_HEADING, PASSAGE_ITEM, PASSAGE_QUOTE } PassageKind;

// A paragraph, on its own, of a list or of a quotation; or a heading. All of it lives in the arena.
typedef struct Passage {
	PassageKind kind;
	int level;                  // of a heading, from 1; of a list's item, its depth; otherwise 0
	int number;                 // of an ordered item; 0: a bullet
	int line, end_line;         // of the source
	const char *text;           // marked; lines end in \n
	const char *const *targets; // of its links, in order
	guint target_count;
} Passage;

// A place in a passage, and what is open there. All zero but for the passage and line to begin with.
typedef struct PassageCursor {
	const Passage *passage;
	size_t at; // in bytes
	int line;
	guint targets; // links begun before
	bool strong, em, link;
} PassageCursor;

PassageCursor passage_begin(const Passage *passage);
void passage_advance(PassageCursor *cursor, size_t to);
// From there to a byte, as a passage of its own: marks that are open there are opened and closed again.
Passage *passage_cut(Arena *arena, const PassageCursor *start, size_t end);
// The bytes start … end likewise.
Passage *passage_slice(Arena *arena, const Passage *passage, size_t start, size_t end);
// One after the other, a space between.
Passage *passage_join(Arena *arena, const Passage *first, const Passage *second);

// Of the text, marks and pictograms aside:
bool passage_has_words(const Passage *passage);
bool passage_begins_small(const Passage *passage); // with a small letter
// The last sign that is no quotation mark or bracket; 0 where there is none.
gunichar passage_last_sign(const Passage *passage);
bool passage_is_strong(const Passage *passage); // all of it
bool passage_is_link(const Passage *passage);   // all of it is one link
size_t passage_length(const Passage *passage);  // in characters

// The text as it is compared: small letters without accents, one kind of space, quotation mark and dash.
typedef struct Folded {
	char *text;
	size_t *places; // of each byte of it and of its end: the byte of the original
} Folded;

void folded_init(Folded *folded, const char *text);
void folded_clear(Folded *folded);
