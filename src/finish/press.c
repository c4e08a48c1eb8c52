#include "finish/press.h"

#include "base/intl.h"
#include "finish/impose.h"
#include "finish/press-content.h"
#include "finish/press-identity.h"
#include "finish/press-marks.h"
#include "finish/press-objects.h"
#include "finish/qpdf.h"

typedef struct Press {
	Pdf *pdf;
	const PressOptions *options;
	PressColours *colours;
	PressSheet page; // as drawn
} Press;

static double points(double value)
{
	return value < 0 ? 0 : value;
}

// --- pages ---

static PdfObject new_box(Pdf *pdf, double left, double foot, double right, double top)
{
	double sides[] = {left, foot, right, top};
	PdfObject box = pdf_new_array(pdf);
	for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
		pdf_append(pdf, box, pdf_new_real(pdf, points(sides[i]), 3));
	return box;
}

static PdfObject box_around(Pdf *pdf, const PressSheet *sheet, double around)
{
	double corner = sheet->margin - around;
	return new_box(pdf, corner, corner, sheet->margin + sheet->width + around,
		       sheet->margin + sheet->height + around);
}

static void set_boxes(Press *press, PdfObject page, const PressSheet *sheet)
{
	Pdf *pdf = press->pdf;
	pdf_set(pdf, page, "/MediaBox", box_around(pdf, sheet, sheet->margin));
	pdf_set(pdf, page, "/BleedBox", box_around(pdf, sheet, sheet->bleed));
	pdf_set(pdf, page, "/TrimBox", box_around(pdf, sheet, 0));
}

static void finish_page(Press *press, PdfObject page)
{
	Pdf *pdf = press->pdf;
	PdfObject stream = pdf_get(pdf, page, "/Contents");
	g_autoptr(GBytes) drawn = pdf_dup_stream(pdf, stream, NULL);
	gsize size;
	const char *data = drawn ? g_bytes_get_data(drawn, &size) : NULL;
	if (!data)
		return;
	GString *content = g_string_new("q\n");
	g_string_append_len(content, data, (gssize)size);
	g_string_append(content, "\nQ\n");
	press_append_marks(content, &press->page, press->colours);
	pdf_replace_stream(pdf, stream, content->str, content->len, NULL);
	g_string_free(content, TRUE);
	pdf_remove(pdf, page, "/Annots");
	pdf_remove(pdf, page, "/StructParents");
	pdf_remove(pdf, page, "/Tabs");
	set_boxes(press, page, &press->page);
}

static void finish_pages(Press *press)
{
	for (guint i = 0; i < pdf_get_page_count(press->pdf); i++)
		finish_page(press, pdf_get_page(press->pdf, i));
}

// --- sheets ---

// A page's content as a form that sheets draw.
static PdfObject make_form(Press *press, PdfObject page)
{
	Pdf *pdf = press->pdf;
	PdfObject form = pdf_get(pdf, page, "/Contents");
	pdf_set(pdf, form, "/Type", pdf_new_name(pdf, "/XObject"));
	pdf_set(pdf, form, "/Subtype", pdf_new_name(pdf, "/Form"));
	pdf_set(pdf, form, "/BBox", box_around(pdf, &press->page, press->page.margin));
	pdf_set(pdf, form, "/Resources", pdf_get(pdf, page, "/Resources"));
	return form;
}

static void append_numbers(GString *out, const double *numbers, guint count, const char *operators)
{
	for (guint i = 0; i < count; i++)
		content_append_number(out, numbers[i], 3);
	g_string_append_printf(out, "%s\n", operators);
}

typedef struct Sheet {
	Press *press;
	PressSheet size;
	GString *content;
	PdfObject forms; // the page's /XObject
} Sheet;

// Draws a page (from 1) moved by x; nothing for a blank one.
static void place_page(Sheet *sheet, const GArray *forms, guint page, double x, const double clip[4])
{
	if (page == 0)
		return;
	g_autofree char *name = g_strdup_printf("/page-%u", page);
	pdf_set(sheet->press->pdf, sheet->forms, name, g_array_index(forms, PdfObject, page - 1));
	g_string_append(sheet->content, "q\n");
	append_numbers(sheet->content, clip, 4, "re W n");
	append_numbers(sheet->content, (double[]){1, 0, 0, 1, x, 0}, 6, "cm");
	g_string_append_printf(sheet->content, "%s Do\nQ\n", name);
}

// Each page is cut at the fold, and at the bleed by itself.
static void place_pages(Sheet *sheet, const GArray *forms, const ImposeSide *side, guint slug)
{
	const PressSheet *size = &sheet->size;
	double creep = len_to_pt(impose_creep(side->sheet, sheet->press->options->paper));
	double width = size->width / 2, fold = size->margin + width;
	double total_width = size->width + 2 * size->margin, height = size->height + 2 * size->margin;
	place_page(sheet, forms, side->left, creep, (double[]){0, 0, fold, height});
	place_page(sheet, forms, side->right, width - creep, (double[]){fold, 0, fold, height});
	place_page(sheet, forms, slug, 0, (double[]){0, 0, total_width, height});
}

