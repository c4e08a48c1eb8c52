// What only the finished pages know. A pass is made with the facts of the one before it, until they
// agree.
#pragma once
#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "base/source.h"

typedef struct SectionFacts {
	int page;    // where it begins, from 1; 0 while unknown
	bool opens;  // begins its page
	bool closes; // ends its page
	bool inner;  // ends on a page that is neither first nor last
} SectionFacts;

// A heading the layout lists in its contents.
typedef struct EntryFact {
	const char *title, *color; // palette name; NULL where the layout gives none
	int page;
	Span span;
} EntryFact;

typedef struct Facts {
	int pages;        // 0 while unknown
	GArray *sections; // SectionFacts, in the order
	GArray *entries;  // EntryFact, in order of reading
} Facts;

Facts *facts_new(void);
void facts_free(Facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Facts, facts_free)
// With texts of its own, in the arena. The caller frees it before that.
Facts *facts_copy(Arena *arena, const Facts *facts);
// Of facts that are equal, whether their entries are also at the same places of the issue.
bool facts_are_placed_alike(const Facts *a, const Facts *b);
bool facts_equal(const Facts *a, const Facts *b);
