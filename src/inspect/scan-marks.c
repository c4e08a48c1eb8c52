// Marked content (ISO 32000-1, 14.6): which tag and which element each drawn thing has.
#include "inspect/scan.h"

#include <string.h>

#include "base/intl.h"
#include "inspect/language.h"

static int add_mark(Scan *scan, gint64 mcid, const char *tag)
{
	Content *content = scan->content;
	guint page = scan->page->index, stream = scan_stream_number(scan);
	if (content_find_mark(content, page, stream, mcid)) {
		// A form that is drawn again brings its marks again: that is said elsewhere.
		const Mark *known = content_find_mark(content, page, stream, mcid);
		if (stream == 0) {
			g_autofree char *number = g_strdup_printf("MCID %" G_GINT64_FORMAT, mcid);
			scan_event(scan, EVENT_MCID_TWICE, number);
		}
		return (int)(known - (const Mark *)(void *)content->marks->data);
	}
	Mark mark = {page, stream, mcid, arena_strdup(content->doc->arena, tag), 0, NULL};
	g_array_append_val(content->marks, mark);
	g_autofree char *key = g_strdup_printf("%u %u %" G_GINT64_FORMAT, page, stream, mcid);
	g_hash_table_insert(content->by_object, g_steal_pointer(&key), GUINT_TO_POINTER(content->marks->len));
	return (int)content->marks->len - 1;
}

// Whether any mark around, also in the streams that run this one, is an artifact or has an identifier.
static bool is_within(const Scan *scan, bool artifact)
{
	for (; scan; scan = scan->outer)
		for (guint i = 0; i < scan->marks->len; i++) {
			const ScanMark *mark = &g_array_index(scan->marks, ScanMark, i);
			if (artifact ? mark->artifact : mark->index >= 0)
				return true;
		}
	return false;
}

// What the property list says besides: language, replacement text.
static void check_properties(Scan *scan, const char *tag, const Obj *properties)
{
	static const char *const texts[] = {"ActualText", "Alt", "E"};
	const char *lang = doc_text(scan->doc, properties, "Lang");
	if (lang && !language_is_valid(lang))
		scan_event(scan, EVENT_MARK_LANG, lang);
	for (gsize i = 0; i < G_N_ELEMENTS(texts) && !lang && strcmp(tag, "Span") == 0; i++)
		if (doc_get(scan->doc, properties, texts[i])->kind == OBJ_STRING)
			scan_event(scan, EVENT_MARK_TEXT_NO_LANG, texts[i]);
}

static void begin(Scan *scan, const char *tag, const Obj *properties)
{
	const Obj *mcid = doc_get(scan->doc, properties, "MCID");
	ScanMark mark = {.tag = tag, .index = -1, .artifact = strcmp(tag, "Artifact") == 0};
	if (mark.artifact && is_within(scan, false))
		scan_event(scan, EVENT_ARTIFACT_IN_TAGGED, NULL);
	if (mcid->kind == OBJ_INTEGER && !mark.artifact) {
		if (is_within(scan, true))
			scan_event(scan, EVENT_TAGGED_IN_ARTIFACT, tag);
		mark.index = add_mark(scan, mcid->integer, tag);
	}
	mark.replaced = doc_get(scan->doc, properties, "ActualText")->kind == OBJ_STRING;
	check_properties(scan, tag, properties);
	g_array_append_val(scan->marks, mark);
}

static const char *tag_operand(const Scan *scan)
{
	const char *tag = obj_name(scan_operand(scan, 0));
	return tag ? arena_strdup(scan->doc->arena, tag) : "";
}

static void op_bmc(Scan *scan)
{
	begin(scan, tag_operand(scan), obj_null());
}

static void op_bdc(Scan *scan)
{
	const Obj *properties = scan_operand(scan, 1);
	if (properties->kind == OBJ_NAME)
		properties = scan_resource(scan, "Properties", properties->text);
	begin(scan, tag_operand(scan), properties);
}

static void op_emc(Scan *scan)
{
	if (scan->marks->len == 0)
		scan_event(scan, EVENT_MARK_UNBALANCED, "EMC");
	else
		g_array_set_size(scan->marks, scan->marks->len - 1);
}

void scan_end_marks(Scan *scan)
{
	if (scan->marks->len > 0)
		scan_event(scan, EVENT_MARK_UNBALANCED,
			   g_array_index(scan->marks, ScanMark, scan->marks->len - 1).tag);
}

// The innermost mark with an identifier, in this stream or one around; -1 for none.
static int innermost(const Scan *scan)
{
	for (; scan; scan = scan->outer)
		for (guint i = scan->marks->len; i-- > 0;) {
			const ScanMark *mark = &g_array_index(scan->marks, ScanMark, i);
			if (mark->index >= 0)
				return mark->index;
		}
	return -1;
}

// Elements around the one that claims a mark.
static bool element_is_replaced(const Scan *scan, int index)
{
	const Mark *mark = &g_array_index(scan->content->marks, Mark, index);
	const TaggedElement *element =
	    tag_tree_find_mark(scan->content->tags, mark->page, mark->stream, mark->mcid);
	for (; element; element = element->parent)
		if (doc_get(scan->doc, element->dict, "ActualText")->kind == OBJ_STRING)
			return true;
	return false;
}

bool scan_is_replaced(const Scan *scan)
{
	int index = innermost(scan);
	if (index >= 0 && element_is_replaced(scan, index))
		return true;
	for (; scan; scan = scan->outer)
		for (guint i = 0; i < scan->marks->len; i++)
			if (g_array_index(scan->marks, ScanMark, i).replaced)
				return true;
	return false;
}

void scan_note_content(Scan *scan, const char *what)
{
	int index = innermost(scan);
	if (index >= 0)
		g_array_index(scan->content->marks, Mark, index).content++;
	else if (scan->must_be_tagged && !is_within(scan, true))
		scan_event(scan, EVENT_UNTAGGED, what);
}

void scan_note_text(Scan *scan, const char *text)
{
	enum { TEXT_MAX = 240 };
	int index = innermost(scan);
	if (index < 0)
		return;
	Mark *mark = &g_array_index(scan->content->marks, Mark, index);
	if (!mark->text)
		mark->text = g_string_new(NULL);
	if (mark->text->len < TEXT_MAX)
		g_string_append(mark->text, text);
}

const ScanEntry *scan_mark_operators(void)
{
	static const ScanEntry entries[] = {
	    {"BMC", op_bmc}, {"BDC", op_bdc}, {"EMC", op_emc}, {"MP", NULL},
	    {"DP", NULL},    {"BX", NULL},    {"EX", NULL},    {NULL, NULL},
	};
	return entries;
}
