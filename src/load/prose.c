#include "load/prose.h"

#include <string.h>

#include "base/intl.h"

enum {
	SHOWN_MAX = 40, // characters of a text that are told
	STEP = 2,       // columns a text is usually indented by
};

bool prose_is_key(const char *name)
{
	return strchr(name, ' ') || strstr(name, "\u00A0") || prose_false_space(name);
}

// --- spaces that are none ---

gunichar prose_false_space(const char *line)
{
	line += strspn(line, " \t");
	gunichar sign = g_utf8_get_char(line);
	bool is_none = sign == 0x200B || sign == 0x2060 || (sign > 0x7F && g_unichar_isspace(sign));
	return is_none ? sign : 0;
}

void prose_explain_space(gunichar sign, char **what, char **hint)
{
	const char *name =
	    sign == 0xA0 || sign == 0x202F ? _("a no-break space") : _("a sign that cannot be seen");
	*what =
	    g_strdup_printf(_("%s (U+%04X) stands among the spaces this line is indented by"), name, sign);
	*hint = g_strdup(_("delete what stands before the first word, and type usual spaces"));
}

// --- lines that are not indented ---

static const Field *field_above(const Value *map, const Field *field)
{
	return field > map->fields ? field - 1 : NULL;
}

// The column that the text of a block begins in.
static int text_column(const Field *field)
{
	int column = field->name_span.column + STEP;
	return field->value->indent > 0 ? MAX(field->value->indent + 1, field->name_span.column + 1) : column;
}

void prose_explain(const Value *map, const Field *field, char **what, char **hint)
{
	gunichar sign = prose_false_space(field->name);
	if (sign) {
		prose_explain_space(sign, what, hint);
		return;
	}
	g_autofree char *start =
	    g_utf8_substring(field->name, 0, MIN(g_utf8_strlen(field->name, -1), SHOWN_MAX));
	*what = g_strdup_printf(_("“%s%s” is read as a key, because of the colon behind it"), start,
				strlen(start) < strlen(field->name) ? "…" : "");
	const Field *above = field_above(map, field);
	int spaces = above ? text_column(above) - field->name_span.column : 0;
	if (above && above->value->block && spaces > 0)
		*hint = g_strdup_printf(
		    dngettext("bulletin", "indent this line by %d space: it belongs to the text of `%s`",
			      "indent this line by %d spaces: it belongs to the text of `%s`",
			      (gulong)spaces),
		    spaces, above->name);
	else
		*hint = g_strdup(
		    _("indent the line further than the key whose text it goes on with, and put that "
		      "text in quotes or below a |"));
}

// --- quotes that are none ---

char *prose_advise_quotes(const char *text)
{
	static const char *const quotes[] = {"“", "”", "„", "‘", "’", "«", "»", "‹", "›", "″"};
	for (gsize i = 0; i < G_N_ELEMENTS(quotes); i++)
		if (g_str_has_prefix(text, quotes[i]) || g_str_has_suffix(text, quotes[i]))
			return g_strdup_printf(
			    _("the sign %s is no quote to YAML: take it away, or write straight ones, \"…\""),
			    quotes[i]);
	return NULL;
}
