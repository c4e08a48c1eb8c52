// Sets a text file, a paragraph a line with a blank line between, in one column on one page, as
// tests/quality/run measures it:
//   set --fonts DIR --text FILE [-o OUT.pdf] [--measure MM] [--size PT] [--lead PT] [--family NAME]
//       [--align justify] [--lang fr] [--devices protrude,expand,track,edge]
// Prints what each line asked of its glyphs and spaces, where -v is given.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint.h"
#include "text/paragraph.h"

typedef struct Options {
	char *fonts, *text, *out, *family, *align, *lang, *devices;
	double measure, size, lead;
	gboolean verbose;
} Options;

static void set_default(char **option, const char *text)
{
	if (!*option)
		*option = g_strdup(text);
}

static bool read_options(int argc, char **argv, Options *options)
{
	GOptionEntry entries[] = {{"fonts", 0, 0, G_OPTION_ARG_FILENAME, &options->fonts, NULL, NULL},
				  {"text", 0, 0, G_OPTION_ARG_FILENAME, &options->text, NULL, NULL},
				  {"out", 'o', 0, G_OPTION_ARG_FILENAME, &options->out, NULL, NULL},
				  {"family", 0, 0, G_OPTION_ARG_STRING, &options->family, NULL, NULL},
				  {"align", 0, 0, G_OPTION_ARG_STRING, &options->align, NULL, NULL},
				  {"lang", 0, 0, G_OPTION_ARG_STRING, &options->lang, NULL, NULL},
				  {"devices", 0, 0, G_OPTION_ARG_STRING, &options->devices, NULL, NULL},
				  {"measure", 0, 0, G_OPTION_ARG_DOUBLE, &options->measure, NULL, NULL},
				  {"size", 0, 0, G_OPTION_ARG_DOUBLE, &options->size, NULL, NULL},
				  {"lead", 0, 0, G_OPTION_ARG_DOUBLE, &options->lead, NULL, NULL},
				  {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose, NULL, NULL},
				  {0}};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, NULL))
		return false;
	// Set afterwards: what stood there before would not be freed.
	set_default(&options->family, "Lato");
	set_default(&options->align, "justify");
	set_default(&options->lang, "fr");
	return options->fonts && options->text;
}

static bool has_device(const Options *options, const char *device)
{
	return !options->devices || strstr(options->devices, device);
}

static Style make_style(const Options *options)
{
	static const Ink black = {.name = "black"};
	bool justified = strcmp(options->align, "justify") == 0;
	return (Style){.name = "body",
		       .family = options->family,
		       .weight = 400,
		       .size = len_from_pt(options->size),
		       .leading = len_from_pt(options->lead),
		       .color = &black,
		       .align = justified ? ALIGN_JUSTIFY : ALIGN_LEFT,
		       .hyphenate = justified,
		       .narrow_space = 169,
		       .space_min = 0.8,
		       .space_max = 1.33,
		       .expansion = has_device(options, "expand") ? 0.02 : 0,
		       .tracking_limit = has_device(options, "track") ? 0.005 : 0,
		       .edge_limit = has_device(options, "edge") ? 0.042 : 0,
		       .protrude = has_device(options, "protrude")};
}

static void print_line(const TextLine *line)
{
	printf("gaps %u of %.3f expansion %+.2f %% tracking %+.3f %% em%s%s%s%s\n", line->gaps, line->space,
	       line->expansion * 100, line->tracking * 100, line->hyphen ? " hyphen" : "",
	       line->tight ? " tight" : "", line->loose ? " loose" : "", line->overfull ? " overfull" : "");
}

static void set_text(const Options *options, const char *text, const Style *style, TextEngine *engine,
		     DisplayList *list)
{
	Len measure = len_from_mm(options->measure), y = len_from_mm(20);
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
	for (char **p = paragraphs; *p; p++) {
		if (!**p)
			continue;
		TextRun run = {.text = *p, .style = style};
		Paragraph *paragraph = paragraph_get(engine, &run, 1, style);
		const TextLines *lines = paragraph_break(paragraph, measure);
		for (guint i = 0; i < lines->count; i++, y += style->leading) {
			paragraph_draw_line(paragraph, measure, i, len_from_mm(20), y, list);
			if (options->verbose)
				print_line(&lines->lines[i]);
		}
		y += style->leading;
		if (options->verbose)
			printf("\n");
	}
	list->height = y;
}

static bool write_pdf(const Options *options, const DisplayList *list, DiagList *diags)
{
	g_autoptr(GBytes) pdf = paint_pdf(list, &(PaintOptions){0}, diags);
	gsize size;
	const char *data = g_bytes_get_data(pdf, &size);
	return g_file_set_contents(options->out, data, (gssize)size, NULL);
}

// Sets the text, tells what was remarked, writes the PDF; the exit status.
static int set_file(const Options *options)
{
	g_autofree char *text = NULL;
	if (!g_file_get_contents(options->text, &text, NULL, NULL))
		return 2;
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(Fonts) fonts = fonts_new(options->fonts, diags);
	if (!fonts)
		return 1;
	Style style = make_style(options);
	g_autoptr(TextEngine) engine = text_engine_new(arena, fonts, diags, options->lang);
	g_autoptr(DisplayList) list = display_list_new(arena);
	list->width = len_from_mm(40 + options->measure);
	display_begin_page(list);
	set_text(options, text, &style, engine, list);
	for (guint i = 0; i < diag_list_length(diags); i++)
		fprintf(stderr, "%s\n", diag_list_peek(diags, i)->what);
	return !options->out || write_pdf(options, list, diags) ? 0 : 3;
}

static void free_options(Options *options)
{
	char *texts[] = {options->fonts, options->text, options->out,    options->family,
			 options->align, options->lang, options->devices};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
}

int main(int argc, char **argv)
{
	Options options = {.measure = 85, .size = 9.5, .lead = 13};
	int status = read_options(argc, argv, &options) ? set_file(&options) : 2;
	free_options(&options);
	return status;
}
