// Text: the documents of tests/typography, and paragraphs from typed runs to drawn lines.
#include "text/paragraph.h"

#include <string.h>

#include <glib/gstdio.h>

#include "text/cuts.h"
#include "text/markdown.h"
#include "text/typography.h"

// --- documents ---

static char *read_document(const char *name)
{
	g_autofree char *file = g_test_build_filename(G_TEST_DIST, "..", "typography", name, NULL);
	char *text = NULL;
	if (!g_file_get_contents(file, &text, NULL, NULL))
		g_error("%s cannot be read", file);
	return text;
}

static char *replace_all(const char *text, const char *from, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(text, from, -1);
	return g_strjoinv(to, parts);
}

// What one line of a "typed → expected" document says.
typedef struct Example {
	char *typed, *expected;
	const char *lang;
} Example;

static void example_free(gpointer data)
{
	Example *example = data;
	g_free(example->typed);
	g_free(example->expected);
	g_free(example);
}

static void add_examples(const char *name, const char *lang, void (*test)(gconstpointer))
{
	g_autofree char *file = g_strconcat(name, ".txt", NULL);
	g_autofree char *document = read_document(file);
	g_auto(GStrv) lines = g_strsplit(document, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		char *arrow = strstr(lines[i], " → ");
		if (!arrow || lines[i][0] == '#')
			continue;
		Example *example = g_new0(Example, 1);
		example->typed = g_strndup(lines[i], (gsize)(arrow - lines[i]));
		example->expected = g_strdup(arrow + strlen(" → "));
		example->lang = lang;
		g_autofree char *safe = g_strdelimit(g_strdup(example->typed), "/", '|');
		g_autofree char *path = g_strdup_printf("/text/%s/%u %s", name, i + 1, safe);
		g_test_add_data_func_full(path, example, test, example_free);
	}
}

// --- typography ---

static char *show_signs(const char *text)
{
	g_autofree char *one = replace_all(text, "\u00A0", "⍽");
	g_autofree char *two = replace_all(one, "\u202F", "⎵");
	return replace_all(two, "\u2060", "⌒");
}

static char *type_signs(const char *text)
{
	g_autofree char *one = replace_all(text, "⍽", "\u00A0");
	g_autofree char *two = replace_all(one, "⎵", "\u202F");
	return replace_all(two, "⌒", "\u2060");
}

static void mark_raised(const TypographyText *set, GString *text)
{
	for (guint i = set->raised->len; i-- > 0;) {
		TypographyRange range = g_array_index(set->raised, TypographyRange, i);
		g_string_insert(text, (gssize)range.end, "⟩");
		g_string_insert(text, (gssize)range.start, "⟨");
	}
}

// The set text with bars where the ends of runs came to stand, and brackets around superior letters.
static char *mark_runs(const TypographyText *set, char *const *runs)
{
	g_autoptr(GString) text = g_string_new(set->text->str);
	if (!runs[0] || !runs[1])
		mark_raised(set, text);
	gsize typed = 0, bars = 0;
	for (; runs[0] && runs[1]; runs++) {
		typed += strlen(runs[0]);
		g_string_insert(text, (gssize)(typography_set_offset(set, typed) + bars), "¦");
		bars += strlen("¦");
	}
	return show_signs(text->str);
}

static void test_typography(gconstpointer data)
{
	const Example *example = data;
	g_autofree char *signs = type_signs(example->typed);
	g_auto(GStrv) runs = g_strsplit(signs, "¦", -1);
	g_autofree char *typed = g_strjoinv("", runs);
	g_autoptr(Typography) typography = typography_new(example->lang);
	TypographyText set = typography_set(typography, typed, strlen(typed), NULL, 0);
	g_autofree char *shown = mark_runs(&set, runs);
	g_assert_cmpstr(shown, ==, strcmp(example->expected, "=") == 0 ? example->typed : example->expected);
	// Both ways from typed to set text and back stay in order.
	gsize last = 0;
	for (gsize i = 0; i <= set.text->len; i++) {
		gsize back = typography_typed_offset(&set, i);
		g_assert_cmpuint(back, >=, last);
		g_assert_cmpuint(back, <=, strlen(typed));
		last = back;
	}
	typography_text_clear(&set);
}

// What is set once is not changed again.
static void test_typography_again(void)
{
	g_autofree char *document = read_document("fr.txt");
	g_auto(GStrv) lines = g_strsplit(document, "\n", -1);
	g_autoptr(Typography) french = typography_new("fr-FR");
	for (guint i = 0; lines[i]; i++) {
		char *arrow = strstr(lines[i], " → ");
		if (!arrow || lines[i][0] == '#' || strstr(lines[i], "→ =") || strchr(lines[i], '\'') ||
		    strstr(lines[i], "“") || strstr(lines[i], "¦") || strstr(lines[i], "⟨"))
			continue;
		g_autofree char *once = type_signs(arrow + strlen(" → "));
		TypographyText set = typography_set(french, once, strlen(once), NULL, 0);
		g_autofree char *joined = replace_all(set.text->str, "\u2060\u2060", "\u2060");
		g_assert_cmpstr(joined, ==, once);
		typography_text_clear(&set);
	}
}

