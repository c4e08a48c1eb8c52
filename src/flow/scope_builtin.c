// What `{@name}` stands for: places in lists, and what the pages tell.
#include "flow/scope_parts.h"

#include <string.h>

#include "base/intl.h"
#include "base/suggest.h"
#include "flow/reads.h"

// --- values the program makes ---

Value *scope_make_text(Arena *arena, const char *text, Span span)
{
	Value *value = arena_new0(arena, Value);
	*value =
	    (Value){.kind = VALUE_SCALAR, .plain = true, .text = text, .length = strlen(text), .span = span};
	return value;
}

static Value *make_number(Arena *arena, int number)
{
	return scope_make_text(arena, arena_printf(arena, "%d", number), (Span){.line = 0});
}

static const Value *make_truth(Arena *arena, bool truth)
{
	return truth ? make_number(arena, 1) : NULL;
}

static Value *make_list(Arena *arena, size_t room)
{
	Value *value = arena_new0(arena, Value);
	value->kind = VALUE_LIST;
	value->items = arena_array(arena, Value *, room);
	return value;
}

static Value *make_pair(Arena *arena, const char *name_a, Value *a, const char *name_b, Value *b)
{
	Value *value = arena_new0(arena, Value);
	value->kind = VALUE_MAP;
	value->length = b ? 2 : 1;
	value->fields = arena_array(arena, Field, 2);
	value->fields[0] = (Field){.name = name_a, .value = a};
	value->fields[1] = (Field){.name = name_b, .value = b};
	return value;
}

// The title is what the entry says, no Markdown to be read again.
static Value *make_entry(Arena *arena, const EntryFact *fact)
{
	Value *title = scope_make_text(arena, fact->title, fact->span);
	title->no_markdown = true;
	Value *color = fact->color ? scope_make_text(arena, fact->color, fact->span) : NULL;
	return make_pair(arena, "title", title, "color", color);
}

static const EntryFact *fact_at(const Facts *facts, guint index)
{
	return &g_array_index(facts->entries, EntryFact, index);
}

// The entries of one page, from `first` on.
static Value *make_page_entries(Arena *arena, const Facts *facts, guint first, guint *next)
{
	int page = fact_at(facts, first)->page;
	for (*next = first; *next < facts->entries->len && fact_at(facts, *next)->page == page; ++*next)
		;
	Value *entries = make_list(arena, *next - first);
	for (guint i = first; i < *next; i++)
		entries->items[entries->length++] = make_entry(arena, fact_at(facts, i));
	return make_pair(arena, "page", make_number(arena, page), "entries", entries);
}

void bind_facts(Binder *binder, const Facts *facts)
{
	Value *contents = make_list(binder->arena, MAX(facts->entries->len, 1));
	for (guint i = 0; i < facts->entries->len;)
		contents->items[contents->length++] = make_page_entries(binder->arena, facts, i, &i);
	binder->facts = facts;
	binder->contents = contents;
}

// What the contents hold of later pages: the end of the whole list.
static const Value *later_contents(const Binder *binder, int page)
{
	const Value *all = binder->contents;
	size_t first = 0;
	int of;
	while (first < all->length && value_as_int(value_get(all->items[first], "page"), &of) && of <= page)
		first++;
	if (first == all->length)
		return NULL;
	Value *later = arena_copy(binder->arena, all, 1, sizeof *all);
	later->items += first;
	later->length -= first;
	return later;
}

// --- looking up ---

const Scope *scope_each(const Scope *scope)
{
	while (scope && scope->index == 0)
		scope = scope->up;
	return scope;
}

static const SectionFacts *section_facts(const Scope *scope)
{
	while (scope && !scope->section)
		scope = scope->up;
	return scope ? scope->section : NULL;
}

static int page_of(const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	while (scope && scope->page == 0)
		scope = scope->up;
	if (scope)
		return scope->page;
	return facts && facts->page ? facts->page : 1;
}

const Scope *scope_with_item(const Scope *scope)
{
	while (scope && !scope->item)
		scope = scope->up;
	return scope;
}

static const Scope *scope_with_group(const Scope *scope)
{
	while (scope && !scope->group)
		scope = scope->up;
	return scope;
}

typedef const Value *(*Builtin)(const Binder *binder, const Scope *scope);

static const Value *builtin_page(const Binder *binder, const Scope *scope)
{
	return make_number(binder->arena, page_of(scope));
}

