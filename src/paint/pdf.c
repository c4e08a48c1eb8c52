#include <cairo-pdf.h>

#include "paint/paint.h"
#include "paint/painter.h"
#include "paint/stream.h"

static void set_metadata(cairo_surface_t *surface, cairo_pdf_metadata_t kind, const char *text)
{
	if (text && *text)
		cairo_pdf_surface_set_metadata(surface, kind, text);
}

static void write_metadata(cairo_surface_t *surface, const DisplayMeta *meta)
{
	set_metadata(surface, CAIRO_PDF_METADATA_TITLE, meta->title);
	set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, meta->author);
	set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, meta->subject);
	set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, meta->keywords);
	set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Bulletin");
	// Never the clock, which Cairo reads where nothing is set.
	const char *created = meta->created ? meta->created : "1970-01-01T00:00:00Z";
	set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
	set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created);
}

// Entries whose page is not written are left out, and what is below them moves up.
typedef struct Outline {
	cairo_surface_t *surface;
	guint first, end;
	double margin;
	int parents[8]; // by level: the last entry of each
} Outline;

static int parent_of(const Outline *outline, int level)
{
	for (int i = level - 1; i > 0; i--)
		if (outline->parents[i] != CAIRO_PDF_OUTLINE_ROOT)
			return outline->parents[i];
	return CAIRO_PDF_OUTLINE_ROOT;
}

static void add_entry(Outline *outline, const Element *element)
{
	char y[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(y, sizeof y, "%.3f", len_to_pt(element->y) + outline->margin);
	g_autofree char *place =
	    g_strdup_printf("page=%u pos=[0 %s]", (guint)element->page - outline->first + 1, y);
	int level = CLAMP(element->outline_level, 1, (int)G_N_ELEMENTS(outline->parents) - 1);
	outline->parents[level] = cairo_pdf_surface_add_outline(
	    outline->surface, parent_of(outline, level), element->title, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int i = level + 1; i < (int)G_N_ELEMENTS(outline->parents); i++)
		outline->parents[i] = CAIRO_PDF_OUTLINE_ROOT;
}

static void write_outline(Outline *outline, const DisplayList *list)
{
	for (guint i = 0; i < G_N_ELEMENTS(outline->parents); i++)
		outline->parents[i] = CAIRO_PDF_OUTLINE_ROOT;
	for (guint i = 0; i < list->elements->len; i++) {
		const Element *element = &g_array_index(list->elements, Element, i);
		guint page = (guint)element->page;
		if (element->title && page >= outline->first && page < outline->end)
			add_entry(outline, element);
	}
}

static bool write_pages(Painter *painter, cairo_surface_t *surface, guint first, guint end, double margin)
{
	bool whole = true;
	cairo_t *cr = cairo_create(surface);
	for (guint page = first; page < end; page++) {
		whole = painter_draw_page(painter, cr, page, margin) && whole;
		cairo_show_page(cr);
	}
	cairo_destroy(cr);
	return whole;
}

GBytes *paint_pdf(const DisplayList *list, const PaintOptions *options, DiagList *diags)
{
	PaintTarget target = {.text = true,
			      .rgb = options->tags,
			      .tags = options->tags,
			      .jpeg = true,
			      .jpeg_turned = true,
			      .scale = 1,
			      .cache = options->cache};
	guint first, end;
	paint_range(list, options, &first, &end);
	double margin = paint_margin(list, options);
	GByteArray *bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
	    stream_write, bytes, len_to_pt(list->width) + 2 * margin, len_to_pt(list->height) + 2 * margin);
	write_metadata(surface, &list->meta);
	Outline outline = {.surface = surface, .first = first, .end = end, .margin = margin};
	g_autoptr(Painter) painter = painter_new(list, &target, diags);
	bool whole = write_pages(painter, surface, first, end, margin);
	write_outline(&outline, list);
	return stream_finish(surface, bytes, whole, diags);
}
