#include "text/shape.h"

#include <string.h>

#include <pango/pango.h>

#include "font/outline.h"
#include "font/pango.h"
#include "font/superior.h"

// Fonts are asked for at one size only, large enough to round nothing that matters, and what is shaped
// is scaled: a face is looked for, and its coverage read, once whatever the sizes of a layout.
enum { NOMINAL_SIZE = 64 * LEN_PT };

// Characters up to here are looked up in a table of what a face has.
enum { SIMPLE_END = 0x2200 };

// A face of a family as Pango wants it, with a context of its own for the bulletin's fonts.
typedef struct Look {
	const char *family;
	int weight;
	bool italic;
	PangoFontDescription *description;
	PangoContext *context;
	int hyphen_width;       // at the nominal size; -1 until asked for
	PangoItem *simple;      // what Pango makes of plain Latin text; NULL: more than one item
	guint8 has[SIMPLE_END]; // of each character: not known yet, has, lacks
} Look;

enum { GLYPH_UNKNOWN, GLYPH_HAS, GLYPH_LACKS };

// The white of glyphs of a face, as they are asked for.
typedef struct FaceWhite {
	const FontFace *face;
	GArray *whites; // GlyphWhite, by glyph; advance 0: not measured yet
	GlyphWhite stem;
} FaceWhite;

struct Shaper {
	Arena *arena;
	Fonts *fonts;
	PangoLanguage *language;
	GHashTable *looks_of_styles; // Style * → Look *
	GHashTable *raised[2]; // Style * → Style *: smaller and raised; with the font's superior letters
	GPtrArray *looks;
	GPtrArray *whites; // FaceWhite *
	PangoGlyphString *glyph_string;
	// The text at hand, and where what is made of it lives.
	Arena *text_arena;
	const char *text;
	gsize length;
	GArray *shaped_items, *clusters, *glyphs, *missing;
};

// --- looks ---

static PangoFontDescription *describe(const Style *style)
{
	PangoFontDescription *description = pango_font_description_new();
	pango_font_description_set_family_static(description, style->family);
	pango_font_description_set_weight(description, (PangoWeight)style->weight);
	pango_font_description_set_style(description,
					 style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_font_description_set_size(description, NOMINAL_SIZE);
	return description;
}

static PangoContext *new_context(const Shaper *shaper, PangoFontMap *map,
				 const PangoFontDescription *description)
{
	PangoContext *context = pango_font_map_create_context(map);
	pango_context_set_language(context, shaper->language);
	pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_font_description(context, description);
	return context;
}

static void look_free(void *data)
{
	Look *look = data;
	pango_font_description_free(look->description);
	g_clear_object(&look->context);
	if (look->simple)
		pango_item_free(look->simple);
	g_free(look);
}

static void free_items(GList *items)
{
	g_list_free_full(items, (GDestroyNotify)pango_item_free);
}

// Plain Latin text needs no itemizing: its items are all like that of a letter.
static PangoItem *itemize_letter(PangoContext *context)
{
	GList *items = pango_itemize(context, "a", 0, 1, NULL, NULL);
	PangoItem *item = items && !items->next ? pango_item_copy(items->data) : NULL;
	free_items(items);
	return item;
}

static Look *look_new(Shaper *shaper, const Style *style)
{
	Look *look = g_new0(Look, 1);
	look->family = arena_strdup(shaper->arena, style->family);
	look->weight = style->weight;
	look->italic = style->italic;
	look->hyphen_width = -1;
	look->description = describe(style);
	look->context = new_context(shaper, fonts_get_map(shaper->fonts), look->description);
	look->simple = itemize_letter(look->context);
	g_ptr_array_add(shaper->looks, look);
	return look;
}

static Look *find_look(const Shaper *shaper, const Style *style)
{
	for (guint i = 0; i < shaper->looks->len; i++) {
		Look *look = g_ptr_array_index(shaper->looks, i);
		if (look->weight == style->weight && look->italic == style->italic &&
		    strcmp(look->family, style->family) == 0)
			return look;
	}
	return NULL;
}

static Look *get_look(Shaper *shaper, const Style *style)
{
	Look *look = g_hash_table_lookup(shaper->looks_of_styles, style);
	if (look)
		return look;
	look = find_look(shaper, style);
	if (!look)
		look = look_new(shaper, style);
	g_hash_table_insert(shaper->looks_of_styles, (void *)style, look);
	return look;
}

// --- life ---

static void white_free(void *data)
{
	FaceWhite *white = data;
	g_array_unref(white->whites);
	g_free(white);
}

static void item_free(void *data)
{
	pango_item_free(data);
}

Shaper *shaper_new(Arena *arena, Fonts *fonts, const char *lang)
{
	Shaper *shaper = g_new0(Shaper, 1);
	shaper->arena = arena;
	shaper->fonts = fonts;
	shaper->language = pango_language_from_string(lang);
	shaper->looks_of_styles = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(shaper->raised); i++)
		shaper->raised[i] = g_hash_table_new(NULL, NULL);
	shaper->looks = g_ptr_array_new_with_free_func(look_free);
	shaper->whites = g_ptr_array_new_with_free_func(white_free);
	shaper->glyph_string = pango_glyph_string_new();
	shaper->shaped_items = g_array_new(FALSE, TRUE, sizeof(ShapedItem));
	shaper->clusters = g_array_new(FALSE, TRUE, sizeof(ShapedCluster));
	shaper->glyphs = g_array_new(FALSE, TRUE, sizeof(ShapedGlyph));
	shaper->missing = g_array_new(FALSE, TRUE, sizeof(MissingGlyph));
	return shaper;
}

