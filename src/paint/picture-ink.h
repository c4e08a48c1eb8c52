// JPEG files as a press takes them: in its inks, and still JPEG.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "paint/colour.h"

typedef struct InkJpeg {
	GBytes *data; // of four components
	bool
	    inverted; // 255 is no ink: so in all files with Adobe's marker, which all have that are made here
	bool kept;    // it was in ink already: the data as given
	double most;  // ink of any pixel once decoded, percent
} InkJpeg;

// False, and *problem says why in the user's language (the caller frees it), where the file is damaged.
// The caller unrefs the data.
bool jpeg_to_ink(GBytes *data, const Colour *colour, InkJpeg *result, char **problem);
