#include "finish/finish.h"

#include <string.h>

#include "base/intl.h"
#include "finish/actual-text.h"
#include "finish/fonts-used.h"
#include "finish/links.h"
#include "finish/pdf-file.h"
#include "finish/srgb.h"
#include "finish/structure.h"
#include "finish/tagging.h"
#include "finish/xmp.h"

typedef struct Finish {
	PdfFile *file;
	const DisplayList *list;
	StructureInput input; // holds the measures of the sheet too
	double width;         // of the sheet
} Finish;

// How well what is rewritten is folded. The next levels save a hundredth of the file, and cost more than
// making all the rest of it.
enum { CONTENT_LEVEL = 3 };

// --- pages ---

static void append_box(GString *out, const char *name, double left, double foot, double right, double top)
{
	g_string_append_printf(out, "/%s [", name);
	pdf_append_points(out, left);
	pdf_append_points(out, foot);
	pdf_append_points(out, right);
	pdf_append_points(out, top);
	g_string_append(out, " ]\n");
}

static void finish_boxes(const Finish *finish, guint number)
{
	double margin = finish->input.margin, width = finish->width, height = finish->input.height;
	if (margin == 0)
		return;
	g_autoptr(GString) boxes = g_string_new(NULL);
	append_box(boxes, "BleedBox", 0, 0, width, height);
	append_box(boxes, "TrimBox", margin, margin, width - margin, height - margin);
	pdf_file_add_entries(finish->file, number, boxes->str);
}

// The number after a key in an object's text; 0 where there is none.
static guint reference_after(const PdfFile *file, guint number, const char *key)
{
	gsize size;
	const char *text = pdf_file_peek_object(file, number, &size);
	const char *found = text ? g_strstr_len(text, (gssize)size, key) : NULL;
	return found ? (guint)g_ascii_strtoull(found + strlen(key), NULL, 10) : 0;
}

static bool finish_content(const Finish *finish, guint page, const GPtrArray *openings, FontTable *fonts)
{
	PdfFile *file = finish->file;
	guint number = g_array_index(finish->input.pages, guint, page);
	guint stream = reference_after(file, number, "/Contents ");
	g_autoptr(GByteArray) content = stream ? pdf_file_read_stream(file, stream) : NULL;
	g_autoptr(GString) renamed = content ? tagging_rename(content, openings) : NULL;
	if (!renamed)
		return false;
	g_autoptr(GString) settled = actual_text_settle(renamed, fonts);
	pdf_file_set_stream(file, stream, "<< >>", settled->str, settled->len, CONTENT_LEVEL);
	return true;
}

// The page as Cairo wrote it without what it says of its own structure; ours is the same key.
static void finish_page(const Finish *finish, guint page)
{
	static const char theirs[] = "/StructParents ";
	PdfFile *file = finish->file;
	guint number = g_array_index(finish->input.pages, guint, page);
	gsize size;
	const char *text = pdf_file_peek_object(file, number, &size);
	const char *found = g_strstr_len(text, (gssize)size, theirs);
	const char *rest =
	    found ? found + sizeof theirs - 1 + strspn(found + sizeof theirs - 1, "0123456789") : text;
	pdf_file_take(
	    file, number,
	    found ? g_strdup_printf("%.*s%.*s", (int)(found - text), text, (int)(text + size - rest), rest)
		  : g_strndup(text, size));
	g_autofree char *entries =
	    g_strdup_printf("/StructParents %u /Tabs /S", structure_page_key(&finish->input, page));
	pdf_file_add_entries(file, number, entries);
	finish_boxes(finish, number);
}

static bool finish_pages(const Finish *finish, const Structure *structure)
{
	g_autoptr(FontTable) fonts = font_table_new(finish->file);
	for (guint page = 0; page < finish->input.pages->len; page++) {
		if (!finish_content(finish, page, structure_peek_openings(structure, page), fonts))
			return false;
		finish_page(finish, page);
	}
	font_table_write(fonts);
	return true;
}

// --- what Cairo writes wrong ---

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
	// Alone among Cairo's objects, resources open with a line of their own.
	if (size < 3 || memcmp(object, "<<\n", 3) != 0)
		return;
	const char *end = object + size;
	const char *names = g_strstr_len(object, (gssize)size, "/XObject << ");
	const char *names_end = names ? g_strstr_len(names, end - names, ">>") : NULL;
	if (!names_end)
		return;
	names += strlen("/XObject << ");
	g_autofree char *once = without_doubles(names, (gsize)(names_end - names));
	if (strlen(once) == (gsize)(names_end - names))
		return;
	pdf_file_take(finish->file, number,
		      g_strdup_printf("%.*s%s%.*s", (int)(names - object), object, once,
				      (int)(end - names_end), names_end));
}

