// Lines of a setting as glyph runs of a display list.
#pragma once
#include "display/display.h"
#include "text/paragraph.h"
#include "text/setting.h"

// What drawing keeps from line to line of a paragraph: the element of a link, a phrase or an abbreviation
// that goes on.
typedef struct PartState {
	const DisplayList *list;
	guint run;   // the first run of it
	int element; // -1: none
	int parent;
} PartState;

typedef struct DrawInput {
	const Setting *setting;
	const TextRun *runs;
	SetLine *line;
	const TextLine *place;
	Len x, baseline; // of the measure's left edge
	DisplayList *list;
	PartState *link, *phrase, *abbreviation;
} DrawInput;

void draw_line(const DrawInput *input);

// Calls `visit` for every cluster of a line from left to right, with its left edge from the line's
// start and its width as set, until it returns true.
typedef struct PlacedCluster {
	const Shaped *shaped;
	guint index; // of the cluster
	guint byte;  // of the paragraph's text
	Len x, width;
	bool hyphen;    // an added hyphen
	bool end_space; // the space that the line ends at
} PlacedCluster;
typedef bool (*ClusterVisit)(const PlacedCluster *cluster, void *data);
void line_visit(const Setting *setting, const SetLine *line, ClusterVisit visit, void *data);
