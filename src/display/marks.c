#include "display/marks.h"

static bool makes_mark(const Op *op)
{
	switch (op->kind) {
	case OP_GLYPHS:
		return op->glyphs.glyph_count > 0;
	case OP_PATH:
		return op->path.fill || op->path.stroke;
	case OP_IMAGE:
		return true;
	default:
		return false;
	}
}

static bool goes_on(const MarkGroup *group, const Op *op)
{
	return group->element == op->element && (op->element >= 0 || group->furniture == op->furniture);
}

GArray *display_list_marks(const Page *page)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(MarkGroup));
	MarkGroup *last = NULL;
	for (guint i = 0; i < page->ops->len; i++) {
		const Op *op = &g_array_index(page->ops, Op, i);
		if (!makes_mark(op))
			continue;
		if (!last || !goes_on(last, op)) {
			MarkGroup group = {i, i, MAX(op->element, -1), op->furniture};
			g_array_append_val(groups, group);
			last = &g_array_index(groups, MarkGroup, groups->len - 1);
		}
		last->end = i + 1;
	}
	return groups;
}

bool display_is_active(const Op *op)
{
	// The space that a line ends at has no width.
	bool has_area = op->kind == OP_LINK && op->link.box.width > 0 && op->link.box.height > 0;
	return has_area && op->element >= 0 && op->link.href && *op->link.href;
}
