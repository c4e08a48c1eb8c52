#include "inspect/event.h"

struct EventList {
	Arena *arena;
	GArray *kept[EVENT_KINDS]; // Event
	guint counts[EVENT_KINDS];
	GHashTable *seen; // keys alone
};

EventList *event_list_new(Arena *arena)
{
	EventList *list = g_new0(EventList, 1);
	list->arena = arena;
	list->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint kind = 0; kind < EVENT_KINDS; kind++)
		list->kept[kind] = g_array_new(FALSE, FALSE, sizeof(Event));
	return list;
}

void event_list_free(EventList *list)
{
	if (!list)
		return;
	for (guint kind = 0; kind < EVENT_KINDS; kind++)
		g_array_unref(list->kept[kind]);
	g_hash_table_unref(list->seen);
	g_free(list);
}

// Past the limit doubles are no longer told apart, so that the memory for it stays small.
void event_add(EventList *list, EventKind kind, guint page, guint object, const char *detail)
{
	if (list->kept[kind]->len >= EVENTS_MAX) {
		list->counts[kind]++;
		return;
	}
	g_autofree char *key = g_strdup_printf("%d %u %u %s", kind, page, object, detail ? detail : "");
	if (g_hash_table_contains(list->seen, key))
		return;
	g_hash_table_add(list->seen, g_steal_pointer(&key));
	Event event = {kind, page, object, arena_strdup(list->arena, detail)};
	g_array_append_val(list->kept[kind], event);
	list->counts[kind]++;
}

guint event_count(const EventList *list, EventKind kind)
{
	return list->counts[kind];
}

guint event_kept(const EventList *list, EventKind kind)
{
	return list->kept[kind]->len;
}

const Event *event_peek(const EventList *list, EventKind kind, guint index)
{
	return &g_array_index(list->kept[kind], Event, index);
}
