#include "font/superior.h"

#include <hb-ot.h>

static bool is_all_changed(hb_font_t *font, const hb_glyph_info_t *glyphs, const char *text, guint count)
{
	for (guint i = 0; i < count; i++, text = g_utf8_next_char(text)) {
		hb_codepoint_t nominal;
		if (!hb_font_get_nominal_glyph(font, g_utf8_get_char(text), &nominal) ||
		    nominal == glyphs[i].codepoint)
			return false;
	}
	return count > 0;
}

bool superior_has_letters(hb_font_t *font, const char *text, gsize length)
{
	const hb_feature_t feature = {HB_TAG('s', 'u', 'p', 's'), 1, 0, G_MAXUINT};
	hb_buffer_t *buffer = hb_buffer_create();
	hb_buffer_add_utf8(buffer, text, (int)length, 0, (int)length);
	hb_buffer_guess_segment_properties(buffer);
	hb_shape(font, buffer, &feature, 1);
	guint count;
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(buffer, &count);
	bool has =
	    (glong)count == g_utf8_strlen(text, (gssize)length) && is_all_changed(font, glyphs, text, count);
	hb_buffer_destroy(buffer);
	return has;
}

int superior_rise(hb_font_t *font, double scale)
{
	hb_position_t capital, small;
	if (!hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &capital) ||
	    !hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_X_HEIGHT, &small))
		return 0;
	return capital - (int)(small * scale);
}