static void test_verbatim(void)
{
	TypographyRange range = {2, 5};
	g_autoptr(Typography) french = typography_new("fr");
	g_autoptr(Typography) none = typography_new("xx");
	TypographyText set = typography_set(french, "a 'b' c !", 9, &range, 1);
	g_assert_cmpstr(set.text->str, ==, "a 'b' c\u202F!");
	typography_text_clear(&set);
	set = typography_set(none, "l'avis !", 8, NULL, 0);
	g_assert_cmpstr(set.text->str, ==, "l'avis !");
	typography_text_clear(&set);
}

// --- where lines may break ---

static char *show_cuts(const char *text, const guint8 *cuts)
{
	static const char *const signs[] = {
	    [CUT_NONE] = "",    [CUT_SPACE] = "_",   [CUT_PLAIN] = "|",        [CUT_DASH] = "|",
	    [CUT_SLASH] = "|",  [CUT_ADDRESS] = "|", [CUT_ADDRESS_DASH] = "|", [CUT_SOFT] = "·",
	    [CUT_HYPHEN] = "·", [CUT_CAPITAL] = "·", [CUT_FORCED] = "^"};
	GString *shown = g_string_new(NULL);
	for (gsize i = 0; text[i]; i++) {
		g_string_append(shown, signs[cuts[i]]);
		if (text[i] != ' ' || cuts[i] == CUT_NONE)
			g_string_append_c(shown, text[i]);
	}
	return g_string_free(shown, FALSE);
}

static void test_cuts(gconstpointer data)
{
	const Example *example = data;
	g_autoptr(Hyphenator) hyphenator = hyphenator_new(example->lang);
	g_autoptr(GString) text = g_string_new(NULL);
	guint8 marks[200] = {0};
	for (const char *at = example->typed; *at; at = g_utf8_next_char(at)) {
		if (*at == '^')
			marks[text->len] |= CUT_MARK_SOFT;
		else if (g_str_has_prefix(at, "⌒"))
			marks[text->len] |= CUT_MARK_JOIN;
		else
			g_string_append_unichar(text, *at == '~' ? 0xA0 : g_utf8_get_char(at));
	}
	CutInput input = {.text = text->str, .length = text->len, .marks = marks, .hyphenator = hyphenator};
	g_autofree guint8 *cuts = cuts_find(&input);
	g_autofree char *cut = show_cuts(text->str, cuts);
	g_autofree char *shown = replace_all(cut, "\u00A0", "~");
	g_assert_cmpstr(shown, ==, example->expected);
}

// --- Markdown ---

static Value scalar(const Source *source)
{
	return (Value){.kind = VALUE_SCALAR,
		       .plain = true,
		       .span = {source, 1, 1, 1, 1},
		       .text = source->text,
		       .length = source->size};
}

static void print_run(GString *text, const MarkRun *run)
{
	g_string_append_c(text, '[');
	gsize start = text->len;
	if (run->flags & MARK_STRONG)
		g_string_append_c(text, 's');
	if (run->flags & MARK_EM)
		g_string_append_c(text, 'e');
	if (run->flags & MARK_LINK)
		g_string_append_printf(text, "l%d<%s>", run->link, run->href);
	if (run->lang)
		g_string_append_printf(text, "(%s)", run->lang);
	if (run->flags & MARK_BREAK)
		g_string_append_c(text, 'b');
	else if (text->len > start)
		g_string_append_c(text, ':');
	g_string_append_printf(text, "%s]", run->text);
}

static void print_block(GString *text, const MarkBlock *block)
{
	if (block->kind == MARK_PARAGRAPH)
		g_string_append(text, "p0 ");
	else if (block->kind == MARK_QUOTE)
		g_string_append_printf(text, "quote g%d ", block->group);
	else if (block->number > 0)
		g_string_append_printf(text, "item%d.%d g%d ", block->level, block->number, block->group);
	else
		g_string_append_printf(text, "item%d%c g%d ", block->level, block->number < 0 ? '-' : '*',
				       block->group);
	for (guint i = 0; i < block->run_count; i++)
		print_run(text, &block->runs[i]);
	g_string_append_c(text, '\n');
}

static char *print_diags(const DiagList *diags)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		g_assert_nonnull(diag->hint);
		g_string_append_printf(text, "! %d:%d-%d %s\n", diag->span.line, diag->span.column,
				       diag->span.end_column, diag->what);
	}
	return g_string_free(text, FALSE);
}

