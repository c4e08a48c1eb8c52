#include "text/hyphen.h"

#include <string.h>

#include <hyphen.h>

// Folders where distributions keep patterns, in the order they are looked in.
static const char *const folders[] = {"/usr/share/hyphen", "/usr/local/share/hyphen",
				      "/usr/share/myspell/dicts", NULL};

enum { LETTERS_BEFORE = 2, LETTERS_AFTER = 3, LETTERS_LEAST = 5, LETTERS_MOST = 60 };

struct Hyphenator {
	char *lang;
	HyphenDict *dict;
	bool looked;       // for the dictionary
	GHashTable *words; // word → guint16 array
};

const char *const *hyphenator_folders(void)
{
	return folders;
}

Hyphenator *hyphenator_new(const char *lang)
{
	Hyphenator *hyphenator = g_new0(Hyphenator, 1);
	hyphenator->lang = g_strdup(lang ? lang : "");
	g_strdelimit(hyphenator->lang, "-", '_');
	hyphenator->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return hyphenator;
}

void hyphenator_free(Hyphenator *hyphenator)
{
	if (!hyphenator)
		return;
	if (hyphenator->dict)
		hnj_hyphen_free(hyphenator->dict);
	g_hash_table_unref(hyphenator->words);
	g_free(hyphenator->lang);
	g_free(hyphenator);
}

// Patterns are named by language and country; where only one country is known, or none, these serve.
typedef struct Usual {
	const char *lang, *name;
} Usual;

static const Usual usual_names[] = {{"de", "de_DE"}, {"en", "en_GB"}, {"en", "en_US"}, {"es", "es_ES"},
				    {"pt", "pt_PT"}, {"pt", "pt_BR"}, {"it", "it_IT"}};

static HyphenDict *load_file(const char *name)
{
	for (gsize i = 0; folders[i]; i++) {
		g_autofree char *file = g_strdup_printf("%s/hyph_%s.dic", folders[i], name);
		if (g_file_test(file, G_FILE_TEST_IS_REGULAR))
			return hnj_hyphen_load(file);
	}
	return NULL;
}

static HyphenDict *load_named(const char *lang)
{
	HyphenDict *dict = load_file(lang);
	for (gsize i = 0; i < G_N_ELEMENTS(usual_names) && !dict; i++)
		if (strcmp(usual_names[i].lang, lang) == 0)
			dict = load_file(usual_names[i].name);
	return dict;
}

// "fr_CA" falls back to "fr".
static HyphenDict *load_dict(const char *lang)
{
	bool safe = *lang != '\0';
	for (const char *c = lang; *c; c++)
		safe = safe && (g_ascii_isalnum(*c) || *c == '_');
	if (!safe)
		return NULL;
	HyphenDict *dict = load_named(lang);
	const char *country = strchr(lang, '_');
	if (dict || !country)
		return dict;
	g_autofree char *base = g_strndup(lang, (gsize)(country - lang));
	return load_named(base);
}

bool hyphenator_has_patterns(Hyphenator *hyphenator)
{
	if (!hyphenator->looked) {
		hyphenator->looked = true;
		hyphenator->dict = load_dict(hyphenator->lang);
	}
	return hyphenator->dict != NULL;
}

static bool is_among(const Hyphenator *hyphenator, const char *const *languages)
{
	g_autofree char *language = g_strndup(hyphenator->lang, strcspn(hyphenator->lang, "_"));
	return g_strv_contains(languages, language);
}

bool hyphenator_is_known(const Hyphenator *hyphenator)
{
	static const char *const without[] = {"br", "co", "eu", "oc", NULL};
	return !is_among(hyphenator, without);
}

bool hyphenator_divides_capitals(const Hyphenator *hyphenator)
{
	static const char *const languages[] = {"de", "lb", "nds", NULL};
	return is_among(hyphenator, languages);
}

static void free_replacements(char **replacements, gsize length)
{
	if (!replacements)
		return;
	for (gsize i = 0; i < length; i++)
		free(replacements[i]);
	free(replacements);
}

// Byte offsets of the odd marks that keep enough letters on either side. A division that changes the
// spelling (German ck → k-k) is left out.
static guint16 *read_marks(const char *word, const char *marks, char **replacements, gsize letters)
{
	guint16 *offsets = g_new0(guint16, letters + 1);
	gsize count = 0, index = 0;
	for (const char *c = word; *c; index++) {
		c = g_utf8_next_char(c);
		bool enough = index + 1 >= LETTERS_BEFORE && index + 1 + LETTERS_AFTER <= letters;
		if (enough && marks[index] & 1 && !(replacements && replacements[index]))
			offsets[count++] = (guint16)(c - word);
	}
	return offsets;
}

// A word in the encoding of the patterns (a byte a letter in old ones); NULL where it has no such letters.
static char *encode(const HyphenDict *dict, const char *word, gsize length)
{
	if (dict->utf8)
		return g_strndup(word, length);
	char *encoded = g_convert(word, (gssize)length, dict->cset, "UTF-8", NULL, NULL, NULL);
	if (encoded && strlen(encoded) == (gsize)g_utf8_strlen(word, (gssize)length))
		return encoded;
	g_free(encoded);
	return NULL;
}

static guint16 *divide(Hyphenator *hyphenator, const char *word, gsize length)
{
	gsize letters = (gsize)g_utf8_strlen(word, (gssize)length);
	if (letters < LETTERS_LEAST || letters > LETTERS_MOST || !hyphenator_has_patterns(hyphenator))
		return g_new0(guint16, 1);
	char marks[LETTERS_MOST * 6 + 8] = "";
	char **replacements = NULL;
	int *positions = NULL, *cuts = NULL;
	g_autofree char *encoded = encode(hyphenator->dict, word, length);
	gsize size = encoded ? strlen(encoded) : 0;
	if (size == 0 || size > sizeof marks - 8 ||
	    hnj_hyphen_hyphenate2(hyphenator->dict, encoded, (int)size, marks, NULL, &replacements,
				  &positions, &cuts) != 0)
		return g_new0(guint16, 1);
	guint16 *offsets = read_marks(word, marks, replacements, letters);
	free_replacements(replacements, size);
	free(positions);
	free(cuts);
	return offsets;
}

const guint16 *hyphenator_divide(Hyphenator *hyphenator, const char *word, gsize length)
{
	g_autofree char *key = g_strndup(word, length);
	const guint16 *known = g_hash_table_lookup(hyphenator->words, key);
	if (known)
		return known;
	guint16 *offsets = divide(hyphenator, key, length);
	g_hash_table_insert(hyphenator->words, g_steal_pointer(&key), offsets);
	return offsets;
}
