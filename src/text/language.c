#include "text/language.h"

struct Languages {
	GPtrArray *known; // Language *; the first is the text's own
};

static void language_free(void *data)
{
	Language *language = data;
	typography_free(language->typography);
	hyphenator_free(language->hyphenator);
	g_free(language->tag);
	g_free(language);
}

static const Language *add_language(Languages *languages, const char *tag)
{
	Language *language = g_new0(Language, 1);
	*language = (Language){
	    .tag = g_strdup(tag), .typography = typography_new(tag), .hyphenator = hyphenator_new(tag)};
	g_ptr_array_add(languages->known, language);
	return language;
}

Languages *languages_new(const char *own)
{
	Languages *languages = g_new0(Languages, 1);
	languages->known = g_ptr_array_new_with_free_func(language_free);
	add_language(languages, own);
	return languages;
}

void languages_free(Languages *languages)
{
	if (!languages)
		return;
	g_ptr_array_unref(languages->known);
	g_free(languages);
}

const Language *languages_get(Languages *languages, const char *tag)
{
	if (!tag)
		return g_ptr_array_index(languages->known, 0);
	for (guint i = 0; i < languages->known->len; i++) {
		const Language *language = g_ptr_array_index(languages->known, i);
		if (g_ascii_strcasecmp(language->tag, tag) == 0)
			return language;
	}
	return add_language(languages, tag);
}