static const Value *builtin_pages(const Binder *binder, const Scope *scope)
{
	(void)scope;
	return make_number(binder->arena, binder->facts->pages);
}

static const Value *builtin_index(const Binder *binder, const Scope *scope)
{
	const Scope *each = scope_each(scope);
	return each ? make_number(binder->arena, each->index) : NULL;
}

static const Value *builtin_count(const Binder *binder, const Scope *scope)
{
	const Scope *each = scope_each(scope);
	return each ? make_number(binder->arena, each->count) : NULL;
}

static const Value *builtin_first(const Binder *binder, const Scope *scope)
{
	const Scope *each = scope_each(scope);
	return make_truth(binder->arena, each && each->index == 1);
}

static const Value *builtin_last(const Binder *binder, const Scope *scope)
{
	const Scope *each = scope_each(scope);
	return make_truth(binder->arena, each && each->index == each->count);
}

static const Value *builtin_item(const Binder *binder, const Scope *scope)
{
	(void)binder;
	scope = scope_with_item(scope);
	return scope ? scope->item : NULL;
}

static const Value *builtin_group(const Binder *binder, const Scope *scope)
{
	(void)binder;
	scope = scope_with_group(scope);
	return scope ? scope->group : NULL;
}

static const Value *builtin_contents(const Binder *binder, const Scope *scope)
{
	return later_contents(binder, page_of(scope));
}

static const Value *builtin_closes(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->closes);
}

static const Value *builtin_opens(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->opens);
}

static const Value *builtin_inner(const Binder *binder, const Scope *scope)
{
	const SectionFacts *facts = section_facts(scope);
	return make_truth(binder->arena, facts && facts->inner);
}

static const Value *builtin_page_first(const Binder *binder, const Scope *scope)
{
	return make_truth(binder->arena, page_of(scope) == 1);
}

static const Value *builtin_page_last(const Binder *binder, const Scope *scope)
{
	return make_truth(binder->arena, page_of(scope) == binder->facts->pages);
}

static const struct {
	const char *name;
	Builtin look_up;
	const Scope *(*told_by)(
	    const Scope *); // which scope it is of; NULL: any below a section, it is of pages
} builtins[] = {
    {"page", builtin_page, NULL},
    {"pages", builtin_pages, NULL},
    {"index", builtin_index, scope_each},
    {"count", builtin_count, scope_each},
    {"first", builtin_first, scope_each},
    {"last", builtin_last, scope_each},
    {"item", builtin_item, scope_with_item},
    {"group", builtin_group, scope_with_group},
    {"contents", builtin_contents, NULL},
    {"closes-page", builtin_closes, NULL},
    {"opens-page", builtin_opens, NULL},
    {"inner-page", builtin_inner, NULL},
    {"page-first", builtin_page_first, NULL},
    {"page-last", builtin_page_last, NULL},
};

// A path may go on behind the name: `@contents.2`.
int scope_find_builtin(const char *path)
{
	size_t length = strcspn(path, ".");
	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++)
		if (strlen(builtins[i].name) == length && strncmp(builtins[i].name, path, length) == 0)
			return (int)i;
	return -1;
}

bool bind_is_of_page(const char *name)
{
	int found = scope_find_builtin(name);
	return found >= 0 && !builtins[found].told_by;
}

const Value *bind_builtin(const Binder *binder, const Scope *scope, const char *name)
{
	int found = scope_find_builtin(name);
	if (found < 0)
		return NULL;
	const Value *value = builtins[found].look_up(binder, scope);
	if (builtins[found].told_by)
		scope = builtins[found].told_by(scope);
	if (!binder->reads || !scope)
		return value;
	if (builtins[found].look_up != builtin_item)
		return reads_add_builtin(binder->reads, scope, builtins[found].name, value);
	reads_add_value(binder->reads, scope, NULL, value);
	return value;
}

char *scope_suggest_builtin(const char *name)
{
	const char *names[G_N_ELEMENTS(builtins) + 1] = {NULL};
	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++)
		names[i] = builtins[i].name;
	const char *nearest = suggest_nearest(name, names);
	g_autofree char *list = nearest ? NULL : g_strjoinv(", @", (char **)names);
	return nearest ? g_strdup_printf(_("did you mean “@%s”?"), nearest)
		       : g_strdup_printf(_("use one of: @%s"), list);
}
