// What a PDF is, in words.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/intl.h"
#include "cmd/inspect.h"
#include "inspect/check.h"
#include "inspect/facts.h"

enum { LABEL_WIDTH = 13, LISTED_MAX = 40 }; // letters; lines of one list

static void print_line(const char *label, const char *value)
{
	int length = (int)g_utf8_strlen(label, -1);
	printf("  %s%*s  %s\n", label, MAX(LABEL_WIDTH - length, 0), "", value);
}

static void print_text(const char *label, const char *value)
{
	if (value && *value)
		print_line(label, value);
}

// Lines of a list under one label; the label stands at the first alone.
typedef struct Lines {
	const char *label;
	guint count;
} Lines;

static void print_item(Lines *lines, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void print_item(Lines *lines, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (lines->count < LISTED_MAX)
		print_line(lines->count ? "" : lines->label, text);
	lines->count++;
}

static void end_items(const Lines *lines)
{
	if (lines->count <= LISTED_MAX)
		return;
	guint left = lines->count - LISTED_MAX;
	g_autofree char *text =
	    g_strdup_printf(dngettext("bulletin", "and %u more", "and %u more", left), left);
	print_line("", text);
}

// --- pages ---

static double mm(double points)
{
	return points * 25.4 / 72;
}

static char *size_of(const PdfPage *page, const double box[static 4])
{
	char width[G_ASCII_DTOSTR_BUF_SIZE], height[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(width, sizeof width, "%.4g", mm((box[2] - box[0]) * page->unit));
	g_ascii_formatd(height, sizeof height, "%.4g", mm((box[3] - box[1]) * page->unit));
	return g_strdup_printf(_("%s × %s mm"), decimal_sign(width), decimal_sign(height));
}

static char *describe_page(const PdfPage *page)
{
	const struct {
		const char *name;
		const double *box;
		bool there;
	} boxes[] = {
	    {_("media"), page->media, page->has_crop || page->has_bleed || page->has_trim || page->has_art},
	    {_("crop"), page->crop, page->has_crop},
	    {_("bleed"), page->bleed, page->has_bleed},
	    {_("trim"), page->trim, page->has_trim},
	    {_("art"), page->art, page->has_art},
	};
	GString *text = g_string_new(NULL);
	g_autofree char *size = size_of(page, page->has_trim ? page->trim : page->crop);
	g_string_append(text, size);
	for (gsize i = 0; i < G_N_ELEMENTS(boxes); i++) {
		if (!boxes[i].there)
			continue;
		g_autofree char *of_box = size_of(page, boxes[i].box);
		g_string_append_printf(text, "; %s %s", boxes[i].name, of_box);
	}
	return g_string_free(text, FALSE);
}

static void print_pages(const Inspection *inspection)
{
	const GArray *pages = inspection->doc->pages;
	Lines lines = {_("Pages"), 0};
	for (guint first = 0; first < pages->len;) {
		g_autofree char *text = describe_page(&g_array_index(pages, PdfPage, first));
		guint last = first;
		for (; last + 1 < pages->len; last++) {
			g_autofree char *next = describe_page(&g_array_index(pages, PdfPage, last + 1));
			if (strcmp(next, text) != 0)
				break;
		}
		if (first == last)
			print_item(&lines, "%u: %s", first + 1, text);
		else
			print_item(&lines, "%u–%u: %s", first + 1, last + 1, text);
		first = last + 1;
	}
	end_items(&lines);
}

// --- what is on them ---

static void print_intents(const Inspection *inspection)
{
	g_autoptr(GArray) intents = output_intents_read(inspection->doc);
	Lines lines = {_("Output"), 0};
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		const char *condition = intent->condition ? intent->condition : "–";
		if (intent->icc)
			print_item(&lines, _("%s: %s, with the profile “%s” (%.4s)"), intent->kind, condition,
				   intent->icc->name ? intent->icc->name : "?", intent->icc->space);
		else
			print_item(&lines, _("%s: %s, without profile"), intent->kind, condition);
	}
}

static const char *font_kind(const Font *font)
{
	static const char *const names[] = {
	    [FONT_OTHER] = "?",      [FONT_TYPE1] = "Type 1",     [FONT_TRUETYPE] = "TrueType",
	    [FONT_TYPE3] = "Type 3", [FONT_CID_CFF] = "CID, CFF", [FONT_CID_TRUETYPE] = "CID, TrueType",
	};
	return names[font->kind];
}

static void print_fonts(const Inspection *inspection)
{
	Lines lines = {_("Fonts"), 0};
	for (guint i = 0; i < inspection->content->fonts->len; i++) {
		const Font *font = g_ptr_array_index(inspection->content->fonts, i);
		const char *embedded = font->kind == FONT_TYPE3 ? _("drawn in the file")
				       : !font->embedded        ? _("not embedded")
				       : font->subset           ? _("embedded in part")
								: _("embedded");
		print_item(&lines,
			   dngettext("bulletin", "%s: %s, %s; %u character in use",
				     "%s: %s, %s; %u characters in use", font->used_count),
			   font->name, font_kind(font), embedded, font->used_count);
	}
	end_items(&lines);
}

static void print_colours(const Inspection *inspection)
{
	const GArray *colours = inspection->content->colours;
	Lines lines = {_("Colours"), 0};
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < colours->len; i++) {
		const ColourUse *use = &g_array_index(colours, ColourUse, i);
		if (!g_hash_table_add(seen, (gpointer)use->space->name))
			continue;
		guint pages = 0, last = 0;
		for (guint k = i; k < colours->len; k++) {
			const ColourUse *other = &g_array_index(colours, ColourUse, k);
			if (strcmp(other->space->name, use->space->name) != 0 || other->page == last)
				continue;
			pages++;
			last = other->page;
		}
		print_item(&lines,
			   dngettext("bulletin", "%s, from page %u, on %u page",
				     "%s, from page %u, on %u pages", pages),
			   use->space->name, use->page, pages);
	}
	end_items(&lines);
	if (inspection->content->ink > 0) {
		g_autofree char *ink =
		    g_strdup_printf(_("at most %.0f %% in vector colours (page %u)"),
				    inspection->content->ink, inspection->content->ink_page);
		print_line(_("Ink"), ink);
	}
}

