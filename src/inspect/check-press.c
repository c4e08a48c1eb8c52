// What a press needs (ISO 15930-7), and what our printer asks besides.
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"
#include "inspect/intents.h"

enum { PPI_LEAST = 150, PPI_WANTED = 220 }; // of pictures as printed

// --- output intent ---

static guint count_intents(const GArray *intents, const char *kind)
{
	guint count = 0;
	for (guint i = 0; i < intents->len; i++)
		count += strcmp(g_array_index(intents, OutputIntent, i).kind, kind) == 0;
	return count;
}

static void intent_present(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	guint count = count_intents(intents, "GTS_PDFX");
	const OutputIntent *intent = output_intent_find(intents, "GTS_PDFX");
	if (count != 1)
		report_format(in, 0, in->doc->catalog->number, "%u", count);
	else if (!intent->condition || !*intent->condition)
		report(in, 0, intent->dict->number, "OutputConditionIdentifier");
}

static void intent_profile(Inspection *in)
{
	g_autoptr(GArray) intents = output_intents_read(in->doc);
	const OutputIntent *intent = output_intent_find(intents, "GTS_PDFX");
	if (!intent)
		return;
	const IccProfile *icc = intent->icc;
	double components = obj_number(doc_get(in->doc, intent->profile, "N"));
	if (!icc)
		report(in, 0, intent->dict->number, _("no profile"));
	else if (!icc->valid || strcmp(icc->class, "prtr") != 0 || !icc->has_to_device || icc->major >= 5)
		report_format(in, 0, intent->profile->number, "%s, %s, %d.%d", icc->class, icc->space,
			      icc->major, icc->minor);
	else if (components != (strcmp(icc->space, "CMYK") == 0   ? 4
				: strcmp(icc->space, "GRAY") == 0 ? 1
								  : 3))
		report_format(in, 0, intent->profile->number, "/N %g", components);
}

// --- boxes ---

typedef void (*PageCheck)(Inspection *in, const PdfPage *page);

static void each_page(Inspection *in, PageCheck check)
{
	for (guint i = 0; i < in->doc->pages->len; i++)
		check(in, &g_array_index(in->doc->pages, PdfPage, i));
}

static void check_trim(Inspection *in, const PdfPage *page)
{
	if (page->has_trim == page->has_art)
		report(in, page->index, page->dict->number, page->has_trim ? _("both are there") : NULL);
}

static void trim_box(Inspection *in)
{
	each_page(in, check_trim);
}

static bool is_within(const double inner[static 4], const double outer[static 4])
{
	enum { PARTS = 1000 }; // of a unit that boxes may differ by rounding
	const double slack = 1.0 / PARTS;
	return inner[0] >= outer[0] - slack && inner[1] >= outer[1] - slack && inner[2] <= outer[2] + slack &&
	       inner[3] <= outer[3] + slack;
}

