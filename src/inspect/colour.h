// Colour spaces and ICC profiles, as far as checks ask: what family, how many components, of what profile.
#pragma once
#include <stdbool.h>

#include "inspect/document.h"

typedef enum ColourFamily {
	COLOUR_UNKNOWN,
	COLOUR_DEVICE_GRAY,
	COLOUR_DEVICE_RGB,
	COLOUR_DEVICE_CMYK,
	COLOUR_CAL_GRAY,
	COLOUR_CAL_RGB,
	COLOUR_LAB,
	COLOUR_ICC,
	COLOUR_INDEXED,
	COLOUR_PATTERN,
	COLOUR_SEPARATION,
	COLOUR_DEVICE_N,
} ColourFamily;

enum { COMPONENTS_MAX = 32 };

typedef struct IccProfile {
	bool valid;         // the header makes sense and the size is right
	char class[5];      // "prtr", "mntr", …
	char space[5];      // "CMYK", "RGB ", "GRAY", "Lab "
	char pcs[5];        // "Lab ", "XYZ "
	int major, minor;   // of its version
	const char *name;   // its description, or NULL
	bool has_to_device; // B2A tables, or the matrix of an RGB or grey profile
} IccProfile;

typedef struct ColourSpace ColourSpace;
struct ColourSpace {
	ColourFamily family;
	guint components;
	const Obj *obj;          // array or name it was made from
	const ColourSpace *base; // of Indexed and uncoloured patterns; alternate of Separation, DeviceN
	const Obj *profile;      // stream, of an ICC space
	const IccProfile *icc;   // of it; NULL otherwise
	const char *name;        // as people say it: "DeviceRGB", "ICC “sRGB”", "Separation “Gold”"
	const char *const *colorants; // of Separation and DeviceN, `components` many
};

// Reads a space by its name or array, `resources` giving the names meaning. Never NULL.
const ColourSpace *colour_space_read(Document *doc, const Obj *obj, const Obj *resources);
// One of the device spaces by itself.
const ColourSpace *colour_space_device(Document *doc, ColourFamily family);
// The space that really says what is printed: under Indexed and patterns.
const ColourSpace *colour_space_base(const ColourSpace *space);
const IccProfile *icc_read(Document *doc, const Obj *stream);

// Sum of the inks that components of a space put on paper, in percent; negative where the space says
// nothing of inks (RGB, Lab, spot colours).
double colour_ink(const ColourSpace *space, const double *components);
