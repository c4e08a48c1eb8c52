#include "load/syntax.h"

#include <limits.h>
#include <string.h>

#include "base/intl.h"
#include "load/prose.h"

// What keys are written with.
#define NAME_CHARS "abcdefghijklmnopqrstuvwxyz-"

enum { QUOTED_MAX = 60 }; // characters of the user's text shown in a hint

// What to tell, and where.
typedef struct Finding {
	char *what, *hint;
	SyntaxPlace place;
} Finding;

// --- looking at the source ---

// Start of a line, counted from 1; the end of the text where there are fewer.
static const char *line_start(const Source *source, int line)
{
	const char *place = source->text;
	while (line > 1 && *place) {
		place += strcspn(place, "\r\n");
		place += place[0] == '\r' && place[1] == '\n' ? 2 : *place != '\0';
		line--;
	}
	return place;
}

static const char *char_at(const Source *source, SyntaxPlace place)
{
	const char *line = line_start(source, place.line);
	size_t length = strcspn(line, "\r\n");
	glong column = MIN(place.column - 1, g_utf8_strlen(line, (gssize)length));
	return g_utf8_offset_to_pointer(line, column);
}

static size_t indent_of(const char *line)
{
	return strspn(line, " ");
}

// The last character before `place` on its line that is no blank; 0 where there is none.
static char char_before(const Source *source, SyntaxPlace place)
{
	const char *line = line_start(source, place.line);
	const char *end = char_at(source, place);
	while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end > line ? end[-1] : '\0';
}

static bool is_first_on_line(const Source *source, SyntaxPlace place)
{
	const char *line = line_start(source, place.line);
	return line + strspn(line, " \t") >= char_at(source, place);
}

// The line's text without the blanks and list markers before it and the blanks after it.
static char *line_content(const Source *source, int line)
{
	const char *start = line_start(source, line);
	g_autofree char *text = g_strndup(start, strcspn(start, "\r\n"));
	char *content = g_strstrip(text);
	while (g_str_has_prefix(content, "- "))
		content = g_strchug(content + 2);
	return g_strdup(content);
}

// The last line above `line` that is neither empty nor a comment; 0 where there is none.
static int line_above(const Source *source, int line)
{
	while (--line > 0) {
		g_autofree char *content = line_content(source, line);
		if (*content && *content != '#')
			return line;
	}
	return 0;
}

static SyntaxPlace line_place(const Source *source, int line)
{
	return (SyntaxPlace){.line = line, .column = (int)indent_of(line_start(source, line)) + 1};
}

char *syntax_quoted(const char *text)
{
	g_autofree char *start = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), QUOTED_MAX));
	const char *rest = strlen(start) < strlen(text) ? "…" : "";
	if (!strpbrk(start, "\"\\"))
		return g_strdup_printf("\"%s%s\"", start, rest);
	g_auto(GStrv) parts = g_strsplit(start, "'", -1);
	g_autofree char *doubled = g_strjoinv("''", parts);
	return g_strdup_printf("'%s%s'", doubled, rest);
}

// --- one function a kind of fault ---

// `title:Text`: the key of a line where the space after its colon is missing, or NULL.
static char *key_without_space(const char *content)
{
	size_t length = strcspn(content, ":");
	bool is_name = length > 0 && strspn(content, NAME_CHARS) == length;
	char after = content[length] ? content[length + 1] : '\0';
	return is_name && after && after != ' ' && after != '/' ? g_strndup(content, length) : NULL;
}

static Finding missing_space(const Source *source, int line, const char *content, const char *key)
{
	const char *text = content + strlen(key) + 1;
	SyntaxPlace place = line_place(source, line);
	const char *start = line_start(source, line);
	place.column = (int)g_utf8_pointer_to_offset(start, strstr(start, content)) + 1 + (int)strlen(key);
	return (Finding){.place = place,
			 .what = g_strdup_printf(_("a space is missing after `%s:`"), key),
			 .hint = g_strdup_printf(_("write `%s: %s`"), key, text)};
}