static void test_markdown(gconstpointer data)
{
	const Example *example = data;
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	Source source = {.name = "n.yaml", .text = example->typed, .size = strlen(example->typed)};
	Value value = scalar(&source);
	bool blocks = strcmp(example->lang, "blocks") == 0;
	MarkText *text = markdown_parse(arena, diags, &value, blocks ? MARK_BLOCKS : MARK_INLINE);
	g_autoptr(GString) printed = g_string_new(NULL);
	for (guint i = 0; i < text->block_count; i++)
		print_block(printed, &text->blocks[i]);
	g_autofree char *wrong = print_diags(diags);
	g_assert_cmpstr(*wrong ? wrong : printed->str, ==, example->expected);
	// A run of text alone stands where its span says.
	for (guint i = 0; i < text->block_count; i++)
		for (guint k = 0; k < text->blocks[i].run_count; k++)
			g_assert_true(text->blocks[i].runs[k].span.source == &source);
}

static void add_markdown(void)
{
	g_autofree char *document = read_document("markdown.txt");
	g_auto(GStrv) cases = g_strsplit(document, "\n= ", -1);
	for (guint i = 1; cases[i]; i++) {
		char *text = strchr(cases[i], '\n') + 1, *split = strstr(text - 1, "\n--\n");
		g_assert_nonnull(split);
		Example *example = g_new0(Example, 1);
		example->lang = g_str_has_prefix(cases[i], "blocks") ? "blocks" : "inline";
		example->typed = split > text ? g_strndup(text, (gsize)(split - text)) : g_strdup("");
		g_autofree char *expected = g_strchomp(g_strdup(split + 4));
		example->expected = g_strconcat(expected, *expected ? "\n" : "", NULL);
		g_autofree char *path = g_strdup_printf("/text/markdown/%02u", i);
		g_test_add_data_func_full(path, example, test_markdown, example_free);
	}
}

// A span names the bytes its run comes from.
static void test_markdown_places(void)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	const char *typed = "Été **chaud**\net [lien](https://a.fr/)";
	Source source = {.name = "n.yaml", .text = typed, .size = strlen(typed)};
	Value value = scalar(&source);
	MarkText *text = markdown_parse(arena, diags, &value, MARK_INLINE);
	g_assert_cmpuint(text->blocks[0].run_count, ==, 4);
	const MarkRun *strong = &text->blocks[0].runs[1], *link = &text->blocks[0].runs[3];
	g_assert_cmpint(strong->span.line, ==, 1);
	g_assert_cmpint(strong->span.column, ==, 7);
	g_assert_cmpint(strong->span.end_column, ==, 12);
	g_assert_cmpint(link->span.line, ==, 2);
	g_assert_cmpint(link->span.column, ==, 5);
}

// --- paragraphs ---

static const Ink ink = {.name = "ink", .rgb = {0, 0, 0}, .cmyk = {0, 0, 0, 100}};
static const Ink coral = {.name = "coral", .rgb = {255, 0, 0}, .cmyk = {0, 100, 100, 0}};

static const Style body = {.name = "body",
			   .family = "Lato",
			   .weight = 400,
			   .size = 9728,
			   .leading = 13312,
			   .color = &ink,
			   .align = ALIGN_JUSTIFY,
			   .hyphenate = true,
			   .grid = 13312,
			   .narrow_space = 169,
			   .space_min = 0.8,
			   .space_max = 1.33};

typedef struct Bench {
	Arena *arena;
	DiagList *diags;
	Fonts *fonts;
	TextEngine *engine;
	DisplayList *list;
} Bench;

static const char *font_folder(void)
{
	const char *folder = g_getenv("BULLETIN_FONTS");
	return folder ? folder : "fonts";
}

static void bench_open(Bench *bench, gconstpointer data)
{
	(void)data;
	bench->arena = arena_new();
	bench->diags = diag_list_new();
	bench->fonts = fonts_new(font_folder(), bench->diags);
	g_assert_nonnull(bench->fonts);
	bench->engine = text_engine_new(bench->arena, bench->fonts, bench->diags, "fr");
	bench->list = display_list_new(bench->arena);
	bench->list->width = len_from_mm(210);
	bench->list->height = len_from_mm(297);
	display_begin_page(bench->list);
}

static void bench_close(Bench *bench, gconstpointer data)
{
	(void)data;
	display_list_free(bench->list);
	text_engine_free(bench->engine);
	fonts_free(bench->fonts);
	diag_list_free(bench->diags);
	arena_free(bench->arena);
}

