#include "paint/web.h"

#include <math.h>
#include <string.h>

#include <cairo-ft.h>
#include <glib/gstdio.h>

#include "display/geometry.h"
#include "display/picture.h"
#include "font/face.h"

enum {
	EM = 4096, // units of outlines
};

typedef struct StockFace {
	char *key;
	cairo_scaled_font_t *font; // NULL once its face may be gone
	GHashTable *known;         // glyph ids
} StockFace;

typedef struct StockPicture {
	char *name;
	FilePlace *file;
	gint64 changed;
	double aspect; // 0: cannot be read
} StockPicture;

struct WebStock {
	GPtrArray *outlines;  // char *
	GPtrArray *faces;     // StockFace *
	GHashTable *pictures; // const FilePlace * → StockPicture *
	GHashTable *names;    // name → FilePlace *
};

typedef struct WebPage {
	const DisplayList *list;
	WebStock *stock;
	GString *out;
	const FontFace *face; // of the run before
	guint face_index;
} WebPage;

// --- stock ---

static void face_free(void *data)
{
	StockFace *face = data;
	if (face->font)
		cairo_scaled_font_destroy(face->font);
	g_hash_table_unref(face->known);
	g_free(face->key);
	g_free(face);
}

static void picture_free(void *data)
{
	StockPicture *picture = data;
	g_free(picture->name);
	file_place_free(picture->file);
	g_free(picture);
}

WebStock *web_stock_new(void)
{
	WebStock *stock = g_new0(WebStock, 1);
	stock->outlines = g_ptr_array_new_with_free_func(g_free);
	stock->faces = g_ptr_array_new_with_free_func(face_free);
	stock->pictures = g_hash_table_new_full(file_place_hash, file_place_equal, NULL, picture_free);
	stock->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_place_free);
	return stock;
}

void web_stock_free(WebStock *stock)
{
	if (!stock)
		return;
	g_ptr_array_unref(stock->outlines);
	g_ptr_array_unref(stock->faces);
	g_hash_table_unref(stock->pictures);
	g_hash_table_unref(stock->names);
	g_free(stock);
}

guint web_stock_count(const WebStock *stock)
{
	return stock->outlines->len;
}

const char *web_stock_peek(const WebStock *stock, guint index)
{
	return g_ptr_array_index(stock->outlines, index);
}

GBytes *web_stock_read_picture(const WebStock *stock, const char *name)
{
	const FilePlace *file = g_hash_table_lookup(stock->names, name);
	PictureInfo info;
	g_autofree char *problem = NULL;
	return file ? picture_read(file, &info, &problem) : NULL;
}

// --- numbers ---

// Much of a page is numbers: printf would take most of the time.
static void add_int(GString *out, int64_t number)
{
	char digits[24], *at = digits + sizeof digits;
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (number < 0)
		*--at = '-';
	g_string_append_len(out, at, digits + sizeof digits - at);
}

static void add_field(GString *out, int64_t number)
{
	g_string_append_c(out, ' ');
	add_int(out, number);
}

static void add_ink(GString *out, const Ink *ink)
{
	if (ink)
		g_string_append_printf(out, " #%02x%02x%02x", ink->rgb[0], ink->rgb[1], ink->rgb[2]);
	else
		g_string_append(out, " -");
}

// --- outlines ---

static cairo_scaled_font_t *font_of(const FontFace *face)
{
	cairo_matrix_t scale, identity;
	cairo_matrix_init_scale(&scale, EM, EM);
	cairo_matrix_init_identity(&identity);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_face_t *cairo_face = cairo_ft_font_face_create_for_pattern(font_face_get_pattern(face));
	cairo_scaled_font_t *font = cairo_scaled_font_create(cairo_face, &scale, &identity, options);
	cairo_font_face_destroy(cairo_face);
	cairo_font_options_destroy(options);
	return font;
}

static guint find_face(WebPage *web, const FontFace *face)
{
	if (web->face == face)
		return web->face_index;
	WebStock *stock = web->stock;
	g_autofree char *key = g_strdup_printf("%s\n%s\n%d", font_face_get_name(face),
					       font_face_get_file(face), font_face_get_index(face));
	guint index = 0;
	while (index < stock->faces->len && strcmp(((StockFace *)stock->faces->pdata[index])->key, key) != 0)
		index++;
	if (index == stock->faces->len) {
		StockFace *added = g_new0(StockFace, 1);
		added->key = g_steal_pointer(&key);
		added->known = g_hash_table_new(NULL, NULL);
		g_ptr_array_add(stock->faces, added);
	}
	web->face = face;
	web->face_index = index;
	return index;
}

typedef struct Turtle {
	GString *out;
	int64_t x, y, start_x, start_y;
} Turtle;

