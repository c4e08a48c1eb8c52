#include "cmd/help.h"

#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/suggest.h"
#include "cmd/terminal.h"

enum { OPTION_COLUMN = 22, LINE_WIDTH = 78 };

static const char *summary(void)
{
	return _("set newsletters: structured content in, printed pages out");
}

// gettext translates "" to the catalogue's header.
static const char *translate(const char *text)
{
	return text && *text ? _(text) : "";
}

static char *usage_line(const Command *command)
{
	return g_strchomp(g_strdup_printf("bulletin %s%s %s", command->name,
					  command->option_count ? _(" [OPTION]...") : "",
					  translate(command->operands)));
}

static char *option_words(const Option *option)
{
	g_autofree char *letter =
	    option->letter ? g_strdup_printf("-%c, ", option->letter) : g_strdup("    ");
	g_autofree char *argument =
	    option->argument ? g_strconcat(" ", _(option->argument), NULL) : g_strdup("");
	return g_strdup_printf("%s--%s%s", letter, option->name, argument);
}

static char *option_summary(const Option *option)
{
	if (!option->choices)
		return g_strdup(_(option->summary));
	g_auto(GStrv) choices = g_strsplit(option->choices, "|", -1);
	g_autofree char *list = g_strjoinv(", ", choices);
	return g_strdup_printf("%s (%s)", _(option->summary), list);
}

// Prints words so that no line is longer than LINE_WIDTH, from column `indent` on.
static void print_wrapped(const char *text, int indent, int column)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word; word++) {
		int width = (int)g_utf8_strlen(*word, -1);
		if (word != words && column + 1 + width > LINE_WIDTH) {
			printf("\n%*s", indent, "");
			column = indent;
		} else if (word != words) {
			putchar(' ');
			column++;
		}
		fputs(*word, stdout);
		column += width;
	}
	putchar('\n');
}

static void print_entry(const char *name, const char *text)
{
	int width = (int)g_utf8_strlen(name, -1);
	printf("  %s", name);
	if (width + 4 > OPTION_COLUMN)
		printf("\n%*s", OPTION_COLUMN, "");
	else
		printf("%*s", OPTION_COLUMN - width - 2, "");
	print_wrapped(text, OPTION_COLUMN, OPTION_COLUMN);
}

static void print_options(const Command *command)
{
	for (guint i = 0; i < command->option_count; i++) {
		g_autofree char *name = option_words(&command->options[i]);
		g_autofree char *text = option_summary(&command->options[i]);
		print_entry(name, text);
	}
}

static void print_program(void)
{
	printf("bulletin: %s\n\n%s\n", summary(), _("Commands:"));
	for (const Command *command = command_table(); command->name; command++)
		print_entry(command->name, _(command->summary));
	printf("\n%s\n", _("“bulletin help COMMAND” explains one; “bulletin --version” tells the version."));
	printf("%s\n", _("Exit status: 0 fine, 1 the input has errors, 2 usage, 3 the system failed."));
}

static void print_command(const Command *command)
{
	g_autofree char *usage = usage_line(command);
	printf("%s\n\n", usage);
	print_wrapped(_(command->summary), 0, 0);
	if (command->option_count) {
		printf("\n%s\n", _("Options:"));
		print_options(command);
	}
	if (command->details) {
		putchar('\n');
		print_wrapped(_(command->details), 0, 0);
	}
}

void help_print(const Command *command)
{
	if (command)
		print_command(command);
	else
		print_program();
}

void help_print_usage(const Command *command)
{
	g_autofree char *usage = usage_line(command);
	fprintf(stderr, _("usage: %s (more: bulletin help %s)\n"), usage, command->name);
}

void help_print_version(void)
{
	printf("bulletin %s\n", BULLETIN_VERSION);
}

// --- the manual page ---

// Text for troff: hyphens are minus signs, no line begins with a control character.
static void print_troff(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text; text++)
		if (*text == '-' || *text == '\\')
			printf("\\%c", *text == '\\' ? 'e' : '-');
		else
			putchar(*text);
}

static void print_macro(const char *macro, const char *text)
{
	printf("%s ", macro);
	print_troff(text);
	putchar('\n');
}

static void print_man_command(const Command *command)
{
	g_autofree char *usage = usage_line(command);
	print_macro(".SS", usage);
	g_autofree char *first = g_strdup(_(command->summary));
	first[0] = g_ascii_toupper(first[0]);
	print_troff(first);
	puts(".");
	if (command->details) {
		print_troff(_(command->details));
		putchar('\n');
	}
	for (guint i = 0; i < command->option_count; i++) {
		g_autofree char *name = option_words(&command->options[i]);
		g_autofree char *text = option_summary(&command->options[i]);
		puts(".TP");
		print_macro(".B", g_strchug(name));
		print_troff(text);
		putchar('\n');
	}
}

static void print_man_facts(const char *title, const char *const facts[][2])
{
	print_macro(".SH", title);
	for (int i = 0; facts[i][0]; i++) {
		puts(".TP");
		print_macro(".B", facts[i][0]);
		print_troff(_(facts[i][1]));
		putchar('\n');
	}
}

static void print_man(void)
{
	static const char *const statuses[][2] = {
	    {"0", N_("fine")},
	    {"1", N_("the input has errors")},
	    {"2", N_("the command line makes no sense")},
	    {"3", N_("the system failed: disk full, no permission")},
	    {NULL, NULL},
	};
	static const char *const variables[][2] = {
	    {"BULLETIN_DATA", N_("the folder that holds layouts and fonts")},
	    {"BULLETIN_EDITOR",
	     N_("the editor in which a click on the preview opens a place: “code”, or a command with {file}, "
		"{line} and {column}")},
	    {"NO_COLOR", N_("no colours in messages, even on a terminal")},
	    {"SOURCE_DATE_EPOCH",
	     N_("creation date of documents, in seconds since 1970, instead of the issue's date")},
	    {NULL, NULL},
	};
	printf(".TH BULLETIN 1 \"\" \"bulletin %s\"\n", BULLETIN_VERSION);
	print_macro(".SH", _("NAME"));
	printf("bulletin \\- %s\n", summary());
	print_macro(".SH", _("SYNOPSIS"));
	puts(".B bulletin\nCOMMAND [OPTION]...");
	print_macro(".SH", _("COMMANDS"));
	for (const Command *command = command_table(); command->name; command++)
		print_man_command(command);
	print_man_facts(_("EXIT STATUS"), statuses);
	print_man_facts(_("ENVIRONMENT"), variables);
}

ExitStatus help_fail_unknown(const char *name)
{
	const char *names[16] = {NULL};
	guint count = 0;
	for (const Command *command = command_table(); command->name && count + 1 < G_N_ELEMENTS(names);
	     command++)
		names[count++] = command->name;
	const char *nearest = suggest_nearest(name, names);
	g_autofree char *what = g_strdup_printf(_("there is no command “%s”"), name);
	g_autofree char *hint = nearest ? g_strdup_printf(_("did you mean “%s”?"), nearest)
					: g_strdup(_("“bulletin help” lists them"));
	terminal_complain(what, hint);
	return STATUS_USAGE;
}

ExitStatus help_run(const Arguments *arguments)
{
	const char *name = arguments->operand_count ? arguments->operands[0] : NULL;
	const Command *command = name ? command_find(name) : NULL;
	if (name && !command)
		return help_fail_unknown(name);
	if (arguments_get(arguments, "man"))
		print_man();
	else
		help_print(command);
	return STATUS_FINE;
}
