#include "flow/facts.h"

#include <string.h>

Facts *facts_new(void)
{
	Facts *facts = g_new0(Facts, 1);
	facts->sections = g_array_new(FALSE, TRUE, sizeof(SectionFacts));
	facts->entries = g_array_new(FALSE, TRUE, sizeof(EntryFact));
	return facts;
}

void facts_free(Facts *facts)
{
	if (!facts)
		return;
	g_array_unref(facts->sections);
	g_array_unref(facts->entries);
	g_free(facts);
}

Facts *facts_copy(Arena *arena, const Facts *facts)
{
	Facts *copy = g_new0(Facts, 1);
	copy->pages = facts->pages;
	copy->sections = g_array_copy(facts->sections);
	copy->entries = g_array_copy(facts->entries);
	for (guint i = 0; i < copy->entries->len; i++) {
		EntryFact *entry = &g_array_index(copy->entries, EntryFact, i);
		entry->title = arena_strdup(arena, entry->title);
		entry->color = arena_strdup(arena, entry->color);
	}
	return copy;
}

static bool sections_equal(const SectionFacts *a, const SectionFacts *b)
{
	return a->page == b->page && a->opens == b->opens && a->closes == b->closes && a->inner == b->inner;
}

static bool entries_equal(const EntryFact *a, const EntryFact *b)
{
	return a->page == b->page && g_strcmp0(a->title, b->title) == 0 && g_strcmp0(a->color, b->color) == 0;
}

bool facts_are_placed_alike(const Facts *a, const Facts *b)
{
	for (guint i = 0; i < a->entries->len; i++) {
		const Span *span_a = &g_array_index(a->entries, EntryFact, i).span,
			   *span_b = &g_array_index(b->entries, EntryFact, i).span;
		if (span_a->line != span_b->line || span_a->column != span_b->column)
			return false;
	}
	return true;
}

bool facts_equal(const Facts *a, const Facts *b)
{
	if (a->pages != b->pages || a->sections->len != b->sections->len ||
	    a->entries->len != b->entries->len)
		return false;
	for (guint i = 0; i < a->sections->len; i++)
		if (!sections_equal(&g_array_index(a->sections, SectionFacts, i),
				    &g_array_index(b->sections, SectionFacts, i)))
			return false;
	for (guint i = 0; i < a->entries->len; i++)
		if (!entries_equal(&g_array_index(a->entries, EntryFact, i),
				   &g_array_index(b->entries, EntryFact, i)))
			return false;
	return true;
}