static PdfObject make_sheet(Press *press, const GArray *forms, const ImposeSide *side, guint slug)
{
	Pdf *pdf = press->pdf;
	Sheet sheet = {.press = press, .size = press->page, .content = g_string_new(NULL)};
	sheet.size.width *= 2;
	sheet.size.folded = true;
	sheet.forms = pdf_new_dictionary(pdf);
	place_pages(&sheet, forms, side, slug);
	press_append_marks(sheet.content, &sheet.size, press->colours);
	PdfObject page = pdf_parse(pdf, "<< /Type /Page /Resources << >> >>");
	pdf_set(pdf, pdf_get(pdf, page, "/Resources"), "/XObject", sheet.forms);
	pdf_set(pdf, page, "/Contents", pdf_new_stream(pdf, sheet.content->str, sheet.content->len, NULL));
	pdf_set(pdf, page, "/Group",
		pdf_parse(pdf, press->options->screen ? "<< /S /Transparency /I true /CS /DeviceRGB >>"
						      : "<< /S /Transparency /I true /CS /DeviceCMYK >>"));
	set_boxes(press, page, &sheet.size);
	g_string_free(sheet.content, TRUE);
	return pdf_add(pdf, page);
}

static void impose(Press *press)
{
	Pdf *pdf = press->pdf;
	guint drawn = pdf_get_page_count(pdf), pages = press->options->pages;
	g_autoptr(GArray) sides = impose_sides(pages);
	g_autoptr(GArray) forms = g_array_new(FALSE, FALSE, sizeof(PdfObject));
	for (guint i = 0; i < drawn; i++) {
		PdfObject form = make_form(press, pdf_get_page(pdf, i));
		g_array_append_val(forms, form);
	}
	for (guint i = 0; i < sides->len; i++) {
		guint slug = pages + i < drawn ? pages + i + 1 : 0;
		PdfObject page = make_sheet(press, forms, &g_array_index(sides, ImposeSide, i), slug);
		pdf_add_page(pdf, pdf, page);
	}
	for (guint i = 0; i < drawn; i++)
		pdf_remove_page(pdf, pdf_get_page(pdf, 0));
}

// --- labels: pages by their number, sides of sheets as 1 A, 1 B, 2 A ---

static void label(Press *press, PdfObject labels, guint index, PdfObject value)
{
	pdf_append(press->pdf, labels, pdf_new_int(press->pdf, index));
	pdf_append(press->pdf, labels, value);
}

static void label_pages(Press *press)
{
	Pdf *pdf = press->pdf;
	PdfObject labels = pdf_new_array(pdf), tree = pdf_new_dictionary(pdf);
	for (guint i = 0; press->options->booklet && i < pdf_get_page_count(pdf); i++) {
		g_autofree char *text = g_strdup_printf("<< /P (%u %c) >>", i / 2 + 1, i % 2 ? 'B' : 'A');
		label(press, labels, i, pdf_parse(pdf, text));
	}
	if (!press->options->booklet) {
		g_autofree char *text = g_strdup_printf("<< /S /D /St %u >>", press->options->first + 1);
		label(press, labels, 0, pdf_parse(pdf, text));
	}
	pdf_set(pdf, tree, "/Nums", labels);
	pdf_set(pdf, pdf_get_catalog(pdf), "/PageLabels", tree);
}

// --- the file ---

// Nothing to click, nothing for those who read with their ears: that is the other profile's.
static void clean_catalog(Press *press)
{
	static const char *const keys[] = {"/Outlines", "/PageMode",       "/Names",
					   "/Dests",    "/StructTreeRoot", "/PageLabels",
					   "/MarkInfo", "/OpenAction",     "/AA"};
	PdfObject catalog = pdf_get_catalog(press->pdf);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		pdf_remove(press->pdf, catalog, keys[i]);
	pdf_set(press->pdf, catalog, "/ViewerPreferences",
		pdf_parse(press->pdf, "<< /DisplayDocTitle true /PrintScaling /None >>"));
}

static GBytes *fail(DiagList *diags, const char *why)
{
	diag_take(diags, SEVERITY_ERROR, "press.failed", (Span){0},
		  g_strdup_printf(_("the press file cannot be made: %s"), why),
		  g_strdup(_("this is a fault of the program: report it with the issue's file")));
	return NULL;
}

GBytes *press_pdf(GBytes *plain, const DisplayList *list, const PressOptions *options, DiagList *diags)
{
	static const PdfWriteOptions write = {.version = "1.6", .object_streams = true, .compress = true};
	g_autoptr(GError) error = NULL;
	g_autofree char *problem = NULL;
	g_autoptr(Pdf) pdf = pdf_open(plain, "press", &error);
	PressColours colours = {.recipes = options->recipes, .screen = options->screen};
	if (!pdf)
		return fail(diags, error->message);
	if (!press_convert(pdf, &colours, &problem))
		return fail(diags, problem);
	Press press = {.pdf = pdf, .options = options, .colours = &colours};
	press.page = (PressSheet){.width = len_to_pt(list->width),
				  .height = len_to_pt(list->height),
				  .bleed = len_to_pt(list->bleed),
				  .margin = len_to_pt(press_margin(list->bleed))};
	if (options->booklet)
		impose(&press);
	else
		finish_pages(&press);
	clean_catalog(&press);
	label_pages(&press);
	press_identify(pdf, plain, &list->meta, options);
	GBytes *result = pdf_write(pdf, &write, &error);
	return result ? result : fail(diags, error->message);
}

bool press_look_at_drawing(GBytes *plain, const Recipes *recipes, PressDrawing *drawing)
{
	g_autofree char *problem = NULL;
	g_autoptr(Pdf) pdf = pdf_open(plain, "drawing", NULL);
	PressColours colours = {.recipes = recipes, .foreign = g_array_new(FALSE, FALSE, sizeof(guint))};
	bool done = pdf && press_convert(pdf, &colours, &problem);
	*drawing = (PressDrawing){colours.foreign, colours.pictures};
	if (!done)
		g_clear_pointer(&drawing->foreign, g_array_unref);
	return done;
}
