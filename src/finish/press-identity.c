#include "finish/press-identity.h"

#include <string.h>

#include "finish/xmp.h"

#define VERSION "PDF/X-4"

// A checksum in the form of a UUID (RFC 4122, version 3).
static char *make_uuid(GBytes *bytes)
{
	g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_MD5, bytes);
	return g_strdup_printf("uuid:%.8s-%.4s-3%.3s-a%.3s-%.12s", sum, sum + 8, sum + 13, sum + 17,
			       sum + 20);
}

// --- what XMP says besides (ISO 15930-7, 6.1) ---

static char *claims(const FileRecord *record, const char *uuid, bool screen)
{
	return g_strdup_printf(
	    "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
	    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
	    " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n"
	    "<xmp:MetadataDate>%s</xmp:MetadataDate>\n"
	    "<pdf:Trapped>False</pdf:Trapped>\n"
	    "<xmpMM:DocumentID>%s</xmpMM:DocumentID>\n"
	    "<xmpMM:VersionID>1</xmpMM:VersionID>\n"
	    "<xmpMM:RenditionClass>%s</xmpMM:RenditionClass>\n%s"
	    "</rdf:Description>\n",
	    record->created, uuid, screen ? "proof" : "default",
	    screen ? "" : "<pdfxid:GTS_PDFXVersion>" VERSION "</pdfxid:GTS_PDFXVersion>\n");
}

static void write_xmp(Pdf *pdf, const FileRecord *record, const char *more)
{
	GString *text = file_record_xmp(record, more);
	PdfObject stream = pdf_new_stream(pdf, text->str, text->len, NULL);
	pdf_set(pdf, stream, "/Type", pdf_new_name(pdf, "/Metadata"));
	pdf_set(pdf, stream, "/Subtype", pdf_new_name(pdf, "/XML"));
	pdf_set(pdf, pdf_get_catalog(pdf), "/Metadata", stream);
	g_string_free(text, TRUE);
}

static void write_info(Pdf *pdf, const FileRecord *record, bool screen)
{
	g_autofree char *text = file_record_info(record);
	PdfObject info = pdf_parse(pdf, text);
	pdf_set(pdf, info, "/Trapped", pdf_new_name(pdf, "/False"));
	if (!screen)
		pdf_set(pdf, info, "/GTS_PDFXVersion", pdf_new_text(pdf, VERSION));
	pdf_set(pdf, pdf_get_trailer(pdf), "/Info", pdf_add(pdf, info));
}

// --- output intent ---

// Conditions that the registry of the International Color Consortium lists begin so, and are one word.
static bool is_registered(const char *condition)
{
	static const char *const registered[] = {"FOGRA", "CGATS", "IFRA", "JC2"};
	for (guint i = 0; i < G_N_ELEMENTS(registered); i++)
		if (g_str_has_prefix(condition, registered[i]) && !strchr(condition, ' '))
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
	FileRecord record = file_record(meta);
	g_autofree char *uuid = make_uuid(plain);
	g_autofree char *more = claims(&record, uuid, options->screen);
	write_xmp(pdf, &record, more);
	write_info(pdf, &record, options->screen);
	if (!options->screen)
		write_intent(pdf, options);
}