void shaper_free(Shaper *shaper)
{
	if (!shaper)
		return;
	g_ptr_array_unref(shaper->whites);
	g_hash_table_unref(shaper->looks_of_styles);
	for (guint i = 0; i < G_N_ELEMENTS(shaper->raised); i++)
		g_hash_table_unref(shaper->raised[i]);
	g_ptr_array_unref(shaper->looks);
	pango_glyph_string_free(shaper->glyph_string);
	g_array_unref(shaper->shaped_items);
	g_array_unref(shaper->clusters);
	g_array_unref(shaper->glyphs);
	g_array_unref(shaper->missing);
	g_free(shaper);
}

// --- from Pango's glyphs to clusters ---

// From the nominal size to a style's, to the nearest.
static Len scale(const Style *style, int nominal)
{
	gint64 product = (gint64)nominal * style->size;
	return (Len)((product + (product < 0 ? -NOMINAL_SIZE : NOMINAL_SIZE) / 2) / NOMINAL_SIZE);
}

static guint add_item(Shaper *shaper, PangoItem *item, const Style *style)
{
	ShapedItem shaped = {.face = fonts_get_face(shaper->fonts, item->analysis.font),
			     .style = style,
			     .level = item->analysis.level,
			     .analysis = &item->analysis};
	arena_own(shaper->text_arena, item, item_free);
	g_array_append_val(shaper->shaped_items, shaped);
	return shaper->shaped_items->len - 1;
}

static bool is_narrow_space(const char *text, guint bytes)
{
	return bytes == 3 && memcmp(text, "\xE2\x80\xAF", 3) == 0;
}

static Len narrow_space_width(const Style *style)
{
	return (Len)((gint64)style->narrow_space * style->size / LEN_PT);
}

// Glyphs [first, end) of the glyph string are one cluster of `bytes` from `start`.
static void add_cluster(Shaper *shaper, guint item, gsize start, gsize bytes, int first, int end)
{
	const Style *style = g_array_index(shaper->shaped_items, ShapedItem, item).style;
	ShapedCluster cluster = {.start = (guint32)start,
				 .item = item,
				 .glyph = shaper->glyphs->len,
				 .bytes = (guint16)MIN(bytes, G_MAXUINT16)};
	int width = 0;
	for (int i = first; i < end; i++) {
		const PangoGlyphInfo *info = &shaper->glyph_string->glyphs[i];
		if (info->glyph != PANGO_GLYPH_EMPTY) {
			ShapedGlyph glyph = {.id = info->glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : info->glyph,
					     .x = scale(style, width + info->geometry.x_offset),
					     .y = scale(style, info->geometry.y_offset) - style->rise};
			g_array_append_val(shaper->glyphs, glyph);
			cluster.glyph_count++;
		}
		width += info->geometry.width;
	}
	cluster.width = scale(style, width);
	if (style->narrow_space > 0 && is_narrow_space(shaper->text + start, (guint)bytes))
		cluster.width = narrow_space_width(style);
	cluster.width += style->tracking;
	g_array_append_val(shaper->clusters, cluster);
}

