// What layout must know of a picture file before it is painted: its kind and size.
#pragma once
#include <stdbool.h>

typedef enum PictureKind { PICTURE_JPEG, PICTURE_PNG, PICTURE_SVG } PictureKind;

typedef struct PictureInfo {
	PictureKind kind;
	int width, height; // pixels, upright; for SVG its view box, rounded up
	double aspect;     // width / height
	int orientation;   // of the stored rows, as in EXIF: 1 upright … 8; 1 but for JPEG
	int components;    // of a JPEG's pixels: 1 grey, 3 colours of a screen, 4 inks; else 0
} PictureInfo;

// Reads the head of a file, decoding no pixels. On failure false, and *problem says why in the
// user's language (the caller frees it).
bool picture_read_info(const char *file, PictureInfo *info, char **problem);
