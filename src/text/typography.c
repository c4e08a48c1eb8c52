#include "text/typography.h"

struct Typography {
	const char *lang;
};

static const Typography plain = {""};

const Typography *typography_find(const char *lang)
{
	(void)lang;
	return &plain;
}

TypographyText typography_set(const Typography *typography, const char *text, gsize length,
			      const TypographyRange *verbatim, guint verbatim_count)
{
	(void)typography;
	(void)verbatim;
	(void)verbatim_count;
	return (TypographyText){g_string_new_len(text, (gssize)length),
				g_array_new(FALSE, FALSE, sizeof(gsize))};
}

void typography_text_clear(TypographyText *set)
{
	g_string_free(set->text, TRUE);
	g_array_unref(set->anchors);
}

gsize typography_typed_offset(const TypographyText *set, gsize o)
{
	(void)set;
	return o;
}

gsize typography_set_offset(const TypographyText *set, gsize o)
{
	(void)set;
	return o;
}