// Clusters of the glyph string of the text [start, end), in the order of the text.
static void add_clusters(Shaper *shaper, guint item, gsize start, gsize end)
{
	const PangoGlyphString *glyphs = shaper->glyph_string;
	bool backward = g_array_index(shaper->shaped_items, ShapedItem, item).level % 2 == 1;
	int count = glyphs->num_glyphs;
	if (!backward) {
		for (int first = 0, next; first < count; first = next) {
			for (next = first + 1;
			     next < count && glyphs->log_clusters[next] == glyphs->log_clusters[first];)
				next++;
			gsize to = next < count ? start + (gsize)glyphs->log_clusters[next] : end;
			gsize from = start + (gsize)glyphs->log_clusters[first];
			add_cluster(shaper, item, from, to - from, first, next);
		}
		return;
	}
	for (int next = count, first; next > 0; next = first) {
		for (first = next - 1;
		     first > 0 && glyphs->log_clusters[first - 1] == glyphs->log_clusters[next - 1];)
			first--;
		gsize to = first > 0 ? start + (gsize)glyphs->log_clusters[first - 1] : end;
		gsize from = start + (gsize)glyphs->log_clusters[first];
		add_cluster(shaper, item, from, to - from, first, next);
	}
}

static void shape_range(Shaper *shaper, const PangoAnalysis *analysis, gsize start, gsize end)
{
	pango_shape_full(shaper->text + start, (int)(end - start), shaper->text, (int)shaper->length,
			 analysis, shaper->glyph_string);
}

// --- signs that no font has ---

static bool has_unknown(const PangoGlyphString *glyphs)
{
	for (int i = 0; i < glyphs->num_glyphs; i++)
		if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG &&
		    glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
			return true;
	return false;
}

