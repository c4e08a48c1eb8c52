#include "paint/pictures.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "paint/picture-cache.h"
#include "paint/picture-ink.h"
#include "paint/picture-kinds.h"
#include "paint/planes.h"
#include "paint/svg-reference.h"

typedef struct Picture {
	FilePlace file; // names belong to the display list
	PictureInfo info;
	GBytes *data;
	char *problem;            // why it cannot be drawn, or NULL
	bool no_memory;           // which is no fault of the file
	char *left_out;           // SVG: a file it refers to, which is not loaded; or NULL
	cairo_surface_t *surface; // JPEG, PNG
	double scale;             // of the surface: 1 for all pixels
	PlainSvg *plain;          // SVG: one of these two
	RsvgPicture *rsvg;
} Picture;

struct Pictures {
	const PaintTarget *target;
	GHashTable *by_file; // const FilePlace *, of the picture → Picture *
	Rsvg *rsvg;          // NULL until an SVG needs it
};

static void picture_free(void *data)
{
	Picture *picture = data;
	g_clear_pointer(&picture->data, g_bytes_unref);
	g_clear_pointer(&picture->surface, cairo_surface_destroy);
	plain_svg_free(picture->plain);
	rsvg_picture_free(picture->rsvg);
	g_free(picture->problem);
	g_free(picture->left_out);
	g_free(picture);
}

Pictures *pictures_new(const PaintTarget *target)
{
	Pictures *pictures = g_new0(Pictures, 1);
	pictures->target = target;
	pictures->by_file = g_hash_table_new_full(file_place_hash, file_place_equal, NULL, picture_free);
	return pictures;
}

void pictures_free(Pictures *pictures)
{
	if (!pictures)
		return;
	g_hash_table_unref(pictures->by_file);
	rsvg_unload(pictures->rsvg);
	g_free(pictures);
}

// --- reading ---

// What an SVG may have; librsvg itself limits how often elements are used over.
enum {
	SVG_ELEMENTS_MAX = 100 * 1000,
	SVG_NESTING_MAX = 256, // as libxml2 has it
};

typedef struct SvgAmount {
	guint elements, depth, deepest;
} SvgAmount;

// Behind a comment or the like, which may hold what looks like elements; NULL where it is none. In what a
// <!DOCTYPE declares it is counted.
static const char *skip_other(const char *text, const char *end)
{
	static const struct {
		const char *begin, *end;
	} others[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ""}};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		size_t length = strlen(others[i].begin), rest = (size_t)(end - text),
		       tail = strlen(others[i].end);
		if (rest < length || memcmp(text, others[i].begin, length) != 0)
			continue;
		const char *close = memmem(text + length, rest - length, others[i].end, tail);
		return close ? close + tail : end;
	}
	return NULL;
}

// The > of a tag, not one in a quoted value.
static const char *find_tag_end(const char *text, const char *end)
{
	char quote = '\0';
	for (; text < end && (quote || *text != '>'); text++)
		if (quote ? *text == quote : *text == '"' || *text == '\'')
			quote = quote ? '\0' : *text;
	return text;
}

static void count_tag(SvgAmount *amount, const char *text, const char *end)
{
	if (text[1] == '/') {
		amount->depth -= amount->depth > 0;
	} else if (g_ascii_isalpha(text[1])) {
		amount->elements++;
		amount->deepest = MAX(amount->deepest, amount->depth + 1);
		amount->depth += end[-1] != '/';
	}
}

static SvgAmount measure_svg(GBytes *data)
{
	gsize size;
	SvgAmount amount = {0};
	const char *text = g_bytes_get_data(data, &size), *end = text + size;
	while (text < end && (text = memchr(text, '<', (size_t)(end - text)))) {
		const char *behind = skip_other(text, end);
		if (!behind) {
			behind = find_tag_end(text, end);
			if (behind < end)
				count_tag(&amount, text, behind);
		}
		text = behind;
	}
	return amount;
}

static bool is_too_much(const Picture *picture, char **problem)
{
	SvgAmount amount = measure_svg(picture->data);
	if (amount.elements > SVG_ELEMENTS_MAX)
		*problem = g_strdup_printf(_("the SVG has more than %d elements"), SVG_ELEMENTS_MAX);
	else if (amount.deepest > SVG_NESTING_MAX)
		*problem =
		    g_strdup_printf(_("elements of the SVG are nested more than %d deep"), SVG_NESTING_MAX);
	return *problem;
}

static void read_svg(Pictures *pictures, Picture *picture)
{
	if (is_too_much(picture, &picture->problem))
		return;
	picture->plain = plain_svg_new(picture->data);
	if (picture->plain)
		return;
	picture->left_out = svg_find_reference(picture->data);
	if (!pictures->rsvg)
		pictures->rsvg = rsvg_load(&picture->problem);
	if (pictures->rsvg)
		picture->rsvg = rsvg_picture_new(pictures->rsvg, picture->data, &picture->problem);
}

