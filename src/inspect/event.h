// What readers of a file come upon and checks ask for later: a kind, a place, a few words.
#pragma once
#include <glib.h>

#include "base/arena.h"

// One list for all readers; the check tables say which clause each of them breaks.
typedef enum EventKind {
	// content streams
	EVENT_UNTAGGED,
	EVENT_ARTIFACT_IN_TAGGED,
	EVENT_TAGGED_IN_ARTIFACT,
	EVENT_MARK_UNBALANCED,
	EVENT_MCID_TWICE,
	EVENT_UNKNOWN_OPERATOR,
	EVENT_RESOURCE_MISSING,
	EVENT_RESOURCES_INHERITED,
	EVENT_NESTING_DEEP,
	EVENT_STATE_UNBALANCED,
	EVENT_CONTENT_FAULT,
	EVENT_CONTENT_UNREADABLE,
	EVENT_HEX_ODD,
	EVENT_INLINE_FILTER,
	EVENT_INTERPOLATED,
	EVENT_RENDERING_INTENT,
	EVENT_TRANSPARENT,
	EVENT_OVERPRINT_ICC,
	EVENT_MARK_LANG,
	EVENT_MARK_TEXT_NO_LANG,
	EVENT_CODE_UNREADABLE,
	EVENT_TEXT_NO_FONT,
	EVENT_INK,
	EVENT_TEXT_NOT_BLACK,
	EVENT_PRIVATE_USE,
	EVENT_FORM_LOOP,
	EVENT_FORM_REUSED,
	// structure tree
	EVENT_TREE_LOOP,
	EVENT_TREE_DEEP,
	EVENT_KID_BAD,
	EVENT_ELEMENT_TYPE,
	EVENT_ELEMENT_PARENT,
	EVENT_ROLE_UNMAPPED,
	EVENT_ROLE_LOOP,
	EVENT_ROLE_STANDARD,
	EVENT_PARENT_TREE,
	EVENT_ID_TWICE,
	// metadata
	EVENT_XMP_FAULT,
	EVENT_XMP_UNKNOWN,
	EVENT_XMP_TYPE,
	EVENT_XMP_HEADER,
	EVENT_XMP_SCHEMA,
	EVENT_KINDS,
} EventKind;

typedef struct Event {
	EventKind kind;
	guint page;         // from 1; 0: none
	guint object;       // its number; 0: none
	const char *detail; // or NULL; of the list's arena
} Event;

enum { EVENTS_MAX = 50 }; // of a kind that are kept; all are counted

typedef struct EventList EventList;

EventList *event_list_new(Arena *arena);
void event_list_free(EventList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EventList, event_list_free)

// Adds what happened, each once.
void event_add(EventList *list, EventKind kind, guint page, guint object, const char *detail);
guint event_count(const EventList *list, EventKind kind);
// The kept ones, in the order of reading.
guint event_kept(const EventList *list, EventKind kind);
const Event *event_peek(const EventList *list, EventKind kind, guint index);
