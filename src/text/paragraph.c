#include "text/paragraph.h"

#include <string.h>

#include "base/decimal.h"
#include "base/intl.h"
#include "text/draw.h"
#include "text/looks.h"
#include "text/setting.h"

struct TextEngine {
	SettingTools tools;
	Arena *arena;    // of the job
	DiagList *diags; // of the job
	Looks *looks;
	char *lang;
	GHashTable *settings;   // GBytes → Setting *
	GHashTable *paragraphs; // GBytes → Paragraph *
	guint job;              // counts them
	bool told_no_patterns;
	bool tells_lines;
};

struct Paragraph {
	TextEngine *engine;
	Setting *setting;
	TextRun *runs;
	guint run_count;
	guint job; // that the following are of
	PartState link, phrase, abbreviation;
};

// --- engine ---

static void free_setting(void *data)
{
	arena_free(((Setting *)data)->arena);
}

static void free_arena(void *data)
{
	arena_free(data);
}

// What no job asked for lately: there may be a few jobs for each change of an issue.
static gboolean is_idle(gpointer key, gpointer setting, gpointer data)
{
	enum { JOBS_KEPT = 8 };
	(void)key;
	return ((Setting *)setting)->used + JOBS_KEPT < ((TextEngine *)data)->job;
}

void text_engine_begin(TextEngine *engine, Arena *arena, DiagList *diags)
{
	engine->arena = arena;
	engine->diags = diags;
	engine->job++;
	g_hash_table_foreach_remove(engine->settings, is_idle, engine);
	engine->told_no_patterns = engine->tells_lines = false;
	g_hash_table_remove_all(engine->paragraphs);
	looks_begin(engine->looks);
}

TextEngine *text_engine_new(Arena *arena, Fonts *fonts, DiagList *diags, const char *lang)
{
	TextEngine *engine = g_new0(TextEngine, 1);
	engine->lang = g_strdup(lang && *lang ? lang : "en");
	engine->tools = (SettingTools){.shaper = shaper_new(arena, fonts, engine->lang),
				       .languages = languages_new(engine->lang)};
	GDestroyNotify unref = (GDestroyNotify)g_bytes_unref;
	engine->settings = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, free_setting);
	engine->paragraphs = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, NULL);
	engine->looks = looks_new(arena);
	text_engine_begin(engine, arena, diags);
	return engine;
}

void text_engine_use_arena(TextEngine *engine, Arena *arena)
{
	engine->arena = arena;
}

bool text_engine_lacks_patterns(const TextEngine *engine)
{
	return !hyphenator_has_patterns(languages_get(engine->tools.languages, NULL)->hyphenator);
}

void text_engine_tell_lines(TextEngine *engine)
{
	engine->tells_lines = true;
}

void text_engine_free(TextEngine *engine)
{
	if (!engine)
		return;
	g_hash_table_unref(engine->paragraphs);
	g_hash_table_unref(engine->settings);
	looks_free(engine->looks);
	languages_free(engine->tools.languages);
	shaper_free(engine->tools.shaper);
	g_free(engine->lang);
	g_free(engine);
}

// --- the same words in the same look are set once ---

static void add_key(GByteArray *key, const void *data, gsize size)
{
	g_byte_array_append(key, data, (guint)size);
}

static void add_key_text(GByteArray *key, const char *text)
{
	gsize size = text ? strlen(text) + 1 : 0;
	add_key(key, &size, sizeof size);
	if (text)
		add_key(key, text, size);
}

static GBytes *setting_key(const TextRun *runs, guint count, const Style *style)
{
	GByteArray *key = g_byte_array_new();
	add_key(key, &style, sizeof style);
	for (guint i = 0; i < count; i++) {
		guint8 flags = (guint8)(runs[i].verbatim | runs[i].unbreakable << 1 | runs[i].own_line << 2 |
					(runs[i].expansion != NULL) << 3);
		add_key(key, &flags, sizeof flags);
		add_key(key, &runs[i].style, sizeof runs[i].style);
		add_key_text(key, runs[i].text);
		add_key_text(key, runs[i].lang);
	}
	return g_byte_array_free_to_bytes(key);
}

