#include "inspect/xmpschemas.h"

#include <string.h>

#define TEXT XMP_TYPE_TEXT, XMP_TEXT
#define DATE XMP_TYPE_DATE, XMP_TEXT
#define BAG XMP_TYPE_SHAPED, XMP_BAG
#define SEQ XMP_TYPE_SHAPED, XMP_SEQ
#define ALT XMP_TYPE_SHAPED, XMP_ALT
#define STRUCT XMP_TYPE_SHAPED, XMP_STRUCT
#define RIGHTS "http://ns.adobe.com/xap/1.0/rights/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define PAGED "http://ns.adobe.com/xap/1.0/t/pg/"

static const XmpKnown properties[] = {
    {XMP_DC, "contributor", BAG},
    {XMP_DC, "coverage", TEXT},
    {XMP_DC, "creator", SEQ},
    {XMP_DC, "date", SEQ},
    {XMP_DC, "description", ALT},
    {XMP_DC, "format", TEXT},
    {XMP_DC, "identifier", TEXT},
    {XMP_DC, "language", BAG},
    {XMP_DC, "publisher", BAG},
    {XMP_DC, "relation", BAG},
    {XMP_DC, "rights", ALT},
    {XMP_DC, "source", TEXT},
    {XMP_DC, "subject", BAG},
    {XMP_DC, "title", ALT},
    {XMP_DC, "type", BAG},
    {XMP_BASIC, "Advisory", BAG},
    {XMP_BASIC, "BaseURL", TEXT},
    {XMP_BASIC, "CreateDate", DATE},
    {XMP_BASIC, "CreatorTool", TEXT},
    {XMP_BASIC, "Identifier", BAG},
    {XMP_BASIC, "Label", TEXT},
    {XMP_BASIC, "MetadataDate", DATE},
    {XMP_BASIC, "ModifyDate", DATE},
    {XMP_BASIC, "Nickname", TEXT},
    {XMP_BASIC, "Rating", XMP_TYPE_WHOLE, XMP_TEXT},
    {XMP_BASIC, "Thumbnails", ALT},
    {RIGHTS, "Certificate", TEXT},
    {RIGHTS, "Marked", TEXT},
    {RIGHTS, "Owner", BAG},
    {RIGHTS, "UsageTerms", ALT},
    {RIGHTS, "WebStatement", TEXT},
    {XMP_MM, "DerivedFrom", STRUCT},
    {XMP_MM, "DocumentID", TEXT},
    {XMP_MM, "History", SEQ},
    {XMP_MM, "InstanceID", TEXT},
    {XMP_MM, "ManagedFrom", STRUCT},
    {XMP_MM, "Manager", TEXT},
    {XMP_MM, "ManageTo", TEXT},
    {XMP_MM, "ManageUI", TEXT},
    {XMP_MM, "ManagerVariant", TEXT},
    {XMP_MM, "OriginalDocumentID", TEXT},
    {XMP_MM, "RenditionClass", TEXT},
    {XMP_MM, "RenditionOf", STRUCT},
    {XMP_MM, "RenditionParams", TEXT},
    {XMP_MM, "VersionID", TEXT},
    {XMP_MM, "Versions", SEQ},
    {PAGED, "MaxPageSize", STRUCT},
    {PAGED, "NPages", XMP_TYPE_WHOLE, XMP_TEXT},
    {PAGED, "Fonts", BAG},
    {PAGED, "Colorants", SEQ},
    {PAGED, "PlateNames", SEQ},
    {XMP_PDF, "Keywords", TEXT},
    {XMP_PDF, "PDFVersion", TEXT},
    {XMP_PDF, "Producer", TEXT},
    {XMP_PDF, "Trapped", TEXT},
    {PHOTOSHOP, "AuthorsPosition", TEXT},
    {PHOTOSHOP, "CaptionWriter", TEXT},
    {PHOTOSHOP, "Category", TEXT},
    {PHOTOSHOP, "City", TEXT},
    {PHOTOSHOP, "Country", TEXT},
    {PHOTOSHOP, "Credit", TEXT},
    {PHOTOSHOP, "DateCreated", DATE},
    {PHOTOSHOP, "Headline", TEXT},
    {PHOTOSHOP, "Instructions", TEXT},
    {PHOTOSHOP, "Source", TEXT},
    {PHOTOSHOP, "State", TEXT},
    {PHOTOSHOP, "SupplementalCategories", BAG},
    {PHOTOSHOP, "TransmissionReference", TEXT},
    {PHOTOSHOP, "Urgency", XMP_TYPE_WHOLE, XMP_TEXT},
    {XMP_PDFA, "part", XMP_TYPE_WHOLE, XMP_TEXT},
    {XMP_PDFA, "amd", XMP_TYPE_TEXT, XMP_TEXT},
    {XMP_PDFA, "corr", XMP_TYPE_TEXT, XMP_TEXT},
    {XMP_PDFA, "conformance", XMP_TYPE_TEXT, XMP_TEXT},
    {"http://www.aiim.org/pdfa/ns/extension/", "schemas", XMP_TYPE_SHAPED, XMP_BAG},
};

const XmpKnown *xmp_known_find(const char *space, const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++)
		if (strcmp(properties[i].space, space) == 0 && strcmp(properties[i].name, name) == 0)
			return &properties[i];
	return NULL;
}

bool xmp_space_is_open(const char *space)
{
	static const char *const spaces[] = {
	    "http://ns.adobe.com/xap/1.0/bj/",
	    "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
	    "http://ns.adobe.com/tiff/1.0/",
	    "http://ns.adobe.com/exif/1.0/",
	    "http://ns.adobe.com/exif/1.0/aux/",
	    "http://ns.adobe.com/camera-raw-settings/1.0/",
	    NULL,
	};
	return g_strv_contains(spaces, space);
}

// "2025", "2025-02", "2025-02-21", "2025-02-21T10:00Z", "2025-02-21T10:00:00.5+01:00"
static bool is_date(const char *value)
{
	return g_regex_match_simple(
	    "^\\d{4}(-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?$", value,
	    0, 0);
}

static bool is_whole(const char *value)
{
	return g_regex_match_simple("^[+-]?\\d+$", value, 0, 0);
}

bool xmp_known_accepts(const XmpKnown *known, XmpShape shape, const char *value)
{
	if (shape != known->shape)
		return false;
	if (known->type == XMP_TYPE_DATE)
		return value && is_date(value);
	return known->type != XMP_TYPE_WHOLE || (value && is_whole(value));
}
