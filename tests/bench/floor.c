// The floor that a render is measured against: what no program on Pango and Cairo can do without. It opens
// the same fonts, shapes each run once, draws it once where the render has it, and writes the PDF.
// No YAML, no layout, no line breaking, no colours, pictures, links or structure.
//
//   floor FONTS RUNS OUT.pdf
//
// RUNS holds a line a run: page, x, baseline, size (points), font, text, parted by tabs.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

enum { PAGE, X, BASELINE, SIZE, FONT, TEXT, FIELDS };

typedef struct Floor {
	PangoContext *context;
	cairo_t *cr;
	GHashTable *analyses; // "font size" → PangoItem *: itemized once, as a render may
	GString *key;
	PangoGlyphItem shaped;
	int page;
} Floor;

static G_NORETURN void die(const char *what)
{
	fprintf(stderr, "floor: %s\n", what);
	exit(1);
}

static FcConfig *open_fonts(const char *folder)
{
	FcConfig *config = FcConfigCreate();
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	if (!dir)
		die("the fonts cannot be read");
	for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
		g_autofree char *file = g_build_filename(folder, name, NULL);
		if (g_str_has_suffix(name, ".ttf") || g_str_has_suffix(name, ".otf"))
			FcConfigAppFontAddFile(config, (const FcChar8 *)file);
	}
	FcConfigSetCurrent(config);
	return config;
}

static PangoContext *make_context(FcConfig *config)
{
	PangoFontMap *map = pango_cairo_font_map_new();
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
	PangoContext *context = pango_font_map_create_context(map);
	pango_context_set_round_glyph_positions(context, FALSE);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	return context;
}

static PangoItem *itemize(Floor *floor, char **fields)
{
	g_string_printf(floor->key, "%s %s", fields[FONT], fields[SIZE]);
	PangoItem *item = g_hash_table_lookup(floor->analyses, floor->key->str);
	if (item)
		return item;
	PangoFontDescription *font = pango_font_description_from_string(fields[FONT]);
	pango_font_description_set_absolute_size(font, g_ascii_strtod(fields[SIZE], NULL) * PANGO_SCALE);
	pango_context_set_font_description(floor->context, font);
	pango_font_description_free(font);
	PangoAttrList *attributes = pango_attr_list_new();
	GList *items = pango_itemize(floor->context, "a", 0, 1, attributes, NULL);
	pango_attr_list_unref(attributes);
	item = items->data;
	g_list_free(items);
	g_hash_table_insert(floor->analyses, g_strdup(floor->key->str), item);
	return item;
}

static void draw_run(Floor *floor, char **fields)
{
	int page = atoi(fields[PAGE]), length = (int)strlen(fields[TEXT]);
	for (; floor->page < page; floor->page++)
		cairo_show_page(floor->cr);
	PangoItem *item = itemize(floor, fields);
	item->length = length;
	item->num_chars = (int)g_utf8_strlen(fields[TEXT], length);
	floor->shaped.item = item;
	pango_shape_full(fields[TEXT], length, fields[TEXT], length, &item->analysis, floor->shaped.glyphs);
	cairo_move_to(floor->cr, g_ascii_strtod(fields[X], NULL), g_ascii_strtod(fields[BASELINE], NULL));
	pango_cairo_show_glyph_item(floor->cr, fields[TEXT], &floor->shaped);
}

static bool split(char *line, char **fields)
{
	for (int i = 0; i < FIELDS; i++) {
		fields[i] = line;
		char *tab = i + 1 < FIELDS ? strchr(line, '\t') : NULL;
		if (i + 1 < FIELDS && !tab)
			return false;
		if (tab) {
			*tab = '\0';
			line = tab + 1;
		}
	}
	return true;
}

static void draw_runs(Floor *floor, char *runs)
{
	char *fields[FIELDS], *next;
	for (char *line = runs; *line; line = next) {
		next = strchr(line, '\n');
		if (!next)
			die("the last line is cut");
		*next++ = '\0';
		if (!split(line, fields))
			die("a line has too few fields");
		draw_run(floor, fields);
	}
}

int main(int argc, char **argv)
{
	char *runs;
	if (argc != 4 || !g_file_get_contents(argv[2], &runs, NULL, NULL))
		die("usage: floor FONTS RUNS OUT.pdf");
	PangoContext *context = make_context(open_fonts(argv[1]));
	cairo_surface_t *surface = cairo_pdf_surface_create(argv[3], 595.276, 841.89);
	Floor floor = {.context = context, .cr = cairo_create(surface), .page = 1};
	floor.analyses = g_hash_table_new(g_str_hash, g_str_equal);
	floor.key = g_string_new(NULL);
	floor.shaped.glyphs = pango_glyph_string_new();
	draw_runs(&floor, runs);
	cairo_show_page(floor.cr);
	cairo_destroy(floor.cr);
	cairo_surface_finish(surface);
	return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? 0 : 1;
}
