#include "serve/session.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/json-text.h"
#include "base/sort.h"
#include "base/stamp.h"
#include "job/data.h"
#include "job/workshop.h"
#include "serve/editor.h"
#include "serve/files.h"
#include "serve/json.h"
#include "serve/proof.h"
#include "serve/view.h"
#include "serve/watch.h"

enum {
	SLOTS = 2,        // layouts a page shows side by side
	SETTLED_MS = 150, // without a change, until errors are said and slips looked for
	NAME_MAX_LENGTH = 256,
};

struct Session {
	char *issue, *layout;
	Workshop *shop;
	WebStock *stock;
	Watch *watch;
	GPtrArray *views;   // View *
	GPtrArray *readers; // Visitor *
	guint next_id;
	guint settled; // timer
	char *fonts;   // what there is, to tell when it changes
	char *layouts;
};

// What a page is shown. It gets the next state only when it has painted the last: who is slow misses some.
typedef struct Slot {
	View *view;
	GArray *sent; // guint64: hashes of the pages it has
	guint64 marks_sent;
	guint revision;
	bool is_painting, is_behind;
} Slot;

typedef struct Reader {
	Session *session;
	guint stock_sent;
	bool proofs; // pages are to look as printed
	Slot slots[SLOTS];
} Reader;

// --- views ---

static View *find_view(const Session *session, const char *name)
{
	for (guint i = 0; i < session->views->len; i++) {
		View *view = g_ptr_array_index(session->views, i);
		if (strcmp(view->name, name) == 0)
			return view;
	}
	return NULL;
}

static void add_paths(GPtrArray *paths, const Job *job)
{
	const GPtrArray *files = job ? job_peek_files((Job *)job) : NULL;
	for (guint i = 0; files && i < files->len; i++)
		g_ptr_array_add(paths, g_canonicalize_filename(g_ptr_array_index(files, i), NULL));
}

// Everything that any view read, the last time and when it was last good.
static void watch_files(Session *session)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(paths, g_canonicalize_filename(session->issue, NULL));
	for (guint i = 0; i < session->views->len; i++) {
		const View *view = g_ptr_array_index(session->views, i);
		add_paths(paths, view->good);
		if (view->latest != view->good)
			add_paths(paths, view->latest);
		g_autofree char *layout = *view->name ? data_find_layout(view->name) : NULL;
		if (layout)
			g_ptr_array_add(paths, g_canonicalize_filename(layout, NULL));
	}
	static const char *const folders[] = {"fonts", "layouts"};
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = data_find_file(folders[i]);
		g_autofree char *whole = folder ? g_canonicalize_filename(folder, NULL) : NULL;
		if (whole)
			g_ptr_array_add(paths, g_strconcat(whole, "/.", NULL));
	}
	watch_set(session->watch, paths);
}

// --- telling ---

static void send_pages(Visitor *visitor, guint slot_index)
{
	Reader *reader = visitor_get_data(visitor);
	Slot *slot = &reader->slots[slot_index];
	if (!slot->view || !slot->view->good)
		return;
	slot->is_behind = slot->is_painting;
	if (slot->is_painting)
		return;
	ViewReader to = {slot_index, reader->proofs, slot->sent, &reader->stock_sent, &slot->marks_sent};
	g_autofree char *json = view_write_pages(slot->view, &to, reader->session->stock);
	slot->is_painting = true;
	slot->revision = slot->view->revision;
	visitor_say(visitor, json);
}

static void send_findings(Visitor *visitor, guint slot_index)
{
	Reader *reader = visitor_get_data(visitor);
	View *view = reader->slots[slot_index].view;
	if (!view || !view->latest)
		return;
	g_autofree char *json = view_write_findings(view, slot_index, reader->proofs);
	visitor_say(visitor, json);
}

typedef void (*Send)(Visitor *visitor, guint slot);

static void send_to_readers(Session *session, const View *view, Send send)
{
	for (guint i = 0; i < session->readers->len; i++) {
		Visitor *visitor = g_ptr_array_index(session->readers, i);
		Reader *reader = visitor_get_data(visitor);
		for (guint slot = 0; slot < SLOTS; slot++)
			if (reader->slots[slot].view == view)
				send(visitor, slot);
	}
}

// What there is to be shown.
static void say_layouts(Visitor *visitor, const Session *session, const char *kind)
{
	GString *out = g_string_new("{");
	g_autofree char *base = g_path_get_basename(session->issue);
	g_autofree char *usual = data_get_default_layout();
	g_auto(GStrv) names = data_list_layouts();
	json_field(out, "kind", kind);
	json_field(out, "issue", base);
	json_field(out, "layout", session->layout);
	json_field(out, "usual", usual);
	proof_write_tiles(out);
	g_string_append(out, "\"layouts\":[");
	for (char **name = names; *name; name++) {
		json_append_string(out, *name);
		g_string_append_c(out, ',');
	}
	json_close(out, ']');
	g_string_append_c(out, '}');
	visitor_say(visitor, out->str);
	g_string_free(out, TRUE);
}

