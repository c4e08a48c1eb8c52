#include "flow/memory.h"

#include <string.h>

#include "flow/build.h"
#include "flow/reads.h"

// A part of the layout built for a part of the issue. What it holds lives in its own arena, and in those of
// the parts in it.
struct Unit {
	Arena *arena;
	Reads reads;
	Block *block;      // the pattern; NULL: none
	GPtrArray *parts;  // Unit *, in which it has blocks
	guint boxes;       // in it, those of its parts too
	bool is_forbidden; // good for this job only
	guint used;        // the last job that used it
	Unit *next;        // another of the same path
};

struct FlowMemory {
	int references;
	guint job;
	Arena *arena;
	GHashTable *units;  // path → Unit *
	GHashTable *styles; // char * → Style *
	GHashTable *codes;  // text → QrCode *
	guint count;
	Facts *facts;       // of the last job; or NULL
	Arena *facts_arena; // their texts
};

// --- life ---

static void unit_free(Unit *unit)
{
	g_ptr_array_unref(unit->parts);
	g_array_unref(unit->reads.list);
	arena_free(unit->arena);
	g_free(unit);
}

static void free_units(void *data)
{
	for (Unit *unit = data, *next; unit; unit = next) {
		next = unit->next;
		unit_free(unit);
	}
}

FlowMemory *flow_memory_new(void)
{
	FlowMemory *memory = g_new0(FlowMemory, 1);
	memory->references = 1;
	memory->arena = arena_new();
	memory->units = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	memory->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	memory->codes = g_hash_table_new(g_str_hash, g_str_equal);
	return memory;
}

FlowMemory *flow_memory_ref(FlowMemory *memory)
{
	memory->references++;
	return memory;
}

void flow_memory_unref(FlowMemory *memory)
{
	if (!memory || --memory->references > 0)
		return;
	GHashTableIter iter;
	gpointer units;
	g_hash_table_iter_init(&iter, memory->units);
	while (g_hash_table_iter_next(&iter, NULL, &units))
		free_units(units);
	g_hash_table_unref(memory->units);
	g_hash_table_unref(memory->styles);
	g_hash_table_unref(memory->codes);
	facts_free(memory->facts);
	arena_free(memory->facts_arena);
	arena_free(memory->arena);
	g_free(memory);
}

guint flow_memory_count(const FlowMemory *memory)
{
	return memory->count;
}

void memory_begin(FlowMemory *memory)
{
	memory->job++;
}

// Frees those of one path that this job did without; what is left of them.
static Unit *sweep(FlowMemory *memory, Unit *unit)
{
	Unit *kept = NULL, **end = &kept;
	for (Unit *next; unit; unit = next) {
		next = unit->next;
		if (unit->used == memory->job && !unit->is_forbidden) {
			*end = unit;
			end = &unit->next;
			continue;
		}
		memory->count--;
		unit_free(unit);
	}
	*end = NULL;
	return kept;
}

void memory_end(FlowMemory *memory)
{
	GHashTableIter iter;
	gpointer units;
	g_hash_table_iter_init(&iter, memory->units);
	while (g_hash_table_iter_next(&iter, NULL, &units)) {
		Unit *kept = sweep(memory, units);
		if (kept)
			g_hash_table_iter_replace(&iter, kept);
		else
			g_hash_table_iter_remove(&iter);
	}
}

// --- what parts share ---

Arena *memory_arena(FlowMemory *memory)
{
	return memory->arena;
}

GHashTable *memory_styles(FlowMemory *memory)
{
	return memory->styles;
}

const QrCode *memory_qr(FlowMemory *memory, const char *text)
{
	const QrCode *code = g_hash_table_lookup(memory->codes, text);
	if (!code && (code = qr_encode(memory->arena, text)))
		g_hash_table_insert(memory->codes, arena_strdup(memory->arena, text), (void *)code);
	return code;
}

Facts *memory_dup_facts(const FlowMemory *memory, Arena *arena)
{
	return memory->facts ? facts_copy(arena, memory->facts) : NULL;
}

