// The room `finish`: the parts a screen PDF is made of.
#include <string.h>

#include <glib.h>

#include "base/arena.h"
#include "display/marks.h"
#include "finish/actual-text.h"
#include "finish/deflate.h"
#include "finish/finish.h"
#include "finish/pdf-file.h"
#include "finish/qpdf.h"
#include "finish/srgb.h"
#include "finish/structure-check.h"
#include "finish/structure-node.h"
#include "finish/structure.h"
#include "finish/tagging.h"
#include "finish/xmp.h"

static void assert_bytes(const void *found, gsize found_size, const void *expected, gsize size)
{
	g_assert_cmpuint(found_size, ==, size);
	g_assert_true(memcmp(found, expected, size) == 0);
}

// --- a file as Cairo writes it ---

// Objects one after the other, each "N 0 obj\n…\nendobj\n", with a table; number 0 ends the list.
typedef struct Part {
	guint number;
	const char *value;
} Part;

static GBytes *make_file(const Part *parts, guint count)
{
	GString *out = g_string_new("%PDF-1.7\n%\xB5\xED\xAE\xFB\n");
	g_autofree gsize *offsets = g_new0(gsize, count + 1);
	for (; parts->number; parts++) {
		offsets[parts->number] = out->len;
		g_string_append_printf(out, "%u 0 obj\n%s\nendobj\n", parts->number, parts->value);
	}
	gsize start = out->len;
	g_string_append_printf(out, "xref\n0 %u\n0000000000 65535 f \n", count + 1);
	for (guint i = 1; i <= count; i++)
		g_string_append_printf(out, "%010" G_GSIZE_FORMAT " 00000 n \n", offsets[i]);
	g_string_append_printf(out, "trailer\n<< /Size %u\n   /Root 1 0 R\n   /Info 2 0 R\n>>\n", count + 1);
	g_string_append_printf(out, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);
	return g_string_free_to_bytes(out);
}

static const Part small[] = {
    {1, "<< /Type /Catalog /Pages 3 0 R >>"},
    {2, "<< /Title (a) >>"},
    {3, "<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>"},
    {4, "<< /Type /Page /Parent 3 0 R /MediaBox [ 0 0 10 10 ] /Contents 5 0 R >>"},
    {5, "<< /Length 6 0 R >>\nstream\n0 0 1 1 re f\nendstream"},
    {6, "12"},
    {7, "<< /Unused true >>"},
    {0, NULL},
};

static GBytes *small_file(void)
{
	return make_file(small, 7);
}

static void test_file_reads(void)
{
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(PdfFile) file = pdf_file_open(bytes);
	g_assert_nonnull(file);
	g_assert_cmpuint(pdf_file_get_count(file), ==, 7);
	g_assert_cmpuint(pdf_file_get_catalog(file), ==, 1);
	g_assert_cmpuint(pdf_file_get_info(file), ==, 2);
	g_assert_cmpuint(pdf_file_get_pages(file)->len, ==, 1);
	gsize size;
	const char *value = pdf_file_peek_object(file, 6, &size);
	assert_bytes(value, size, "12", 2);
	const char *data = pdf_file_peek_stream(file, 5, &size);
	assert_bytes(data, size, "0 0 1 1 re f", 12);
	g_assert_null(pdf_file_peek_stream(file, 4, &size));
	g_assert_null(pdf_file_peek_object(file, 8, &size));
	// It is not folded.
	g_assert_null(pdf_file_read_stream(file, 5));
}

static void test_file_refuses(void)
{
	g_autoptr(GBytes) whole = small_file();
	gsize size;
	const char *data = g_bytes_get_data(whole, &size);
	for (gsize cut = 0; cut < size; cut++) {
		g_autoptr(GBytes) part = g_bytes_new(data, cut);
		g_autoptr(PdfFile) file = pdf_file_open(part);
		g_assert_null(file);
	}
}

// Whatever a file says, nothing outside it is read (what valgrind and the sanitizers look at).
static void test_file_damaged(void)
{
	g_autoptr(GBytes) whole = small_file();
	gsize size;
	const char *data = g_bytes_get_data(whole, &size);
	for (gsize at = 0; at < size; at++) {
		g_autofree char *copy = g_memdup2(data, size);
		copy[at] = copy[at] == '9' ? '1' : '9';
		g_autoptr(GBytes) damaged = g_bytes_new(copy, size);
		g_autoptr(PdfFile) file = pdf_file_open(damaged);
		gsize length;
		for (guint i = 0; file && i <= pdf_file_get_count(file); i++) {
			pdf_file_peek_object(file, i, &length);
			pdf_file_peek_stream(file, i, &length);
		}
	}
}

