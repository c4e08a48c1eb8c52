#include <string.h>

#include <cairo-svg.h>

#include "paint/paint.h"
#include "paint/painter.h"
#include "paint/stream.h"

// Cairo names surfaces and images by a count that goes on as long as the process. Here they are counted
// from 1 in each file.
typedef struct Renaming {
	GString *out;
	GHashTable *numbers; // Cairo's number → ours
} Renaming;

static guint our_number(Renaming *renaming, guint64 number)
{
	gpointer known = g_hash_table_lookup(renaming->numbers, GSIZE_TO_POINTER(number));
	if (known)
		return GPOINTER_TO_UINT(known);
	guint ours = g_hash_table_size(renaming->numbers) + 1;
	g_hash_table_insert(renaming->numbers, GSIZE_TO_POINTER(number), GUINT_TO_POINTER(ours));
	return ours;
}

// Copies up to a mark that introduces a name, and the name renamed; returns what follows.
static const char *copy_name(Renaming *renaming, const char *from, const char *name)
{
	static const char *const stems[] = {"surface", "image"};
	g_string_append_len(renaming->out, from, name - from);
	for (guint i = 0; i < G_N_ELEMENTS(stems); i++) {
		const char *digits = name + strlen(stems[i]);
		if (!g_str_has_prefix(name, stems[i]) || !g_ascii_isdigit(*digits))
			continue;
		char *end;
		guint64 number = g_ascii_strtoull(digits, &end, 10);
		g_string_append_printf(renaming->out, "%s%u", stems[i], our_number(renaming, number));
		return end;
	}
	return name;
}

// `id="NAME"` and `#NAME` are where names stand; the data of pictures holds neither " nor #.
static GBytes *rename_surfaces(GBytes *svg)
{
	gsize size;
	const char *at = g_bytes_get_data(svg, &size);
	g_autofree char *text = g_strndup(at, size);
	Renaming renaming = {g_string_sized_new(size), g_hash_table_new(NULL, NULL)};
	for (at = text;;) {
		const char *mark = strpbrk(at, "\"#");
		if (!mark)
			break;
		bool names = *mark == '#' || (mark - text >= 3 && strncmp(mark - 3, "id=", 3) == 0);
		const char *next = mark + 1;
		if (names)
			next = copy_name(&renaming, at, next);
		else
			g_string_append_len(renaming.out, at, next - at);
		at = next;
	}
	g_string_append(renaming.out, at);
	g_hash_table_unref(renaming.numbers);
	return g_string_free_to_bytes(renaming.out);
}

GBytes *paint_svg(const DisplayList *list, guint page, const PaintOptions *options, DiagList *diags)
{
	static const PaintTarget target = {.jpeg = true, .scale = 1};
	g_return_val_if_fail(page < list->pages->len, NULL);
	double margin = paint_margin(list, options);
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
	    stream_write, bytes, len_to_pt(list->width) + 2 * margin, len_to_pt(list->height) + 2 * margin);
	cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT);
	cairo_t *cr = cairo_create(surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	g_autoptr(Painter) painter = painter_new(list, &target, diags);
	bool whole = painter_draw_page(painter, cr, page, margin);
	cairo_destroy(cr);
	g_autoptr(GBytes) svg = stream_finish(surface, bytes, whole, diags);
	return svg ? rename_surfaces(svg) : NULL;
}
