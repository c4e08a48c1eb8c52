#include "job/prime.h"

#include "paint/paint.h"
#include "text/specimen.h"

// What most text in Latin letters is made of, in ranges of Unicode. Cairo keeps some 16,000 glyphs in all.
static const gunichar signs[][2] = {
    {',', '.'},   {'0', ':'},   {'A', 'Z'},   {'a', 'z'},       {0xAB, 0xAB},     {0xBB, 0xBB},
    {0xE0, 0xEF}, {0xF1, 0xF4}, {0xF9, 0xFC}, {0x2013, 0x2013}, {0x2019, 0x2019},
};

static char *list_signs(void)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		for (gunichar sign = signs[i][0]; sign <= signs[i][1]; sign++)
			g_string_append_unichar(text, sign);
	return g_string_free(text, FALSE);
}

static char *list_words(const Value *words)
{
	GString *text = g_string_new(NULL);
	for (size_t i = 0; i < words->length; i++) {
		const Value *value = words->fields[i].value;
		for (size_t k = 0; value->kind == VALUE_LIST && k < value->length; k++)
			if (value_text(value->items[k]))
				g_string_append_printf(text, "%s ", value->items[k]->text);
	}
	return g_string_free(text, FALSE);
}

// In a narrow column: faces are found, glyphs loaded, and hyphenation has its dictionary.
static void break_words(const PrimeInput *input, const Style *style, const char *words)
{
	TextRun run = {.text = words, .style = style};
	paragraph_break(paragraph_get(input->text, &run, 1, style), 10 * style->size);
}

// Painters keep the shapes of glyphs by font and size.
static void paint_signs(const PrimeInput *input, DiagList *diags)
{
	g_autoptr(DisplayList) list = display_list_new(input->arena);
	g_autofree char *text = list_signs();
	list->width = list->height = len_from_pt(1);
	display_begin_page(list);
	for (guint i = 0; i < input->styles->len; i++)
		specimen_draw(input->text, g_ptr_array_index(input->styles, i), text, list);
	PaintOptions draft = {.dpi = input->dpi, .draft = true};
	g_autoptr(GBytes) file = paint_pdf(list, &(PaintOptions){0}, diags);
	g_autoptr(GBytes) image = paint_png(list, 0, &draft, diags);
}

void prime(const PrimeInput *input)
{
	g_autofree char *words = list_words(input->words);
	// That a font lacks a letter matters to issues that have it.
	g_autoptr(DiagList) unheard = diag_list_new();
	text_engine_begin(input->text, input->arena, unheard);
	for (guint i = 0; i < input->styles->len; i++)
		break_words(input, g_ptr_array_index(input->styles, i), words);
	if (input->dpi > 0)
		paint_signs(input, unheard);
	// What was asked for is forgotten here, rather than in every fork.
	text_engine_begin(input->text, input->arena, input->diags);
}
