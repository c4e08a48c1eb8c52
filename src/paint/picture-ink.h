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

void ink_jpeg_free(InkJpeg *jpeg);

// Lives as long as the colour. NULL, and *problem says why in the user's language (the caller frees it),
// where the file is damaged.
const InkJpeg *jpeg_to_ink(GBytes *data, const Colour *colour, char **problem);
