// Total fit over any boxes, glue and penalties.
#include "fuzz.h"

#include "text/linebreak.h"

enum { HEAD = 4, ITEMS_MAX = 800 };

static BreakItem item_of(const uint8_t *bytes)
{
	static const int penalties[] = {0, 50, 1000, BREAK_NEVER, BREAK_FORCED, -500, 9999, -9999};
	BreakItem item = {.kind = (BreakKind)(bytes[0] % 3), .width = (Len)bytes[1] * 300};
	if (item.kind == BREAK_GLUE) {
		item.stretch = (bytes[2] & 15) * 100;
		item.shrink = MIN((bytes[2] >> 4) * 50, item.width);
	} else if (item.kind == BREAK_PENALTY) {
		item.penalty = penalties[bytes[2] & 7];
		item.flagged = bytes[2] & 8;
		item.hang = item.width / 3;
		item.before_word = bytes[2] >> 6;
		item.after_word = bytes[0] >> 6;
	} else {
		item.give = bytes[2];
	}
	return item;
}

static void check_lines(const BreakRequest *request, const GArray *lines)
{
	guint at = 0;
	for (guint i = 0; i < lines->len; i++) {
		const BreakLine *line = &g_array_index(lines, BreakLine, i);
		fuzz_require(line->start >= at && line->end >= line->start && line->end <= request->count,
			     "lines follow each other");
		for (guint skipped = at; skipped < line->start; skipped++)
			fuzz_require(request->items[skipped].kind != BREAK_BOX, "no box is left out");
		at = line->end;
	}
	for (guint left = at; left < request->count; left++)
		fuzz_require(request->items[left].kind != BREAK_BOX, "no box is left over");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BreakItem items[ITEMS_MAX];
	if (size < HEAD)
		return 0;
	guint count = MIN((guint)(size - HEAD) / 3, ITEMS_MAX);
	for (guint i = 0; i < count; i++)
		items[i] = item_of(data + HEAD + i * 3);
	BreakRequest request = {.items = items,
				.count = count,
				.measure = (Len)data[0] * 1000,
				.least_last = (Len)data[1] * 100,
				.give = data[2],
				.mode = data[3] & 1 ? BREAK_RAGGED : BREAK_JUSTIFIED,
				.costs = &break_costs_default,
				.looseness = (data[3] >> 1 & 3) - 1,
				.whole = data[3] >> 5};
	GArray *lines = break_lines(&request);
	check_lines(&request, lines);
	fuzz_require(count == 0 || break_count_least(&request) > 0, "there is a line where there are items");
	fuzz_require(break_balance(&request) <= request.measure, "balanced lines are no wider");
	g_array_unref(lines);
	return 0;
}
