// The same for programs: nothing is translated but details.
#include <stdio.h>
#include <string.h>

#include "cmd/inspect.h"
#include "cmd/json.h"
#include "inspect/check.h"
#include "inspect/facts.h"

// --- values ---

static void print_key(const char *key)
{
	json_print_string(key);
	fputs(": ", stdout);
}

static void print_string(const char *key, const char *value)
{
	print_key(key);
	json_print_string(value);
	fputs(", ", stdout);
}

static void print_number(const char *key, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	print_key(key);
	printf("%s, ", g_ascii_formatd(text, sizeof text, "%.10g", value));
}

static void print_bool(const char *key, bool value)
{
	print_key(key);
	printf("%s, ", value ? "true" : "false");
}

// The last member has no comma after it: every object ends with this one.
static void end_object(const char *key, const char *value)
{
	print_key(key);
	json_print_string(value);
	putchar('}');
}

static void begin_item(guint index)
{
	fputs(index ? ",\n  {" : "\n  {", stdout);
}

static void begin_array(const char *key)
{
	print_key(key);
	putchar('[');
}

static void end_array(void)
{
	fputs("],\n ", stdout);
}

// --- facts ---

static void print_box(const char *key, const double *box, bool there)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	print_key(key);
	if (!there) {
		fputs("null, ", stdout);
		return;
	}
	for (int i = 0; i < 4; i++)
		printf("%s%s", i ? ", " : "[", g_ascii_formatd(text, sizeof text, "%.10g", box[i]));
	fputs("], ", stdout);
}

static void print_pages(const Inspection *inspection)
{
	begin_array("pages");
	for (guint i = 0; i < inspection->doc->pages->len; i++) {
		const PdfPage *page = &g_array_index(inspection->doc->pages, PdfPage, i);
		begin_item(i);
		print_number("page", page->index);
		print_box("media", page->media, true);
		print_box("crop", page->crop, page->has_crop);
		print_box("bleed", page->bleed, page->has_bleed);
		print_box("trim", page->trim, page->has_trim);
		print_box("art", page->art, page->has_art);
		print_number("rotate", page->rotate);
		end_object("unit", "pt");
	}
	end_array();
}

static void print_intents(const Inspection *inspection)
{
	g_autoptr(GArray) intents = output_intents_read(inspection->doc);
	begin_array("output_intents");
	for (guint i = 0; i < intents->len; i++) {
		const OutputIntent *intent = &g_array_index(intents, OutputIntent, i);
		begin_item(i);
		print_string("condition", intent->condition);
		print_string("profile", intent->icc ? intent->icc->name : NULL);
		print_string("class", intent->icc ? intent->icc->class : NULL);
		print_string("space", intent->icc ? intent->icc->space : NULL);
		end_object("kind", intent->kind);
	}
	end_array();
}

static void print_fonts(const Inspection *inspection)
{
	begin_array("fonts");
	for (guint i = 0; i < inspection->content->fonts->len; i++) {
		const Font *font = g_ptr_array_index(inspection->content->fonts, i);
		begin_item(i);
		print_string("name", font->name);
		print_bool("embedded", font->embedded);
		print_bool("subset", font->subset);
		print_bool("to_unicode", font->to_unicode != NULL);
		print_number("characters", font->used_count);
		print_number("object", font->dict->number);
		end_object("type", font->subtype);
	}
	end_array();
}

static void print_colours(const Inspection *inspection)
{
	begin_array("colours");
	for (guint i = 0; i < inspection->content->colours->len; i++) {
		const ColourUse *use = &g_array_index(inspection->content->colours, ColourUse, i);
		begin_item(i);
		print_number("page", use->page);
		print_bool("image", use->image);
		end_object("space", use->space->name);
	}
	end_array();
	print_number("ink_percent", inspection->content->ink);
}

static void print_images(const Inspection *inspection)
{
	begin_array("images");
	for (guint i = 0; i < inspection->content->images->len; i++) {
		const PlacedImage *image = &g_array_index(inspection->content->images, PlacedImage, i);
		begin_item(i);
		print_number("page", image->page);
		print_number("width", (double)image->width);
		print_number("height", (double)image->height);
		print_number("width_pt", image->width_pt);
		print_number("height_pt", image->height_pt);
		print_number("ppi", image->ppi);
		print_bool("mask", image->mask);
		print_number("object", image->dict->number);
		end_object("space", image->space);
	}
	end_array();
}

