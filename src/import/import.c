#include "import/import.h"

#include <string.h>

#include "base/intl.h"
#include "import/part.h"
#include "load/json.h"
#include "load/load.h"

enum {
	HEADING_MAX = 200,      // characters; no heading is longer
	TEXT_MAX = 1024 * 1024, // bytes of a newsletter
	PASSAGES_MAX = 5000,
	SHOWN_MAX = 50, // characters of a text that a message shows
};

// Fields of an issue that any has.
static const char title_key[] = "title", date_key[] = "date", sections_key[] = "sections",
		  unplaced_key[] = "unplaced";

// A passage, and the part whose heading it is.
typedef struct Step {
	Candidate candidate;
	const PartRules *part; // or NULL
	bool goes_on;          // before the next heading, a passage begins in the middle of a sentence
} Step;

typedef struct Import {
	Reader reader;
	DiagList *diags;
	const Source *source;
	const ImportOptions *options;
	Blocks blocks;
	GArray *steps; // Step
} Import;

// --- paragraphs of the e-mail to those that are meant ---

static bool matches_any(const RuleList *rules, const Passage *line)
{
	Folded folded;
	Match match;
	bool found = false;
	folded_init(&folded, line->text);
	for (guint i = 0; i < rules->count && !found; i++)
		found = form_match(&rules->items[i].form, &folded, &match);
	folded_clear(&folded);
	return found;
}

static bool begins_with_pictogram(const Passage *passage, size_t start)
{
	const char *place = passage->text + start;
	while (*place == ' ' || (*place >= SIGN_STRONG && *place <= SIGN_LINK_END))
		place++;
	return *place == SIGN_PICTOGRAM;
}

static void add_step(Import *import, const Passage *passage)
{
	Step step = {.candidate = {.passage = passage}};
	if (!passage_has_words(passage))
		return;
	folded_init(&step.candidate.folded, passage->text);
	g_array_append_val(import->steps, step);
}

// Whether a paragraph ends between two of its lines.
static bool parts_at(const Import *import, const Passage *passage, const Passage *before,
		     const Passage *after, size_t start)
{
	const Rules *rules = import->reader.rules;
	return (begins_with_pictogram(passage, 0) && begins_with_pictogram(passage, start)) ||
	       matches_any(&rules->begins, after) || matches_any(&rules->ends, before);
}

static void split_passage(Import *import, const Passage *passage)
{
	Arena *arena = import->reader.arena;
	PassageCursor begin = passage_begin(passage), line = begin;
	const Passage *before = NULL;
	size_t size = strlen(passage->text);
	while (line.at < size) {
		size_t end = line.at + strcspn(passage->text + line.at, "\n");
		const Passage *here = passage_cut(arena, &line, end);
		if (before && parts_at(import, passage, before, here, line.at)) {
			add_step(import, passage_cut(arena, &begin, line.at - 1));
			begin = line;
		}
		before = here;
		passage_advance(&line, MIN(end + 1, size));
	}
	add_step(import, begin.at ? passage_cut(arena, &begin, size) : passage);
}

// --- headings ---

static const PartRules *find_heading(const Import *import, const Candidate *candidate)
{
	const Rules *rules = import->reader.rules;
	Match match;
	if (passage_length(candidate->passage) > HEADING_MAX)
		return NULL;
	for (guint i = 0; i < rules->count; i++)
		if (part_find_name(&rules->parts[i], candidate, &match))
			return &rules->parts[i];
	return NULL;
}

static void find_headings(Import *import)
{
	Reader *reader = &import->reader;
	for (guint i = 0; i < import->steps->len; i++) {
		Step *step = &g_array_index(import->steps, Step, i);
		const Passage *passage = step->candidate.passage;
		step->part = find_heading(import, &step->candidate);
		if (step->part && passage->kind == PASSAGE_HEADING &&
		    (!reader->section_level || passage->level < reader->section_level))
			reader->section_level = passage->level;
	}
	bool goes_on = false;
	for (guint i = import->steps->len; i-- > 0;) {
		Step *step = &g_array_index(import->steps, Step, i);
		step->goes_on = goes_on;
		goes_on = !step->part && (goes_on || passage_begins_small(step->candidate.passage));
	}
}

