#include "job/workshop.h"

#include <errno.h>
#include <string.h>

#include "base/intl.h"
#include "base/stamp.h"
#include "job/data.h"
#include "load/layout.h"

enum {
	LAYOUTS_KEPT = 4,
	PROFILE_MIB_MAX = 64,
	COLOURS_KEPT = 2,       // presses of layouts side by side
	PICTURES_KEPT = 64,     // converted for a press: some may be of files that changed
	MEMORIES_KEPT = 2,      // layouts side by side
	JOBS_OF_AN_ISSUE = 64,  // each leaves the parts that were edited
	JOBS_OF_A_BENCH = 1024, // each leaves little
};

struct Workshop {
	Bench *bench;         // or NULL
	GPtrArray *layouts;   // KeptLayout *, the one taken last at the end
	GPtrArray *colours;   // KeptColour *, the one taken last at the end
	KeptWords *words;     // or NULL
	Arena *arena;         // of the schema
	const Schema *schema; // or NULL
	guint layouts_read;
};

Workshop *workshop_new(void)
{
	Workshop *shop = g_new0(Workshop, 1);
	shop->layouts = g_ptr_array_new_with_free_func((GDestroyNotify)kept_layout_unref);
	shop->colours = g_ptr_array_new_with_free_func((GDestroyNotify)kept_colour_unref);
	return shop;
}

void workshop_free(Workshop *shop)
{
	if (!shop)
		return;
	workshop_cool(shop);
	g_ptr_array_unref(shop->layouts);
	g_ptr_array_unref(shop->colours);
	kept_words_unref(shop->words);
	arena_free(shop->arena);
	g_free(shop);
}

// Adds one at the end; where that makes too many, the first is let go of.
static void keep_last(GPtrArray *kept, gpointer last, guint most)
{
	if (kept->len == most)
		g_ptr_array_remove_index(kept, 0);
	g_ptr_array_add(kept, last);
}

// --- what was kept of an issue ---

typedef struct LayoutMemory {
	KeptLayout *layout;
	KeptWords *words;
	FlowMemory *memory;
} LayoutMemory;

static void layout_memory_free(void *data)
{
	LayoutMemory *kept = data;
	flow_memory_unref(kept->memory);
	kept_layout_unref(kept->layout);
	kept_words_unref(kept->words);
	g_free(kept);
}

static void free_arena(void *data)
{
	arena_free(data);
}

// Parts of the issue that are no more are let go of with all the rest, now and then.
static void forget_issue(Bench *bench)
{
	g_clear_pointer(&bench->issue, value_keeper_free);
	g_clear_pointer(&bench->issue_path, g_free);
	g_ptr_array_set_size(bench->memories, 0);
	bench->issue_jobs = 0;
}

static void hold_issue(const Bench *bench, Arena *arena)
{
	arena_own(arena, arena_ref(value_keeper_peek_arena(bench->issue)), free_arena);
}

const Value *bench_take_issue(Bench *bench, const char *path, const Value *issue, ValueEdit edit,
			      Arena *arena)
{
	if (bench->issue_jobs == JOBS_OF_AN_ISSUE || g_strcmp0(bench->issue_path, path) != 0)
		forget_issue(bench);
	if (!bench->issue) {
		bench->issue_path = g_strdup(path);
		bench->issue = value_keeper_new();
	}
	bench->issue_jobs++;
	hold_issue(bench, arena);
	return value_keeper_take(bench->issue, issue, edit);
}

const Value *workshop_peek_issue(const Workshop *shop, const char *path, Arena *arena)
{
	const Bench *bench = shop->bench;
	if (!bench || !bench->issue || strcmp(bench->issue_path, path) != 0)
		return NULL;
	hold_issue(bench, arena);
	return value_keeper_peek(bench->issue);
}

static LayoutMemory *find_memory(const Bench *bench, const KeptLayout *layout, const KeptWords *words)
{
	for (guint i = 0; i < bench->memories->len; i++) {
		LayoutMemory *kept = g_ptr_array_index(bench->memories, i);
		if (kept->layout == layout && kept->words == words)
			return kept;
	}
	return NULL;
}

FlowMemory *bench_take_memory(Bench *bench, KeptLayout *layout, KeptWords *words)
{
	LayoutMemory *kept = find_memory(bench, layout, words);
	if (!kept) {
		kept = g_new0(LayoutMemory, 1);
		*kept = (LayoutMemory){layout, words, flow_memory_new()};
		layout->references++;
		words->references++;
		keep_last(bench->memories, kept, MEMORIES_KEPT);
	}
	return flow_memory_ref(kept->memory);
}

// --- fonts and text ---

