// What is drawn rather than set: rules, shapes, QR codes, pictures.
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "display/picture.h"
#include "flow/build.h"
#include "flow/path_data.h"
#include "flow/reads.h"

static const Value *map_get(const Builder *builder, const Box *box, const Value *map, const char *name)
{
	return bind_attribute(&builder->binder, box->scope, value_get(map, name));
}

// --- rules, shapes, QR codes ---

static Block *build_rule(Builder *builder, const Box *box)
{
	Block *block = block_new(builder, BLOCK_RULE, box->span);
	block->role = "artifact";
	RuleBlock *rule = &block->rule;
	rule->color = box_ink(builder, box, "color");
	rule->thickness = box_length(builder, box, "thickness", len_from_pt(0.5));
	rule->rise = box_length(builder, box, "rise", 0);
	rule->length = box_measure(builder, box, "length");
	const Value *inset = box_get(builder, box, "inset");
	if (inset && inset->kind == VALUE_LIST && inset->length == 2) {
		rule->inset_left =
		    length_of(builder, bind_attribute(&builder->binder, box->scope, inset->items[0]), 0);
		rule->inset_right =
		    length_of(builder, bind_attribute(&builder->binder, box->scope, inset->items[1]), 0);
	}
	return block;
}

static Segment line_to(SegmentKind kind, double x_mm, double y_mm)
{
	return (Segment){.kind = kind, .x = {len_from_mm(x_mm)}, .y = {len_from_mm(y_mm)}};
}

// Lines of a fan: a list of [x1, y1, x2, y2] in millimetres.
static void set_fan(Builder *builder, const Value *fan, ShapeBlock *shape)
{
	Segment *segments = arena_array(builder->arena, Segment, fan->length * 2);
	guint count = 0;
	for (size_t i = 0; i < fan->length; i++) {
		double at[4] = {0};
		for (size_t k = 0; k < 4 && k < fan->items[i]->length; k++)
			value_as_number(fan->items[i]->items[k], &at[k]);
		segments[count++] = line_to(SEGMENT_MOVE, at[0], at[1]);
		segments[count++] = line_to(SEGMENT_LINE, at[2], at[3]);
	}
	shape->segments = segments;
	shape->segment_count = count;
}

static void set_line(Builder *builder, const Box *box, const Value *line, ShapeBlock *shape)
{
	const Value *to = map_get(builder, box, line, "to");
	Segment *segments = arena_array(builder->arena, Segment, 2);
	segments[0].kind = SEGMENT_MOVE;
	segments[1].kind = SEGMENT_LINE;
	segments[1].x[0] = length_of(builder, map_get(builder, box, to, "x"), 0);
	segments[1].y[0] = length_of(builder, map_get(builder, box, to, "y"), 0);
	shape->segments = segments;
	shape->segment_count = 2;
}

// Where the handles of a quarter of a circle lie, of its radius: 4/3 (√2 − 1).
#define CIRCLE_HANDLE 0.5522847498

static void add_corner(Segment *segment, Len x, Len y, Len x_way, Len y_way, bool turns_down)
{
	Len x_part = (Len)(x_way * (1 - CIRCLE_HANDLE)), y_part = (Len)(y_way * (1 - CIRCLE_HANDLE));
	*segment = (Segment){.kind = SEGMENT_CURVE};
	segment->x[2] = x + x_way;
	segment->y[2] = y + y_way;
	segment->x[0] = turns_down ? segment->x[2] - x_part : x;
	segment->y[0] = turns_down ? y : segment->y[2] - y_part;
	segment->x[1] = turns_down ? segment->x[2] : x + x_part;
	segment->y[1] = turns_down ? y + y_part : segment->y[2];
}

