#include "inspect/cff.h"

#include <math.h>
#include <string.h>

enum { OPERANDS_MAX = 48, PRIVATES_MAX = 256, FDSELECT_ENTRY = 3 };

typedef struct Cff {
	const guchar *data;
	gsize size;
} Cff;

// An index: `count` pieces of data.
typedef struct Index {
	guint count;
	gsize offsets, base; // of the offsets; of the byte before the data
	guint width;         // bytes of an offset
	gsize end;
} Index;

typedef struct Dict {
	double charset, strings, private_size, private_at, select, array, subrs;
	double default_width, nominal_width, scale;
	bool cid_keyed;
} Dict;

static guint byte_at(const Cff *cff, gsize at)
{
	return at < cff->size ? cff->data[at] : 0;
}

static guint32 number_at(const Cff *cff, gsize at, guint bytes)
{
	guint32 value = 0;
	for (guint i = 0; i < bytes; i++)
		value = value << 8 | byte_at(cff, at + i);
	return value;
}

// --- indexes ---

static Index read_index(const Cff *cff, gsize at)
{
	Index index = {.count = number_at(cff, at, 2), .end = at + 2};
	if (index.count == 0)
		return index;
	index.width = byte_at(cff, at + 2);
	index.offsets = at + 3;
	gsize table = ((gsize)index.count + 1) * index.width;
	if (index.width < 1 || index.width > 4 || index.offsets + table > cff->size)
		return (Index){.end = cff->size};
	index.base = index.offsets + table - 1;
	index.end =
	    index.base + number_at(cff, index.offsets + (gsize)index.count * index.width, index.width);
	return index;
}

// The place of a piece; an empty one where the offsets make no sense.
static gsize piece(const Cff *cff, const Index *index, guint number, gsize *size)
{
	*size = 0;
	if (number >= index->count)
		return 0;
	gsize begin = number_at(cff, index->offsets + (gsize)number * index->width, index->width);
	gsize end = number_at(cff, index->offsets + (gsize)(number + 1) * index->width, index->width);
	if (begin < 1 || end < begin || index->base + end > cff->size)
		return 0;
	*size = end - begin;
	return index->base + begin;
}

// --- dictionaries ---

static double read_real(const Cff *cff, gsize *at, gsize end)
{
	static const char *const nibbles[] = {"0", "1", "2", "3", "4",  "5", "6", "7",
					      "8", "9", ".", "E", "E-", "",  "-", NULL};
	g_autoptr(GString) text = g_string_new(NULL);
	while (*at < end) {
		guint byte = byte_at(cff, (*at)++);
		const char *high = nibbles[byte >> 4], *low = high ? nibbles[byte & 15] : NULL;
		g_string_append(text, high ? high : "");
		g_string_append(text, low ? low : "");
		if (!high || !low)
			break;
	}
	return g_ascii_strtod(text->str, NULL);
}

// An operand of a dictionary whose first byte is `first`.
static double read_operand(const Cff *cff, guint first, gsize *at, gsize end)
{
	if (first == 30)
		return read_real(cff, at, end);
	guint bytes = first == 28 ? 2 : first == 29 ? 4 : first >= 247 ? 1 : 0;
	guint32 value = number_at(cff, *at, bytes);
	*at += bytes;
	if (first == 28)
		return (gint16)value;
	if (first == 29)
		return (gint32)value;
	if (first >= 251)
		return -(double)((first - 251) * 256 + value) - 108;
	return first >= 247 ? (first - 247) * 256 + value + 108 : (double)first - 139;
}