// --- building ---

// Fonts and set text are dropped now and then, while nobody waits, and made anew.
static void refresh_shop(Session *session)
{
	if (!workshop_is_full(session->shop))
		return;
	workshop_cool(session->shop);
	View *view = session->views->len ? g_ptr_array_index(session->views, 0) : NULL;
	if (view && view->latest == view->good)
		view_build(view, session->shop, session->issue, session->stock, view->noticed);
	malloc_trim(0);
}

static bool is_proofed(const Session *session, const View *view)
{
	for (guint i = 0; i < session->readers->len; i++) {
		const Reader *reader = visitor_get_data(g_ptr_array_index(session->readers, i));
		for (guint slot = 0; slot < SLOTS; slot++)
			if (reader->proofs && reader->slots[slot].view == view)
				return true;
	}
	return false;
}

// True where there may be more to say than was said.
static bool inspect(const Session *session, View *view)
{
	bool whole = view->latest == view->good;
	bool looks = whole && view->latest && !view->is_looked_at && is_proofed(session, view);
	if (!view->latest || (view->is_inspected && !looks))
		return false;
	if (whole && !view->is_inspected)
		job_inspect(view->good);
	if (looks)
		job_look_for_press(view->good);
	view->is_looked_at |= looks;
	view->is_inspected = true;
	return true;
}

static gboolean on_settled(gpointer data)
{
	Session *session = data;
	session->settled = 0;
	refresh_shop(session);
	for (guint i = 0; i < session->views->len; i++) {
		View *view = g_ptr_array_index(session->views, i);
		if (view_make_sure(view, session->shop, session->issue, session->stock))
			send_to_readers(session, view, send_pages);
		if (inspect(session, view))
			send_to_readers(session, view, send_findings);
	}
	return G_SOURCE_REMOVE;
}

static void settle_soon(Session *session)
{
	if (session->settled)
		g_source_remove(session->settled);
	session->settled = g_timeout_add_full(G_PRIORITY_LOW, SETTLED_MS, on_settled, session, NULL);
}

static void build(Session *session, View *view, gint64 noticed)
{
	if (workshop_is_overfull(session->shop))
		workshop_cool(session->shop);
	if (view_build(view, session->shop, session->issue, session->stock, noticed))
		send_to_readers(session, view, send_pages);
}

