// What a document is, gathered for people: headings, links, sizes.
#pragma once
#include "inspect/inspect.h"
#include "inspect/intents.h"

typedef struct Heading {
	int level;
	guint page;
	const char *text;
} Heading;

typedef struct LinkFact {
	guint page;
	const char *target;   // address, "page 3", or the name of a place; NULL where it cannot be told
	const char *contents; // in words, or NULL
} LinkFact;

// The caller unrefs; texts live as long as the inspection.
GArray *facts_headings(const Inspection *inspection);
GArray *facts_links(const Inspection *inspection);
// How many elements there are of each type, in the order of first use: type → count.
typedef struct TypeCount {
	const char *type;
	guint count;
} TypeCount;
GArray *facts_types(const Inspection *inspection);
guint facts_bookmarks(const Inspection *inspection);
const char *facts_title(const Inspection *inspection);
