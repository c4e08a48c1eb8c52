#include "font/fonts.h"

#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>

#include "base/intl.h"
#include "base/sort.h"
#include "font/face.h"
#include "font/pango.h"

struct FontFace {
	char *name;
	char *postscript_name;
	char *key; // file, index, variations: what tells faces apart
	FcPattern *pattern;
};

struct Fonts {
	FcConfig *config;
	PangoFontMap *map;
	GPtrArray *families; // char *, in order, every name of a family
	GPtrArray *listed;   // char *, in order, the first name of each
	GHashTable *faces;   // key → FontFace *
	GHashTable *face_of; // PangoFont * → FontFace *
};

// --- faces ---

static void face_free(void *data)
{
	FontFace *face = data;
	g_free(face->name);
	g_free(face->postscript_name);
	g_free(face->key);
	FcPatternDestroy(face->pattern);
	g_free(face);
}

static const char *pattern_text(const FcPattern *pattern, const char *object)
{
	FcChar8 *text = NULL;
	return FcPatternGetString(pattern, object, 0, &text) == FcResultMatch ? (const char *)text : "";
}

static int pattern_int(const FcPattern *pattern, const char *object)
{
	int number = 0;
	FcPatternGetInteger(pattern, object, 0, &number);
	return number;
}

// Of a sized font's pattern what belongs to the face: the same for every size.
static FcPattern *face_pattern(const FcPattern *font)
{
	static const char *const objects[] = {FC_FILE,   FC_INDEX,    FC_FONT_VARIATIONS,
					      FC_MATRIX, FC_EMBOLDEN, FC_FONT_FEATURES};
	FcPattern *pattern = FcPatternCreate();
	for (gsize i = 0; i < G_N_ELEMENTS(objects); i++) {
		FcValue value;
		if (FcPatternGet(font, objects[i], 0, &value) == FcResultMatch)
			FcPatternAdd(pattern, objects[i], value, FcTrue);
	}
	FcPatternAddBool(pattern, FC_HINTING, FcFalse);
	FcPatternAddInteger(pattern, FC_HINT_STYLE, FC_HINT_NONE);
	return pattern;
}

static char *face_key(const FcPattern *pattern)
{
	return g_strdup_printf("%s#%d %s", pattern_text(pattern, FC_FILE), pattern_int(pattern, FC_INDEX),
			       pattern_text(pattern, FC_FONT_VARIATIONS));
}

static FontFace *face_new(const FcPattern *font, char *key)
{
	FontFace *face = g_new0(FontFace, 1);
	face->key = key;
	face->pattern = face_pattern(font);
	face->postscript_name = g_strdup(pattern_text(font, FC_POSTSCRIPT_NAME));
	face->name = g_strdup_printf("%s %s", pattern_text(font, FC_FAMILY), pattern_text(font, FC_STYLE));
	return face;
}

const FontFace *fonts_get_face(Fonts *fonts, PangoFont *font)
{
	FontFace *face = g_hash_table_lookup(fonts->face_of, font);
	if (face)
		return face;
	const FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
	g_autofree char *key = face_key(pattern);
	face = g_hash_table_lookup(fonts->faces, key);
	if (!face) {
		face = face_new(pattern, g_strdup(key));
		g_hash_table_insert(fonts->faces, face->key, face);
	}
	g_hash_table_insert(fonts->face_of, g_object_ref(font), face);
	return face;
}

const char *font_face_get_name(const FontFace *face)
{
	return face->name;
}

const char *font_face_get_postscript_name(const FontFace *face)
{
	return face->postscript_name;
}

FcPattern *font_face_get_pattern(const FontFace *face)
{
	return face->pattern;
}

const char *font_face_get_file(const FontFace *face)
{
	return pattern_text(face->pattern, FC_FILE);
}

int font_face_get_index(const FontFace *face)
{
	return pattern_int(face->pattern, FC_INDEX);
}

// --- the folder ---

static bool is_font_name(const char *name)
{
	static const char *const endings[] = {".ttf", ".otf", ".ttc", ".otc"};
	g_autofree char *lower = g_ascii_strdown(name, -1);
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(lower, endings[i]))
			return true;
	return false;
}

// Font files of a folder in the order of their names, which decides between equal faces.
static GPtrArray *list_font_files(const char *folder, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	if (!dir)
		return NULL;
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
		if (is_font_name(name))
			g_ptr_array_add(files, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(files, sort_texts);
	return files;
}

static void add_family(GPtrArray *families, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(families, name, g_str_equal, NULL))
		g_ptr_array_add(families, g_strdup(name));
}