static GBytes *paragraph_key(const TextEngine *engine, const TextRun *runs, guint count,
			     const Setting *setting)
{
	GByteArray *key = g_byte_array_new();
	add_key(key, &engine->arena, sizeof engine->arena);
	add_key(key, &setting, sizeof setting);
	for (guint i = 0; i < count; i++) {
		const Span *span = &runs[i].span;
		add_key(key, &runs[i].style, sizeof runs[i].style);
		add_key(key, &runs[i].color, sizeof runs[i].color);
		add_key(key, &span->source, sizeof span->source);
		add_key(key, &span->line, sizeof span->line);
		add_key(key, &span->column, sizeof span->column);
		add_key_text(key, runs[i].href);
		add_key_text(key, runs[i].expansion);
	}
	return g_byte_array_free_to_bytes(key);
}

// Styles are taken by what they say: `runs` are a copy in those that stand for them.
static Setting *get_setting(TextEngine *engine, TextRun *runs, guint count, const Style *style)
{
	style = looks_get(engine->looks, style);
	for (guint i = 0; i < count; i++)
		runs[i].style = looks_get(engine->looks, runs[i].style);
	GBytes *key = setting_key(runs, count, style);
	Setting *setting = g_hash_table_lookup(engine->settings, key);
	if (setting) {
		g_bytes_unref(key);
	} else {
		setting = setting_new(&engine->tools, runs, count, style);
		g_hash_table_insert(engine->settings, key, setting);
	}
	setting->used = engine->job;
	return setting;
}

static void report_missing(const Paragraph *paragraph)
{
	const Shaped *shaped = paragraph->setting->shaped;
	for (guint i = 0; i < shaped->missing_count; i++) {
		const MissingGlyph *missing = &shaped->missing[i];
		const char *at = shaped->text + missing->start;
		g_autofree char *sign = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
		Span span = paragraph->runs[setting_run_at(paragraph->setting, missing->start)].span;
		guint code = g_utf8_get_char(at);
		diag_take(paragraph->engine->diags, SEVERITY_ERROR, "font.missing", span,
			  g_strdup_printf(_("no font of the bulletin has “%s” (U+%04X)"), sign, code),
			  g_strdup(_("write it another way, or add a font that has it to the fonts folder")));
	}
}

static TextRun *copy_runs(Arena *arena, const TextRun *runs, guint count)
{
	TextRun *copies = arena_copy(arena, runs, count, sizeof(TextRun));
	for (guint i = 0; i < count; i++) {
		copies[i].text = arena_strdup(arena, runs[i].text);
		copies[i].href = arena_strdup(arena, runs[i].href);
		copies[i].expansion = arena_strdup(arena, runs[i].expansion);
		copies[i].lang = arena_strdup(arena, runs[i].lang);
	}
	return copies;
}

Paragraph *paragraph_get(TextEngine *engine, const TextRun *runs, guint count, const Style *style)
{
	g_autofree TextRun *looked = g_memdup2(runs, count * sizeof *runs);
	Setting *setting = get_setting(engine, looked, count, style);
	GBytes *key = paragraph_key(engine, runs, count, setting);
	Paragraph *paragraph = g_hash_table_lookup(engine->paragraphs, key);
	if (paragraph) {
		g_bytes_unref(key);
		return paragraph;
	}
	paragraph = arena_new0(engine->arena, Paragraph);
	*paragraph = (Paragraph){.engine = engine,
				 .setting = setting,
				 .runs = copy_runs(engine->arena, runs, count),
				 .run_count = count};
	arena_own(engine->arena, arena_ref(setting->arena), free_arena);
	report_missing(paragraph);
	g_hash_table_insert(engine->paragraphs, key, paragraph);
	return paragraph;
}

// --- lines ---