static void add_point(Turtle *turtle, const cairo_path_data_t *point)
{
	add_field(turtle->out, llround(point->point.x) - turtle->x);
	add_field(turtle->out, llround(point->point.y) - turtle->y);
}

static void go_to(Turtle *turtle, const cairo_path_data_t *point)
{
	turtle->x = llround(point->point.x);
	turtle->y = llround(point->point.y);
}

static void add_segment(Turtle *turtle, const cairo_path_data_t *data)
{
	switch (data->header.type) {
	case CAIRO_PATH_MOVE_TO:
		g_string_append_c(turtle->out, 'm');
		add_point(turtle, &data[1]);
		go_to(turtle, &data[1]);
		turtle->start_x = turtle->x;
		turtle->start_y = turtle->y;
		break;
	case CAIRO_PATH_LINE_TO:
		g_string_append_c(turtle->out, 'l');
		add_point(turtle, &data[1]);
		go_to(turtle, &data[1]);
		break;
	case CAIRO_PATH_CURVE_TO:
		g_string_append_c(turtle->out, 'c');
		for (int i = 1; i <= 3; i++)
			add_point(turtle, &data[i]);
		go_to(turtle, &data[3]);
		break;
	case CAIRO_PATH_CLOSE_PATH:
		g_string_append_c(turtle->out, 'z');
		turtle->x = turtle->start_x;
		turtle->y = turtle->start_y;
		break;
	}
}

static void add_outline(WebStock *stock, guint face, cairo_scaled_font_t *font, guint32 id)
{
	cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
	cairo_t *cr = cairo_create(surface);
	cairo_glyph_t glyph = {id, 0, 0};
	cairo_set_scaled_font(cr, font);
	cairo_glyph_path(cr, &glyph, 1);
	cairo_path_t *path = cairo_copy_path(cr);
	GString *out = g_string_new(NULL);
	Turtle turtle = {.out = out};
	g_string_append_printf(out, "%u %u ", face, id);
	// A closed figure is followed by a move to its start, which says nothing.
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		int next = i + path->data[i].header.length;
		bool idle = path->data[i].header.type == CAIRO_PATH_MOVE_TO &&
			    (next >= path->num_data || path->data[next].header.type == CAIRO_PATH_MOVE_TO);
		if (!idle)
			add_segment(&turtle, &path->data[i]);
	}
	g_ptr_array_add(stock->outlines, g_string_free(out, FALSE));
	cairo_path_destroy(path);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

static void stock_glyphs(WebPage *web, guint index, const GlyphRun *run)
{
	StockFace *face = g_ptr_array_index(web->stock->faces, index);
	for (guint i = 0; i < run->glyph_count; i++) {
		guint32 id = run->glyphs[i].id;
		if (!g_hash_table_add(face->known, GUINT_TO_POINTER(id)))
			continue;
		if (!face->font)
			face->font = font_of(run->face);
		add_outline(web->stock, index, face->font, id);
	}
}

static void drop_fonts(WebStock *stock)
{
	for (guint i = 0; i < stock->faces->len; i++) {
		StockFace *face = g_ptr_array_index(stock->faces, i);
		g_clear_pointer(&face->font, cairo_scaled_font_destroy);
	}
}

// --- ops ---

static void add_glyphs(WebPage *web, const Op *op)
{
	const GlyphRun *run = &op->glyphs;
	GString *out = web->out;
	if (run->glyph_count == 0)
		return;
	guint face = find_face(web, run->face);
	stock_glyphs(web, face, run);
	g_string_append_c(out, 'G');
	add_field(out, face);
	add_field(out, run->size);
	add_field(out, llround(run->stretch * 1000));
	add_ink(out, run->ink);
	add_field(out, run->x);
	add_field(out, run->baseline);
	Len before = 0;
	for (guint i = 0; i < run->glyph_count; i++) {
		const Glyph *glyph = &run->glyphs[i];
		add_field(out, glyph->id);
		if (glyph->y) {
			g_string_append_c(out, ':');
			add_int(out, glyph->y);
		}
		add_field(out, glyph->x - before);
		before = glyph->x;
	}
	g_string_append_c(out, '\n');
}

static void add_path(WebPage *web, const Op *op)
{
	static const char letters[] = {
	    [SEGMENT_MOVE] = 'M', [SEGMENT_LINE] = 'L', [SEGMENT_CURVE] = 'C', [SEGMENT_CLOSE] = 'Z'};
	const Path *path = &op->path;
	GString *out = web->out;
	g_string_append_c(out, 'P');
	add_ink(out, path->fill);
	add_ink(out, path->stroke);
	add_field(out, path->stroke ? path->line_width : 0);
	add_field(out, path->round_caps);
	g_string_append_c(out, ' ');
	for (guint i = 0; i < path->count; i++) {
		const Segment *segment = &path->segments[i];
		g_string_append_c(out, letters[segment->kind]);
		for (guint k = 0; k < segment_point_count[segment->kind]; k++) {
			add_field(out, segment->x[k]);
			add_field(out, segment->y[k]);
		}
	}
	g_string_append_c(out, '\n');
}

