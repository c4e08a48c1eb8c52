#include "import/part.h"

#include <string.h>

enum { HELD_MAX = 16 }; // texts that may wait for their rest at once

// --- beginning and end ---

static Part *part_new(Reader *reader, const PartRules *rules, Tree *node)
{
	Part *part = arena_new0(reader->arena, Part);
	*part = (Part){.rules = rules, .node = node};
	part->rest = g_ptr_array_new();
	part->between = g_ptr_array_new();
	g_ptr_array_add(reader->parts, part);
	return part;
}

static void begin_groups(Reader *reader, Part *part)
{
	const PartRules *rules = part->rules;
	part->groups = arena_array(reader->arena, Part, rules->group_count);
	for (guint i = 0; i < rules->group_count; i++) {
		part->groups[i] = (Part){.rules = &rules->group[i]};
		part->groups[i].node = tree_new(reader->arena, TREE_MAP, NULL);
		part->groups[i].between = g_ptr_array_new();
	}
	part->group = rules->group_count ? part->groups : NULL;
}

Part *part_begin(Reader *reader, const PartRules *rules)
{
	Arena *arena = reader->arena;
	Tree *node = reader->issue;
	if (rules->key) {
		node = tree_add(arena, reader->issue, rules->key, TREE_MAP, NULL);
	} else if (rules->kind) {
		node = tree_new(arena, TREE_MAP, NULL);
		tree_append(reader->sections, node);
		tree_add(arena, node, "kind", TREE_TEXT, rules->kind);
	}
	node->comment = rules->comment ? g_strstrip(arena_strdup(arena, rules->comment)) : NULL;
	Part *part = part_new(reader, rules, node);
	begin_groups(reader, part);
	return part;
}

static void add_usual(Reader *reader, const PartRules *rules, Tree *node)
{
	for (size_t i = 0; rules->usual && i < rules->usual->length; i++) {
		const Field *field = &rules->usual->fields[i];
		if (!tree_get(node, field->name))
			tree_add(reader->arena, node, field->name, TREE_TEXT, field->value->text);
	}
}

static void leave_unplaced(Reader *reader, GPtrArray *passages)
{
	for (guint i = 0; i < passages->len; i++)
		g_ptr_array_add(reader->unplaced, g_ptr_array_index(passages, i));
	g_ptr_array_set_size(passages, 0);
}

static bool has_entries(const Part *part)
{
	for (const Tree *field = part->node->first; field; field = field->next)
		if (field->kind == TREE_LIST && field->first)
			return true;
	return false;
}

// The heading comes right after the kind, whatever was found first.
static void move_heading_up(Part *part)
{
	Tree *map = part->node;
	Tree *heading = part->rules->heading ? tree_get(map, part->rules->heading) : NULL;
	if (!heading)
		return;
	tree_remove(map, heading);
	tree_insert(map, part->rules->kind ? map->first : NULL, heading);
}

static void end_groups(Reader *reader, Part *part)
{
	const char *name = part->rules->groups;
	for (guint i = 0; i < part->rules->group_count; i++) {
		Part *group = &part->groups[i];
		leave_unplaced(reader, group->between);
		g_ptr_array_unref(group->between);
		if (!has_entries(group) && !group->headed && !group->node->first)
			continue;
		add_usual(reader, group->rules, group->node);
		for (guint list = 0; list < part->rules->list_count; list++)
			tree_list(reader->arena, group->node, part->rules->lists[list].name);
		move_heading_up(group);
		tree_append(tree_list(reader->arena, part->node, name), group->node);
	}
	if (name)
		tree_list(reader->arena, part->node, name);
}

void part_keep_lost(Reader *reader, int line)
{
	GPtrArray *lost = reader->values.lost;
	for (guint i = 0; i < lost->len; i++) {
		// A link may be written twice, in a text and as its button; its target is the same string
		// then.
		if (g_hash_table_contains(reader->kept, g_ptr_array_index(lost, i)))
			continue;
		g_hash_table_add(reader->kept, g_ptr_array_index(lost, i));
		Aside *aside = arena_new0(reader->arena, Aside);
		*aside = (Aside){.line = line, .text = g_ptr_array_index(lost, i)};
		g_ptr_array_add(reader->asides, aside);
	}
	g_ptr_array_set_size(lost, 0);
}

static void end_rest(Reader *reader, Part *part)
{
	if (part->rest->len == 0)
		return;
	const char *text = titled_text(reader, part->rest);
	const Passage *first = g_ptr_array_index(part->rest, 0);
	part_keep_lost(reader, first->line);
	if (*text)
		tree_add(reader->arena, part->node, part->rules->rest, TREE_TEXT, text);
}

// A heading that no part has, with nothing below it, makes no section.
static bool is_bare_heading(const Part *part)
{
	return part->heading && !tree_get(part->node, part->rules->rest);
}

