#include "display/display.h"

#include <string.h>

// What building needs beside the list itself. Groups are counted by page, so that furniture can be
// drawn on any page while the text goes on elsewhere.
typedef struct BuiltPage {
	Page page;    // first: a Page * of the list is a BuiltPage *
	GArray *open; // int: the elements of the open groups, outermost first
} BuiltPage;

typedef struct BuiltList {
	DisplayList list; // first: a DisplayList * is a BuiltList *
	guint current;
} BuiltList;

static void page_free(void *data)
{
	BuiltPage *page = data;
	g_array_unref(page->page.ops);
	g_array_unref(page->page.boxes);
	g_array_unref(page->open);
	g_free(page);
}

// Most pages, and lists of a few, have no more: their arrays, of a power of two of bytes, need not grow.
enum { USUAL_OPS = 480, USUAL_BOXES = 64, USUAL_ELEMENTS = 340 };

DisplayList *display_list_new(Arena *arena)
{
	BuiltList *built = g_new0(BuiltList, 1);
	DisplayList *list = &built->list;
	list->arena = arena;
	list->pages = g_ptr_array_new_with_free_func(page_free);
	list->elements = g_array_sized_new(FALSE, TRUE, sizeof(Element), USUAL_ELEMENTS);
	list->files = g_ptr_array_new();
	Element root = {.parent = -1, .role = "document"};
	g_array_append_val(list->elements, root);
	return list;
}

void display_list_free(DisplayList *list)
{
	if (!list)
		return;
	g_ptr_array_unref(list->pages);
	g_array_unref(list->elements);
	g_ptr_array_unref(list->files);
	g_free(list);
}

static BuiltPage *copy_page(const BuiltPage *from)
{
	BuiltPage *page = g_memdup2(from, sizeof *from);
	page->page.ops = g_array_copy(from->page.ops);
	page->page.boxes = g_array_copy(from->page.boxes);
	page->open = g_array_copy(from->open);
	return page;
}

DisplayList *display_list_copy(const DisplayList *list)
{
	BuiltList *built = g_memdup2(list, sizeof *built);
	DisplayList *copy = &built->list;
	copy->pages = g_ptr_array_new_with_free_func(page_free);
	for (guint i = 0; i < list->pages->len; i++)
		g_ptr_array_add(copy->pages, copy_page(g_ptr_array_index(list->pages, i)));
	copy->elements = g_array_copy(list->elements);
	copy->files = g_ptr_array_copy(list->files, NULL, NULL);
	return copy;
}

void display_begin_page(DisplayList *list)
{
	BuiltPage *page = g_new0(BuiltPage, 1);
	page->page.ops = g_array_sized_new(FALSE, FALSE, sizeof(Op), USUAL_OPS);
	page->page.boxes = g_array_sized_new(FALSE, FALSE, sizeof(LayoutBox), USUAL_BOXES);
	page->page.number = (int)list->pages->len + 1;
	page->open = g_array_new(FALSE, FALSE, sizeof(int));
	g_ptr_array_add(list->pages, page);
	display_select(list, list->pages->len - 1);
}

void display_select(DisplayList *list, guint page)
{
	g_return_if_fail(page < list->pages->len);
	((BuiltList *)list)->current = page;
}

static BuiltPage *current_page(const DisplayList *list)
{
	g_assert(list->pages->len > 0);
	return g_ptr_array_index(list->pages, ((const BuiltList *)list)->current);
}

Page *display_current_page(DisplayList *list)
{
	return &current_page(list)->page;
}

int display_add_element(DisplayList *list, Element element)
{
	if (element.parent < 0)
		element.parent = 0;
	element.role = arena_strdup(list->arena, element.role);
	element.alt = arena_strdup(list->arena, element.alt);
	element.lang = arena_strdup(list->arena, element.lang);
	element.href = arena_strdup(list->arena, element.href);
	element.expansion = arena_strdup(list->arena, element.expansion);
	element.title = arena_strdup(list->arena, element.title);
	g_array_append_val(list->elements, element);
	return (int)list->elements->len - 1;
}

Element *display_element(DisplayList *list, int index)
{
	g_return_val_if_fail(index >= 0 && (guint)index < list->elements->len, NULL);
	return &g_array_index(list->elements, Element, index);
}

int display_open_element(const DisplayList *list)
{
	const GArray *open = current_page(list)->open;
	return open->len ? g_array_index(open, int, open->len - 1) : -1;
}

static void add_op(DisplayList *list, const Op *op)
{
	GArray *ops = current_page(list)->page.ops;
	g_array_append_vals(ops, op, 1);
	g_array_index(ops, Op, ops->len - 1).furniture = list->furniture;
}

void display_begin(DisplayList *list, int element, Span span)
{
	add_op(list, &(Op){.kind = OP_BEGIN, .element = element, .span = span, .box = list->box});
	g_array_append_val(current_page(list)->open, element);
}

void display_end(DisplayList *list)
{
	GArray *open = current_page(list)->open;
	add_op(list, &(Op){.kind = OP_END, .element = display_open_element(list)});
	if (open->len)
		g_array_set_size(open, open->len - 1);
}

void display_glyphs(DisplayList *list, GlyphRun run, Span span)
{
	run.body &= !list->free_lines;
	add_op(list,
	       &(Op){.kind = OP_GLYPHS, .element = display_open_element(list), .span = span, .glyphs = run});
}

void display_path(DisplayList *list, Path path, Span span)
{
	path.segments = arena_copy(list->arena, path.segments, path.count, sizeof(Segment));
	add_op(list,
	       &(Op){.kind = OP_PATH, .element = display_open_element(list), .span = span, .path = path});
}

