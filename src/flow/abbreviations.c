#include "flow/abbreviations.h"

#include <stdbool.h>
#include <string.h>

// Whether no letter or figure stands before a place of a text.
static bool begins_word(const char *text, const char *at)
{
	return at == text || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at)));
}

// The longest abbreviation that stands at a place as a word; NULL for none.
static const Field *find_at(const Value *map, const char *at)
{
	const Field *found = NULL;
	size_t length = 0;
	for (size_t i = 0; i < map->length; i++) {
		const char *name = map->fields[i].name;
		size_t size = strlen(name);
		if (size > length && strncmp(at, name, size) == 0 &&
		    !g_unichar_isalnum(g_utf8_get_char(at + size)) && value_text(map->fields[i].value)) {
			found = &map->fields[i];
			length = size;
		}
	}
	return found;
}

// The next abbreviation from a place on. `firsts`: the bytes that abbreviations begin with.
static const Field *find_next(const Value *map, const char *firsts, const char *text, const char **at)
{
	for (*at += strcspn(*at, firsts); **at; *at += 1 + strcspn(*at + 1, firsts)) {
		const Field *found = begins_word(text, *at) ? find_at(map, *at) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

static void add_part(GArray *parts, Arena *arena, TextRun run, const char *start, size_t size,
		     const char *expansion)
{
	if (size == 0)
		return;
	run.text = arena_strndup(arena, start, size);
	run.expansion = expansion;
	g_array_append_val(parts, run);
}

// Adds the parts of one run; false where it has no abbreviation.
static bool split_run(GArray *parts, Arena *arena, const Value *map, const char *firsts, const TextRun *run)
{
	const char *start = run->text, *at = start;
	bool any = false;
	for (const Field *found; !run->verbatim && (found = find_next(map, firsts, run->text, &at));
	     any = true) {
		size_t size = strlen(found->name);
		add_part(parts, arena, *run, start, (size_t)(at - start), NULL);
		add_part(parts, arena, *run, at, size, value_text(found->value));
		start = at += size;
	}
	add_part(parts, arena, *run, start, strlen(start), NULL);
	return any;
}

GArray *abbreviations_split(Arena *arena, const Value *map, const TextRun *runs, guint count)
{
	if (!map || map->kind != VALUE_MAP || map->length == 0)
		return NULL;
	g_autofree char *firsts = g_malloc0(map->length + 1);
	for (size_t i = 0; i < map->length; i++)
		firsts[i] = map->fields[i].name[0] ? map->fields[i].name[0] : ' ';
	GArray *parts = g_array_sized_new(FALSE, FALSE, sizeof(TextRun), count + 4);
	bool any = false;
	for (guint i = 0; i < count; i++)
		any |= split_run(parts, arena, map, firsts, &runs[i]);
	if (any)
		return parts;
	g_array_unref(parts);
	return NULL;
}
