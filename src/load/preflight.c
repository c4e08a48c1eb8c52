#include "load/preflight.h"

#include <string.h>

#include "base/bracket.h"
#include "base/intl.h"
#include "load/embedded.h"
#include "model/date.h"

enum {
	ARGUMENTS_MAX = 4,
	LABEL_MAX = 60, // characters of a link's words that are told
};

typedef struct Preflight {
	DiagList *diags;
	Date date; // of the issue; year 0: not known
} Preflight;

// What is looked at.
typedef struct Subject {
	const char *name; // of its field, or of the list it is in
	const Value *value;
	const char *arguments[ARGUMENTS_MAX]; // of the check; NULL where there are fewer
} Subject;

static void warn(Preflight *preflight, const char *code, Span span, char *what, char *hint)
{
	diag_take(preflight->diags, SEVERITY_WARNING, code, span, what, hint);
}

// --- links ---

static void warn_link(Preflight *preflight, Span span, const char *label)
{
	glong length = g_utf8_strlen(label, -1);
	g_autofree char *start = g_utf8_substring(label, 0, MIN(length, LABEL_MAX));
	warn(preflight, "link.no-target", span,
	     g_strdup_printf(_("the link “%s%s” has no address yet"), start, length > LABEL_MAX ? "…" : ""),
	     g_strdup(_("add it; until then it prints as plain text")));
}

static bool leads_nowhere(const char *target)
{
	return !target || *target == '\0' || strcmp(target, "#") == 0;
}

static void check_target(Preflight *preflight, const Subject *subject)
{
	const Value *map = subject->value;
	const Value *words = value_get(map, subject->arguments[1]);
	if (map->kind == VALUE_MAP && words && leads_nowhere(value_get_text(map, subject->arguments[0])))
		warn_link(preflight, words->span, value_text(words) ? words->text : "");
}

// "[words]()" and "[words](#)".
static void check_links(Preflight *preflight, const Value *value)
{
	SpanMark mark = {0};
	for (const char *end = value->text; (end = strstr(end, "](")) != NULL; end++) {
		const char *close = end + strlen("](") + strspn(end + strlen("]("), " #<>");
		const char *open =
		    *close == ')' ? bracket_find_opening(value->text, end, VALUE_SPAN_BACK) : NULL;
		if (!open)
			continue;
		g_autofree char *label = g_strndup(open + 1, (size_t)(end - open - 1));
		Span span =
		    value_span_near(value, (size_t)(open - value->text), (size_t)(close + 1 - open), &mark);
		warn_link(preflight, span, label);
	}
}

// --- texts and pictures ---

static void check_text(Preflight *preflight, const Subject *subject)
{
	const Value *value = subject->value;
	if (value->kind != VALUE_SCALAR)
		return;
	check_links(preflight, value);
	if (value->text[strspn(value->text, " \t\r\n")] == '\0')
		warn(preflight, "text.empty", value->span, g_strdup_printf(_("`%s` is empty"), subject->name),
		     g_strdup(_("write its text, or delete the line")));
}

static void check_alt(Preflight *preflight, const Subject *subject)
{
	const Value *picture = subject->value;
	bool is_decorative = false;
	if (picture->kind == VALUE_MAP)
		value_as_bool(value_get(picture, subject->arguments[1]), &is_decorative);
	if (picture->kind != VALUE_MAP || is_decorative ||
	    value_is_present(value_get(picture, subject->arguments[0])))
		return;
	warn(preflight, "image.no-alt", picture->span,
	     g_strdup(_("the picture has no words for those who cannot see it")),
	     g_strdup_printf(_("say in `%s` what it shows, or write `%s: true`"), subject->arguments[0],
			     subject->arguments[1]));
}

// --- lists ---

static void check_filled(Preflight *preflight, const Subject *subject)
{
	if (!value_is_present(subject->value))
		warn(preflight, "list.empty", subject->value->span,
		     g_strdup_printf(_("`%s` has no entries"), subject->name),
		     g_strdup(_("add them; what is empty is left out of the pages")));
}

