#include "text/looks.h"

#include <string.h>

struct Looks {
	Arena *arena;
	GHashTable *known;  // GBytes: what a style says → its copy
	GHashTable *copies; // Style * of the job at hand → its copy
};

Looks *looks_new(Arena *arena)
{
	Looks *looks = g_new0(Looks, 1);
	looks->arena = arena;
	looks->known =
	    g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	looks->copies = g_hash_table_new(NULL, NULL);
	return looks;
}

void looks_free(Looks *looks)
{
	g_hash_table_unref(looks->copies);
	g_hash_table_unref(looks->known);
	g_free(looks);
}

void looks_begin(Looks *looks)
{
	g_hash_table_remove_all(looks->copies);
}

static void add_text(GByteArray *key, const char *text)
{
	if (text)
		g_byte_array_append(key, (const guint8 *)text, (guint)strlen(text));
	g_byte_array_append(key, (const guint8 *)"", 1);
}

// The copy without its pointers, then what they point to.
static GBytes *key_of(const Style *style)
{
	GByteArray *key = g_byte_array_new();
	Style bare;
	memcpy(&bare, style, sizeof bare); // with its padding: it may tell styles apart, which does no harm
	bare.protrusions = NULL;
	bare.name = bare.family = bare.features = bare.role = NULL;
	bare.color = NULL;
	memset(&bare.family_span, 0, sizeof bare.family_span);
	memset(bare.marks, 0, sizeof bare.marks);
	g_byte_array_append(key, (const guint8 *)&bare, sizeof bare);
	add_text(key, style->name);
	add_text(key, style->family);
	add_text(key, style->features);
	add_text(key, style->role);
	for (int i = 0; i < style->protrusion_count; i++)
		g_byte_array_append(key, (const guint8 *)&style->protrusions[i], sizeof(Protrusion));
	if (style->color)
		g_byte_array_append(key, style->color->rgb, sizeof style->color->rgb);
	return g_byte_array_free_to_bytes(key);
}

static Style *copy_style(Arena *arena, const Style *style)
{
	Style *copy = arena_copy(arena, style, 1, sizeof *style);
	copy->name = arena_strdup(arena, style->name);
	copy->family = arena_strdup(arena, style->family);
	copy->features = arena_strdup(arena, style->features);
	copy->role = arena_strdup(arena, style->role);
	copy->protrusions =
	    arena_copy(arena, style->protrusions, (size_t)style->protrusion_count, sizeof(Protrusion));
	copy->color = NULL;
	memset(&copy->family_span, 0, sizeof copy->family_span);
	memset(copy->marks, 0, sizeof copy->marks);
	return copy;
}

const Style *looks_get(Looks *looks, const Style *style)
{
	Style *copy = g_hash_table_lookup(looks->copies, style);
	if (copy)
		return copy;
	GBytes *key = key_of(style);
	copy = g_hash_table_lookup(looks->known, key);
	if (copy) {
		g_bytes_unref(key);
	} else {
		copy = copy_style(looks->arena, style);
		g_hash_table_insert(looks->known, key, copy);
	}
	g_hash_table_insert(looks->copies, (void *)style, copy);
	return copy;
}
