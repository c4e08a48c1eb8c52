#include "text/draw.h"

#include <string.h>

// --- the clusters of a line ---

typedef struct Walk {
	const Setting *setting;
	const SetLine *line;
	ClusterVisit visit;
	void *data;
	gint64 spaces; // natural widths of the spaces passed
	Len x;
	bool done;
} Walk;

// What a space gains: shares are cut so that they add up to the whole.
static Len space_gain(Walk *walk, const ShapedCluster *cluster)
{
	const SetLine *line = walk->line;
	if (line->extra == 0 || line->spaces == 0)
		return 0;
	gint64 before = line->extra * walk->spaces / line->spaces;
	walk->spaces += shape_bare_width(walk->setting->shaped, cluster);
	return (Len)(line->extra * walk->spaces / line->spaces - before);
}

static void walk_cluster(Walk *walk, PlacedCluster placed)
{
	const ShapedCluster *cluster = &placed.shaped->clusters[placed.index];
	placed.x = walk->x;
	placed.width = cluster->width;
	if (placed.shaped == walk->setting->shaped && !placed.end_space &&
	    placed.shaped->text[cluster->start] == ' ')
		placed.width += space_gain(walk, cluster);
	if (placed.shaped == walk->setting->shaped && placed.index + 1 == walk->line->end)
		placed.width += walk->line->end_change;
	walk->x += placed.width;
	walk->done = walk->done || walk->visit(&placed, walk->data);
}

static void add_part(GArray *clusters, const Shaped *part, guint start, bool hyphen)
{
	for (guint i = 0; part && i < part->cluster_count; i++) {
		PlacedCluster placed = {.shaped = part,
					.index = i,
					.byte = start + part->clusters[i].start,
					.hyphen = hyphen && i + 1 == part->cluster_count};
		g_array_append_val(clusters, placed);
	}
}

// The clusters of a line in the order of the text.
static GArray *list_clusters(const Setting *setting, const SetLine *line)
{
	const Shaped *shaped = setting->shaped;
	GArray *clusters =
	    g_array_sized_new(FALSE, FALSE, sizeof(PlacedCluster), line->end - line->first + 8);
	add_part(clusters, line->head, line->head_start, false);
	for (guint i = line->first; i < line->end; i++) {
		PlacedCluster placed = {.shaped = shaped, .index = i, .byte = shaped->clusters[i].start};
		g_array_append_val(clusters, placed);
	}
	add_part(clusters, line->tail, line->tail_start, line->hyphen);
	return clusters;
}

static int level_of(const PlacedCluster *placed)
{
	return placed->shaped->items[placed->shaped->clusters[placed->index].item].level;
}

static void reverse(PlacedCluster *clusters, guint start, guint end)
{
	for (; start + 1 < end; start++, end--) {
		PlacedCluster swapped = clusters[start];
		clusters[start] = clusters[end - 1];
		clusters[end - 1] = swapped;
	}
}

// Rule L2 of the bidirectional algorithm (Unicode UAX #9): from the highest level down, what is at least
// that deep is turned round.
static void order_visually(GArray *clusters)
{
	int highest = 0;
	for (guint i = 0; i < clusters->len; i++)
		highest = MAX(highest, level_of(&g_array_index(clusters, PlacedCluster, i)));
	PlacedCluster *all = (PlacedCluster *)(void *)clusters->data;
	for (int level = highest; level > 0; level--)
		for (guint start = 0, end; start < clusters->len; start = MAX(end, start + 1)) {
			for (end = start; end < clusters->len && level_of(&all[end]) >= level;)
				end++;
			reverse(all, start, end);
		}
}

void line_visit(const Setting *setting, const SetLine *line, ClusterVisit visit, void *data)
{
	Walk walk = {.setting = setting, .line = line, .visit = visit, .data = data};
	g_autoptr(GArray) clusters = list_clusters(setting, line);
	order_visually(clusters);
	for (guint i = 0; i < clusters->len && !walk.done; i++)
		walk_cluster(&walk, g_array_index(clusters, PlacedCluster, i));
	if (line->space >= 0 && !walk.done)
		walk_cluster(&walk, (PlacedCluster){.shaped = setting->shaped,
						    .index = (guint)line->space,
						    .byte = setting->shaped->clusters[line->space].start,
						    .end_space = true});
}

