#include <stdio.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/fontlist.h"

static void print_column(const char *text, int width)
{
	int length = (int)g_utf8_strlen(text, -1);
	printf("%s%*s", text, MAX(width - length, 0) + 2, "");
}

static int widest(const GPtrArray *fonts, gsize field, const char *title)
{
	glong width = g_utf8_strlen(title, -1);
	for (guint i = 0; i < fonts->len; i++)
		width = MAX(width,
			    g_utf8_strlen(G_STRUCT_MEMBER(char *, g_ptr_array_index(fonts, i), field), -1));
	return (int)width;
}

ExitStatus fonts_run(const Arguments *arguments)
{
	(void)arguments;
	g_autoptr(DiagList) diags = diag_list_new();
	g_autoptr(GPtrArray) fonts = job_list_fonts(diags);
	terminal_print_diags(diags);
	if (!fonts)
		return STATUS_SYSTEM;
	int family_width = widest(fonts, G_STRUCT_OFFSET(FontEntry, family), _("Family"));
	int style_width = widest(fonts, G_STRUCT_OFFSET(FontEntry, style), _("Style"));
	int file_width = widest(fonts, G_STRUCT_OFFSET(FontEntry, file), _("File"));
	print_column(_("Family"), family_width);
	print_column(_("Style"), style_width);
	print_column(_("File"), file_width);
	puts(_("Licence"));
	for (guint i = 0; i < fonts->len; i++) {
		const FontEntry *font = g_ptr_array_index(fonts, i);
		print_column(font->family, family_width);
		print_column(font->style, style_width);
		print_column(font->file, file_width);
		puts(font->licence ? font->licence : _("not known"));
	}
	return STATUS_FINE;
}
