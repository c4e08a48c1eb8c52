#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

// A page of such a chunk costs nothing until it is written to.
enum { CHUNK_SIZE = 256 * 1024 };

struct Arena {
	GPtrArray *chunks;
	char *next;
	size_t left;
};

Arena *arena_new(void)
{
	Arena *arena = g_new0(Arena, 1);
	arena->chunks = g_ptr_array_new_with_free_func(g_free);
	return arena;
}

void arena_free(Arena *arena)
{
	if (!arena)
		return;
	g_ptr_array_unref(arena->chunks);
	g_free(arena);
}

static void *new_chunk(Arena *arena, size_t size)
{
	void *chunk = g_malloc0(size);
	g_ptr_array_add(arena->chunks, chunk);
	return chunk;
}

void *arena_alloc(Arena *arena, size_t size)
{
	size_t align = alignof(max_align_t);
	size = (size + align - 1) / align * align;
	if (size > CHUNK_SIZE / 4)
		return new_chunk(arena, size);
	if (size > arena->left) {
		arena->next = new_chunk(arena, CHUNK_SIZE);
		arena->left = CHUNK_SIZE;
	}
	void *memory = arena->next;
	arena->next += size;
	arena->left -= size;
	return memory;
}

char *arena_strndup(Arena *arena, const char *text, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);
	if (size)
		memcpy(copy, text, size);
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
	void *copy = arena_alloc(arena, count * size);
	memcpy(copy, data, count * size);
	return copy;
}
