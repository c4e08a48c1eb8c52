#include "serve/editor.h"

#include <string.h>

#include <glib.h>

#include "base/intl.h"

typedef struct Known {
	const char *program;
	const char *arguments;
} Known;

// In the order in which they are looked for. Editors that need a terminal are not: this one is busy.
static const Known known[] = {
    {"code", "--goto {file}:{line}:{column}"},
    {"codium", "--goto {file}:{line}:{column}"},
    {"kate", "--line {line} --column {column} {file}"},
    {"gedit", "{file} +{line}:{column}"},
    {"gnome-text-editor", "{file}"},
    {"emacsclient", "--no-wait +{line}:{column} {file}"},
    {"gvim", "--remote-silent +{line} {file}"},
    {"emacs", "+{line}:{column} {file}"},
    {"vim", "-g --remote-silent +{line} {file}"},
    {"subl", "{file}:{line}:{column}"},
};

static const Known *find_known(const char *command)
{
	g_autofree char *name = g_path_get_basename(command);
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].program, name) == 0)
			return &known[i];
	return NULL;
}

static char *with_arguments(const char *program, const Known *editor)
{
	g_autofree char *quoted = g_shell_quote(program);
	return g_strdup_printf("%s %s", quoted, editor->arguments);
}

static char *command_of_user(void)
{
	const char *stated = g_getenv("BULLETIN_EDITOR");
	if (stated && *stated) {
		const Known *editor = find_known(stated);
		if (editor)
			return with_arguments(stated, editor);
		return strstr(stated, "{file}") ? g_strdup(stated) : g_strconcat(stated, " {file}", NULL);
	}
	static const char *const variables[] = {"VISUAL", "EDITOR"};
	for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
		const char *usual = g_getenv(variables[i]);
		const Known *editor = usual ? find_known(usual) : NULL;
		if (editor)
			return with_arguments(usual, editor);
	}
	return NULL;
}

static char *command_there_is(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		g_autofree char *path = g_find_program_in_path(known[i].program);
		if (path)
			return with_arguments(path, &known[i]);
	}
	return NULL;
}

static void fill(char **argument, const char *mark, const char *value)
{
	GString *text = g_string_new(*argument);
	g_string_replace(text, mark, value, 0);
	g_free(*argument);
	*argument = g_string_free(text, FALSE);
}

bool editor_open(const char *file, int line, int column, char **problem)
{
	g_autofree char *users = command_of_user();
	g_autofree char *command = users ? g_steal_pointer(&users) : command_there_is();
	g_auto(GStrv) arguments = NULL;
	g_autoptr(GError) error = NULL;
	if (!command) {
		*problem = g_strdup(_("no editor is known: set BULLETIN_EDITOR, such as “code”"));
		return false;
	}
	g_autofree char *line_text = g_strdup_printf("%d", MAX(line, 1));
	g_autofree char *column_text = g_strdup_printf("%d", MAX(column, 1));
	if (g_shell_parse_argv(command, NULL, &arguments, &error)) {
		// The file comes last: its name may have marks in it.
		for (char **argument = arguments; *argument; argument++) {
			fill(argument, "{line}", line_text);
			fill(argument, "{column}", column_text);
			fill(argument, "{file}", file);
		}
		if (g_spawn_async(NULL, arguments, NULL,
				  G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
				      G_SPAWN_STDERR_TO_DEV_NULL,
				  NULL, NULL, NULL, &error))
			return true;
	}
	*problem = g_strdup_printf(_("the editor could not be started: %s"), error->message);
	return false;
}
