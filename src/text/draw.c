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
	bool in_word; // the cluster before was a letter
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

static void walk_cluster(void *data, PlacedCluster placed)
{
	Walk *walk = data;
	if (walk->done)
		return;
	const ShapedCluster *cluster = &placed.shaped->clusters[placed.index];
	bool gap = setting_is_gap(placed.shaped, placed.index);
	if (walk->in_word && !gap)
		walk->x += walk->line->track;
	walk->in_word = !gap;
	placed.x = walk->x;
	placed.width = setting_cluster_width(walk->line, placed.shaped, placed.index);
	if (placed.shaped == walk->setting->shaped && !placed.end_space &&
	    placed.shaped->text[cluster->start] == ' ')
		placed.width += space_gain(walk, cluster);
	if (placed.shaped == walk->setting->shaped && placed.index + 1 == walk->line->end)
		placed.width += walk->line->end_change;
	walk->x += placed.width;
	walk->done = walk->visit(&placed, walk->data);
}

// Calls for the clusters of a line in the order of the text.
typedef void (*ClusterCall)(void *data, PlacedCluster placed);

static void call_part(const Shaped *part, guint start, bool hyphen, ClusterCall call, void *data)
{
	for (guint i = 0; part && i < part->cluster_count; i++)
		call(data, (PlacedCluster){.shaped = part,
					   .index = i,
					   .byte = start + part->clusters[i].start,
					   .hyphen = hyphen && i + 1 == part->cluster_count});
}