static Finding second_colon(const SyntaxFault *fault, const char *content, size_t key)
{
	g_autofree char *name = g_strndup(content, key);
	bool is_name = strspn(name, NAME_CHARS) == key;
	const char *text = content;
	if (is_name)
		text += key + 1 + strspn(content + key + 1, " ");
	Finding finding = {.place = fault->place};
	finding.what =
	    is_name
		? g_strdup_printf(_("the text of `%s` has a colon in it that YAML takes for a key's"), name)
		: g_strdup(_("this text has colons in it that YAML takes for keys'"));
	if (*text == '"' || *text == '\'') {
		finding.hint = g_strdup(_("put quotes around the whole text, up to its end"));
		return finding;
	}
	g_autofree char *quoted = syntax_quoted(text);
	finding.hint = is_name ? g_strdup_printf(_("put quotes around the text: `%s: %s`"), name, quoted)
			       : g_strdup_printf(_("put quotes around the text: `%s`"), quoted);
	return finding;
}

static Finding unexpected_colon(const SyntaxFault *fault)
{
	g_autofree char *content = line_content(fault->source, fault->place.line);
	const char *colon = strstr(content, ": ");
	const char *start = line_start(fault->source, fault->place.line);
	const char *first = strstr(start, ": ");
	if (colon && first && first < char_at(fault->source, fault->place))
		return second_colon(fault, content, (size_t)(colon - content));
	int above = line_above(fault->source, fault->place.line);
	g_autofree char *content_above = above ? line_content(fault->source, above) : g_strdup("");
	g_autofree char *key = key_without_space(content_above);
	if (key)
		return missing_space(fault->source, above, content_above, key);
	return (Finding){
	    .place = line_place(fault->source, fault->place.line),
	    .what = g_strdup(_("this line is read as part of the text above, and its colon is one too many")),
	    .hint = g_strdup(_("a key begins in the same column as the keys above it; a text with a colon "
			       "in it needs quotes around it"))};
}

static Finding missing_colon(const SyntaxFault *fault)
{
	g_autofree char *content = line_content(fault->source, fault->context_place.line);
	g_autofree char *key = key_without_space(content);
	if (key)
		return missing_space(fault->source, fault->context_place.line, content, key);
	return (Finding){
	    .place = fault->context_place,
	    .what = g_strdup(_("this line is neither `key: value` nor part of the text above")),
	    .hint = g_strdup(_("put a colon and a space after its key; a line that goes on with the text "
			       "above is indented further than that text's key"))};
}

static Finding after_quote(const SyntaxFault *fault, char quote)
{
	const char *hint =
	    quote == '\''
		? _("inside '…' an apostrophe is written twice (''); better put the whole text "
		    "in \"…\"")
		: _("put the whole text in one pair of quotes; inside \"…\" a quote is written \\\"");
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup_printf(_("the text goes on after its closing quote (it opens in line %d)"),
				    fault->last_scalar.line),
	    .hint = g_strdup(hint)};
}

static Finding after_bracket(const SyntaxFault *fault, char bracket)
{
	char open = bracket == '}' ? '{' : '[';
	return (Finding){.place = fault->place,
			 .what = g_strdup_printf(_("the line goes on after `%c`"), bracket),
			 .hint =
			     g_strdup_printf(_("a text that begins with %c needs quotes around it"), open)};
}

static Finding wrong_member(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup_printf(_("this line does not fit the group that begins in line %d"),
				    fault->context_place.line),
	    .hint = g_strdup(_("the entries of a list all begin with `- `, those of a group with `key:`"))};
}

// Column in which a line's key or, for lines with a dash, its dash begins.
static int group_column(const Source *source, int line, bool dash)
{
	const char *start = line_start(source, line);
	const char *place = start + indent_of(start);
	bool has_dash = g_str_has_prefix(place, "- ");
	if (dash)
		return has_dash ? (int)(place - start) + 1 : 0;
	while (g_str_has_prefix(place, "- "))
		place += strlen("- ") + indent_of(place + strlen("- "));
	return (int)(place - start) + 1;
}