static bool is_unknown_cluster(const PangoGlyphString *glyphs, int cluster)
{
	for (int i = 0; i < glyphs->num_glyphs; i++)
		if (glyphs->log_clusters[i] == cluster &&
		    glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG &&
		    glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
			return true;
	return false;
}

// Shapes an item piece by piece: what its font has, and what it lacks.
static void shape_mixed(Shaper *shaper, guint index, gsize start, gsize end)
{
	const ShapedItem item = g_array_index(shaper->shaped_items, ShapedItem, index);
	g_autofree bool *unknown = g_new0(bool, end - start + 1);
	const PangoGlyphString *glyphs = shaper->glyph_string;
	for (int i = 0; i < glyphs->num_glyphs; i++)
		unknown[glyphs->log_clusters[i]] = is_unknown_cluster(glyphs, glyphs->log_clusters[i]);
	// Bytes inside a cluster are as its first.
	g_autofree bool *starts = g_new0(bool, end - start + 1);
	for (int i = 0; i < glyphs->num_glyphs; i++)
		starts[glyphs->log_clusters[i]] = true;
	for (gsize i = 1; i < end - start; i++)
		if (!starts[i])
			unknown[i] = unknown[i - 1];
	for (gsize from = start, to; from < end; from = to) {
		for (to = from + 1; to < end && unknown[to - start] == unknown[from - start];)
			to++;
		MissingGlyph missing = {.start = (guint32)from};
		if (unknown[from - start])
			g_array_append_val(shaper->missing, missing);
		shape_range(shaper, item.analysis, from, to);
		add_clusters(shaper, index, from, to);
	}
}

// --- shaping ---

static void shape_item(Shaper *shaper, PangoItem *item, const Style *style)
{
	gsize start = (gsize)item->offset, end = start + (gsize)item->length;
	shape_range(shaper, &item->analysis, start, end);
	guint index = add_item(shaper, item, style);
	if (has_unknown(shaper->glyph_string))
		shape_mixed(shaper, index, start, end);
	else
		add_clusters(shaper, index, start, end);
}

static bool is_space_sign(gunichar c)
{
	return c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

// Latin letters, and signs that take the script of what stands beside them: no marks that combine, no
// other script, nothing that steers direction or joining.
static bool is_simple_sign(gunichar c)
{
	return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x250) || (c >= 0x2010 && c < 0x2028) ||
	       (c >= 0x202F && c < 0x205F) || (c >= 0x20A0 && c < 0x20C0) || (c >= 0x2190 && c < SIMPLE_END);
}

static bool look_has(Look *look, gunichar c)
{
	if (look->has[c] == GLYPH_UNKNOWN) {
		hb_codepoint_t glyph;
		hb_font_t *font = pango_font_get_hb_font(look->simple->analysis.font);
		bool has = is_space_sign(c) || hb_font_get_nominal_glyph(font, c, &glyph);
		look->has[c] = has ? GLYPH_HAS : GLYPH_LACKS;
	}
	return look->has[c] == GLYPH_HAS;
}

static bool is_simple(Look *look, const char *text, const char *end)
{
	if (!look->simple)
		return false;
	for (; text < end; text = g_utf8_next_char(text)) {
		gunichar c = (guchar)*text < 0x80 ? (guchar)*text : g_utf8_get_char(text);
		if (!is_simple_sign(c) || !look_has(look, c))
			return false;
	}
	return true;
}

static bool are_simple(Shaper *shaper, const ShapeStretch *stretches, guint count)
{
	for (guint i = 0; i < count; i++)
		if (!is_simple(get_look(shaper, stretches[i].style),
			       shaper->text + (i ? stretches[i - 1].end : 0),
			       shaper->text + stretches[i].end))
			return false;
	return true;
}

static PangoItem *make_simple_item(Shaper *shaper, const ShapeStretch *stretch, gsize start)
{
	const Style *style = stretch->style;
	gsize end = stretch->end;
	PangoItem *item = pango_item_copy(get_look(shaper, style)->simple);
	item->offset = (int)start;
	item->length = (int)(end - start);
	item->num_chars = (int)g_utf8_strlen(shaper->text + start, (gssize)(end - start));
	if (stretch->lang)
		item->analysis.language = pango_language_from_string(stretch->lang);
	if (style->features)
		item->analysis.extra_attrs =
		    g_slist_append(item->analysis.extra_attrs, pango_attr_font_features_new(style->features));
	return item;
}

static void shape_simple(Shaper *shaper, const ShapeStretch *stretches, guint count)
{
	for (guint i = 0; i < count; i++) {
		gsize start = i ? stretches[i - 1].end : 0;
		shape_item(shaper, make_simple_item(shaper, &stretches[i], start), stretches[i].style);
	}
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
	attribute->start_index = (guint)start;
	attribute->end_index = (guint)end;
	pango_attr_list_insert(list, attribute);
}

// NULL where the whole text is in one style without features: then the context says it all.
static PangoAttrList *list_attributes(Shaper *shaper, const ShapeStretch *stretches, guint count)
{
	if (count == 1 && !stretches[0].style->features && !stretches[0].lang)
		return NULL;
	PangoAttrList *list = pango_attr_list_new();
	for (guint i = 0; i < count; i++) {
		gsize start = i ? stretches[i - 1].end : 0, end = stretches[i].end;
		const Style *style = stretches[i].style;
		add_attribute(list, pango_attr_font_desc_new(get_look(shaper, style)->description), start,
			      end);
		if (style->features)
			add_attribute(list, pango_attr_font_features_new(style->features), start, end);
		if (stretches[i].lang)
			add_attribute(list,
				      pango_attr_language_new(pango_language_from_string(stretches[i].lang)),
				      start, end);
	}
	return list;
}

static void begin_text(Shaper *shaper, Arena *arena, const char *text, gsize length)
{
	shaper->text_arena = arena;
	shaper->text = arena_strndup(arena, text, length);
	shaper->length = length;
	g_array_set_size(shaper->shaped_items, 0);
	g_array_set_size(shaper->clusters, 0);
	g_array_set_size(shaper->glyphs, 0);
	g_array_set_size(shaper->missing, 0);
}

static void *keep(Shaper *shaper, const GArray *array)
{
	return arena_copy(shaper->text_arena, array->data, array->len,
			  g_array_get_element_size((GArray *)array));
}

static Shaped *finish_text(Shaper *shaper)
{
	Shaped *shaped = arena_new0(shaper->text_arena, Shaped);
	*shaped = (Shaped){.text = shaper->text,
			   .length = shaper->length,
			   .items = keep(shaper, shaper->shaped_items),
			   .item_count = shaper->shaped_items->len,
			   .clusters = keep(shaper, shaper->clusters),
			   .cluster_count = shaper->clusters->len,
			   .glyphs = keep(shaper, shaper->glyphs),
			   .missing = keep(shaper, shaper->missing),
			   .missing_count = shaper->missing->len};
	return shaped;
}

static bool is_right_to_left(gunichar c)
{
	static const GUnicodeScript scripts[] = {G_UNICODE_SCRIPT_ARABIC, G_UNICODE_SCRIPT_HEBREW,
						 G_UNICODE_SCRIPT_SYRIAC, G_UNICODE_SCRIPT_THAANA,
						 G_UNICODE_SCRIPT_NKO,    G_UNICODE_SCRIPT_ADLAM};
	GUnicodeScript script = g_unichar_get_script(c);
	for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++)
		if (scripts[i] == script)
			return true;
	return false;
}

