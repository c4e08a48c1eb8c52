#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

// Chunks double, so that small arenas stay small. A page of a large one costs nothing until it is written to.
enum { FIRST_CHUNK = 2 * 1024, CHUNK_MAX = 256 * 1024 };

typedef struct Owned {
	struct Owned *next;
	void *data;
	GDestroyNotify free;
} Owned;

struct Arena {
	guint references;
	GPtrArray *chunks;
	char *next;
	size_t left, chunk; // bytes: free in the last chunk, size of the next
	Owned *owned;       // the last first
};

Arena *arena_new(void)
{
	Arena *arena = g_new0(Arena, 1);
	arena->chunks = g_ptr_array_new_with_free_func(g_free);
	arena->chunk = FIRST_CHUNK;
	arena->references = 1;
	return arena;
}

Arena *arena_ref(Arena *arena)
{
	arena->references++;
	return arena;
}

void arena_free(Arena *arena)
{
	if (!arena || --arena->references > 0)
		return;
	for (const Owned *owned = arena->owned; owned; owned = owned->next)
		owned->free(owned->data);
	g_ptr_array_unref(arena->chunks);
	g_free(arena);
}

static void *new_chunk(Arena *arena, size_t size)
{
	void *chunk = g_malloc(size);
	g_ptr_array_add(arena->chunks, chunk);
	return chunk;
}

static void *alloc_raw(Arena *arena, size_t size)
{
	size_t align = alignof(max_align_t);
	size = (size + align - 1) / align * align;
	if (size > arena->chunk / 4)
		return new_chunk(arena, size);
	if (size > arena->left) {
		arena->next = new_chunk(arena, arena->chunk);
		arena->left = arena->chunk;
		arena->chunk = MIN(2 * arena->chunk, CHUNK_MAX);
	}
	void *memory = arena->next;
	arena->next += size;
	arena->left -= size;
	return memory;
}

void *arena_alloc(Arena *arena, size_t size)
{
	return memset(alloc_raw(arena, size), 0, size);
}

void arena_own(Arena *arena, void *data, GDestroyNotify free)
{
	Owned *owned = arena_alloc(arena, sizeof *owned);
	*owned = (Owned){arena->owned, data, free};
	arena->owned = owned;
}

char *arena_strndup(Arena *arena, const char *text, size_t size)
{
	char *copy = alloc_raw(arena, size + 1);
	if (size)
		memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return arena_strdup(arena, text);
}

void *arena_copy(Arena *arena, const void *data, size_t count, size_t size)
{
	if (count == 0)
		return NULL;
	void *copy = alloc_raw(arena, count * size);
	memcpy(copy, data, count * size);
	return copy;
}