static void call_clusters(const Setting *setting, const SetLine *line, ClusterCall call, void *data)
{
	const Shaped *shaped = setting->shaped;
	call_part(line->head, line->head_start, false, call, data);
	for (guint i = line->first; i < line->end; i++)
		call(data, (PlacedCluster){.shaped = shaped, .index = i, .byte = shaped->clusters[i].start});
	call_part(line->tail, line->tail_start, line->hyphen, call, data);
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

static void list_cluster(void *data, PlacedCluster placed)
{
	g_array_append_val((GArray *)data, placed);
}

static void walk_visually(Walk *walk)
{
	g_autoptr(GArray) clusters = g_array_new(FALSE, FALSE, sizeof(PlacedCluster));
	call_clusters(walk->setting, walk->line, list_cluster, clusters);
	order_visually(clusters);
	for (guint i = 0; i < clusters->len; i++)
		walk_cluster(walk, g_array_index(clusters, PlacedCluster, i));
}

void line_visit(const Setting *setting, const SetLine *line, ClusterVisit visit, void *data)
{
	Walk walk = {.setting = setting, .line = line, .visit = visit, .data = data};
	if (setting->is_mixed)
		walk_visually(&walk);
	else
		call_clusters(setting, line, walk_cluster, &walk);
	if (line->space >= 0)
		walk_cluster(&walk, (PlacedCluster){.shaped = setting->shaped,
						    .index = (guint)line->space,
						    .byte = setting->shaped->clusters[line->space].start,
						    .end_space = true});
}

// --- glyph runs ---

// A glyph run as the line's own data tell it: colour, link and place are those of who draws it.
struct LinePiece {
	guint run; // of the paragraph
	const ShapedItem *item;
	guint byte; // of the paragraph's text, of its first cluster
	// From the line's start: where its first cluster is placed, and how far it reaches.
	Len x, left, right;
	bool has_letters; // more than the space that the line ends at
	const Glyph *glyphs;
	guint glyph_count; // 0: nothing to draw
	const Cluster *clusters;
	guint cluster_count;
	const char *text;
};

// A line being cut into pieces.
typedef struct Cutter {
	const Setting *setting;
	const SetLine *line;
	GArray *pieces; // LinePiece
	// Room for the whole line; what is of the piece at hand.
	Glyph *glyphs;
	Cluster *clusters;
	char *text;
	guint glyph_count, cluster_count;
	gsize length; // of the text
} Cutter;

static LinePiece *piece_at_hand(const Cutter *cutter)
{
	return &g_array_index(cutter->pieces, LinePiece, cutter->pieces->len - 1);
}

static void end_piece(Cutter *cutter)
{
	if (cutter->glyph_count == 0)
		return;
	Arena *arena = cutter->setting->arena;
	LinePiece *piece = piece_at_hand(cutter);
	for (guint i = 0; i < cutter->glyph_count && piece->left < piece->x; i++)
		cutter->glyphs[i].x += piece->x - piece->left;
	piece->glyphs = arena_copy(arena, cutter->glyphs, cutter->glyph_count, sizeof(Glyph));
	piece->glyph_count = cutter->glyph_count;
	piece->clusters = arena_copy(arena, cutter->clusters, cutter->cluster_count, sizeof(Cluster));
	piece->cluster_count = cutter->cluster_count;
	piece->text = arena_strndup(arena, cutter->text, cutter->length);
	cutter->glyph_count = cutter->cluster_count = 0;
	cutter->length = 0;
}

static void begin_piece(Cutter *cutter, guint run, const PlacedCluster *cluster)
{
	LinePiece piece = {.run = run, .byte = cluster->byte};
	piece.item = &cluster->shaped->items[cluster->shaped->clusters[cluster->index].item];
	piece.x = piece.left = piece.right = cluster->x;
	g_array_append_val(cutter->pieces, piece);
}

static bool is_same_look(const Cutter *cutter, guint run, const ShapedItem *item)
{
	if (cutter->glyph_count == 0)
		return false;
	const LinePiece *piece = piece_at_hand(cutter);
	return piece->run == run && piece->item->face == item->face && piece->item->style == item->style &&
	       piece->item->level == item->level;
}

static void add_glyphs(Cutter *cutter, const PlacedCluster *placed)
{
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	Len x = placed->x - piece_at_hand(cutter)->x;
	int expand = cutter->line->expand;
	for (guint i = 0; i < cluster->glyph_count; i++) {
		const ShapedGlyph *shaped = &placed->shaped->glyphs[cluster->glyph + i];
		cutter->glyphs[cutter->glyph_count++] =
		    (Glyph){.id = shaped->id,
			    .x = x + shaped->x + (Len)((gint64)shaped->x * expand / EXPAND_WHOLE),
			    .y = shaped->y};
	}
	const char *text = placed->hyphen ? "\u00AD" : placed->shaped->text + cluster->start;
	guint16 bytes = placed->hyphen ? 2 : cluster->bytes;
	memcpy(cutter->text + cutter->length, text, bytes);
	cutter->length += bytes;
	cutter->clusters[cutter->cluster_count++] = (Cluster){.bytes = bytes, .glyphs = cluster->glyph_count};
}

static bool cut_cluster(const PlacedCluster *placed, void *data)
{
	Cutter *cutter = data;
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	const ShapedItem *item = &placed->shaped->items[cluster->item];
	guint run = setting_run_at(cutter->setting, placed->byte);
	// The hyphen and the space that ends a line go with what they follow.
	bool follows =
	    cutter->glyph_count > 0 &&
	    (placed->hyphen || (placed->end_space && piece_at_hand(cutter)->item->face == item->face));
	run = follows ? piece_at_hand(cutter)->run : run;
	if (cluster->glyph_count == 0 && cutter->glyph_count == 0)
		return false;
	if (!is_same_look(cutter, run, item) && !follows) {
		end_piece(cutter);
		begin_piece(cutter, run, placed);
	}
	add_glyphs(cutter, placed);
	if (!placed->end_space) {
		LinePiece *piece = piece_at_hand(cutter);
		piece->left = MIN(piece->left, placed->x);
		piece->right = MAX(piece->right, placed->x + placed->width);
		piece->has_letters = true;
	}
	return false;
}

// How much there is on a line.
typedef struct LineSize {
	guint clusters, glyphs;
	gsize bytes;
} LineSize;

static void add_size(LineSize *size, const Shaped *shaped, guint first, guint end)
{
	if (first == end)
		return;
	const ShapedCluster *start = &shaped->clusters[first], *last = &shaped->clusters[end - 1];
	size->clusters += end - first;
	size->glyphs += last->glyph + last->glyph_count - start->glyph;
	size->bytes += last->start + last->bytes - start->start;
}

static LineSize size_of_line(const Setting *setting, const SetLine *line)
{
	LineSize size = {.bytes = sizeof "\u00AD"};
	add_size(&size, setting->shaped, line->first, line->end);
	if (line->head)
		add_size(&size, line->head, 0, line->head->cluster_count);
	if (line->tail)
		add_size(&size, line->tail, 0, line->tail->cluster_count);
	if (line->space >= 0)
		add_size(&size, setting->shaped, (guint)line->space, (guint)line->space + 1);
	return size;
}

static bool list_placed(const PlacedCluster *placed, void *data)
{
	g_array_append_val((GArray *)data, *placed);
	return false;
}

static int compare_places(const void *a, const void *b)
{
	const PlacedCluster *one = a, *other = b;
	if (one->byte != other->byte)
		return one->byte < other->byte ? -1 : 1;
	return (int)one->hyphen - (int)other->hyphen;
}

// Where parts run from right to left, clusters are placed as they are seen, but drawn as they are read, so
// that the text is in its order in the page too.
static void cut_as_read(Cutter *cutter)
{
	g_autoptr(GArray) clusters = g_array_new(FALSE, FALSE, sizeof(PlacedCluster));
	line_visit(cutter->setting, cutter->line, list_placed, clusters);
	g_array_sort(clusters, compare_places);
	for (guint i = 0; i < clusters->len; i++)
		cut_cluster(&g_array_index(clusters, PlacedCluster, i), cutter);
}

// The pieces of a line are made once, however often it is drawn.
static void cut_line(const Setting *setting, SetLine *line)
{
	LineSize size = size_of_line(setting, line);
	g_autofree Glyph *glyphs = g_new(Glyph, size.glyphs + 1);
	g_autofree Cluster *clusters = g_new(Cluster, size.clusters + 1);
	g_autofree char *text = g_malloc(size.bytes + 1);
	g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(LinePiece));
	Cutter cutter = {.setting = setting,
			 .line = line,
			 .pieces = pieces,
			 .glyphs = glyphs,
			 .clusters = clusters,
			 .text = text};
	if (setting->is_mixed)
		cut_as_read(&cutter);
	else
		line_visit(setting, line, cut_cluster, &cutter);
	end_piece(&cutter);
	line->pieces = arena_copy(setting->arena, pieces->data, pieces->len, sizeof(LinePiece));
	line->piece_count = pieces->len;
	line->is_cut = true;
}

