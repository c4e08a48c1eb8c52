// Numbers with decimals in messages, in the way of the messages' language ("4.5", « 4,5 »).
#pragma once
#include <glib.h>

typedef struct DecimalText {
	char text[G_ASCII_DTOSTR_BUF_SIZE];
} DecimalText;

// Rounded to so many digits. Returns the text, which is in `room`: decimal_text(&(DecimalText){0}, 4.5, 1).
const char *decimal_text(DecimalText *room, double value, int digits);
// Puts the language's sign into a number written with a point; returns it.
char *decimal_sign(char *number);
