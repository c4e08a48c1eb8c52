#include "serve/files.h"

#include <string.h>

#include "serve/proof.h"
#include "serve/view.h"

static View *find_view(const FilesShown *shown, guint64 id)
{
	for (guint i = 0; i < shown->views->len; i++) {
		View *view = g_ptr_array_index(shown->views, i);
		if (view->id == id && view->good)
			return view;
	}
	return NULL;
}

static GBytes *fetch_picture(const FilesShown *shown, const char *path, const char **type, char **name)
{
	static const struct {
		const char *head, *type;
	} kinds[] = {{"\x89PNG", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}};
	GBytes *bytes = web_stock_read_picture(shown->stock, path);
	(void)name;
	if (!bytes)
		return NULL;
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	*type = "image/svg+xml";
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (size > 4 && memcmp(data, kinds[i].head, strlen(kinds[i].head)) == 0)
			*type = kinds[i].type;
	return bytes;
}

static char *stem_of(const char *path)
{
	char *name = g_path_get_basename(path), *dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	return name;
}

static GBytes *paint_page(const View *view, guint64 page)
{
	const double dpi = 200;
	if (page < 1 || page > job_get_page_count(view->good))
		return NULL;
	return view_paint(view,
			  &(JobOptions){.format = JOB_PNG, .first = (guint)page - 1, .count = 1, .dpi = dpi});
}

// "ID/pages.pdf", "ID/print.pdf", "ID/page-2.png": of exactly the pages that are shown.
static GBytes *fetch_download(const FilesShown *shown, const char *path, const char **type, char **name)
{
	char *end;
	View *view = find_view(shown, g_ascii_strtoull(path, &end, 10));
	g_autofree char *stem = stem_of(shown->issue);
	if (!view || end == path)
		return NULL;
	*type = "application/pdf";
	if (strcmp(end, "/pages.pdf") == 0) {
		*name = g_strconcat(stem, ".pdf", NULL);
		return view_paint(view, &(JobOptions){.format = JOB_PDF});
	}
	if (strcmp(end, "/print.pdf") == 0) {
		GBytes *bytes = view_peek_press_pdf(view);
		*name = g_strconcat(stem, "-print.pdf", NULL);
		return bytes ? g_bytes_ref(bytes) : NULL;
	}
	if (!g_str_has_prefix(end, "/page-"))
		return NULL;
	guint64 page = g_ascii_strtoull(end + strlen("/page-"), &end, 10);
	*name = g_strdup_printf("%s-%u.png", stem, (guint)page);
	*type = "image/png";
	return strcmp(end, ".png") == 0 ? paint_page(view, page) : NULL;
}

// "ID/" and then as proof_fetch.
static GBytes *fetch_proof(const FilesShown *shown, const char *path, const char **type, char **name)
{
	char *end;
	const View *view = find_view(shown, g_ascii_strtoull(path, &end, 10));
	(void)name;
	*type = "image/png";
	return view && end > path && *end == '/' ? proof_fetch(view, end + 1) : NULL;
}

GBytes *files_fetch(const FilesShown *shown, const char *path, const char **type, char **name)
{
	static const struct {
		const char *folder;
		GBytes *(*fetch)(const FilesShown *, const char *, const char **, char **);
	} folders[] = {{"picture/", fetch_picture}, {"download/", fetch_download}, {"proof/", fetch_proof}};
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
		if (g_str_has_prefix(path, folders[i].folder))
			return folders[i].fetch(shown, path + strlen(folders[i].folder), type, name);
	return NULL;
}
