// What is probably a slip in an issue, though the schema takes it. Which dates mean what is not known
// here: the schema's "x-preflight" names their paths, "*" standing for any item of a list.
#include <string.h>

#include "base/intl.h"
#include "job/paths.h"
#include "job/stages.h"
#include "model/date.h"

typedef struct Preflight {
	DiagList *diags;
	Date date;           // of the issue; year 0: none
	GHashTable *entries; // what an entry says → the Value that said it first
} Preflight;

static void warn(Preflight *preflight, const char *code, Span span, char *what, char *hint)
{
	diag_take(preflight->diags, SEVERITY_WARNING, code, span, what, hint);
}

// --- links and pictures ---

static bool is_without_target(const Value *url)
{
	const char *text = value_text(url);
	return !text || !*text || strcmp(text, "#") == 0;
}

static void warn_link(Preflight *preflight, Span span)
{
	warn(preflight, "link.no-target", span, g_strdup(_("this link has no target yet")),
	     g_strdup(_("give its address (url); until then it prints as plain text")));
}

static void check_link_map(Preflight *preflight, const Value *map)
{
	if (value_is_present(value_get(map, "label")) && is_without_target(value_get(map, "url")))
		warn_link(preflight, map->span);
}

// Markdown links: "](" and then nothing, or a lone "#", up to ")".
static void check_links_in_text(Preflight *preflight, const Value *scalar)
{
	for (const char *at = scalar->text; (at = strstr(at, "]("));) {
		size_t offset = (size_t)(at - scalar->text);
		at += strlen("](");
		size_t length = strcspn(at, ")");
		if (at[length] && (length == 0 || (length == 1 && *at == '#')))
			warn_link(preflight, value_span_at(scalar, offset, length + 3));
	}
}

static void check_picture(Preflight *preflight, const Value *map)
{
	bool decorative = false;
	if (!value_is_present(value_get(map, "src")) || value_is_present(value_get(map, "alt")))
		return;
	if (value_as_bool(value_get(map, "decorative"), &decorative) && decorative)
		return;
	warn(preflight, "image.no-alt", value_get(map, "src")->span,
	     g_strdup(_("this picture has no words (alt)")),
	     g_strdup(
		 _("say in `alt` what it shows, for those who cannot see it, or set `decorative: true`")));
}

// --- entries given twice ---

static void append_content(GString *key, const Value *value)
{
	if (!value)
		return;
	if (value->kind == VALUE_SCALAR)
		g_string_append_printf(key, "%s\n", value->text);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->length; i++)
		append_content(key, value->items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++) {
		g_string_append_printf(key, "%s:", value->fields[i].name);
		append_content(key, value->fields[i].value);
	}
}

// What makes two entries the same: title, dates and place; all of it where there is no title.
static char *entry_key(const Value *entry)
{
	static const char *const telling[] = {"title", "date", "deadline", "place", "host"};
	GString *key = g_string_new(NULL);
	if (!value_get_text(entry, "title"))
		append_content(key, entry);
	for (size_t i = 0; i < G_N_ELEMENTS(telling) && value_get_text(entry, "title"); i++)
		g_string_append_printf(
		    key, "%s\n", value_get_text(entry, telling[i]) ? value_get_text(entry, telling[i]) : "");
	return g_string_free(key, FALSE);
}

static void check_doubled(Preflight *preflight, const Value *entry)
{
	g_autofree char *key = entry_key(entry);
	const Value *earlier = *key ? g_hash_table_lookup(preflight->entries, key) : NULL;
	if (earlier)
		warn(preflight, "entry.doubled", entry->span, g_strdup(_("this entry is given twice")),
		     g_strdup_printf(_("it stands already on line %d; remove one"), earlier->span.line));
	else if (*key)
		g_hash_table_insert(preflight->entries, g_steal_pointer(&key), (void *)entry);
}

// --- sections ---

static bool has_content(const Value *section)
{
	for (size_t i = 0; i < section->length; i++) {
		const Field *field = &section->fields[i];
		bool heading = strcmp(field->name, "kind") == 0 || strcmp(field->name, "title") == 0;
		if (!heading && field->value->kind != VALUE_MAP && value_is_present(field->value))
			return true;
	}
	return false;
}

static void check_section(Preflight *preflight, const Value *section)
{
	if (section->kind == VALUE_MAP && !has_content(section))
		warn(preflight, "section.empty", section->span, g_strdup(_("this section is empty")),
		     g_strdup(_("fill it, or remove it: it is left out of the pages")));
}

// --- dates ---

// -1, 0, 1 as `a` is before, the same as, or after `b`, as far as both are given.
static int compare_given(Date a, Date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month && a.month && b.month)
		return a.month < b.month ? -1 : 1;
	if (a.day != b.day && a.day && b.day && a.month)
		return a.day < b.day ? -1 : 1;
	return 0;
}

static bool read_date(const Preflight *preflight, const Field *field, Date *date)
{
	const char *text = value_text(field->value);
	return preflight->date.year && text && date_parse(text, date);
}

static void check_not_past(const Field *field, void *data)
{
	Preflight *preflight = data;
	Date date;
	if (read_date(preflight, field, &date) && compare_given(date, preflight->date) < 0)
		warn(preflight, "date.past", field->value->span,
		     g_strdup_printf(_("%s is before the date of the issue"), field->value->text),
		     g_strdup(_("correct the date, or remove the entry")));
}

static void check_coming_year(const Field *field, void *data)
{
	Preflight *preflight = data;
	Date date, end = preflight->date;
	end.year++;
	if (!read_date(preflight, field, &date))
		return;
	if (compare_given(date, preflight->date) < 0 || compare_given(date, end) > 0)
		warn(preflight, "date.far", field->value->span,
		     g_strdup_printf(_("%s is not within a year after the date of the issue"),
				     field->value->text),
		     g_strdup(_("check the year and the month")));
}

// --- the walk ---

static void check_value(Preflight *preflight, const Value *value)
{
	if (value->kind == VALUE_SCALAR)
		check_links_in_text(preflight, value);
	if (value->kind == VALUE_MAP) {
		check_link_map(preflight, value);
		check_picture(preflight, value);
	}
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->length; i++)
		check_value(preflight, value->fields[i].value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->length; i++) {
		if (value->items[i]->kind == VALUE_MAP)
			check_doubled(preflight, value->items[i]);
		check_value(preflight, value->items[i]);
	}
}

void preflight_issue(DiagList *diags, const Value *issue, const Value *rules)
{
	Preflight preflight = {.diags = diags};
	const char *date = value_get_text(issue, "date");
	if (!date || !date_parse(date, &preflight.date))
		preflight.date.year = 0;
	preflight.entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	check_value(&preflight, issue);
	const Value *sections = value_get(issue, "sections");
	for (size_t i = 0; sections && i < sections->length; i++)
		check_section(&preflight, sections->items[i]);
	paths_visit(issue, value_get(rules, "not-past"), check_not_past, &preflight);
	paths_visit(issue, value_get(rules, "coming-year"), check_coming_year, &preflight);
	g_hash_table_unref(preflight.entries);
}
