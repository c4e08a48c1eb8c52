// Metadata, identification, language (ISO 19005-2, 6.6 and 6.7.4; ISO 14289-1, 5, 7.1, 7.2; ISO 15930-7).
#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"
#include "inspect/language.h"

static void metadata_stream(Inspection *in)
{
	const Obj *stream = in->xmp->stream;
	if (stream->kind != OBJ_STREAM || !obj_is_name(doc_get(in->doc, stream, "Type"), "Metadata") ||
	    !obj_is_name(doc_get(in->doc, stream, "Subtype"), "XML"))
		report(in, 0, stream->number, NULL);
}

// The prefix of a property, where it is another than the standard asks; else NULL.
static const char *other_prefix(const XmpProperty *property, const char *prefix)
{
	return property && strcmp(property->prefix, prefix) != 0 ? property->prefix : NULL;
}

static void identified_as_a(Inspection *in)
{
	const XmpProperty *part = xmp_find(in->xmp, XMP_PDFA, "part");
	const char *level = xmp_value(in->xmp, XMP_PDFA, "conformance");
	const char *prefix = other_prefix(part, "pdfaid");
	if (!prefix)
		prefix = other_prefix(xmp_find(in->xmp, XMP_PDFA, "conformance"), "pdfaid");
	if (!part || g_strcmp0(part->value, "2") != 0)
		report_format(in, 0, in->xmp->stream->number, "pdfaid:part %s",
			      part && part->value ? part->value : "–");
	else if (!level || strlen(level) != 1 || !strchr("ABU", *level))
		report_format(in, 0, in->xmp->stream->number, "pdfaid:conformance %s", level ? level : "–");
	else if (prefix)
		report_format(in, 0, in->xmp->stream->number, "%s:part", prefix);
}

static void identified_as_ua(Inspection *in)
{
	const XmpProperty *part = xmp_find(in->xmp, XMP_PDFUA, "part");
	if (!part || g_strcmp0(part->value, "1") != 0)
		report(in, 0, in->xmp->stream->number, part ? part->value : NULL);
	else if (other_prefix(part, "pdfuaid"))
		report_format(in, 0, in->xmp->stream->number, "%s:part", part->prefix);
}

static void identified_as_x(Inspection *in)
{
	const char *version = xmp_value(in->xmp, XMP_PDFX, "GTS_PDFXVersion");
	if (g_strcmp0(version, "PDF/X-4") != 0)
		report(in, 0, in->xmp->stream->number, version);
}

static void press_version(Inspection *in)
{
	if (strcmp(in->doc->version, "1.6") > 0)
		report(in, 0, 0, in->doc->version);
}

static void title(Inspection *in)
{
	const char *text = xmp_value(in->xmp, XMP_DC, "title");
	if (!text || !*text)
		report(in, 0, in->xmp->stream->number, NULL);
}

// --- Info and XMP ---

// "D:20250221100000+01'00'" to "2025-02-21T10:00:00+01:00", as far as it goes.
static char *date_of_info(const char *date)
{
	GString *out = g_string_new(NULL);
	static const char before[] = "\0\0\0\0-\0-\0T\0:\0:\0";
	const char *at = g_str_has_prefix(date, "D:") ? date + 2 : date;
	for (int i = 0; i < 14 && g_ascii_isdigit(*at); i++, at++) {
		if (before[i])
			g_string_append_c(out, before[i]);
		g_string_append_c(out, *at);
	}
	if (*at == 'Z')
		g_string_append_c(out, 'Z');
	if ((*at == '+' || *at == '-') && strlen(at) >= 3) {
		bool minutes = at[3] == '\'' && g_ascii_isdigit(at[4]) && g_ascii_isdigit(at[5]);
		g_string_append_printf(out, "%.3s:%.2s", at, minutes ? at + 4 : "00");
	}
	return g_string_free(out, FALSE);
}

static bool same_date(const char *info, const char *xmp)
{
	g_autofree char *written = date_of_info(info);
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) a = g_date_time_new_from_iso8601(written, utc);
	g_autoptr(GDateTime) b = g_date_time_new_from_iso8601(xmp, utc);
	return a && b ? g_date_time_equal(a, b) : strcmp(written, xmp) == 0;
}