static Pdf *reread(PdfFile *file)
{
	g_autoptr(GBytes) written = pdf_file_write(file);
	g_autoptr(GError) error = NULL;
	Pdf *pdf = pdf_open(written, "written", &error);
	g_assert_no_error(error);
	g_auto(GStrv) warnings = pdf_take_warnings(pdf);
	g_assert_null(warnings[0]);
	return pdf;
}

static char *name_at(Pdf *pdf, const char *path)
{
	return pdf_dup_name(pdf, pdf_get_path(pdf, pdf_get_catalog(pdf), path));
}

static void test_file_writes(void)
{
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(PdfFile) file = pdf_file_open(bytes);
	guint added = pdf_file_add_object(file, "/Later");
	g_autofree char *entry = g_strdup_printf("/Added %u 0 R", added);
	pdf_file_add_entries(file, 1, entry);
	pdf_file_set_stream(file, 5, "<< /Kept true >>", "0 0 2 2 re f", 12, 6);
	g_autoptr(Pdf) pdf = reread(file);
	g_assert_cmpstr(pdf_get_version(pdf), ==, "1.7");
	g_assert_cmpuint(pdf_get_page_count(pdf), ==, 1);
	g_autofree char *later = name_at(pdf, "/Added");
	g_assert_cmpstr(later, ==, "/Later");
	bool decoded;
	g_autoptr(GBytes) content =
	    pdf_dup_stream(pdf, pdf_get(pdf, pdf_get_page(pdf, 0), "/Contents"), &decoded);
	g_assert_true(decoded);
	assert_bytes(g_bytes_get_data(content, NULL), g_bytes_get_size(content), "0 0 2 2 re f", 12);
	// What nothing refers to is gone: the length of the old stream, and what was unused.
	g_assert_true(pdf_is_null(pdf, pdf_get_object(pdf, 6)));
	g_assert_true(pdf_is_null(pdf, pdf_get_object(pdf, 7)));
	g_assert_cmpuint(pdf_get_length(pdf, pdf_get(pdf, pdf_get_trailer(pdf), "/ID")), ==, 2);
}

static void test_file_same(void)
{
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(PdfFile) a = pdf_file_open(bytes), b = pdf_file_open(bytes);
	g_autoptr(GBytes) first = pdf_file_write(a), second = pdf_file_write(b);
	g_assert_true(g_bytes_equal(first, second));
	pdf_file_add_entries(b, 2, "/Author (b)");
	g_autoptr(GBytes) other = pdf_file_write(b);
	g_assert_false(g_bytes_equal(first, other));
}

// More objects than one object stream holds.
static void test_file_many(void)
{
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(PdfFile) file = pdf_file_open(bytes);
	g_autoptr(GString) list = g_string_new("/Many [");
	enum { COUNT = 1000 };
	for (int i = 0; i < COUNT; i++) {
		g_autofree char *value = g_strdup_printf("%d", i);
		g_string_append_printf(list, " %u 0 R", pdf_file_add_object(file, value));
	}
	g_string_append(list, " ]");
	pdf_file_add_entries(file, 1, list->str);
	g_autoptr(Pdf) pdf = reread(file);
	PdfObject many = pdf_get(pdf, pdf_get_catalog(pdf), "/Many");
	g_assert_cmpuint(pdf_get_length(pdf, many), ==, COUNT);
	for (guint i = 0; i < COUNT; i++)
		g_assert_cmpint(pdf_get_int(pdf, pdf_get_item(pdf, many, i)), ==, i);
}

static void test_values(void)
{
	static const struct {
		const char *text, *written;
	} texts[] = {
	    {"a (b) \\c", "(a \\(b\\) \\\\c)"}, {"é", "<FEFF00E9>"}, {"\n", "<FEFF000A>"},
	    {"\U0001F600", "<FEFFD83DDE00>"},   {"", "()"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		pdf_append_text(out, texts[i].text);
		g_assert_cmpstr(out->str, ==, texts[i].written);
	}
	static const struct {
		double points;
		const char *written;
	} numbers[] = {{1, " 1"}, {0.5, " 0.5"}, {-0.0001, " 0"}, {1.23456, " 1.235"}, {100, " 100"}};
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		pdf_append_points(out, numbers[i].points);
		g_assert_cmpstr(out->str, ==, numbers[i].written);
	}
}

// --- folding ---

