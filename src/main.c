#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/intl.h"
#include "cmd/cmd.h"

// The language messages are asked for, by the usual variables: "fr_FR.UTF-8" is "fr".
static char *wanted_language(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
		const char *value = g_getenv(variables[i]);
		if (value && *value)
			return g_strndup(value, strcspn(value, "_.@"));
	}
	return NULL;
}

// Only messages follow the locale: numbers and bytes never do. Where the system was not given the user's
// locale, the language alone is followed.
static void choose_language(void)
{
	g_autofree char *language = wanted_language();
	if (setlocale(LC_MESSAGES, "") && strcmp(setlocale(LC_MESSAGES, NULL), "C") != 0)
		return;
	if (!language || strcmp(language, "C") == 0 || strcmp(language, "POSIX") == 0)
		return;
	g_setenv("LANGUAGE", language, FALSE);
	setlocale(LC_MESSAGES, "C.UTF-8");
}

// Catalogues stand beside the executable in a checkout, in share/locale when installed.
static void bind_catalogue(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = program ? g_path_get_dirname(program) : g_strdup(".");
	g_autofree char *beside = g_build_filename(folder, "locale", NULL);
	g_autofree char *installed = g_build_filename(folder, "..", "share", "locale", NULL);
	bindtextdomain("bulletin", g_file_test(beside, G_FILE_TEST_IS_DIR) ? beside : installed);
	bind_textdomain_codeset("bulletin", "UTF-8");
}

// Where the caller closed one of the standard streams, no file that is opened later gets its number: what is
// printed would go there. Writing to it still fails.
static void hold_standard_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		if (fcntl(stream, F_GETFD) < 0)
			open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
	hold_standard_streams();
	// A file too large, or a reader that went away, is a write that fails, not a death.
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	choose_language();
	bind_catalogue();
	return (int)command_main(argc, argv);
}
