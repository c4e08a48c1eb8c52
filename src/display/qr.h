// QR codes as data: modules, dark or light (libqrencode).
#pragma once
#include <stdbool.h>

#include "base/arena.h"

// Modules of quiet zone on each side (ISO/IEC 18004, 6.3.8).
enum { QR_QUIET = 4 };

typedef struct QrCode {
	int size; // modules a side, quiet zone aside
	int version;
	const unsigned char *dark; // size × size, row by row, 1 for dark
} QrCode;

// The smallest code for a text: level M up to version 3, else L. NULL where it does not fit.
const QrCode *qr_encode(Arena *arena, const char *text);
