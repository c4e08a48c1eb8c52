#include "cmd/arguments.h"

#include <string.h>

#include "base/intl.h"
#include "base/suggest.h"
#include "cmd/help.h"
#include "cmd/terminal.h"

typedef struct Parser {
	Arguments *arguments;
	char **argv;
	int argc, at;
} Parser;

static const Option *option_at(const Arguments *arguments, guint index)
{
	return &arguments->command->options[index];
}

const char *arguments_get(const Arguments *arguments, const char *name)
{
	for (guint i = 0; i < arguments->command->option_count; i++)
		if (strcmp(option_at(arguments, i)->name, name) == 0)
			return arguments->values[i];
	g_assert_not_reached();
}

static bool fail(const Parser *parser, char *what, char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	g_free(hint);
	if (parser->arguments->command)
		help_print_usage(parser->arguments->command);
	return false;
}

static bool set_value(Parser *parser, guint index, const char *value)
{
	const Option *option = option_at(parser->arguments, index);
	g_auto(GStrv) choices = g_strsplit(option->choices ? option->choices : value, "|", -1);
	g_autofree char *list = g_strjoinv(", ", choices);
	if (option->choices && !g_strv_contains((const char *const *)choices, value))
		return fail(parser, g_strdup_printf(_("--%s does not take “%s”"), option->name, value),
			    g_strdup_printf(_("one of: %s"), list));
	parser->arguments->values[index] = value;
	return true;
}

// `inline_value` is what the same word carries (--dpi=96, -o-), or NULL.
static bool take_option(Parser *parser, guint index, const char *inline_value)
{
	const Option *option = option_at(parser->arguments, index);
	if (!option->argument && inline_value)
		return fail(parser, g_strdup_printf(_("--%s takes no value"), option->name), NULL);
	if (!option->argument || inline_value)
		return set_value(parser, index, inline_value ? inline_value : "");
	if (parser->at == parser->argc)
		return fail(parser, g_strdup_printf(_("--%s needs a value"), option->name),
			    g_strdup_printf("--%s %s", option->name, _(option->argument)));
	return set_value(parser, index, parser->argv[parser->at++]);
}

static char *suggest_option(const Arguments *arguments, const char *name)
{
	const char *names[OPTIONS_MAX + 1] = {NULL};
	for (guint i = 0; i < arguments->command->option_count; i++)
		names[i] = option_at(arguments, i)->name;
	const char *nearest = suggest_nearest(name, names);
	return nearest ? g_strdup_printf(_("did you mean --%s?"), nearest) : NULL;
}

static bool read_long(Parser *parser, const char *word)
{
	const char *equals = strchr(word, '=');
	g_autofree char *name = equals ? g_strndup(word, (size_t)(equals - word)) : g_strdup(word);
	for (guint i = 0; i < parser->arguments->command->option_count; i++)
		if (strcmp(option_at(parser->arguments, i)->name, name) == 0)
			return take_option(parser, i, equals ? equals + 1 : NULL);
	return fail(parser, g_strdup_printf(_("unknown option --%s"), name),
		    suggest_option(parser->arguments, name));
}

static bool read_letters(Parser *parser, const char *letters)
{
	for (; *letters; letters++) {
		guint i = 0, count = parser->arguments->command->option_count;
		while (i < count && option_at(parser->arguments, i)->letter != *letters)
			i++;
		if (i == count)
			return fail(parser, g_strdup_printf(_("unknown option -%c"), *letters), NULL);
		bool takes_rest = option_at(parser->arguments, i)->argument && letters[1];
		if (!take_option(parser, i, takes_rest ? letters + 1 : NULL))
			return false;
		if (takes_rest)
			return true;
	}
	return true;
}

static bool check_operands(const Parser *parser)
{
	const Arguments *arguments = parser->arguments;
	if (arguments->operand_count < arguments->command->least)
		return fail(parser, g_strdup_printf(_("%s: something is missing"), arguments->command->name),
			    g_strdup_printf(_("give %s"), _(arguments->command->operands)));
	if (arguments->operand_count > arguments->command->most)
		return fail(parser,
			    g_strdup_printf(_("%s: “%s” is too much"), arguments->command->name,
					    arguments->operands[arguments->command->most]),
			    NULL);
	return true;
}

bool arguments_read(Arguments *arguments, const Command *command, int argc, char **argv)
{
	Parser parser = {.arguments = arguments, .argv = argv, .argc = argc};
	bool only_operands = false;
	*arguments = (Arguments){.command = command, .operands = argv};
	while (parser.at < argc) {
		char *word = argv[parser.at++];
		bool read = true;
		if (only_operands || word[0] != '-' || word[1] == '\0')
			argv[arguments->operand_count++] = word;
		else if (strcmp(word, "--") == 0)
			only_operands = true;
		else if (g_str_has_prefix(word, "--"))
			read = read_long(&parser, word + 2);
		else
			read = read_letters(&parser, word + 1);
		if (!read)
			return false;
	}
	return check_operands(&parser);
}
