#include "cmd/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"

static void complain_of(const char *path)
{
	int error = errno;
	g_autofree char *name = g_filename_display_name(path);
	g_autofree char *what = g_strdup_printf("%s: %s", name, g_strerror(error));
	terminal_complain(what, _("give the path of a PDF that exists and can be read"));
}

// One byte more than may be is enough to know that it is too much: some files never end.
static GBytes *read_stream(FILE *stream)
{
	enum { CHUNK = 1024 * 1024 };
	const gsize limit = (gsize)FILE_MIB_MAX * CHUNK + 1;
	GByteArray *data = g_byte_array_new();
	gsize got = 1;
	while (got > 0 && data->len < limit) {
		guint before = data->len;
		g_byte_array_set_size(data, before + (guint)MIN(limit - before, CHUNK));
		got = fread(data->data + before, 1, data->len - before, stream);
		g_byte_array_set_size(data, before + (guint)got);
	}
	return g_byte_array_free_to_bytes(data);
}

static GBytes *read_file(const char *path)
{
	FILE *stream = fopen(path, "rb");
	if (!stream) {
		complain_of(path);
		return NULL;
	}
	GBytes *bytes = read_stream(stream);
	if (ferror(stream)) {
		complain_of(path);
		g_clear_pointer(&bytes, g_bytes_unref);
	}
	fclose(stream);
	return bytes;
}

static Inspection *read_pdf(const char *path, const bool *asked)
{
	DocumentFailure failure;
	g_autoptr(GBytes) bytes = read_file(path);
	if (!bytes)
		return NULL;
	Inspection *inspection = inspect(bytes, asked, &failure);
	if (inspection)
		return inspection;
	g_autofree char *what = g_strdup_printf("%s: %s", path, failure.what);
	terminal_complain(what, failure.hint);
	g_free(failure.what);
	g_free(failure.hint);
	return NULL;
}

// Standards that the file is held to though it does not claim them: "ua-1,x-4". False for an unknown one.
static bool read_asked(const char *list, bool *asked)
{
	static const struct {
		const char *name;
		Standard standard;
	} names[] = {{"ua-1", STANDARD_UA}, {"a-2", STANDARD_A}, {"x-4", STANDARD_X}};
	g_auto(GStrv) words = g_strsplit(list, ",", -1);
	for (guint i = 0; words[i]; i++) {
		gsize k = 0;
		while (k < G_N_ELEMENTS(names) && strcmp(names[k].name, words[i]) != 0)
			k++;
		if (k == G_N_ELEMENTS(names)) {
			g_autofree char *what = g_strdup_printf(_("--as does not take “%s”"), words[i]);
			terminal_complain(what, _("one or more of ua-1, a-2, x-4, with commas"));
			return false;
		}
		asked[names[k].standard] = true;
	}
	return true;
}

ExitStatus inspect_run(const Arguments *arguments)
{
	bool asked[STANDARD_COUNT] = {false};
	const char *path = arguments->operands[0], *as = arguments_get(arguments, "as");
	if (as && !read_asked(as, asked))
		return STATUS_USAGE;
	g_autoptr(Inspection) inspection = read_pdf(path, asked);
	if (!inspection)
		return STATUS_SYSTEM;
	if (g_strcmp0(arguments_get(arguments, "format"), "json") == 0)
		inspect_print_json(path, inspection);
	else
		inspect_print_text(path, inspection);
	return inspection_count(inspection, SEVERITY_ERROR) > 0 ? STATUS_INPUT : STATUS_FINE;
}
