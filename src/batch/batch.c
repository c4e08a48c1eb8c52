#include "batch/batch.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "base/intl.h"
#include "batch/digest.h"
#include "batch/guard.h"
#include "batch/heap.h"
#include "batch/leftovers.h"
#include "batch/manifest.h"
#include "batch/pool.h"
#include "batch/report.h"
#include "job/workshop.h"
#include "job/write.h"

// One issue of the run.
typedef struct Slot {
	const Issue *issue;
	const Record *record; // NULL: not finished
	bool unchanged;
} Slot;

struct Batch {
	BatchOptions options;
	DiagList *diags;
	bool system_failure;
	int signal;
	GPtrArray *issues; // Issue *
	Slot *slots;       // one an issue
	GHashTable *by_key;
	Manifest *manifest;
	char *setup;
	Digests *digests;
	BatchCounts counts;
	char *first_left;
	// While it runs.
	guint told; // slots
	BatchResult result;
	BatchProgress progress;
	void *data;
};

Batch *batch_new(const BatchOptions *options)
{
	Batch *batch = g_new0(Batch, 1);
	batch->options = *options;
	batch->diags = diag_list_new();
	batch->digests = digests_new();
	batch->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	return batch;
}

void batch_free(Batch *batch)
{
	if (!batch)
		return;
	manifest_close(batch->manifest);
	g_clear_pointer(&batch->issues, g_ptr_array_unref);
	g_hash_table_unref(batch->by_key);
	diag_list_free(batch->diags);
	digests_free(batch->digests);
	g_free(batch->slots);
	g_free(batch->setup);
	g_free(batch->first_left);
	g_free(batch);
}

static bool fail(Batch *batch, char *what, char *hint, bool system)
{
	diag_take(batch->diags, SEVERITY_ERROR, "batch", (Span){0}, what, hint);
	batch->system_failure = system;
	return false;
}

// --- paths of what is written at the end ---

static char *report_path(const Batch *batch)
{
	Shard shard = batch->options.shard;
	g_autofree char *name = shard.of ? g_strdup_printf("report-%u-of-%u.json", shard.part, shard.of)
					 : g_strdup("report.json");
	return g_build_filename(batch->options.output, name, NULL);
}

static char *index_path(const Batch *batch)
{
	return g_build_filename(batch->options.output, "index.html", NULL);
}

// --- before ---

static bool is_harmless(Batch *batch)
{
	const BatchOptions *options = &batch->options;
	g_autofree char *report = report_path(batch), *index = index_path(batch);
	const char *reports[] = {report, index, options->depfile};
	GuardTask task = {.operands = options->operands,
			  .operand_count = options->operand_count,
			  .layout = options->layout,
			  .issues = batch->issues,
			  .reports = reports,
			  .report_count = options->depfile ? 3 : 2};
	char *what, *hint;
	return guard_look(&task, &what, &hint) || fail(batch, what, hint, false);
}

// A list that a program makes may well be empty; a folder without issues is a slip.
static bool may_be_empty(Batch *batch)
{
	const BatchOptions *options = &batch->options;
	for (int i = 0; i < options->operand_count; i++)
		if (options->operands[i][0] != '@')
			return fail(
			    batch, g_strdup_printf(_("no issue is found in “%s”"), options->operands[i]),
			    g_strdup(_("name a folder that has .yaml or .yml files in or below it")), false);
	diag_take(batch->diags, SEVERITY_NOTE, "batch.empty", (Span){0}, g_strdup(_("the list is empty")),
		  g_strdup(_("nothing is set")));
	return true;
}

static bool list(Batch *batch)
{
	const BatchOptions *options = &batch->options;
	char *what, *hint;
	batch->issues = list_issues(options->operands, options->operand_count, options->output, &what, &hint);
	if (!batch->issues)
		return fail(batch, what, hint, false);
	if (batch->issues->len == 0 && !may_be_empty(batch))
		return false;
	if (!is_harmless(batch))
		return false;
	list_keep_shard(batch->issues, options->shard);
	batch->slots = g_new0(Slot, batch->issues->len + 1);
	for (guint i = 0; i < batch->issues->len; i++) {
		Slot *slot = &batch->slots[i];
		slot->issue = g_ptr_array_index(batch->issues, i);
		g_hash_table_insert(batch->by_key, slot->issue->key, slot);
	}
	batch->counts.issues = batch->counts.left = batch->issues->len;
	return true;
}

static bool open_manifest(Batch *batch)
{
	char *what, *hint;
	batch->manifest = manifest_open(batch->options.output, batch->options.shard, &what, &hint);
	return batch->manifest || fail(batch, what, hint, true);
}

static bool has_size(const char *path, guint64 size)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && (guint64)status.st_size == size;
}

static void count(Batch *batch, const Slot *slot)
{
	bool fine = slot->record->outcome == OUTCOME_FINE;
	batch->counts.fine += fine;
	batch->counts.failed += !fine;
	batch->counts.unchanged += slot->unchanged;
	batch->counts.pages += slot->record->pages;
	batch->counts.left--;
}