// A style that wants words divided, in a language without patterns, is said once.
static void report_patterns(TextEngine *engine, const Paragraph *paragraph)
{
	if (engine->told_no_patterns || !paragraph->setting->style->hyphenate ||
	    hyphenator_has_patterns(languages_get(engine->tools.languages, NULL)->hyphenator))
		return;
	engine->told_no_patterns = true;
	bool known = hyphenator_is_known(languages_get(engine->tools.languages, NULL)->hyphenator);
	diag_take(engine->diags, known ? SEVERITY_WARNING : SEVERITY_NOTE, "text.hyphenation",
		  paragraph->run_count ? paragraph->runs[0].span : (Span){0},
		  g_strdup_printf(_("words are not divided: there are no patterns for “%s”"), engine->lang),
		  known
		      ? g_strdup(_("install the hyphenation patterns of the language (Debian: hyphen-fr, …)"))
		      : g_strdup(_("say where a long word may be divided with a soft hyphen (&shy;)")));
}

const TextLines *paragraph_break(Paragraph *paragraph, Len measure)
{
	return paragraph_break_as(paragraph, measure, (LineWish){0});
}

const TextLines *paragraph_break_as(Paragraph *paragraph, Len measure, LineWish wish)
{
	const SetLines *lines = setting_break(paragraph->setting, measure, wish);
	if (lines->lines.count > 1)
		report_patterns(paragraph->engine, paragraph);
	return &lines->lines;
}

Len paragraph_natural_width(Paragraph *paragraph)
{
	return setting_natural_width(paragraph->setting);
}

// The word around a byte of the text, the beginning of a very long one.
static char *word_at(const Setting *setting, gsize byte)
{
	enum { SHOWN_MAX = 80 }; // bytes
	const char *text = setting->shaped->text;
	const char *space = memrchr(text, ' ', byte);
	const char *start = space ? space + 1 : text, *limit = text + setting->shaped->length,
		   *end = text + byte;
	while (end < limit && *end != ' ' && end - start < SHOWN_MAX)
		end++;
	if (end - start < SHOWN_MAX)
		return g_strndup(start, (gsize)(end - start));
	const char *cut = g_utf8_find_prev_char(start, start + SHOWN_MAX);
	return g_strdup_printf("%.*s…", (int)(cut - start), start);
}

static gsize line_end_byte(const Setting *setting, const SetLine *line)
{
	const Shaped *shaped = setting->shaped;
	if (line->tail)
		return line->tail_start;
	return line->end > 0 ? shaped->clusters[line->end - 1].start : 0;
}

// The hyphen, dash or slash of the text that a line ends in; 0: it ends in none.
static char joint_at(const Setting *setting, const SetLine *line, gsize byte)
{
	const char *text = setting->shaped->text;
	char last = line->tail ? '\0' : text[byte];
	return last == '-' || last == '/' ? last : '\0';
}

static void report_divided(const Paragraph *paragraph, Span span, Len measure, const char *word, char joint)
{
	DiagList *diags = paragraph->engine->diags;
	if (joint)
		diag_take(diags, SEVERITY_NOTE, "text.long-word", span,
			  g_strdup_printf(_("“%s” is wider than a line of %s mm and is divided at a “%c”"),
					  word, decimal_text(&(DecimalText){0}, len_to_mm(measure), 1),
					  joint),
			  g_strdup(_("shorten it if that looks wrong")));
	else
		diag_take(
		    diags, SEVERITY_WARNING, "text.long-word", span,
		    g_strdup_printf(_("“%s” is wider than a line of %s mm and is divided inside a word"),
				    word, decimal_text(&(DecimalText){0}, len_to_mm(measure), 1)),
		    g_strdup(_("shorten it, or say where it may be divided with a soft hyphen (&shy;)")));
}

