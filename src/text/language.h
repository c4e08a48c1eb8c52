// What is known of the languages of a text: its own, and those of its foreign phrases.
#pragma once
#include <glib.h>

#include "text/hyphen.h"
#include "text/typography.h"

typedef struct Language {
	char *tag; // "fr", "en-GB"
	Typography *typography;
	Hyphenator *hyphenator;
} Language;

typedef struct Languages Languages;

Languages *languages_new(const char *own);
void languages_free(Languages *languages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Languages, languages_free)

// NULL asks for the text's own. Others are made when first asked for; all live as long as `languages`.
const Language *languages_get(Languages *languages, const char *tag);
