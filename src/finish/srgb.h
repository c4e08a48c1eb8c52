// The colour space of screens, as a profile to put into a file.
#pragma once
#include <glib.h>

// An ICC profile of sRGB (IEC 61966-2-1), always of the same bytes. The caller unrefs.
GByteArray *srgb_profile(void);
