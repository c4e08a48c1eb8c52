// What does not fit, said where its words are.
#include "base/decimal.h"
#include "base/intl.h"
#include "flow/place.h"

// Of all texts of the issue in a block the one that takes most room; NULL where there is none.
static Block *find_longest(const Placer *placer, Block *block, Len *most)
{
	Block *longest = NULL;
	if (block->kind == BLOCK_TEXT && block->value_span.source == placer->input->issue->span.source) {
		const TextBlock *text = &block->text;
		guint lines = paragraph_break_as(text->paragraph, text->measure, text->wish)->count;
		Len height = text->style->leading * (Len)lines;
		if (height >= *most) { // of equals the last: paragraphs of a body, not its title
			*most = height;
			longest = block;
		}
	}
	for (guint i = 0; i < block->count; i++) {
		Block *found = find_longest(placer, block->children[i], most);
		longest = found ? found : longest;
	}
	return longest;
}

void report_overset(Placer *placer, Block *block, char *what, const char *hint)
{
	Len most = 0;
	const Block *longest = find_longest(placer, block, &most);
	Span span = longest ? longest->value_span : block->value_span.line ? block->value_span : block->span;
	const Source *layout = block->span.source;
	diag_take(placer->input->diags, SEVERITY_ERROR, "text.overset", span, what,
		  g_strdup_printf(hint, layout ? layout->name : "", block->span.line));
}

void check_overset(Placer *placer, Block *block, Len content)
{
	enum { ROUNDING = 24 }; // of 1/1024 pt, 0.008 mm: what sums of rounded lengths may be off by
	if (!placer->list || !block->height.set || block->kind == BLOCK_IMAGE ||
	    content <= measure_value(placer, block->height) + ROUNDING)
		return;
	report_overset(
	    placer, block,
	    g_strdup_printf(_("the content is %s mm higher than its box"),
			    decimal_text(&(DecimalText){0},
					 len_to_mm(content - measure_value(placer, block->height)), 1)),
	    _("shorten it, or make the box's `height` a `min-height` (%s, line %d)"));
}
