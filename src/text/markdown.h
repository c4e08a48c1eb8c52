// The Markdown that text values take, as blocks of inline runs (read by md4c).
#pragma once
#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/value.h"

typedef enum MarkFlags {
	MARK_STRONG = 1 << 0,
	MARK_EM = 1 << 1,
	MARK_LINK = 1 << 2,
	MARK_BREAK = 1 << 3, // the run is a forced line break; its text is empty
} MarkFlags;

typedef struct MarkRun {
	MarkFlags flags;
	const char *text;
	const char *href; // MARK_LINK: the target, "" where it has none yet
	const char *lang; // of the phrase it is in, [phrase]{lang=en}; NULL: the text's own
	int link;         // MARK_LINK: number of the link within the value, from 0; otherwise -1
	Span span;
} MarkRun;

typedef enum MarkBlockKind { MARK_PARAGRAPH, MARK_ITEM, MARK_QUOTE } MarkBlockKind;

// A paragraph, on its own, of a list item, or of a block quote.
typedef struct MarkBlock {
	MarkBlockKind kind;
	int level;  // depth of the list, from 1; 0 outside lists
	int number; // ordered item: its number; bullet: 0; later paragraph of an item: -1
	int group;  // counts lists and quotes: blocks of one list or quote share it
	MarkRun *runs;
	guint run_count;
} MarkBlock;

typedef struct MarkText {
	MarkBlock *blocks;
	guint block_count;
	bool is_faulty; // something was said of it when it was parsed
} MarkText;

typedef enum MarkMode { MARK_INLINE, MARK_BLOCKS } MarkMode;

// Parses a scalar. Beyond CommonMark it knows [phrase]{lang=en}: words of another language. What the mode
// does not take (headings, code, images, raw HTML, tables; in MARK_INLINE any second block, list or quote) is
// an error diagnostic at its place; a link with a scheme other than https, http, mailto, tel likewise. The
// result lives in the arena.
MarkText *markdown_parse(Arena *arena, DiagList *diags, const Value *value, MarkMode mode);
