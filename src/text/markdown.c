#include "text/markdown.h"

#include <stdbool.h>
#include <string.h>

#include <md4c.h>

#include "base/intl.h"
#include "text/entity.h"
#include "text/unclosed.h"

// A list or quote that is open.
typedef struct Container {
	MarkBlockKind kind;
	int next; // of an ordered list: the next item's number
	bool ordered;
	bool item_new; // the item at hand has no block yet
	int number;    // of the item at hand
} Container;

// What md4c knows of and values do not take.
typedef struct Refusal {
	const char *what, *hint;
} Refusal;

// A foreign phrase that is open.
typedef struct Phrase {
	gsize close, end;  // where its ] stands, and what follows {lang=…}
	const char *outer; // the language around it
} Phrase;

typedef struct Parse {
	Arena *arena;
	DiagList *diags;
	const Value *value;
	MarkMode mode;
	GArray *containers; // Container
	int group;
	GArray *blocks; // MarkBlock
	GArray *runs;   // MarkRun, of the block at hand
	bool block_open;
	bool told_blocks; // that an inline value has more than one paragraph
	// The run at hand.
	GString *text;
	gsize start, end; // its bytes of the value
	int strong, em;
	int link, link_count;
	const char *href;
	GArray *phrases;   // Phrase, innermost last
	const char *lang;  // of the innermost
	gsize skip;        // bytes up to here are marks of phrases
	bool link_refused; // its target is to be told at its first text
	bool may_be_unclosed;
	// What is being left out.
	const Refusal *refusal;
	int refused_depth; // blocks and spans inside it, itself included
	gsize last;        // just past the text seen last
	SpanMark mark;     // where the place of the last run was found
	SpanMark told;     // of what was said last
} Parse;

// --- diagnostics ---

static void report(Parse *parse, Severity severity, const char *code, gsize start, gsize end, char *what,
		   const char *hint)
{
	Span span = value_span_near(parse->value, start, end > start ? end - start : 0, &parse->told);
	diag_take(parse->diags, severity, code, span, what, g_strdup(hint));
}

static gsize skip_space(const Parse *parse, gsize at)
{
	while (at < parse->value->length && g_ascii_isspace(parse->value->text[at]))
		at++;
	return at;
}

// Where a construct begins whose first text is at `at`: its marks stand before that on its line.
static gsize back_to_marks(const Parse *parse, gsize at)
{
	const char *text = parse->value->text;
	while (at > 0 && strchr("#`![<~-=> \t", text[at - 1]))
		at--;
	return skip_space(parse, at);
}

static void report_refusal(Parse *parse, gsize at, gsize end)
{
	const Refusal *refusal = parse->refusal;
	report(parse, SEVERITY_ERROR, "text.markdown", at, end,
	       g_strdup_printf(_("%s cannot be used here"), _(refusal->what)), _(refusal->hint));
}

// --- blocks and runs ---

static Container *innermost(const Parse *parse)
{
	guint count = parse->containers->len;
	return count ? &g_array_index(parse->containers, Container, count - 1) : NULL;
}

static MarkFlags current_flags(const Parse *parse)
{
	return (MarkFlags)((parse->strong ? MARK_STRONG : 0) | (parse->em ? MARK_EM : 0) |
			   (parse->link >= 0 ? MARK_LINK : 0));
}

static void end_run(Parse *parse)
{
	if (parse->text->len == 0)
		return;
	MarkRun run = {
	    .flags = current_flags(parse),
	    .text = arena_strndup(parse->arena, parse->text->str, parse->text->len),
	    .href = parse->link >= 0 ? parse->href : NULL,
	    .lang = parse->lang,
	    .link = parse->link,
	    .span = value_span_next(parse->value, parse->start, parse->end - parse->start, &parse->mark)};
	g_array_append_val(parse->runs, run);
	g_string_truncate(parse->text, 0);
}

