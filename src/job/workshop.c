#include "job/workshop.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "load/layout.h"

enum {
	LAYOUTS_KEPT = 4,
	JOBS_OF_A_BENCH = 128, // each leaves what it set anew
};

// What tells that a file is another than it was.
typedef struct Stamp {
	guint64 device, inode, size;
	gint64 seconds, nanoseconds;
} Stamp;

struct Workshop {
	Bench *bench;       // or NULL
	GPtrArray *layouts; // KeptLayout *, the one taken last at the end
};

Workshop *workshop_new(void)
{
	Workshop *shop = g_new0(Workshop, 1);
	shop->layouts = g_ptr_array_new_with_free_func((GDestroyNotify)kept_layout_unref);
	return shop;
}

void workshop_free(Workshop *shop)
{
	if (!shop)
		return;
	workshop_cool(shop);
	g_ptr_array_unref(shop->layouts);
	g_free(shop);
}

// --- fonts and text ---

void bench_unref(Bench *bench)
{
	if (!bench || --bench->references > 0)
		return;
	text_engine_free(bench->text);
	fonts_free(bench->fonts);
	arena_free(bench->arena);
	g_free(bench->lang);
	g_free(bench);
}

static Bench *bench_new(const char *fonts_folder, const char *lang, DiagList *diags)
{
	g_autoptr(Fonts) fonts = fonts_new(fonts_folder, diags);
	if (!fonts)
		return NULL;
	Bench *bench = g_new0(Bench, 1);
	bench->references = 1;
	bench->arena = arena_new();
	bench->fonts = g_steal_pointer(&fonts);
	bench->lang = g_strdup(lang);
	bench->text = text_engine_new(bench->arena, bench->fonts, diags, lang);
	return bench;
}

void workshop_cool(Workshop *shop)
{
	bench_unref(shop->bench);
	shop->bench = NULL;
}

bool workshop_is_full(const Workshop *shop)
{
	return shop->bench && shop->bench->jobs >= JOBS_OF_A_BENCH;
}

bool workshop_is_overfull(const Workshop *shop)
{
	return shop->bench && shop->bench->jobs >= 2 * JOBS_OF_A_BENCH;
}

Bench *workshop_take_bench(Workshop *shop, const char *fonts_folder, const char *lang, Arena *arena,
			   DiagList *diags)
{
	if (shop->bench && strcmp(shop->bench->lang, lang) != 0)
		workshop_cool(shop);
	if (!shop->bench)
		shop->bench = bench_new(fonts_folder, lang, diags);
	if (!shop->bench)
		return NULL;
	text_engine_begin(shop->bench->text, arena, diags);
	shop->bench->jobs++;
	shop->bench->references++;
	return shop->bench;
}

// --- layouts ---

static Stamp stamp_of(const char *path)
{
	GStatBuf info;
	if (g_stat(path, &info) != 0)
		return (Stamp){0};
	return (Stamp){.device = info.st_dev,
		       .inode = info.st_ino,
		       .size = (guint64)info.st_size,
		       .seconds = info.st_mtim.tv_sec,
		       .nanoseconds = info.st_mtim.tv_nsec};
}

void kept_layout_unref(KeptLayout *kept)
{
	if (--kept->references > 0)
		return;
	layout_free_tables(kept->layout);
	diag_list_free(kept->diags);
	g_ptr_array_unref(kept->files);
	g_array_unref(kept->stamps);
	arena_free(kept->arena);
	g_free(kept->path);
	g_free(kept->name);
	g_free(kept);
}

static bool is_current(const KeptLayout *kept)
{
	for (guint i = 0; i < kept->files->len; i++) {
		Stamp now = stamp_of(g_ptr_array_index(kept->files, i));
		if (memcmp(&now, &g_array_index(kept->stamps, Stamp, i), sizeof now) != 0)
			return false;
	}
	return true;
}

// A file that changes while it is read is taken for changed the next time: its stamp is older.
static void stamp_files(KeptLayout *kept, gint64 begun)
{
	for (guint i = 0; i < kept->files->len; i++) {
		Stamp stamp = stamp_of(g_ptr_array_index(kept->files, i));
		gint64 changed = stamp.seconds * G_USEC_PER_SEC + stamp.nanoseconds / 1000;
		if (changed >= begun)
			stamp = (Stamp){0};
		g_array_append_val(kept->stamps, stamp);
	}
}

static KeptLayout *read_layout(const char *path, const char *name)
{
	KeptLayout *kept = g_new0(KeptLayout, 1);
	gint64 begun = g_get_real_time();
	kept->references = 1;
	kept->arena = arena_new();
	kept->diags = diag_list_new();
	kept->files = g_ptr_array_new_with_free_func(g_free);
	kept->stamps = g_array_new(FALSE, FALSE, sizeof(Stamp));
	kept->path = g_strdup(path);
	kept->name = g_strdup(name);
	kept->layout = load_layout(kept->arena, kept->diags, path, name, kept->files);
	stamp_files(kept, begun);
	return kept;
}

static KeptLayout *find_layout(const Workshop *shop, const char *path, const char *name, guint *index)
{
	for (guint i = 0; i < shop->layouts->len; i++) {
		KeptLayout *kept = g_ptr_array_index(shop->layouts, i);
		*index = i;
		if (strcmp(kept->path, path) == 0 && strcmp(kept->name, name) == 0)
			return kept;
	}
	return NULL;
}

KeptLayout *workshop_take_layout(Workshop *shop, const char *path, const char *name)
{
	guint index;
	KeptLayout *kept = find_layout(shop, path, name, &index);
	if (kept)
		g_ptr_array_steal_index(shop->layouts, index);
	if (kept && !is_current(kept)) {
		kept_layout_unref(kept);
		kept = NULL;
	}
	if (!kept)
		kept = read_layout(path, name);
	if (shop->layouts->len == LAYOUTS_KEPT)
		g_ptr_array_remove_index(shop->layouts, 0);
	g_ptr_array_add(shop->layouts, kept);
	kept->references++;
	return kept;
}
