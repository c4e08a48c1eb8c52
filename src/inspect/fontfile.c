#include "inspect/fontfile.h"

#include <string.h>

#include "inspect/cff.h"

enum { STEPS_MAX = 256 * 1024 };

typedef struct Table {
	const guchar *data; // NULL: there is no such table
	gsize size;
} Table;

static guint u16(Table table, gsize at)
{
	return at + 2 <= table.size ? (guint)(table.data[at] << 8 | table.data[at + 1]) : 0;
}

static guint32 u32(Table table, gsize at)
{
	return (guint32)u16(table, at) << 16 | u16(table, at + 2);
}

static Table find_table(Table file, const char *tag)
{
	enum { ENTRY = 16, HEAD = 12 };
	guint count = u16(file, 4);
	for (guint i = 0; i < count; i++) {
		gsize at = HEAD + (gsize)i * ENTRY;
		if (at + ENTRY > file.size)
			break;
		gsize offset = u32(file, at + 8), size = u32(file, at + 12);
		if (memcmp(file.data + at, tag, 4) == 0 && offset <= file.size && size <= file.size - offset)
			return (Table){file.data + offset, size};
	}
	return (Table){NULL, 0};
}

static void read_widths(Arena *arena, FontFile *font, Table file)
{
	Table head = find_table(file, "head"), hhea = find_table(file, "hhea"),
	      hmtx = find_table(file, "hmtx"), maxp = find_table(file, "maxp");
	guint units = u16(head, 18), metrics = u16(hhea, 34);
	font->glyphs = u16(maxp, 4);
	font->valid = units > 0 && metrics > 0 && font->glyphs > 0;
	if (!font->valid)
		return;
	font->widths = arena_array(arena, float, font->glyphs);
	for (guint glyph = 0; glyph < font->glyphs; glyph++) {
		guint advance = u16(hmtx, (gsize)MIN(glyph, metrics - 1) * 4);
		font->widths[glyph] = (float)(advance * 1000.0 / units);
	}
}

// --- character maps ---

static guint16 *new_codes(Arena *arena, guint count)
{
	return arena_array(arena, guint16, count);
}

static void read_format_0(Table map, guint16 *glyphs, guint count)
{
	for (guint code = 0; code < MIN(count, 256) && 6 + code < map.size; code++)
		glyphs[code] = map.data[6 + code];
}

static void read_format_6(Table map, guint16 *glyphs, guint count)
{
	guint first = u16(map, 6), entries = u16(map, 8);
	for (guint i = 0; i < entries && first + i < count; i++)
		glyphs[first + i] = (guint16)u16(map, 10 + (gsize)i * 2);
}

static guint glyph_in_segment(Table map, gsize segments, gsize i, guint code)
{
	gsize starts = 16 + segments * 2, deltas = starts + segments * 2, ranges = deltas + segments * 2;
	guint start = u16(map, starts + i * 2), delta = u16(map, deltas + i * 2),
	      range = u16(map, ranges + i * 2);
	if (range == 0)
		return (code + delta) & 0xFFFF;
	guint glyph = u16(map, ranges + i * 2 + range + (gsize)(code - start) * 2);
	return glyph ? (glyph + delta) & 0xFFFF : 0;
}

static void read_format_4(Table map, guint16 *glyphs, guint count)
{
	gsize segments = u16(map, 6) / 2;
	guint steps = 0; // segments that overlap would cost without end
	for (gsize i = 0; i < segments && steps < STEPS_MAX; i++) {
		guint start = u16(map, 16 + segments * 2 + i * 2), end = u16(map, 14 + i * 2);
		for (guint code = start; code <= end && code < count && code < 0xFFFF; code++, steps++)
			glyphs[code] = (guint16)glyph_in_segment(map, segments, i, code);
	}
}

static void read_map(Table map, guint16 *glyphs, guint count)
{
	guint format = u16(map, 0);
	if (format == 0)
		read_format_0(map, glyphs, count);
	else if (format == 4)
		read_format_4(map, glyphs, count);
	else if (format == 6)
		read_format_6(map, glyphs, count);
}

// Symbol fonts may have their codes at 0xF000 and above.
static guint16 *read_symbol(Arena *arena, Table map)
{
	g_autofree guint16 *all = g_new0(guint16, 65536);
	guint16 *glyphs = new_codes(arena, 256);
	read_map(map, all, 65536);
	for (guint code = 0; code < 256; code++)
		glyphs[code] = all[0xF000 + code] ? all[0xF000 + code] : all[code];
	return glyphs;
}

static void read_encoding(Arena *arena, FontFile *font, Table map, guint platform, guint encoding)
{
	if (platform == 1 && encoding == 0 && !font->mac) {
		font->cmap_1_0 = true;
		font->mac = new_codes(arena, 256);
		read_map(map, font->mac, 256);
	} else if (platform == 3 && encoding == 0 && !font->symbol) {
		font->cmap_3_0 = true;
		font->symbol = read_symbol(arena, map);
	} else if (platform == 3 && encoding == 1 && !font->unicode) {
		font->cmap_3_1 = true;
		font->unicode = new_codes(arena, 65536);
		read_map(map, font->unicode, 65536);
	}
}

static void read_encodings(Arena *arena, FontFile *font, Table file)
{
	Table cmap = find_table(file, "cmap");
	font->cmaps = u16(cmap, 2);
	for (guint i = 0; i < font->cmaps; i++) {
		gsize at = 4 + (gsize)i * 8, offset = u32(cmap, at + 4);
		if (at + 8 > cmap.size || offset >= cmap.size)
			break;
		Table map = {cmap.data + offset, cmap.size - offset};
		read_encoding(arena, font, map, u16(cmap, at), u16(cmap, at + 2));
	}
}

const FontFile *font_file_read(Arena *arena, const guchar *data, gsize size)
{
	FontFile *font = arena_new0(arena, FontFile);
	Table file = {data, size};
	guint32 tag = u32(file, 0);
	Table outlines = find_table(file, "CFF ");
	if (tag == 0x00010000 || tag == 0x74727565) { // 1.0, 'true'
		font->truetype = true;
		read_widths(arena, font, file);
		read_encodings(arena, font, file);
	} else if (tag == 0x4F54544F && outlines.data) { // 'OTTO'
		cff_read(arena, font, outlines.data, outlines.size);
		read_encodings(arena, font, file);
	} else if (size > 4 && data[0] == 1) {
		cff_read(arena, font, data, size);
	}
	return font;
}

guint font_file_glyph_of_cid(const FontFile *file, guint cid)
{
	if (file->of_cid)
		return cid < 65536 ? file->of_cid[cid] : 0;
	return cid < file->glyphs ? cid : 0;
}