void memory_note_facts(FlowMemory *memory, const Facts *facts)
{
	if (memory->facts && facts_equal(memory->facts, facts) &&
	    facts_are_placed_alike(memory->facts, facts))
		return;
	facts_free(memory->facts);
	arena_free(memory->facts_arena);
	memory->facts_arena = arena_new();
	memory->facts = facts_copy(memory->facts_arena, facts);
}

// --- parts ---

// splitmix64, by Steele, Lea and Flood (2014).
guint64 memory_mix(guint64 path, guint64 value)
{
	guint64 z = path * 31 + value + G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void mark(const FlowMemory *memory, Unit *unit)
{
	if (unit->used == memory->job)
		return;
	unit->used = memory->job;
	for (guint i = 0; i < unit->parts->len; i++)
		mark(memory, g_ptr_array_index(unit->parts, i));
}

static Unit *find(Builder *builder, guint64 path, const Scope *scope)
{
	guint depth = scope_depth(scope);
	Unit *unit = g_hash_table_lookup(builder->memory->units, &path);
	while (unit && (unit->is_forbidden || unit->reads.depth != depth ||
			!reads_hold(&unit->reads, &builder->binder, scope)))
		unit = unit->next;
	return unit;
}

static Unit *unit_new(FlowMemory *memory, guint64 path, const Scope *scope)
{
	Unit *unit = g_new0(Unit, 1);
	unit->arena = arena_new();
	unit->parts = g_ptr_array_new();
	unit->reads = (Reads){.arena = unit->arena, .depth = scope_depth(scope)};
	unit->reads.list = g_array_new(FALSE, FALSE, sizeof(Read));
	unit->used = memory->job;
	unit->next = g_hash_table_lookup(memory->units, &path);
	g_hash_table_replace(memory->units, g_memdup2(&path, sizeof path), unit);
	memory->count++;
	return unit;
}

static void use_arena(Builder *builder, Arena *arena)
{
	builder->arena = builder->binder.arena = arena;
	text_engine_use_arena(builder->input->text, arena);
}

static Unit *make_unit(Builder *builder, guint64 path, const Scope *scope, MakeBlock make, void *data)
{
	Unit *unit = unit_new(builder->memory, path, scope), *outer = builder->unit;
	Arena *arena = builder->arena;
	Reads *reads = builder->binder.reads;
	guint found = diag_list_count_taken(builder->input->diags), boxes = builder->boxes;
	builder->unit = unit;
	builder->binder.reads = &unit->reads;
	use_arena(builder, unit->arena);
	unit->block = make(builder, scope, data);
	unit->boxes = builder->boxes - boxes;
	use_arena(builder, arena);
	unit->is_forbidden |= diag_list_count_taken(builder->input->diags) > found;
	builder->binder.reads = reads;
	builder->unit = outer;
	return unit;
}

Block *memory_build(Builder *builder, guint64 path, const Scope *scope, MakeBlock make, void *data)
{
	if (!builder->memory)
		return make(builder, scope, data);
	Unit *unit = find(builder, path, scope), *outer = builder->unit;
	if (unit)
		builder->boxes += unit->boxes;
	else
		unit = make_unit(builder, path, scope, make, data);
	mark(builder->memory, unit);
	if (outer) {
		g_ptr_array_add(outer->parts, unit);
		outer->is_forbidden |= unit->is_forbidden;
		reads_add_all(&outer->reads, &unit->reads);
	}
	return arena_copy(builder->arena, unit->block, unit->block ? 1 : 0, sizeof(Block));
}

void memory_forbid(Builder *builder)
{
	if (builder->unit)
		builder->unit->is_forbidden = true;
}

// --- copies ---

static Block *copy_blocks(Arena *arena, Block *pattern, Block *parent)
{
	Block *block = arena_copy(arena, pattern, 1, sizeof *pattern);
	block->pattern = pattern;
	block->parent = parent;
	block->children = arena_copy(arena, pattern->children, pattern->count, sizeof(Block *));
	for (guint i = 0; i < block->count; i++)
		block->children[i] = copy_blocks(arena, pattern->children[i], block);
	if (pattern->again)
		block->again = copy_blocks(arena, pattern->again, parent);
	return block;
}

Block *memory_copy_blocks(Arena *arena, Block *pattern)
{
	return copy_blocks(arena, pattern, NULL);
}
