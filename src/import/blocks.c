#include "import/blocks.h"

#include <string.h>

#include <md4c.h>

#include "text/entity.h"

enum { HEADING_MAX = 120 }; // characters; what is underlined and longer is a text above a rule

typedef struct List {
	bool ordered;
	int next;
	bool item_new; // the item at hand has no block yet
} List;

typedef struct Parse {
	Arena *arena;
	const Source *source;
	Blocks *blocks;
	GArray *lists; // List, innermost last
	int quotes;
	int heading; // level of the one at hand
	GString *text;
	GPtrArray *targets;
	const char *first, *last; // what the source says of the block at hand: first byte, past the last
	bool strong, em;
	GString *alternative; // of the picture at hand, or NULL
	int picture_depth;
	const char *picture_source;
	GByteArray *seen; // for each line whether something of it was read
} Parse;

// --- places ---

static void find_lines(Parse *parse)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(size_t));
	const Source *source = parse->source;
	for (size_t i = 0; i <= source->size; i++) {
		bool begins = i == 0 || source->text[i - 1] == '\n' ||
			      (source->text[i - 1] == '\r' && source->text[i] != '\n');
		if (begins)
			g_array_append_val(lines, i);
	}
	parse->blocks->line_count = lines->len;
	parse->blocks->lines = (size_t *)(void *)g_array_free(lines, FALSE);
	parse->seen = g_byte_array_new();
	g_byte_array_set_size(parse->seen, parse->blocks->line_count);
	memset(parse->seen->data, 0, parse->blocks->line_count);
}