// The line above that this one was most likely meant to be in line with: the nearest column counts,
// then the nearest line.
static SyntaxPlace intended_place(const SyntaxFault *fault)
{
	const char *start = line_start(fault->source, fault->place.line);
	bool dash = g_str_has_prefix(start + indent_of(start), "- ");
	SyntaxPlace best = fault->context_place;
	int least = INT_MAX;
	int line = fault->place.line;
	while ((line = line_above(fault->source, line)) >= fault->context_place.line) {
		int column = group_column(fault->source, line, dash);
		int away = ABS(column - fault->place.column);
		if (column == 0 || away >= least)
			continue;
		least = away;
		best = (SyntaxPlace){.line = line, .column = column};
	}
	return best;
}

static Finding wrong_indent(const SyntaxFault *fault)
{
	SyntaxPlace intended = intended_place(fault);
	if (fault->place.column == intended.column)
		return wrong_member(fault);
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup(_("this line is not in line with the others of its group")),
	    .hint = g_strdup_printf(_("let it begin in column %d like line %d, or further right if it "
				      "belongs to the line above"),
				    intended.column, intended.line)};
}

// A value was complete, and something else follows it.
static Finding unexpected_text(const SyntaxFault *fault)
{
	char before = char_before(fault->source, fault->place);
	if (before == '"' || before == '\'')
		return after_quote(fault, before);
	if (before == '}' || before == ']')
		return after_bracket(fault, before);
	if (is_first_on_line(fault->source, fault->place))
		return wrong_indent(fault);
	return (Finding){.place = fault->place,
			 .what = g_strdup(_("this does not belong to the text before it")),
			 .hint = g_strdup(_("put quotes around the whole text"))};
}

static Finding wrong_start(const SyntaxFault *fault)
{
	char before = char_before(fault->source, fault->place);
	if (before == '"' || before == '\'')
		return after_quote(fault, before);
	if (before == '}' || before == ']')
		return after_bracket(fault, before);
	return (Finding){.place = fault->place,
			 .what = g_strdup(_("this line begins further left than the first one")),
			 .hint = g_strdup(_("let all keys of the file begin in column 1"))};
}

static Finding open_bracket(const SyntaxFault *fault)
{
	char bracket = *char_at(fault->source, fault->context_place);
	char before = char_before(fault->source, fault->place);
	bool at_quote = (before == '"' || before == '\'') && !is_first_on_line(fault->source, fault->place);
	if (at_quote)
		return after_quote(fault, before);
	SyntaxPlace place =
	    fault->place.line > fault->context_place.line ? fault->context_place : fault->place;
	char *what = g_strdup_printf(_("the `%c` of line %d is not closed, or a comma is missing"), bracket,
				     fault->context_place.line);
	return (Finding){
	    .place = place,
	    .what = what,
	    .hint = g_strdup(_("close it with its bracket; put a text that has one of , : [ ] { } in it, or "
			       "begins with a bracket, in quotes"))};
}

static Finding missing_value(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup(_("a value is missing before this")),
	    .hint = g_strdup(_("write it, or remove the comma or key; a text with brackets in it needs "
			       "quotes around it"))};
}

static Finding open_quote(const SyntaxFault *fault)
{
	return (Finding){.place = fault->context_place,
			 .what = g_strdup(_("the quote that opens here is never closed")),
			 .hint = g_strdup(_("put the same quote at the end of the text"))};
}

static Finding wrong_first_char(const SyntaxFault *fault)
{
	const char *place = char_at(fault->source, fault->place);
	return (Finding){.place = fault->place,
			 .what = g_strdup_printf(_("a text cannot begin with “%c”"), *place),
			 .hint = g_strdup(_("put quotes around the whole text"))};
}

static Finding tab_indent(const SyntaxFault *fault, int line)
{
	const char *start = line_start(fault->source, line);
	return (Finding){
	    .place = {.line = line, .column = (int)indent_of(start) + 1},
	    .what = g_strdup(_("a tab is used to indent this line")),
	    .hint = g_strdup(_("indent with spaces, two a level (editors can convert tabs to spaces)"))};
}

