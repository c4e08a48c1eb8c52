#include "job/slug.h"

#include "finish/impose.h"
#include "finish/press-marks.h"

static const Ink black = {.name = "black", .cmyk = {0, 0, 0, 100}};

static void insert_op(GArray *ops, guint at, Op op)
{
	op.element = -1;
	g_array_insert_val(ops, at, op);
}

void slug_cut_pages(DisplayList *list)
{
	Rect sheet = {-list->bleed, -list->bleed, list->width + 2 * list->bleed,
		      list->height + 2 * list->bleed};
	for (guint i = 0; i < list->pages->len; i++) {
		GArray *ops = ((Page *)g_ptr_array_index(list->pages, i))->ops;
		insert_op(ops, 0, (Op){.kind = OP_CLIP, .clip = sheet});
		insert_op(ops, ops->len, (Op){.kind = OP_UNCLIP});
	}
}

// The family that most of the issue is in, as far as the first words tell.
static const char *find_family(const PressJob *work)
{
	for (guint i = 0; i < work->list->pages->len; i++) {
		const GArray *ops = ((const Page *)g_ptr_array_index(work->list->pages, i))->ops;
		for (guint k = 0; k < ops->len; k++) {
			const Op *op = &g_array_index(ops, Op, k);
			if (op->kind == OP_GLYPHS && op->glyphs.style)
				return op->glyphs.style->family;
		}
	}
	g_auto(GStrv) families = fonts_list_families(work->fonts);
	return families[0] ? arena_strdup(work->arena, families[0]) : NULL;
}

static Style *make_style(const PressJob *work, const char *family, Len size)
{
	Style *style = arena_new0(work->arena, Style);
	*style = (Style){.name = "slug",
			 .family = family,
			 .weight = 400,
			 .size = size,
			 .leading = size,
			 .color = &black,
			 .space_min = 1,
			 .space_max = 1};
	for (guint i = 0; i < G_N_ELEMENTS(style->marks); i++)
		style->marks[i] = style;
	return style;
}

static Paragraph *set_line(const PressJob *work, const Style *style, const char *text, Len *width)
{
	TextRun run = {.text = text, .style = style, .verbatim = true};
	Paragraph *paragraph = paragraph_get(work->text, &run, 1, style);
	*width = paragraph_natural_width(paragraph);
	return paragraph;
}

// On the page selected, smaller where it would be wider than `room`.
static void draw(const PressJob *work, const char *family, const char *text, Len room)
{
	Len width, size = press_slug_size(), most = room - 2 * press_slug_x();
	Paragraph *paragraph = set_line(work, make_style(work, family, size), text, &width);
	if (width > most && most > 0) {
		size = (Len)((gint64)size * most / width);
		paragraph = set_line(work, make_style(work, family, size), text, &width);
	}
	paragraph_draw_line(paragraph, width, 0, press_slug_x(),
			    work->list->height + press_slug_drop(work->list->bleed), work->list);
}

static const char *title_of(const PressJob *work)
{
	const char *title = work->list->meta.title;
	return title && *title ? title : "-";
}

void slug_add_to_pages(const PressJob *work, const char *condition)
{
	const char *family = find_family(work);
	for (guint i = 0; i < work->list->pages->len; i++) {
		display_select(work->list, i);
		draw(work, family,
		     arena_printf(work->arena, "%s – print, %s – %u/%u", title_of(work), condition, i + 1,
				  work->list->pages->len),
		     work->list->width);
	}
}

static const char *page_name(const PressJob *work, guint page)
{
	return page ? arena_printf(work->arena, "%u", page) : "–";
}

void slug_add_sheets(const PressJob *work, const char *condition, Len paper)
{
	g_autoptr(GArray) sides = impose_sides(work->list->pages->len);
	const char *family = find_family(work);
	for (guint i = 0; i < sides->len; i++) {
		const ImposeSide *side = &g_array_index(sides, ImposeSide, i);
		char creep[G_ASCII_DTOSTR_BUF_SIZE];
		g_ascii_formatd(creep, sizeof creep, "%.2f", len_to_mm(impose_creep(side->sheet, paper)));
		display_begin_page(work->list);
		draw(work, family,
		     arena_printf(work->arena, "%s – booklet, %s – %u/%u %c – %s | %s – creep %s mm",
				  title_of(work), condition, side->sheet + 1, sides->len / 2,
				  i % 2 ? 'B' : 'A', page_name(work, side->left),
				  page_name(work, side->right), creep),
		     2 * work->list->width);
	}
}