static const char *const long_text =
    "L'avis et l'expertise des habitants en tant qu'usagers des services publics sont de plus en plus pris "
    "en "
    "compte par les pouvoirs publics dans la construction, la mise en œuvre et l'évaluation des politiques "
    "publiques. En effet, il est primordial d'offrir des espaces collectifs de dialogue pour associer les "
    "citoyens aux différentes étapes d'un projet.";

static Paragraph *set(Bench *bench, const char *text, const Style *style)
{
	TextRun run = {.text = text, .style = style};
	return paragraph_get(bench->engine, &run, 1, style);
}

static void draw(Bench *bench, Paragraph *paragraph, Len measure)
{
	const TextLines *lines = paragraph_break(paragraph, measure);
	for (guint i = 0; i < lines->count; i++)
		paragraph_draw_line(paragraph, measure, i, 0, (Len)(i + 1) * 13312, bench->list);
}

static const Op *op_at(Bench *bench, guint index)
{
	return &g_array_index(display_current_page(bench->list)->ops, Op, index);
}

// Words of all glyph runs, a line end for each new baseline, hyphenation undone.
static char *drawn_text(Bench *bench)
{
	GString *text = g_string_new(NULL);
	GArray *ops = display_current_page(bench->list)->ops;
	for (guint i = 0; i < ops->len; i++)
		if (op_at(bench, i)->kind == OP_GLYPHS)
			g_string_append(text, op_at(bench, i)->glyphs.text);
	char *whole = replace_all(text->str, "\u00AD", "");
	g_string_free(text, TRUE);
	return whole;
}

// Clusters cover text and glyphs of a run.
static void check_run(const GlyphRun *run)
{
	gsize bytes = 0, glyphs = 0;
	for (guint i = 0; i < run->cluster_count; i++) {
		bytes += run->clusters[i].bytes;
		glyphs += run->clusters[i].glyphs;
	}
	g_assert_cmpuint(bytes, ==, strlen(run->text));
	g_assert_cmpuint(glyphs, ==, run->glyph_count);
	for (guint i = 1; i < run->glyph_count; i++)
		g_assert_cmpint(run->glyphs[i].x, >=, run->glyphs[i - 1].x);
}

static void test_words_stay(Bench *bench, gconstpointer data)
{
	Len measure = len_from_mm(GPOINTER_TO_INT(data));
	draw(bench, set(bench, long_text, &body), measure);
	g_autofree char *text = drawn_text(bench);
	g_autofree char *expected = replace_all(long_text, "'", "’");
	g_assert_cmpstr(text, ==, expected);
	GArray *ops = display_current_page(bench->list)->ops;
	for (guint i = 0; i < ops->len; i++)
		if (op_at(bench, i)->kind == OP_GLYPHS)
			check_run(&op_at(bench, i)->glyphs);
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);
}

static void test_justified(Bench *bench, gconstpointer data)
{
	(void)data;
	Len measure = len_from_mm(85);
	Paragraph *paragraph = set(bench, long_text, &body);
	const TextLines *lines = paragraph_break(paragraph, measure);
	g_assert_cmpuint(lines->count, >, 3);
	for (guint i = 0; i + 1 < lines->count; i++)
		g_assert_cmpint(lines->lines[i].width, ==, measure);
	g_assert_cmpint(lines->lines[lines->count - 1].width, <=, measure);
	draw(bench, paragraph, measure);
	for (guint i = 0; i + 1 < lines->count; i++)
		g_assert_cmpint(op_at(bench, i)->glyphs.width, ==, measure);
}

static void test_asked_twice(Bench *bench, gconstpointer data)
{
	(void)data;
	Paragraph *one = set(bench, long_text, &body);
	g_autofree char *copy = g_strdup(long_text);
	g_assert_true(one == set(bench, copy, &body));
	const TextLines *lines = paragraph_break(one, len_from_mm(60));
	g_assert_true(lines == paragraph_break(one, len_from_mm(60)));
	g_assert_true(lines != paragraph_break(one, len_from_mm(61)));
}

// A link over two lines is one element with a rectangle a line; one without target is only text.
static void test_links(Bench *bench, gconstpointer data)
{
	(void)data;
	TextRun runs[] = {{.text = "Consulter ", .style = &body},
			  {.text = "la ressource de la ville de Poitiers",
			   .style = &body,
			   .color = &coral,
			   .href = "https://pqn-a.fr/"},
			  {.text = " ou ", .style = &body},
			  {.text = "rien", .style = &body, .href = ""}};
	Paragraph *paragraph = paragraph_get(bench->engine, runs, G_N_ELEMENTS(runs), &body);
	draw(bench, paragraph, len_from_mm(40));
	g_assert_cmpuint(bench->list->elements->len, ==, 2);
	GArray *ops = display_current_page(bench->list)->ops;
	guint links = 0, depth = 0;
	for (guint i = 0; i < ops->len; i++) {
		const Op *op = op_at(bench, i);
		depth += op->kind == OP_BEGIN;
		depth -= op->kind == OP_END;
		if (op->kind == OP_LINK) {
			links++;
			g_assert_cmpint(op->element, ==, 1);
			g_assert_cmpint(op->link.box.width, >, 0);
		}
		if (op->kind == OP_GLYPHS && op->glyphs.ink == &coral)
			g_assert_cmpuint(depth, ==, 1);
	}
	g_assert_cmpuint(links, ==, 2);
	g_assert_cmpuint(depth, ==, 0);
}