// A text with letters from right to left only runs that way as a whole, its punctuation too; any other from
// left to right.
static PangoDirection find_direction(const char *text, gsize length)
{
	PangoDirection found = PANGO_DIRECTION_LTR;
	for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!g_unichar_isalpha(c))
			continue;
		if (!is_right_to_left(c))
			return PANGO_DIRECTION_LTR;
		found = PANGO_DIRECTION_RTL;
	}
	return found;
}

static void shape_itemized(Shaper *shaper, const ShapeStretch *stretches, guint count)
{
	PangoAttrList *attributes = list_attributes(shaper, stretches, count);
	PangoContext *context = get_look(shaper, stretches[0].style)->context;
	PangoDirection direction = find_direction(shaper->text, shaper->length);
	GList *items = pango_itemize_with_base_dir(context, direction, shaper->text, 0, (int)shaper->length,
						   attributes, NULL);
	guint stretch = 0;
	for (GList *link = items; link; link = link->next) {
		PangoItem *item = link->data;
		while ((gsize)item->offset >= stretches[stretch].end && stretch + 1 < count)
			stretch++;
		shape_item(shaper, item, stretches[stretch].style);
	}
	g_list_free(items);
	if (attributes)
		pango_attr_list_unref(attributes);
}

// --- superior letters ---

// Parts of the size: of letters that are made, and how far they rise where the font tells no heights.
static const double raised_size = 0.65, rise_usual = 0.34;

static hb_font_t *font_of(Look *look)
{
	return look->simple ? pango_font_get_hb_font(look->simple->analysis.font) : NULL;
}

static Len rise_of(hb_font_t *font, const Style *style)
{
	int rise = font ? superior_rise(font, raised_size) : 0;
	return rise ? scale(style, rise) : (Len)(style->size * rise_usual);
}

static Style *make_raised(Shaper *shaper, const Style *style, bool has)
{
	Style *raised = arena_copy(shaper->arena, style, 1, sizeof(Style));
	if (has) {
		raised->features = style->features ? arena_printf(shaper->arena, "%s, sups", style->features)
						   : arena_strdup(shaper->arena, "sups");
	} else {
		raised->size = (Len)(style->size * raised_size);
		raised->rise = style->rise + rise_of(font_of(get_look(shaper, style)), style);
	}
	return raised;
}

static const Style *get_raised(Shaper *shaper, const Style *style, const char *text, gsize length)
{
	hb_font_t *font = font_of(get_look(shaper, style));
	bool has = font && superior_has_letters(font, text, length);
	Style *raised = g_hash_table_lookup(shaper->raised[has], style);
	if (!raised) {
		raised = make_raised(shaper, style, has);
		g_hash_table_insert(shaper->raised[has], (void *)style, raised);
	}
	return raised;
}

static bool has_raised(const ShapeStretch *stretches, guint count)
{
	for (guint i = 0; i < count; i++)
		if (stretches[i].raised)
			return true;
	return false;
}

// The same stretches, those of superior letters in a style of theirs.
static ShapeStretch *raise_stretches(Shaper *shaper, Arena *arena, const char *text,
				     const ShapeStretch *stretches, guint count)
{
	ShapeStretch *raised = arena_copy(arena, stretches, count, sizeof(ShapeStretch));
	for (guint i = 0; i < count; i++) {
		gsize start = i ? stretches[i - 1].end : 0;
		if (raised[i].raised)
			raised[i].style =
			    get_raised(shaper, stretches[i].style, text + start, stretches[i].end - start);
	}
	return raised;
}

// --- texts ---

