// Bound values become paragraphs of runs.
#include "flow/gather.h"

void para_free(void *data)
{
	Para *para = data;
	g_array_unref(para->runs);
	g_free(para);
}

static Para *add_para(Gather *gather, const MarkBlock *block)
{
	Para *para = g_new0(Para, 1);
	para->runs = g_array_new(FALSE, TRUE, sizeof(TextRun));
	if (block) {
		para->kind = block->kind;
		para->level = block->level;
		para->number = block->number;
		para->group = block->group;
	}
	g_ptr_array_add(gather->paras, para);
	return para;
}

static Para *current_para(Gather *gather)
{
	guint count = gather->paras->len;
	return count ? g_ptr_array_index(gather->paras, count - 1) : add_para(gather, NULL);
}

// --- runs ---

static const Style *mark_style(const Style *style, MarkFlags flags)
{
	int bits = (flags & MARK_STRONG ? STYLE_STRONG : 0) | (flags & MARK_EM ? STYLE_EM : 0) |
		   (flags & MARK_LINK ? STYLE_LINK : 0);
	return style->marks[bits];
}

void para_add_run(Para *para, const PartLook *look, const char *text, Span span)
{
	TextRun run = {.text = text,
		       .style = look->style,
		       .href = look->href,
		       .lang = look->lang,
		       .verbatim = look->verbatim,
		       .unbreakable = look->unbreakable,
		       .span = span};
	g_array_append_val(para->runs, run);
}

static void add_mark_run(Para *para, const PartLook *look, const MarkRun *mark)
{
	PartLook marked = *look;
	marked.style = mark_style(look->style, mark->flags);
	marked.lang = mark->lang;
	if (mark->flags & MARK_LINK)
		marked.href = mark->href;
	para_add_run(para, &marked, mark->flags & MARK_BREAK ? "\n" : mark->text, mark->span);
}

static void add_blocks(Gather *gather, const PartLook *look, const MarkBlock *blocks, guint count)
{
	for (guint b = 0; b < count; b++) {
		bool joins = b == 0 && blocks[b].kind == MARK_PARAGRAPH;
		Para *para = joins ? current_para(gather) : add_para(gather, &blocks[b]);
		for (guint r = 0; r < blocks[b].run_count; r++)
			add_mark_run(para, look, &blocks[b].runs[r]);
	}
}

static const MarkText *parse_value(Gather *gather, const Value *value)
{
	// One value may be shown by several boxes and passes, and is parsed once for each mode.
	GHashTable *texts = gather->builder->texts[gather->blocks];
	MarkText *text = g_hash_table_lookup(texts, value);
	if (!text) {
		text = markdown_parse(gather->builder->input->arena, gather->builder->input->diags, value,
				      gather->blocks ? MARK_BLOCKS : MARK_INLINE);
		g_hash_table_insert(texts, (void *)value, text);
	}
	if (text->is_faulty)
		memory_forbid(gather->builder); // the next job says so again
	return text;
}

static void add_pieces(Gather *gather, const PartLook *look, const Value *string, const Scope *scope)
{
	g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(BoundText));
	bind_pieces(&gather->builder->binder, scope, string, pieces);
	for (guint i = 0; i < pieces->len; i++) {
		const BoundText *piece = &g_array_index(pieces, BoundText, i);
		if (piece->blocks)
			add_blocks(gather, look, piece->blocks, piece->block_count);
		else if (piece->value && !look->verbatim) {
			const MarkText *text = parse_value(gather, piece->value);
			add_blocks(gather, look, text->blocks, text->block_count);
		} else
			para_add_run(current_para(gather), look, piece->text, piece->span);
	}
}

static void gather_part(Gather *gather, const Value *part)
{
	Box box = {
	    .node = part, .main = part, .attributes = part, .scope = gather->box->scope, .span = part->span};
	Builder *builder = gather->builder;
	if (!bind_condition(&builder->binder, box.scope, value_get(part, "when")))
		return;
	const Style *style = style_of(builder, box_get(builder, &box, "style"));
	PartLook look = {.style = style_variant(builder, style ? style : gather->style,
						box_ink(builder, &box, "color"), -1),
			 .href = box_text(builder, &box, "link"),
			 .unbreakable = box_bool(builder, &box, "unbreakable"),
			 .verbatim = box_bool(builder, &box, "verbatim")};
	const Para *para = current_para(gather);
	guint first = para->runs->len;
	add_pieces(gather, &look, value_get(part, "value"), box.scope);
	if (para->runs->len > first)
		g_array_index(para->runs, TextRun, first).own_line = box_bool(builder, &box, "own-line");
}

void gather_all(Gather *gather)
{
	const Value *parts = value_get(gather->box->attributes, "parts");
	for (size_t i = 0; parts && i < parts->length; i++)
		gather_part(gather, parts->items[i]);
	if (parts)
		return;
	PartLook look = {.style = gather->style,
			 .href = box_text(gather->builder, gather->box, "link"),
			 .verbatim = box_bool(gather->builder, gather->box, "verbatim")};
	add_pieces(gather, &look, value_get(gather->box->attributes, "value"), gather->box->scope);
}

bool para_is_blank(const Para *para)
{
	for (guint i = 0; i < para->runs->len; i++)
		for (const char *c = g_array_index(para->runs, TextRun, i).text; *c; c++)
			if (!g_ascii_isspace(*c))
				return false;
	return true;
}