// Lato has a ligature "ffi": a hyphen inside it parts its letters again.
static void test_hyphen_in_ligature(Bench *bench, gconstpointer data)
{
	(void)data;
	Style style = body;
	style.align = ALIGN_LEFT;
	Paragraph *paragraph = set(bench, "diff\u00ADi\u00ADcile", &style);
	Len whole = paragraph_natural_width(paragraph);
	const TextLines *lines = paragraph_break(paragraph, whole - 1);
	g_assert_cmpuint(lines->count, ==, 2);
	g_assert_true(lines->lines[0].hyphen);
	draw(bench, paragraph, whole - 1);
	g_autofree char *text = drawn_text(bench);
	g_assert_cmpstr(text, ==, "difficile");
	g_assert_cmpint(op_at(bench, 0)->glyphs.width, ==, lines->lines[0].width);
	g_assert_cmpint(lines->lines[0].width + lines->lines[1].width, >, whole);
}

static void test_narrow_space(Bench *bench, gconstpointer data)
{
	(void)data;
	Len plain = paragraph_natural_width(set(bench, "mot!", &body));
	Style none = body;
	none.narrow_space = 1;
	Len without = paragraph_natural_width(set(bench, "mot!", &none));
	g_assert_cmpint(plain - without, ==, 169 * 9728 / 1024 - 9728 / 1024);
}

// A word too long for its line is cut, and said; nothing is wider than the measure.
static void test_long_word(Bench *bench, gconstpointer data)
{
	(void)data;
	Style style = body;
	style.align = ALIGN_LEFT;
	Len measure = len_from_mm(20);
	Paragraph *paragraph = set(bench, "voir Prénom.nom-de-famille@exemple-de-domaine.fr", &style);
	const TextLines *lines = paragraph_break(paragraph, measure);
	g_assert_false(lines->overset);
	draw(bench, paragraph, measure);
	g_autofree char *text = drawn_text(bench);
	g_assert_cmpstr(text, ==, "voir Prénom.nom-de-famille@exemple-de-domaine.fr");
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 0);

	draw(bench, set(bench, "anticonstitutionnellementissimement", &style), len_from_mm(10));
	g_assert_cmpuint(diag_list_count(bench->diags, SEVERITY_WARNING), ==, 1);
	g_assert_cmpstr(diag_list_peek(bench->diags, 0)->code, ==, "text.long-word");
	for (guint i = 0; i < lines->count; i++)
		g_assert_cmpint(lines->lines[i].width, <=, measure);
}

static void test_unbreakable(Bench *bench, gconstpointer data)
{
	(void)data;
	Style style = body;
	style.align = ALIGN_LEFT;
	TextRun runs[] = {{.text = "Un texte et ", .style = &style},
			  {.text = "un lien entier", .style = &style, .unbreakable = true}};
	Paragraph *paragraph = paragraph_get(bench->engine, runs, 2, &style);
	draw(bench, paragraph, len_from_mm(30));
	GArray *ops = display_current_page(bench->list)->ops;
	const GlyphRun *last = &op_at(bench, ops->len - 1)->glyphs;
	g_assert_cmpstr(last->text, ==, "un lien entier");
	// Where it is wider than a line it breaks all the same, at its spaces, and that is said.
	const TextLines *lines = paragraph_break(paragraph, len_from_mm(15));
	g_assert_true(lines->overset);
	g_assert_cmpint(lines->width, <=, len_from_mm(15));
	draw(bench, paragraph, len_from_mm(15));
	g_assert_cmpuint(diag_list_count(bench->diags, SEVERITY_WARNING), >, 0);
	g_assert_cmpstr(diag_list_peek(bench->diags, 0)->code, ==, "text.long-word");
}

static void test_forced_break(Bench *bench, gconstpointer data)
{
	(void)data;
	const TextLines *lines =
	    paragraph_break(set(bench, "Point de\nconvergence", &body), len_from_mm(180));
	g_assert_cmpuint(lines->count, ==, 2);
	g_assert_cmpuint(paragraph_break(set(bench, "", &body), len_from_mm(180))->count, ==, 0);
	g_assert_cmpuint(paragraph_break(set(bench, " \n ", &body), len_from_mm(180))->count, ==, 0);
}