static void test_deflate(void)
{
	g_autofree guint8 *data = g_malloc(100000);
	for (guint i = 0; i < 100000; i++)
		data[i] = (guint8)(i * i >> 8);
	for (int level = 1; level <= 9; level += 4) {
		g_autoptr(GByteArray) folded = g_byte_array_new();
		deflate_append(folded, data, 100000, level);
		g_autoptr(GByteArray) back = inflate_new(folded->data, folded->len, 100000);
		g_assert_nonnull(back);
		assert_bytes(back->data, back->len, data, 100000);
		g_assert_null(inflate_new(folded->data, folded->len, 99999));
		g_assert_null(inflate_new(folded->data, folded->len - 1, 100000));
	}
	g_assert_null(inflate_new("no", 2, 10));
}

// --- tags ---

static GString *rename(const char *content, ...) G_GNUC_NULL_TERMINATED;
static GString *rename(const char *content, ...)
{
	g_autoptr(GPtrArray) openings = g_ptr_array_new();
	va_list list;
	va_start(list, content);
	for (char *opening; (opening = va_arg(list, char *));)
		g_ptr_array_add(openings, opening);
	va_end(list);
	GByteArray bytes = {(guint8 *)content, (guint)strlen(content)};
	return tagging_rename(&bytes, openings);
}

static void test_tags_renamed(void)
{
	g_autoptr(GString) out = rename("q\n/P << /MCID 0 >> BDC\nf\nEMC\n/P << /MCID 1 >> BDC\nf\nEMC\n",
					"/Artifact BMC", "/H1 <</MCID 0>> BDC", NULL);
	g_assert_nonnull(out);
	g_assert_cmpstr(out->str, ==, "q\n/Artifact BMC\nf\nEMC\n/H1 <</MCID 0>> BDC\nf\nEMC\n");
}

static void test_tags_refused(void)
{
	g_assert_null(rename("f\n", "/P BMC", NULL));
	g_assert_null(rename("/P << /MCID 0 >> BDC\nEMC\n", NULL));
	g_assert_null(rename("/P << /MCID 1 >> BDC\nEMC\n", "/P BMC", NULL));
}

// A text may say the same as a tag, at the head of a line too.
static void test_tags_in_text(void)
{
	static const char text[] =
	    "/P << /MCID 0 >> BDC\n(a /P << /MCID 1 >> BDC\\\n/P << /MCID 1 >> BDC\n)Tj\nEMC\n";
	g_autoptr(GString) out = rename(text, "/P BMC", NULL);
	g_assert_nonnull(out);
	g_assert_true(
	    g_str_has_suffix(out->str, "(a /P << /MCID 1 >> BDC\\\n/P << /MCID 1 >> BDC\n)Tj\nEMC\n"));
}

// --- text of glyphs ---

static const Part with_fonts[] = {
    {1, "<< /Type /Catalog /Pages 3 0 R >>"},
    {2, "<< /Title (a) >>"},
    {3, "<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>"},
    {4, "<< /Type /Page /Parent 3 0 R /MediaBox [ 0 0 10 10 ] /Resources 5 0 R >>"},
    {5, "<<\n   /Font <<\n      /f-0-0 6 0 R\n      /f-0-1 7 0 R\n   >>\n>>"},
    {6, "<< /Type /Font /Subtype /TrueType /FirstChar 32\n   /LastChar 45\n   /Encoding /WinAnsiEncoding\n"
	"   /Widths [ 250 0 0 0 0 0 0 0 0 0 0 0 0 333 ]\n   /ToUnicode 9 0 R\n>>"},
    {7, "<< /Type /Font /Subtype /Type0 /DescendantFonts [ 8 0 R]\n   /ToUnicode 10 0 R\n>>"},
    {8, "<< /Type /Font /Subtype /CIDFontType2 /W [0 [ 500 600 ]]\n>>"},
    {0, NULL},
};

static const char codes_latin[] = "begincmap\n2 beginbfchar\n<20> <0020>\n<2d> <002d>\nendbfchar\nendcmap\n";
static const char codes_wide[] = "begincmap\n1 beginbfchar\n<0001> <fb01>\nendbfchar\nendcmap\n";