// --- one passage after the other ---

static Part *find_part(const Reader *reader, const PartRules *rules)
{
	for (guint i = 0; i < reader->parts->len; i++) {
		Part *part = g_ptr_array_index(reader->parts, i);
		if (part->rules == rules)
			return part;
	}
	return NULL;
}

static void go_to_part(Reader *reader, const PartRules *rules)
{
	Part *part = find_part(reader, rules);
	reader->part = part ? part : part_begin(reader, rules);
}

static bool place_other_heading(Reader *reader, const Candidate *candidate)
{
	const Passage *passage = candidate->passage;
	bool in_entries = reader->part->rules->list_count && reader->part->rules->lists[0].title;
	bool is_section = reader->section_level ? passage->level <= reader->section_level : !in_entries;
	if (passage->kind != PASSAGE_HEADING || !is_section)
		return false;
	for (guint i = 0; i < reader->rules->count; i++) {
		if (!reader->rules->parts[i].other)
			continue;
		reader->part = part_begin(reader, &reader->rules->parts[i]);
		reader->part->heading = passage;
		part_take_heading(reader, reader->part, NULL, &(Match){0}, candidate);
		return true;
	}
	return false;
}

static bool place_unheaded(Reader *reader, const Candidate *candidate)
{
	for (guint i = 0; i < reader->rules->count; i++) {
		const PartRules *rules = &reader->rules->parts[i];
		if (rules == reader->part->rules || !part_begins_with(rules, candidate))
			continue;
		Part *before = reader->part;
		go_to_part(reader, rules);
		if (part_place(reader, reader->part, candidate))
			return true;
		reader->part = before;
	}
	return false;
}

static bool place_heading(Reader *reader, const Step *step)
{
	Match match;
	if (!step->part)
		return false;
	const Rule *name = part_find_name(step->part, &step->candidate, &match);
	go_to_part(reader, step->part);
	part_take_heading(reader, reader->part, name, &match, &step->candidate);
	return true;
}

static bool place(Reader *reader, const Step *step)
{
	const Candidate *candidate = &step->candidate;
	bool closed = reader->part->closed;
	if (place_heading(reader, step))
		return true;
	if (matches_any(&reader->rules->aside, candidate->passage))
		return false;
	return (closed && place_unheaded(reader, candidate)) || part_place(reader, reader->part, candidate) ||
	       part_continue(reader, candidate) || place_unheaded(reader, candidate) ||
	       place_other_heading(reader, candidate) || part_hold(reader, reader->part, candidate) ||
	       part_place_rest(reader, reader->part, candidate);
}

static void meet_date(Import *import)
{
	Reader *reader = &import->reader;
	const Tree *date = tree_get(reader->issue, date_key);
	const char *text = date ? date->text : import->options->date;
	if (!reader->values.issue.year && text)
		date_parse(text, &reader->values.issue);
}

static void place_all(Import *import)
{
	Reader *reader = &import->reader;
	for (guint i = 0; i < import->steps->len; i++) {
		const Step *step = &g_array_index(import->steps, Step, i);
		const Step *next = i + 1 < import->steps->len ? step + 1 : NULL;
		reader->next = next && !next->part ? next->candidate.passage : NULL;
		reader->goes_on = step->goes_on;
		meet_date(import);
		if (!place(reader, step))
			g_ptr_array_add(reader->unplaced, (void *)step->candidate.passage);
		part_keep_lost(reader, step->candidate.passage->line);
	}
	for (guint i = 0; i < reader->held->len; i++)
		g_ptr_array_add(reader->unplaced,
				(void *)((Held *)g_ptr_array_index(reader->held, i))->passage);
	for (guint i = 0; i < reader->titled->len; i++)
		titled_end(reader, g_ptr_array_index(reader->titled, i));
	for (guint i = 0; i < reader->parts->len; i++)
		part_end(reader, g_ptr_array_index(reader->parts, i));
}