static void test_aligned(Bench *bench, gconstpointer data)
{
	(void)data;
	static const Align aligns[] = {ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT};
	Style styles[G_N_ELEMENTS(aligns)];
	Len measure = len_from_mm(100);
	for (guint i = 0; i < G_N_ELEMENTS(aligns); i++) {
		styles[i] = body;
		styles[i].align = aligns[i];
		Paragraph *paragraph = set(bench, "Un titre", &styles[i]);
		const TextLine *line = &paragraph_break(paragraph, measure)->lines[0];
		g_assert_cmpint(line->x, ==, (measure - line->width) * (Len)i / 2);
	}
}

// A sign that Lato lacks comes from nowhere, whatever fonts the computer has: an error, once, with its place.
static void test_missing_glyph(Bench *bench, gconstpointer data)
{
	const char *text = data, *code = strchr(text, '/') + 1;
	g_autofree char *typed = g_strndup(text, (gsize)(code - 1 - text));
	Source source = {.name = "n.yaml"};
	TextRun run = {.text = typed, .style = &body, .span = {&source, 4, 7, 4, 20}};
	Paragraph *paragraph = paragraph_get(bench->engine, &run, 1, &body);
	draw(bench, paragraph, len_from_mm(85));
	g_assert_cmpuint(diag_list_length(bench->diags), ==, 1);
	const Diag *diag = diag_list_peek(bench->diags, 0);
	g_assert_cmpint(diag->span.line, ==, 4);
	g_assert_nonnull(strstr(diag->what, code));
	g_assert_cmpint(diag->severity, ==, SEVERITY_ERROR);
	g_autofree char *drawn = drawn_text(bench);
	g_assert_cmpstr(drawn, ==, run.text);
	g_assert_cmpstr(font_face_get_name(op_at(bench, 0)->glyphs.face), ==, "Lato Regular");
}

static Len x_of(Bench *bench, const char *letter)
{
	GArray *ops = display_current_page(bench->list)->ops;
	for (guint i = 0; i < ops->len; i++) {
		const GlyphRun *run = &op_at(bench, i)->glyphs;
		const char *text = op_at(bench, i)->kind == OP_GLYPHS ? run->text : "";
		for (guint c = 0, glyph = 0; *text;
		     glyph += run->clusters[c].glyphs, text += run->clusters[c++].bytes)
			if (g_str_has_prefix(text, letter))
				return run->x + run->glyphs[glyph].x;
	}
	g_assert_not_reached();
}

// Arabic inside French runs from right to left, and what is around it stays; as text it stays in its order.
static void test_right_to_left(Bench *bench, gconstpointer data)
{
	(void)data;
	const char *typed = "avec \u0639\u0631\u0628\u064A (\u0633) ici";
	draw(bench, set(bench, typed, &body), len_from_mm(85));
	g_autofree char *text = drawn_text(bench);
	g_assert_cmpstr(text, ==, typed);
	static const char *const mixed[] = {"av", "\u0633", "\u064A", "\u0631", "\u0639", "ici"};
	for (guint i = 1; i < G_N_ELEMENTS(mixed); i++)
		g_assert_cmpint(x_of(bench, mixed[i - 1]), <, x_of(bench, mixed[i]));
	for (guint i = 0; i < display_current_page(bench->list)->ops->len; i++)
		g_assert_cmpint(op_at(bench, i)->glyphs.width, >=, 0);
}

// A text in Arabic alone runs from right to left as a whole: its full stop stands at the left.
static void test_all_right_to_left(Bench *bench, gconstpointer data)
{
	(void)data;
	draw(bench, set(bench, "\u0639\u0631\u0628\u064A.", &body), len_from_mm(85));
	g_assert_cmpint(x_of(bench, "."), <, x_of(bench, "\u064A"));
}

static void copy_font(const char *from, const char *folder)
{
	g_autofree char *name = g_path_get_basename(from), *to = g_build_filename(folder, name, NULL);
	g_autofree char *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents(from, &bytes, &size, NULL));
	g_assert_true(g_file_set_contents(to, bytes, (gssize)size, NULL));
}

static void remove_folder(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(dir));) {
		g_autofree char *file = g_build_filename(folder, name, NULL);
		g_remove(file);
	}
	g_rmdir(folder);
}

