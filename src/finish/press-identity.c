#include "finish/press-identity.h"

#include <string.h>

#define PRODUCER "Bulletin " BULLETIN_VERSION
#define VERSION "PDF/X-4"

// One record, from which XMP and Info are both made.
typedef struct Identity {
	const DisplayMeta *meta;
	const char *created; // ISO 8601
	char *uuid;
	bool screen;
} Identity;

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

// A checksum in the form of a UUID (RFC 4122, version 3).
static char *make_uuid(GBytes *bytes)
{
	g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_MD5, bytes);
	return g_strdup_printf("uuid:%.8s-%.4s-3%.3s-a%.3s-%.12s", sum, sum + 8, sum + 13, sum + 17,
			       sum + 20);
}

// --- XMP: ISO 16684-1 ---

static void append_simple(GString *out, const char *name, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(or_empty(text), -1);
	if (*escaped)
		g_string_append_printf(out, "<%s>%s</%s>\n", name, escaped, name);
}

static void append_list(GString *out, const char *name, const char *kind, const char *attribute,
			const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(or_empty(text), -1);
	if (*escaped)
		g_string_append_printf(out, "<%s><rdf:%s><rdf:li%s>%s</rdf:li></rdf:%s></%s>\n", name, kind,
				       attribute, escaped, kind, name);
}

static void append_properties(GString *out, const Identity *identity)
{
	static const char any[] = " xml:lang=\"x-default\"";
	const DisplayMeta *meta = identity->meta;
	append_simple(out, "dc:format", "application/pdf");
	append_list(out, "dc:title", "Alt", any, meta->title ? meta->title : "-");
	append_list(out, "dc:creator", "Seq", "", meta->author);
	append_list(out, "dc:description", "Alt", any, meta->subject);
	append_list(out, "dc:language", "Bag", "", meta->lang);
	append_simple(out, "xmp:CreateDate", identity->created);
	append_simple(out, "xmp:ModifyDate", identity->created);
	append_simple(out, "xmp:MetadataDate", identity->created);
	append_simple(out, "xmp:CreatorTool", PRODUCER);
	append_simple(out, "pdf:Producer", PRODUCER);
	append_simple(out, "pdf:Keywords", meta->keywords);
	append_simple(out, "pdf:Trapped", "False");
	append_simple(out, "xmpMM:DocumentID", identity->uuid);
	append_simple(out, "xmpMM:VersionID", "1");
	append_simple(out, "xmpMM:RenditionClass", identity->screen ? "proof" : "default");
	if (!identity->screen)
		append_simple(out, "pdfxid:GTS_PDFXVersion", VERSION);
}

static GString *make_xmp(const Identity *identity)
{
	GString *out = g_string_new("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
				    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
				    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
				    "<rdf:Description rdf:about=\"\""
				    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
				    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
				    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
				    " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
				    " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n");
	append_properties(out, identity);
	g_string_append(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
	return out;
}

static void write_xmp(Pdf *pdf, const Identity *identity)
{
	GString *text = make_xmp(identity);
	PdfObject stream = pdf_new_stream(pdf, text->str, text->len, NULL);
	pdf_set(pdf, stream, "/Type", pdf_new_name(pdf, "/Metadata"));
	pdf_set(pdf, stream, "/Subtype", pdf_new_name(pdf, "/XML"));
	pdf_set(pdf, pdf_get_catalog(pdf), "/Metadata", stream);
	g_string_free(text, TRUE);
}

// --- Info ---

// 2025-02-01T00:00:00Z → D:20250201000000Z
static char *info_date(const char *created)
{
	GString *out = g_string_new("D:");
	for (const char *c = created; *c; c++)
		if (g_ascii_isdigit(*c) || *c == 'Z')
			g_string_append_c(out, *c);
	return g_string_free(out, FALSE);
}

static void set_text(Pdf *pdf, PdfObject info, const char *key, const char *text)
{
	if (text && *text)
		pdf_set(pdf, info, key, pdf_new_text(pdf, text));
}

static void write_info(Pdf *pdf, const Identity *identity)
{
	const DisplayMeta *meta = identity->meta;
	g_autofree char *date = info_date(identity->created);
	PdfObject info = pdf_new_dictionary(pdf);
	set_text(pdf, info, "/Title", meta->title ? meta->title : "-");
	set_text(pdf, info, "/Author", meta->author);
	set_text(pdf, info, "/Subject", meta->subject);
	set_text(pdf, info, "/Keywords", meta->keywords);
	set_text(pdf, info, "/Creator", PRODUCER);
	set_text(pdf, info, "/Producer", PRODUCER);
	set_text(pdf, info, "/CreationDate", date);
	set_text(pdf, info, "/ModDate", date);
	pdf_set(pdf, info, "/Trapped", pdf_new_name(pdf, "/False"));
	if (!identity->screen)
		set_text(pdf, info, "/GTS_PDFXVersion", VERSION);
	pdf_set(pdf, pdf_get_trailer(pdf), "/Info", pdf_add(pdf, info));
}

// --- output intent ---

// Conditions that the registry of the International Color Consortium lists begin so.
static bool is_registered(const char *condition)
{
	static const char *const registered[] = {"FOGRA", "CGATS", "IFRA", "JC2"};
	for (guint i = 0; i < G_N_ELEMENTS(registered); i++)
		if (g_str_has_prefix(condition, registered[i]))
			return true;
	return false;
}

static void write_intent(Pdf *pdf, const PressOptions *options)
{
	const Colour *colour = recipes_peek_colour(options->recipes);
	g_autofree char *name = colour_dup_name(colour);
	gsize size;
	const void *data = g_bytes_get_data(colour_peek_profile(colour), &size);
	PdfObject profile = pdf_new_stream(pdf, data, size, NULL);
	pdf_set(pdf, profile, "/N", pdf_new_int(pdf, 4));
	pdf_set(pdf, profile, "/Alternate", pdf_new_name(pdf, "/DeviceCMYK"));
	PdfObject intent = pdf_parse(pdf, "<< /Type /OutputIntent /S /GTS_PDFX >>");
	pdf_set(pdf, intent, "/OutputConditionIdentifier", pdf_new_text(pdf, options->condition));
	pdf_set(pdf, intent, "/OutputCondition", pdf_new_text(pdf, name));
	pdf_set(pdf, intent, "/Info", pdf_new_text(pdf, name));
	if (is_registered(options->condition))
		pdf_set(pdf, intent, "/RegistryName", pdf_new_text(pdf, "http://www.color.org"));
	pdf_set(pdf, intent, "/DestOutputProfile", profile);
	PdfObject intents = pdf_new_array(pdf);
	pdf_append(pdf, intents, pdf_add(pdf, intent));
	pdf_set(pdf, pdf_get_catalog(pdf), "/OutputIntents", intents);
}

void press_identify(Pdf *pdf, GBytes *plain, const DisplayMeta *meta, const PressOptions *options)
{
	g_autofree char *uuid = make_uuid(plain);
	Identity identity = {.meta = meta,
			     .created = meta->created ? meta->created : "1970-01-01T00:00:00Z",
			     .uuid = uuid,
			     .screen = options->screen};
	write_xmp(pdf, &identity);
	write_info(pdf, &identity);
	if (!options->screen)
		write_intent(pdf, options);
}