// The texts that tell an entry, or NULL where it has none.
static char *telling_texts(const Value *entry, const char *const *keys)
{
	GString *texts = g_string_new(NULL);
	bool any = false;
	for (int i = 0; i < ARGUMENTS_MAX && keys[i]; i++) {
		const char *text = value_get_text(entry, keys[i]);
		g_string_append_printf(texts, "%s\n", text ? text : "");
		any = any || text;
	}
	return g_string_free(texts, !any);
}

static void check_distinct(Preflight *preflight, const Subject *subject)
{
	const Value *list = subject->value;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; list->kind == VALUE_LIST && i < list->length; i++) {
		char *texts = telling_texts(list->items[i], subject->arguments);
		const Value *first = texts ? g_hash_table_lookup(seen, texts) : NULL;
		if (first)
			warn(
			    preflight, "list.doubled", list->items[i]->span,
			    g_strdup_printf(_("this entry of `%s` is there twice"), subject->name),
			    g_strdup_printf(_("it is the same as in line %d: remove one"), first->span.line));
		if (first || !texts)
			g_free(texts);
		else
			g_hash_table_insert(seen, texts, list->items[i]);
	}
}

// --- dates ---

static bool read_date(const Preflight *preflight, const Subject *subject, Date *date)
{
	return preflight->date.year && date_parse(value_text(subject->value), date);
}

static void check_not_past(Preflight *preflight, const Subject *subject)
{
	Date date;
	if (read_date(preflight, subject, &date) && date_compare(date, preflight->date) < 0)
		warn(preflight, "date.past", subject->value->span,
		     g_strdup_printf(_("%s is before the date of the issue"), subject->value->text),
		     g_strdup(_("correct the date, or remove the entry")));
}

static void check_coming_year(Preflight *preflight, const Subject *subject)
{
	Date date, last = preflight->date;
	last.year++;
	if (!read_date(preflight, subject, &date))
		return;
	if (date_compare(date, preflight->date) < 0)
		check_not_past(preflight, subject);
	else if (date_compare(date, last) > 0)
		warn(preflight, "date.far", subject->value->span,
		     g_strdup_printf(_("%s is more than a year after the date of the issue"),
				     subject->value->text),
		     g_strdup(_("check the year")));
}

// Entries by date: one that is earlier than the one above it.
static void check_ascending(Preflight *preflight, const Subject *subject)
{
	const Value *list = subject->value;
	Date last = {0}, date;
	int line = 0;
	for (size_t i = 0; list->kind == VALUE_LIST && i < list->length; i++) {
		const Value *value = value_get(list->items[i], subject->arguments[0]);
		if (!date_parse(value_text(value), &date))
			continue;
		if (line && date_compare(date, last) < 0)
			warn(
			    preflight, "list.order", value->span,
			    g_strdup_printf(_("%s comes after a later date, that of line %d"), value->text,
					    line),
			    g_strdup_printf(_("put the entries of `%s` in the order of their dates: they are "
					      "printed as they stand"),
					    subject->name));
		last = date;
		line = value->span.line;
	}
}

// --- quotations ---

// Whether a line begins a list, a heading or a rule, which no quotation above it takes in.
static bool begins_block(const char *line)
{
	size_t digits = strspn(line, "0123456789");
	const char *sign = line + digits;
	if (!*sign || !strchr(digits ? ".)" : "-+*#", *sign))
		return false;
	sign += digits ? 1 : strspn(sign, "-+*#");
	return strchr(" \t\n", *sign) != NULL;
}

// Block quotes of a Markdown text: runs of lines that begin with >, with what goes on behind them.
static size_t count_quotations(const char *text)
{
	size_t count = 0;
	bool inside = false;
	for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *first = line + strspn(line, " \t");
		if (*first == '>' && !inside)
			count++;
		inside = *first == '>' || (inside && *first != '\n' && *first && !begins_block(first));
	}
	return count;
}