static Finding tab_before_value(const SyntaxFault *fault)
{
	return (Finding){.place = fault->place,
			 .what = g_strdup(_("a tab stands here")),
			 .hint = g_strdup(_("use spaces instead"))};
}

static Finding impossible_start(const SyntaxFault *fault)
{
	return *char_at(fault->source, fault->place) == '\t' ? tab_before_value(fault)
							     : wrong_first_char(fault);
}

static Finding star_or_ampersand(const SyntaxFault *fault)
{
	Finding finding =
	    wrong_first_char(&(SyntaxFault){.source = fault->source, .place = fault->context_place});
	g_autofree char *text = g_strndup(char_at(fault->source, fault->context_place),
					  strcspn(char_at(fault->source, fault->context_place), "\r\n"));
	g_autofree char *quoted = syntax_quoted(g_strchomp(text));
	g_free(finding.hint);
	finding.hint = g_strdup_printf(_("put quotes around the whole text: `%s`"), quoted);
	return finding;
}

static Finding text_after_marker(const SyntaxFault *fault)
{
	return (Finding){.place = fault->place,
			 .what = g_strdup_printf(_("nothing may follow the `%c` on its line"),
						 *char_at(fault->source, fault->context_place)),
			 .hint = g_strdup(_("begin the text in the next line, indented by two spaces"))};
}

static Finding list_after_key(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup(_("a list cannot begin in the middle of a line")),
	    .hint = g_strdup(_("begin it in the next line; a text that begins with a dash needs quotes "
			       "around it"))};
}

static Finding colon_in_brackets(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup(_("a text between brackets has a colon in it")),
	    .hint = g_strdup(_("put quotes around the text; after a key, a colon is followed by a space"))};
}

static Finding wrong_escape(const SyntaxFault *fault)
{
	return (Finding){.place = fault->place,
			 .what = g_strdup(_("a backslash inside \"…\" begins an escape, and this is none")),
			 .hint = g_strdup(_("write the backslash twice (\\\\), or put the text in '…'"))};
}

static Finding marker_in_quote(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->context_place,
	    .what = g_strdup_printf(_("the quote that opens here is not closed before `---` in line %d"),
				    fault->place.line),
	    .hint = g_strdup(_("put the same quote at the end of the text"))};
}

static Finding directive(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->context_place,
	    .what = g_strdup(_("a line that begins with % is an instruction to YAML, and this is none")),
	    .hint = g_strdup(_("put the text in quotes, after its key"))};
}

static Finding question_mark(const SyntaxFault *fault)
{
	return (Finding){.place = fault->place,
			 .what = g_strdup(_("a text cannot begin with a question mark and a space")),
			 .hint = g_strdup(_("put quotes around the whole text"))};
}

typedef struct Rule {
	const char *problem; // a part of libyaml's words
	const char *context; // also, or NULL
	Finding (*find)(const SyntaxFault *fault);
} Rule;

static const Rule rules[] = {
    {"mapping values are not allowed", NULL, unexpected_colon},
    {"could not find expected ':'", NULL, missing_colon},
    {"did not find expected key", NULL, unexpected_text},
    {"did not find expected '-' indicator", NULL, unexpected_text},
    {"did not find expected <document start>", NULL, wrong_start},
    {"did not find expected ',' or", NULL, open_bracket},
    {"did not find expected node content", NULL, missing_value},
    {"found unexpected end of stream", "quoted scalar", open_quote},
    {"found unexpected document indicator", NULL, marker_in_quote},
    {"found character that cannot start any token", NULL, impossible_start},
    {"did not find expected alphabetic or numeric character", NULL, star_or_ampersand},
    {"tag", NULL, star_or_ampersand},
    {"", " tag", star_or_ampersand},
    {"did not find expected comment or line break", "block scalar", text_after_marker},
    {"indentation indicator", "block scalar", text_after_marker},
    {"found unexpected ':'", NULL, colon_in_brackets},
    {"block sequence entries are not allowed", NULL, list_after_key},
    {"mapping keys are not allowed", NULL, question_mark},
    {"", "parsing a quoted scalar", wrong_escape},
    {"", "directive", directive},
    {"directive", NULL, directive},
};

