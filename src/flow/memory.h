// What setting an issue in a layout leaves for the next time: the blocks of each part of the layout, with
// everything of the issue and the pages that they were made from. A part is built again only where one of
// those is another now, so that what comes out is what building all of it would give.
//
// It works on values that keep their identity (model/keeper.h). Blocks kept are patterns: they are copied
// before they are placed.
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "base/source.h"
#include "display/qr.h"
#include "model/layout.h"
#include "model/value.h"

typedef struct FlowMemory FlowMemory;
typedef struct Block Block;
typedef struct Builder Builder;
typedef struct Facts Facts;
typedef struct Scope Scope;
typedef struct Unit Unit;

FlowMemory *flow_memory_new(void);
FlowMemory *flow_memory_ref(FlowMemory *memory);
void flow_memory_unref(FlowMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FlowMemory, flow_memory_unref)

// Parts kept now, and bytes of them: for tests.
guint flow_memory_count(const FlowMemory *memory);

// --- for the parts of this room ---

// An issue is about to be set; and set: what it no longer has is let go of.
void memory_begin(FlowMemory *memory);
void memory_end(FlowMemory *memory);

// For what many parts share: style variants, codes. Lives as long as the memory.
Arena *memory_arena(FlowMemory *memory);
GHashTable *memory_styles(FlowMemory *memory); // char * → Style *
const QrCode *memory_qr(FlowMemory *memory, const char *text);

// What the pages of the last job told, as a copy in the arena; NULL before there is any. The caller frees.
Facts *memory_dup_facts(const FlowMemory *memory, Arena *arena);
void memory_note_facts(FlowMemory *memory, const Facts *facts);

// What a part is known by: the boxes of the layout that lead to it, and what they are given.
guint64 memory_mix(guint64 path, guint64 value);

// The blocks of a part: those kept, or those that `make` gives. NULL where it has none. The block itself is
// the caller's to change, what is below it is not.
typedef Block *(*MakeBlock)(Builder *builder, const Scope *scope, void *data);
Block *memory_build(Builder *builder, guint64 path, const Scope *scope, MakeBlock make, void *data);
// Of the part being built: it cannot be kept.
void memory_forbid(Builder *builder);

// A tree of patterns as blocks to be placed; in the arena.
Block *memory_copy_blocks(Arena *arena, Block *pattern);
