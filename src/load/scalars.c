#include "load/scalars.h"

#include <string.h>

#include "base/intl.h"

bool scalar_is_null(const char *text)
{
	return *text == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 ||
	       strcmp(text, "Null") == 0 || strcmp(text, "NULL") == 0;
}

static size_t count_char(const char *text, char c)
{
	return strspn(text, (char[]){c, '\0'});
}

// The next end of a line: its line feed, or its carriage return where that is all there is.
static const char *next_break(const char *text)
{
	const char *end = strpbrk(text, "\r\n");
	return end && end[0] == '\r' && end[1] == '\n' ? end + 1 : end;
}

// The first line with text in it tells, less the spaces that are part of the text.
int scalar_block_indent(const Value *value)
{
	const char *line = next_break(value->span.source->text + value->offset);
	while (line) {
		size_t spaces = count_char(line + 1, ' ');
		char after = line[1 + spaces];
		if (after != '\n' && after != '\r')
			return (int)spaces -
			       (int)count_char(value->text + count_char(value->text, '\n'), ' ');
		line = next_break(line + 1);
	}
	return 0;
}

void scalar_check_escapes(DiagList *diags, const Value *value, size_t end)
{
	if (!memchr(value->span.source->text + value->offset, '\\', end - value->offset))
		return;
	for (size_t i = 0; i < value->length; i++) {
		char c = value->text[i];
		if ((c >= 0x20 && c != 0x7f) || c < 0 || c == '\n' || c == '\t')
			continue;
		diag_take(diags, SEVERITY_ERROR, "yaml.escape", value->span,
			  g_strdup_printf(_("an escape in this text makes the invisible character U+%04X"),
					  (guint)c),
			  g_strdup(_("remove it; write a backslash as \\\\")));
		return;
	}
}

void scalar_check_comment(DiagList *diags, const Value *value, size_t end)
{
	const char *place = value->span.source->text + end;
	size_t spaces = count_char(place, ' ');
	const char *comment = place + spaces;
	if (spaces == 0 || comment[0] != '#' || strchr(" \t\r\n#!", comment[1]))
		return;
	size_t length = strcspn(comment, " \t\r\n");
	Span span = value->span;
	span.line = span.end_line;
	span.column = span.end_column + (int)spaces;
	span.end_column = span.column + (int)g_utf8_strlen(comment, (gssize)length);
	diag_take(
	    diags, SEVERITY_WARNING, "yaml.comment", span,
	    g_strdup_printf(_("the text ends before `%.*s`: a # after a space begins a comment"), (int)length,
			    comment),
	    g_strdup(_("put quotes around the whole text; if it is a comment, write a space after the #")));
}

// --- tags ---

#define STANDARD_TAG "tag:yaml.org,2002:"

typedef struct TagRule {
	const char *name;
	ValueKind kind;
	bool plain; // its scalars may be read as numbers or booleans
} TagRule;

static const TagRule tag_rules[] = {
    {"str", VALUE_SCALAR, false}, {"int", VALUE_SCALAR, true},  {"float", VALUE_SCALAR, true},
    {"bool", VALUE_SCALAR, true}, {"null", VALUE_SCALAR, true}, {"timestamp", VALUE_SCALAR, false},
    {"seq", VALUE_LIST, true},    {"map", VALUE_MAP, true},
};

static const TagRule *find_tag(const char *tag, ValueKind kind)
{
	size_t prefix = strlen(STANDARD_TAG);
	if (strncmp(tag, STANDARD_TAG, prefix) != 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(tag_rules); i++)
		if (tag_rules[i].kind == kind && strcmp(tag_rules[i].name, tag + prefix) == 0)
			return &tag_rules[i];
	return NULL;
}

static void report_tag(DiagList *diags, Span span, const char *tag)
{
	bool is_standard = g_str_has_prefix(tag, STANDARD_TAG);
	g_autofree char *written =
	    is_standard ? g_strconcat("!!", tag + strlen(STANDARD_TAG), NULL) : g_strdup(tag);
	diag_take(
	    diags, SEVERITY_ERROR, "yaml.tag", span,
	    g_strdup_printf(_("the tag `%s` is not known here"), written),
	    g_strdup(_("remove it; a text that begins with an exclamation mark needs quotes around it")));
}

bool scalar_check_tag(DiagList *diags, Span span, const char *tag, ValueKind kind, bool plain)
{
	if (!tag)
		return plain;
	const TagRule *rule = find_tag(tag, kind);
	if (!rule && strcmp(tag, "!") != 0) {
		report_tag(diags, span, tag);
		return plain;
	}
	return rule && rule->plain;
}
