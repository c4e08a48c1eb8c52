// The cheapest way through a document, page by page. Pure: it knows states and costs, nothing of
// pages.
//
// All ways are followed side by side, one page at a time; ways that meet in a state go on as one, the
// cheaper. Only the best few are kept at each depth, so the work grows with the length of the document,
// not with the number of ways through it.
#pragma once
#include <stdbool.h>

#include <glib.h>

typedef struct SearchEdge {
	guint to;    // the state it leads to
	double cost; // 0 or more
	guint label; // whatever the caller knows it by
} SearchEdge;

typedef struct SearchProblem {
	void *data;
	// Appends every edge (SearchEdge) out of a state met after `depth` edges.
	void (*expand)(void *data, guint state, guint depth, GArray *edges);
	bool (*is_end)(void *data, guint state);
	guint beam;      // ways kept at each depth
	double slack;    // … that are at most this much dearer than the best
	double per_edge; // what each edge costs beside its own cost
} SearchProblem;

// Appends the labels (guint) of the cheapest way from `start` to an end. False where there is none.
bool search_path(const SearchProblem *problem, guint start, GArray *labels);
