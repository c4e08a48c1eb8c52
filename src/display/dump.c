#include <string.h>

#include "display/display.h"
#include "display/geometry.h"

// The golden format: a line an op, indented by the depth of its group, then the structure tree.
//   page 1 210.000x297.000 bleed 3.000 grid 4.500+3.533
//     begin #12 h2 @n51.yaml:12:4
//       text 16.000,43.875 w 85.000 Lato Black 66.00pt base [title] "Point de" @n51.yaml:12:4
//     end
// Lengths are mm. Strings are quoted as in JSON, so that a test can read them with any JSON library;
// spaces other than U+0020 and characters that do not show are escaped.

typedef struct Dump {
	const DisplayList *list;
	GString *out;
	guint depth;
} Dump;

static void append_number(GString *out, double value, const char *format)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(text, sizeof text, format, value);
	// Nothing smaller than the last place may show as "-0.000".
	bool zero = text[0] == '-' && strspn(text + 1, "0.") == strlen(text + 1);
	g_string_append(out, zero ? text + 1 : text);
}

static void append_mm(GString *out, Len len)
{
	append_number(out, len_to_mm(len), "%.3f");
}

static void append_pair(GString *out, Len a, char between, Len b)
{
	append_mm(out, a);
	g_string_append_c(out, between);
	append_mm(out, b);
}

static void append_rect(GString *out, Rect box)
{
	append_pair(out, box.x, ',', box.y);
	g_string_append_c(out, ' ');
	append_pair(out, box.width, 'x', box.height);
}

static bool shows(gunichar c)
{
	if (c == ' ')
		return true;
	return g_unichar_isgraph(c);
}

static void append_escaped(GString *out, gunichar c)
{
	if (c == '"' || c == '\\')
		g_string_append_printf(out, "\\%c", (char)c);
	else if (c == '\n')
		g_string_append(out, "\\n");
	else if (shows(c))
		g_string_append_unichar(out, c);
	else if (c < 0x10000)
		g_string_append_printf(out, "\\u%04x", c);
	else
		g_string_append_printf(out, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
				       0xDC00 + ((c - 0x10000) & 0x3FF));
}

static void append_quoted(GString *out, const char *text)
{
	g_string_append(out, " \"");
	for (const char *at = text ? text : ""; *at; at = g_utf8_next_char(at))
		append_escaped(out, g_utf8_get_char(at));
	g_string_append_c(out, '"');
}

