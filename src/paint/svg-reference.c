#include "paint/svg-reference.h"

#include <stdbool.h>
#include <string.h>

// Elements that show what a reference leads to.
static bool shows_reference(const char *element)
{
	static const char *const names[] = {"image", "use", "feImage"};
	const char *colon = strchr(element, ':');
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(colon ? colon + 1 : element, names[i]) == 0)
			return true;
	return false;
}

static bool is_outside(const char *reference)
{
	return *reference && *reference != '#' && g_ascii_strncasecmp(reference, "data:", 5) != 0;
}

static void start_element(GMarkupParseContext *context, const char *element, const char **names,
			  const char **values, gpointer data, GError **error)
{
	(void)context, (void)error;
	char **found = data;
	for (guint i = 0; !*found && shows_reference(element) && names[i]; i++)
		if ((strcmp(names[i], "href") == 0 || g_str_has_suffix(names[i], ":href")) &&
		    is_outside(values[i]))
			*found = g_strdup(values[i]);
}

char *svg_find_reference(GBytes *data)
{
	static const GMarkupParser parser = {.start_element = start_element};
	char *found = NULL;
	gsize size;
	const char *text = g_bytes_get_data(data, &size);
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &found, NULL);
	// What comes before a fault counts.
	g_markup_parse_context_parse(context, text, (gssize)size, NULL);
	g_markup_parse_context_free(context);
	return found;
}
