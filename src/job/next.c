#include "job/next.h"

#include <string.h>

#include "job/data.h"
#include "job/paths.h"
#include "load/json.h"
#include "load/load.h"
#include "model/date.h"

// A stretch of the text and what to put there instead.
typedef struct Edit {
	size_t start, end; // bytes
	char *text;        // NULL: nothing
} Edit;

typedef struct Editor {
	const char *text;
	GPtrArray *lines; // const char *: where each line starts; one more at the end of the text
	GArray *edits;    // Edit
	Date date, next;
	int number; // of the issue before, where it has one; otherwise 0
} Editor;

static void edit_clear(void *data)
{
	g_free(((Edit *)data)->text);
}

static void take_edit(Editor *editor, size_t start, size_t end, char *text)
{
	Edit edit = {start, end, text};
	g_array_append_val(editor->edits, edit);
}

// --- lines, from 1 ---

static void split_lines(Editor *editor)
{
	const char *line = editor->text;
	while (*line) {
		g_ptr_array_add(editor->lines, (void *)line);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	g_ptr_array_add(editor->lines, (void *)line);
}

static int line_count(const Editor *editor)
{
	return (int)editor->lines->len - 1;
}

static const char *line_start(const Editor *editor, int line)
{
	return g_ptr_array_index(editor->lines, (guint)(line - 1));
}

static size_t offset_at(const Editor *editor, int line, int column)
{
	const char *start = line_start(editor, line);
	return (size_t)(g_utf8_offset_to_pointer(start, column - 1) - editor->text);
}

static int line_indent(const Editor *editor, int line)
{
	return (int)strspn(line_start(editor, line), " ");
}

static char line_first(const Editor *editor, int line)
{
	return line_start(editor, line)[line_indent(editor, line)];
}

static bool line_is_empty(const Editor *editor, int line)
{
	return strchr("\r\n", line_first(editor, line)) != NULL;
}

// The last line of a block that begins on `line`, its lines indented by at least `indent` columns.
// At that very indent only dashes go on with a list.
static int block_end(const Editor *editor, int line, int indent, bool list)
{
	int last = line;
	for (int at = line + 1; at <= line_count(editor); at++) {
		bool deeper = line_indent(editor, at) > indent;
		bool same = line_indent(editor, at) == indent && (!list || line_first(editor, at) == '-');
		if (line_is_empty(editor, at) || (list && !deeper && line_first(editor, at) == '#'))
			continue;
		if (!deeper && !same)
			break;
		last = at;
	}
	return last;
}

// --- what changes ---

static void replace_value(Editor *editor, const Value *value, char *text)
{
	const Span *span = &value->span;
	take_edit(editor, offset_at(editor, span->line, span->column),
		  offset_at(editor, span->end_line, span->end_column), text);
}

// Lines as comments: a pattern to write the next ones by. Those that are empty part paragraphs.
static char *comment_out(const Editor *editor, int first, int last, int indent)
{
	GString *result = g_string_new(NULL);
	for (int line = first; line <= last; line++) {
		const char *start = line_start(editor, line);
		const char *end = line_start(editor, line + 1);
		int shift = MIN(indent, (int)(end - start) - 1);
		if (line_is_empty(editor, line))
			g_string_append_printf(result, "%*s#\n", indent, "");
		else
			g_string_append_printf(result, "%.*s# %.*s", shift, start, (int)(end - start) - shift,
					       start + shift);
	}
	return g_string_free(result, FALSE);
}

// Takes out lines, and puts other text (taken over) there.
static void replace_lines(Editor *editor, int first, int last, char *text)
{
	take_edit(editor, (size_t)(line_start(editor, first) - editor->text),
		  (size_t)(line_start(editor, last + 1) - editor->text), text);
}

// Whether a value is of a map in {…}: nothing else is followed by , or }.
static bool is_in_braces(const Editor *editor, const Value *value)
{
	const char *next = editor->text + offset_at(editor, value->span.end_line, value->span.end_column);
	next += strspn(next, " \t\r\n");
	while (*next == '#') {
		next += strcspn(next, "\n");
		next += strspn(next, " \t\r\n");
	}
	return *next == ',' || *next == '}';
}

static void empty_block_list(Editor *editor, const Value *list)
{
	int indent = list->span.column - 1;
	int end = block_end(editor, list->span.line, indent, true);
	int pattern_end = list->length > 1 ? list->items[1]->span.line - 1 : end;
	while (line_is_empty(editor, pattern_end) || line_first(editor, pattern_end) == '#')
		pattern_end--;
	replace_lines(editor, list->span.line, end,
		      comment_out(editor, list->span.line, pattern_end, indent));
}

// The first entry of a list in [ ], as it would stand on lines of its own.
static char *comment_item(const Editor *editor, const Value *item, int indent)
{
	size_t start = offset_at(editor, item->span.line, item->span.column);
	size_t end = offset_at(editor, item->span.end_line, item->span.end_column);
	g_autofree char *text = g_strndup(editor->text + start, end - start);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *result = g_string_new(NULL);
	for (char **line = lines; *line; line++)
		g_string_append_printf(result, "%*s# %s%s\n", indent, "", line == lines ? "- " : "  ",
				       g_strstrip(*line));
	return g_string_free(result, FALSE);
}

static void empty_flow_list(Editor *editor, const Field *field)
{
	const Value *list = field->value;
	if (is_in_braces(editor, list)) {
		replace_value(editor, list, g_strdup("[]"));
		return;
	}
	size_t start = offset_at(editor, list->span.line, list->span.column);
	while (editor->text[start - 1] == ' ')
		start--;
	take_edit(editor, start, offset_at(editor, list->span.end_line, list->span.end_column), NULL);
	size_t after = (size_t)(line_start(editor, list->span.end_line + 1) - editor->text);
	if (list->length && after > 0 && editor->text[after - 1] == '\n')
		take_edit(editor, after, after,
			  comment_item(editor, list->items[0], field->name_span.column + 1));
}

// A text is a pattern together with its key.
static void empty_text(Editor *editor, const Field *field)
{
	const Value *value = field->value;
	const Span *name = &field->name_span;
	bool own_lines = line_indent(editor, name->line) == name->column - 1 && !is_in_braces(editor, value);
	if (*value->text == '\0')
		return;
	if (!own_lines) {
		replace_value(editor, value, g_strdup("\"\""));
		return;
	}
	int last =
	    value->block ? block_end(editor, value->span.line, value->indent, false) : value->span.end_line;
	while (line_is_empty(editor, last))
		last--;
	replace_lines(editor, name->line, last, comment_out(editor, name->line, last, name->column - 1));
}

static void empty_field(const Field *field, void *data)
{
	Editor *editor = data;
	const Value *value = field->value;
	bool flow = editor->text[offset_at(editor, value->span.line, value->span.column)] == '[';
	if (value->kind == VALUE_LIST && flow)
		empty_flow_list(editor, field);
	else if (value->kind == VALUE_LIST && value->length)
		empty_block_list(editor, value);
	else if (value->kind == VALUE_SCALAR)
		empty_text(editor, field);
}

static void raise_number(const Field *field, void *data)
{
	Editor *editor = data;
	int number;
	if (!value_as_int(field->value, &number))
		return;
	editor->number = number;
	replace_value(editor, field->value, g_strdup_printf("%d", number + 1));
}

static bool line_names(const Editor *editor, int line, const char *number)
{
	const char *end = line_start(editor, line + 1);
	const char *place = line_start(editor, line);
	while ((place = strstr(place, number)) && place < end) {
		bool begins = place == editor->text || !g_ascii_isdigit(place[-1]);
		place += strlen(number);
		if (begins && !g_ascii_isdigit(*place))
			return true;
	}
	return false;
}

// A comment without words.
static bool line_is_bare(const Editor *editor, int line)
{
	const char *start = line_start(editor, line);
	return *start == '#' && strchr("\r\n", start[1 + strspn(start + 1, "# ")]);
}

static bool line_is_remark(const Editor *editor, int line)
{
	const char *start = line_start(editor, line);
	return *start == '#' && !line_is_bare(editor, line) &&
	       !g_str_has_prefix(start, "# yaml-language-server:");
}

// Paragraphs of the comment at the head of the file that name the issue's number speak of that issue.
static void leave_out_remarks(Editor *editor)
{
	g_autofree char *number = g_strdup_printf("%d", editor->number);
	int line = 1;
	while (line <= line_count(editor) &&
	       (line_first(editor, line) == '#' || line_is_empty(editor, line))) {
		int first = line;
		bool names = false;
		for (; line <= line_count(editor) && line_is_remark(editor, line); line++)
			names |= line_names(editor, line, number);
		// What parts it from the next paragraph goes with it.
		line += line <= line_count(editor) && line_is_bare(editor, line);
		line += line == first;
		if (names)
			replace_lines(editor, first, line - 1, NULL);
	}
}

static Date next_month(Date date)
{
	Date next = {date.year + date.month / 12, date.month % 12 + 1, date.day};
	while (next.day > 28 &&
	       !g_date_valid_dmy((GDateDay)next.day, (GDateMonth)next.month, (GDateYear)next.year))
		next.day--;
	return next;
}

static void raise_month(const Field *field, void *data)
{
	Editor *editor = data;
	const char *text = value_text(field->value);
	if (!text || !date_parse(text, &editor->date) || !editor->date.month)
		return;
	editor->next = next_month(editor->date);
	char *result = g_strdup_printf("%04d-%02d", editor->next.year, editor->next.month);
	if (editor->next.day) {
		char *month = result;
		result = g_strdup_printf("%s-%02d", month, editor->next.day);
		g_free(month);
	}
	replace_value(editor, field->value, result);
}

// The year in texts such as a copyright line.
static void raise_year(const Field *field, void *data)
{
	Editor *editor = data;
	const Value *value = field->value;
	g_autofree char *year = g_strdup_printf("%d", editor->date.year);
	const char *found = value_text(value) && editor->date.year ? strstr(value->text, year) : NULL;
	if (!found || editor->next.year == editor->date.year)
		return;
	Span span = value_span_at(value, (size_t)(found - value->text), strlen(year));
	size_t start = offset_at(editor, span.line, span.column);
	start += (size_t)(strstr(editor->text + start, year) - (editor->text + start));
	take_edit(editor, start, start + strlen(year), g_strdup_printf("%d", editor->next.year));
}

// What is put in at a place goes before what is replaced from there on.
static int compare_edits(gconstpointer a, gconstpointer b)
{
	const Edit *x = a, *y = b;
	return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
				    : (x->end > y->end) - (x->end < y->end);
}

static char *apply_edits(Editor *editor)
{
	GString *result = g_string_new(NULL);
	size_t at = 0;
	g_array_sort(editor->edits, compare_edits);
	for (guint i = 0; i < editor->edits->len; i++) {
		const Edit *edit = &g_array_index(editor->edits, Edit, i);
		g_string_append_len(result, editor->text + at, (gssize)(edit->start - at));
		g_string_append(result, edit->text ? edit->text : "");
		at = edit->end;
	}
	g_string_append(result, editor->text + at);
	return g_string_free(result, FALSE);
}

static char *make_next(const Value *issue, const Value *rules)
{
	Editor editor = {.text = issue->span.source->text};
	editor.lines = g_ptr_array_new();
	editor.edits = g_array_new(FALSE, FALSE, sizeof(Edit));
	g_array_set_clear_func(editor.edits, edit_clear);
	split_lines(&editor);
	paths_visit(issue, value_get(rules, "number"), raise_number, &editor);
	paths_visit(issue, value_get(rules, "month"), raise_month, &editor);
	paths_visit(issue, value_get(rules, "year"), raise_year, &editor);
	paths_visit(issue, value_get(rules, "empty"), empty_field, &editor);
	if (editor.number)
		leave_out_remarks(&editor);
	char *result = apply_edits(&editor);
	g_array_unref(editor.edits);
	g_ptr_array_unref(editor.lines);
	return result;
}

char *job_next_issue(Arena *arena, const char *path, DiagList *diags)
{
	const Value *issue = load_yaml_file(arena, diags, &(FilePlace){.path = path}, path);
	if (!issue || diag_list_has_errors(diags))
		return NULL;
	Span fault;
	const Value *schema = json_read(arena, load_issue_schema(), "issue.schema.json", &fault);
	return make_next(issue, value_get(schema, "x-next"));
}

char *job_first_issue(void)
{
	g_autofree char *path = data_find_file("layouts/NEW");
	char *text = NULL;
	if (path)
		g_file_get_contents(path, &text, NULL, NULL);
	return text;
}
