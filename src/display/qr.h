// QR codes as data: modules, dark or light (libqrencode).
#pragma once
#include <stdbool.h>

#include "base/arena.h"

// Modules of quiet zone on each side (ISO/IEC 18004, 6.3.8).
enum { QR_QUIET = 4 };

// Dark modules beside each other in a row, or, `down` the code, in a column.
typedef struct QrRun {
	int line, from, to; // modules, quiet zone aside; `to` is just past the last
} QrRun;

typedef struct QrCode {
	int size; // modules a side, quiet zone aside
	int version;
	const unsigned char *dark; // size × size, row by row, 1 for dark
	// All dark modules as the fewest runs.
	const QrRun *runs;
	int run_count;
	bool down;
} QrCode;

// The smallest code for a text: level M up to version 3, else L. NULL where it does not fit.
const QrCode *qr_encode(Arena *arena, const char *text);
