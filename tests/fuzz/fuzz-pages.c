// The page breaker: issues of any shape in the shipped layouts. Each byte adds an entry, a paragraph or a
// section.
#include "fuzz.h"

#include <string.h>

#include "job/job.h"
#include "job/workshop.h"

enum { BYTES_MAX = 120 };

static void add_words(GString *text, guint count)
{
	static const char *const words[] = {
	    "un",       "paragraphe", "de",         "longueur", "anticonstitutionnellement",
	    "**gras**", "à",          "découvrir ?"};
	for (guint i = 0; i < count; i++)
		g_string_append_printf(text, "%s%s", i ? " " : "",
				       words[(i * 5 + count) % G_N_ELEMENTS(words)]);
}

static const struct {
	const char *kind, *list, *before, *after;
} kinds[] = {
    {"agenda", "events", "      - date: 2025-03-1%u\n        title: ", "\n"},
    {"articles", "items", "      - title: Titre %u\n        body: ", "\n"},
    {"features", "items", "      - title: Titre %u\n        body: ", "\n"},
    {"resources", "items", "      - source: Source %u\n        body: ", "\n"},
    {"briefs", "items", "      - topic: Sujet %u\n        text: ", "\n"},
};

static char *issue_of(const uint8_t *data, size_t size)
{
	GString *text = g_string_new("title: Titre\ndate: 2025-02\nlang: fr\nsections:\n");
	guint kind = G_N_ELEMENTS(kinds);
	for (size_t i = 0; i < size; i++) {
		guint byte = data[i];
		if (kind == G_N_ELEMENTS(kinds) || byte >= 0xF0) {
			kind = byte % G_N_ELEMENTS(kinds);
			g_string_append_printf(text, "  - kind: %s\n    title: Section\n    %s:\n",
					       kinds[kind].kind, kinds[kind].list);
		}
		g_string_append_printf(text, kinds[kind].before, (guint)(i % 10));
		add_words(text, 1 + (byte & 0x7F) * (byte & 0x80 ? 3 : 1));
		g_string_append(text, kinds[kind].after);
	}
	return g_string_free(text, FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Workshop *shop;
	static const char *const layouts[] = {"plain-a4", "pqna-a4", "pqna-large-print"};
	if (size < 2 || size > BYTES_MAX)
		return 0;
	if (!shop)
		shop = workshop_new();
	g_autofree char *text = issue_of(data + 1, size - 1);
	JobOptions options = {.issue = fuzz_file((const uint8_t *)text, strlen(text), ".yaml"),
			      .layout = layouts[data[0] % G_N_ELEMENTS(layouts)],
			      .format = JOB_DUMP};
	g_autoptr(Job) job = job_new_in(shop, &options);
	job_run(job);
	if (workshop_is_full(shop))
		workshop_cool(shop);
	return 0;
}