Shaped *shape_text(Shaper *shaper, Arena *arena, const char *text, gsize length,
		   const ShapeStretch *stretches, guint stretch_count)
{
	if (has_raised(stretches, stretch_count))
		stretches = raise_stretches(shaper, arena, text, stretches, stretch_count);
	begin_text(shaper, arena, text, length);
	if (length > 0 && are_simple(shaper, stretches, stretch_count))
		shape_simple(shaper, stretches, stretch_count);
	else if (length > 0)
		shape_itemized(shaper, stretches, stretch_count);
	return finish_text(shaper);
}

Shaped *shape_in_item(Shaper *shaper, Arena *arena, const ShapedItem *item, const char *text, gsize length)
{
	begin_text(shaper, arena, text, length);
	g_array_append_vals(shaper->shaped_items, item, 1);
	shape_range(shaper, item->analysis, 0, length);
	add_clusters(shaper, 0, 0, length);
	return finish_text(shaper);
}

// --- single glyphs ---

static hb_font_t *get_hb_font(const ShapedItem *item)
{
	const PangoAnalysis *analysis = item->analysis;
	return pango_font_get_hb_font(analysis->font);
}

Len shape_hyphen_width(Shaper *shaper, const ShapedItem *item)
{
	Look *look = get_look(shaper, item->style);
	if (look->hyphen_width < 0) {
		const Shaped *shaped = shape_in_item(shaper, shaper->arena, item, "-", 1);
		hb_codepoint_t glyph = shaped->cluster_count ? shaped->glyphs[0].id : 0;
		look->hyphen_width = hb_font_get_glyph_h_advance(get_hb_font(item), glyph);
	}
	return scale(item->style, look->hyphen_width);
}

Len shape_bare_width(const Shaped *shaped, const ShapedCluster *cluster)
{
	if (cluster->glyph_count != 1)
		return cluster->width;
	const ShapedItem *item = &shaped->items[cluster->item];
	return scale(item->style,
		     hb_font_get_glyph_h_advance(get_hb_font(item), shaped->glyphs[cluster->glyph].id));
}

Len shape_ink(const Shaped *shaped, const ShapedCluster *cluster, Len *width)
{
	*width = 0;
	if (cluster->glyph_count == 0)
		return 0;
	const ShapedItem *item = &shaped->items[cluster->item];
	const ShapedGlyph *glyph = &shaped->glyphs[cluster->glyph];
	hb_glyph_extents_t extents;
	if (!hb_font_get_glyph_extents(get_hb_font(item), glyph->id, &extents))
		return 0;
	*width = scale(item->style, extents.width);
	return glyph->x + scale(item->style, extents.x_bearing);
}

// --- the sides of glyphs ---

static FaceWhite *get_face_white(Shaper *shaper, const ShapedItem *item)
{
	for (guint i = 0; i < shaper->whites->len; i++) {
		FaceWhite *known = g_ptr_array_index(shaper->whites, i);
		if (known->face == item->face)
			return known;
	}
	FaceWhite *white = g_new0(FaceWhite, 1);
	white->face = item->face;
	white->whites = g_array_new(FALSE, TRUE, sizeof(GlyphWhite));
	hb_codepoint_t stem;
	if (hb_font_get_nominal_glyph(get_hb_font(item), 'l', &stem))
		white->stem = outline_measure_white(get_hb_font(item), stem);
	g_ptr_array_add(shaper->whites, white);
	return white;
}

static GlyphWhite get_white(FaceWhite *face, const ShapedItem *item, hb_codepoint_t glyph)
{
	if (glyph >= face->whites->len)
		g_array_set_size(face->whites, glyph + 1);
	GlyphWhite *white = &g_array_index(face->whites, GlyphWhite, glyph);
	if (white->advance == 0)
		*white = outline_measure_white(get_hb_font(item), glyph);
	return *white;
}

ShapedWhite shape_white(Shaper *shaper, const Shaped *shaped, const ShapedCluster *cluster)
{
	const ShapedItem *item = &shaped->items[cluster->item];
	const ShapedGlyph *first = &shaped->glyphs[cluster->glyph];
	FaceWhite *face = get_face_white(shaper, item);
	GlyphWhite left = get_white(face, item, first->id);
	GlyphWhite right = get_white(face, item, first[cluster->glyph_count - 1].id);
	return (ShapedWhite){.left = scale(item->style, left.left),
			     .right = scale(item->style, right.right),
			     .advance = scale(item->style, right.advance),
			     .stem_left = scale(item->style, face->stem.left),
			     .stem_right = scale(item->style, face->stem.right)};
}