static void print_images(const Inspection *inspection)
{
	Lines lines = {_("Pictures"), 0};
	for (guint i = 0; i < inspection->content->images->len; i++) {
		const PlacedImage *image = &g_array_index(inspection->content->images, PlacedImage, i);
		print_item(&lines, _("page %u: %ld × %ld px on %.0f × %.0f mm, %.0f ppi, %s"), image->page,
			   (long)image->width, (long)image->height, mm(image->width_pt), mm(image->height_pt),
			   floor(image->ppi), image->space ? image->space : _("mask"));
	}
	end_items(&lines);
}

// --- tags and links ---

static void print_tags(const Inspection *inspection)
{
	g_autoptr(GArray) types = facts_types(inspection);
	guint count = inspection->tags->elements->len;
	g_autoptr(GString) text = g_string_new(NULL);
	if (count == 0) {
		print_line(_("Tags"), _("none: screen readers have to guess"));
		return;
	}
	g_string_append_printf(text, dngettext("bulletin", "%u element:", "%u elements:", count), count);
	for (guint i = 0; i < types->len; i++) {
		const TypeCount *type = &g_array_index(types, TypeCount, i);
		g_string_append_printf(text, "%s %u %s", i ? "," : "", type->count, type->type);
	}
	print_line(_("Tags"), text->str);
}

static void print_headings(const Inspection *inspection)
{
	g_autoptr(GArray) headings = facts_headings(inspection);
	Lines lines = {_("Headings"), 0};
	for (guint i = 0; i < headings->len; i++) {
		const Heading *heading = &g_array_index(headings, Heading, i);
		print_item(&lines, "%*sH%d %s", CLAMP(heading->level - 1, 0, 9) * 2, "", heading->level,
			   heading->text ? heading->text : "–");
	}
	end_items(&lines);
}