// ISO 19005-2, 6.2.8.1: pictures are not smoothed by whoever shows them.
static void correct_picture(const Finish *finish, guint number, const char *object, gsize size)
{
	static const char wrong[] = "/Interpolate true", right[] = "/Interpolate false";
	const char *found = g_strstr_len(object, (gssize)size, wrong);
	if (!found)
		return;
	const char *rest = found + sizeof wrong - 1;
	pdf_file_take(finish->file, number,
		      g_strdup_printf("%.*s%s%.*s", (int)(found - object), object, right,
				      (int)(object + size - rest), rest));
}

static void correct_objects(const Finish *finish)
{
	guint count = pdf_file_get_count(finish->file);
	for (guint number = 1; number <= count; number++) {
		gsize size;
		const char *object = pdf_file_peek_object(finish->file, number, &size);
		if (!object)
			continue;
		correct_resources(finish, number, object, size);
		correct_picture(finish, number, object, size);
	}
}

// --- the document ---

static guint add_intent(PdfFile *file)
{
	g_autoptr(GByteArray) profile = srgb_profile();
	guint stream = pdf_file_add_object(file, NULL);
	pdf_file_set_stream(file, stream, "<< /N 3 /Alternate /DeviceRGB >>", profile->data, profile->len,
			    CONTENT_LEVEL);
	guint intent = pdf_file_add_object(file, NULL);
	pdf_file_take(file, intent,
		      g_strdup_printf("<</Type /OutputIntent /S /GTS_PDFA1"
				      " /OutputConditionIdentifier (sRGB IEC61966-2.1)"
				      " /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1)"
				      " /DestOutputProfile %u 0 R>>",
				      stream));
	return intent;
}

// The same record twice, as XMP and as the information dictionary. XMP is not folded, so that archives
// find it without knowing PDF.
static guint add_record(PdfFile *file, const DisplayMeta *meta)
{
	FileRecord record = file_record(meta);
	g_autoptr(GString) xmp = file_record_xmp(&record, xmp_claims_screen);
	guint stream = pdf_file_add_object(file, NULL);
	pdf_file_set_stream(file, stream, "<< /Type /Metadata /Subtype /XML >>", xmp->str, xmp->len, 0);
	pdf_file_take(file, pdf_file_get_info(file), file_record_info(&record));
	return stream;
}

static void finish_catalog(const Finish *finish, Structure *structure)
{
	PdfFile *file = finish->file;
	const DisplayMeta *meta = &finish->list->meta;
	guint catalog = pdf_file_get_catalog(file), pages = reference_after(file, catalog, "/Pages ");
	guint outlines = reference_after(file, catalog, "/Outlines ");
	g_autoptr(GString) out = g_string_new("<< /Type /Catalog");
	g_string_append_printf(out, " /Pages %u 0 R", pages);
	if (outlines)
		g_string_append_printf(out, " /Outlines %u 0 R", outlines);
	g_string_append_printf(out, " /PageLabels <</Nums [ 0 <</S /D /St %u>> ]>>", finish->input.first + 1);
	if (meta->lang && *meta->lang) {
		g_string_append(out, " /Lang ");
		pdf_append_text(out, meta->lang);
	}
	g_string_append_printf(out,
			       " /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>"
			       " /StructTreeRoot %u 0 R /Metadata %u 0 R /OutputIntents [ %u 0 R ] >>",
			       structure_write(structure, file), add_record(file, meta), add_intent(file));
	pdf_file_replace(file, catalog, out->str);
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
	if (!file || pdf_file_get_info(file) == 0 ||
	    pdf_file_get_pages(file)->len + options->first > list->pages->len)
		return refuse(diags);
	double margin = options->bleed ? len_to_pt(list->bleed) : 0;
	Finish finish = {.file = file, .list = list, .width = len_to_pt(list->width) + 2 * margin};
	finish.input = (StructureInput){.list = list,
					.first = options->first,
					.pages = pdf_file_get_pages(file),
					.margin = margin,
					.height = len_to_pt(list->height) + 2 * margin};
	correct_objects(&finish);
	g_autoptr(GArray) annotations = links_write(&finish.input, file);
	finish.input.annotations = annotations;
	g_autoptr(Structure) structure = structure_new(&finish.input);
	if (!finish_pages(&finish, structure))
		return refuse(diags);
	finish_catalog(&finish, structure);
	return pdf_file_write(file);
}
