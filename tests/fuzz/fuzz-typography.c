// The rules of languages, cuts of words, and how places in typed and set text answer to each other.
#include "fuzz.h"

#include <string.h>

#include "text/hyphen.h"
#include "text/typography.h"

static const char *const languages[] = {"fr", "en", "de", "de-CH", "es", "eu", "oc", "xx"};

static void check_offsets(const TypographyText *set, size_t size)
{
	gsize last = 0;
	for (gsize at = 0; at <= set->text->len; at++) {
		gsize typed = typography_typed_offset(set, at);
		fuzz_require(typed <= size, "a place is in the typed text");
		fuzz_require(typed >= last, "places keep their order");
		last = typed;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > 4000 || !g_utf8_validate((const char *)data + 1, (gssize)size - 1, NULL))
		return 0;
	g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
	const char *middle = g_utf8_offset_to_pointer(text, g_utf8_strlen(text, -1) / 2);
	TypographyRange verbatim = {(gsize)(middle - text), strlen(text)};
	g_autoptr(Typography) typography = typography_new(languages[data[0] % G_N_ELEMENTS(languages)]);
	TypographyText set = typography_set(typography, text, strlen(text), &verbatim, data[0] >> 7);
	fuzz_require(g_utf8_validate(set.text->str, (gssize)set.text->len, NULL), "set text is UTF-8");
	check_offsets(&set, strlen(text));
	typography_text_clear(&set);
	return 0;
}