// A rectangle with round corners, clockwise from the left end of its upper edge.
static void set_round_rect(Builder *builder, Len corner, ShapeBlock *shape)
{
	Len width = shape->width, height = shape->height, most = MIN(width, height) / 2;
	Len r = MIN(corner, most);
	enum { SEGMENTS = 10 };
	Segment *s = arena_array(builder->arena, Segment, SEGMENTS);
	const Len ends[4][2] = {{width - r, 0}, {width, height - r}, {r, height}, {0, r}};
	const Len ways[4][2] = {{r, r}, {-r, r}, {-r, -r}, {r, -r}};
	s[0] = (Segment){.kind = SEGMENT_MOVE, .x = {r}};
	for (int i = 0; i < 4; i++) {
		s[1 + 2 * i] = (Segment){.kind = SEGMENT_LINE, .x = {ends[i][0]}, .y = {ends[i][1]}};
		add_corner(&s[2 + 2 * i], ends[i][0], ends[i][1], ways[i][0], ways[i][1], i % 2 == 0);
	}
	s[SEGMENTS - 1].kind = SEGMENT_CLOSE;
	shape->kind = SHAPE_PATH;
	shape->segments = s;
	shape->segment_count = SEGMENTS;
}

static void set_path_data(Builder *builder, const Value *data, ShapeBlock *shape)
{
	g_autoptr(GArray) segments = g_array_new(FALSE, TRUE, sizeof(Segment));
	if (!path_data_parse(value_text(data), segments))
		diag_take(builder->input->diags, SEVERITY_ERROR, "layout.path-data", data->span,
			  g_strdup(_("this path cannot be read")),
			  g_strdup(_("use SVG path data with the commands M L H V C Z, in millimetres")));
	shape->segment_count = segments->len;
	shape->segments = arena_copy(builder->arena, segments->data, segments->len, sizeof(Segment));
}

static void set_geometry(Builder *builder, const Box *box, ShapeBlock *shape)
{
	const Value *disc = box_get(builder, box, "disc"), *rect = box_get(builder, box, "rect");
	const Value *line = box_get(builder, box, "line"), *path = box_get(builder, box, "path");
	const Value *fan = box_get(builder, box, "fan");
	shape->kind = disc ? SHAPE_DISC : rect ? SHAPE_RECT : SHAPE_PATH;
	shape->radius = length_of(builder, map_get(builder, box, disc, "radius"), 0);
	shape->width = length_of(builder, map_get(builder, box, rect, "width"), 0);
	shape->height = length_of(builder, map_get(builder, box, rect, "height"), 0);
	Len corner = length_of(builder, map_get(builder, box, rect, "corner"), 0);
	if (rect && corner > 0)
		set_round_rect(builder, corner, shape);
	if (fan && fan->kind == VALUE_LIST)
		set_fan(builder, fan, shape);
	if (line)
		set_line(builder, box, line, shape);
	if (path)
		set_path_data(builder, path, shape);
}

static Block *build_form(Builder *builder, const Box *box)
{
	Block *block = block_new(builder, BLOCK_SHAPE, box->span);
	block->role = "artifact";
	ShapeBlock *shape = &block->shape;
	shape->fill = box_ink(builder, box, "fill");
	shape->stroke = box_ink(builder, box, "stroke");
	shape->thickness = box_length(builder, box, "thickness", len_from_pt(0.5));
	shape->round = box_bool(builder, box, "round");
	set_geometry(builder, box, shape);
	return block;
}

static Block *build_qr(Builder *builder, const Box *box)
{
	const char *text = box_text(builder, box, "value");
	if (!text)
		return NULL;
	Block *block = block_new(builder, BLOCK_QR, box->span);
	block->role = "artifact";
	block->qr.code = builder->memory ? memory_qr(builder->memory, text) : qr_encode(builder->arena, text);
	block->qr.size = box_length(builder, box, "size", len_from_mm(20));
	block->qr.color = box_ink(builder, box, "color");
	block->qr.ground = box_ink(builder, box, "ground");
	if (block->qr.code)
		return block;
	diag_take(builder->input->diags, SEVERITY_ERROR, "image.qr", box->span,
		  g_strdup_printf(_("the address is too long for a QR code: %s"), text),
		  g_strdup(_("use a shorter address")));
	return NULL;
}

Block *build_shape(Builder *builder, const Box *box)
{
	if (strcmp(box->kind, "rule") == 0)
		return build_rule(builder, box);
	return strcmp(box->kind, "qr") == 0 ? build_qr(builder, box) : build_form(builder, box);
}

// --- pictures ---

// The picture a box shows: the issue's, or the next of the layout's own.
typedef struct Chosen {
	const Value *name;
	const Value *map; // with alt, focus and the rest; NULL for a plain name
	bool of_issue;
} Chosen;

