// A Markdown text taken apart into passages (read by md4c).
#pragma once
#include <glib.h>

#include "import/passage.h"

// A piece of the source that has no place in a passage: a picture, a link's title, a link definition.
typedef struct Aside {
	int line;
	const char *text;
} Aside;

typedef struct Blocks {
	GPtrArray *passages; // const Passage *
	GPtrArray *asides;   // const Aside *, in the source's order
	size_t *lines;       // where each line of the source begins, in bytes
	guint line_count;
} Blocks;

// Every word of the source is in a passage or an aside. Passages live in the arena; the caller clears.
void blocks_read(Blocks *blocks, Arena *arena, const Source *source);
void blocks_clear(Blocks *blocks);

// The lines of the source as they stand there, from 1. Lives in the arena.
const char *blocks_lines(const Blocks *blocks, Arena *arena, const Source *source, int line, int end_line);

// Whether Markdown, read as it stands in a value, is one paragraph that says `plain`, spaces aside.
bool blocks_say(const char *markdown, const char *plain);