// --- drawing ---

typedef struct Pen {
	const DrawInput *input;
	bool linked; // a link's group is open
	Len link_x, link_end;
	int link_element;
	guint link_run;
	const char *lang; // of the phrase whose group is open; NULL: none
	bool abbreviated; // an abbreviation's group is open
} Pen;

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
	*state = (PartState){input->list, first, display_add_element(input->list, element), element.parent};
	return state->element;
}

// A link's area reaches this far above and below the baseline, in 1/100 of the size.
enum { LINK_ABOVE = 95, LINK_BELOW = 25 };

// The first of the runs that make up a foreign phrase.
static guint first_run_of_phrase(const TextRun *runs, guint run)
{
	while (run > 0 && g_strcmp0(runs[run - 1].lang, runs[run].lang) == 0)
		run--;
	return run;
}

static void end_phrase(Pen *pen)
{
	if (pen->lang)
		display_end(pen->input->list);
	pen->lang = NULL;
}

static int phrase_element(const DrawInput *input, guint first, bool goes_on, int parent)
{
	PartState *state = input->phrase;
	if (goes_on && state->list == input->list && state->run == first && state->parent == parent)
		return state->element;
	const TextRun *run = &input->runs[first];
	Element element = {.parent = parent,
			   .role = "span",
			   .lang = run->lang,
			   .page = display_current_page(input->list)->number - 1,
			   .y = input->baseline - input->setting->style->size,
			   .span = run->span};
	*state = (PartState){input->list, first, display_add_element(input->list, element), parent};
	return state->element;
}

// A phrase is one element over all its lines; where a link is a part of it, another inside the link.
static void begin_phrase(Pen *pen, guint run, guint byte)
{
	const DrawInput *input = pen->input;
	int parent = display_open_element(input->list);
	if (!input->runs[run].lang || parent < 0)
		return;
	guint first = first_run_of_phrase(input->runs, run);
	gsize start = first ? input->setting->run_ends[first - 1] : 0;
	int element = phrase_element(input, first, byte > start, parent);
	pen->lang = input->runs[run].lang;
	display_begin(input->list, element, input->runs[first].span);
}

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
	*state = (PartState){input->list, run, display_add_element(input->list, element), element.parent};
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

static void begin_run(Pen *pen, const LinePiece *piece)
{
	const TextRun *runs = pen->input->runs;
	end_abbreviation(pen);
	bool same_link = pen->linked && is_same_link(&runs[pen->link_run], &runs[piece->run]);
	bool stays = same_link || (!pen->linked && !is_linked(&runs[piece->run]));
	if (!stays || g_strcmp0(pen->lang, runs[piece->run].lang) != 0)
		end_phrase(pen);
	if (!same_link) {
		end_link(pen);
		begin_link(pen, piece->run, piece->byte);
		pen->link_x = pen->link_end = piece->x;
	}
	if (!pen->lang)
		begin_phrase(pen, piece->run, piece->byte);
	begin_abbreviation(pen, piece->run, piece->byte);
	if (piece->has_letters) {
		pen->link_x = MIN(pen->link_x, piece->left);
		pen->link_end = MAX(pen->link_end, piece->right);
	}
}

static void draw_piece(const DrawInput *input, const LinePiece *piece)
{
	const TextRun *run = &input->runs[piece->run];
	GlyphRun glyphs = {.face = piece->item->face,
			   .style = run->style,
			   .size = piece->item->style->size,
			   .stretch = 1 + (double)input->line->expand / EXPAND_WHOLE,
			   .ink = run->color ? run->color : run->style->color,
			   .x = input->x + input->place->x + piece->left,
			   .baseline = input->baseline,
			   .width = piece->right - piece->left,
			   .glyphs = piece->glyphs,
			   .glyph_count = piece->glyph_count,
			   .text = piece->text,
			   .clusters = piece->clusters,
			   .cluster_count = piece->cluster_count,
			   .body = input->setting->style->grid > 0};
	display_glyphs(input->list, glyphs, run->span);
}

void draw_line(const DrawInput *input)
{
	Pen pen = {.input = input};
	if (!input->line->is_cut)
		cut_line(input->setting, input->line);
	for (guint i = 0; i < input->line->piece_count; i++) {
		const LinePiece *piece = &input->line->pieces[i];
		begin_run(&pen, piece);
		if (piece->glyph_count)
			draw_piece(input, piece);
	}
	end_abbreviation(&pen);
	end_phrase(&pen);
	end_link(&pen);
}
