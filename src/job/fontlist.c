#include "job/fontlist.h"

#include <string.h>

#include "base/intl.h"
#include "font/fonts.h"
#include "job/data.h"

// Columns of fonts/MANIFEST.
enum { MANIFEST_FILE = 2, MANIFEST_LICENCE = 4, MANIFEST_COLUMNS = 6 };

typedef struct Listing {
	GPtrArray *entries;
	GHashTable *licences; // file name → licence
} Listing;

static void entry_free(void *data)
{
	FontEntry *entry = data;
	g_free(entry->family);
	g_free(entry->style);
	g_free(entry->file);
	g_free(entry->licence);
	g_free(entry);
}

static GHashTable *read_licences(void)
{
	GHashTable *licences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autofree char *path = data_find_file("fonts/MANIFEST");
	g_autofree char *text = NULL;
	if (!path || !g_file_get_contents(path, &text, NULL, NULL))
		return licences;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) columns = g_strsplit(*line, "\t", MANIFEST_COLUMNS);
		if (**line != '#' && g_strv_length(columns) == MANIFEST_COLUMNS)
			g_hash_table_insert(licences, g_strdup(columns[MANIFEST_FILE]),
					    g_strdup(columns[MANIFEST_LICENCE]));
	}
	return licences;
}

static void add_face(const char *family, const char *style, const char *file, void *data)
{
	Listing *listing = data;
	FontEntry *entry = g_new0(FontEntry, 1);
	entry->family = g_strdup(family);
	entry->style = g_strdup(style);
	entry->file = g_path_get_basename(file);
	entry->licence = g_strdup(g_hash_table_lookup(listing->licences, entry->file));
	g_ptr_array_add(listing->entries, entry);
}

static int compare_entries(gconstpointer a_data, gconstpointer b_data)
{
	const FontEntry *a = *(FontEntry *const *)a_data, *b = *(FontEntry *const *)b_data;
	int order = strcmp(a->family, b->family);
	order = order ? order : strcmp(a->style, b->style);
	return order ? order : strcmp(a->file, b->file);
}

GPtrArray *job_list_fonts(DiagList *diags)
{
	g_autofree char *folder = data_find_file("fonts");
	g_autoptr(Fonts) fonts = folder ? fonts_new(folder, diags) : NULL;
	if (!folder)
		diag_take(diags, SEVERITY_ERROR, "system", (Span){0},
			  g_strdup(_("the folder of fonts is not found")),
			  g_strdup(_("run “make”, which collects the fonts, or set BULLETIN_DATA")));
	if (!fonts)
		return NULL;
	g_autoptr(GHashTable) licences = read_licences();
	Listing listing = {.entries = g_ptr_array_new_with_free_func(entry_free), .licences = licences};
	fonts_each_face(fonts, add_face, &listing);
	g_ptr_array_sort(listing.entries, compare_entries);
	return listing.entries;
}