static GBytes *file_with_fonts(void)
{
	g_autoptr(GByteArray) latin = g_byte_array_new(), wide = g_byte_array_new();
	deflate_append(latin, codes_latin, strlen(codes_latin), 6);
	deflate_append(wide, codes_wide, strlen(codes_wide), 6);
	g_autoptr(GBytes) plain = make_file(with_fonts, 8);
	gsize size;
	const char *data = g_bytes_get_data(plain, &size);
	const char *table = g_strrstr_len(data, (gssize)size, "xref\n0 ");
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)data, (guint)(table - data));
	guint offsets[2];
	GByteArray *streams[] = {latin, wide};
	for (guint i = 0; i < 2; i++) {
		offsets[i] = out->len;
		g_autofree char *head = g_strdup_printf(
		    "%u 0 obj\n<< /Length %u\n   /Filter /FlateDecode\n>>\nstream\n", 9 + i, streams[i]->len);
		g_byte_array_append(out, (const guint8 *)head, (guint)strlen(head));
		g_byte_array_append(out, streams[i]->data, streams[i]->len);
		g_byte_array_append(out, (const guint8 *)"\nendstream\nendobj\n", 18);
	}
	guint start = out->len;
	g_autoptr(GString) end = g_string_new("xref\n0 11\n");
	const char *rows = strchr(table + 5, '\n') + 1;
	g_string_append_len(end, rows, 9 * 20);
	for (guint i = 0; i < 2; i++)
		g_string_append_printf(end, "%010u 00000 n \n", offsets[i]);
	g_string_append_printf(
	    end, "trailer\n<< /Size 11\n   /Root 1 0 R\n   /Info 2 0 R\n>>\nstartxref\n%u\n%%%%EOF\n", start);
	g_byte_array_append(out, (const guint8 *)end->str, (guint)end->len);
	return g_byte_array_free_to_bytes(out);
}

static char *settle(FontTable *fonts, const char *content)
{
	g_autoptr(GString) given = g_string_new(content);
	return g_string_free(actual_text_settle(given, fonts), FALSE);
}