// --- glyph runs ---

// The glyph run being gathered.
typedef struct Pen {
	const DrawInput *input;
	guint run; // of the paragraph
	const ShapedItem *item;
	Len x, width; // from the line's start
	GArray *glyphs, *clusters;
	GString *text;
	bool linked; // a link's group is open
	Len link_x, link_end;
	int link_element;
	guint link_run;
	bool abbreviated; // an abbreviation's group is open
} Pen;

static const TextRun *pen_run(const Pen *pen)
{
	return &pen->input->runs[pen->run];
}

static void end_run(Pen *pen)
{
	if (pen->glyphs->len == 0)
		return;
	const DrawInput *input = pen->input;
	const TextRun *run = pen_run(pen);
	GlyphRun glyphs = {.face = pen->item->face,
			   .style = pen->item->style,
			   .size = pen->item->style->size,
			   .stretch = 1,
			   .ink = run->color ? run->color : pen->item->style->color,
			   .x = input->x + input->place->x + pen->x,
			   .baseline = input->baseline,
			   .width = pen->width,
			   .glyphs = (const Glyph *)(void *)pen->glyphs->data,
			   .glyph_count = pen->glyphs->len,
			   .text = pen->text->str,
			   .clusters = (const Cluster *)(void *)pen->clusters->data,
			   .cluster_count = pen->clusters->len,
			   .body = input->setting->style->grid > 0};
	display_glyphs(input->list, glyphs, run->span);
	g_array_set_size(pen->glyphs, 0);
	g_array_set_size(pen->clusters, 0);
	g_string_truncate(pen->text, 0);
	pen->width = 0;
}

static bool is_linked(const TextRun *run)
{
	return run->href && *run->href;
}

static bool is_same_link(const TextRun *a, const TextRun *b)
{
	return is_linked(a) && is_linked(b) && strcmp(a->href, b->href) == 0;
}

// The first of the runs that make up a link.
static guint first_run_of_link(const TextRun *runs, guint run)
{
	while (run > 0 && is_same_link(&runs[run - 1], &runs[run]))
		run--;
	return run;
}

static int link_element(const DrawInput *input, guint first, bool goes_on)
{
	PartState *state = input->link;
	if (goes_on && state->list == input->list && state->run == first && state->element >= 0)
		return state->element;
	const TextRun *run = &input->runs[first];
	Element element = {.parent = display_open_element(input->list),
			   .role = "link",
			   .href = run->href,
			   .page = display_current_page(input->list)->number - 1,
			   .y = input->baseline - input->setting->style->size,
			   .span = run->span};
	*state = (PartState){input->list, first, display_add_element(input->list, element)};
	return state->element;
}

// A link's area reaches this far above and below the baseline, in 1/100 of the size.
enum { LINK_ABOVE = 95, LINK_BELOW = 25 };

static void end_link(Pen *pen)
{
	if (!pen->linked)
		return;
	const DrawInput *input = pen->input;
	const TextRun *run = &input->runs[pen->link_run];
	Len size = run->style->size;
	Len above = size * LINK_ABOVE / 100, below = size * LINK_BELOW / 100;
	display_end(input->list);
	Link link = {.box = {.x = input->x + input->place->x + pen->link_x,
			     .y = input->baseline - above,
			     .width = pen->link_end - pen->link_x,
			     .height = above + below},
		     .href = run->href};
	display_link(input->list, link, pen->link_element, run->span);
	pen->linked = false;
}

static void begin_link(Pen *pen, guint run, guint byte)
{
	const DrawInput *input = pen->input;
	if (!is_linked(&input->runs[run]))
		return;
	guint first = first_run_of_link(input->runs, run);
	gsize start = first ? input->setting->run_ends[first - 1] : 0;
	pen->link_element = link_element(input, first, byte > start);
	pen->link_run = first;
	pen->linked = true;
	display_begin(input->list, pen->link_element, input->runs[first].span);
}

// The element that says an abbreviation in full.
static int abbreviation_element(const DrawInput *input, guint run, bool goes_on)
{
	PartState *state = input->abbreviation;
	if (goes_on && state->list == input->list && state->run == run && state->element >= 0)
		return state->element;
	Element element = {.parent = display_open_element(input->list),
			   .role = "span",
			   .expansion = input->runs[run].expansion,
			   .page = display_current_page(input->list)->number - 1,
			   .y = input->baseline - input->setting->style->size,
			   .span = input->runs[run].span};
	*state = (PartState){input->list, run, display_add_element(input->list, element)};
	return state->element;
}