static void print_links(const Inspection *inspection)
{
	g_autoptr(GArray) links = facts_links(inspection);
	Lines lines = {_("Links"), 0};
	for (guint i = 0; i < links->len; i++) {
		const LinkFact *link = &g_array_index(links, LinkFact, i);
		print_item(&lines, _("page %u: %s"), link->page, link->target ? link->target : "–");
	}
	end_items(&lines);
	guint bookmarks = facts_bookmarks(inspection);
	g_autofree char *count = g_strdup_printf("%u", bookmarks);
	if (bookmarks)
		print_line(_("Bookmarks"), count);
}

static void print_claims(const Inspection *inspection)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < inspection->claims->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "",
				       (const char *)g_ptr_array_index(inspection->claims, i));
	print_line(_("Claims"), text->len ? text->str : _("no conformance to a standard"));
}

static void print_facts(const char *name, const Inspection *inspection)
{
	Document *doc = inspection->doc;
	g_autofree char *size = g_format_size_full(doc->size, G_FORMAT_SIZE_IEC_UNITS);
	const char *pages =
	    dngettext("bulletin", "%s: PDF %s, %u page, %s", "%s: PDF %s, %u pages, %s", doc->pages->len);
	printf(pages, name, doc->version, doc->pages->len, size);
	putchar('\n');
	print_text(_("Title"), facts_title(inspection));
	print_text(_("Language"), doc_text(doc, doc->catalog, "Lang"));
	print_text(_("Made with"), doc_text(doc, doc->info, "Creator"));
	print_text(_("Written by"), doc_text(doc, doc->info, "Producer"));
	print_claims(inspection);
	print_pages(inspection);
	print_intents(inspection);
	print_fonts(inspection);
	print_colours(inspection);
	print_images(inspection);
	print_tags(inspection);
	print_headings(inspection);
	print_links(inspection);
}

// --- checks ---

static void print_verdicts(const Inspection *inspection)
{
	puts(_("Checks"));
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++) {
		const Verdict *verdict = &inspection->verdicts[standard];
		if (!verdict->asked)
			continue;
		g_autofree char *name =
		    standard == STANDARD_A && verdict->claimed
			? g_strdup_printf("%s%c", standard_name(standard), inspection->level)
			: g_strdup(standard_name(standard));
		g_autofree char *text =
		    verdict->failed ? g_strdup_printf(dngettext("bulletin", "%u check made, %u failed",
								"%u checks made, %u failed", verdict->checks),
						      verdict->checks, verdict->failed)
				    : g_strdup_printf(dngettext("bulletin", "%u check made: sound",
								"%u checks made: sound", verdict->checks),
						      verdict->checks);
		print_line(name, text);
	}
}

static void print_clauses(const Inspection *inspection, const Check *check)
{
	bool first = true;
	fputs(" [", stdout);
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++) {
		const char *clause = check_clause(check, standard);
		if (!clause || !inspection->verdicts[standard].asked)
			continue;
		printf("%s%s %s", first ? "" : ", ", standard_number(standard), clause);
		first = false;
	}
	fputs("]\n", stdout);
}

static void print_finding(const char *name, const Inspection *inspection, const Finding *finding)
{
	printf("%s: ", name);
	if (finding->page)
		printf(_("page %u: "), finding->page);
	fputs(finding->check->warns ? _("warning") : _("error"), stdout);
	printf(": %s", _(finding->check->demand));
	if (finding->detail)
		printf(_(": %s"), finding->detail);
	if (finding->object)
		printf(_(" (object %u)"), finding->object);
	printf(" — %s", _(finding->check->hint));
	print_clauses(inspection, finding->check);
}

static void print_findings(const char *name, const Inspection *inspection)
{
	const GArray *findings = inspection->findings;
	for (guint i = 0; i < findings->len; i++) {
		const Finding *finding = &g_array_index(findings, Finding, i);
		bool last =
		    i + 1 == findings->len || g_array_index(findings, Finding, i + 1).check != finding->check;
		guint left = last ? inspection_left_out(inspection, finding->check) : 0;
		print_finding(name, inspection, finding);
		if (left)
			printf(dngettext("bulletin", "%s: and %u more of these\n",
					 "%s: and %u more of these\n", left),
			       name, left);
	}
}

void inspect_print_text(const char *name, const Inspection *inspection)
{
	print_facts(name, inspection);
	print_verdicts(inspection);
	print_findings(name, inspection);
}