// A fonts folder that has Arabic serves it: nothing comes from the host, nothing is warned of; over lines
// that are justified too.
static void test_arabic_font(void)
{
	static const char amiri[] = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf";
	if (!g_file_test(amiri, G_FILE_TEST_IS_REGULAR)) {
		g_test_skip("fonts-hosny-amiri is not installed");
		return;
	}
	g_autofree char *folder = g_dir_make_tmp("bulletin-fonts-XXXXXX", NULL);
	g_autofree char *lato = g_build_filename(font_folder(), "Lato-Regular.ttf", NULL);
	copy_font(amiri, folder);
	copy_font(lato, folder);
	Bench bench = {.arena = arena_new(), .diags = diag_list_new()};
	bench.fonts = fonts_new(folder, bench.diags);
	bench.engine = text_engine_new(bench.arena, bench.fonts, bench.diags, "fr");
	bench.list = display_list_new(bench.arena);
	display_begin_page(bench.list);
	TextRun runs[] = {{.text = "L’écrivain ", .style = &body},
			  {.text = "\u0637\u0647 \u062D\u0633\u064A\u0646 \u0639\u0645\u064A\u062F "
				   "\u0627\u0644\u0623\u062F\u0628 \u0627\u0644\u0639\u0631\u0628\u064A",
			   .style = &body,
			   .lang = "ar"},
			  {.text = " a écrit plusieurs livres dans cette langue", .style = &body}};
	Paragraph *paragraph = paragraph_get(bench.engine, runs, G_N_ELEMENTS(runs), &body);
	Len measure = len_from_mm(35);
	const TextLines *lines = paragraph_break(paragraph, measure);
	g_assert_cmpuint(lines->count, >, 2);
	g_assert_cmpint(ABS(lines->lines[0].width - measure), <=, measure / 100);
	draw(&bench, paragraph, measure);
	g_assert_cmpuint(diag_list_length(bench.diags), ==, 0);
	g_autofree char *text = drawn_text(&bench);
	g_autofree char *typed = g_strconcat(runs[0].text, runs[1].text, runs[2].text, NULL);
	g_assert_cmpstr(text, ==, typed);
	g_assert_cmpint(x_of(&bench, "\u0637"), >, x_of(&bench, "\u0647"));
	bench_close(&bench, NULL);
	remove_folder(folder);
}

// --- foreign phrases ---

// A phrase keeps to the rules and patterns of its language, and is one element of the structure on all its
// lines.
static void test_foreign_phrase(Bench *bench, gconstpointer data)
{
	(void)data;
	TextRun runs[] = {{.text = "Elle dit : ", .style = &body},
			  {.text = "What's \"neighbourhood\" power? Community organizing, it's a ",
			   .style = &body,
			   .lang = "en"},
			  {.text = "strategy!", .style = &body, .lang = "en"},
			  {.text = " et s'en va !", .style = &body}};
	int article = display_add_element(bench->list, (Element){.role = "p"});
	display_begin(bench->list, article, (Span){0});
	Len measure = len_from_mm(30);
	Paragraph *paragraph = paragraph_get(bench->engine, runs, G_N_ELEMENTS(runs), &body);
	draw(bench, paragraph, measure);
	display_end(bench->list);
	g_autofree char *text = drawn_text(bench);
	g_assert_cmpstr(
	    text, ==,
	    "Elle dit\u00A0: What’s “neighbourhood” power? Community organizing, it’s a strategy! et "
	    "s’en va\u202F!");
	g_assert_cmpuint(bench->list->elements->len, ==, 3);
	const Element *phrase = display_element(bench->list, 2);
	g_assert_cmpstr(phrase->role, ==, "span");
	g_assert_cmpstr(phrase->lang, ==, "en");
	g_assert_cmpint(phrase->parent, ==, article);
	int depth = 0;
	for (guint i = 0; i < display_current_page(bench->list)->ops->len; i++) {
		const Op *op = op_at(bench, i);
		depth += (op->kind == OP_BEGIN) - (op->kind == OP_END);
		if (op->kind == OP_GLYPHS && strstr(op->glyphs.text, "Community"))
			g_assert_cmpint(op->element, ==, 2);
	}
	g_assert_cmpint(depth, ==, 0);
}

// Lato has superior letters of its own, which stand on the line as the others do.
static void test_superiors(Bench *bench, gconstpointer data)
{
	(void)data;
	draw(bench, set(bench, "le 1er", &body), len_from_mm(85));
	g_assert_cmpuint(display_current_page(bench->list)->ops->len, ==, 2);
	const GlyphRun *raised = &op_at(bench, 1)->glyphs;
	g_assert_cmpstr(raised->text, ==, "er");
	g_assert_cmpint(raised->size, ==, body.size);
	g_assert_cmpint(raised->width, <, paragraph_natural_width(set(bench, "er", &body)) * 3 / 4);
}