// --- what could not be placed ---

static void gather_unplaced(Import *import)
{
	Reader *reader = &import->reader;
	for (guint i = 0; i < reader->unplaced->len; i++) {
		const Passage *passage = g_ptr_array_index(reader->unplaced, i);
		Aside *aside = arena_new0(reader->arena, Aside);
		*aside = (Aside){passage->line, blocks_lines(&import->blocks, reader->arena, import->source,
							     passage->line, passage->end_line)};
		g_ptr_array_add(reader->asides, aside);
	}
	for (guint i = 0; i < import->blocks.asides->len; i++)
		g_ptr_array_add(reader->asides, g_ptr_array_index(import->blocks.asides, i));
}

// Of the same line the same text once: two passages may be of it.
static int compare_asides(gconstpointer a, gconstpointer b)
{
	const Aside *x = *(const Aside *const *)a, *y = *(const Aside *const *)b;
	return x->line != y->line ? (x->line > y->line) - (x->line < y->line) : strcmp(x->text, y->text);
}

static void warn_unplaced(const Import *import, const Aside *aside)
{
	Span span = {import->source, aside->line, 1, aside->line, 2};
	g_autofree char *line = g_strndup(aside->text, strcspn(aside->text, "\n"));
	g_autofree char *start = g_utf8_substring(line, 0, MIN(g_utf8_strlen(line, -1), SHOWN_MAX));
	diag_take(import->diags, SEVERITY_WARNING, "import.unplaced", span,
		  g_strdup_printf(_("no place was found for “%s%s”"), start,
				  strlen(start) < strlen(aside->text) ? "…" : ""),
		  g_strdup_printf(_("it is kept under `%s`: move it to where it belongs, or delete it"),
				  unplaced_key));
}

static void add_unplaced(Import *import)
{
	Reader *reader = &import->reader;
	Arena *arena = reader->arena;
	gather_unplaced(import);
	if (reader->asides->len == 0)
		return;
	g_ptr_array_sort(reader->asides, compare_asides);
	Tree *list = tree_add(arena, reader->issue, unplaced_key, TREE_LIST, NULL);
	const char *comment = reader->rules->unplaced;
	list->comment = comment ? g_strchomp(arena_strdup(arena, comment)) : NULL;
	for (guint i = 0; i < reader->asides->len; i++) {
		const Aside *aside = g_ptr_array_index(reader->asides, i);
		Tree *item = tree_new(arena, TREE_MAP, NULL);
		tree_append(list, item);
		tree_add(arena, item, "line", TREE_WORD, arena_printf(arena, "%d", aside->line));
		tree_add(arena, item, "text", TREE_TEXT, aside->text);
		warn_unplaced(import, aside);
	}
}

// --- the issue as a whole ---

// Fields in the order of the schema.
static void order_fields(Import *import)
{
	Reader *reader = &import->reader;
	Span fault;
	const Value *schema = json_read(reader->arena, load_issue_schema(), "issue.schema.json", &fault);
	const Value *properties = value_get(schema, "properties");
	for (size_t i = 0; i < properties->length; i++) {
		Tree *field = tree_get(reader->issue, properties->fields[i].name);
		if (!field)
			continue;
		tree_remove(reader->issue, field);
		tree_append(reader->issue, field);
	}
}

static bool require(Import *import, const char *key, const char *given, const char *option)
{
	Reader *reader = &import->reader;
	if (tree_get(reader->issue, key))
		return true;
	Span whole = {.source = import->source};
	TreeKind kind = key == date_key ? TREE_WORD : TREE_TEXT;
	if (given)
		tree_add(reader->arena, reader->issue, key, kind, given);
	else
		diag_take(import->diags, SEVERITY_ERROR, "import.missing", whole,
			  g_strdup_printf(_("the text does not say the issue's `%s`"), key),
			  g_strdup_printf(_("give it with %s"), option));
	return given != NULL;
}

