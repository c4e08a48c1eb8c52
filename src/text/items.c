#include "text/items.h"

#include <math.h>

#include "text/margins.h"

// What a break of each kind costs: beside the 100 of spaces at their limit. An explicit hyphen is
// cheaper than an added one; the last three are for words that are too long for the line.
typedef struct CutCost {
	int penalty;
	bool flagged;
} CutCost;

static const CutCost cut_costs[] = {
    [CUT_NONE] = {BREAK_NEVER, false},
    [CUT_SPACE] = {0, false},
    [CUT_FORCED] = {BREAK_FORCED, false},
    [CUT_PLAIN] = {0, false},
    [CUT_DASH] = {30, true},
    [CUT_SLASH] = {50, false},
    [CUT_ADDRESS] = {100, false},
    [CUT_ADDRESS_DASH] = {400, false},
    [CUT_SOFT] = {50, true},
    [CUT_HYPHEN] = {60, true},
    [CUT_ELISION] = {150, true},
    [CUT_CAPITAL] = {200, true},
    [CUT_LAST_SPACE] = {500, false},
    [CUT_LAST_SIGN] = {1000, false},
    [CUT_LAST_HYPHEN] = {2000, true},
    [CUT_LAST_ANYWHERE] = {5000, false},
};

static const double space_least_default = 0.8, space_most_default = 1.33;

typedef struct ItemBuilder {
	const Setting *setting;
	const guint8 *cuts;
	GArray *items;  // BreakItem
	GArray *places; // TextPlace
	Len widest;
	Len solid;          // width since the last place where a line may end
	Len box;            // width of the box at hand
	guint letters;      // its clusters
	TextPlace from;     // where it begins
	guint word;         // number of the word so far
	int open_break;     // the break at a space whose next word is not known yet; -1: none
	gint64 hyphen_item; // the item whose hyphen was measured last; -1: none
	Len hyphen_hang;
	double hyphen_factor; // on penalties, which count by their square
} ItemBuilder;

static void add_item(ItemBuilder *builder, BreakItem item, TextPlace place)
{
	g_array_append_val(builder->items, item);
	g_array_append_val(builder->places, place);
	if (item.kind != BREAK_PENALTY || item.penalty < BREAK_NEVER)
		builder->solid += item.width;
	if (item.kind != BREAK_GLUE)
		builder->widest = MAX(builder->widest, builder->solid);
	if (item.kind == BREAK_PENALTY && item.penalty < BREAK_NEVER)
		builder->solid = 0;
}

static void end_box(ItemBuilder *builder, TextPlace next)
{
	const Setting *setting = builder->setting;
	Len give = (Len)((gint64)builder->box * setting->expand_most / EXPAND_WHOLE) +
		   setting->track_most * (Len)builder->letters;
	if (builder->from.cluster != next.cluster || builder->from.inside != next.inside)
		add_item(builder, (BreakItem){.kind = BREAK_BOX, .width = builder->box, .give = MAX(give, 0)},
			 builder->from);
	builder->box = 0;
	builder->letters = 0;
	builder->from = next;
}

Len items_end_change(const Setting *setting, guint cluster)
{
	const ShapedCluster *last = &setting->shaped->clusters[cluster];
	const char *text = setting->shaped->text + last->start;
	if (last->glyph_count != 1 || *text == ' ' || g_unichar_isspace(g_utf8_get_char(text)))
		return 0;
	return shape_bare_width(setting->shaped, last) - last->width;
}

static Len hyphen_width(const Setting *setting, guint cluster)
{
	return shape_hyphen_width(setting->tools->shaper,
				  &setting->shaped->items[setting->shaped->clusters[cluster].item]);
}

static Len hyphen_hang(ItemBuilder *builder, guint cluster)
{
	const Setting *setting = builder->setting;
	guint item = setting->shaped->clusters[cluster].item;
	if (builder->hyphen_item != item) {
		const Shaped *hyphen = shape_in_item(setting->tools->shaper, setting->arena,
						     &setting->shaped->items[item], "-", 1);
		builder->hyphen_item = item;
		builder->hyphen_hang =
		    hyphen->cluster_count ? setting_hang(setting, hyphen, 0, MARGIN_RIGHT) : 0;
	}
	return builder->hyphen_hang;
}

static bool adds_hyphen(Cut cut)
{
	return cut == CUT_SOFT || cut == CUT_HYPHEN || cut == CUT_ELISION || cut == CUT_CAPITAL ||
	       cut == CUT_LAST_HYPHEN;
}

