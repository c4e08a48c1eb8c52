#include "finish/finish.h"

#include <string.h>

#include "base/intl.h"
#include "finish/pdf-file.h"

typedef struct Finish {
	PdfFile *file;
	const DisplayList *list;
	double margin;        // of the sheet around the trim, points
	double width, height; // of the sheet
} Finish;

static void append_points(GString *out, double points)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_string_append_printf(out, " %s", g_ascii_formatd(text, sizeof text, "%.3f", points));
}

static void append_box(GString *out, const char *name, double left, double foot, double right, double top)
{
	g_string_append_printf(out, "%s [", name);
	append_points(out, left);
	append_points(out, foot);
	append_points(out, right);
	append_points(out, top);
	g_string_append(out, " ]\n");
}

// --- catalog ---

static void finish_catalog(const Finish *finish)
{
	const DisplayMeta *meta = &finish->list->meta;
	guint catalog = pdf_file_get_catalog(finish->file);
	if (meta->lang && *meta->lang) {
		g_autofree char *lang = pdf_quote(meta->lang);
		g_autofree char *entry = g_strconcat("/Lang ", lang, NULL);
		pdf_file_add_entries(finish->file, catalog, entry);
	}
	if (meta->title && *meta->title)
		pdf_file_add_entries(finish->file, catalog, "/ViewerPreferences << /DisplayDocTitle true >>");
}

// --- links ---

// Addresses are ASCII in a PDF; what else an author typed is written as percent escapes of its UTF-8.
static char *encode_uri(const char *href)
{
	GString *out = g_string_new(NULL);
	for (const guchar *at = (const guchar *)href; *at; at++) {
		if (*at > ' ' && *at < 0x7F && !strchr("()\\<>\"`{}|^", *at))
			g_string_append_c(out, (char)*at);
		else
			g_string_append_printf(out, "%%%02X", *at);
	}
	return g_string_free(out, FALSE);
}

static guint add_link(const Finish *finish, const Link *link)
{
	double left = len_to_pt(link->box.x) + finish->margin, top = len_to_pt(link->box.y) + finish->margin;
	double right = left + len_to_pt(link->box.width), foot = top + len_to_pt(link->box.height);
	g_autofree char *uri = encode_uri(link->href);
	g_autofree char *quoted = pdf_quote(uri);
	g_autoptr(GString) text = g_string_new("<< /Type /Annot /Subtype /Link\n");
	append_box(text, "/Rect", left, finish->height - foot, right, finish->height - top);
	g_string_append_printf(text, "/F 4 /Border [ 0 0 0 ] /Contents %s\n/A << /S /URI /URI %s >> >>",
			       quoted, quoted);
	return pdf_file_add_object(finish->file, text->str);
}

static void finish_links(const Finish *finish, const Page *page, guint number)
{
	g_autoptr(GString) links = g_string_new("/Annots [");
	gsize empty = links->len;
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (op->kind == OP_LINK && op->link.href && *op->link.href)
			g_string_append_printf(links, " %u 0 R", add_link(finish, &op->link));
	}
	if (links->len == empty)
		return;
	g_string_append(links, " ]");
	pdf_file_add_entries(finish->file, number, links->str);
}

// --- pages ---

static void finish_boxes(const Finish *finish, guint number)
{
	if (finish->margin == 0)
		return;
	double margin = finish->margin;
	g_autoptr(GString) boxes = g_string_new(NULL);
	append_box(boxes, "/BleedBox", 0, 0, finish->width, finish->height);
	append_box(boxes, "/TrimBox", margin, margin, finish->width - margin, finish->height - margin);
	pdf_file_add_entries(finish->file, number, boxes->str);
}

// --- what Cairo writes wrong ---

// CMYK in a JPEG with Adobe's marker is inverted, which a PDF has to say.
static void correct_cmyk(const Finish *finish, guint number, const char *object, gsize size)
{
	enum { HEAD = 512, MARKERS = 64 * 1024 };
	gssize head = (gssize)MIN(size, HEAD);
	if (!g_strstr_len(object, head, "/ColorSpace /DeviceCMYK") ||
	    !g_strstr_len(object, head, "/DCTDecode"))
		return;
	static const char mark[] = "\xFF\xEE\0\x0E"
				   "Adobe";
	if (memmem(object, MIN(size, MARKERS), mark, sizeof mark - 1))
		pdf_file_add_entries(finish->file, number, "/Decode [ 1 0 1 0 1 0 1 0 ]");
}

// The names in a list like " /x6 6 0 R /x7 7 0 R ", each once.
static char *without_doubles(const char *names, gsize size)
{
	g_autofree char *text = g_strndup(names, size);
	g_auto(GStrv) parts = g_strsplit(text, " R ", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	for (guint i = 0; parts[i]; i++)
		if (!g_ptr_array_find_with_equal_func(kept, parts[i], g_str_equal, NULL))
			g_ptr_array_add(kept, parts[i]);
	g_ptr_array_add(kept, NULL);
	return g_strjoinv(" R ", (char **)kept->pdata);
}

// A picture drawn twice on a page is named twice in its resources.
static void correct_resources(const Finish *finish, guint number, const char *object, gsize size)
{
	// Alone among Cairo's objects, resources open with a line of their own; streams never do.
	const char *open = memchr(object, '\n', size);
	if (!open || !g_str_has_prefix(open, "\n<<\n"))
		return;
	const char *names = g_strstr_len(open, object + size - open, "/XObject << ");
	const char *names_end = names ? g_strstr_len(names, object + size - names, ">>") : NULL;
	const char *close = g_strrstr_len(object, (gssize)size, "endobj");
	if (!names_end || !close)
		return;
	names += strlen("/XObject << ");
	g_autofree char *once = without_doubles(names, (gsize)(names_end - names));
	if (strlen(once) == (gsize)(names_end - names))
		return;
	g_autofree char *text = g_strdup_printf("%.*s%s%.*s", (int)(names - open - 1), open + 1, once,
						(int)(close - names_end), names_end);
	pdf_file_replace(finish->file, number, g_strchomp(text));
}

static void correct_objects(const Finish *finish)
{
	guint count = pdf_file_get_count(finish->file);
	for (guint number = 1; number <= count; number++) {
		gsize size;
		const char *object = pdf_file_peek_object(finish->file, number, &size);
		if (!object)
			continue;
		correct_cmyk(finish, number, object, size);
		correct_resources(finish, number, object, size);
	}
}

static GBytes *refuse(DiagList *diags)
{
	diag_take(diags, SEVERITY_ERROR, "finish.unknown", (Span){0},
		  g_strdup(_("the drawn PDF is not in the form that this program can complete")),
		  g_strdup(_("use Cairo 1.16, as in Debian 12")));
	return NULL;
}

GBytes *finish_pdf(GBytes *plain, const DisplayList *list, const FinishOptions *options, DiagList *diags)
{
	g_autoptr(PdfFile) file = pdf_file_open(plain);
	if (!file || pdf_file_get_pages(file)->len + options->first > list->pages->len)
		return refuse(diags);
	double margin = options->bleed ? len_to_pt(list->bleed) : 0;
	Finish finish = {file, list, margin, len_to_pt(list->width) + 2 * margin,
			 len_to_pt(list->height) + 2 * margin};
	const GArray *pages = pdf_file_get_pages(file);
	correct_objects(&finish);
	finish_catalog(&finish);
	for (guint i = 0; i < pages->len; i++) {
		guint number = g_array_index(pages, guint, i);
		finish_links(&finish, g_ptr_array_index(list->pages, options->first + i), number);
		finish_boxes(&finish, number);
	}
	return pdf_file_write(file);
}