static int container_depth(const Parse *parse)
{
	int depth = 0;
	for (guint i = 0; i < parse->containers->len; i++)
		depth += g_array_index(parse->containers, Container, i).kind == MARK_ITEM;
	return depth;
}

static void begin_block(Parse *parse)
{
	Container *container = innermost(parse);
	MarkBlock block = {.kind = container ? container->kind : MARK_PARAGRAPH};
	if (container && container->kind == MARK_ITEM) {
		block.level = container_depth(parse);
		block.number = !container->item_new ? -1 : container->ordered ? container->number : 0;
		container->item_new = false;
	}
	block.group = container ? parse->group : 0;
	g_array_append_val(parse->blocks, block);
	parse->block_open = true;
}

static void end_block(Parse *parse)
{
	end_run(parse);
	g_array_set_size(parse->phrases, 0);
	parse->lang = NULL;
	if (!parse->block_open)
		return;
	MarkBlock *block = &g_array_index(parse->blocks, MarkBlock, parse->blocks->len - 1);
	block->run_count = parse->runs->len;
	block->runs = arena_copy(parse->arena, parse->runs->data, parse->runs->len, sizeof(MarkRun));
	g_array_set_size(parse->runs, 0);
	parse->block_open = false;
}

// Text stands at bytes start … end of the value.
static void add_text(Parse *parse, const char *text, gsize length, gsize start, gsize end)
{
	if (!parse->block_open)
		begin_block(parse);
	if (parse->text->len == 0)
		parse->start = start;
	g_string_append_len(parse->text, text, (gssize)length);
	parse->end = MAX(end, start);
}

static void add_break(Parse *parse)
{
	end_run(parse);
	if (!parse->block_open)
		return;
	gsize at = parse->last;
	MarkRun run = {.flags = MARK_BREAK,
		       .text = "",
		       .link = -1,
		       .span = value_span_next(parse->value, at, 0, &parse->mark)};
	g_array_append_val(parse->runs, run);
}

// --- refused constructs ---

static const Refusal block_refusals[] = {
    [MD_BLOCK_HR] = {N_("a rule (---)"), N_("take it out; rules are the layout's")},
    [MD_BLOCK_H] = {N_("a heading (#)"),
		    N_("give it as a title of its own, or write \\# for the sign itself")},
    [MD_BLOCK_CODE] = {N_("a code block"), N_("take the spaces at the beginning of the line, or ```, out")},
    [MD_BLOCK_HTML] = {N_("HTML"), N_("use Markdown (**bold**, *italic*), or write &lt; for the sign <")},
    [MD_BLOCK_TABLE] = {N_("a table"), N_("write it as a list, or write \\| for the sign |")},
};

static const Refusal span_refusals[] = {
    [MD_SPAN_IMG] = {N_("an image (![…])"), N_("name pictures in an image field")},
    [MD_SPAN_CODE] = {N_("code (`…`)"), N_("take the signs ` out, or write \\`")},
};

static const Refusal html_refusal = {
    N_("HTML"),
    N_("use Markdown (**bold**, *italic*), end a line with \\ to break it, or write &lt; for the sign <")};

static const Refusal list_refusal = {N_("a list"),
				     N_("put a \\ before the first sign of the line if it is text")};

static const Refusal quote_refusal = {N_("a quotation (>)"), N_("put a \\ before the sign > if it is text")};

static const Refusal *find_refusal(const Refusal *refusals, gsize count, guint type)
{
	return type < count && refusals[type].what ? &refusals[type] : NULL;
}

static void begin_refusal(Parse *parse, const Refusal *refusal)
{
	end_run(parse);
	parse->refusal = refusal;
	parse->refused_depth = 1;
}

// Inside a refused construct only its first place matters.
static void meet_refused_text(Parse *parse, gsize start, gsize end)
{
	if (!parse->refusal)
		return;
	report_refusal(parse, back_to_marks(parse, start), end);
	parse->refusal = NULL;
}