// A list that goes with the quotations of a text, one for each.
static void check_quotations(Preflight *preflight, const Subject *subject)
{
	const char *name = subject->arguments[0], *text_name = subject->arguments[1];
	const Value *list = value_get(subject->value, name);
	const char *text = value_get_text(subject->value, text_name);
	size_t count = text ? count_quotations(text) : 0;
	if (!list || list->kind != VALUE_LIST || list->length <= count)
		return;
	warn(preflight, "list.quotations", list->items[count]->span,
	     g_strdup_printf(_("`%s` has more entries (%zu) than `%s` has quotations with > (%zu)"), name,
			     list->length, text_name, count),
	     g_strdup(_("remove those from here on, which are not printed, or begin the quotation with >")));
}

static void check_nothing(Preflight *preflight, const Subject *subject)
{
	(void)preflight, (void)subject;
}

// --- the walk ---

typedef struct Check {
	const char *name;
	void (*look)(Preflight *preflight, const Subject *subject);
} Check;

static const Check checks[] = {
    {"text", check_text},
    {"target", check_target},
    {"alt", check_alt},
    {"filled", check_filled},
    {"distinct", check_distinct},
    {"not-past", check_not_past},
    {"coming-year", check_coming_year},
    {"ascending", check_ascending},
    {"quotations", check_quotations},
    {"issue-date", check_nothing},
};

static void run_check(Preflight *preflight, const char *word, Subject subject)
{
	g_auto(GStrv) parts = g_strsplit(word, ":", 2);
	g_auto(GStrv) arguments = g_strsplit(parts[0] && parts[1] ? parts[1] : "", ",", ARGUMENTS_MAX);
	for (int i = 0; arguments[i]; i++)
		subject.arguments[i] = arguments[i];
	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
		if (strcmp(checks[i].name, parts[0]) == 0) {
			checks[i].look(preflight, &subject);
			return;
		}
	g_error("the schema has an x-check that is not known: %s", word);
}

static void run_checks(Preflight *preflight, const char *words, Subject subject)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	for (int i = 0; list[i]; i++)
		run_check(preflight, list[i], subject);
}

static void visit(Preflight *preflight, const Schema *schema, Subject subject)
{
	const Value *value = subject.value;
	if (schema->check)
		run_checks(preflight, schema->check, subject);
	if (schema->ref)
		visit(preflight, schema->ref, subject);
	for (guint i = 0; i < schema->all_of.count; i++)
		visit(preflight, schema->all_of.items[i], subject);
	const Schema *branch = schema_branch(schema, value);
	if (branch)
		visit(preflight, branch, subject);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++) {
		const Field *field = &value->fields[i];
		const Schema *property = schema_property(schema, field->name);
		if (property)
			visit(preflight, property, (Subject){.name = field->name, .value = field->value});
	}
	for (size_t i = 0; value->kind == VALUE_LIST && schema->items && i < value->length; i++)
		visit(preflight, schema->items, (Subject){.name = subject.name, .value = value->items[i]});
}

static Date find_issue_date(const Schema *schema, const Value *issue)
{
	Date date = {0};
	for (guint i = 0; i < schema->properties.count; i++) {
		const SchemaField *property = &schema->properties.items[i];
		if (g_strcmp0(property->schema->check, "issue-date") == 0)
			date_parse(value_get_text(issue, property->name), &date);
	}
	return date;
}

void load_preflight(DiagList *diags, const Value *issue)
{
	g_autoptr(Arena) arena = arena_new();
	const Schema *schema = embedded_issue_schema(arena);
	Preflight preflight = {.diags = diags, .date = find_issue_date(schema, issue)};
	visit(&preflight, schema, (Subject){.name = "", .value = issue});
	diag_list_sort(diags);
}

void load_warn_unplaced(DiagList *diags, const Value *issue)
{
	const Value *list = value_get(issue, "unplaced");
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->length; i++)
		diag_take(diags, SEVERITY_WARNING, "issue.unplaced", list->items[i]->span,
			  g_strdup(_("this text is not on the pages: the import found no place for it")),
			  g_strdup(_("move it to where it belongs, or delete the entry")));
}