void bench_unref(Bench *bench)
{
	if (!bench || --bench->references > 0)
		return;
	forget_issue(bench);
	g_ptr_array_unref(bench->memories);
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
	bench->memories = g_ptr_array_new_with_free_func(layout_memory_free);
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

void kept_layout_unref(KeptLayout *kept)
{
	if (--kept->references > 0)
		return;
	layout_free_tables(kept->layout);
	diag_list_free(kept->diags);
	g_ptr_array_unref(kept->files);
	g_array_unref(kept->stamps);
	arena_free(kept->arena);
	g_free(kept->name);
	g_free(kept);
}

static bool is_current(const KeptLayout *kept)
{
	for (guint i = 0; i < kept->files->len; i++) {
		Stamp now = stamp_of(g_ptr_array_index(kept->files, i));
		if (!stamp_equal(&now, &g_array_index(kept->stamps, Stamp, i)))
			return false;
	}
	return true;
}

static void stamp_files(KeptLayout *kept)
{
	for (guint i = 0; i < kept->files->len; i++) {
		Stamp stamp = stamp_for_reading(g_ptr_array_index(kept->files, i));
		g_array_append_val(kept->stamps, stamp);
	}
}

static KeptLayout *read_layout(Workshop *shop, const FilePlace *file, const char *name)
{
	KeptLayout *kept = g_new0(KeptLayout, 1);
	kept->references = 1;
	kept->number = ++shop->layouts_read;
	kept->arena = arena_new();
	kept->diags = diag_list_new();
	kept->files = g_ptr_array_new_with_free_func(g_free);
	kept->stamps = g_array_new(FALSE, FALSE, sizeof(Stamp));
	kept->file =
	    (FilePlace){arena_strdup(kept->arena, file->path), arena_strdup(kept->arena, file->below)};
	kept->name = g_strdup(name);
	g_autofree char *found = data_find_file("layouts");
	g_autofree char *shipped = found ? g_canonicalize_filename(found, NULL) : NULL;
	kept->layout =
	    load_layout(kept->arena, kept->diags, &(LayoutFile){kept->file, name, shipped}, kept->files);
	stamp_files(kept);
	return kept;
}

static KeptLayout *find_layout(const Workshop *shop, const FilePlace *file, const char *name, guint *index)
{
	for (guint i = 0; i < shop->layouts->len; i++) {
		KeptLayout *kept = g_ptr_array_index(shop->layouts, i);
		*index = i;
		if (file_place_equal(&kept->file, file) && strcmp(kept->name, name) == 0)
			return kept;
	}
	return NULL;
}

KeptLayout *workshop_take_layout(Workshop *shop, const FilePlace *file, const char *name)
{
	guint index;
	KeptLayout *kept = find_layout(shop, file, name, &index);
	if (kept)
		g_ptr_array_steal_index(shop->layouts, index);
	if (kept && !is_current(kept)) {
		kept_layout_unref(kept);
		kept = NULL;
	}
	if (!kept)
		kept = read_layout(shop, file, name);
	keep_last(shop->layouts, kept, LAYOUTS_KEPT);
	kept->references++;
	return kept;
}

// --- presses ---

void kept_colour_unref(KeptColour *kept)
{
	if (!kept || --kept->references > 0)
		return;
	colour_free(kept->colour);
	g_free(kept->digest);
	file_place_free(kept->file);
	g_free(kept);
}

static KeptColour *open_colour(const FilePlace *file, double limit, char **problem)
{
	Stamp stamp = stamp_for_reading(file->path);
	g_autoptr(GBytes) bytes = file_read(file, PROFILE_MIB_MAX * 1024 * 1024);
	if (!bytes) {
		*problem = errno == EFBIG
			       ? g_strdup_printf(_("the file is larger than %d MB"), PROFILE_MIB_MAX)
			       : g_strdup(file_describe_error(errno));
		return NULL;
	}
	Colour *colour = colour_new(bytes, limit, problem);
	if (!colour)
		return NULL;
	KeptColour *kept = g_new0(KeptColour, 1);
	*kept = (KeptColour){.references = 1, .colour = colour, .limit = limit, .stamp = stamp};
	kept->digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	kept->file = file_place_copy(file);
	return kept;
}

// As it is kept, taken out; NULL where it is not, or not any more.
static KeptColour *steal_colour(Workshop *shop, const FilePlace *file, double limit)
{
	for (guint i = 0; i < shop->colours->len; i++) {
		KeptColour *kept = g_ptr_array_index(shop->colours, i);
		if (!file_place_equal(kept->file, file) || kept->limit != limit)
			continue;
		Stamp now = stamp_of(file->path);
		g_ptr_array_steal_index(shop->colours, i);
		if (stamp_equal(&kept->stamp, &now))
			return kept;
		kept_colour_unref(kept);
		return NULL;
	}
	return NULL;
}

KeptColour *workshop_take_colour(Workshop *shop, const FilePlace *file, double limit, char **problem)
{
	KeptColour *kept = steal_colour(shop, file, limit);
	if (!kept)
		kept = open_colour(file, limit, problem);
	if (!kept)
		return NULL;
	keep_last(shop->colours, kept, COLOURS_KEPT);
	GHashTable *pictures = colour_peek_pictures(kept->colour);
	if (g_hash_table_size(pictures) > PICTURES_KEPT)
		g_hash_table_remove_all(pictures);
	kept->references++;
	return kept;
}

// --- words and schema ---

void kept_words_unref(KeptWords *kept)
{
	if (!kept || --kept->references > 0)
		return;
	diag_list_free(kept->diags);
	arena_free(kept->arena);
	g_free(kept->path);
	g_free(kept);
}

static KeptWords *read_words(const char *path)
{
	KeptWords *kept = g_new0(KeptWords, 1);
	kept->references = 1;
	kept->arena = arena_new();
	kept->diags = diag_list_new();
	kept->path = g_strdup(path);
	kept->stamp = stamp_for_reading(path);
	kept->words = load_yaml_file(kept->arena, kept->diags, &(FilePlace){.path = path}, path);
	return kept;
}

KeptWords *workshop_take_words(Workshop *shop, const char *path)
{
	KeptWords *kept = shop->words;
	Stamp now = stamp_of(path);
	if (!kept || strcmp(kept->path, path) != 0 || !stamp_equal(&kept->stamp, &now)) {
		kept_words_unref(kept);
		kept = shop->words = read_words(path);
	}
	kept->references++;
	return kept;
}

const Schema *workshop_take_schema(Workshop *shop)
{
	if (!shop->schema) {
		shop->arena = arena_new();
		shop->schema = load_compile_issue_schema(shop->arena);
	}
	return shop->schema;
}