void part_end(Reader *reader, Part *part)
{
	const PartRules *rules = part->rules;
	end_rest(reader, part);
	end_groups(reader, part);
	leave_unplaced(reader, part->between);
	if (is_bare_heading(part)) {
		tree_remove(reader->sections, part->node);
		g_ptr_array_add(reader->unplaced, (void *)part->heading);
	}
	for (guint i = 0; i < rules->list_count && !rules->groups; i++)
		if (i == 0)
			tree_list(reader->arena, part->node, rules->lists[i].name);
	add_usual(reader, rules, part->node);
	move_heading_up(part);
	g_ptr_array_unref(part->rest);
	g_ptr_array_unref(part->between);
}

// --- headings ---

const Rule *part_find_name(const PartRules *rules, const Candidate *heading, Match *match)
{
	for (guint i = 0; i < rules->names.count; i++)
		if (form_match(&rules->names.items[i].form, &heading->folded, match))
			return &rules->names.items[i];
	return NULL;
}

// Fields of `found` go to a map, unless one of them is there.
static bool merge(Tree *map, Tree *found)
{
	for (const Tree *field = found->first; field; field = field->next)
		if (tree_get(map, field->key))
			return false;
	for (Tree *field = found->first, *next; field; field = next) {
		next = field->next;
		tree_append(map, field);
	}
	return true;
}

// But for case, accents and the like: the usual spelling is the better one.
static bool reads_the_same(const char *text, const char *usual)
{
	Folded a, b;
	folded_init(&a, text);
	folded_init(&b, usual);
	bool same = strcmp(a.text, b.text) == 0;
	folded_clear(&a);
	folded_clear(&b);
	return same;
}

void part_take_heading(Reader *reader, Part *part, const Rule *name, const Match *match,
		       const Candidate *heading)
{
	const char *field = part->rules->heading;
	Tree *found =
	    name ? values_read(&reader->values, name, match, heading->passage, &heading->folded) : NULL;
	part->headed = true;
	if (found && found->first && merge(part->node, found))
		return;
	const Tree *there = field ? tree_get(part->node, field) : NULL;
	const char *text =
	    inline_text(reader->arena, heading->passage, INLINE_NO_WHOLE | INLINE_NO_LINKS, NULL);
	const char *usual = field ? value_get_text(part->rules->usual, field) : NULL;
	if (usual && reads_the_same(text, usual))
		text = usual;
	if (there || !field || *text == '\0')
		g_ptr_array_add(reader->unplaced, (void *)heading->passage);
	else
		tree_add(reader->arena, part->node, field, TREE_TEXT, text);
}

// --- forms ---

static bool applies(const Rule *rule, const Passage *passage)
{
	return (!rule->heading || passage->kind == PASSAGE_HEADING) &&
	       (!rule->item || passage->kind == PASSAGE_ITEM);
}

static Tree *read_rules(Reader *reader, const RuleList *rules, const Candidate *candidate, const Rule **used)
{
	for (guint i = 0; i < rules->count; i++) {
		Match match;
		*used = &rules->items[i];
		if (!applies(*used, candidate->passage) ||
		    !form_match(&(*used)->form, &candidate->folded, &match))
			continue;
		Tree *found =
		    values_read(&reader->values, *used, &match, candidate->passage, &candidate->folded);
		if (found)
			return found;
	}
	return NULL;
}

static bool place_field(Reader *reader, Part *part, const Candidate *candidate)
{
	const RuleList *rules = &part->rules->fields;
	for (guint i = 0; i < rules->count; i++) {
		RuleList one = {&rules->items[i], 1};
		const Rule *rule = NULL;
		Tree *found = read_rules(reader, &one, candidate, &rule);
		if (!found || !merge(part->node, found))
			continue;
		part->closed = part->closed || rule->last;
		return true;
	}
	return false;
}

static const char *comment_of(Reader *reader, GPtrArray *passages)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < passages->len; i++)
		g_string_append_printf(
		    text, "%s%s", i ? "\n" : "",
		    inline_text(reader->arena, g_ptr_array_index(passages, i), INLINE_NO_MARKS, NULL));
	const char *comment = text->len ? arena_strndup(reader->arena, text->str, text->len) : NULL;
	g_string_free(text, TRUE);
	return comment;
}

static bool place_between(Reader *reader, Part *part, const EntryRules *rules, const Candidate *candidate)
{
	for (guint i = 0; i < rules->between.count; i++) {
		const Rule *rule = &rules->between.items[i];
		Match match;
		if (!applies(rule, candidate->passage) ||
		    !form_match(&rule->form, &candidate->folded, &match))
			continue;
		values_meet_month(&reader->values, &match, &candidate->folded);
		g_ptr_array_add(part->between, (void *)candidate->passage);
		return true;
	}
	return false;
}

static Part *target_of(Part *part)
{
	return part->group ? part->group : part;
}

