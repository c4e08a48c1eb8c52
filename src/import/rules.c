#include "import/rules.h"

#include "base/intl.h"

typedef struct Compiler {
	Arena *arena;
	DiagList *diags;
	Rules *rules;
} Compiler;

static bool get_flag(const Value *map, const char *name)
{
	bool flag = false;
	value_as_bool(value_get(map, name), &flag);
	return flag;
}

static void compile_rule(Compiler *compiler, Rule *rule, const Value *value, FormReach reach)
{
	const Value *text = value->kind == VALUE_MAP ? value_get(value, "form") : value;
	*rule = (Rule){
	    .set = value_get(value, "set"),
	    .capitals = value_get(value, "capital"),
	    .heading = get_flag(value, "heading"),
	    .item = get_flag(value, "item"),
	    .last = get_flag(value, "last"),
	};
	form_compile(&rule->form, compiler->diags, compiler->rules->calendar, text, reach);
	g_ptr_array_add(compiler->rules->forms, &rule->form);
}

static RuleList compile_list(Compiler *compiler, const Value *list, FormReach reach)
{
	RuleList rules = {.count = list ? (guint)list->length : 0};
	rules.items = arena_array(compiler->arena, Rule, rules.count);
	for (guint i = 0; i < rules.count; i++)
		compile_rule(compiler, &rules.items[i], list->items[i], reach);
	return rules;
}

static bool keeps_any(const Form *form)
{
	for (guint i = 0; i < form->count; i++)
		if (*form->captures[i].name)
			return true;
	return false;
}

// Of rules that put a text in its place: no word of it may get lost. Headings without values go there whole.
static RuleList compile_placing(Compiler *compiler, const Value *list, bool headings)
{
	RuleList rules = compile_list(compiler, list, FORM_WHOLE);
	for (guint i = 0; i < rules.count; i++) {
		const Form *form = &rules.items[i].form;
		const Value *item = list->items[i], *text = item;
		if (item->kind == VALUE_MAP)
			text = value_get(item, "form");
		if (!form->loses || (headings && !keeps_any(form)))
			continue;
		diag_take(compiler->diags, SEVERITY_ERROR, "import.loses",
			  value_span_at(text, (size_t)(form->loses - text->text), 1),
			  g_strdup(_("words that stand here would be lost")),
			  g_strdup(_("give them a name: {name=…}")));
	}
	return rules;
}

static EntryRules compile_entries(Compiler *compiler, const Value *value)
{
	return (EntryRules){
	    .name = value_get_text(value, "name"),
	    .between = compile_list(compiler, value_get(value, "between"), FORM_WHOLE),
	    .entries = compile_placing(compiler, value_get(value, "entries"), false),
	    .title = value_get_text(value, "title"),
	    .body = value_get_text(value, "body"),
	    .link = value_get_text(value, "link"),
	    .columns = get_flag(value, "columns"),
	};
}

static void compile_part(Compiler *compiler, PartRules *part, const Value *value)
{
	const Value *lists = value_get(value, "lists"), *groups = value_get(value, "groups");
	*part = (PartRules){
	    .kind = value_get_text(value, "kind"),
	    .key = value_get_text(value, "key"),
	    .names = compile_placing(compiler, value_get(value, "names"), true),
	    .heading = value_get_text(value, "heading"),
	    .usual = value_get(value, "usual"),
	    .comment = value_get_text(value, "comment"),
	    .unheaded = compile_list(compiler, value_get(value, "unheaded"), FORM_WHOLE),
	    .other = get_flag(value, "other"),
	    .fields = compile_placing(compiler, value_get(value, "fields"), false),
	    .rest = value_get_text(value, "rest"),
	    .list_count = lists ? (guint)lists->length : 0,
	    .groups = value_get_text(groups, "name"),
	};
	const Value *each = value_get(groups, "each");
	part->group_count = each ? (guint)each->length : 0;
	part->lists = arena_array(compiler->arena, EntryRules, part->list_count);
	part->group = arena_array(compiler->arena, PartRules, part->group_count);
	for (guint i = 0; i < part->list_count; i++)
		part->lists[i] = compile_entries(compiler, lists->items[i]);
	for (guint i = 0; i < part->group_count; i++)
		compile_part(compiler, &part->group[i], each->items[i]);
}

static void compile_parts(Compiler *compiler, const Value *parts)
{
	Rules *rules = compiler->rules;
	rules->count = (guint)parts->length;
	rules->parts = arena_array(compiler->arena, PartRules, rules->count);
	for (guint i = 0; i < rules->count; i++)
		compile_part(compiler, &rules->parts[i], parts->items[i]);
}

Rules *rules_compile(Arena *arena, DiagList *diags, const Value *root, const Value *words)
{
	Rules *rules = arena_new0(arena, Rules);
	Compiler compiler = {arena, diags, rules};
	rules->calendar = calendar_new(arena, words, value_get(root, "weekdays"));
	rules->forms = g_ptr_array_new();
	rules->begins = compile_list(&compiler, value_get(root, "begins"), FORM_START);
	rules->ends = compile_list(&compiler, value_get(root, "ends"), FORM_END);
	rules->aside = compile_list(&compiler, value_get(root, "aside"), FORM_WHOLE);
	rules->preamble = value_get_text(root, "preamble");
	rules->no_target = value_get_text(root, "no-target");
	rules->unplaced = value_get_text(root, "unplaced");
	compile_parts(&compiler, value_get(root, "parts"));
	if (!diag_list_has_errors(diags))
		return rules;
	rules_clear(rules);
	return NULL;
}

void rules_clear(Rules *rules)
{
	for (guint i = 0; i < rules->forms->len; i++)
		form_clear(g_ptr_array_index(rules->forms, i));
	g_ptr_array_unref(rules->forms);
}
