// Rows: cells side by side, of one height.
#include <string.h>

#include "flow/place.h"

// --- widths ---

static Len tracks_width(const Placer *placer, const Block *row)
{
	Len width = row->row.gutter * (Len)(row->count ? row->count - 1 : 0);
	for (guint i = 0; i < row->count; i++) {
		const Track *track = &row->row.tracks[i];
		width += track->kind == TRACK_FIXED ? track->len : natural_width(placer, row->children[i]);
	}
	return width;
}

static Len widest_child(const Placer *placer, const Block *block)
{
	Len width = 0;
	for (guint i = 0; i < block->count; i++)
		if (!block->children[i]->place)
			width = MAX(width, natural_width(placer, block->children[i]));
	return width;
}

static Len image_width(const Placer *placer, const Block *block)
{
	return (Len)(measure_value(placer, block->height) * block->image.aspect);
}

Len natural_width(const Placer *placer, const Block *block)
{
	if (block->width.set)
		return measure_value(placer, block->width);
	switch (block->kind) {
	case BLOCK_TEXT:
		return paragraph_natural_width(block->text.paragraph);
	case BLOCK_QR:
		return block->qr.size;
	case BLOCK_SHAPE:
		return block->shape.kind == SHAPE_DISC ? 2 * block->shape.radius : block->shape.width;
	case BLOCK_IMAGE:
		return image_width(placer, block);
	case BLOCK_ROW:
		return tracks_width(placer, block);
	case BLOCK_PANEL:
		return widest_child(placer, block) + measure_value(placer, block->panel.left) +
		       measure_value(placer, block->panel.right);
	case BLOCK_COLUMNS:
		return (widest_child(placer, block) + block->columns.gutter) * block->columns.count -
		       block->columns.gutter;
	default:
		return widest_child(placer, block);
	}
}

// Where `auto` columns want more than there is, each that wants no more than an equal part has what it
// wants, and the others share the rest; columns of shares want a part too.
static void fit_auto(const Block *row, Len room, Len *widths)
{
	guint wanting = 0, count = row->row.count;
	g_autofree bool *settled = g_new0(bool, MAX(count, 1));
	for (guint i = 0; i < count; i++) {
		settled[i] = row->row.tracks[i].kind == TRACK_FIXED;
		wanting += !settled[i];
	}
	for (bool changed = true; changed && wanting > 0;) {
		changed = false;
		Len part = MAX(room, 0) / (Len)wanting;
		for (guint i = 0; i < count; i++) {
			if (settled[i] || row->row.tracks[i].kind != TRACK_AUTO || widths[i] > part)
				continue;
			settled[i] = changed = true;
			room -= widths[i];
			wanting--;
		}
	}
	for (guint i = 0; i < count; i++)
		if (!settled[i] && row->row.tracks[i].kind == TRACK_AUTO)
			widths[i] = MAX(room, 0) / (Len)wanting;
}

void row_widths(const Placer *placer, const Block *row, Len width, Len *widths)
{
	double shares = 0;
	Len wanted = 0, room = width - row->row.gutter * (Len)(row->row.count ? row->row.count - 1 : 0);
	for (guint i = 0; i < row->row.count; i++) {
		const Track *track = &row->row.tracks[i];
		bool is_auto = track->kind == TRACK_AUTO && i < row->count;
		widths[i] = is_auto ? natural_width(placer, row->children[i]) : track->len;
		wanted += is_auto ? widths[i] : 0;
		room -= track->kind == TRACK_FIXED ? track->len : 0;
		shares += track->kind == TRACK_SHARE ? track->share : 0;
	}
	if (wanted > room)
		fit_auto(row, room, widths);
	for (guint i = 0; i < row->row.count; i++)
		room -= row->row.tracks[i].kind == TRACK_AUTO ? widths[i] : 0;
	for (guint i = 0; i < row->row.count; i++)
		if (row->row.tracks[i].kind == TRACK_SHARE)
			widths[i] = MAX((Len)(room * (row->row.tracks[i].share / shares)), 0);
}

// --- cells ---

typedef struct ColumnFit {
	Block *block;
	Frame frame;
} ColumnFit;

static bool column_fits(Placer *placer, void *data)
{
	ColumnFit *fit = data;
	Frame natural = fit->frame;
	natural.height = 0;
	return measure_block(placer, fit->block, natural) <= fit->frame.height;
}

// Turns the dials of column scope up as far as the cell then fits in frame.height.
static void stretch_cell(Placer *placer, Block *cell, Frame frame)
{
	guint64 mask = block_dials(cell) & placer->column_dials;
	ColumnFit fit = {.block = cell, .frame = frame};
	if (mask)
		stretch_dials(placer, mask, column_fits, &fit);
}

static Len aligned_offset(Valign valign, Len space)
{
	return valign == VALIGN_TOP ? 0 : valign == VALIGN_MIDDLE ? space / 2 : space;
}

static void place_cell(Placer *placer, Block *row, guint index, Frame frame)
{
	Block *cell = row->children[index];
	Frame natural = {.x = frame.x, .y = frame.y, .width = frame.width};
	Len height = measure_block(placer, cell, natural);
	frame.y += aligned_offset(row->row.valign[index], frame.height - height);
	if (row->row.valign[index] != VALIGN_TOP)
		frame.height = 0;
	DialSetting saved = placer_save(placer);
	if (frame.height > height)
		stretch_cell(placer, cell, frame);
	place_block(placer, cell, frame);
	placer_restore(placer, &saved);
}

static Len highest_cell(Placer *placer, Block *row, Frame frame, const Len *widths)
{
	Len height = 0, x = frame.x;
	for (guint i = 0; i < row->count; i++) {
		Frame cell = {.x = x, .y = frame.y, .width = widths[i]};
		Len own = measure_block(placer, row->children[i], cell);
		height = MAX(height, own);
		x += widths[i] + row->row.gutter;
	}
	return height;
}

Len place_row(Placer *placer, Block *block, Frame frame)
{
	g_autofree Len *widths = g_new0(Len, MAX(block->row.count, 1));
	row_widths(placer, block, frame.width, widths);
	Len natural = highest_cell(placer, block, frame, widths), x = frame.x;
	check_overset(placer, block, natural);
	Len height = fixed_height(placer, block, natural);
	Len drawn = MAX(height, frame.height);
	for (guint i = 0; (placer->list || placer->collecting) && i < block->count; i++) {
		place_cell(placer, block, i,
			   (Frame){.x = x, .y = frame.y, .width = widths[i], .height = drawn});
		x += widths[i] + block->row.gutter;
	}
	return height;
}
