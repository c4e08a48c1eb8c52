// A text box while it is built: bound values gathered as paragraphs of runs, and then made into blocks.
// Internal to the room.
#pragma once
#include "flow/build.h"

// A paragraph being gathered.
typedef struct Para {
	MarkBlockKind kind;
	int level, number, group;
	GArray *runs; // TextRun
} Para;

// A text box being gathered.
typedef struct Gather {
	Builder *builder;
	const Box *box;
	const Style *style;
	bool blocks;      // paragraphs, lists and quotes are taken
	GPtrArray *paras; // Para *
} Gather;

// How a part of a text box is set.
typedef struct PartLook {
	const Style *style;
	const char *href;
	const char *lang; // of a foreign phrase, or NULL
	bool unbreakable, verbatim;
} PartLook;

// --- flow/gather.c ---

void para_free(void *para);
void para_add_run(Para *para, const PartLook *look, const char *text, Span span);
bool para_is_blank(const Para *para);
// All parts of the box's value, into its paragraphs.
void gather_all(Gather *gather);

// --- flow/lead.c ---

// Takes the first sentence out of the first paragraph, to stand before it in the lead's style.
Para *gather_split_lead(Gather *gather, const Value *lead);

// --- flow/build_style.c ---

// A style with another ink or alignment, marks included; the same one each time it is asked for.
const Style *style_variant(Builder *builder, const Style *style, const Ink *color, int align);
// A style, or a mark of one, in another size.
const Style *style_scaled(Builder *builder, const Style *style, double scale);
// The Align (model/style.h) of that name; -1 for none.
int style_align(const Builder *builder, const Value *value);

// --- flow/build_text.c ---

// A paragraph as a block.
Block *gather_block(Gather *gather, const Para *para, const Style *style);
// Scales a text down as little as it takes to stand in `width` on at most so many lines.
Block *gather_fitted_block(Gather *gather, Para *para, const Style *style, Len width);

// --- flow/build_paras.c ---

// All paragraphs, lists and quotes, one below the other; `lead` is the one that is set apart, or NULL.
Block *gather_stack(Gather *gather, const Para *lead);
