#include "display/picture.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/intl.h"

enum {
	HEAD_SIZE =
	    64 * 1024, // how far into a file the root of an SVG, or one segment of a JPEG, is looked for
	FILE_MIB_MAX = 64,
	FILE_BYTES_MAX = FILE_MIB_MAX * 1024 * 1024,
	MEGAPIXELS_MAX = 150, // before any is decoded: 600 MB in memory
	PNG_SIDE_MAX = 32767, // what Cairo takes
};

typedef struct Head {
	FILE *file;
	guint8 bytes[HEAD_SIZE];
	size_t size;
} Head;

static guint be16(const guint8 *bytes)
{
	return (guint)bytes[0] << 8 | bytes[1];
}

static guint be32(const guint8 *bytes)
{
	return be16(bytes) << 16 | be16(bytes + 2);
}

static char *damaged(void)
{
	return g_strdup(_("the file is damaged or cut short"));
}

// --- PNG ---

static const guint8 png_signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

static bool is_png(const Head *head)
{
	return head->size >= sizeof png_signature &&
	       memcmp(head->bytes, png_signature, sizeof png_signature) == 0;
}

static char *read_png(Head *head, PictureInfo *info)
{
	if (head->size < 24 || memcmp(head->bytes + 12, "IHDR", 4) != 0)
		return damaged();
	guint width = be32(head->bytes + 16), height = be32(head->bytes + 20);
	if (width == 0 || height == 0 || width > G_MAXINT || height > G_MAXINT)
		return damaged();
	info->width = (int)width;
	info->height = (int)height;
	return NULL;
}

// --- JPEG: segments up to the frame header; EXIF on the way ---

static bool is_jpeg(const Head *head)
{
	return head->size >= 3 && head->bytes[0] == 0xFF && head->bytes[1] == 0xD8 && head->bytes[2] == 0xFF;
}

typedef struct Tiff {
	const guint8 *bytes;
	size_t size;
	bool little;
} Tiff;

static guint tiff_get(const Tiff *tiff, size_t at, size_t count)
{
	guint value = 0;
	if (at + count > tiff->size)
		return 0;
	for (size_t i = 0; i < count; i++)
		value |= (guint)tiff->bytes[at + i] << 8 * (tiff->little ? i : count - 1 - i);
	return value;
}

// The orientation that an APP1 segment's EXIF states (tag 0x0112 of the first directory), or 1.
static int exif_orientation(const guint8 *segment, size_t size)
{
	if (size < 14 || memcmp(segment, "Exif\0\0", 6) != 0)
		return 1;
	Tiff tiff = {segment + 6, size - 6, segment[6] == 'I'};
	size_t directory = tiff_get(&tiff, 4, 4);
	guint entries = tiff_get(&tiff, directory, 2);
	for (guint i = 0; i < entries; i++) {
		size_t entry = directory + 2 + 12 * (size_t)i;
		if (tiff_get(&tiff, entry, 2) != 0x0112)
			continue;
		guint orientation = tiff_get(&tiff, entry + 8, 2);
		return orientation >= 1 && orientation <= 8 ? (int)orientation : 1;
	}
	return 1;
}

