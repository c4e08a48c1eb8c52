#include "job/paths.h"

#include <string.h>

typedef struct Walk {
	PathVisit visit;
	void *data;
} Walk;

static void walk(const Walk *visitor, const Value *value, char *const *steps);

static void walk_items(const Walk *visitor, const Value *list, char *const *steps)
{
	for (size_t i = 0; list->kind == VALUE_LIST && i < list->length; i++)
		walk(visitor, list->items[i], steps);
}

static void walk_fields(const Walk *visitor, const Value *map, char *const *steps)
{
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->length; i++) {
		const Field *field = &map->fields[i];
		if (strcmp(field->name, steps[0]) != 0)
			continue;
		if (steps[1])
			walk(visitor, field->value, steps + 1);
		else
			visitor->visit(field, visitor->data);
	}
}

static void walk(const Walk *visitor, const Value *value, char *const *steps)
{
	if (strcmp(steps[0], "*") == 0)
		walk_items(visitor, value, steps + 1);
	else
		walk_fields(visitor, value, steps);
}

void paths_visit(const Value *root, const Value *paths, PathVisit visit, void *data)
{
	Walk visitor = {visit, data};
	for (size_t i = 0; paths && paths->kind == VALUE_LIST && i < paths->length; i++) {
		g_auto(GStrv) steps = g_strsplit(value_text(paths->items[i]), ".", -1);
		walk(&visitor, root, steps);
	}
}