static void report_missing(const Builder *builder, const Chosen *chosen)
{
	diag_take(builder->input->diags, SEVERITY_ERROR, "image.missing", chosen->name->span,
		  g_strdup_printf(_("there is no picture “%s”"), chosen->name->text),
		  g_strdup(chosen->of_issue ? _("put the file beside the issue, or correct its name")
					    : _("the name is relative to the layout's folder")));
}

static void report_outside(const Builder *builder, const Chosen *chosen)
{
	bool in_issue = chosen->of_issue || builder->input->layout->below;
	diag_take(builder->input->diags, SEVERITY_ERROR, "image.outside", chosen->name->span,
		  g_strdup_printf(in_issue ? _("the picture “%s” is outside the issue's folder")
					   : _("the picture “%s” is outside the layout's folder"),
				  chosen->name->text),
		  g_strdup(_("copy it below that folder and name it from there")));
}

static void report_unusable(const Builder *builder, const Chosen *chosen, const char *problem)
{
	g_autofree char *name = g_path_get_basename(chosen->name->text);
	diag_take(builder->input->diags, SEVERITY_ERROR, "image.unreadable", chosen->name->span,
		  g_strdup_printf(_("the picture “%s” cannot be used: %s"), name, problem),
		  g_strdup(_("save it again as JPEG, PNG or SVG")));
}

// Whether a name is of the kind that says where it leads by itself.
static bool leads_out(const char *name)
{
	g_auto(GStrv) steps = g_strsplit(name, "/", -1);
	return g_path_is_absolute(name) || g_strv_contains((const char *const *)steps, "..");
}

// The file a picture's name stands for. What an issue names, or has words in, may not lead out of its folder.
static const FilePlace *place_picture(const Builder *builder, const Chosen *chosen)
{
	const FlowInput *input = builder->input;
	const char *below = chosen->of_issue ? input->issue_folder
					     : layout_find_bounds(input->layout, chosen->name->span.source);
	g_autofree char *beside = g_path_get_dirname(chosen->name->span.source->name);
	g_autofree char *folder =
	    g_canonicalize_filename(chosen->of_issue ? input->issue_folder : beside, NULL);
	g_autofree char *path = g_canonicalize_filename(chosen->name->text, folder);
	if (!below && chosen->name->bound)
		below = folder;
	FilePlace *place = arena_new0(builder->arena, FilePlace);
	place->path = arena_strdup(builder->arena, path);
	place->below = arena_strdup(builder->arena, below);
	return place;
}

// A file that is not there may come.
static void note_missing(const Builder *builder, const FilePlace *place)
{
	GPtrArray *missing = builder->input->missing;
	if (missing && !g_ptr_array_find_with_equal_func(missing, place->path, g_str_equal, NULL))
		g_ptr_array_add(missing, g_strdup(place->path));
}

static const PictureInfo *read_info(Builder *builder, const Chosen *chosen, const FilePlace *place)
{
	g_autofree char *problem = NULL;
	PictureInfo *info = arena_new0(builder->input->arena, PictureInfo);
	switch (picture_read_info(place, info, &problem)) {
	case PICTURE_GOOD:
		g_hash_table_insert(builder->pictures, (gpointer)place, info);
		return info;
	case PICTURE_MISSING:
		note_missing(builder, place);
		report_missing(builder, chosen);
		return NULL;
	case PICTURE_OUTSIDE:
		note_missing(builder, place);
		report_outside(builder, chosen);
		return NULL;
	case PICTURE_UNUSABLE:
		break;
	}
	report_unusable(builder, chosen, problem);
	return NULL;
}

static const PictureInfo *picture_info(Builder *builder, const Chosen *chosen, const FilePlace *place)
{
	if (place->below && leads_out(chosen->name->text)) {
		report_outside(builder, chosen);
		return NULL;
	}
	if (builder->binder.reads)
		reads_add_file(builder->binder.reads, place->path);
	const PictureInfo *info = g_hash_table_lookup(builder->pictures, place);
	return info ? info : read_info(builder, chosen, place);
}