// But none with an accent: those are smaller ones, raised up to where capitals reach.
static void test_raised(Bench *bench, gconstpointer data)
{
	(void)data;
	TextRun run = {.text = "lo 1èr", .style = &body, .lang = "oc"};
	draw(bench, paragraph_get(bench->engine, &run, 1, &body), len_from_mm(85));
	const GlyphRun *raised = &op_at(bench, 1)->glyphs;
	g_assert_cmpstr(raised->text, ==, "èr");
	g_assert_cmpint(raised->size, <, body.size * 3 / 4);
	g_assert_cmpint(raised->glyphs[0].y, <, -body.size / 4);
	g_assert_cmpint(raised->baseline, ==, op_at(bench, 0)->glyphs.baseline);
}

static void test_letter(Bench *bench, gconstpointer data)
{
	(void)data;
	Paragraph *paragraph = set(bench, "Point", &body);
	Len x = 0, before = paragraph_natural_width(set(bench, "Po", &body));
	g_assert_true(paragraph_find_letter(paragraph, len_from_mm(85), 0, 'i', &x));
	g_assert_cmpint(x, >, before);
	g_assert_cmpint(x, <, paragraph_natural_width(set(bench, "Poi", &body)));
	g_assert_false(paragraph_find_letter(paragraph, len_from_mm(85), 0, 'z', &x));
	g_assert_cmpint(paragraph_ink_left(paragraph, len_from_mm(85), 0), >, 0);
}

static void test_fonts(Bench *bench, gconstpointer data)
{
	(void)data;
	g_assert_true(fonts_has_family(bench->fonts, "Lato"));
	g_assert_false(fonts_has_family(bench->fonts, "Helvetica"));
	g_auto(GStrv) families = fonts_list_families(bench->fonts);
	g_assert_true(g_strv_contains((const char *const *)families, "Lato"));
	draw(bench, set(bench, "mot", &body), len_from_mm(85));
	const FontFace *face = op_at(bench, 0)->glyphs.face;
	g_assert_cmpstr(font_face_get_name(face), ==, "Lato Regular");
	g_assert_cmpstr(font_face_get_postscript_name(face), ==, "Lato-Regular");
	g_assert_null(fonts_new("tests/no-such-folder", bench->diags));
	g_assert_true(diag_list_has_errors(bench->diags));
}

typedef void (*BenchTest)(Bench *, gconstpointer);

static void add_bench(const char *path, gconstpointer data, BenchTest test)
{
	g_test_add(path, Bench, data, bench_open, test, bench_close);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	add_examples("fr", "fr", test_typography);
	static const char *const others[] = {"en", "de", "de-CH", "es", "oc", "eu"};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		add_examples(others[i], others[i], test_typography);
	add_examples("cuts", "fr", test_cuts);
	add_examples("cuts-de", "de-AT", test_cuts);
	add_examples("cuts-en", "en-GB", test_cuts);
	add_examples("cuts-es", "es", test_cuts);
	add_examples("cuts-eu", "eu", test_cuts);
	add_markdown();
	g_test_add_func("/text/markdown places", test_markdown_places);
	g_test_add_func("/text/typography again", test_typography_again);
	g_test_add_func("/text/verbatim", test_verbatim);
	add_bench("/text/words stay at 85 mm", GINT_TO_POINTER(85), test_words_stay);
	add_bench("/text/words stay at 40 mm", GINT_TO_POINTER(40), test_words_stay);
	add_bench("/text/words stay at 18 mm", GINT_TO_POINTER(18), test_words_stay);
	add_bench("/text/justified", NULL, test_justified);
	add_bench("/text/asked twice", NULL, test_asked_twice);
	add_bench("/text/links", NULL, test_links);
	add_bench("/text/hyphen in a ligature", NULL, test_hyphen_in_ligature);
	add_bench("/text/narrow space", NULL, test_narrow_space);
	add_bench("/text/long word", NULL, test_long_word);
	add_bench("/text/unbreakable", NULL, test_unbreakable);
	add_bench("/text/forced break", NULL, test_forced_break);
	add_bench("/text/aligned", NULL, test_aligned);
	add_bench("/text/missing glyph", "un \U000F1234 signe/U+F1234", test_missing_glyph);
	add_bench("/text/missing emoji", "un \U0001F600\U0001F600 signe/U+1F600", test_missing_glyph);
	add_bench("/text/missing letters", "un \u0645\u0631 signe/U+0645", test_missing_glyph);
	add_bench("/text/right to left", NULL, test_right_to_left);
	add_bench("/text/all right to left", NULL, test_all_right_to_left);
	g_test_add_func("/text/arabic font", test_arabic_font);
	add_bench("/text/foreign phrase", NULL, test_foreign_phrase);
	add_bench("/text/superior letters", NULL, test_superiors);
	add_bench("/text/raised letters", NULL, test_raised);
	add_bench("/text/letter", NULL, test_letter);
	add_bench("/text/fonts", NULL, test_fonts);
	return g_test_run();
}
