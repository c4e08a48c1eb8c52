// The syntax of PDF objects (ISO 32000-1, 7.2 and 7.3), in content streams, CMaps and the text that the
// PDF library gives of an object. Nothing is an error here: what makes no sense is left out and counted.
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "inspect/object.h"

enum { LEXER_DEPTH_MAX = 100 }; // arrays and dictionaries within each other

typedef struct Lexer {
	const char *at, *end;
	Arena *arena;
	bool references; // "12 0 R" is a reference
	guint faults;    // what made no sense: stray ends, bytes that begin nothing, too deep nesting
	guint odd_hex;   // hexadecimal strings with an odd number of digits, or other signs
	int depth;
} Lexer;

// The next object or operator; NULL at the end.
const Obj *lexer_next(Lexer *lexer);

bool lexer_is_space(char byte);
bool lexer_is_delimiter(char byte);