static void info_same(Inspection *in)
{
	static const struct {
		const char *key, *space, *name;
		bool date;
	} pairs[] = {
	    {"Title", XMP_DC, "title", false},
	    {"Author", XMP_DC, "creator", false},
	    {"Subject", XMP_DC, "description", false},
	    {"Keywords", XMP_PDF, "Keywords", false},
	    {"Creator", XMP_BASIC, "CreatorTool", false},
	    {"Producer", XMP_PDF, "Producer", false},
	    {"CreationDate", XMP_BASIC, "CreateDate", true},
	    {"ModDate", XMP_BASIC, "ModifyDate", true},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
		const char *info = doc_text(in->doc, in->doc->info, pairs[i].key);
		const char *xmp = xmp_value(in->xmp, pairs[i].space, pairs[i].name);
		bool same = info && xmp && (pairs[i].date ? same_date(info, xmp) : strcmp(info, xmp) == 0);
		if (info && !same)
			report_format(in, 0, in->doc->info->number, "%s: “%s”, “%s”", pairs[i].key, info,
				      xmp ? xmp : "");
	}
}

static void trapped(Inspection *in)
{
	const char *info = obj_name(doc_get(in->doc, in->doc->info, "Trapped"));
	const char *xmp = xmp_value(in->xmp, XMP_PDF, "Trapped");
	bool known = info && (strcmp(info, "True") == 0 || strcmp(info, "False") == 0);
	if (!known || (xmp && strcmp(xmp, info) != 0))
		report(in, 0, in->doc->info->number, info);
}