// The one copy of a file's name, kept with the list.
static const char *keep_name(DisplayList *list, const char *file)
{
	for (guint i = 0; i < list->files->len; i++) {
		const char *known = g_ptr_array_index(list->files, i);
		if (strcmp(known, file) == 0)
			return known;
	}
	char *kept = arena_strdup(list->arena, file);
	g_ptr_array_add(list->files, kept);
	return kept;
}

static FilePlace keep_file(DisplayList *list, const FilePlace *file)
{
	return (FilePlace){keep_name(list, file->path), arena_strdup(list->arena, file->below)};
}

void display_image(DisplayList *list, Image image, Span span)
{
	image.file = keep_file(list, &image.file);
	add_op(list,
	       &(Op){.kind = OP_IMAGE, .element = display_open_element(list), .span = span, .image = image});
}

void display_clip(DisplayList *list, Rect box)
{
	add_op(list, &(Op){.kind = OP_CLIP, .element = display_open_element(list), .clip = box});
}

void display_unclip(DisplayList *list)
{
	add_op(list, &(Op){.kind = OP_UNCLIP, .element = display_open_element(list)});
}

void display_box(DisplayList *list, LayoutBox box)
{
	g_array_append_val(current_page(list)->page.boxes, box);
}

void display_link(DisplayList *list, Link link, int element, Span span)
{
	link.href = arena_strdup(list->arena, link.href);
	add_op(list, &(Op){.kind = OP_LINK, .element = element, .span = span, .link = link});
}

static Segment segment_to(SegmentKind kind, Len x, Len y)
{
	return (Segment){.kind = kind, .x = {x}, .y = {y}};
}

void display_rect(DisplayList *list, Rect box, const Ink *fill, const Ink *stroke, Len line_width, Span span)
{
	Len right = box.x + box.width, bottom = box.y + box.height;
	Segment segments[] = {
	    segment_to(SEGMENT_MOVE, box.x, box.y),  segment_to(SEGMENT_LINE, right, box.y),
	    segment_to(SEGMENT_LINE, right, bottom), segment_to(SEGMENT_LINE, box.x, bottom),
	    segment_to(SEGMENT_CLOSE, 0, 0),
	};
	display_path(list,
		     (Path){.segments = segments,
			    .count = G_N_ELEMENTS(segments),
			    .fill = fill,
			    .stroke = stroke,
			    .line_width = line_width},
		     span);
}

void display_line(DisplayList *list, Len x1, Len y1, Len x2, Len y2, const Ink *ink, Len line_width,
		  Span span)
{
	Segment segments[] = {segment_to(SEGMENT_MOVE, x1, y1), segment_to(SEGMENT_LINE, x2, y2)};
	display_path(list,
		     (Path){.segments = segments,
			    .count = G_N_ELEMENTS(segments),
			    .stroke = ink,
			    .line_width = line_width},
		     span);
}

void display_disc(DisplayList *list, Len x, Len y, Len radius, const Ink *fill, const Ink *stroke,
		  Len line_width, Span span)
{
	// A quarter circle as a Bézier curve: handles of 4/3 (√2 − 1) of the radius.
	Len r = radius, k = (Len)((double)radius * 0.5522847498307936 + 0.5);
	Segment segments[] = {
	    segment_to(SEGMENT_MOVE, x + r, y),
	    {SEGMENT_CURVE, {x + r, x + k, x}, {y + k, y + r, y + r}},
	    {SEGMENT_CURVE, {x - k, x - r, x - r}, {y + r, y + k, y}},
	    {SEGMENT_CURVE, {x - r, x - k, x}, {y - k, y - r, y - r}},
	    {SEGMENT_CURVE, {x + k, x + r, x + r}, {y - r, y - k, y}},
	    segment_to(SEGMENT_CLOSE, 0, 0),
	};
	display_path(list,
		     (Path){.segments = segments,
			    .count = G_N_ELEMENTS(segments),
			    .fill = fill,
			    .stroke = stroke,
			    .line_width = line_width},
		     span);
}

// --- QR codes ---

static Segment module_point(const QrCode *code, Rect box, SegmentKind kind, int line, int at)
{
	// In half modules, from the corner of the quiet zone.
	int side = 2 * (code->size + 2 * QR_QUIET);
	int across = 2 * (at + QR_QUIET), along = 2 * (line + QR_QUIET) + 1;
	int x = code->down ? along : across, y = code->down ? across : along;
	return segment_to(kind, box.x + (Len)((gint64)box.width * x / side),
			  box.y + (Len)((gint64)box.height * y / side));
}

// Each run is a stroke: half the points of a rectangle, and a code is the longest path on most pages.
void display_qr(DisplayList *list, const QrCode *code, Rect box, const Ink *ink, Span span)
{
	Segment *segments = arena_array(list->arena, Segment, 2 * code->run_count);
	for (int i = 0; i < code->run_count; i++) {
		const QrRun *run = &code->runs[i];
		segments[2 * i] = module_point(code, box, SEGMENT_MOVE, run->line, run->from);
		segments[2 * i + 1] = module_point(code, box, SEGMENT_LINE, run->line, run->to);
	}
	// Rounded up, so that no hair of light is left between the lines.
	Len module = box.width / (code->size + 2 * QR_QUIET) + 1;
	Path path = {
	    .segments = segments, .count = 2 * (guint)code->run_count, .stroke = ink, .line_width = module};
	add_op(list,
	       &(Op){.kind = OP_PATH, .element = display_open_element(list), .span = span, .path = path});
}