static void read_families(Fonts *fonts)
{
	const FcFontSet *set = FcConfigGetFonts(fonts->config, FcSetApplication);
	for (int i = 0; set && i < set->nfont; i++) {
		FcChar8 *name;
		for (int k = 0; FcPatternGetString(set->fonts[i], FC_FAMILY, k, &name) == FcResultMatch; k++)
			add_family(fonts->families, (const char *)name);
		add_family(fonts->listed, pattern_text(set->fonts[i], FC_FAMILY));
	}
	g_ptr_array_sort(fonts->listed, sort_texts);
}

static guint read_folder(Fonts *fonts, const GPtrArray *files, DiagList *diags)
{
	guint count = 0;
	for (guint i = 0; i < files->len; i++) {
		const char *file = g_ptr_array_index(files, i);
		if (FcConfigAppFontAddFile(fonts->config, (const FcChar8 *)file))
			count++;
		else
			diag_take(diags, SEVERITY_WARNING, "font.unreadable", (Span){0},
				  g_strdup_printf(_("“%s” is not a font"), file),
				  g_strdup(_("remove the file, or replace it with an OpenType font")));
	}
	return count;
}

// --- font maps ---

static void take_out_hinting(FcPattern *pattern, gpointer data)
{
	(void)data;
	FcPatternDel(pattern, FC_HINTING);
	FcPatternAddBool(pattern, FC_HINTING, FcFalse);
	FcPatternDel(pattern, FC_HINT_STYLE);
	FcPatternAddInteger(pattern, FC_HINT_STYLE, FC_HINT_NONE);
}

static PangoFontMap *new_map(FcConfig *config)
{
	PangoFontMap *map = pango_ft2_font_map_new();
	pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(map), take_out_hinting, NULL, NULL);
	return map;
}

PangoFontMap *fonts_get_map(Fonts *fonts)
{
	return fonts->map;
}

// --- life ---

static Fonts *fonts_alloc(void)
{
	Fonts *fonts = g_new0(Fonts, 1);
	fonts->config = FcConfigCreate();
	fonts->families = g_ptr_array_new_with_free_func(g_free);
	fonts->listed = g_ptr_array_new_with_free_func(g_free);
	fonts->faces = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, face_free);
	fonts->face_of = g_hash_table_new_full(NULL, NULL, g_object_unref, NULL);
	return fonts;
}

void fonts_free(Fonts *fonts)
{
	if (!fonts)
		return;
	g_hash_table_unref(fonts->face_of);
	g_hash_table_unref(fonts->faces);
	g_ptr_array_unref(fonts->families);
	g_ptr_array_unref(fonts->listed);
	g_clear_object(&fonts->map);
	FcConfigDestroy(fonts->config);
	g_free(fonts);
}

static Fonts *refuse(DiagList *diags, const char *code, char *what)
{
	diag_take(diags, SEVERITY_ERROR, code, (Span){0}, what,
		  g_strdup(_("give a folder with the bulletin's fonts, as .ttf or .otf files")));
	return NULL;
}

Fonts *fonts_new(const char *folder, DiagList *diags)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) files = list_font_files(folder, &error);
	if (!files)
		return refuse(diags, "font.folder",
			      g_strdup_printf(_("the fonts cannot be read: %s"), error->message));
	g_autoptr(Fonts) fonts = fonts_alloc();
	if (read_folder(fonts, files, diags) == 0)
		return refuse(diags, "font.none", g_strdup_printf(_("“%s” holds no font"), folder));
	read_families(fonts);
	// Pango reads the host's configuration, about 10 ms, unless there is one already.
	FcConfigSetCurrent(fonts->config);
	fonts->map = new_map(fonts->config);
	return g_steal_pointer(&fonts);
}

bool fonts_has_family(const Fonts *fonts, const char *family)
{
	for (guint i = 0; i < fonts->families->len; i++)
		if (FcStrCmpIgnoreCase(g_ptr_array_index(fonts->families, i), (const FcChar8 *)family) == 0)
			return true;
	return false;
}

char **fonts_list_families(const Fonts *fonts)
{
	char **list = g_new0(char *, fonts->listed->len + 1);
	for (guint i = 0; i < fonts->listed->len; i++)
		list[i] = g_strdup(g_ptr_array_index(fonts->listed, i));
	return list;
}

void fonts_each_face(const Fonts *fonts, FontVisit visit, void *data)
{
	const FcFontSet *set = FcConfigGetFonts(fonts->config, FcSetApplication);
	for (int i = 0; set && i < set->nfont; i++)
		visit(pattern_text(set->fonts[i], FC_FAMILY), pattern_text(set->fonts[i], FC_STYLE),
		      pattern_text(set->fonts[i], FC_FILE), data);
}