static void end_abbreviation(Pen *pen)
{
	if (pen->abbreviated)
		display_end(pen->input->list);
	pen->abbreviated = false;
}

static void begin_abbreviation(Pen *pen, guint run, guint byte)
{
	const DrawInput *input = pen->input;
	// What is no content is not said at all.
	if (!input->runs[run].expansion || display_open_element(input->list) < 0)
		return;
	gsize start = run ? input->setting->run_ends[run - 1] : 0;
	display_begin(input->list, abbreviation_element(input, run, byte > start), input->runs[run].span);
	pen->abbreviated = true;
}

static void begin_run(Pen *pen, guint run, const PlacedCluster *cluster)
{
	end_abbreviation(pen);
	bool same_link =
	    pen->linked && is_same_link(&pen->input->runs[pen->link_run], &pen->input->runs[run]);
	if (!same_link) {
		end_link(pen);
		begin_link(pen, run, cluster->byte);
		pen->link_x = cluster->x;
	}
	begin_abbreviation(pen, run, cluster->byte);
	pen->run = run;
	pen->item = &cluster->shaped->items[cluster->shaped->clusters[cluster->index].item];
	pen->x = cluster->x;
}

static bool is_same_look(const Pen *pen, guint run, const ShapedItem *item)
{
	return pen->glyphs->len > 0 && pen->run == run && pen->item->face == item->face &&
	       pen->item->style == item->style;
}

static void add_glyphs(Pen *pen, const PlacedCluster *placed)
{
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	for (guint i = 0; i < cluster->glyph_count; i++) {
		const ShapedGlyph *shaped = &placed->shaped->glyphs[cluster->glyph + i];
		Glyph glyph = {.id = shaped->id, .x = placed->x - pen->x + shaped->x, .y = shaped->y};
		g_array_append_val(pen->glyphs, glyph);
	}
	const char *text = placed->hyphen ? "\u00AD" : placed->shaped->text + cluster->start;
	Cluster shown = {.bytes = placed->hyphen ? 2 : cluster->bytes, .glyphs = cluster->glyph_count};
	g_string_append_len(pen->text, text, shown.bytes);
	g_array_append_val(pen->clusters, shown);
}

static bool is_gap_before_abbreviation(const Pen *pen, const PlacedCluster *placed, guint run)
{
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	return pen->input->runs[run].expansion && !pen->input->runs[pen->run].expansion &&
	       placed->shaped->text[cluster->start] == ' ' &&
	       is_same_look(pen, pen->run, &placed->shaped->items[cluster->item]);
}

static bool draw_cluster(const PlacedCluster *placed, void *data)
{
	Pen *pen = data;
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	const ShapedItem *item = &placed->shaped->items[cluster->item];
	guint run = setting_run_at(pen->input->setting, placed->byte);
	// The hyphen, the space that ends a line, and that before an abbreviation go with what they follow.
	bool follows = placed->hyphen ||
		       (placed->end_space && pen->glyphs->len > 0 && pen->item->face == item->face) ||
		       is_gap_before_abbreviation(pen, placed, run);
	run = follows ? pen->run : run;
	if (cluster->glyph_count == 0 && pen->glyphs->len == 0)
		return false;
	if (!is_same_look(pen, run, item) && !follows) {
		end_run(pen);
		begin_run(pen, run, placed);
	}
	add_glyphs(pen, placed);
	if (!placed->end_space) {
		pen->width = placed->x + placed->width - pen->x;
		pen->link_end = placed->x + placed->width;
	}
	return false;
}

void draw_line(const DrawInput *input)
{
	Pen pen = {.input = input,
		   .glyphs = g_array_new(false, false, sizeof(Glyph)),
		   .clusters = g_array_new(false, false, sizeof(Cluster)),
		   .text = g_string_new(NULL)};
	line_visit(input->setting, input->line, draw_cluster, &pen);
	end_run(&pen);
	end_abbreviation(&pen);
	end_link(&pen);
	g_array_unref(pen.glyphs);
	g_array_unref(pen.clusters);
	g_string_free(pen.text, TRUE);
}
