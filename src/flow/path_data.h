// SVG path data as layouts use it: the commands M L H V C Z, absolute and relative, in millimetres.
#pragma once
#include <stdbool.h>

#include <glib.h>

// Appends Segments (display.h) to `segments`. False where the text is no such path.
bool path_data_parse(const char *text, GArray *segments);