static void check_boxes(Inspection *in, const PdfPage *page)
{
	const double *trim = page->has_trim ? page->trim : page->art;
	bool trimmed = page->has_trim || page->has_art;
	const struct {
		const double *inner, *outer;
		bool asked;
		const char *names;
	} pairs[] = {
	    {trim, page->bleed, trimmed && page->has_bleed, "TrimBox › BleedBox"},
	    {page->bleed, page->media, page->has_bleed, "BleedBox › MediaBox"},
	    {trim, page->media, trimmed, "TrimBox › MediaBox"},
	    {trim, page->crop, trimmed && page->has_crop, "TrimBox › CropBox"},
	    {page->crop, page->media, page->has_crop, "CropBox › MediaBox"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
		if (pairs[i].asked && !is_within(pairs[i].inner, pairs[i].outer))
			report(in, page->index, page->dict->number, pairs[i].names);
}

static void boxes(Inspection *in)
{
	each_page(in, check_boxes);
}

static void check_bleed(Inspection *in, const PdfPage *page)
{
	if (!page->has_bleed && in->verdicts[STANDARD_X].asked)
		report(in, page->index, page->dict->number, NULL);
}

static void bleed_box(Inspection *in)
{
	each_page(in, check_bleed);
}

// --- the house's own ---

static bool is_printing(const ColourSpace *space)
{
	switch (space->family) {
	case COLOUR_DEVICE_CMYK:
	case COLOUR_DEVICE_GRAY:
	case COLOUR_PATTERN: // the colours of its tiles are counted themselves
		return true;
	case COLOUR_ICC:
		return space->components != 3;
	case COLOUR_SEPARATION:
	case COLOUR_DEVICE_N:
		return is_printing(space->base);
	default:
		return false;
	}
}

static void only_inks(Inspection *in)
{
	for (guint i = 0; in->verdicts[STANDARD_X].asked && i < in->content->colours->len; i++) {
		const ColourUse *use = &g_array_index(in->content->colours, ColourUse, i);
		if (!is_printing(use->space))
			report(in, use->page, use->object, use->space->name);
	}
}

static void press_events(Inspection *in, EventKind kind)
{
	for (guint i = 0; in->verdicts[STANDARD_X].asked && i < event_kept(in->events, kind); i++) {
		const Event *event = event_peek(in->events, kind, i);
		report(in, event->page, event->object, event->detail);
	}
}

static void ink(Inspection *in)
{
	press_events(in, EVENT_INK);
}

static void black_text(Inspection *in)
{
	press_events(in, EVENT_TEXT_NOT_BLACK);
}

static void report_images(Inspection *in, double from, double below)
{
	for (guint i = 0; in->verdicts[STANDARD_X].asked && i < in->content->images->len; i++) {
		const PlacedImage *image = &g_array_index(in->content->images, PlacedImage, i);
		if (image->ppi >= from && image->ppi < below)
			report_format(in, image->page, image->dict->number,
				      "%" G_GINT64_FORMAT " × %" G_GINT64_FORMAT " px, %.0f ppi",
				      image->width, image->height, floor(image->ppi));
	}
}

static void resolution_least(Inspection *in)
{
	report_images(in, 0, PPI_LEAST);
}

static void resolution_wanted(Inspection *in)
{
	report_images(in, PPI_LEAST, PPI_WANTED);
}

const Check *checks_of_press(void)
{
	static const Check checks[] = {
	    {.id = "intent-press",
	     .x = "6.4",
	     .run = intent_present,
	     .demand =
		 N_("there must be one output intent for the press (GTS_PDFX) that names its condition"),
	     .hint = N_("write one, FOGRA39 for example")},
	    {.id = "intent-press-profile",
	     .x = "6.4",
	     .run = intent_profile,
	     .demand = N_("the output intent for the press must hold the ICC profile of a printer"),
	     .hint = N_("embed the profile of the printing condition")},
	    {.id = "trim-box",
	     .x = "6",
	     .run = trim_box,
	     .demand = N_("each page must have a TrimBox, or else an ArtBox"),
	     .hint = N_("write the size of the finished page as TrimBox")},
	    {.id = "boxes",
	     .x = "6",
	     .run = boxes,
	     .demand = N_("page boxes must lie within each other: trim, bleed, media"),
	     .hint = N_("correct the boxes")},
	    {.id = "bleed-box",
	     .house = "bleed",
	     .run = bleed_box,
	     .demand = N_("each page for the press must have a BleedBox"),
	     .hint = N_("write how far the bleed reaches")},
	    {.id = "only-inks",
	     .house = "inks",
	     .run = only_inks,
	     .demand = N_("a file for the press must use CMYK, grey or spot colours alone"),
	     .hint = N_("give the colour its recipe in inks")},
	    {.id = "ink",
	     .house = "ink",
	     .run = ink,
	     .demand = N_("colours must not put more than 300 percent of ink on paper"),
	     .hint = N_("choose a lighter recipe for the colour")},
	    {.id = "black-text",
	     .house = "black",
	     .run = black_text,
	     .demand = N_("black text must be black ink alone"),
	     .hint = N_("use 0/0/0/100")},
	    {.id = "resolution",
	     .house = "resolution",
	     .run = resolution_least,
	     .demand = N_("pictures must have at least 150 ppi where they are printed"),
	     .hint = N_("use a larger picture, or print it smaller")},
	    {.id = "resolution-low",
	     .house = "resolution",
	     .warns = true,
	     .run = resolution_wanted,
	     .demand = N_("pictures should have 220 ppi where they are printed"),
	     .hint = N_("use a larger picture, or print it smaller")},
	    {0},
	};
	return checks;
}