static void read_png(Pictures *pictures, Picture *picture)
{
	const PaintTarget *target = pictures->target;
	PictureCache *cache = target->recipes ? NULL : target->cache; // inks change the pixels
	picture->scale = 1;
	picture->surface = cache ? picture_cache_get(cache, &picture->file) : NULL;
	if (picture->surface)
		return;
	picture->surface = png_decode(picture->data, &picture->problem, &picture->no_memory);
	if (picture->surface && cache)
		picture_cache_add(cache, &picture->file, picture->surface);
	if (picture->surface && target->recipes)
		planes_convert(picture->surface, target);
}

// Rows as they are stored: EXIF may turn them by a quarter.
static bool is_turned(const Picture *picture)
{
	return picture->info.orientation >= 5;
}

// True where the mark that ends a JPEG is near the end: some cameras add data of their own after it.
static bool has_jpeg_end(GBytes *data)
{
	enum { NEAR = 256 * 1024 };
	gsize size;
	const guint8 *bytes = g_bytes_get_data(data, &size);
	for (gsize at = size; at-- > 1 && size - at < NEAR;)
		if (bytes[at - 1] == 0xFF && bytes[at] == 0xD9)
			return true;
	return false;
}

static void convert_jpeg(Picture *picture, const Colour *colour)
{
	const InkJpeg *ink = jpeg_to_ink(picture->data, colour, &picture->problem);
	if (!ink)
		return;
	g_bytes_unref(picture->data);
	picture->data = g_bytes_ref(ink->data);
}

static void read_jpeg(Pictures *pictures, Picture *picture)
{
	const PictureInfo *info = &picture->info;
	if (!has_jpeg_end(picture->data)) {
		picture->problem = g_strdup(_("the file is damaged or cut short"));
		return;
	}
	const PaintTarget *target = pictures->target;
	bool turned = is_turned(picture);
	if (target->recipes)
		return convert_jpeg(picture, recipes_peek_colour(target->recipes));
	bool inks = info->components == 4;
	if (target->jpeg && (info->orientation == 1 || target->jpeg_turned) && !(inks && target->rgb)) {
		picture->surface = jpeg_pass(picture->data, turned ? info->height : info->width,
					     turned ? info->width : info->height);
		picture->scale = 1;
	}
	// Otherwise it is decoded when it is known how large.
}

static void (*const readers[])(Pictures *, Picture *) = {
    [PICTURE_JPEG] = read_jpeg, [PICTURE_PNG] = read_png, [PICTURE_SVG] = read_svg};

static void read_picture(Pictures *pictures, Picture *picture)
{
	picture->data = picture_read(&picture->file, &picture->info, &picture->problem);
	if (picture->data)
		readers[picture->info.kind](pictures, picture);
}

static Picture *find_picture(Pictures *pictures, const FilePlace *file)
{
	Picture *picture = g_hash_table_lookup(pictures->by_file, file);
	if (!picture) {
		picture = g_new0(Picture, 1);
		picture->file = *file;
		read_picture(pictures, picture);
		g_hash_table_insert(pictures->by_file, &picture->file, picture);
	}
	return picture;
}

// --- drawing ---

typedef struct Box {
	double x, y, width, height; // points
} Box;

static Box box_from_rect(const Rect *rect)
{
	return (Box){len_to_pt(rect->x), len_to_pt(rect->y), len_to_pt(rect->width), len_to_pt(rect->height)};
}

// Where the whole picture lies so that it covers the box, or stands inside it.
static Box place(const Image *image, double aspect)
{
	Box box = box_from_rect(&image->box);
	bool by_width = (box.width / aspect >= box.height) == (image->fit == FIT_COVER);
	double width = by_width ? box.width : box.height * aspect;
	double height = by_width ? box.width / aspect : box.height;
	return (Box){box.x + (box.width - width) * image->focus_x,
		     box.y + (box.height - height) * image->focus_y, width, height};
}

static void trace_visible(cairo_t *cr, const Image *image, Box placed)
{
	Box box = box_from_rect(&image->box);
	double left = MAX(box.x, placed.x), top = MAX(box.y, placed.y);
	double right = MIN(box.x + box.width, placed.x + placed.width);
	double bottom = MIN(box.y + box.height, placed.y + placed.height);
	cairo_rectangle(cr, left, top, MAX(right - left, 0), MAX(bottom - top, 0));
}