static void append_named(GString *out, const char *name, const char *text)
{
	if (!text)
		return;
	g_string_append_printf(out, " %s", name);
	append_quoted(out, text);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void append_span(GString *out, Span span)
{
	if (span.source && span.source->name)
		g_string_append_printf(out, " @%s:%d:%d", base_name(span.source->name), span.line,
				       span.column);
}

static void begin_line(Dump *dump)
{
	for (guint i = 0; i < dump->depth; i++)
		g_string_append(dump->out, "  ");
}

// --- ops ---

static const char *element_role(const DisplayList *list, int index)
{
	if (index < 0 || (guint)index >= list->elements->len)
		return "artifact";
	return g_array_index(list->elements, Element, index).role;
}

static void dump_begin(Dump *dump, const Op *op)
{
	g_string_append(dump->out, "begin ");
	if (op->element >= 0)
		g_string_append_printf(dump->out, "#%d ", op->element);
	g_string_append(dump->out, element_role(dump->list, op->element));
	append_span(dump->out, op->span);
	dump->depth++;
}

static void dump_end(Dump *dump, const Op *op)
{
	(void)op;
	g_string_append(dump->out, "end");
}

static void dump_glyphs(Dump *dump, const Op *op)
{
	const GlyphRun *run = &op->glyphs;
	GString *out = dump->out;
	g_string_append(out, "text ");
	append_pair(out, run->x, ',', run->baseline);
	g_string_append(out, " w ");
	append_mm(out, run->width);
	g_string_append_printf(out, " %s ", run->face ? font_face_get_name(run->face) : "-");
	append_number(out, len_to_pt(run->size), "%.2f");
	g_string_append(out, "pt");
	if (run->stretch != 1) {
		g_string_append(out, " stretch ");
		append_number(out, run->stretch, "%.4f");
	}
	g_string_append_printf(out, " %s", run->ink ? run->ink->name : "-");
	if (run->style)
		g_string_append_printf(out, " [%s]", run->style->name);
	if (run->body && run->style) {
		g_string_append(out, " grid ");
		append_mm(out, run->style->grid);
	}
	append_quoted(out, run->text);
	append_span(out, op->span);
}

static bool is_line(const Path *path)
{
	return path->count == 2 && path->segments[0].kind == SEGMENT_MOVE &&
	       path->segments[1].kind == SEGMENT_LINE;
}

static bool is_rect(const Path *path)
{
	const Segment *s = path->segments;
	if (path->count != 5 || s[0].kind != SEGMENT_MOVE || s[4].kind != SEGMENT_CLOSE)
		return false;
	for (guint i = 1; i < 4; i++)
		if (s[i].kind != SEGMENT_LINE)
			return false;
	return s[0].y[0] == s[1].y[0] && s[1].x[0] == s[2].x[0] && s[2].y[0] == s[3].y[0] &&
	       s[3].x[0] == s[0].x[0];
}

static void append_segments(GString *out, const Path *path)
{
	static const char letters[] = {
	    [SEGMENT_MOVE] = 'M', [SEGMENT_LINE] = 'L', [SEGMENT_CURVE] = 'C', [SEGMENT_CLOSE] = 'Z'};
	for (guint i = 0; i < path->count; i++) {
		const Segment *segment = &path->segments[i];
		g_string_append_printf(out, " %c", letters[segment->kind]);
		for (guint p = 0; p < segment_point_count[segment->kind]; p++) {
			g_string_append_c(out, ' ');
			append_pair(out, segment->x[p], ',', segment->y[p]);
		}
	}
}

static void append_outline(GString *out, const Path *path)
{
	const Segment *s = path->segments;
	Disc disc;
	if (is_line(path)) {
		g_string_append(out, "line ");
		append_pair(out, s[0].x[0], ',', s[0].y[0]);
		g_string_append_c(out, ' ');
		append_pair(out, s[1].x[0], ',', s[1].y[0]);
	} else if (is_rect(path)) {
		g_string_append(out, "rect ");
		append_rect(out, (Rect){s[0].x[0], s[0].y[0], s[2].x[0] - s[0].x[0], s[2].y[0] - s[0].y[0]});
	} else if (path_is_disc(path, &disc)) {
		g_string_append(out, "disc ");
		append_pair(out, disc.x, ',', disc.y);
		g_string_append(out, " r ");
		append_mm(out, disc.radius);
	} else {
		g_string_append(out, "path");
		append_segments(out, path);
	}
}

static void dump_path(Dump *dump, const Op *op)
{
	const Path *path = &op->path;
	append_outline(dump->out, path);
	if (path->fill)
		g_string_append_printf(dump->out, " fill %s", path->fill->name);
	if (path->stroke) {
		g_string_append_printf(dump->out, " stroke %s ", path->stroke->name);
		append_mm(dump->out, path->line_width);
		if (path->round_caps)
			g_string_append(dump->out, " round");
	}
}

static void dump_image(Dump *dump, const Op *op)
{
	const Image *image = &op->image;
	g_string_append(dump->out, "image ");
	append_rect(dump->out, image->box);
	g_string_append(dump->out, image->fit == FIT_COVER ? " cover " : " contain ");
	append_number(dump->out, image->focus_x, "%.3f");
	g_string_append_c(dump->out, ',');
	append_number(dump->out, image->focus_y, "%.3f");
	append_quoted(dump->out, base_name(image->file.path));
	append_span(dump->out, op->span);
}

static void dump_clip(Dump *dump, const Op *op)
{
	g_string_append(dump->out, "clip ");
	append_rect(dump->out, op->clip);
	dump->depth++;
}

static void dump_unclip(Dump *dump, const Op *op)
{
	(void)op;
	g_string_append(dump->out, "unclip");
}

static void dump_link(Dump *dump, const Op *op)
{
	g_string_append(dump->out, "link ");
	append_rect(dump->out, op->link.box);
	if (op->element >= 0)
		g_string_append_printf(dump->out, " #%d", op->element);
	append_quoted(dump->out, op->link.href);
	append_span(dump->out, op->span);
}

static void (*const op_dumpers[])(Dump *, const Op *) = {
    [OP_BEGIN] = dump_begin, [OP_END] = dump_end,   [OP_GLYPHS] = dump_glyphs, [OP_PATH] = dump_path,
    [OP_IMAGE] = dump_image, [OP_CLIP] = dump_clip, [OP_UNCLIP] = dump_unclip, [OP_LINK] = dump_link,
};

static void dump_op(Dump *dump, const Op *op)
{
	if ((op->kind == OP_END || op->kind == OP_UNCLIP) && dump->depth > 1)
		dump->depth--;
	begin_line(dump);
	op_dumpers[op->kind](dump, op);
	g_string_append_c(dump->out, '\n');
}

static void dump_page(Dump *dump, const Page *page)
{
	const DisplayList *list = dump->list;
	g_string_append_printf(dump->out, "page %d ", page->number);
	append_pair(dump->out, list->width, 'x', list->height);
	g_string_append(dump->out, " bleed ");
	append_mm(dump->out, list->bleed);
	g_string_append(dump->out, " grid ");
	append_pair(dump->out, list->grid, '+', list->grid_ascent);
	g_string_append(dump->out, " text ");
	append_rect(dump->out, page->text_area);
	g_string_append_c(dump->out, '\n');
	dump->depth = 1;
	for (guint i = 0; i < page->ops->len; i++)
		dump_op(dump, &g_array_index(page->ops, Op, i));
}

// --- structure and metadata ---

// Children of each element in order of number: first child, next sibling, -1 for none.
typedef struct Kin {
	int first, last, next;
} Kin;

static Kin *find_kin(const GArray *elements)
{
	Kin *kin = g_new(Kin, elements->len);
	for (guint i = 0; i < elements->len; i++)
		kin[i] = (Kin){-1, -1, -1};
	for (guint i = 1; i < elements->len; i++) {
		Kin *parent = &kin[g_array_index(elements, Element, i).parent];
		if (parent->last < 0)
			parent->first = (int)i;
		else
			kin[parent->last].next = (int)i;
		parent->last = (int)i;
	}
	return kin;
}

static void dump_element(Dump *dump, int index)
{
	const Element *element = &g_array_index(dump->list->elements, Element, index);
	begin_line(dump);
	g_string_append_printf(dump->out, "#%d %s", index, element->role);
	append_named(dump->out, "alt", element->alt);
	append_named(dump->out, "lang", element->lang);
	append_named(dump->out, "href", element->href);
	append_named(dump->out, "expansion", element->expansion);
	if (element->title) {
		g_string_append_printf(dump->out, " outline %d", element->outline_level);
		append_quoted(dump->out, element->title);
		g_string_append_printf(dump->out, " page %d y ", element->page + 1);
		append_mm(dump->out, element->y);
	}
	append_span(dump->out, element->span);
	g_string_append_c(dump->out, '\n');
}

static void dump_tree(Dump *dump, const Kin *kin, int index)
{
	dump_element(dump, index);
	dump->depth++;
	for (int child = kin[index].first; child >= 0; child = kin[child].next)
		dump_tree(dump, kin, child);
	dump->depth--;
}

static void dump_meta(Dump *dump)
{
	const DisplayMeta *meta = &dump->list->meta;
	g_string_append(dump->out, "meta");
	append_named(dump->out, "title", meta->title);
	append_named(dump->out, "author", meta->author);
	append_named(dump->out, "subject", meta->subject);
	append_named(dump->out, "keywords", meta->keywords);
	append_named(dump->out, "lang", meta->lang);
	append_named(dump->out, "created", meta->created);
	g_string_append_c(dump->out, '\n');
}

char *display_dump(const DisplayList *list)
{
	Dump dump = {.list = list, .out = g_string_new(NULL)};
	dump_meta(&dump);
	for (guint i = 0; i < list->pages->len; i++)
		dump_page(&dump, g_ptr_array_index(list->pages, i));
	g_string_append(dump.out, "structure\n");
	dump.depth = 1;
	g_autofree Kin *kin = find_kin(list->elements);
	dump_tree(&dump, kin, 0);
	return g_string_free(dump.out, FALSE);
}
