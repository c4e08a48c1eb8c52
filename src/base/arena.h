// One lifetime, one owner: everything of a job is allocated here and dies with it.
#pragma once
#include <stdarg.h>
#include <stddef.h>

#include <glib.h>

typedef struct Arena Arena;

Arena *arena_new(void);
// One more owner: the arena lives until each has freed it.
Arena *arena_ref(Arena *arena);
void arena_free(Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

// Zeroed memory, aligned for any type, that lives as long as the arena. Never NULL.
void *arena_alloc(Arena *arena, size_t size);
// Frees what is no memory of the arena's when the arena dies.
void arena_own(Arena *arena, void *data, GDestroyNotify free);
char *arena_strdup(Arena *arena, const char *text);
char *arena_strndup(Arena *arena, const char *text, size_t size);
char *arena_printf(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);
// A copy of `count` elements of `size` bytes; NULL where count is 0.
void *arena_copy(Arena *arena, const void *data, size_t count, size_t size);

#define arena_new0(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define arena_array(arena, Type, count) ((Type *)arena_alloc((arena), sizeof(Type) * (size_t)(count)))
