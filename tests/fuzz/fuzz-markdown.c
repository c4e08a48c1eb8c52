// The Markdown of values, and that an import writes what it read.
#include "fuzz.h"

#include <string.h>

#include "import/blocks.h"
#include "import/inline.h"
#include "load/read.h"
#include "text/markdown.h"

static void parse(const Source *source, MarkMode mode)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	Value value = {.kind = VALUE_SCALAR,
		       .plain = true,
		       .span = {.source = source, .line = 1, .column = 1, .end_line = 1, .end_column = 1},
		       .text = source->text,
		       .length = source->size};
	MarkText *text = markdown_parse(arena, diags, &value, mode);
	for (guint i = 0; i < text->block_count; i++)
		for (guint j = 0; j < text->blocks[i].run_count; j++)
			fuzz_require(g_utf8_validate(text->blocks[i].runs[j].text, -1, NULL),
				     "runs are UTF-8");
}

static void write_again(const Source *source)
{
	g_autoptr(Arena) arena = arena_new();
	Blocks blocks;
	blocks_read(&blocks, arena, source);
	for (guint i = 0; i < blocks.passages->len; i++) {
		const Passage *passage = g_ptr_array_index(blocks.passages, i);
		const char *marked = inline_text(arena, passage, INLINE_MARKS, NULL);
		const char *plain = inline_text(arena, passage, INLINE_NO_MARKS, NULL);
		fuzz_require(*plain == '\0' || blocks_say(marked, plain),
			     "what is written says what was read");
	}
	blocks_clear(&blocks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Arena) arena = arena_new();
	g_autoptr(DiagList) diags = diag_list_new();
	const Source *source = source_take_text(arena, diags, (const char *)data, size, "fuzz");
	if (!source || size > 20000)
		return 0;
	parse(source, MARK_INLINE);
	parse(source, MARK_BLOCKS);
	write_again(source);
	return 0;
}
