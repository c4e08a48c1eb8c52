#include "paint/picture-cache.h"

struct PictureCache {
	GHashTable *by_file; // FilePlace * → cairo_surface_t *
};

static void destroy_surface(void *surface)
{
	cairo_surface_destroy(surface);
}

PictureCache *picture_cache_new(void)
{
	PictureCache *cache = g_new0(PictureCache, 1);
	cache->by_file =
	    g_hash_table_new_full(file_place_hash, file_place_equal, file_place_free, destroy_surface);
	return cache;
}

void picture_cache_free(PictureCache *cache)
{
	if (!cache)
		return;
	g_hash_table_unref(cache->by_file);
	g_free(cache);
}

cairo_surface_t *picture_cache_get(const PictureCache *cache, const FilePlace *file)
{
	cairo_surface_t *known = g_hash_table_lookup(cache->by_file, file);
	return known ? cairo_surface_reference(known) : NULL;
}

void picture_cache_add(PictureCache *cache, const FilePlace *file, cairo_surface_t *surface)
{
	g_hash_table_insert(cache->by_file, file_place_copy(file), cairo_surface_reference(surface));
}