static const struct {
	const char *name;
	double x, y;
} focuses[] = {
    {"center", 0.5, 0.5}, {"top", 0.5, 0}, {"bottom", 0.5, 1}, {"left", 0, 0.5}, {"right", 1, 0.5},
};

static void set_focus(const Value *focus, ImageBlock *image)
{
	if (focus && focus->kind == VALUE_LIST && focus->length == 2) {
		value_as_number(focus->items[0], &image->focus_x);
		value_as_number(focus->items[1], &image->focus_y);
	}
	for (size_t i = 0; value_text(focus) && i < G_N_ELEMENTS(focuses); i++)
		if (strcmp(focuses[i].name, focus->text) == 0) {
			image->focus_x = focuses[i].x;
			image->focus_y = focuses[i].y;
		}
}

static Chosen choose_fallback(Builder *builder, const Box *box)
{
	const Value *fallback = box_get(builder, box, "fallback");
	int place = 1;
	value_as_int(bind_path(&builder->binder, box->scope, "@index"), &place);
	if (!fallback || fallback->kind != VALUE_LIST || fallback->length == 0)
		return (Chosen){.name = NULL};
	const Value *entry = fallback->items[(size_t)(MAX(place, 1) - 1) % fallback->length];
	if (entry->kind == VALUE_MAP)
		return (Chosen){.name = value_get(entry, "source"), .map = entry};
	return (Chosen){.name = entry};
}

static Chosen choose_picture(Builder *builder, const Box *box)
{
	const Value *source = box_get(builder, box, "source");
	Chosen chosen = {.name = source};
	if (source && source->kind == VALUE_MAP) {
		chosen.map = source;
		chosen.name = value_get(source, "src");
	}
	if (!value_is_present(chosen.name))
		return choose_fallback(builder, box);
	chosen.of_issue = chosen.name->span.source == builder->input->issue->span.source;
	return chosen;
}

static void set_alt(const Builder *builder, const Box *box, Block *block, const Chosen *chosen)
{
	bool decorative = false;
	value_as_bool(value_get(chosen->map, "decorative"), &decorative);
	const char *alt = box_text(builder, box, "alt");
	if (!alt)
		alt = value_get_text(chosen->map, "alt");
	block->role = decorative || !alt ? "artifact" : "figure";
	block->alt = decorative ? NULL : alt;
	block->value_span = chosen->name->span;
}

// A line under a picture: caption or credit, in the style the box gives.
static void add_caption(Builder *builder, const Box *box, const char *name, Block *stack)
{
	const Value *caption = value_get(box->attributes, name);
	if (!caption || caption->kind != VALUE_MAP)
		return;
	Box text = {
	    .kind = "text", .node = caption, .main = caption, .attributes = caption, .scope = box->scope};
	text.span = caption->span;
	Block *block = build_text(builder, &text);
	if (!block)
		return;
	block->role = "caption";
	block_add(builder, stack, block);
}

Block *build_image(Builder *builder, const Box *box)
{
	Chosen chosen = choose_picture(builder, box);
	if (!value_text(chosen.name))
		return NULL;
	const FilePlace *place = place_picture(builder, &chosen);
	const PictureInfo *info = picture_info(builder, &chosen, place);
	if (!info)
		return NULL;
	Block *block = block_new(builder, BLOCK_IMAGE, box->span);
	ImageBlock *image = &block->image;
	*image = (ImageBlock){.file = *place, .aspect = info->aspect, .focus_x = 0.5, .focus_y = 0.5};
	image->pixels = info->kind == PICTURE_SVG ? 0 : info->width;
	static const char *const fits[] = {"cover", "contain", NULL};
	image->fit = box_word(builder, box, "fit", fits) == 1 ? FIT_CONTAIN : FIT_COVER;
	set_focus(box_get(builder, box, "focus"), image);
	set_focus(value_get(chosen.map, "focus"), image);
	set_alt(builder, box, block, &chosen);
	block->height = box_measure(builder, box, "height");
	block->width = box_measure(builder, box, "width");
	Block *stack = block_new(builder, BLOCK_STACK, box->span);
	block_add(builder, stack, block);
	add_caption(builder, box, "caption", stack);
	add_caption(builder, box, "credit", stack);
	stack->keep_together = true;
	return stack->count > 1 ? stack : block;
}