static bool is_frame_header(int marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Baseline or progressive, 8 bits: what a PDF may hold, and nearly all there is.
static bool is_common_frame(int marker, const guint8 *segment, size_t size)
{
	return marker <= 0xC2 && size > 5 && segment[0] == 8 &&
	       (segment[5] == 1 || segment[5] == 3 || segment[5] == 4);
}

// The next marker; fill bytes (0xFF) before it are skipped. -1 where there is none.
static int next_marker(FILE *file)
{
	if (fgetc(file) != 0xFF)
		return -1;
	int marker;
	do
		marker = fgetc(file);
	while (marker == 0xFF);
	return marker == EOF ? -1 : marker;
}

static bool read_frame_header(const guint8 *segment, size_t size, PictureInfo *info)
{
	if (size < 6)
		return false;
	info->height = (int)be16(segment + 1);
	info->width = (int)be16(segment + 3);
	info->components = segment[5];
	return info->width > 0 && info->height > 0;
}

static void turn_upright(PictureInfo *info)
{
	if (info->orientation < 5)
		return;
	int width = info->width;
	info->width = info->height;
	info->height = width;
}

static char *read_jpeg(Head *head, PictureInfo *info)
{
	bool exif = false;
	if (fseek(head->file, 2, SEEK_SET) != 0)
		return damaged();
	for (;;) {
		guint8 length[2];
		int marker = next_marker(head->file);
		if (marker <= 0 || marker == 0xD9 || marker == 0xDA || fread(length, 1, 2, head->file) != 2)
			return damaged();
		size_t size = be16(length);
		if (size < 2 || fread(head->bytes, 1, size - 2, head->file) != size - 2)
			return damaged();
		if (marker == 0xE1 && !exif) {
			info->orientation = exif_orientation(head->bytes, size - 2);
			exif = info->orientation != 1;
		}
		if (!is_frame_header(marker))
			continue;
		if (!is_common_frame(marker, head->bytes, size - 2))
			return g_strdup(
			    _("this kind of JPEG (arithmetic, lossless or of 12 bits) is not supported"));
		if (!read_frame_header(head->bytes, size - 2, info))
			return damaged();
		turn_upright(info);
		return NULL;
	}
}

// --- SVG: the root element ---

typedef struct SvgRoot {
	double width, height, box_width, box_height;
	bool found;
} SvgRoot;

// A length in CSS pixels; 0 where it says none (percentages, nonsense).
static double read_css_length(const char *text)
{
	static const struct {
		const char *unit;
		double pixels;
	} units[] = {{"", 1},           {"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},
		     {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96},        {"q", 24 / 25.4}};
	char *end;
	double value = g_ascii_strtod(text, &end);
	for (guint i = 0; i < G_N_ELEMENTS(units); i++)
		if (end != text && g_ascii_strcasecmp(end, units[i].unit) == 0 && isfinite(value) &&
		    value > 0)
			return value * units[i].pixels;
	return 0;
}

static void read_view_box(const char *text, SvgRoot *root)
{
	double numbers[4] = {0};
	for (guint i = 0; i < 4; i++) {
		char *end;
		text += strspn(text, " ,\t\r\n");
		numbers[i] = g_ascii_strtod(text, &end);
		if (end == text || !isfinite(numbers[i]))
			return;
		text = end;
	}
	root->box_width = MAX(numbers[2], 0);
	root->box_height = MAX(numbers[3], 0);
}

static void read_svg_element(GMarkupParseContext *context, const char *element, const char **names,
			     const char **values, gpointer data, GError **error)
{
	(void)context;
	SvgRoot *root = data;
	const char *colon = strchr(element, ':');
	// The first element is all that is wanted: at the second, or at a root of another kind, stop.
	if (root->found || strcmp(colon ? colon + 1 : element, "svg") != 0) {
		g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, element);
		return;
	}
	root->found = true;
	for (guint i = 0; names[i]; i++) {
		if (strcmp(names[i], "width") == 0)
			root->width = read_css_length(values[i]);
		else if (strcmp(names[i], "height") == 0)
			root->height = read_css_length(values[i]);
		else if (strcmp(names[i], "viewBox") == 0)
			read_view_box(values[i], root);
	}
}

// Where the markup begins, after a byte order mark and blanks; `size` where there is none.
static size_t find_markup(const Head *head)
{
	size_t at = 0;
	if (head->size >= 3 && memcmp(head->bytes, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	while (at < head->size && g_ascii_isspace(head->bytes[at]))
		at++;
	return at;
}

static bool is_svg(const Head *head)
{
	size_t at = find_markup(head);
	return at < head->size && head->bytes[at] == '<';
}

static char *read_svg(Head *head, PictureInfo *info)
{
	static const GMarkupParser parser = {.start_element = read_svg_element};
	SvgRoot root = {0};
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &root, NULL);
	// What follows the root may be cut off in the middle: only the root counts here.
	size_t at = find_markup(head);
	g_markup_parse_context_parse(context, (const char *)head->bytes + at, (gssize)(head->size - at),
				     NULL);
	g_markup_parse_context_free(context);
	if (!root.found)
		return g_strdup(_("the file is no SVG that can be read"));
	if (root.box_width <= 0 || root.box_height <= 0) {
		root.box_width = root.width;
		root.box_height = root.height;
	}
	if (root.box_width <= 0 || root.box_height <= 0 || root.box_width > 1e6 || root.box_height > 1e6)
		return g_strdup(
		    _("the SVG states no size: its root needs a viewBox, or a width and a height"));
	info->width = (int)ceil(root.box_width);
	info->height = (int)ceil(root.box_height);
	info->aspect = root.box_width / root.box_height;
	return NULL;
}

// --- all kinds ---

static const struct {
	PictureKind kind;
	bool (*is)(const Head *);
	char *(*read)(Head *, PictureInfo *); // a problem, or NULL
} kinds[] = {
    {PICTURE_PNG, is_png, read_png},
    {PICTURE_JPEG, is_jpeg, read_jpeg},
    {PICTURE_SVG, is_svg, read_svg},
};

static char *read_head(Head *head, PictureInfo *info)
{
	head->size = fread(head->bytes, 1, HEAD_SIZE, head->file);
	if (ferror(head->file))
		return g_strdup(g_strerror(errno));
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (!kinds[i].is(head))
			continue;
		info->kind = kinds[i].kind;
		char *problem = kinds[i].read(head, info);
		if (!problem && info->aspect == 0)
			info->aspect = (double)info->width / info->height;
		return problem;
	}
	return g_strdup(_("the file is neither a JPEG, a PNG nor an SVG"));
}

static char *check_pixels(const PictureInfo *info)
{
	if (info->kind == PICTURE_SVG || (gint64)info->width * info->height <= MEGAPIXELS_MAX * 1000000LL)
		return NULL;
	return g_strdup_printf(_("it has %d × %d pixels, more than %d million"), info->width, info->height,
			       MEGAPIXELS_MAX);
}

// Most JPEGs are never unpacked.
static char *check_sides(const PictureInfo *info)
{
	if (info->kind != PICTURE_PNG || MAX(info->width, info->height) <= PNG_SIDE_MAX)
		return NULL;
	return g_strdup_printf(_("it has %d × %d pixels, and a PNG may have %d each way at most"),
			       info->width, info->height, PNG_SIDE_MAX);
}

static char *describe(int error)
{
	return error == EFBIG ? g_strdup_printf(_("the file is larger than %d MB"), FILE_MIB_MAX)
			      : g_strdup(file_describe_error(error));
}

static FILE *open_picture(const FilePlace *place, PictureState *state, char **problem)
{
	struct stat status = {0};
	int file = file_open(place), error = file < 0 || fstat(file, &status) != 0 ? errno : 0;
	if (!error && status.st_size > FILE_BYTES_MAX)
		error = EFBIG;
	FILE *stream = error ? NULL : fdopen(file, "rb");
	if (stream)
		return stream;
	error = error ? error : errno;
	*state = error == ENOENT || error == ENOTDIR ? PICTURE_MISSING
		 : error == EXDEV                    ? PICTURE_OUTSIDE
						     : PICTURE_UNUSABLE;
	*problem = describe(error);
	if (file >= 0)
		close(file);
	return NULL;
}

// What the head of an open file tells; a problem, or NULL.
static char *look(FILE *file, PictureInfo *info)
{
	g_autofree Head *head = g_new(Head, 1);
	head->size = 0;
	head->file = file;
	*info = (PictureInfo){.orientation = 1};
	char *problem = read_head(head, info);
	problem = problem ? problem : check_pixels(info);
	return problem ? problem : check_sides(info);
}

PictureState picture_read_info(const FilePlace *place, PictureInfo *info, char **problem)
{
	PictureState state = PICTURE_GOOD;
	FILE *file = open_picture(place, &state, problem);
	if (!file)
		return state;
	*problem = look(file, info);
	fclose(file);
	return *problem ? PICTURE_UNUSABLE : PICTURE_GOOD;
}

GBytes *picture_read(const FilePlace *place, PictureInfo *info, char **problem)
{
	PictureState state;
	FILE *file = open_picture(place, &state, problem);
	if (!file)
		return NULL;
	*problem = look(file, info);
	GBytes *data = *problem ? NULL : file_read_all(fileno(file), FILE_BYTES_MAX);
	if (!data && !*problem)
		*problem = describe(errno);
	fclose(file);
	return data;
}