// Names, sizes and times of what is in a folder of the program's data; the caller frees.
static char *list_folder(const char *name)
{
	g_autofree char *path = data_find_file(name);
	g_autoptr(GDir) folder = path ? g_dir_open(path, 0, NULL) : NULL;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	for (const char *file; folder && (file = g_dir_read_name(folder));) {
		g_autofree char *whole = g_build_filename(path, file, NULL);
		Stamp stamp = stamp_of(whole);
		g_ptr_array_add(lines, g_strdup_printf("%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
						       ".%" G_GINT64_FORMAT,
						       file, stamp.size, stamp.seconds, stamp.nanoseconds));
	}
	g_ptr_array_sort(lines, sort_texts);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

// True where it is another than it was.
static bool take_list(char **known, char *now)
{
	bool other = g_strcmp0(*known, now) != 0;
	g_free(*known);
	*known = now;
	return other;
}

static void notice_data(Session *session)
{
	if (take_list(&session->fonts, list_folder("fonts")))
		workshop_cool(session->shop);
	g_auto(GStrv) names = data_list_layouts();
	if (!take_list(&session->layouts, g_strjoinv("\n", names)))
		return;
	for (guint i = 0; i < session->readers->len; i++)
		say_layouts(g_ptr_array_index(session->readers, i), session, "layouts");
}

static void on_changed(gint64 noticed, void *data)
{
	Session *session = data;
	notice_data(session);
	for (guint i = 0; i < session->views->len; i++)
		build(session, g_ptr_array_index(session->views, i), noticed);
	watch_files(session);
	settle_soon(session);
}

// The view of a layout, built where it is new.
static View *take_view(Session *session, const char *name)
{
	View *view = find_view(session, name);
	if (view)
		return view_ref(view);
	view = view_new(name, ++session->next_id);
	g_ptr_array_add(session->views, view);
	build(session, view, g_get_real_time());
	watch_files(session);
	return view_ref(view);
}

// Views that nobody looks at are let go of, but for the first.
static void drop_idle_views(Session *session)
{
	for (guint i = session->views->len; i-- > 1;) {
		const View *view = g_ptr_array_index(session->views, i);
		if (view->references == 1)
			g_ptr_array_remove_index(session->views, i);
	}
}

// --- what pages say ---

static void reader_free(void *data)
{
	Reader *reader = data;
	for (guint i = 0; i < SLOTS; i++) {
		view_unref(reader->slots[i].view);
		g_array_unref(reader->slots[i].sent);
	}
	g_free(reader);
}

static void enter(Visitor *visitor, void *data)
{
	Session *session = data;
	Reader *reader = g_new0(Reader, 1);
	reader->session = session;
	for (guint i = 0; i < SLOTS; i++)
		reader->slots[i].sent = g_array_new(FALSE, FALSE, sizeof(guint64));
	visitor_set_data(visitor, reader, reader_free);
	g_ptr_array_add(session->readers, visitor);
	say_layouts(visitor, session, "hello");
}

static void leave(Visitor *visitor, void *data)
{
	Session *session = data;
	g_ptr_array_remove(session->readers, visitor);
}

// Only layouts that are offered: the page names no files.
static bool may_show(const Session *session, const char *name)
{
	g_auto(GStrv) names = data_list_layouts();
	return *name == '\0' || strcmp(name, session->layout) == 0 ||
	       g_strv_contains((const char *const *)names, name);
}

static void hear_show(Visitor *visitor, char **words)
{
	Reader *reader = visitor_get_data(visitor);
	Session *session = reader->session;
	guint slot_index = (guint)g_ascii_strtoull(words[1], NULL, 10);
	if (slot_index >= SLOTS)
		return;
	Slot *slot = &reader->slots[slot_index];
	View *before = slot->view;
	bool hides = strcmp(words[2], "-") == 0;
	if (!hides && (strlen(words[2]) > NAME_MAX_LENGTH || !may_show(session, words[2])))
		return;
	slot->view = NULL;
	slot->view = hides ? NULL : take_view(session, words[2]);
	view_unref(before);
	slot->is_painting = slot->is_behind = false;
	g_array_set_size(slot->sent, 0);
	slot->marks_sent = 0;
	drop_idle_views(session);
	if (!slot->view)
		return;
	send_pages(visitor, slot_index);
	if (slot->view->is_inspected)
		send_findings(visitor, slot_index);
	settle_soon(session);
}

// "look print" or "look screen"
static void hear_look(Visitor *visitor, char **words)
{
	Reader *reader = visitor_get_data(visitor);
	reader->proofs = strcmp(words[1], "print") == 0;
	for (guint i = 0; i < SLOTS; i++) {
		const View *view = reader->slots[i].view;
		if (!view)
			continue;
		send_pages(visitor, i);
		if (view->is_inspected && (!reader->proofs || view->is_looked_at))
			send_findings(visitor, i);
	}
	watch_files(reader->session);
	settle_soon(reader->session);
}

static void hear_painted(Visitor *visitor, char **words)
{
	Reader *reader = visitor_get_data(visitor);
	guint64 slot_index = g_ascii_strtoull(words[1], NULL, 10);
	if (slot_index >= SLOTS)
		return;
	Slot *slot = &reader->slots[slot_index];
	if (g_ascii_strtoull(words[2], NULL, 10) != slot->revision)
		return;
	slot->is_painting = false;
	if (slot->is_behind)
		send_pages(visitor, (guint)slot_index);
}

static const View *view_of_slot(Visitor *visitor, const char *word, guint *index)
{
	const Reader *reader = visitor_get_data(visitor);
	*index = (guint)g_ascii_strtoull(word, NULL, 10);
	return *index < SLOTS ? reader->slots[*index].view : NULL;
}

static Len read_len(const char *word)
{
	return (Len)CLAMP(g_ascii_strtoll(word, NULL, 10), -LEN_MAX, LEN_MAX);
}

static void hear_at(Visitor *visitor, char **words)
{
	guint slot;
	const View *view = view_of_slot(visitor, words[1], &slot);
	if (!view)
		return;
	guint page = (guint)g_ascii_strtoull(words[2], NULL, 10);
	g_autofree char *json = view_write_place(view, slot, page, read_len(words[3]), read_len(words[4]));
	visitor_say(visitor, json);
}

static void open_span(Visitor *visitor, const Span *span)
{
	g_autofree char *path = view_source_path(span), *problem = NULL;
	if (!path || editor_open(path, span->line, span->column, &problem))
		return;
	GString *out = g_string_new("{\"kind\":\"problem\",");
	json_field(out, "what", problem);
	json_close(out, '}');
	visitor_say(visitor, out->str);
	g_string_free(out, TRUE);
}

// "open SLOT PAGE X Y value|box": the page says where on paper, never which file.
static void hear_open(Visitor *visitor, char **words)
{
	guint slot;
	ViewPlace place = {0};
	const View *view = view_of_slot(visitor, words[1], &slot);
	guint page = (guint)g_ascii_strtoull(words[2], NULL, 10);
	if (!view || !view->good ||
	    !view_at(view->good, page, read_len(words[3]), read_len(words[4]), &place))
		return;
	open_span(visitor, strcmp(words[5], "box") == 0 ? &place.box : &place.value);
}

static void hear_open_finding(Visitor *visitor, char **words)
{
	guint slot;
	const View *view = view_of_slot(visitor, words[1], &slot);
	guint64 index = g_ascii_strtoull(words[2], NULL, 10);
	const Diag *diag = view && view->latest ? view_peek_finding(view, index) : NULL;
	if (diag)
		open_span(visitor, &diag->span);
}

// "press SLOT": whether there is a PDF for a press, and where, or why not.
static void hear_press(Visitor *visitor, char **words)
{
	const Reader *reader = visitor_get_data(visitor);
	guint64 slot = g_ascii_strtoull(words[1], NULL, 10);
	View *view = slot < SLOTS ? reader->slots[slot].view : NULL;
	if (!view || !view->good)
		return;
	g_autofree char *json = view_write_press(view, (guint)slot);
	visitor_say(visitor, json);
	watch_files(reader->session);
}

static void hear(Visitor *visitor, const char *text, void *data)
{
	static const struct {
		const char *verb;
		guint words;
		void (*hear)(Visitor *, char **);
	} verbs[] = {
	    {"show", 3, hear_show},   {"painted", 3, hear_painted},      {"at", 5, hear_at},
	    {"open", 6, hear_open},   {"finding", 3, hear_open_finding}, {"look", 2, hear_look},
	    {"press", 2, hear_press},
	};
	(void)data;
	g_auto(GStrv) words = g_strsplit(text, "\t", 8);
	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (g_strv_length(words) == verbs[i].words && strcmp(words[0], verbs[i].verb) == 0)
			verbs[i].hear(visitor, words);
}

// --- what others ask ---

static GBytes *fetch(const char *path, const char **type, char **name, void *data)
{
	const Session *session = data;
	return files_fetch(&(FilesShown){session->issue, session->stock, session->views}, path, type, name);
}

// "goto\tFILE\tLINE"
static DoorAnswer tell(const char *line, void *data)
{
	Session *session = data;
	g_auto(GStrv) words = g_strsplit(line, "\t", 4);
	bool found = false;
	if (g_strv_length(words) != 3 || strcmp(words[0], "goto") != 0)
		return DOOR_UNKNOWN;
	if (session->readers->len == 0)
		return DOOR_UNSEEN;
	for (guint i = 0; i < session->readers->len; i++) {
		Visitor *visitor = g_ptr_array_index(session->readers, i);
		Reader *reader = visitor_get_data(visitor);
		for (guint slot = 0; slot < SLOTS; slot++) {
			if (!reader->slots[slot].view)
				continue;
			g_autofree char *json =
			    view_write_goto(reader->slots[slot].view, slot, words[1],
					    (int)CLAMP(g_ascii_strtoll(words[2], NULL, 10), 1, G_MAXINT));
			if (json)
				visitor_say(visitor, json);
			found |= json != NULL;
		}
	}
	return found ? DOOR_HEARD : DOOR_UNKNOWN;
}

DoorHandlers session_handlers(Session *session)
{
	return (DoorHandlers){
	    .data = session, .fetch = fetch, .tell = tell, .enter = enter, .leave = leave, .hear = hear};
}

// --- life ---

static void view_free(void *data)
{
	view_unref(data);
}

Session *session_new(const ServeOptions *options)
{
	Session *session = g_new0(Session, 1);
	session->issue = g_strdup(options->issue);
	session->layout = g_strdup(options->layout ? options->layout : "");
	session->shop = workshop_new();
	session->stock = web_stock_new();
	session->views = g_ptr_array_new_with_free_func(view_free);
	session->readers = g_ptr_array_new();
	session->watch = watch_new(on_changed, session);
	notice_data(session);
	view_unref(take_view(session, session->layout));
	return session;
}

void session_free(Session *session)
{
	if (session->settled)
		g_source_remove(session->settled);
	watch_free(session->watch);
	g_ptr_array_unref(session->readers);
	g_ptr_array_unref(session->views);
	web_stock_free(session->stock);
	workshop_free(session->shop);
	g_free(session->fonts);
	g_free(session->layouts);
	g_free(session->issue);
	g_free(session->layout);
	g_free(session);
}