// From the unit square of the stored rows to that of the upright picture, by EXIF orientation.
static const cairo_matrix_t turns[] = {
    {1, 0, 0, 1, 0, 0}, {1, 0, 0, 1, 0, 0},  {-1, 0, 0, 1, 1, 0},  {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
    {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1},
};

static void draw_surface(const Pictures *pictures, const Picture *picture, cairo_t *cr, const Image *image,
			 Box placed)
{
	trace_visible(cr, image, placed);
	cairo_translate(cr, placed.x, placed.y);
	cairo_scale(cr, placed.width, placed.height);
	cairo_transform(cr, &turns[picture->info.orientation]);
	cairo_scale(cr, 1.0 / cairo_image_surface_get_width(picture->surface),
		    1.0 / cairo_image_surface_get_height(picture->surface));
	cairo_set_source_surface(cr, picture->surface, 0, 0);
	// Against pale seams where the edge falls between pixels.
	if (pictures->target->raster)
		cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_fill(cr);
}

static void draw_png(const Pictures *pictures, Picture *picture, cairo_t *cr, const Image *image, Box placed)
{
	draw_surface(pictures, picture, cr, image, placed);
}

static void draw_jpeg(const Pictures *pictures, Picture *picture, cairo_t *cr, const Image *image, Box placed)
{
	const PaintTarget *target = pictures->target;
	double wanted = target->raster ? placed.width * target->scale / picture->info.width : 1;
	if (picture->scale < MIN(wanted, 1)) {
		g_clear_pointer(&picture->surface, cairo_surface_destroy);
		picture->surface =
		    jpeg_decode(picture->data, wanted, target, &picture->problem, &picture->no_memory);
		picture->scale = MIN(wanted, 1);
	}
	if (picture->surface)
		draw_surface(pictures, picture, cr, image, placed);
}

// What librsvg draws is known only in colours of the screen: it is drawn as pixels and these are converted.
static void draw_rsvg_inks(const Pictures *pictures, Picture *picture, cairo_t *cr, Box placed)
{
	const PaintTarget *target = pictures->target;
	int width = MAX((int)ceil(placed.width * target->scale), 1),
	    height = MAX((int)ceil(placed.height * target->scale), 1);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cairo_t *pixels = cairo_create(surface);
	rsvg_picture_draw(picture->rsvg, pixels, width, height, &picture->problem);
	cairo_destroy(pixels);
	planes_convert(surface, target);
	cairo_scale(cr, placed.width / width, placed.height / height);
	cairo_set_source_surface(cr, surface, 0, 0);
	cairo_paint(cr);
	cairo_surface_destroy(surface);
}

static void draw_svg(const Pictures *pictures, Picture *picture, cairo_t *cr, const Image *image, Box placed)
{
	trace_visible(cr, image, placed);
	cairo_clip(cr);
	cairo_translate(cr, placed.x, placed.y);
	if (picture->plain)
		plain_svg_draw(picture->plain, cr, placed.width, pictures->target);
	else if (pictures->target->recipes)
		draw_rsvg_inks(pictures, picture, cr, placed);
	else
		rsvg_picture_draw(picture->rsvg, cr, placed.width, placed.height, &picture->problem);
}

static void (*const drawers[])(const Pictures *, Picture *, cairo_t *, const Image *, Box) = {
    [PICTURE_JPEG] = draw_jpeg, [PICTURE_PNG] = draw_png, [PICTURE_SVG] = draw_svg};

static void warn_left_out(const Picture *picture, Span span, DiagList *diags)
{
	g_autofree char *name = g_path_get_basename(picture->file.path);
	diag_take(diags, SEVERITY_WARNING, "picture.left-out", span,
		  g_strdup_printf(_("“%s” refers to “%.100s”, which is left out: an SVG loads no other file"),
				  name, picture->left_out),
		  g_strdup(_("embed it in the SVG, or name it as a picture of its own")));
}

static void report_problem(const Picture *picture, Span span, DiagList *diags)
{
	g_autofree char *name = g_path_get_basename(picture->file.path);
	diag_take(
	    diags, SEVERITY_ERROR, picture->no_memory ? PICTURE_NO_MEMORY : "picture.unreadable", span,
	    g_strdup_printf(_("the picture “%s” cannot be drawn: %s"), name, picture->problem),
	    picture->no_memory
		? g_strdup(
		      _("save it with fewer pixels, or give the program more memory (in a batch: --memory)"))
		: g_strdup(_("save it again as JPEG, PNG or SVG")));
}

bool pictures_draw(Pictures *pictures, cairo_t *cr, const Image *image, Span span, DiagList *diags)
{
	Picture *picture = find_picture(pictures, &image->file);
	if (!picture->problem && image->box.width > 0 && image->box.height > 0) {
		cairo_save(cr);
		Box placed = place(image, picture->info.aspect);
		drawers[picture->info.kind](pictures, picture, cr, image, placed);
		cairo_restore(cr);
	}
	if (picture->left_out)
		warn_left_out(picture, span, diags);
	if (picture->problem)
		report_problem(picture, span, diags);
	return !picture->problem;
}

void paint_check_pictures(const DisplayList *list, DiagList *diags)
{
	enum { SIDE = 8 }; // points and pixels: enough to read a file, and little to draw
	const PaintTarget target = {.raster = true, .scale = 1};
	Pictures *pictures = pictures_new(&target);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
	cairo_t *cr = cairo_create(surface);
	for (guint i = 0; i < list->pages->len; i++) {
		const Page *page = g_ptr_array_index(list->pages, i);
		for (guint k = 0; k < page->ops->len; k++) {
			const Op *op = &g_array_index(page->ops, Op, k);
			if (op->kind != OP_IMAGE)
				continue;
			Image image = op->image;
			image.box = (Rect){0, 0, len_from_pt(SIDE), len_from_pt(SIDE)};
			pictures_draw(pictures, cr, &image, op->span, diags);
		}
	}
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	pictures_free(pictures);
}
