#include "job/modeline.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "job/data.h"

static const char marker[] = "# yaml-language-server: $schema=";

// Where the name of the schema begins; NULL where none is named.
static const char *find_name(const char *text)
{
	for (const char *line = text; *line == '#'; line += *line == '\n') {
		if (g_str_has_prefix(line, marker))
			return line + strlen(marker);
		line += strcspn(line, "\n");
	}
	return NULL;
}

static char *folder_of(const char *path)
{
	g_autofree char *absolute = strcmp(path, "-") == 0 ? NULL : g_canonicalize_filename(path, NULL);
	return absolute ? g_path_get_dirname(absolute) : g_get_current_dir();
}

static char *relative_name(const char *path, const char *folder)
{
	g_auto(GStrv) steps = g_strsplit(path, "/", -1), from = g_strsplit(folder, "/", -1);
	guint same = 0;
	while (steps[same] && from[same] && strcmp(steps[same], from[same]) == 0)
		same++;
	GString *name = g_string_new(NULL);
	for (guint i = same; from[i]; i++)
		g_string_append(name, *from[i] ? "../" : "");
	g_autofree char *rest = g_strjoinv("/", steps + same);
	g_string_append(name, rest);
	return g_string_free(name, FALSE);
}

// The program's own: beside the source it is found from there; installed it is the same place for everybody.
static char *name_own(const char *folder)
{
	g_autofree char *installed = data_find_file("schemas/issue.schema.json");
	g_autofree char *source = installed ? NULL : data_find_file("src/load/issue.schema.json");
	if (!installed && !source)
		return NULL;
	g_autofree char *path = g_canonicalize_filename(installed ? installed : source, NULL);
	return installed ? g_steal_pointer(&path) : relative_name(path, folder);
}

// The file that a name means in a folder; NULL where it is not there.
static char *find_file(const char *name, const char *folder)
{
	g_autofree char *path = g_canonicalize_filename(name, folder);
	return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&path) : NULL;
}

static char *name_at(const char *name, const char *from, const char *folder)
{
	g_autofree char *from_folder = from ? folder_of(from) : NULL;
	g_autofree char *there = find_file(name, folder);
	g_autofree char *before = from_folder ? find_file(name, from_folder) : NULL;
	if (before)
		return relative_name(before, folder);
	return there ? NULL : name_own(folder);
}

char *modeline_point(char *text, const char *from, const char *to)
{
	const char *start = find_name(text);
	size_t length = start ? strcspn(start, " \t\r\n") : 0;
	g_autofree char *name = g_strndup(start ? start : "", length);
	// What is named for the whole computer or the whole world holds anywhere.
	if (!length || g_path_is_absolute(name) || strstr(name, "://"))
		return text;
	g_autofree char *folder = folder_of(to);
	g_autofree char *found = name_at(name, from, folder);
	// Editors take a blank for the name's end.
	if (!found || strpbrk(found, " \t"))
		return text;
	g_autofree char *old = text;
	return g_strdup_printf("%.*s%s%s", (int)(start - text), text, found, start + length);
}
