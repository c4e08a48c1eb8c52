#include "finish/xmp.h"

#include "finish/pdf-file.h"

FileRecord file_record(const DisplayMeta *meta)
{
	static const char epoch[] = "1970-01-01T00:00:00Z"; // never the clock
	return (FileRecord){
	    .title = meta->title && *meta->title ? meta->title : "Bulletin",
	    .author = meta->author,
	    .subject = meta->subject,
	    .keywords = meta->keywords,
	    .lang = meta->lang,
	    .creator = "Bulletin",
	    .producer = "Bulletin " BULLETIN_VERSION,
	    .created = meta->created ? meta->created : epoch,
	};
}

// --- the information dictionary ---

static void append_entry(GString *out, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	g_string_append_printf(out, " /%s ", key);
	pdf_append_text(out, text);
}

// "2025-02-01T00:00:00Z" as "D:20250201000000Z".
static char *pdf_date(const char *iso)
{
	GString *out = g_string_new("D:");
	for (; *iso; iso++)
		if (g_ascii_isdigit(*iso) || *iso == 'Z')
			g_string_append_c(out, *iso);
	return g_string_free(out, FALSE);
}

char *file_record_info(const FileRecord *record)
{
	g_autofree char *date = pdf_date(record->created);
	GString *out = g_string_new("<<");
	append_entry(out, "Title", record->title);
	append_entry(out, "Author", record->author);
	append_entry(out, "Subject", record->subject);
	append_entry(out, "Keywords", record->keywords);
	append_entry(out, "Creator", record->creator);
	append_entry(out, "Producer", record->producer);
	append_entry(out, "CreationDate", date);
	append_entry(out, "ModDate", date);
	g_string_append(out, " >>");
	return g_string_free(out, FALSE);
}

// --- XMP ---

static void append_element(GString *out, const char *name, const char *before, const char *text,
			   const char *after)
{
	if (!text || !*text)
		return;
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_string_append_printf(out, "<%s>%s%s%s</%s>\n", name, before, escaped, after, name);
}

// A text in the language of the file, which is every reader's too.
static void append_localised(GString *out, const char *name, const char *text)
{
	append_element(out, name, "<rdf:Alt><rdf:li xml:lang=\"x-default\">", text, "</rdf:li></rdf:Alt>");
}

GString *file_record_xmp(const FileRecord *record, const char *claims)
{
	// What `begin` holds is a zero-width no-break space, by which readers know the encoding.
	GString *out = g_string_new("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
				    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
				    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
				    "<rdf:Description rdf:about=\"\""
				    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
				    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
				    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
	append_element(out, "dc:format", "", "application/pdf", "");
	append_localised(out, "dc:title", record->title);
	append_element(out, "dc:creator", "<rdf:Seq><rdf:li>", record->author, "</rdf:li></rdf:Seq>");
	append_localised(out, "dc:description", record->subject);
	append_element(out, "dc:language", "<rdf:Bag><rdf:li>", record->lang, "</rdf:li></rdf:Bag>");
	append_element(out, "pdf:Keywords", "", record->keywords, "");
	append_element(out, "pdf:Producer", "", record->producer, "");
	append_element(out, "xmp:CreatorTool", "", record->creator, "");
	append_element(out, "xmp:CreateDate", "", record->created, "");
	append_element(out, "xmp:ModifyDate", "", record->created, "");
	g_string_append(out, "</rdf:Description>\n");
	g_string_append(out, claims);
	g_string_append(out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
	return out;
}

// PDF/A knows the schema of its own part; that of PDF/UA has to be described (ISO 19005-2, 6.6.2.3).
const char xmp_claims_screen[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
    "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Indicates, which part of ISO 14289 standard is "
    "followed</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";