static void report_line(const Paragraph *paragraph, const SetLines *lines, guint index)
{
	const SetLine *line = &lines->set[index];
	bool overfull = lines->lines.lines[index].overfull;
	if ((!overfull && !line->emergency) || paragraph->run_count == 0)
		return;
	gsize byte = line_end_byte(paragraph->setting, line);
	g_autofree char *word = word_at(paragraph->setting, byte);
	Span span = paragraph->runs[setting_run_at(paragraph->setting, byte)].span;
	if (overfull)
		diag_take(paragraph->engine->diags, SEVERITY_ERROR, "text.overfull", span,
			  g_strdup_printf(_("“%s” does not fit on a line of %s mm"), word,
					  decimal_text(&(DecimalText){0}, len_to_mm(lines->measure), 1)),
			  g_strdup(_("shorten it, or give it more room in the layout")));
	else
		report_divided(paragraph, span, lines->measure, word,
			       joint_at(paragraph->setting, line, byte));
}

// --- what a typographer would look at twice ---

static void note_line(const Paragraph *paragraph, const SetLine *line, const char *code, char *what,
		      char *hint)
{
	gsize byte = line_end_byte(paragraph->setting, line);
	Span span = paragraph->runs[setting_run_at(paragraph->setting, byte)].span;
	diag_take(paragraph->engine->diags, SEVERITY_NOTE, code, span, what, hint);
}

typedef struct GapList {
	Len at[64]; // middles of the gaps, from the measure's left edge
	guint count;
	Len start;
} GapList;

static bool add_gap(const PlacedCluster *placed, void *data)
{
	GapList *gaps = data;
	if (!placed->end_space && gaps->count < G_N_ELEMENTS(gaps->at) &&
	    placed->shaped->text[placed->shaped->clusters[placed->index].start] == ' ')
		gaps->at[gaps->count++] = gaps->start + placed->x + placed->width / 2;
	return false;
}

static GapList find_gaps(const Paragraph *paragraph, const SetLines *lines, guint index)
{
	GapList gaps = {.start = lines->lines.lines[index].x};
	line_visit(paragraph->setting, &lines->set[index], add_gap, &gaps);
	return gaps;
}

static bool has_near(const GapList *gaps, Len at, Len reach)
{
	for (guint i = 0; i < gaps->count; i++)
		if (ABS(gaps->at[i] - at) <= reach)
			return true;
	return false;
}

enum { RIVER_LINES = 4, RIVER_REACH = 5 }; // gaps one below the other, within this part of the size

// A river ends at this line: gaps stand one below the other on so many lines, and on no more above them.
static bool ends_river(const Paragraph *paragraph, const SetLines *lines, guint index)
{
	if (index + 1 < RIVER_LINES)
		return false;
	Len reach = paragraph->setting->style->size / RIVER_REACH;
	GapList rows[RIVER_LINES];
	for (guint i = 0; i < RIVER_LINES; i++)
		rows[i] = find_gaps(paragraph, lines, index - i);
	for (guint k = 0; k < rows[0].count; k++) {
		guint row = 1;
		while (row < RIVER_LINES && has_near(&rows[row], rows[0].at[k], reach * (Len)row))
			row++;
		if (row == RIVER_LINES)
			return true;
	}
	return false;
}

static void tell_line(const Paragraph *paragraph, const SetLines *lines, guint index)
{
	const TextLine *line = &lines->lines.lines[index];
	const SetLine *set = &lines->set[index];
	if (paragraph->run_count == 0 || paragraph->setting->style->align != ALIGN_JUSTIFY)
		return;
	char *reword = _("another word or order of words may help; it is no error");
	g_autofree char *word = word_at(paragraph->setting, line_end_byte(paragraph->setting, set));
	if (line->loose || line->tight)
		note_line(paragraph, set, line->loose ? "line.loose" : "line.tight",
			  g_strdup_printf(line->loose ? _("line %u, up to “%s”, is loose: its spaces are %s "
							  "of their natural width")
						      : _("line %u, up to “%s”, is tight: its spaces are %s "
							  "of their natural width"),
					  index + 1, word, decimal_text(&(DecimalText){0}, line->space, 2)),
			  g_strdup(reword));
	if (index > 0 && line->hyphen && line[-1].hyphen)
		note_line(paragraph, set, "line.hyphens",
			  g_strdup_printf(_("line %u, up to “%s”, ends in a hyphen like the one above"),
					  index + 1, word),
			  g_strdup(reword));
	if (ends_river(paragraph, lines, index))
		note_line(paragraph, set, "line.river",
			  g_strdup_printf(_("spaces stand one below the other down to line %u, up to “%s”"),
					  index + 1, word),
			  g_strdup(reword));
}