static void end_refusal(Parse *parse)
{
	if (--parse->refused_depth > 0 || !parse->refusal)
		return;
	gsize at = skip_space(parse, parse->last);
	report_refusal(parse, at, at);
	parse->refusal = NULL;
	const char *line_end = memchr(parse->value->text + at, '\n', parse->value->length - at);
	parse->last = line_end ? (gsize)(line_end - parse->value->text) : at;
}

// --- md4c's calls: blocks ---

static void open_container(Parse *parse, MarkBlockKind kind, bool ordered, guint start)
{
	end_block(parse);
	if (parse->containers->len == 0)
		parse->group++;
	Container container = {.kind = kind, .ordered = ordered, .next = (int)start};
	g_array_append_val(parse->containers, container);
}

static void open_item(Parse *parse)
{
	Container *container = innermost(parse);
	container->item_new = true;
	container->number = container->next++;
}

static void close_container(Parse *parse)
{
	end_block(parse);
	g_array_set_size(parse->containers, parse->containers->len - 1);
}

static const Refusal *refuse_block(const Parse *parse, MD_BLOCKTYPE type)
{
	if (parse->mode == MARK_INLINE && (type == MD_BLOCK_UL || type == MD_BLOCK_OL))
		return &list_refusal;
	if (parse->mode == MARK_INLINE && type == MD_BLOCK_QUOTE)
		return &quote_refusal;
	return find_refusal(block_refusals, G_N_ELEMENTS(block_refusals), type);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	if (parse->refused_depth > 0) {
		parse->refused_depth++;
		return 0;
	}
	const Refusal *refusal = refuse_block(parse, type);
	if (refusal) {
		end_block(parse);
		begin_refusal(parse, refusal);
	} else if (type == MD_BLOCK_QUOTE) {
		open_container(parse, MARK_QUOTE, false, 0);
	} else if (type == MD_BLOCK_UL) {
		open_container(parse, MARK_ITEM, false, 0);
	} else if (type == MD_BLOCK_OL) {
		open_container(parse, MARK_ITEM, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
	} else if (type == MD_BLOCK_LI) {
		open_item(parse);
	} else if (type == MD_BLOCK_P) {
		end_block(parse);
	}
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	(void)detail;
	Parse *parse = data;
	if (parse->refused_depth > 0)
		end_refusal(parse);
	else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL || type == MD_BLOCK_QUOTE)
		close_container(parse);
	else if (type != MD_BLOCK_DOC || parse->block_open)
		end_block(parse);
	return 0;
}

// --- md4c's calls: spans ---

static void append_sign(GString *text, gunichar sign, const char *source, gsize length)
{
	if (sign)
		g_string_append_unichar(text, sign);
	else
		g_string_append_len(text, source, (gssize)length);
}

static char *read_attribute(Parse *parse, const MD_ATTRIBUTE *attribute)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
		const char *part = attribute->text + attribute->substr_offsets[i];
		gsize length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
		bool entity = attribute->substr_types[i] == MD_TEXT_ENTITY;
		append_sign(text, entity ? entity_decode(part, length) : 0, part, length);
	}
	return arena_strndup(parse->arena, text->str, text->len);
}

static bool is_link_target(const char *href)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(href, schemes[i], strlen(schemes[i])) == 0 &&
		    href[strlen(schemes[i])])
			return true;
	return *href == '\0';
}

static void enter_link(Parse *parse, const MD_SPAN_A_DETAIL *detail)
{
	end_run(parse);
	const char *href = read_attribute(parse, &detail->href);
	parse->href = strcmp(href, "#") == 0 ? "" : href;
	parse->link = parse->link_count++;
	parse->link_refused = !is_link_target(parse->href);
}

static void meet_link_text(Parse *parse, gsize start, gsize end)
{
	if (!parse->link_refused)
		return;
	parse->link_refused = false;
	report(parse, SEVERITY_ERROR, "text.link", start, end,
	       g_strdup_printf(_("“%s” is no link target"), parse->href),
	       _("write the whole address, beginning with https://, http://, mailto: or tel:"));
}