static gint64 time_of_change(const char *path, guint64 *size)
{
	GStatBuf info;
	if (g_stat(path, &info) != 0)
		return (gint64)(*size = 0);
	*size = (guint64)info.st_size;
	return (gint64)info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
}

static const StockPicture *find_picture(WebStock *stock, const FilePlace *file)
{
	guint64 size;
	gint64 changed = time_of_change(file->path, &size);
	StockPicture *picture = g_hash_table_lookup(stock->pictures, file);
	if (picture && picture->changed == changed)
		return picture;
	PictureInfo info;
	g_autofree char *problem = NULL;
	g_autofree char *what = g_strdup_printf("%s\n%" G_GINT64_FORMAT "\n%" G_GUINT64_FORMAT "\n%s",
						file->path, changed, size, file->below ? file->below : "");
	picture = g_new0(StockPicture, 1);
	picture->file = file_place_copy(file);
	picture->name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, what, -1);
	picture->name[32] = '\0';
	picture->changed = changed;
	picture->aspect = picture_read_info(file, &info, &problem) == PICTURE_GOOD ? info.aspect : 0;
	g_hash_table_replace(stock->pictures, picture->file, picture);
	g_hash_table_insert(stock->names, g_strdup(picture->name), file_place_copy(file));
	return picture;
}

static void add_image(WebPage *web, const Op *op)
{
	const Image *image = &op->image;
	const StockPicture *picture = find_picture(web->stock, &image->file);
	const Rect *box = &image->box;
	if (picture->aspect <= 0 || box->height == 0)
		return;
	bool by_width = (box->width / picture->aspect >= box->height) == (image->fit == FIT_COVER);
	double width = by_width ? box->width : box->height * picture->aspect;
	double height = by_width ? box->width / picture->aspect : box->height;
	double x = box->x + (box->width - width) * image->focus_x,
	       y = box->y + (box->height - height) * image->focus_y;
	const double numbers[] = {x,
				  y,
				  width,
				  height,
				  MAX(x, box->x),
				  MAX(y, box->y),
				  MIN(x + width, box->x + box->width),
				  MIN(y + height, box->y + box->height)};
	g_string_append_printf(web->out, "I %s", picture->name);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		add_field(web->out, llround(numbers[i]));
	g_string_append_c(web->out, '\n');
}

static void add_clip(WebPage *web, const Op *op)
{
	g_string_append_c(web->out, 'C');
	add_field(web->out, op->clip.x);
	add_field(web->out, op->clip.y);
	add_field(web->out, op->clip.width);
	add_field(web->out, op->clip.height);
	g_string_append_c(web->out, '\n');
}

static void add_unclip(WebPage *web, const Op *op)
{
	(void)op;
	g_string_append(web->out, "U\n");
}

static void (*const adders[])(WebPage *, const Op *) = {
    [OP_GLYPHS] = add_glyphs, [OP_PATH] = add_path,     [OP_IMAGE] = add_image,
    [OP_CLIP] = add_clip,     [OP_UNCLIP] = add_unclip, [OP_LINK] = NULL,
};

static guint hash_ink(const Ink *ink)
{
	return ink && ink->name ? g_str_hash(ink->name) : 0;
}

static guint hash_inks(const Op *op)
{
	if (op->kind == OP_GLYPHS)
		return hash_ink(op->glyphs.ink);
	return op->kind == OP_PATH ? 31 * hash_ink(op->path.fill) + hash_ink(op->path.stroke) : 0;
}

static void note_line(const WebPage *web, const Op *op, GArray *lines)
{
	Rect reach = op_reach(op);
	WebLine line = {web->out->len, reach.y, reach.y + reach.height, hash_inks(op)};
	if (op->kind == OP_CLIP || op->kind == OP_UNCLIP)
		line = (WebLine){web->out->len, -LEN_MAX, LEN_MAX, 0};
	g_array_append_val(lines, line);
}

GString *paint_web(const DisplayList *list, guint page, WebStock *stock, GArray *lines)
{
	const GArray *ops = ((const Page *)g_ptr_array_index(list->pages, page))->ops;
	WebPage web = {.list = list, .stock = stock, .out = g_string_sized_new(64 * 1024)};
	if (lines)
		g_array_set_size(lines, 0);
	for (guint i = 0; i < ops->len; i++) {
		const Op *op = &g_array_index(ops, Op, i);
		gsize before = web.out->len;
		if (adders[op->kind])
			adders[op->kind](&web, op);
		if (lines && web.out->len > before)
			note_line(&web, op, lines);
	}
	drop_fonts(stock);
	return web.out;
}