static void add_break(ItemBuilder *builder, Cut cut, TextPlace place)
{
	const Setting *setting = builder->setting;
	const CutCost *cost = &cut_costs[cut];
	guint before = place.inside ? place.cluster : place.cluster - 1;
	BreakItem item = {.kind = BREAK_PENALTY, .penalty = cost->penalty, .flagged = cost->flagged};
	bool breaks = cost->penalty < BREAK_NEVER;
	if (breaks && cost->flagged)
		item.penalty = (int)MIN(cost->penalty * builder->hyphen_factor, BREAK_NEVER - 1);
	if (breaks && place.cluster > 0 && place.inside == 0)
		item.width = items_end_change(setting, before);
	if (adds_hyphen(cut))
		item.hang = hyphen_hang(builder, before);
	else if (breaks && place.cluster > 0 && place.inside == 0)
		item.hang = setting_hang(setting, setting->shaped, before, MARGIN_RIGHT);
	item.width += (adds_hyphen(cut) ? hyphen_width(setting, before) : 0) - item.hang;
	guint next = setting_is_space(setting, place.cluster) ? place.cluster + 1 : place.cluster;
	if (breaks && place.inside == 0 && next < setting->shaped->cluster_count)
		item.after = -setting_hang(setting, setting->shaped, next, MARGIN_LEFT);
	add_item(builder, item, place);
}

// Words are told apart by a number made from their letters, whatever their case and what stands around them.
static void add_to_word(ItemBuilder *builder, const ShapedCluster *cluster)
{
	const char *text = builder->setting->shaped->text + cluster->start, *end = text + cluster->bytes;
	for (; text < end; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		if ((guint)c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c))
			builder->word = builder->word * 31 + g_unichar_tolower(c);
	}
}

static void end_word(ItemBuilder *builder)
{
	if (builder->open_break >= 0)
		g_array_index(builder->items, BreakItem, builder->open_break).after_word = builder->word;
	builder->open_break = -1;
}

static void add_space(ItemBuilder *builder, guint index)
{
	const Setting *setting = builder->setting;
	const ShapedCluster *cluster = &setting->shaped->clusters[index];
	const Style *style = setting->style;
	TextPlace place = {index, 0};
	end_box(builder, place);
	end_word(builder);
	add_break(builder, builder->cuts[cluster->start], place);
	builder->open_break = (int)builder->items->len - 1;
	g_array_index(builder->items, BreakItem, builder->open_break).before_word = builder->word;
	builder->word = 0;
	double least = style->space_min > 0 ? style->space_min : space_least_default;
	double most = style->space_max > 0 ? style->space_max : space_most_default;
	Len natural = shape_bare_width(setting->shaped, cluster);
	add_item(builder,
		 (BreakItem){.kind = BREAK_GLUE,
			     .width = cluster->width,
			     .stretch = (Len)((most - 1) * natural),
			     .shrink = (Len)((1 - least) * natural)},
		 place);
	builder->from = (TextPlace){index + 1, 0};
}

static void add_cluster(ItemBuilder *builder, guint index)
{
	const ShapedCluster *cluster = &builder->setting->shaped->clusters[index];
	const guint8 *cuts = builder->cuts + cluster->start;
	if (index > 0 && cuts[0] != CUT_NONE) {
		end_box(builder, (TextPlace){index, 0});
		add_break(builder, cuts[0], builder->from);
	}
	Len done = 0;
	for (guint inside = 1; inside < cluster->bytes; inside++) {
		if (cuts[inside] == CUT_NONE)
			continue;
		Len part = (Len)((gint64)cluster->width * inside / cluster->bytes);
		builder->box += part - done;
		done = part;
		end_box(builder, (TextPlace){index, inside});
		add_break(builder, cuts[inside], builder->from);
	}
	builder->box += cluster->width - done;
	builder->letters++;
	if (builder->setting->style->align == ALIGN_JUSTIFY)
		add_to_word(builder, cluster);
}

ItemList *items_build(const Setting *setting, const guint8 *cuts)
{
	Arena *arena = setting->arena;
	guint count = setting->shaped->cluster_count;
	g_autoptr(GArray) items = g_array_sized_new(FALSE, FALSE, sizeof(BreakItem), count / 2);
	g_autoptr(GArray) places = g_array_sized_new(FALSE, FALSE, sizeof(TextPlace), count / 2);
	ItemBuilder builder = {.setting = setting,
			       .cuts = cuts,
			       .items = items,
			       .places = places,
			       .box = setting->style->indent,
			       .open_break = -1,
			       .hyphen_item = -1,
			       .hyphen_factor = sqrt(style_cost_factor(setting->style, LINE_COST_HYPHEN))};
	if (count > 0)
		builder.box -= setting_hang(setting, setting->shaped, 0, MARGIN_LEFT);
	for (guint i = 0; i < count; i++)
		if (setting_is_space(setting, i))
			add_space(&builder, i);
		else
			add_cluster(&builder, i);
	end_box(&builder, (TextPlace){count, 0});
	end_word(&builder);
	ItemList *list = arena_new0(arena, ItemList);
	list->items = arena_copy(arena, items->data, items->len, sizeof(BreakItem));
	list->places = arena_copy(arena, places->data, places->len, sizeof(TextPlace));
	list->count = items->len;
	list->widest = builder.widest;
	return list;
}