static bool finish(Import *import)
{
	Reader *reader = &import->reader;
	const char *preamble = reader->rules->preamble;
	reader->sections->key = sections_key;
	tree_append(reader->issue, reader->sections);
	add_unplaced(import);
	bool complete = require(import, date_key, import->options->date, "--date 2025-02");
	complete = require(import, title_key, import->options->title, "--title “…”") && complete;
	order_fields(import);
	reader->issue->comment = preamble ? g_strchomp(arena_strdup(reader->arena, preamble)) : NULL;
	return complete;
}

static bool refuse(Import *import, const char *code, char *what)
{
	Span whole = {.source = import->source};
	diag_take(import->diags, SEVERITY_ERROR, code, whole, what,
		  g_strdup(_("save one newsletter as Markdown or plain text (UTF-8), and import that file")));
	return false;
}

static bool has_right_size(Import *import)
{
	if (import->source->size > TEXT_MAX)
		return refuse(import, "import.size",
			      g_strdup_printf(_("the text is larger than %d KB"), TEXT_MAX / 1024));
	blocks_read(&import->blocks, import->reader.arena, import->source);
	if (import->blocks.passages->len > PASSAGES_MAX)
		return refuse(import, "import.paragraphs",
			      g_strdup_printf(_("the text has more than %d paragraphs"), PASSAGES_MAX));
	return true;
}

static bool take_steps(Import *import)
{
	for (guint i = 0; i < import->blocks.passages->len; i++)
		split_passage(import, g_ptr_array_index(import->blocks.passages, i));
	if (import->steps->len == 0 && import->blocks.asides->len == 0)
		return refuse(import, "import.empty", g_strdup(_("there is no text in the file")));
	return true;
}

static void begin(Import *import, Arena *arena, const Rules *rules)
{
	Reader *reader = &import->reader;
	*reader = (Reader){.arena = arena, .rules = rules};
	reader->values = (Values){.arena = arena,
				  .calendar = rules->calendar,
				  .lost = g_ptr_array_new(),
				  .no_target = rules->no_target};
	reader->issue = tree_new(arena, TREE_MAP, NULL);
	reader->sections = tree_new(arena, TREE_LIST, NULL);
	reader->parts = g_ptr_array_new();
	reader->held = g_ptr_array_new();
	reader->titled = g_ptr_array_new();
	reader->unplaced = g_ptr_array_new();
	reader->asides = g_ptr_array_new();
	reader->kept = g_hash_table_new(g_direct_hash, g_direct_equal);
	import->steps = g_array_new(FALSE, FALSE, sizeof(Step));
}

static void end(Import *import)
{
	Reader *reader = &import->reader;
	for (guint i = 0; i < import->steps->len; i++)
		folded_clear(&g_array_index(import->steps, Step, i).candidate.folded);
	GPtrArray *const arrays[] = {reader->values.lost, reader->parts,    reader->held,
				     reader->titled,      reader->unplaced, reader->asides};
	for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	g_hash_table_unref(reader->kept);
	g_array_unref(import->steps);
	if (import->blocks.passages)
		blocks_clear(&import->blocks);
}

char *import_issue(Arena *arena, DiagList *diags, const Source *source, const Rules *rules,
		   const ImportOptions *options)
{
	Import import = {.diags = diags, .source = source, .options = options};
	char *text = NULL;
	begin(&import, arena, rules);
	if (has_right_size(&import) && take_steps(&import)) {
		find_headings(&import);
		import.reader.part = part_begin(&import.reader, &rules->parts[0]);
		place_all(&import);
		if (finish(&import))
			text = tree_write(import.reader.issue);
	}
	end(&import);
	diag_list_sort(diags);
	return text;
}