static void leave_link(Parse *parse)
{
	end_run(parse);
	meet_link_text(parse, parse->last, parse->last);
	parse->link = -1;
	parse->href = NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	Parse *parse = data;
	const Refusal *refusal = find_refusal(span_refusals, G_N_ELEMENTS(span_refusals), type);
	if (parse->refused_depth > 0) {
		parse->refused_depth++;
		return 0;
	}
	if (refusal) {
		begin_refusal(parse, refusal);
		return 0;
	}
	end_run(parse);
	if (type == MD_SPAN_STRONG)
		parse->strong++;
	else if (type == MD_SPAN_EM)
		parse->em++;
	else if (type == MD_SPAN_A)
		enter_link(parse, detail);
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	(void)detail;
	Parse *parse = data;
	if (parse->refused_depth > 0) {
		end_refusal(parse);
		return 0;
	}
	end_run(parse);
	if (type == MD_SPAN_STRONG)
		parse->strong--;
	else if (type == MD_SPAN_EM)
		parse->em--;
	else if (type == MD_SPAN_A)
		leave_link(parse);
	return 0;
}

// --- md4c's calls: text ---

static bool is_inside(const Parse *parse, const char *text)
{
	return text >= parse->value->text && text <= parse->value->text + parse->value->length;
}

static void meet_second_block(Parse *parse, gsize start, gsize end)
{
	if (parse->mode != MARK_INLINE || parse->told_blocks || parse->block_open || parse->blocks->len == 0)
		return;
	parse->told_blocks = true;
	report(parse, SEVERITY_ERROR, "text.markdown", start, end,
	       g_strdup(_("a second paragraph cannot be used here")),
	       _("take the empty line out: this value is one paragraph"));
}

static void add_entity(Parse *parse, const char *text, gsize size, gsize start)
{
	gunichar sign = entity_decode(text, size);
	if (!sign)
		report(parse, SEVERITY_ERROR, "text.entity", start, start + size,
		       g_strdup_printf(_("“%.*s” is not known"), (int)size, text),
		       _("write the character itself, or &amp; for the sign &"));
	char encoded[6];
	int length = sign ? g_unichar_to_utf8(sign, encoded) : 0;
	add_text(parse, sign ? encoded : text, sign ? (gsize)length : size, start, start + size);
}

// --- foreign phrases ---

static const char lang_mark[] = "{lang=";

static bool is_lang_mark(const Parse *parse, gsize at)
{
	return g_ascii_strncasecmp(parse->value->text + at, lang_mark, sizeof lang_mark - 1) == 0;
}

// A language as "fr", "en-GB": letters, then parts of letters and digits. Written in the usual case.
static char *usual_tag(const char *text, gsize length)
{
	g_autofree char *tag = g_ascii_strdown(text, (gssize)length);
	gsize first = strspn(tag, "abcdefghijklmnopqrstuvwxyz");
	if (first < 2 || first > 3)
		return NULL;
	for (char *part = tag + first; *part;) {
		gsize size = *part == '-' ? strcspn(part + 1, "-") : 0;
		if (size < 2 || size > 8 || strspn(part + 1, "abcdefghijklmnopqrstuvwxyz0123456789") < size)
			return NULL;
		for (char *c = part + 1; size == 2 && c <= part + 2; c++)
			*c = g_ascii_toupper(*c);
		part += 1 + size;
	}
	return g_steal_pointer(&tag);
}