// What was found is told in the language of this run, or there is nothing to tell.
static bool speaks_language(const Record *record)
{
	return diag_list_length(record->diags) == 0 || strcmp(record->language, _("en")) == 0;
}

static bool is_done(const Batch *batch, const Issue *issue, const Record *record)
{
	return record && record->outcome == OUTCOME_FINE && has_size(issue->pages, record->pages_size) &&
	       has_size(issue->cover, record->cover_size) && speaks_language(record) &&
	       digest_holds(record, batch->setup, issue->root, batch->digests);
}

static void pass_over_done(Batch *batch)
{
	for (guint i = 0; !batch->options.force && i < batch->issues->len; i++) {
		Slot *slot = &batch->slots[i];
		const Record *record = manifest_get(batch->manifest, slot->issue->key);
		if (!is_done(batch, slot->issue, record))
			continue;
		slot->record = record;
		slot->unchanged = true;
		count(batch, slot);
	}
}

// --- before the first issue is set ---

// `issues` are those to be set.
static void remove_leftovers(const Batch *batch, const GPtrArray *issues)
{
	g_autofree char *report = report_path(batch), *index = index_path(batch);
	g_autoptr(GPtrArray) outputs = g_ptr_array_new();
	g_ptr_array_add(outputs, report);
	g_ptr_array_add(outputs, (char *)manifest_peek_path(batch->manifest));
	if (!batch->options.shard.of)
		g_ptr_array_add(outputs, index);
	if (batch->options.depfile)
		g_ptr_array_add(outputs, (char *)batch->options.depfile);
	for (guint i = 0; i < issues->len; i++) {
		const Issue *issue = g_ptr_array_index(issues, i);
		g_ptr_array_add(outputs, issue->pages);
		g_ptr_array_add(outputs, issue->cover);
	}
	leftovers_remove(outputs);
}

static GPtrArray *find_to_do(const Batch *batch)
{
	GPtrArray *issues = g_ptr_array_new();
	for (guint i = 0; i < batch->issues->len; i++)
		if (!batch->slots[i].record)
			g_ptr_array_add(issues, (void *)batch->slots[i].issue);
	return issues;
}

static bool make_folder_of(Batch *batch, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, 0777) == 0)
		return true;
	return fail(batch, g_strdup_printf(_("cannot make the folder “%s”: %s"), folder, g_strerror(errno)),
		    g_strdup(_("choose another folder, or ask for permission to write there")), true);
}

static bool make_folders(Batch *batch, const GPtrArray *issues)
{
	for (guint i = 0; i < issues->len; i++) {
		const Issue *issue = g_ptr_array_index(issues, i);
		if (!make_folder_of(batch, issue->pages) || !make_folder_of(batch, issue->cover))
			return false;
	}
	return true;
}

static bool warm_up(Batch *batch, Job *warm)
{
	bool done = job_warm(warm);
	const DiagList *diags = job_peek_diags(warm);
	for (guint i = 0; i < diag_list_length(diags); i++) {
		const Diag *diag = diag_list_peek(diags, i);
		Span whole = {0};
		diag_take(batch->diags, diag->severity, diag->code, whole, g_strdup(diag->what),
			  g_strdup(diag->hint));
	}
	batch->system_failure = job_is_system_failure(warm);
	return done;
}

// --- meanwhile ---

// As far as there is no gap.
static void tell(Batch *batch, bool past_gaps)
{
	for (; batch->told < batch->issues->len; batch->told++) {
		const Slot *slot = &batch->slots[batch->told];
		if (!slot->record && !past_gaps)
			return;
		if (slot->record && !slot->unchanged)
			batch->result(slot->issue, slot->record, batch->data);
	}
}

static bool take_record(Record *record, void *data)
{
	Batch *batch = data;
	Slot *slot = g_hash_table_lookup(batch->by_key, record->key);
	slot->record = record;
	count(batch, slot);
	bool noted = manifest_take(batch->manifest, record);
	tell(batch, false);
	return noted ||
	       fail(batch,
		    g_strdup_printf(_("cannot write to “%s”: %s"), batch->options.output, g_strerror(errno)),
		    g_strdup(_("free some space, and run it again: what is done stays done")), true);
}

static void tick(void *data)
{
	const Batch *batch = data;
	batch->progress(&batch->counts, batch->data);
}

