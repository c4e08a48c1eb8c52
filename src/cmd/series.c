#include "cmd/series.h"

#include <string.h>

#include "base/intl.h"

// Where the page's number goes, with its hyphen.
static size_t stem_length(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');
	return dot ? (size_t)(dot - path) : strlen(path);
}

char *series_name_page(const char *path, guint page)
{
	size_t stem = stem_length(path);
	return g_strdup_printf("%.*s-%u%s", (int)stem, path, page, path + stem);
}

// 0 where the file (without folder) is no page of the series.
static guint read_number(const char *name, const char *file)
{
	size_t stem = stem_length(name);
	if (strncmp(file, name, stem) != 0 || file[stem] != '-')
		return 0;
	guint64 number = g_ascii_strtoull(file + stem + 1, NULL, 10);
	g_autofree char *same = number && number < G_MAXINT ? series_name_page(name, (guint)number) : NULL;
	return g_strcmp0(same, file) == 0 ? (guint)number : 0;
}

void series_note_older(const char *path, guint pages, DiagList *diags)
{
	g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	guint count = 0, first = G_MAXUINT, last = 0;
	for (const char *file; dir && (file = g_dir_read_name(dir));) {
		guint number = read_number(name, file);
		if (number <= pages)
			continue;
		count++;
		first = MIN(first, number);
		last = MAX(last, number);
	}
	if (count == 0)
		return;
	g_autofree char *from = series_name_page(path, first), *to = series_name_page(path, last);
	char *what = count == 1 ? g_strdup_printf(_("%s is older: a page of what was longer"), from)
				: g_strdup_printf(_("%s to %s are older: %u pages of what was longer"), from,
						  to, count);
	diag_take(diags, SEVERITY_NOTE, "output.older", (Span){0}, what,
		  g_strdup(_("they are none of these pages: remove them, unless you need them")));
}