static Finding unknown(const SyntaxFault *fault)
{
	return (Finding){
	    .place = fault->place,
	    .what = g_strdup_printf(_("this cannot be read as YAML: %s"), fault->problem),
	    .hint = g_strdup(_("check the quotes and the indentation of this line and the one above"))};
}

static bool matches(const Rule *rule, const SyntaxFault *fault)
{
	return strstr(fault->problem, rule->problem) &&
	       (!rule->context || strstr(fault->context, rule->context));
}

// The line of the fault, or the one above, where it is indented with a tab; otherwise 0.
static int line_with_tab(const SyntaxFault *fault)
{
	int lines[] = {fault->place.line, line_above(fault->source, fault->place.line)};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		const char *start = line_start(fault->source, lines[i]);
		if (lines[i] > 0 && start[indent_of(start)] == '\t')
			return lines[i];
	}
	return 0;
}

// The same for a sign that looks like a space.
static int line_with_false_space(const SyntaxFault *fault)
{
	int lines[] = {fault->place.line, line_above(fault->source, fault->place.line)};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (lines[i] > 0 && prose_false_space(line_start(fault->source, lines[i])))
			return lines[i];
	return 0;
}

static Finding false_space(const SyntaxFault *fault, int line)
{
	const char *start = line_start(fault->source, line);
	Finding finding = {.place = {.line = line, .column = (int)indent_of(start) + 1}};
	prose_explain_space(prose_false_space(start), &finding.what, &finding.hint);
	return finding;
}

// The line above where it says `key: []`, and the next one goes on as if it did not; otherwise 0. *empty gets
// what says so.
static int line_with_nothing(const SyntaxFault *fault, int line, const char **empty)
{
	static const char *const nothings[] = {": []", ": {}", ": \"\"", ": ''"};
	int above = line_above(fault->source, line);
	const char *start = line_start(fault->source, line);
	bool dash = g_str_has_prefix(start + indent_of(start), "- ");
	if (!above || (int)indent_of(start) + dash < group_column(fault->source, above, false))
		return 0;
	g_autofree char *content = line_content(fault->source, above);
	char *comment = strstr(content, " #");
	if (comment)
		*comment = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(nothings); i++) {
		*empty = nothings[i] + 2;
		if (g_str_has_suffix(g_strchomp(content), nothings[i]))
			return above;
	}
	return 0;
}

static Finding after_nothing(const SyntaxFault *fault, int line, const char *empty)
{
	const char *start = line_start(fault->source, line);
	const char *place = g_strstr_len(start, (gssize)strcspn(start, "\r\n"), empty);
	return (Finding){.place = {.line = line, .column = (int)g_utf8_pointer_to_offset(start, place) + 1},
			 .what = g_strdup_printf(
			     _("`%s` says that there is nothing, but the next lines belong to this"), empty),
			 .hint = g_strdup_printf(_("delete the `%s`"), empty)};
}

static Finding find(const SyntaxFault *fault)
{
	int tab_line = line_with_tab(fault);
	if (tab_line)
		return tab_indent(fault, tab_line);
	int false_line = line_with_false_space(fault);
	if (false_line)
		return false_space(fault, false_line);
	const int lines[] = {fault->place.line, fault->context_place.line};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		const char *empty;
		int line = line_with_nothing(fault, lines[i], &empty);
		if (line)
			return after_nothing(fault, line, empty);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (matches(&rules[i], fault))
			return rules[i].find(fault);
	return unknown(fault);
}

void syntax_report(DiagList *diags, const SyntaxFault *fault)
{
	Finding finding = find(fault);
	Span span = {.source = fault->source,
		     .line = finding.place.line,
		     .column = finding.place.column,
		     .end_line = finding.place.line,
		     .end_column = finding.place.column + 1};
	diag_take(diags, SEVERITY_ERROR, "yaml.syntax", span, finding.what, finding.hint);
}
