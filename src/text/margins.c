#include "text/margins.h"

#include <string.h>

// Of the size, in 1/1000: of what letters have over a stem this part hangs, and at most so much; and so much
// at most of a sign, of which this part of its width hangs at most.
enum { LETTER_SHARE = 400, LETTER_MOST = 45, SIGN_MOST = 340, SIGN_WIDTH = 850, WHOLE = 1000 };

static const gunichar left_signs[] = {0xAB, 0x201C, 0x2018, 0x201E, '(', '[', '"', '\'', 0};
static const gunichar right_signs[] = {'-',    0x2010, 0x2013, '.', ',', ';', ':',  0x2019,
				       0x201D, 0x201C, 0xBB,   ')', ']', '"', '\'', 0};

static bool is_among(const gunichar *signs, gunichar sign)
{
	for (; *signs; signs++)
		if (*signs == sign)
			return true;
	return false;
}

static const Protrusion *find_stated(const Style *style, gunichar sign)
{
	for (int i = 0; i < style->protrusion_count; i++)
		if (style->protrusions[i].sign == sign)
			return &style->protrusions[i];
	return NULL;
}

static Len part(Len whole, int thousandths)
{
	return (Len)((gint64)whole * thousandths / WHOLE);
}

static gunichar sign_at(const Shaped *shaped, const ShapedCluster *cluster, MarginSide side)
{
	const char *start = shaped->text + cluster->start;
	return g_utf8_get_char(side == MARGIN_LEFT ? start : g_utf8_prev_char(start + cluster->bytes));
}

Len margin_hang(Shaper *shaper, const Shaped *shaped, guint index, MarginSide side)
{
	const ShapedCluster *cluster = &shaped->clusters[index];
	if (cluster->glyph_count == 0)
		return 0;
	const Style *style = shaped->items[cluster->item].style;
	gunichar sign = sign_at(shaped, cluster, side);
	const Protrusion *stated = find_stated(style, sign);
	if (stated)
		return (Len)((side == MARGIN_LEFT ? stated->left : stated->right) *
			     shape_bare_width(shaped, cluster));
	bool hangs = is_among(side == MARGIN_LEFT ? left_signs : right_signs, sign);
	if (!hangs && !g_unichar_isalnum(sign))
		return 0;
	ShapedWhite white = shape_white(shaper, shaped, cluster);
	Len own = side == MARGIN_LEFT ? white.left : white.right;
	if (hangs)
		return MIN(own, MIN(part(white.advance, SIGN_WIDTH), part(style->size, SIGN_MOST)));
	Len stem = side == MARGIN_LEFT ? white.stem_left : white.stem_right;
	return CLAMP(part(own - stem, LETTER_SHARE), 0, part(style->size, LETTER_MOST));
}