void paragraph_draw_line(Paragraph *paragraph, Len measure, guint index, Len x, Len baseline,
			 DisplayList *list)
{
	paragraph_draw_line_as(paragraph, measure, (LineWish){0}, index, x, baseline, list);
}

void paragraph_draw_line_as(Paragraph *paragraph, Len measure, LineWish wish, guint index, Len x,
			    Len baseline, DisplayList *list)
{
	const SetLines *lines = setting_break(paragraph->setting, measure, wish);
	g_return_if_fail(index < lines->lines.count);
	report_line(paragraph, lines, index);
	list->loose_lines += lines->lines.lines[index].loose;
	if (paragraph->engine->tells_lines)
		tell_line(paragraph, lines, index);
	if (paragraph->job != paragraph->engine->job) {
		paragraph->link = paragraph->phrase = paragraph->abbreviation = (PartState){.element = -1};
		paragraph->job = paragraph->setting->used = paragraph->engine->job;
		// The pieces of its lines are the list's now, too.
		arena_own(list->arena, arena_ref(paragraph->setting->arena), free_arena);
	}
	DrawInput input = {.setting = paragraph->setting,
			   .runs = paragraph->runs,
			   .line = &lines->set[index],
			   .place = &lines->lines.lines[index],
			   .x = x,
			   .baseline = baseline,
			   .list = list,
			   .link = &paragraph->link,
			   .phrase = &paragraph->phrase,
			   .abbreviation = &paragraph->abbreviation};
	draw_line(&input);
}

// --- single letters ---

typedef struct LetterSearch {
	gunichar letter;
	Len x;
	bool found;
} LetterSearch;

static bool is_letter_sought(const PlacedCluster *placed, void *data)
{
	LetterSearch *search = data;
	const ShapedCluster *cluster = &placed->shaped->clusters[placed->index];
	const char *text = placed->shaped->text + cluster->start;
	glong count = g_utf8_strlen(text, cluster->bytes), at = 0;
	for (const char *c = text; at < count; c = g_utf8_next_char(c), at++) {
		if (g_utf8_get_char(c) != search->letter)
			continue;
		// In a ligature each letter has an equal part of its ink.
		Len width, left = shape_ink(placed->shaped, cluster, &width);
		search->x = placed->x + left + (Len)(width * (2 * at + 1) / (2 * count));
		search->found = true;
		return true;
	}
	return false;
}

bool paragraph_find_letter(Paragraph *paragraph, Len measure, guint index, gunichar letter, Len *x)
{
	const SetLines *lines = setting_break(paragraph->setting, measure, (LineWish){0});
	g_return_val_if_fail(index < lines->lines.count, false);
	LetterSearch search = {.letter = letter};
	line_visit(paragraph->setting, &lines->set[index], is_letter_sought, &search);
	*x = lines->lines.lines[index].x + search.x;
	return search.found;
}

static bool read_ink_left(const PlacedCluster *placed, void *data)
{
	Len *left = data;
	Len width;
	*left = shape_ink(placed->shaped, &placed->shaped->clusters[placed->index], &width);
	return true;
}

Len paragraph_ink_left(Paragraph *paragraph, Len measure, guint index)
{
	const SetLines *lines = setting_break(paragraph->setting, measure, (LineWish){0});
	g_return_val_if_fail(index < lines->lines.count, 0);
	Len left = 0;
	line_visit(paragraph->setting, &lines->set[index], read_ink_left, &left);
	return left;
}
