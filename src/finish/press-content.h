// What a page draws, as PDF writes it: a stream of operands and operators. Colours in it are replaced; all
// else stays byte for byte. Pure: no PDF library, no colour library.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef enum TokenKind {
	TOKEN_NUMBER,
	TOKEN_NAME, // with its slash
	TOKEN_OPERATOR,
	TOKEN_OTHER, // strings, brackets
	TOKEN_DATA,  // of an inline image, from after "ID" to before "EI"
} TokenKind;

typedef struct Token {
	TokenKind kind;
	gsize start, end; // bytes of the stream
} Token;

typedef struct ContentReader {
	const char *data;
	gsize size, at;
	bool after_id; // the data of an inline image comes next
} ContentReader;

// The next token, comments and white space left out. False at the end.
bool content_next(ContentReader *reader, Token *token);

// A number as PDF writes it, and a space: at most so many places, no zeros at the end, no locale.
void content_append_number(GString *out, double value, int places);

// What a colour becomes: operands of k or K (four) or of rg or RG (three), 0 … 1.
typedef struct ContentColour {
	double parts[4];
	guint count;
	bool overprints; // where text is in it
} ContentColour;

// `rgb` 0 … 1, as the stream says it (greys as three equal parts).
typedef void (*ContentMap)(const double rgb[3], ContentColour *colour, void *data);

typedef struct ContentRewrite {
	ContentMap map;
	void *data;
	// Names of graphics states (without slash) that switch overprinting on and off; NULL: never asked
	// for.
	const char *overprint_on, *overprint_off;
	bool used_overprint; // out: the names are in the stream
} ContentRewrite;

// The stream with its colours replaced; NULL where it has colours that are no plain grey, RGB or CMYK nor a
// pattern, or is no content stream. The caller frees.
GString *content_rewrite(const char *data, gsize size, ContentRewrite *rewrite);