// The language that {lang=…} at a place names, and what is behind it; NULL where it names none.
static const char *read_lang(const Parse *parse, gsize at, gsize *end)
{
	const char *start = parse->value->text + at + sizeof lang_mark - 1;
	gsize length = strcspn(start, "}\n");
	if (start[length] != '}')
		return NULL;
	*end = (gsize)(start + length + 1 - parse->value->text);
	bool quoted = length >= 2 && *start == '"' && start[length - 1] == '"';
	g_autofree char *tag = quoted ? usual_tag(start + 1, length - 2) : usual_tag(start, length);
	return arena_strdup(parse->arena, tag);
}

// The ] that belongs to the [ at a place, in the same paragraph; false: none.
static bool find_close(const Parse *parse, gsize open, gsize *close)
{
	enum { PHRASE_MAX = 8192 }; // bytes, so that many [ without ] cost no square of time
	const char *text = parse->value->text;
	gsize end = MIN(parse->value->length, open + PHRASE_MAX);
	int depth = 0;
	for (gsize i = open; i < end; i++) {
		if (text[i] == '\\')
			i++;
		else if (text[i] == '\n' && text[i + 1 + strspn(text + i + 1, " \t")] == '\n')
			return false;
		else if (text[i] == '[')
			depth++;
		else if (text[i] == ']' && --depth == 0) {
			*close = i;
			return true;
		}
	}
	return false;
}

static bool is_escaped(const Parse *parse, gsize at)
{
	gsize first = at;
	while (first > 0 && parse->value->text[first - 1] == '\\')
		first--;
	return (at - first) % 2 == 1;
}

// Opens the phrase that begins with the [ at a place, if one does.
static bool open_phrase(Parse *parse, gsize at)
{
	Phrase phrase = {.outer = parse->lang};
	if (is_escaped(parse, at) || !find_close(parse, at, &phrase.close) ||
	    !is_lang_mark(parse, phrase.close + 1))
		return false;
	const char *lang = read_lang(parse, phrase.close + 1, &phrase.end);
	if (!lang)
		return false;
	end_run(parse);
	g_array_append_val(parse->phrases, phrase);
	parse->lang = lang;
	return true;
}

static bool close_phrase(Parse *parse, gsize at)
{
	guint count = parse->phrases->len;
	const Phrase *phrase = count ? &g_array_index(parse->phrases, Phrase, count - 1) : NULL;
	if (!phrase || phrase->close != at)
		return false;
	end_run(parse);
	parse->lang = phrase->outer;
	parse->skip = phrase->end;
	g_array_set_size(parse->phrases, count - 1);
	return true;
}

static void refuse_lang(Parse *parse, gsize close)
{
	if (is_escaped(parse, close) || !is_lang_mark(parse, close + 1))
		return;
	gsize length = strcspn(parse->value->text + close + 1, "}\n") + 1;
	report(
	    parse, SEVERITY_ERROR, "text.lang", close + 1, MIN(close + 1 + length, parse->value->length),
	    g_strdup(_("this does not say the language of a phrase")),
	    _("write the phrase in square brackets, and right behind them its language: [phrase]{lang=en}"));
}

// Text as it stands in the value, which may hold the marks of phrases.
static void add_plain(Parse *parse, const char *text, gsize size, gsize start)
{
	if (parse->may_be_unclosed)
		unclosed_check(&(Unclosed){parse->diags, parse->value, &parse->told}, start, start + size);
	gsize from = MIN(size, parse->skip > start ? parse->skip - start : 0);
	bool has_marks = memchr(text, '[', size) || memchr(text, ']', size);
	for (gsize i = from; i < size && has_marks; i++) {
		if (text[i] != '[' && text[i] != ']')
			continue;
		if (i > from)
			add_text(parse, text + from, i - from, start + from, start + i);
		from = i;
		if (text[i] == '[' && open_phrase(parse, start + i)) {
			from = i + 1;
		} else if (text[i] == ']' && close_phrase(parse, start + i)) {
			from = MIN(size, parse->skip - start);
			i = from - 1;
		} else if (text[i] == ']') {
			refuse_lang(parse, start + i);
		}
	}
	if (size > from)
		add_text(parse, text + from, size - from, start + from, start + size);
}

