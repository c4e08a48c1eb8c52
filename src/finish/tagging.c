#include "finish/tagging.h"

#include <stdbool.h>
#include <string.h>

static const char opening[] = "/P << /MCID ";
static const char closing[] = " >> BDC\n";

// The next tag from `at` on; NULL for none. It begins a line. A string of text may go on at the head of a
// line too, but after a backslash.
static const char *find_tag(const char *start, const char *at, const char *end)
{
	while ((at = memmem(at, (gsize)(end - at), opening, sizeof opening - 1))) {
		bool begins_line = at == start || (at[-1] == '\n' && (at - 1 == start || at[-2] != '\\'));
		if (begins_line)
			return at;
		at++;
	}
	return NULL;
}

// Just past a tag; NULL where it is not the n-th.
static const char *tag_end(const char *tag, const char *end, guint number)
{
	char text[64];
	gsize size = (gsize)g_snprintf(text, sizeof text, "%s%u%s", opening, number, closing);
	return (gsize)(end - tag) >= size && memcmp(tag, text, size) == 0 ? tag + size : NULL;
}

GString *tagging_rename(const GByteArray *content, const GPtrArray *openings)
{
	const char *start = (const char *)content->data, *end = start + content->len, *at = start;
	GString *out = g_string_sized_new(content->len + openings->len * 16);
	guint count = 0;
	for (const char *tag; (tag = find_tag(start, at, end)); count++) {
		const char *next = count < openings->len ? tag_end(tag, end, count) : NULL;
		if (!next)
			break;
		g_string_append_len(out, at, tag - at);
		g_string_append(out, g_ptr_array_index(openings, count));
		g_string_append_c(out, '\n');
		at = next;
	}
	g_string_append_len(out, at, end - at);
	if (count == openings->len && !find_tag(start, at, end))
		return out;
	g_string_free(out, TRUE);
	return NULL;
}

char *tagging_open(const char *type, guint mcid)
{
	return g_strdup_printf("/%s <</MCID %u>> BDC", type, mcid);
}
