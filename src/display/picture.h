// What layout must know of a picture file before it is painted: its kind and size.
#pragma once
#include <stdbool.h>

#include "base/file.h"

typedef enum PictureKind { PICTURE_JPEG, PICTURE_PNG, PICTURE_SVG } PictureKind;

typedef struct PictureInfo {
	PictureKind kind;
	int width, height; // pixels, upright; for SVG its view box, rounded up
	double aspect;     // width / height
	int orientation;   // of the stored rows, as in EXIF: 1 upright … 8; 1 but for JPEG
	int components;    // of a JPEG's pixels: 1 grey, 3 colours of a screen, 4 inks; else 0
} PictureInfo;

typedef enum PictureState {
	PICTURE_GOOD,
	PICTURE_MISSING,  // there is no such file
	PICTURE_OUTSIDE,  // it leads out of the folder it has to be in
	PICTURE_UNUSABLE, // it may not be read, is too large, or is no picture
} PictureState;

// Code of the diagnostic where a picture could not be drawn for want of memory.
#define PICTURE_NO_MEMORY "picture.no-memory"

// Reads the head of a file, decoding no pixels. But for PICTURE_GOOD, *problem says why in the user's
// language (the caller frees it).
PictureState picture_read_info(const FilePlace *file, PictureInfo *info, char **problem);
// The same, and all of the file; the caller unrefs it. NULL and *problem on failure.
GBytes *picture_read(const FilePlace *file, PictureInfo *info, char **problem);