static bool place_entry(Reader *reader, Part *part, const EntryRules *rules, const Candidate *candidate)
{
	Part *target = target_of(part);
	const Rule *rule = NULL;
	Tree *found = read_rules(reader, &rules->entries, candidate, &rule);
	if (!found || !found->first)
		return false;
	found->comment = comment_of(reader, part->between);
	g_ptr_array_set_size(part->between, 0);
	tree_append(tree_list(reader->arena, target->node, rules->name), found);
	part->closed = part->closed || rule->last;
	return true;
}

// --- groups ---

// Entries that came before the line that tells their group are moved to it.
static void choose_group(Part *part, Part *group)
{
	Part *before = part->group;
	if (before == group || before->headed || before->closed || has_entries(group) || !has_entries(before))
		return;
	Tree *moved = before->node->first;
	group->node->first = moved;
	group->node->last = before->node->last;
	before->node->first = before->node->last = NULL;
}

// After the end of a group comes the first that is not at its end.
static void leave_group(Part *part)
{
	for (guint i = 0; i < part->rules->group_count; i++)
		if (!part->groups[i].closed) {
			part->group = &part->groups[i];
			return;
		}
}

static bool place_in_groups(Reader *reader, Part *part, const Candidate *candidate)
{
	for (guint i = 0; i < part->rules->group_count; i++) {
		Part *group = &part->groups[i];
		const Rule *rule = NULL;
		Match match;
		const Rule *name = part_find_name(group->rules, candidate, &match);
		if (name && !group->headed) {
			part_take_heading(reader, group, name, &match, candidate);
			part->group = group;
			return true;
		}
		Tree *found = read_rules(reader, &group->rules->fields, candidate, &rule);
		if (!found || tree_get(group->node, found->first->key))
			continue;
		choose_group(part, group);
		merge(group->node, found);
		group->closed = true;
		leave_group(part);
		return true;
	}
	return false;
}

bool part_place(Reader *reader, Part *part, const Candidate *candidate)
{
	const PartRules *rules = part->rules;
	if (place_in_groups(reader, part, candidate) || place_field(reader, part, candidate))
		return true;
	for (guint i = 0; i < rules->list_count; i++)
		if (place_between(reader, part, &rules->lists[i], candidate) ||
		    place_entry(reader, part, &rules->lists[i], candidate))
			return true;
	return false;
}

static bool any_matches(const RuleList *rules, const Candidate *candidate)
{
	Match match;
	for (guint i = 0; i < rules->count; i++)
		if (applies(&rules->items[i], candidate->passage) &&
		    form_match(&rules->items[i].form, &candidate->folded, &match))
			return true;
	return false;
}

bool part_begins_with(const PartRules *rules, const Candidate *candidate)
{
	return any_matches(&rules->unheaded, candidate);
}

// --- texts cut off by another column ---

static const EntryRules *find_columns(const PartRules *rules)
{
	for (guint i = 0; i < rules->list_count; i++)
		if (rules->lists[i].columns && !rules->lists[i].title)
			return &rules->lists[i];
	return NULL;
}

bool part_hold(Reader *reader, Part *part, const Candidate *candidate)
{
	const EntryRules *rules = find_columns(part->rules);
	if (!rules || !reader->goes_on || part->closed || reader->held->len == HELD_MAX)
		return false;
	Part *target = target_of(part);
	Held *held = arena_new0(reader->arena, Held);
	Tree *list = tree_list(reader->arena, target->node, rules->name);
	*held = (Held){candidate->passage, target, list, list->last};
	g_ptr_array_add(reader->held, held);
	if (part->group && part->group + 1 < part->groups + part->rules->group_count)
		part->group++;
	return true;
}

bool part_continue(Reader *reader, const Candidate *candidate)
{
	Part *part = reader->part;
	const EntryRules *rules = find_columns(part->rules);
	if (!rules || reader->held->len == 0 || !passage_begins_small(candidate->passage))
		return false;
	Held *held = g_ptr_array_index(reader->held, 0);
	Candidate whole = {.passage = passage_join(reader->arena, held->passage, candidate->passage)};
	const Rule *rule = NULL;
	folded_init(&whole.folded, whole.passage->text);
	Tree *found = read_rules(reader, &rules->entries, &whole, &rule);
	folded_clear(&whole.folded);
	if (!found)
		return false;
	tree_insert(held->list, held->after, found);
	if (part->groups)
		part->group = held->part;
	g_ptr_array_remove_index(reader->held, 0);
	return true;
}

// --- the rest ---

bool part_place_rest(Reader *reader, Part *part, const Candidate *candidate)
{
	const PartRules *rules = part->rules;
	if (part->closed)
		return false;
	for (guint i = 0; i < rules->list_count; i++)
		if (rules->lists[i].title)
			return titled_place(reader, part, &rules->lists[i], candidate->passage);
	if (rules->rest)
		g_ptr_array_add(part->rest, (void *)candidate->passage);
	return rules->rest != NULL;
}