static void take_entry(Dict *dict, guint operator, const double * operands, guint count)
{
	double last = count ? operands[count - 1] : 0;
	const struct {
		guint operator;
		double *value;
	} entries[] = {
	    {15, &dict->charset},       {17, &dict->strings},       {19, &dict->subrs},
	    {20, &dict->default_width}, {21, &dict->nominal_width}, {1236, &dict->array},
	    {1237, &dict->select},      {18, &dict->private_at},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
		if (entries[i].operator== operator)
			*entries[i].value = last;
	if (operator== 18 && count == 2)
		dict->private_size = operands[0];
	if (operator== 1207 && count == 6)
		dict->scale = operands[0];
	dict->cid_keyed |= operator== 1230;
}

static void read_dict(const Cff *cff, gsize at, gsize size, Dict *dict)
{
	double operands[OPERANDS_MAX];
	guint count = 0;
	gsize end = MIN(at + size, cff->size);
	while (at < end) {
		guint first = byte_at(cff, at++);
		if (first > 21) {
			double value = read_operand(cff, first, &at, end);
			if (count < OPERANDS_MAX)
				operands[count++] = value;
			continue;
		}
		guint operator= first == 12 ? 1200 + byte_at(cff, at++) : first;
		take_entry(dict, operator, operands, count);
		count = 0;
	}
}

static gsize offset_of(const Cff *cff, double value)
{
	return value > 0 && value < (double)cff->size ? (gsize)value : 0;
}

static void read_private(const Cff *cff, Dict *dict)
{
	gsize at = offset_of(cff, dict->private_at);
	if (at && dict->private_size > 0)
		read_dict(cff, at, (gsize)dict->private_size, dict);
}

// --- charstrings ---

typedef struct Run {
	const Cff *cff;
	const Dict *dict;
	guint stems, count;
	bool has_width, done;
	double width, operands[OPERANDS_MAX];
} Run;

// Operators that clear the stack; the first of them may have the width before its own operands.
static void take_width(Run *run, bool odd)
{
	if (!run->done && odd && run->count > 0) {
		run->has_width = true;
		run->width = run->dict->nominal_width + run->operands[0];
	}
	run->done = true;
	run->count = 0;
}

static void run_operator(Run *run, guint operator)
{
	switch (operator) {
	case 1: // stems
	case 3:
	case 18:
	case 23:
	case 19: // masks
	case 20:
		take_width(run, run->count % 2 == 1);
		break;
	case 21: // rmoveto
		take_width(run, run->count > 2);
		break;
	case 4: // vmoveto, hmoveto
	case 22:
		take_width(run, run->count > 1);
		break;
	case 14: // endchar; with four operands an accented letter
		take_width(run, run->count == 1 || run->count == 5);
		break;
	default: // anything else before a move has no width: subroutines are looked into no further
		run->done = true;
	}
}

static double charstring_operand(Run *run, guint first, gsize *at)
{
	if (first == 255) {
		gint32 fixed = (gint32)number_at(run->cff, *at, 4);
		*at += 4;
		return fixed / 65536.0;
	}
	return read_operand(run->cff, first, at, run->cff->size);
}

// The width that a charstring gives, or the default one; NAN where it begins with a subroutine.
static double charstring_width(const Cff *cff, const Dict *dict, gsize at, gsize size)
{
	Run run = {.cff = cff, .dict = dict};
	gsize end = at + size;
	while (at < end && !run.done) {
		guint first = byte_at(cff, at++);
		if (first == 10 || first == 29)
			return NAN;
		if (first >= 32 || first == 28) {
			double value = charstring_operand(&run, first, &at);
			if (run.count < OPERANDS_MAX)
				run.operands[run.count++] = value;
		} else {
			run_operator(&run, first);
		}
	}
	return run.has_width ? run.width : dict->default_width;
}

// --- glyphs ---

static void read_charset(const Cff *cff, gsize at, guint16 *cids, guint glyphs)
{
	guint format = byte_at(cff, at++), glyph = 1;
	if (format == 0)
		for (; glyph < glyphs; glyph++, at += 2)
			cids[glyph] = (guint16)number_at(cff, at, 2);
	while (format > 0 && glyph < glyphs && at < cff->size) {
		guint first = number_at(cff, at, 2), left = number_at(cff, at + 2, format == 1 ? 1 : 2);
		at += format == 1 ? 3 : 4;
		for (guint i = 0; i <= left && glyph < glyphs; i++)
			cids[glyph++] = (guint16)(first + i);
	}
}

// Which private dictionary a glyph of a CID-keyed font goes by.
static guint select_private(const Cff *cff, gsize at, guint glyph)
{
	guint format = byte_at(cff, at);
	if (format == 0)
		return byte_at(cff, at + 1 + glyph);
	// The last of the ranges, which are in order, that does not begin after the glyph.
	guint low = 0, high = number_at(cff, at + 1, 2);
	while (low + 1 < high) {
		guint middle = (low + high) / 2;
		if (number_at(cff, at + 3 + (gsize)middle * FDSELECT_ENTRY, 2) <= glyph)
			low = middle;
		else
			high = middle;
	}
	return byte_at(cff, at + 3 + (gsize)low * FDSELECT_ENTRY + 2);
}

static guint read_privates(const Cff *cff, const Dict *top, Dict *privates)
{
	if (!top->cid_keyed) {
		privates[0] = *top;
		read_private(cff, &privates[0]);
		return 1;
	}
	gsize at = offset_of(cff, top->array), size;
	Index index = at ? read_index(cff, at) : (Index){0};
	guint count = MIN(index.count, PRIVATES_MAX);
	for (guint i = 0; i < count; i++) {
		privates[i] = (Dict){0};
		gsize dict = piece(cff, &index, i, &size);
		read_dict(cff, dict, size, &privates[i]);
		read_private(cff, &privates[i]);
	}
	return count;
}

static void read_cids(Arena *arena, FontFile *font, const Cff *cff, gsize charset)
{
	g_autofree guint16 *cids = g_new0(guint16, font->glyphs + 1);
	if (charset)
		read_charset(cff, charset, cids, font->glyphs);
	font->of_cid = arena_array(arena, guint16, 65536);
	for (guint glyph = 1; glyph < font->glyphs; glyph++)
		font->of_cid[cids[glyph]] = (guint16)glyph;
}

static void read_glyphs(Arena *arena, FontFile *font, const Cff *cff, const Dict *top)
{
	Index strings = read_index(cff, offset_of(cff, top->strings));
	g_autofree Dict *privates = g_new0(Dict, PRIVATES_MAX);
	guint count = read_privates(cff, top, privates);
	gsize select = offset_of(cff, top->select), size;
	double scale = top->scale > 0 ? top->scale * 1000 : 1;
	font->glyphs = strings.count;
	font->widths = arena_array(arena, float, strings.count + 1);
	for (guint glyph = 0; glyph < strings.count; glyph++) {
		guint which = select ? select_private(cff, select, glyph) : 0;
		gsize at = piece(cff, &strings, glyph, &size);
		double width = which < count ? charstring_width(cff, &privates[which], at, size) : NAN;
		font->widths[glyph] = (float)(width * scale);
	}
	if (top->cid_keyed)
		read_cids(arena, font, cff, offset_of(cff, top->charset));
	font->valid = strings.count > 0;
}

void cff_read(Arena *arena, FontFile *font, const guchar *data, gsize size)
{
	Cff cff = {data, size};
	Dict top = {0};
	gsize length;
	font->cff = true;
	Index names = read_index(&cff, byte_at(&cff, 2));
	Index tops = read_index(&cff, names.end);
	gsize at = piece(&cff, &tops, 0, &length);
	if (!length)
		return;
	read_dict(&cff, at, length, &top);
	if (offset_of(&cff, top.strings))
		read_glyphs(arena, font, &cff, &top);
}