static bool set_issues(Batch *batch, GPtrArray *issues)
{
	const BatchOptions *options = &batch->options;
	g_autoptr(Workshop) shop = workshop_new();
	g_autoptr(Job) warm = job_new_in(
	    shop, &(JobOptions){.layout = options->layout, .profile = options->profile, .format = JOB_HELD});
	if (!make_folders(batch, issues) || !warm_up(batch, warm))
		return false;
	digests_keep(batch->digests, job_peek_files(warm));
	WorkerSetup setup = {.shop = shop,
			     .warm = warm,
			     .layout = options->layout,
			     .profile = options->profile,
			     .output = options->output,
			     .digest = batch->setup,
			     .digests = batch->digests,
			     .limits = options->limits};
	Hole *holes = heap_close_holes();
	batch->signal = pool_run(&(PoolTask){
	    .setup = &setup,
	    .issues = issues,
	    .jobs = options->jobs,
	    .fail_fast = options->fail_fast,
	    .done = take_record,
	    .tick = tick,
	    .data = batch,
	});
	heap_open_holes(holes);
	return !batch->system_failure;
}

// --- after ---

// `issues` is NULL where a run names none. The contact sheet is for all parts together.
static bool write_reports(Batch *batch, const GPtrArray *records, const GPtrArray *issues)
{
	const BatchOptions *options = &batch->options;
	Report report = {records, options->layout};
	g_autofree char *json_path = report_path(batch);
	g_autofree char *html_path = index_path(batch);
	g_autoptr(GBytes) json = report_to_json(&report);
	g_autoptr(GBytes) html = report_to_html(&report);
	g_autoptr(GPtrArray) files = issues ? report_list_files(records, issues) : g_ptr_array_new();
	g_autoptr(GBytes) rule = options->depfile && issues ? report_to_depfile(files, json_path) : NULL;
	WriteItem items[3] = {{json_path, json}};
	guint items_count = 1;
	if (!options->shard.of)
		items[items_count++] = (WriteItem){html_path, html};
	if (rule)
		items[items_count++] = (WriteItem){options->depfile, rule};
	g_autoptr(Inputs) inputs = inputs_new();
	for (guint i = 0; i < files->len; i++)
		inputs_add(inputs, g_ptr_array_index(files, i));
	char *what, *hint;
	WriteResult result = write_files(items, items_count, inputs, &what, &hint);
	return result == WRITE_DONE || fail(batch, what, hint, result == WRITE_FAILED);
}

static bool finish(Batch *batch)
{
	g_autoptr(GPtrArray) records = g_ptr_array_new();
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
	for (guint i = 0; i < batch->issues->len; i++) {
		const Slot *slot = &batch->slots[i];
		Record *record = (Record *)slot->record;
		if (!record) {
			record = record_new(slot->issue->key);
			g_ptr_array_add(left, record);
		}
		g_ptr_array_add(records, record);
	}
	if (left->len)
		batch->first_left = g_strdup(((const Record *)g_ptr_array_index(left, 0))->key);
	char *what, *hint;
	if (!manifest_is_compact(batch->manifest) && !manifest_compact(batch->manifest, &what, &hint))
		return fail(batch, what, hint, true);
	return write_reports(batch, records, batch->issues);
}

bool batch_run(Batch *batch, BatchResult result, BatchProgress progress, void *data)
{
	batch->result = result;
	batch->progress = progress;
	batch->data = data;
	if (!list(batch) || !open_manifest(batch))
		return false;
	batch->setup = digest_setup(batch->options.layout, batch->options.profile);
	pass_over_done(batch);
	g_autoptr(GPtrArray) to_do = find_to_do(batch);
	remove_leftovers(batch, to_do);
	if (to_do->len && !set_issues(batch, to_do))
		return false;
	tell(batch, true);
	return finish(batch);
}

// --- merging ---

static void warn_of_missing(Batch *batch)
{
	g_auto(GStrv) missing = manifest_list_missing(batch->manifest);
	g_autofree char *names = g_strjoinv(", ", missing);
	if (*missing)
		diag_take(batch->diags, SEVERITY_WARNING, "batch.parts", (Span){0},
			  g_strdup_printf(_("these parts have done nothing here yet: %s"), names),
			  g_strdup(_("run them, then --merge again")));
}

bool batch_merge(Batch *batch)
{
	char *what, *hint;
	if (!open_manifest(batch))
		return false;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	remove_leftovers(batch, none);
	warn_of_missing(batch);
	if (!manifest_is_compact(batch->manifest) && !manifest_compact(batch->manifest, &what, &hint))
		return fail(batch, what, hint, true);
	g_autoptr(GPtrArray) records = manifest_list(batch->manifest);
	for (guint i = 0; i < records->len; i++) {
		const Slot slot = {.record = g_ptr_array_index(records, i)};
		batch->counts.issues++;
		batch->counts.left++;
		count(batch, &slot);
	}
	return write_reports(batch, records, NULL);
}

// --- what became of it ---

const BatchCounts *batch_get_counts(const Batch *batch)
{
	return &batch->counts;
}

const DiagList *batch_peek_diags(const Batch *batch)
{
	return batch->diags;
}

const char *batch_peek_first_left(const Batch *batch)
{
	return batch->first_left;
}

int batch_get_signal(const Batch *batch)
{
	return batch->signal;
}

bool batch_is_system_failure(const Batch *batch)
{
	return batch->system_failure;
}