static void print_tags(const Inspection *inspection)
{
	g_autoptr(GArray) types = facts_types(inspection);
	print_key("tags");
	putchar('{');
	for (guint i = 0; i < types->len; i++) {
		const TypeCount *type = &g_array_index(types, TypeCount, i);
		print_key(type->type);
		printf("%u%s", type->count, i + 1 < types->len ? ", " : "");
	}
	fputs("},\n ", stdout);
}

static void print_headings(const Inspection *inspection)
{
	g_autoptr(GArray) headings = facts_headings(inspection);
	begin_array("headings");
	for (guint i = 0; i < headings->len; i++) {
		const Heading *heading = &g_array_index(headings, Heading, i);
		begin_item(i);
		print_number("level", heading->level);
		print_number("page", heading->page);
		end_object("text", heading->text);
	}
	end_array();
}

static void print_links(const Inspection *inspection)
{
	g_autoptr(GArray) links = facts_links(inspection);
	begin_array("links");
	for (guint i = 0; i < links->len; i++) {
		const LinkFact *link = &g_array_index(links, LinkFact, i);
		begin_item(i);
		print_number("page", link->page);
		print_string("contents", link->contents);
		end_object("target", link->target);
	}
	end_array();
}

static void print_claims(const Inspection *inspection)
{
	begin_array("claims");
	for (guint i = 0; i < inspection->claims->len; i++) {
		fputs(i ? ", " : "", stdout);
		json_print_string(g_ptr_array_index(inspection->claims, i));
	}
	end_array();
}

// --- checks ---

// Machines know standards by these names, in every language.
static const char *const standard_ids[STANDARD_COUNT] = {
    [STANDARD_FILE] = "ISO 32000-1", [STANDARD_UA] = "ISO 14289-1", [STANDARD_A] = "ISO 19005-2",
    [STANDARD_X] = "ISO 15930-7",    [STANDARD_HOUSE] = "house",
};

static void print_verdicts(const Inspection *inspection)
{
	begin_array("checks");
	bool first = true;
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++) {
		const Verdict *verdict = &inspection->verdicts[standard];
		if (!verdict->asked)
			continue;
		begin_item(!first);
		first = false;
		print_bool("claimed", verdict->claimed);
		print_number("made", verdict->checks);
		print_number("failed", verdict->failed);
		end_object("standard", standard_ids[standard]);
	}
	end_array();
}

static void print_clauses(const Inspection *inspection, const Check *check)
{
	bool first = true;
	begin_array("clauses");
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++) {
		const char *clause = check_clause(check, standard);
		if (!clause || !inspection->verdicts[standard].asked)
			continue;
		printf("%s\"%s %s\"", first ? "" : ", ", standard_ids[standard], clause);
		first = false;
	}
	fputs("], ", stdout);
}

static void print_place(const char *key, guint number)
{
	print_key(key);
	if (number)
		printf("%u, ", number);
	else
		fputs("null, ", stdout);
}

static void print_findings(const Inspection *inspection)
{
	begin_array("findings");
	for (guint i = 0; i < inspection->findings->len; i++) {
		const Finding *finding = &g_array_index(inspection->findings, Finding, i);
		begin_item(i);
		print_string("check", finding->check->id);
		print_clauses(inspection, finding->check);
		print_string("severity", finding->check->warns ? "warning" : "error");
		print_place("page", finding->page);
		print_place("object", finding->object);
		print_string("demand", finding->check->demand);
		print_string("detail", finding->detail);
		end_object("hint", finding->check->hint);
	}
	end_array();
}

void inspect_print_json(const char *name, const Inspection *inspection)
{
	Document *doc = inspection->doc;
	putchar('{');
	print_string("file", name);
	print_number("size", (double)doc->size);
	print_string("version", doc->version);
	print_string("title", facts_title(inspection));
	print_string("language", doc_text(doc, doc->catalog, "Lang"));
	print_claims(inspection);
	print_pages(inspection);
	print_intents(inspection);
	print_fonts(inspection);
	print_colours(inspection);
	print_images(inspection);
	print_tags(inspection);
	print_headings(inspection);
	print_links(inspection);
	print_number("bookmarks", facts_bookmarks(inspection));
	print_verdicts(inspection);
	print_findings(inspection);
	print_bool("sound", inspection_count(inspection, SEVERITY_ERROR) == 0);
	end_object("producer", doc_text(doc, doc->info, "Producer"));
	putchar('\n');
}
