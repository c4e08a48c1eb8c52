// Entries that are a title and the texts under it, also where two columns of them were saved interleaved: a
// text that breaks off in the middle of a sentence is followed by the other column; one that begins with a
// small letter goes on with the first that is broken off.
#include <string.h>

#include "import/part.h"

enum {
	TITLE_MAX = 200,  // characters
	COLUMNS_MAX = 16, // entries that may wait for the rest of their text at once
};

static bool ends_sentence(const Passage *passage)
{
	gunichar last = passage_last_sign(passage);
	return last == 0 || last == 0x2026 || (last < 0x80 && strchr(".!?:;", (int)last));
}

static Titled *last_of(const Reader *reader, const Part *part)
{
	Titled *last =
	    reader->titled->len ? g_ptr_array_index(reader->titled, reader->titled->len - 1) : NULL;
	return last && last->part == part ? last : NULL;
}

static const Passage *last_text(const Titled *titled)
{
	return titled->body->len ? g_ptr_array_index(titled->body, titled->body->len - 1) : NULL;
}

static bool is_broken_off(const Titled *titled)
{
	const Passage *text = last_text(titled);
	return text && !ends_sentence(text);
}

// The first entry of the part that waits for the rest of its text.
static Titled *find_broken_off(const Reader *reader, const Part *part)
{
	guint count = reader->titled->len;
	for (guint i = count > COLUMNS_MAX ? count - COLUMNS_MAX : 0; i < count; i++) {
		Titled *titled = g_ptr_array_index(reader->titled, i);
		if (titled->part == part && is_broken_off(titled))
			return titled;
	}
	return NULL;
}

// A question may be a title or a text; it is a title where a longer text follows.
static bool looks_like_title(const Reader *reader, const Passage *passage)
{
	gunichar last = passage_last_sign(passage);
	size_t length = passage_length(passage);
	if (passage->kind == PASSAGE_HEADING || passage_is_strong(passage))
		return true;
	if (passage->kind != PASSAGE_PARAGRAPH || length > TITLE_MAX || passage_is_link(passage))
		return false;
	if (last == '?' || last == '!')
		return reader->next && reader->next->kind == PASSAGE_PARAGRAPH &&
		       passage_length(reader->next) > length;
	return !ends_sentence(passage);
}

static void begin_entry(Reader *reader, Part *part, const EntryRules *rules, const Passage *title)
{
	Titled *titled = arena_new0(reader->arena, Titled);
	*titled = (Titled){.part = part,
			   .rules = rules,
			   .node = tree_new(reader->arena, TREE_MAP, NULL),
			   .title = title,
			   .body = g_ptr_array_new()};
	g_ptr_array_add(reader->titled, titled);
}

static void add_text(Titled *titled, const Passage *passage)
{
	if (passage_is_link(passage) && titled->body->len && !titled->link && titled->rules->link)
		titled->link = passage;
	else
		g_ptr_array_add(titled->body, (void *)passage);
}

bool titled_place(Reader *reader, Part *part, const EntryRules *rules, const Passage *passage)
{
	Titled *last = last_of(reader, part);
	Titled *waiting =
	    rules->columns && passage_begins_small(passage) ? find_broken_off(reader, part) : NULL;
	if (waiting) {
		guint at = waiting->body->len - 1;
		waiting->body->pdata[at] =
		    passage_join(reader->arena, g_ptr_array_index(waiting->body, at), passage);
		return true;
	}
	bool cut = last && rules->columns && is_broken_off(last) && reader->goes_on &&
		   passage->kind == PASSAGE_PARAGRAPH;
	bool is_title = !last || cut || passage->kind == PASSAGE_HEADING ||
			(last->body->len && looks_like_title(reader, passage));
	if (is_title && passage_length(passage) > TITLE_MAX)
		return false;
	if (is_title)
		begin_entry(reader, part, rules, passage);
	else
		add_text(last, passage);
	return true;
}

// --- the end ---

static const char *marker(Reader *reader, const Passage *passage)
{
	if (passage->kind == PASSAGE_ITEM && passage->number)
		return arena_printf(reader->arena, "%d. ", passage->number);
	if (passage->kind == PASSAGE_ITEM)
		return "- ";
	return passage->kind == PASSAGE_QUOTE ? "> " : "";
}

// A heading inside a text stays as words in bold.
static const char *passage_text(Reader *reader, const Passage *passage)
{
	bool heading = passage->kind == PASSAGE_HEADING;
	const char *text = inline_text(reader->arena, passage, heading ? INLINE_NO_WHOLE : INLINE_MARKS,
				       reader->values.lost);
	return heading && *text ? arena_printf(reader->arena, "**%s**", text) : text;
}

const char *titled_text(Reader *reader, const GPtrArray *passages)
{
	GString *text = g_string_new(NULL);
	PassageKind before = PASSAGE_PARAGRAPH;
	for (guint i = 0; i < passages->len; i++) {
		const Passage *passage = g_ptr_array_index(passages, i);
		const char *words = passage_text(reader, passage);
		if (*words == '\0')
			continue;
		bool list = before == PASSAGE_ITEM && passage->kind == PASSAGE_ITEM;
		if (text->len)
			g_string_append(text, list ? "\n" : "\n\n");
		for (int level = 1; level < passage->level && passage->kind == PASSAGE_ITEM; level++)
			g_string_append(text, "    ");
		g_string_append_printf(text, "%s%s", marker(reader, passage), words);
		before = passage->kind;
	}
	const char *result = arena_strndup(reader->arena, text->str, text->len);
	g_string_free(text, TRUE);
	return result;
}

// The link that ends the text, but for signs after it.
static const Passage *find_link(Reader *reader, const Titled *titled)
{
	const Passage *text = last_text(titled);
	const char *start = text ? strrchr(text->text, SIGN_LINK) : NULL;
	const char *end = start ? strchr(start, SIGN_LINK_END) : NULL;
	for (const char *place = end; place && *place; place = g_utf8_next_char(place))
		if (g_unichar_isalnum(g_utf8_get_char(place)))
			return NULL;
	return end ? passage_slice(reader->arena, text, (size_t)(start - text->text),
				   (size_t)(end + 1 - text->text))
		   : NULL;
}

static void give_up(Reader *reader, Titled *titled)
{
	g_ptr_array_add(reader->unplaced, (void *)titled->title);
	for (guint i = 0; i < titled->body->len; i++)
		g_ptr_array_add(reader->unplaced, g_ptr_array_index(titled->body, i));
	if (titled->link)
		g_ptr_array_add(reader->unplaced, (void *)titled->link);
}

void titled_end(Reader *reader, Titled *titled)
{
	Arena *arena = reader->arena;
	const EntryRules *rules = titled->rules;
	const char *title = inline_text(arena, titled->title, INLINE_NO_WHOLE, reader->values.lost);
	const char *body = titled_text(reader, titled->body);
	const Passage *link = titled->link ? titled->link : find_link(reader, titled);
	if (*title == '\0' || *body == '\0') {
		give_up(reader, titled);
	} else {
		tree_add(arena, titled->node, rules->title, TREE_TEXT, title);
		tree_add(arena, titled->node, rules->body, TREE_TEXT, body);
		if (rules->link && link)
			values_add_link(&reader->values, titled->node, rules->link, link, INLINE_CAPITAL);
		tree_append(tree_list(arena, titled->part->node, rules->name), titled->node);
	}
	part_keep_lost(reader, titled->title->line);
	g_ptr_array_unref(titled->body);
}
