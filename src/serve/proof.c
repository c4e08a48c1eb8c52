#include "serve/proof.h"

#include <string.h>

#include "base/json-text.h"
#include "base/len.h"
#include "serve/json.h"

enum {
	BAND = 72,       // points
	NAME_DIGITS = 12 // of a band
};

// Tiles of few pixels, so that a change of the files never waits long for one. Edges are on whole pixels.
typedef struct TileSize {
	guint dpi, width, height; // the latter in points
} TileSize;

static const TileSize sizes[] = {
    {36, 0, 24 * BAND},        {72, 0, 12 * BAND},        {144, 0, 4 * BAND},
    {216, 6 * BAND, 2 * BAND}, {288, 4 * BAND, 2 * BAND}, {432, 2 * BAND, 2 * BAND},
    {576, 2 * BAND, BAND},     {864, BAND, BAND},         {1152, BAND, BAND},
};

void proof_write_tiles(GString *out)
{
	g_string_append_printf(out, "\"band\":%d,\"tiles\":[", BAND);
	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
		g_string_append_printf(out, "[%u,%u,%u],", sizes[i].dpi, sizes[i].width, sizes[i].height);
	json_close(out, ']');
	g_string_append_c(out, ',');
}

// --- bands ---

// What all bands of a view's pages depend on.
static guint64 hash_sheet(const View *view)
{
	ViewGuides guides = view_guides(view->good);
	const char *key = job_peek_press_key(view->good);
	const Len sheet[] = {guides.width, guides.height, guides.bleed};
	return hash_on(hash_on(hash_start, key, strlen(key)), (const char *)sheet, sizeof sheet);
}

static guint band_at(Len y, const ViewGuides *guides, guint count)
{
	int64_t band = ((int64_t)y + guides->bleed) / (BAND * (int64_t)LEN_PT);
	return (guint)CLAMP(band, 0, (int64_t)count - 1);
}

static guint count_bands(const ViewGuides *guides)
{
	int64_t height = (int64_t)guides->height + 2 * guides->bleed, band = BAND * (int64_t)LEN_PT;
	return (guint)MAX((height + band - 1) / band, 1);
}

// Each band's hash (guint64) is that of the lines that may show in it.
static GArray *hash_bands(const View *view, guint page)
{
	ViewGuides guides = view_guides(view->good);
	const GString *text = g_ptr_array_index(view->pages, page);
	const GArray *lines = g_ptr_array_index(view->lines, page);
	guint count = count_bands(&guides);
	guint64 sheet = hash_sheet(view);
	GArray *bands = g_array_sized_new(FALSE, FALSE, sizeof(guint64), count);
	for (guint i = 0; i < count; i++)
		g_array_append_val(bands, sheet);
	gsize begin = 0;
	for (guint i = 0; i < lines->len; i++) {
		const WebLine *line = &g_array_index(lines, WebLine, i);
		guint64 hash = hash_on(hash_start, text->str + begin, line->end - begin);
		hash = hash_on(hash, (const char *)&line->inks, sizeof line->inks);
		guint last = band_at(line->bottom, &guides, count);
		for (guint band = band_at(line->top, &guides, count); band <= last; band++) {
			guint64 *known = &g_array_index(bands, guint64, band);
			*known = hash_on(*known, (const char *)&hash, sizeof hash);
		}
		begin = line->end;
	}
	return bands;
}

static void add_name(GString *out, const GArray *bands, guint band)
{
	g_string_append_printf(out, "%0*" G_GINT64_MODIFIER "x", NAME_DIGITS,
			       g_array_index(bands, guint64, band) >> (64 - 4 * NAME_DIGITS));
}

void proof_write_pages(GString *out, const View *view)
{
	g_string_append_c(out, '[');
	for (guint page = 0; page < view->pages->len && job_peek_press_key(view->good); page++) {
		g_autoptr(GArray) bands = hash_bands(view, page);
		g_string_append_c(out, '[');
		for (guint i = 0; i < bands->len; i++) {
			g_string_append_c(out, '"');
			add_name(out, bands, i);
			g_string_append(out, "\",");
		}
		json_close(out, ']');
		g_string_append_c(out, ',');
	}
	json_close(out, ']');
}

// --- tiles ---

static const TileSize *find_size(guint64 dpi)
{
	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
		if (sizes[i].dpi == dpi)
			return &sizes[i];
	return NULL;
}

static bool is_named(const View *view, guint page, const TileSize *size, guint row, const char *name)
{
	g_autoptr(GArray) bands = hash_bands(view, page);
	g_autoptr(GString) names = g_string_new(NULL);
	guint rows = size->height / BAND;
	for (guint64 i = (guint64)row * rows; i < bands->len && i < ((guint64)row + 1) * rows; i++)
		add_name(names, bands, (guint)i);
	g_string_append(names, ".png");
	return names->len > strlen(".png") && strcmp(names->str, name) == 0;
}

// The part of the page's picture, in its pixels; false where it begins outside.
static bool find_part(const View *view, const TileSize *size, guint column, guint row, JobPart *part)
{
	ViewGuides guides = view_guides(view->good);
	double scale = size->dpi / 72.0, bleed = len_to_pt(guides.bleed);
	int width = (int)((len_to_pt(guides.width) + 2 * bleed) * scale) + 1;
	int height = (int)((len_to_pt(guides.height) + 2 * bleed) * scale) + 1;
	int across = size->width ? (int)(size->width * scale) : width, down = (int)(size->height * scale);
	if (column > (guint)(width / across) || row > (guint)(height / down))
		return false;
	*part = (JobPart){(int)column * across, (int)row * down, across, down};
	return part->x < width - 1 && part->y < height - 1;
}

GBytes *proof_fetch(const View *view, const char *path)
{
	g_auto(GStrv) words = g_strsplit(path, "/", 6);
	if (g_strv_length(words) != 5)
		return NULL;
	guint64 numbers[4]; // page, dpi, column, row
	for (int i = 0; i < 4; i++)
		if (!g_ascii_string_to_unsigned(words[i], 10, 0, G_MAXUINT16, &numbers[i], NULL))
			return NULL;
	guint page = (guint)numbers[0], column = (guint)numbers[2], row = (guint)numbers[3];
	const TileSize *size = find_size(numbers[1]);
	JobOptions as = {
	    .format = JOB_PNG, .profile = PROFILE_PROOF, .first = page - 1, .count = 1, .bleed = true};
	if (!size || page < 1 || page > view->pages->len || !job_peek_press_key(view->good) ||
	    !find_part(view, size, column, row, &as.part) || !is_named(view, page - 1, size, row, words[4]))
		return NULL;
	as.dpi = size->dpi;
	return view_paint(view, &as);
}
