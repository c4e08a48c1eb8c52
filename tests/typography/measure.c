// Sets a text file, a paragraph a line, and prints its lines and the spread of its word spaces:
//   measure FONTS TEXT [measure_mm size_pt leading_pt align family weight out.pdf]
// For people; not shipped.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint.h"
#include "text/paragraph.h"

typedef struct Spread {
	int count, hyphens, run, longest_run, lines, overfull;
	double sum, squares, most, least, at_hand;
} Spread;

static void add_gap(Spread *spread, double ratio)
{
	spread->count++;
	spread->sum += ratio;
	spread->squares += ratio * ratio;
	spread->most = fmax(spread->most, ratio);
	spread->least = spread->least > 0 ? fmin(spread->least, ratio) : ratio;
	spread->at_hand = ratio;
}

static void print_spread(const Spread *s)
{
	double mean = s->count ? s->sum / s->count : 0;
	double variance = s->count ? s->squares / s->count - mean * mean : 0;
	printf("lines %d, justified gaps %d: mean %.3f sd %.3f min %.3f max %.3f; hyphens %d, longest run "
	       "%d, overfull %d\n",
	       s->lines, s->count, mean, sqrt(fmax(variance, 0)), s->least, s->most, s->hyphens,
	       s->longest_run, s->overfull);
}

// The spaces of a run, trailing ones aside, as multiples of the natural space.
static void read_gaps(const GlyphRun *run, double natural, Spread *spread)
{
	const char *text = run->text;
	guint glyph = 0;
	for (guint i = 0; i < run->cluster_count; i++) {
		bool space = run->clusters[i].bytes == 1 && *text == ' ';
		if (space && glyph + 1 < run->glyph_count)
			add_gap(spread, (run->glyphs[glyph + 1].x - run->glyphs[glyph].x) / natural);
		text += run->clusters[i].bytes;
		glyph += run->clusters[i].glyphs;
	}
}

static void draw(Paragraph *paragraph, const Style *style, Len measure, DisplayList *list, Len *y,
		 Spread *spread)
{
	const TextLines *lines = paragraph_break(paragraph, measure);
	spread->run = 0;
	for (guint i = 0; i < lines->count; i++) {
		Page *page = display_current_page(list);
		guint before = page->ops->len;
		paragraph_draw_line(paragraph, measure, i, len_from_mm(20), *y, list);
		*y += style->leading;
		bool last = i + 1 == lines->count;
		printf("%8.2f %c ", len_to_pt(lines->lines[i].width - measure),
		       lines->lines[i].hyphen ? 'H' : ' ');
		for (guint k = before; k < page->ops->len; k++) {
			const Op *op = &g_array_index(page->ops, Op, k);
			if (op->kind != OP_GLYPHS)
				continue;
			printf("%s", op->glyphs.text);
			if (!last)
				read_gaps(&op->glyphs, 0.256 * style->size, spread);
		}
		printf(" | %.2f\n", spread->at_hand);
		spread->lines++;
		spread->overfull += lines->lines[i].overfull;
		spread->hyphens += lines->lines[i].hyphen;
		spread->run = lines->lines[i].hyphen ? spread->run + 1 : 0;
		spread->longest_run = MAX(spread->longest_run, spread->run);
	}
}

static Align read_align(const char *name)
{
	return strcmp(name, "left") == 0     ? ALIGN_LEFT
	       : strcmp(name, "right") == 0  ? ALIGN_RIGHT
	       : strcmp(name, "center") == 0 ? ALIGN_CENTER
					     : ALIGN_JUSTIFY;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	g_autofree char *text = NULL;
	if (!g_file_get_contents(argv[2], &text, NULL, NULL))
		return 1;
	static const Ink black = {.name = "black", .rgb = {0, 0, 0}};
	Style style = {.name = "body",
		       .family = argc > 7 ? argv[7] : "Lato",
		       .weight = argc > 8 ? atoi(argv[8]) : 400,
		       .size = len_from_pt(argc > 4 ? g_ascii_strtod(argv[4], NULL) : 9.5),
		       .leading = len_from_pt(argc > 5 ? g_ascii_strtod(argv[5], NULL) : 13),
		       .color = &black,
		       .align = read_align(argc > 6 ? argv[6] : "justify"),
		       .narrow_space = 169,
		       .space_min = 0.8,
		       .space_max = g_getenv("SMAX") ? atof(g_getenv("SMAX")) : 1.33};
	style.hyphenate = style.align == ALIGN_JUSTIFY;
	Len measure = len_from_mm(argc > 3 ? g_ascii_strtod(argv[3], NULL) : 85);
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(Fonts) fonts = fonts_new(argv[1], diags);
	if (!fonts)
		return 1;
	g_autoptr(TextEngine) engine =
	    text_engine_new(arena, fonts, diags, g_getenv("L") ? g_getenv("L") : "fr");
	g_autoptr(DisplayList) list = display_list_new(arena);
	list->width = len_from_mm(210);
	list->height = len_from_mm(900);
	display_begin_page(list);
	Spread spread = {0};
	Len y = len_from_mm(20);
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
	for (char **p = paragraphs; *p; p++) {
		if (!**p)
			continue;
		TextRun run = {.text = *p, .style = &style};
		draw(paragraph_get(engine, &run, 1, &style), &style, measure, list, &y, &spread);
		y += style.leading;
		printf("\n");
	}
	print_spread(&spread);
	for (guint i = 0; i < diag_list_length(diags); i++)
		printf("%s\n", diag_list_peek(diags, i)->what);
	if (argc > 9) {
		g_autoptr(GBytes) pdf = paint_pdf(list, &(PaintOptions){0}, diags);
		gsize size;
		const char *data = g_bytes_get_data(pdf, &size);
		g_file_set_contents(argv[9], data, (gssize)size, NULL);
	}
	return 0;
}
