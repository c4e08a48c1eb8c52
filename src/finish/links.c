#include "finish/links.h"

#include <string.h>

#include "display/marks.h"

// Addresses are ASCII in a PDF; what else an author typed is written as percent escapes of its UTF-8.
static char *encode_uri(const char *href)
{
	GString *out = g_string_new(NULL);
	for (const guchar *at = (const guchar *)href; *at; at++) {
		if (*at > ' ' && *at < 0x7F && !strchr("()\\<>\"`{}|^", *at))
			g_string_append_c(out, (char)*at);
		else
			g_string_append_printf(out, "%%%02X", *at);
	}
	return g_string_free(out, FALSE);
}

// --- where it goes, in words ---

// Schemes, and which of the issue's sentences tells of them.
static const struct {
	const char *prefix;
	gsize sentence; // offset in DisplayMeta
} schemes[] = {
    {"mailto:", G_STRUCT_OFFSET(DisplayMeta, link_mail)},
    {"tel:", G_STRUCT_OFFSET(DisplayMeta, link_phone)},
    {"https://", G_STRUCT_OFFSET(DisplayMeta, link_web)},
    {"http://", G_STRUCT_OFFSET(DisplayMeta, link_web)},
};

// The address as one says it: without its scheme, and the slash at its end.
static char *plain_target(const char *href, gsize prefix)
{
	char *target = g_uri_unescape_string(href + prefix, NULL);
	if (!target || !g_utf8_validate(target, -1, NULL)) {
		g_free(target);
		target = g_strdup(href + prefix);
	}
	gsize size = strlen(target);
	if (size > 1 && target[size - 1] == '/')
		target[size - 1] = '\0';
	return target;
}

static char *say_target(const DisplayMeta *meta, const char *href)
{
	static const char mark[] = "{target}";
	gsize prefix = 0;
	const char *sentence = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(schemes) && !prefix; i++) {
		if (!g_str_has_prefix(href, schemes[i].prefix))
			continue;
		prefix = strlen(schemes[i].prefix);
		sentence = G_STRUCT_MEMBER(const char *, meta, schemes[i].sentence);
	}
	char *target = plain_target(href, prefix);
	const char *found = sentence ? strstr(sentence, mark) : NULL;
	if (!found)
		return target;
	char *said =
	    g_strdup_printf("%.*s%s%s", (int)(found - sentence), sentence, target, found + sizeof mark - 1);
	g_free(target);
	return said;
}

// --- annotations ---

static guint add_annotation(const StructureInput *input, PdfFile *file, guint page, guint key,
			    const Link *link)
{
	double left = len_to_pt(link->box.x) + input->margin;
	double top = input->height - input->margin - len_to_pt(link->box.y);
	g_autofree char *uri = encode_uri(link->href);
	g_autofree char *quoted = pdf_quote(uri);
	g_autofree char *said = say_target(&input->list->meta, link->href);
	GString *text = g_string_new("<</Type /Annot /Subtype /Link /F 4 /Border [ 0 0 0 ] /Rect [");
	pdf_append_points(text, left);
	pdf_append_points(text, top - len_to_pt(link->box.height));
	pdf_append_points(text, left + len_to_pt(link->box.width));
	pdf_append_points(text, top);
	g_string_append(text, " ] /Contents ");
	pdf_append_text(text, said);
	g_string_append_printf(text, " /StructParent %u /P %u 0 R /A <</Type /Action /S /URI /URI %s>>>>",
			       key, g_array_index(input->pages, guint, page), quoted);
	guint object = pdf_file_add_object(file, NULL);
	pdf_file_take(file, object, g_string_free(text, FALSE));
	return object;
}

static void write_page(const StructureInput *input, PdfFile *file, guint number, GArray *annotations)
{
	const Page *page = g_ptr_array_index(input->list->pages, input->first + number);
	g_autoptr(GString) links = g_string_new("/Annots [");
	gsize empty = links->len;
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (!display_is_active(op))
			continue;
		guint key = structure_annotation_key(input, annotations->len);
		guint object = add_annotation(input, file, number, key, &op->link);
		g_array_append_val(annotations, object);
		g_string_append_printf(links, " %u 0 R", object);
	}
	if (links->len == empty)
		return;
	g_string_append(links, " ]");
	pdf_file_add_entries(file, g_array_index(input->pages, guint, number), links->str);
}

GArray *links_write(const StructureInput *input, PdfFile *file)
{
	GArray *annotations = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint page = 0; page < input->pages->len; page++)
		write_page(input, file, page, annotations);
	return annotations;
}