static void press_identity(Inspection *in)
{
	static const struct {
		const char *space, *name, *label;
	} needed[] = {
	    {XMP_DC, "title", "dc:title"},
	    {XMP_BASIC, "CreateDate", "xmp:CreateDate"},
	    {XMP_BASIC, "ModifyDate", "xmp:ModifyDate"},
	    {XMP_BASIC, "MetadataDate", "xmp:MetadataDate"},
	    {XMP_MM, "DocumentID", "xmpMM:DocumentID"},
	    {XMP_MM, "VersionID", "xmpMM:VersionID"},
	    {XMP_MM, "RenditionClass", "xmpMM:RenditionClass"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!xmp_value(in->xmp, needed[i].space, needed[i].name))
			report(in, 0, in->xmp->stream->number, needed[i].label);
}

// --- language and view ---

static const char *catalog_lang(Inspection *in)
{
	return doc_text(in->doc, in->doc->catalog, "Lang");
}

static void language(Inspection *in)
{
	const char *lang = catalog_lang(in);
	if (!lang || !*lang)
		report(in, 0, in->doc->catalog->number, NULL);
}

static void language_tags(Inspection *in)
{
	const char *lang = catalog_lang(in);
	if (lang && *lang && !language_is_valid(lang))
		report(in, 0, in->doc->catalog->number, lang);
	for (guint i = 0; i < in->tags->elements->len; i++) {
		const TaggedElement *element = g_ptr_array_index(in->tags->elements, i);
		if (element->lang && !language_is_valid(element->lang))
			report(in, element->page, element->dict->number, element->lang);
	}
	for (guint i = 0; i < event_kept(in->events, EVENT_MARK_LANG); i++) {
		const Event *event = event_peek(in->events, EVENT_MARK_LANG, i);
		report(in, event->page, event->object, event->detail);
	}
}

// Text that replaces marked content is in a language too; without one of the file, its own is needed.
static void language_of_marks(Inspection *in)
{
	const char *lang = catalog_lang(in);
	for (guint i = 0; !(lang && *lang) && i < event_kept(in->events, EVENT_MARK_TEXT_NO_LANG); i++) {
		const Event *event = event_peek(in->events, EVENT_MARK_TEXT_NO_LANG, i);
		report(in, event->page, event->object, event->detail);
	}
}

static void shows_title(Inspection *in)
{
	const Obj *preferences = doc_get(in->doc, in->doc->catalog, "ViewerPreferences");
	if (!obj_is_true(doc_get(in->doc, preferences, "DisplayDocTitle")))
		report(in, 0, in->doc->catalog->number, NULL);
}

static void page_labels(Inspection *in)
{
	if (in->verdicts[STANDARD_UA].asked && in->doc->pages->len > 1 &&
	    !obj_is_dict(doc_get(in->doc, in->doc->catalog, "PageLabels")))
		report(in, 0, in->doc->catalog->number, NULL);
}

static bool has_headings(const Inspection *in)
{
	for (guint i = 0; i < in->tags->elements->len; i++)
		if (element_heading_level(g_ptr_array_index(in->tags->elements, i)) > 0)
			return true;
	return false;
}

static void outline(Inspection *in)
{
	const Obj *entries = doc_get(in->doc, in->doc->catalog, "Outlines");
	bool wanted = in->verdicts[STANDARD_UA].asked && has_headings(in);
	if (wanted && doc_get(in->doc, entries, "First")->kind != OBJ_DICT)
		report(in, 0, in->doc->catalog->number, NULL);
}

const Check *checks_of_metadata(void)
{
	static const Check checks[] = {
	    {.id = "metadata",
	     .ua = "7.1",
	     .a = "6.6.2.1",
	     .x = "6.10",
	     .run = metadata_stream,
	     .demand = N_("the file must describe itself in an XMP stream (Metadata)"),
	     .hint = N_("write one, of type Metadata and subtype XML")},
	    {.id = "xmp-header",
	     .a = "6.6.2.1",
	     .event = EVENT_XMP_HEADER,
	     .demand = N_("the XMP packet must not have the attributes bytes and encoding"),
	     .hint = N_("take them out of its header")},
	    {.id = "xmp-sound",
	     .ua = "7.1",
	     .a = "6.6.2.1",
	     .x = "6.10",
	     .event = EVENT_XMP_FAULT,
	     .demand = N_("XMP must be well-formed XML and RDF"),
	     .hint = N_("write the metadata anew")},
	    {.id = "xmp-schema",
	     .a = "6.6.2.3",
	     .event = EVENT_XMP_SCHEMA,
	     .demand = N_("XMP schemas that the file brings must be described in full"),
	     .hint = N_("write the missing field of the extension schema")},
	    {.id = "xmp-known",
	     .a = "6.6.2.3",
	     .event = EVENT_XMP_UNKNOWN,
	     .demand = N_("XMP properties must be known or described by the file"),
	     .hint = N_("describe it in an extension schema, or take it out")},
	    {.id = "xmp-type",
	     .a = "6.6.2.3",
	     .event = EVENT_XMP_TYPE,
	     .demand = N_("XMP properties must have values of their type"),
	     .hint = N_("write the value as the schema says: list, alternatives by language, date")},
	    {.id = "identified-a",
	     .a = "6.6.4",
	     .run = identified_as_a,
	     .demand = N_("XMP must say that the file is PDF/A-2 (pdfaid)"),
	     .hint = N_("write pdfaid:part 2 and pdfaid:conformance A")},
	    {.id = "identified-ua",
	     .ua = "5",
	     .run = identified_as_ua,
	     .demand = N_("XMP must say that the file is PDF/UA-1 (pdfuaid)"),
	     .hint = N_("write pdfuaid:part 1")},
	    {.id = "identified-x",
	     .x = "6.1",
	     .run = identified_as_x,
	     .demand = N_("XMP must say that the file is PDF/X-4 (pdfxid)"),
	     .hint = N_("write pdfxid:GTS_PDFXVersion PDF/X-4")},
	    {.id = "press-version",
	     .x = "6.1",
	     .run = press_version,
	     .demand = N_("a file for the press must be PDF 1.6 or older"),
	     .hint = N_("write it as PDF 1.6")},
	    {.id = "title",
	     .ua = "7.1",
	     .run = title,
	     .demand = N_("XMP must give the document's title (dc:title)"),
	     .hint = N_("write dc:title")},
	    {.id = "info-same",
	     .x = "6",
	     .house = "metadata",
	     .run = info_same,
	     .demand = N_("the information dictionary must say the same as XMP"),
	     .hint = N_("write both from one record")},
	    {.id = "trapped",
	     .x = "6",
	     .run = trapped,
	     .demand =
		 N_("the information dictionary must say whether the file is trapped, and XMP the same"),
	     .hint = N_("write /Trapped /False, and pdf:Trapped False")},
	    {.id = "press-identity",
	     .x = "6.10",
	     .run = press_identity,
	     .demand = N_("XMP must identify the document and its version"),
	     .hint = N_("write the missing property")},
	    {.id = "language",
	     .ua = "7.2",
	     .a = "6.7.4",
	     .level = 'a',
	     .run = language,
	     .demand = N_("the file must say its language (Lang)"),
	     .hint = N_("write Lang into the catalog, “fr” for example")},
	    {.id = "language-tag",
	     .ua = "7.2",
	     .a = "6.7.4",
	     .level = 'a',
	     .run = language_tags,
	     .demand = N_("languages must be tags such as “fr” or “en-GB”"),
	     .hint = N_("correct the tag")},
	    {.id = "language-text",
	     .ua = "7.2",
	     .run = language_of_marks,
	     .demand = N_("replacement text must have a language"),
	     .hint = N_("write Lang into the catalog or beside the text")},
	    {.id = "display-title",
	     .ua = "7.1",
	     .run = shows_title,
	     .demand = N_("viewers must show the title rather than the file's name (DisplayDocTitle)"),
	     .hint = N_("write it into ViewerPreferences")},
	    {.id = "page-labels",
	     .house = "labels",
	     .run = page_labels,
	     .demand = N_("pages must be labelled with their numbers (PageLabels)"),
	     .hint = N_("write page labels")},
	    {.id = "outline",
	     .house = "outline",
	     .run = outline,
	     .demand = N_("a document with headings must have an outline (bookmarks)"),
	     .hint = N_("write an outline of the headings")},
	    {0},
	};
	return checks;
}