static void add_piece(Parse *parse, MD_TEXTTYPE type, const char *text, gsize size, gsize start, gsize end)
{
	switch (type) {
	case MD_TEXT_BR:
		add_break(parse);
		break;
	case MD_TEXT_SOFTBR:
		add_text(parse, " ", 1, start, start + 1);
		break;
	case MD_TEXT_ENTITY:
		add_entity(parse, text, size, start);
		break;
	case MD_TEXT_NULLCHAR:
		add_text(parse, "\uFFFD", 3, start, start + 1);
		break;
	default:
		if (is_inside(parse, text))
			add_plain(parse, text, size, start);
		else
			add_text(parse, text, size, start, end);
		break;
	}
}

static int read_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	Parse *parse = data;
	bool exact = is_inside(parse, text);
	gsize start = exact ? (gsize)(text - parse->value->text) : parse->last;
	gsize end = exact ? start + size : start;
	if (parse->refused_depth > 0) {
		meet_refused_text(parse, start, end);
	} else if (type == MD_TEXT_HTML) {
		begin_refusal(parse, &html_refusal);
		meet_refused_text(parse, start, end);
		parse->refused_depth = 0;
	} else {
		meet_second_block(parse, start, end);
		meet_link_text(parse, start, end);
		add_piece(parse, type, text, size, start, end);
	}
	parse->last = MAX(parse->last, end);
	return 0;
}

// --- parsing ---

// "[name]: target" on a line of its own would vanish.
static void refuse_definitions(Parse *parse)
{
	const char *text = parse->value->text;
	for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *start = line + strspn(line, " ");
		const char *close = *start == '[' ? strpbrk(start, "]\n") : NULL;
		if (!close || *close != ']' || close[1] != ':' || start - line > 3)
			continue;
		gsize at = (gsize)(start - text);
		report(parse, SEVERITY_ERROR, "text.markdown", at, at + (gsize)(close + 2 - start),
		       g_strdup(_("a link definition cannot be used here")),
		       _("write the address where the link is: [label](https://…), or put a \\ before the "
			 "sign ["));
	}
	parse->told = (SpanMark){0}; // what else is said begins at the beginning again
}

MarkText *markdown_parse(Arena *arena, DiagList *diags, const Value *value, MarkMode mode)
{
	MarkText *result = arena_new0(arena, MarkText);
	if (!value_text(value))
		return result;
	Parse parse = {.arena = arena,
		       .diags = diags,
		       .value = value,
		       .mode = mode,
		       .containers = g_array_new(FALSE, TRUE, sizeof(Container)),
		       .blocks = g_array_new(FALSE, TRUE, sizeof(MarkBlock)),
		       .runs = g_array_new(FALSE, TRUE, sizeof(MarkRun)),
		       .text = g_string_new(NULL),
		       .phrases = g_array_new(FALSE, TRUE, sizeof(Phrase)),
		       .may_be_unclosed = unclosed_is_possible(value->text),
		       .link = -1};
	guint said = diag_list_count_taken(diags);
	MD_PARSER parser = {.flags = MD_FLAG_TABLES,
			    .enter_block = enter_block,
			    .leave_block = leave_block,
			    .enter_span = enter_span,
			    .leave_span = leave_span,
			    .text = read_text};
	if (strchr(value->text, '['))
		refuse_definitions(&parse);
	md_parse(value->text, (MD_SIZE)value->length, &parser, &parse);
	end_block(&parse);
	result->is_faulty = diag_list_count_taken(diags) > said;
	result->block_count = parse.blocks->len;
	result->blocks = arena_copy(arena, parse.blocks->data, parse.blocks->len, sizeof(MarkBlock));
	g_array_unref(parse.containers);
	g_array_unref(parse.blocks);
	g_array_unref(parse.runs);
	g_array_unref(parse.phrases);
	g_string_free(parse.text, TRUE);
	return result;
}
