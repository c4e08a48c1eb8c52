// Fonts, text and painting made ready for any issue of a layout, before there is one.
#pragma once
#include "display/display.h"
#include "model/value.h"
#include "text/paragraph.h"

typedef struct PrimeInput {
	Arena *arena;
	DiagList *diags;
	TextEngine *text;
	const GPtrArray *styles; // const Style *
	const Value *words;      // of the language
	double dpi;              // of drafts to be painted beside PDF; 0: nothing is made ready for painting
} PrimeInput;

void prime(const PrimeInput *input);
