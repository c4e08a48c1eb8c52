#include "finish/actual-text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char opening[] = "/Span << /ActualText <feff";
static const char opened[] = "> >> BDC\n";
static const char closing[] = "\nEMC\n";
static const char font_mark[] = "\n/f-";

typedef struct Settler {
	const char *at, *end; // what is left of the content; `at` is the start of a line
	FontTable *fonts;
	UsedFont *font; // set last
	GString *out;
} Settler;

// A group: what stands between its ends, and what it says.
typedef struct Group {
	const char *start, *inner, *inner_end, *end;
	char *text; // NULL where the group is not as Cairo writes it
} Group;

static const char *find(const char *at, const char *end, const char *what)
{
	return memmem(at, (gsize)(end - at), what, strlen(what));
}

// --- fonts ---

static void note_font(Settler *settler, const char *mark)
{
	const char *name = mark + 2, *space = memchr(name, ' ', (gsize)(settler->end - name));
	if (space)
		settler->font = font_table_find(settler->fonts, name, (gsize)(space - name));
}

// The last font set between two places; lines that set one begin with its name.
static void note_fonts(Settler *settler, const char *from, const char *to)
{
	const char *last = g_str_has_prefix(from, font_mark + 1) ? from - 1 : NULL;
	while (from < to && (from = find(from, to, font_mark)))
		last = from++;
	if (last)
		note_font(settler, last);
}

// --- groups ---

static char *text_of(const char *hex, const char *end)
{
	g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(gunichar2));
	for (; hex + 4 <= end; hex += 4) {
		char digits[5] = "";
		memcpy(digits, hex, 4);
		gunichar2 unit = (gunichar2)strtoul(digits, NULL, 16);
		g_array_append_val(units, unit);
	}
	return g_utf16_to_utf8((const gunichar2 *)(void *)units->data, (glong)units->len, NULL, NULL, NULL);
}

static bool find_group(const Settler *settler, Group *group)
{
	group->start = find(settler->at, settler->end, opening);
	if (!group->start)
		return false;
	const char *hex = group->start + sizeof opening - 1;
	const char *hex_end = find(hex, settler->end, opened);
	group->inner_end = hex_end ? find(hex_end, settler->end, closing) : NULL;
	if (!group->inner_end)
		return false;
	group->inner = hex_end + sizeof opened - 1;
	group->end = group->inner_end + sizeof closing - 1;
	group->text = text_of(hex, hex_end);
	return true;
}

// --- strings ---

// The one string of a group that is not empty, and the one code in it.
typedef struct Shown {
	const char *start, *end; // with its brackets
	guint code;
	bool found, several;
} Shown;

static const char *read_hex(const Settler *settler, const char *at, const char *end, Shown *shown)
{
	const char *start = at, *close = memchr(at, '>', (gsize)(end - at));
	if (!close)
		return end;
	guint digits = settler->font ? used_font_get_digits(settler->font) : 0, code = 0;
	if (close == start + 1)
		return close + 1;
	for (at++; at < close; at++)
		code = code * 16 + (guint)MAX(g_ascii_xdigit_value(*at), 0);
	shown->several |= shown->found || (gsize)(close - start - 1) != digits;
	*shown = (Shown){start, close + 1, code, true, shown->several};
	return close + 1;
}

static const char *read_literal(const char *at, const char *end, Shown *shown)
{
	const char *start = at++;
	guint count = 0, code = 0;
	for (; at < end && *at != ')'; at++, count++) {
		if (*at == '\\' && at + 1 < end)
			at++;
		code = (guchar)*at;
	}
	if (at >= end)
		return end;
	if (count > 0) {
		shown->several |= shown->found || count > 1;
		*shown = (Shown){start, at + 1, code, true, shown->several};
	}
	return at + 1;
}

static Shown find_shown(const Settler *settler, const Group *group)
{
	Shown shown = {0};
	for (const char *at = group->inner; at < group->inner_end;) {
		if (*at == '<')
			at = read_hex(settler, at, group->inner_end, &shown);
		else if (*at == '(')
			at = read_literal(at, group->inner_end, &shown);
		else
			at++;
	}
	return shown;
}

// --- what becomes of a group ---

// Puts out what is in a group, with another code if need be; the group itself is gone.
static void put_bare(Settler *settler, const Group *group, const Shown *shown, guint code)
{
	if (code == shown->code) {
		g_string_append_len(settler->out, group->inner, group->inner_end - group->inner);
	} else {
		g_string_append_len(settler->out, group->inner, shown->start - group->inner);
		g_string_append_printf(settler->out, "<%0*x>", (int)used_font_get_digits(settler->font),
				       code);
		g_string_append_len(settler->out, shown->end, group->inner_end - shown->end);
	}
	g_string_append_c(settler->out, '\n');
}

// The font says the same, but for compatibility's sake: it may say it in plain signs.
static bool settle_same(Settler *settler, const Group *group, const Shown *shown)
{
	g_autofree char *told = used_font_get_text(settler->font, shown->code);
	g_autofree char *plain_told = told ? g_utf8_normalize(told, -1, G_NORMALIZE_NFKC) : NULL;
	g_autofree char *plain_said = g_utf8_normalize(group->text, -1, G_NORMALIZE_NFKC);
	if (!told || g_strcmp0(plain_told, plain_said) != 0)
		return false;
	used_font_set_text(settler->font, shown->code, plain_told);
	put_bare(settler, group, shown, shown->code);
	return true;
}

static bool settle(Settler *settler, const Group *group)
{
	Shown shown = find_shown(settler, group);
	if (!shown.found || shown.several || !settler->font)
		return false;
	if (settle_same(settler, group, &shown))
		return true;
	guint alias = used_font_get_alias(settler->font, shown.code, group->text);
	if (!alias)
		return false;
	put_bare(settler, group, &shown, alias);
	return true;
}

GString *actual_text_settle(const GString *content, FontTable *fonts)
{
	Settler settler = {.at = content->str, .end = content->str + content->len, .fonts = fonts};
	settler.out = g_string_sized_new(content->len);
	for (Group group; find_group(&settler, &group);) {
		g_string_append_len(settler.out, settler.at, group.start - settler.at);
		// Of what is in the group too: it has but one font.
		note_fonts(&settler, settler.at, group.inner_end);
		if (!group.text || !settle(&settler, &group))
			g_string_append_len(settler.out, group.start, group.end - group.start);
		g_free(group.text);
		settler.at = group.end;
	}
	g_string_append_len(settler.out, settler.at, settler.end - settler.at);
	return settler.out;
}
