#include "inspect/colour.h"

#include <string.h>

enum { DEPTH_MAX = 8 }; // of spaces within spaces

typedef struct Reading {
	Document *doc;
	const Obj *resources;
	int depth;
} Reading;

typedef void (*FamilyReader)(Reading *reading, ColourSpace *space);

static const ColourSpace *read_space(Reading *reading, const Obj *obj);

// --- families ---

static void read_icc(Reading *reading, ColourSpace *space)
{
	Document *doc = reading->doc;
	space->profile = doc_item(doc, space->obj, 1);
	space->components = (guint)CLAMP(obj_number(doc_get(doc, space->profile, "N")), 0, 4);
	space->icc = icc_read(doc, space->profile);
	space->name = space->icc->name ? arena_printf(doc->arena, "ICC “%s”", space->icc->name) : "ICC";
}

static void read_indexed(Reading *reading, ColourSpace *space)
{
	space->base = read_space(reading, doc_item(reading->doc, space->obj, 1));
	space->components = 1;
	space->name = space->base->name;
}

static void read_pattern(Reading *reading, ColourSpace *space)
{
	const Obj *base = doc_item(reading->doc, space->obj, 1);
	if (base->kind != OBJ_NULL)
		space->base = read_space(reading, base);
}

static const char *colorant(Document *doc, const Obj *name)
{
	g_autofree char *valid = g_utf8_make_valid(name->kind == OBJ_NAME ? name->text : "", -1);
	return arena_strdup(doc->arena, valid);
}

static void read_separation(Reading *reading, ColourSpace *space)
{
	const char **names = arena_array(reading->doc->arena, const char *, 1);
	names[0] = colorant(reading->doc, doc_item(reading->doc, space->obj, 1));
	space->colorants = names;
	space->components = 1;
	space->base = read_space(reading, doc_item(reading->doc, space->obj, 2));
	space->name = arena_printf(reading->doc->arena, "Separation “%s”", names[0]);
}

static void read_device_n(Reading *reading, ColourSpace *space)
{
	const Obj *list = doc_item(reading->doc, space->obj, 1);
	guint count = list->kind == OBJ_ARRAY ? (guint)MIN(list->size, COMPONENTS_MAX) : 0;
	const char **names = arena_array(reading->doc->arena, const char *, count + 1);
	g_autoptr(GString) all = g_string_new("DeviceN");
	for (guint i = 0; i < count; i++) {
		names[i] = colorant(reading->doc, doc_item(reading->doc, list, i));
		g_string_append_printf(all, "%s“%s”", i ? ", " : " ", names[i]);
	}
	space->colorants = names;
	space->components = count;
	space->base = read_space(reading, doc_item(reading->doc, space->obj, 2));
	space->name = arena_strdup(reading->doc->arena, all->str);
}

typedef struct Family {
	const char *name, *short_name; // the short one in inline images
	ColourFamily family;
	guint components;
	FamilyReader read; // of an array; NULL: nothing more to read
} Family;

static const Family families[] = {
    {"DeviceGray", "G", COLOUR_DEVICE_GRAY, 1, NULL},
    {"DeviceRGB", "RGB", COLOUR_DEVICE_RGB, 3, NULL},
    {"DeviceCMYK", "CMYK", COLOUR_DEVICE_CMYK, 4, NULL},
    {"CalGray", NULL, COLOUR_CAL_GRAY, 1, NULL},
    {"CalRGB", NULL, COLOUR_CAL_RGB, 3, NULL},
    {"Lab", NULL, COLOUR_LAB, 3, NULL},
    {"ICCBased", NULL, COLOUR_ICC, 0, read_icc},
    {"Indexed", "I", COLOUR_INDEXED, 1, read_indexed},
    {"Pattern", NULL, COLOUR_PATTERN, 0, read_pattern},
    {"Separation", NULL, COLOUR_SEPARATION, 1, read_separation},
    {"DeviceN", NULL, COLOUR_DEVICE_N, 0, read_device_n},
};

static const Family *find_family(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].name, name) == 0 || g_strcmp0(families[i].short_name, name) == 0)
			return &families[i];
	return NULL;
}

// --- spaces ---

static ColourSpace *new_space(Document *doc, const Family *family, const Obj *obj)
{
	ColourSpace *space = arena_new0(doc->arena, ColourSpace);
	space->obj = obj;
	if (!family) {
		space->name = "?";
		return space;
	}
	space->family = family->family;
	space->components = family->components;
	space->name = family->name;
	return space;
}

static const ColourSpace *read_array(Reading *reading, const Obj *array)
{
	const char *name = obj_name(doc_item(reading->doc, array, 0));
	const Family *family = name ? find_family(name) : NULL;
	ColourSpace *space = new_space(reading->doc, family, array);
	if (family && family->read && reading->depth < DEPTH_MAX) {
		reading->depth++;
		family->read(reading, space);
		reading->depth--;
	}
	if (!space->base && (space->family == COLOUR_SEPARATION || space->family == COLOUR_DEVICE_N ||
			     space->family == COLOUR_INDEXED))
		space->base = new_space(reading->doc, NULL, obj_null());
	return space;
}

static const ColourSpace *read_name(Reading *reading, const Obj *name)
{
	const Obj *named =
	    doc_get(reading->doc, doc_get(reading->doc, reading->resources, "ColorSpace"), name->text);
	if (named->kind == OBJ_ARRAY)
		return read_array(reading, named);
	const Family *family = find_family(named->kind == OBJ_NAME ? named->text : name->text);
	return new_space(reading->doc, family, name);
}

static const ColourSpace *read_space(Reading *reading, const Obj *obj)
{
	if (obj->kind == OBJ_NAME)
		return read_name(reading, obj);
	return read_array(reading, obj);
}

const ColourSpace *colour_space_read(Document *doc, const Obj *obj, const Obj *resources)
{
	Reading reading = {doc, resources, 0};
	return read_space(&reading, obj);
}

const ColourSpace *colour_space_device(Document *doc, ColourFamily family)
{
	for (gsize i = 0; i < G_N_ELEMENTS(families); i++)
		if (families[i].family == family)
			return new_space(doc, &families[i], obj_null());
	return new_space(doc, NULL, obj_null());
}

const ColourSpace *colour_space_base(const ColourSpace *space)
{
	for (int i = 0; i < DEPTH_MAX; i++) {
		bool wrapped = space->family == COLOUR_INDEXED || space->family == COLOUR_PATTERN;
		if (!wrapped || !space->base)
			break;
		space = space->base;
	}
	return space;
}

// --- ink ---

static double sum(const double *components, guint count)
{
	double total = 0;
	for (guint i = 0; i < count; i++)
		total += CLAMP(components[i], 0, 1);
	return total * 100;
}

double colour_ink(const ColourSpace *space, const double *components)
{
	switch (space->family) {
	case COLOUR_DEVICE_GRAY:
	case COLOUR_CAL_GRAY:
		return 100 - sum(components, 1);
	case COLOUR_DEVICE_CMYK:
		return sum(components, 4);
	case COLOUR_ICC:
		return space->components == 4 ? sum(components, 4) : -1;
	case COLOUR_SEPARATION: // the inks of all plates at once; a spot colour is one ink
		return sum(components, 1) * (strcmp(space->colorants[0], "All") == 0 ? 4 : 1);
	case COLOUR_DEVICE_N:
		return sum(components, space->components);
	default:
		return -1;
	}
}