// From 1.
static int line_at(const Parse *parse, const char *place)
{
	size_t offset = (size_t)(place - parse->source->text);
	guint low = 0, high = parse->blocks->line_count;
	while (high - low > 1) {
		guint middle = low + (high - low) / 2;
		if (parse->blocks->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (int)low + 1;
}

static bool is_inside(const Parse *parse, const char *place)
{
	return place >= parse->source->text && place < parse->source->text + parse->source->size;
}

static void see(Parse *parse, const char *start, size_t size)
{
	if (!is_inside(parse, start) || size == 0)
		return;
	parse->first = parse->first ? parse->first : start;
	parse->last = start + size;
	int end = line_at(parse, start + size - 1);
	for (int line = line_at(parse, start); line <= end; line++)
		parse->seen->data[line - 1] = 1;
}

static int current_line(const Parse *parse)
{
	return parse->last ? line_at(parse, parse->last - 1) : 1;
}

static void add_aside(Parse *parse, int line, const char *text)
{
	Aside *aside = arena_new0(parse->arena, Aside);
	*aside = (Aside){.line = line, .text = text};
	g_ptr_array_add(parse->blocks->asides, aside);
}

// --- blocks ---

static List *innermost(const Parse *parse)
{
	return parse->lists->len ? &g_array_index(parse->lists, List, parse->lists->len - 1) : NULL;
}

static void describe(Parse *parse, Passage *passage)
{
	List *list = innermost(parse);
	if (parse->heading && !(parse->text->len > HEADING_MAX && *parse->first != '#')) {
		passage->kind = PASSAGE_HEADING;
		passage->level = parse->heading;
	} else if (list && list->item_new) {
		passage->kind = PASSAGE_ITEM;
		passage->level = (int)parse->lists->len;
		passage->number = list->ordered ? list->next++ : 0;
		list->item_new = false;
	} else if (parse->quotes) {
		passage->kind = PASSAGE_QUOTE;
	}
}

static void end_block(Parse *parse)
{
	if (parse->first && parse->text->len) {
		Passage *passage = arena_new0(parse->arena, Passage);
		describe(parse, passage);
		passage->line = line_at(parse, parse->first);
		passage->end_line = line_at(parse, parse->last - 1);
		passage->text = arena_strndup(parse->arena, parse->text->str, parse->text->len);
		passage->target_count = parse->targets->len;
		passage->targets = arena_copy(parse->arena, parse->targets->pdata, parse->targets->len,
					      sizeof(const char *));
		g_ptr_array_add(parse->blocks->passages, passage);
	}
	g_string_truncate(parse->text, 0);
	g_ptr_array_set_size(parse->targets, 0);
	parse->first = NULL;
}

static void open_list(Parse *parse, bool ordered, guint start)
{
	List list = {.ordered = ordered, .next = (int)start};
	g_array_append_val(parse->lists, list);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	end_block(parse);
	if (type == MD_BLOCK_UL)
		open_list(parse, false, 0);
	else if (type == MD_BLOCK_OL)
		open_list(parse, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
	else if (type == MD_BLOCK_LI && innermost(parse))
		innermost(parse)->item_new = true;
	else if (type == MD_BLOCK_QUOTE)
		parse->quotes++;
	else if (type == MD_BLOCK_H)
		parse->heading = (int)((const MD_BLOCK_H_DETAIL *)detail)->level;
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	(void)detail;
	end_block(parse);
	if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
		g_array_set_size(parse->lists, parse->lists->len - 1);
	else if (type == MD_BLOCK_QUOTE)
		parse->quotes--;
	else if (type == MD_BLOCK_H)
		parse->heading = 0;
	return 0;
}

// --- spans ---

static char *attribute_text(const MD_ATTRIBUTE *attribute)
{
	GString *text = g_string_new(NULL);
	for (int i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
		const char *part = attribute->text + attribute->substr_offsets[i];
		gsize size = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
		gunichar sign = attribute->substr_types[i] == MD_TEXT_ENTITY ? entity_decode(part, size) : 0;
		if (sign)
			g_string_append_unichar(text, sign);
		else
			g_string_append_len(text, part, (gssize)size);
	}
	return g_string_free(text, FALSE);
}

static void enter_link(Parse *parse, const MD_SPAN_A_DETAIL *detail)
{
	g_autofree char *target = attribute_text(&detail->href);
	g_autofree char *title = attribute_text(&detail->title);
	g_ptr_array_add(parse->targets, arena_strdup(parse->arena, target));
	g_string_append_c(parse->text, SIGN_LINK);
	if (*title)
		add_aside(parse, current_line(parse), arena_strdup(parse->arena, title));
}

static void enter_picture(Parse *parse, const MD_SPAN_IMG_DETAIL *detail)
{
	g_autofree char *source = attribute_text(&detail->src);
	g_autofree char *title = attribute_text(&detail->title);
	if (parse->picture_depth++)
		return;
	parse->alternative = g_string_new("![");
	parse->picture_source = *title ? arena_printf(parse->arena, "](%s \"%s\")", source, title)
				       : arena_printf(parse->arena, "](%s)", source);
}

static void leave_picture(Parse *parse)
{
	if (--parse->picture_depth)
		return;
	g_string_append(parse->alternative, parse->picture_source);
	add_aside(parse, current_line(parse), arena_strdup(parse->arena, parse->alternative->str));
	g_string_free(parse->alternative, TRUE);
	parse->alternative = NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	if (type == MD_SPAN_IMG)
		enter_picture(parse, detail);
	else if (parse->picture_depth)
		return 0;
	else if (type == MD_SPAN_STRONG)
		g_string_append_c(parse->text, SIGN_STRONG);
	else if (type == MD_SPAN_EM)
		g_string_append_c(parse->text, SIGN_EM);
	else if (type == MD_SPAN_A)
		enter_link(parse, detail);
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	(void)detail;
	if (type == MD_SPAN_IMG)
		leave_picture(parse);
	else if (parse->picture_depth)
		return 0;
	else if (type == MD_SPAN_STRONG)
		g_string_append_c(parse->text, SIGN_STRONG_END);
	else if (type == MD_SPAN_EM)
		g_string_append_c(parse->text, SIGN_EM_END);
	else if (type == MD_SPAN_A)
		g_string_append_c(parse->text, SIGN_LINK_END);
	return 0;
}

// --- text ---

// Emoji, arrows, bullets and what binds emoji together. Signs that texts are written with (© ® ° №) stand
// lower.
static bool is_pictogram(gunichar sign)
{
	if (sign == 0x2022 || sign == 0x2023 || sign == 0x200D || sign == 0x20E3 ||
	    (sign >= 0xFE00 && sign <= 0xFE0F))
		return true;
	if (sign >= 0x1F3FB && sign <= 0x1F3FF)
		return true; // tones of skin
	return (sign >= 0xE0020 && sign <= 0xE007F) ||
	       (sign >= 0x2190 && (g_unichar_type(sign) == G_UNICODE_OTHER_SYMBOL || sign <= 0x21FF));
}

static void add_sign(Parse *parse, gunichar sign)
{
	GString *text = parse->text;
	if (!is_pictogram(sign))
		g_string_append_unichar(text, sign);
	else if (text->len == 0 || text->str[text->len - 1] != SIGN_PICTOGRAM)
		g_string_append_c(text, SIGN_PICTOGRAM);
}

static void add_text(Parse *parse, const char *text, size_t size)
{
	for (const char *place = text; place < text + size; place = g_utf8_next_char(place))
		add_sign(parse, g_utf8_get_char(place));
}

// What an issue may hold: nothing that hides in editors, but for what words are broken by.
static bool is_writable(gunichar sign)
{
	return g_unichar_isprint(sign) || sign == 0xAD || sign == 0x200C || sign == 0x200D || sign == 0x2060;
}

static void add_entity(Parse *parse, const char *text, size_t size)
{
	gunichar sign = entity_decode(text, size);
	if (sign && is_writable(sign))
		add_sign(parse, sign);
	else
		add_text(parse, text, size);
}

static int read_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	Parse *parse = data;
	see(parse, text, size);
	if (parse->alternative)
		g_string_append_len(parse->alternative, text, size);
	else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		g_string_append_c(parse->text, '\n');
	else if (type == MD_TEXT_ENTITY)
		add_entity(parse, text, size);
	else
		add_text(parse, text, size);
	return 0;
}

// --- what was passed over ---

static bool has_letters(const char *start, const char *end)
{
	for (const char *place = start; place < end; place = g_utf8_next_char(place))
		if (g_unichar_isalnum(g_utf8_get_char(place)))
			return true;
	return false;
}

static const char *line_end(const Blocks *blocks, const Source *source, guint line)
{
	return source->text + (line + 1 < blocks->line_count ? blocks->lines[line + 1] : source->size);
}

const char *blocks_lines(const Blocks *blocks, Arena *arena, const Source *source, int line, int end_line)
{
	const char *start = source->text + blocks->lines[line - 1];
	g_autofree char *raw =
	    g_strndup(start, (gsize)(line_end(blocks, source, (guint)end_line - 1) - start));
	g_auto(GStrv) lines = g_strsplit(g_strstrip(raw), "\n", -1);
	for (int i = 0; lines[i]; i++)
		g_strchomp(lines[i]);
	g_autofree char *text = g_strjoinv("\n", lines);
	return arena_strdup(arena, g_strdelimit(text, "\r", '\n'));
}

static void add_unseen(Parse *parse)
{
	const Blocks *blocks = parse->blocks;
	for (guint i = 0; i < blocks->line_count; i++) {
		const char *start = parse->source->text + blocks->lines[i];
		int line = (int)i + 1;
		if (!parse->seen->data[i] && has_letters(start, line_end(blocks, parse->source, i)))
			add_aside(parse, line, blocks_lines(blocks, parse->arena, parse->source, line, line));
	}
}

static int compare_asides(gconstpointer a, gconstpointer b)
{
	return (*(const Aside *const *)a)->line - (*(const Aside *const *)b)->line;
}

static MD_PARSER parser_of(void)
{
	return (MD_PARSER){.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
			   .enter_block = enter_block,
			   .leave_block = leave_block,
			   .enter_span = enter_span,
			   .leave_span = leave_span,
			   .text = read_text};
}

void blocks_read(Blocks *blocks, Arena *arena, const Source *source)
{
	MD_PARSER parser = parser_of();
	*blocks = (Blocks){.passages = g_ptr_array_new(), .asides = g_ptr_array_new()};
	Parse parse = {.arena = arena,
		       .source = source,
		       .blocks = blocks,
		       .lists = g_array_new(FALSE, TRUE, sizeof(List)),
		       .text = g_string_new(NULL),
		       .targets = g_ptr_array_new()};
	find_lines(&parse);
	md_parse(source->text, (MD_SIZE)source->size, &parser, &parse);
	end_block(&parse);
	add_unseen(&parse);
	g_ptr_array_sort(blocks->asides, compare_asides);
	g_array_unref(parse.lists);
	g_string_free(parse.text, TRUE);
	g_ptr_array_unref(parse.targets);
	g_byte_array_unref(parse.seen);
}

void blocks_clear(Blocks *blocks)
{
	g_ptr_array_unref(blocks->passages);
	g_ptr_array_unref(blocks->asides);
	g_free(blocks->lines);
}

// --- reading again ---

static void add_visible(GString *text, const char *from)
{
	for (const char *place = from; *place; place = g_utf8_next_char(place)) {
		gunichar sign = g_utf8_get_char(place);
		if (sign > SIGN_PICTOGRAM && !g_unichar_isspace(sign))
			g_string_append_unichar(text, sign);
	}
}

bool blocks_say(const char *markdown, const char *plain)
{
	g_autoptr(Arena) arena = arena_new();
	Blocks blocks;
	Source source = {.name = "", .text = markdown, .size = strlen(markdown)};
	blocks_read(&blocks, arena, &source);
	GString *found = g_string_new(NULL), *wanted = g_string_new(NULL);
	const Passage *first = blocks.passages->len ? g_ptr_array_index(blocks.passages, 0) : NULL;
	if (first)
		add_visible(found, first->text);
	add_visible(wanted, plain);
	bool same = blocks.passages->len == 1 && first->kind == PASSAGE_PARAGRAPH &&
		    blocks.asides->len == 0 && g_string_equal(found, wanted);
	g_string_free(found, TRUE);
	g_string_free(wanted, TRUE);
	blocks_clear(&blocks);
	return same;
}
