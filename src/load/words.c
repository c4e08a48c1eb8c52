#include "load/words.h"

#include <string.h>

#include "base/intl.h"
#include "base/suggest.h"

enum {
	WORD_MIN = 2,    // shorter ones are a slip of anything
	WORD_MAX = 40,   // longer ones are not compared
	LISTED_MAX = 40, // choices a hint names
};

// Keys and names are written small, with hyphens.
static char *usual_form(const char *word)
{
	char *form = g_ascii_strdown(word, -1);
	return g_strdelimit(form, "_ ", '-');
}

const char *words_nearest(const char *word, const GPtrArray *choices)
{
	size_t length = strlen(word);
	if (length < WORD_MIN || length > WORD_MAX)
		return NULL;
	g_autofree char *form = usual_form(word);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < choices->len; i++)
		g_ptr_array_add(names, g_ptr_array_index(choices, i));
	g_ptr_array_add(names, NULL);
	return suggest_nearest(form, (const char *const *)names->pdata);
}

char *words_list(const GPtrArray *choices)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < choices->len && i < LISTED_MAX; i++)
		g_string_append_printf(list, "%s`%s`", i ? ", " : "",
				       (const char *)g_ptr_array_index(choices, i));
	if (choices->len > LISTED_MAX)
		g_string_append(list, ", …");
	return g_string_free(list, FALSE);
}

char *words_hint(const char *word, const GPtrArray *choices)
{
	const char *nearest = words_nearest(word, choices);
	if (nearest)
		return g_strdup_printf(_("did you mean `%s`?"), nearest);
	g_autofree char *list = words_list(choices);
	return g_strdup_printf(_("possible here: %s"), list);
}