static void test_text_settled(void)
{
	g_autoptr(GBytes) bytes = file_with_fonts();
	g_autoptr(PdfFile) file = pdf_file_open(bytes);
	g_assert_nonnull(file);
	g_autoptr(FontTable) fonts = font_table_new(file);
	static const struct {
		const char *content, *settled;
	} cases[] = {
	    // a ligature: the font's table says its letters
	    {"/f-0-1 1 Tf\n/Span << /ActualText <feff00660069> >> BDC\n[<>7<0001>]TJ\nEMC\nET\n",
	     "/f-0-1 1 Tf\n[<>7<0001>]TJ\nET\n"},
	    // a no-break space is a space
	    {"/f-0-0 1 Tf\n/Span << /ActualText <feff00a0> >> BDC\n( )Tj\nEMC\n", "/f-0-0 1 Tf\n( )Tj\n"},
	    // a soft hyphen gets a code of its own
	    {"/f-0-0 1 Tf\n/Span << /ActualText <feff00ad> >> BDC\n(-)Tj\nEMC\n", "/f-0-0 1 Tf\n<ad>Tj\n"},
	    // so does any other text of a glyph, in a font of many codes
	    {"/Span << /ActualText <feff0078> >> BDC\n/f-0-1 1 Tf\n<0001>Tj\nEMC\n",
	     "/f-0-1 1 Tf\n<0002>Tj\n"},
	    {"/Span << /ActualText <feff0078> >> BDC\n/f-0-1 1 Tf\n<0001>Tj\nEMC\n",
	     "/f-0-1 1 Tf\n<0002>Tj\n"},
	    // nothing else can be said in an encoding of 256 signs; nor of several glyphs
	    {"/f-0-0 1 Tf\n/Span << /ActualText <feff0078> >> BDC\n(-)Tj\nEMC\n",
	     "/f-0-0 1 Tf\n/Span << /ActualText <feff0078> >> BDC\n(-)Tj\nEMC\n"},
	    {"/f-0-0 1 Tf\n/Span << /ActualText <feff0078> >> BDC\n(- )Tj\nEMC\n",
	     "/f-0-0 1 Tf\n/Span << /ActualText <feff0078> >> BDC\n(- )Tj\nEMC\n"},
	    {"/Span << /ActualText <feff0078> >> BDC\n(no end",
	     "/Span << /ActualText <feff0078> >> BDC\n(no end"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *settled = settle(fonts, cases[i].content);
		g_assert_cmpstr(settled, ==, cases[i].settled);
	}
	font_table_write(fonts);
	g_autoptr(Pdf) pdf = reread(file);
	PdfObject font = pdf_get_path(pdf, pdf_get_page(pdf, 0), "/Resources/Font/f-0-0");
	g_assert_cmpint(pdf_get_int(pdf, pdf_get(pdf, font, "/LastChar")), ==, 0xAD);
	PdfObject widths = pdf_get(pdf, font, "/Widths");
	g_assert_cmpuint(pdf_get_length(pdf, widths), ==, 0xAD - 32 + 1);
	g_assert_cmpint(pdf_get_int(pdf, pdf_get_item(pdf, widths, 0xAD - 32)), ==, 333);
	PdfObject wide = pdf_get_path(pdf, pdf_get_page(pdf, 0), "/Resources/Font/f-0-1");
	PdfObject below = pdf_get_item(pdf, pdf_get(pdf, wide, "/DescendantFonts"), 0);
	g_autoptr(GBytes) glyphs = pdf_dup_stream(pdf, pdf_get(pdf, below, "/CIDToGIDMap"), NULL);
	assert_bytes(g_bytes_get_data(glyphs, NULL), g_bytes_get_size(glyphs), "\0\0\0\1\0\1", 6);
	g_autoptr(GBytes) codes = pdf_dup_stream(pdf, pdf_get(pdf, wide, "/ToUnicode"), NULL);
	g_autofree char *text = g_strndup(g_bytes_get_data(codes, NULL), g_bytes_get_size(codes));
	g_assert_nonnull(strstr(text, "<0001> <00660069>"));
	g_assert_nonnull(strstr(text, "<0002> <0078>"));
}

// --- the structure tree ---

typedef struct Tree {
	GPtrArray *nodes;
	Node *root;
	guint marks;
} Tree;

// "document(p[m] list(p[m]))": roles, what they hold, and m for a mark.
static const char *parse_nodes(Tree *tree, Node *parent, const char *at)
{
	while (*at && *at != ')') {
		if (*at == ' ') {
			at++;
			continue;
		}
		if (*at == '*') {
			Kid kid = {.kind = KID_MARK, .value = tree->marks++};
			g_array_append_val(parent->kids, kid);
			at++;
			continue;
		}
		gsize size = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789");
		g_autofree char *role = g_strndup(at, size);
		Node *node = node_new(tree->nodes, role_kind(role), (int)tree->nodes->len);
		node_add(parent, node);
		at += size;
		if (*at == '(')
			at = parse_nodes(tree, node, at + 1) + 1;
	}
	return at;
}

static void say_nodes(const Node *node, GString *out)
{
	for (guint i = 0; i < node->kids->len; i++) {
		const Kid *kid = &g_array_index(node->kids, Kid, i);
		if (out->len && out->str[out->len - 1] != '(')
			g_string_append_c(out, ' ');
		if (kid->kind == KID_MARK) {
			g_string_append_c(out, '*');
			continue;
		}
		g_assert_true(kid->node->parent == node);
		g_string_append_printf(out, "%s(", kid->node->type);
		say_nodes(kid->node, out);
		g_string_append_c(out, ')');
	}
}

static void test_structure_shapes(void)
{
	static const struct {
		const char *given, *expected;
	} cases[] = {
	    {"h1(*) p(*)", "H1(*) P(*)"},
	    {"p() sect(p()) p(*)", "P(*)"},
	    {"* p(*) *", "P(*) P(*) P(*)"},
	    {"h2(*) h4(*) h1(*) h3(*)", "H1(*) H2(*) H1(*) H2(*)"},
	    {"list(item(label(*) body(*)))", "L(LI(Lbl(*) LBody(*)))"},
	    {"list(p(*) p(*))", "L(LI(LBody(P(*) P(*))))"},
	    {"list(item(p(*) p(*)))", "L(LI(LBody(P(*) P(*))))"},
	    {"list(item(label(*) p(*)))", "L(LI(Lbl(*) LBody(P(*))))"},
	    {"list(item(label(*) body(p(*)) list(item(body(*))) p(*)))",
	     "L(LI(Lbl(*) LBody(P(*) L(LI(LBody(*))) P(*))))"},
	    {"item(body(p(*)))", "Div(Div(P(*)))"},
	    {"p(label(*))", "P(P(*))"},
	    {"p(p(*))", "Div(P(*))"},
	    {"h1(p(*))", "H1(Span(*))"},
	    {"link(p(*))", "P(Link(*))"},
	    {"link(p(*) p(*))", "Link(P(*) P(*))"},
	    {"link(figure(*))", "Link(Figure(*))"},
	    {"link(*)", "P(Link(*))"},
	    {"p(* span(*) *)", "P(* Span(*) *)"},
	    {"table(row(header(*) cell()))", "Table(TR(TH(*) TD()))"},
	    {"table(p(*))", "Table(TR(TD(P(*))))"},
	    {"row(cell(p(*)))", "Div(Div(P(*)))"},
	    {"nonsense(p(*))", "Div(P(*))"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		Tree tree = {.nodes = g_ptr_array_new_with_free_func(node_free)};
		tree.root = node_new(tree.nodes, role_kind("document"), 0);
		parse_nodes(&tree, tree.root, cases[i].given);
		node_normalise(tree.root, tree.nodes);
		g_autoptr(GString) said = g_string_new(NULL);
		say_nodes(tree.root, said);
		g_test_message("%s", cases[i].given);
		g_assert_cmpstr(said->str, ==, cases[i].expected);
		g_ptr_array_unref(tree.nodes);
	}
}

// --- what is unsound ---

typedef struct Bench {
	Arena *arena;
	DisplayList *list;
	DiagList *diags;
} Bench;

static void bench_open(Bench *bench, gconstpointer data)
{
	(void)data;
	bench->arena = arena_new();
	bench->list = display_list_new(bench->arena);
	bench->diags = diag_list_new();
	bench->list->width = len_from_mm(100);
	bench->list->height = len_from_mm(100);
	display_begin_page(bench->list);
}

static void bench_close(Bench *bench, gconstpointer data)
{
	(void)data;
	display_list_free(bench->list);
	diag_list_free(bench->diags);
	arena_free(bench->arena);
}

static int add(Bench *bench, int parent, const char *role)
{
	return display_add_element(bench->list, (Element){.parent = parent, .role = role});
}

static void write_text(Bench *bench, int element, const char *text)
{
	Glyph glyph = {.id = 1};
	Cluster cluster = {.bytes = (guint16)strlen(text), .glyphs = 1};
	display_begin(bench->list, element, (Span){0});
	display_glyphs(
	    bench->list,
	    (GlyphRun){
		.text = text, .glyphs = &glyph, .glyph_count = 1, .clusters = &cluster, .cluster_count = 1},
	    (Span){0});
	display_end(bench->list);
}

static int add_link(Bench *bench, int parent, const char *href, const char *words)
{
	int link =
	    display_add_element(bench->list, (Element){.parent = parent, .role = "link", .href = href});
	if (words)
		write_text(bench, link, words);
	Rect box = {0, 0, LEN_PT, LEN_PT};
	display_link(bench->list, (Link){.box = box, .href = href}, link, (Span){0});
	return link;
}

static void expect(Bench *bench, const char *code)
{
	structure_check(bench->list, bench->diags);
	for (guint i = 0; i < diag_list_length(bench->diags); i++)
		g_test_message("%s: %s", diag_list_peek(bench->diags, i)->code,
			       diag_list_peek(bench->diags, i)->what);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, code ? 1 : 0);
	if (code)
		g_assert_cmpstr(diag_list_peek(bench->diags, 0)->code, ==, code);
}

static void check_sound(Bench *bench, gconstpointer data)
{
	static const char *const vague[] = {"ici", NULL};
	(void)data;
	bench->list->meta.vague_links = vague;
	add(bench, 0, "h1");
	add(bench, 0, "h2");
	add(bench, 0, "h3");
	add(bench, 0, "h2");
	int item = add(bench, add(bench, 0, "list"), "item");
	add(bench, item, "label");
	add(bench, item, "body");
	display_add_element(bench->list, (Element){.role = "figure", .alt = "a tree"});
	add_link(bench, add(bench, 0, "p"), "https://example.org/", "the page of the tree");
	expect(bench, NULL);
}

static void check_heading_gap(Bench *bench, gconstpointer data)
{
	(void)data;
	add(bench, 0, "h1");
	add(bench, 0, "h3");
	expect(bench, "structure.heading-gap");
}

static void check_first_heading(Bench *bench, gconstpointer data)
{
	(void)data;
	add(bench, 0, "h2");
	expect(bench, "structure.heading-gap");
}

static void check_figure(Bench *bench, gconstpointer data)
{
	(void)data;
	add(bench, 0, "figure");
	expect(bench, "structure.figure-without-alt");
}

static void check_list(Bench *bench, gconstpointer data)
{
	(void)data;
	add(bench, add(bench, 0, "list"), "p");
	expect(bench, "structure.list-without-items");
}

static void check_item(Bench *bench, gconstpointer data)
{
	(void)data;
	add(bench, add(bench, 0, "sect"), "item");
	expect(bench, "structure.misplaced");
}

static void check_link_words(Bench *bench, gconstpointer data)
{
	(void)data;
	add_link(bench, add(bench, 0, "p"), "https://example.org/", " ↗");
	expect(bench, "structure.link-without-words");
}

static void check_link_picture(Bench *bench, gconstpointer data)
{
	(void)data;
	int link = add_link(bench, add(bench, 0, "p"), "https://example.org/", NULL);
	int figure = display_add_element(
	    bench->list, (Element){.parent = link, .role = "figure", .alt = "the logo of the town"});
	display_begin(bench->list, figure, (Span){0});
	display_image(bench->list, (Image){.file = {.path = "/logo.png"}}, (Span){0});
	display_end(bench->list);
	expect(bench, NULL);
}

static void check_vague_link(Bench *bench, gconstpointer data)
{
	static const char *const vague[] = {"cliquez ici", "ici", NULL};
	(void)data;
	bench->list->meta.vague_links = vague;
	add_link(bench, add(bench, 0, "p"), "https://example.org/", " Ici\u00AD. ");
	expect(bench, "structure.vague-link");
}

// --- groups of marks ---

static void marks_grouped(Bench *bench, gconstpointer data)
{
	(void)data;
	int p = add(bench, 0, "p");
	write_text(bench, p, "one");
	write_text(bench, p, "two");
	write_text(bench, -1, "3");
	bench->list->furniture = true;
	write_text(bench, -1, "4");
	bench->list->furniture = false;
	write_text(bench, p, "five");
	g_autoptr(GArray) marks = display_list_marks(g_ptr_array_index(bench->list->pages, 0));
	static const struct {
		int element;
		bool furniture;
	} expected[] = {{1, false}, {-1, false}, {-1, true}, {1, false}};
	g_assert_cmpuint(marks->len, ==, G_N_ELEMENTS(expected));
	for (guint i = 0; i < marks->len; i++) {
		const MarkGroup *group = &g_array_index(marks, MarkGroup, i);
		g_assert_cmpint(group->element, ==, expected[i].element);
		g_assert_cmpint(group->furniture, ==, expected[i].furniture);
		g_assert_cmpuint(group->first, <, group->end);
	}
}

static void refuses_others(Bench *bench, gconstpointer data)
{
	(void)data;
	g_autoptr(GBytes) bytes = small_file();
	// One page without any tag, for a list with one that has text.
	write_text(bench, add(bench, 0, "p"), "text");
	g_autoptr(GBytes) finished = finish_pdf(bytes, bench->list, &(FinishOptions){0}, bench->diags);
	g_assert_null(finished);
	g_assert_cmpstr(diag_list_peek(bench->diags, 0)->code, ==, "finish.unknown");
}

// --- the record ---

static void test_record(void)
{
	DisplayMeta meta = {.title = "Éléments & <co>", .lang = "fr", .created = "2025-02-01T10:20:30Z"};
	FileRecord record = file_record(&meta);
	g_autofree char *info = file_record_info(&record);
	g_assert_nonnull(strstr(info, "/CreationDate (D:20250201102030Z)"));
	g_assert_null(strstr(info, "/Author"));
	g_autoptr(GString) xmp = file_record_xmp(&record, xmp_claims_screen);
	g_assert_nonnull(
	    strstr(xmp->str, "<rdf:li xml:lang=\"x-default\">Éléments &amp; &lt;co&gt;</rdf:li>"));
	g_assert_nonnull(strstr(xmp->str, "<xmp:ModifyDate>2025-02-01T10:20:30Z</xmp:ModifyDate>"));
	g_assert_null(strstr(xmp->str, "dc:creator"));
	DisplayMeta none = {0};
	record = file_record(&none);
	g_assert_cmpstr(record.created, ==, "1970-01-01T00:00:00Z");
	g_assert_nonnull(record.title);
}

static void test_profile(void)
{
	g_autoptr(GByteArray) profile = srgb_profile(), again = srgb_profile();
	assert_bytes(profile->data, profile->len, again->data, again->len);
	g_assert_cmpuint(profile->len % 4, ==, 0);
	assert_bytes(profile->data + 36, 4, "acsp", 4);
	guint32 size;
	memcpy(&size, profile->data, sizeof size);
	g_assert_cmpuint(GUINT32_FROM_BE(size), ==, profile->len);
}

// --- libqpdf ---

static void test_qpdf_changes(void)
{
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(GError) error = NULL;
	g_autoptr(Pdf) pdf = pdf_open(bytes, "small", &error);
	g_assert_no_error(error);
	PdfObject page = pdf_get_page(pdf, 0);
	pdf_set(pdf, page, "/Note", pdf_new_text(pdf, "é"));
	pdf_set(pdf, page, "/List", pdf_parse(pdf, "[ 1 2.5 /Name (x) ]"));
	g_autofree char *text = pdf_dup_text(pdf, pdf_get(pdf, page, "/Note"));
	g_assert_cmpstr(text, ==, "é");
	PdfObject list = pdf_get(pdf, page, "/List");
	g_assert_cmpuint(pdf_get_length(pdf, list), ==, 4);
	g_assert_cmpfloat(pdf_get_real(pdf, pdf_get_item(pdf, list, 1)), ==, 2.5);
	g_assert_true(pdf_is_name(pdf, pdf_get_item(pdf, list, 2), "/Name"));
	g_assert_true(pdf_is_null(pdf, pdf_get_item(pdf, list, 9)));
	g_assert_true(pdf_is_null(pdf, pdf_get(pdf, list, "/Key")));
	g_auto(GStrv) keys = pdf_dup_keys(pdf, pdf_get_catalog(pdf));
	g_assert_cmpuint(g_strv_length(keys), ==, 2);
	PdfWriteOptions options = {.version = "1.6", .object_streams = true, .compress = true};
	g_autoptr(GBytes) written = pdf_write(pdf, &options, &error);
	g_assert_no_error(error);
	g_autoptr(Pdf) again = pdf_open(written, "again", &error);
	g_assert_no_error(error);
	g_assert_cmpstr(pdf_get_version(again), ==, "1.6");
	g_assert_true(pdf_has(again, pdf_get_page(again, 0), "/Note"));
}

static void test_qpdf_errors(void)
{
	g_autoptr(GBytes) nothing = g_bytes_new("no file", 7);
	g_autoptr(GError) error = NULL;
	g_assert_null(pdf_open(nothing, "nothing", &error));
	g_assert_error(error, PDF_ERROR, PDF_ERROR_DAMAGED);
	g_clear_error(&error);
	g_autoptr(GBytes) bytes = small_file();
	g_autoptr(Pdf) pdf = pdf_open(bytes, "small", &error);
	g_assert_no_error(error);
	// The first error is kept, and what follows does no harm.
	PdfObject wrong = pdf_parse(pdf, "<< /Not ");
	pdf_set(pdf, wrong, "/Key", pdf_new_int(pdf, 1));
	g_assert_false(pdf_check(pdf, &error));
	g_assert_nonnull(error);
	g_clear_error(&error);
	g_assert_null(pdf_write(pdf, &(PdfWriteOptions){0}, &error));
	g_assert_nonnull(error);
}

typedef void (*BenchTest)(Bench *bench, gconstpointer data);

static void add_bench(const char *path, BenchTest test)
{
	g_test_add(path, Bench, NULL, bench_open, test, bench_close);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/finish/file/reads", test_file_reads);
	g_test_add_func("/finish/file/refuses", test_file_refuses);
	g_test_add_func("/finish/file/damaged", test_file_damaged);
	g_test_add_func("/finish/file/writes", test_file_writes);
	g_test_add_func("/finish/file/same", test_file_same);
	g_test_add_func("/finish/file/many", test_file_many);
	g_test_add_func("/finish/values", test_values);
	g_test_add_func("/finish/deflate", test_deflate);
	g_test_add_func("/finish/tags/renamed", test_tags_renamed);
	g_test_add_func("/finish/tags/refused", test_tags_refused);
	g_test_add_func("/finish/tags/in-text", test_tags_in_text);
	g_test_add_func("/finish/text", test_text_settled);
	g_test_add_func("/finish/structure/shapes", test_structure_shapes);
	add_bench("/finish/check/sound", check_sound);
	add_bench("/finish/check/heading-gap", check_heading_gap);
	add_bench("/finish/check/first-heading", check_first_heading);
	add_bench("/finish/check/figure", check_figure);
	add_bench("/finish/check/list", check_list);
	add_bench("/finish/check/item", check_item);
	add_bench("/finish/check/link-words", check_link_words);
	add_bench("/finish/check/link-picture", check_link_picture);
	add_bench("/finish/check/vague-link", check_vague_link);
	add_bench("/finish/marks", marks_grouped);
	add_bench("/finish/refuses", refuses_others);
	g_test_add_func("/finish/record", test_record);
	g_test_add_func("/finish/profile", test_profile);
	g_test_add_func("/finish/qpdf/changes", test_qpdf_changes);
	g_test_add_func("/finish/qpdf/errors", test_qpdf_errors);
	return g_test_run();
}
