#include "job/job.h"

#include <string.h>

#include "display/contrast.h"
#include "display/picture.h"
#include "finish/qpdf.h"
#include "finish/structure-check.h"
#include "flow/flow.h"
#include "job/created.h"
#include "job/data.h"
#include "job/stages.h"
#include "load/preflight.h"
#include "paint/paint.h"

static void output_free(void *data)
{
	JobOutput *output = data;
	g_bytes_unref(output->bytes);
	g_free(output);
}

Job *job_new(const JobOptions *options)
{
	Workshop *shop = workshop_new();
	Job *job = job_new_in(shop, options);
	job->own_shop = shop;
	return job;
}

Job *job_new_in(Workshop *shop, const JobOptions *options)
{
	Job *job = g_new0(Job, 1);
	job->options = *options;
	job->shop = shop;
	job->arena = arena_new();
	job->diags = diag_list_new();
	job->files = g_ptr_array_new_with_free_func(g_free);
	job->outputs = g_ptr_array_new_with_free_func(output_free);
	return job;
}

void job_free(Job *job)
{
	if (!job)
		return;
	picture_cache_free(job->pictures);
	press_free(job->press);
	press_free(job->held_press);
	g_free(job->press_key);
	diag_list_free(job->press_diags);
	display_list_free(job->list);
	flow_memory_unref(job->memory);
	kept_words_unref(job->kept_words);
	if (job->kept)
		kept_layout_unref(job->kept);
	g_ptr_array_unref(job->outputs);
	g_ptr_array_unref(job->files);
	g_free(job->folder);
	diag_list_free(job->diags);
	// Set text that the arena holds on to dies before the fonts.
	arena_free(job->arena);
	bench_unref(job->bench);
	workshop_free(job->own_shop);
	g_free(job);
}

// The passes of one job share what they build; jobs for pages that are shown while the issue is being written
// share it with each other, unless something about the file is to be said again each time.
static void remember(Job *job)
{
	if (!stage_keeps_issue(job) || !job->is_clean) {
		job->memory = flow_memory_new();
		return;
	}
	job->issue = bench_take_issue(job->bench, job->options.issue, job->issue, job->edit, job->arena);
	job->memory = bench_take_memory(job->bench, job->kept, job->kept_words);
}

static bool set_pages(Job *job)
{
	remember(job);
	if (job->options.typography)
		text_engine_tell_lines(job->bench->text);
	job->list = flow_issue(&(FlowInput){
	    .arena = job->arena,
	    .diags = job->diags,
	    .text = job->bench->text,
	    .layout = job->layout,
	    .issue = job->issue,
	    .issue_folder = job->folder,
	    .lang = job->lang,
	    .words = job->words,
	    .memory = job->memory,
	    .missing = job->files,
	    .guesses = job->options.guesses,
	});
	job->list->meta.created = created_get(job->arena, value_get_text(job->issue, "date"));
	for (guint i = 0; i < job->list->files->len; i++)
		stage_add_file(job, g_ptr_array_index(job->list->files, i));
	return !diag_list_has_errors(job->diags);
}

static bool check_pages(Job *job)
{
	if (stage_is_check(job)) {
		display_check_contrast(job->list, job->diags);
		structure_check(job->list, job->diags);
		paint_check_pictures(job->list, job->diags);
	}
	return display_audit(job->list, job->diags);
}

static bool prepare_press(Job *job)
{
	if (job->options.profile == PROFILE_SCREEN)
		return true;
	job->press = press_new(job->shop, job->layout, job->files, job->diags);
	if (job->press)
		press_look(job->press, job->list, job->options.profile);
	return job->press && !diag_list_has_errors(job->diags);
}

bool job_run(Job *job)
{
	bool done = stage_find_data(job) && stage_read_issue(job) && stage_read_words(job) &&
		    stage_check_issue(job) && stage_read_layout(job) && stage_open_fonts(job) &&
		    set_pages(job) && check_pages(job) && prepare_press(job) && stage_paint(job);
	done = done && !diag_list_has_errors(job->diags);
	if (!done)
		g_ptr_array_set_size(job->outputs, 0);
	diag_list_sort(job->diags);
	return done;
}

// --- warming up ---

// The words of the language set in a style of the layout, in a narrow column: faces are found, glyphs
// loaded, and hyphenation has its dictionary.
static void prime_style(Job *job, const Style *style)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t i = 0; i < job->words->length; i++) {
		const Value *value = job->words->fields[i].value;
		for (size_t k = 0; value->kind == VALUE_LIST && k < value->length; k++)
			if (value_text(value->items[k]))
				g_string_append_printf(text, "%s ", value->items[k]->text);
	}
	TextRun run = {.text = text->str, .style = style};
	paragraph_break(paragraph_get(job->bench->text, &run, 1, style), 10 * style->size);
}

// Pango asks fontconfig in threads of its own, which a fork would not have: all must have ended.
static void await_threads(void)
{
	enum { POLL_US = 500, POLLS_MAX = 20000 };
	for (guint i = 0; i < POLLS_MAX; i++) {
		guint count = 0;
		g_autoptr(GDir) tasks = g_dir_open("/proc/self/task", 0, NULL);
		while (tasks && g_dir_read_name(tasks))
			count++;
		if (count <= 1)
			return;
		g_usleep(POLL_US);
	}
}

// The library stays after its file is freed.
static bool warm_press(Job *job)
{
	if (job->options.profile == PROFILE_SCREEN)
		return true;
	pdf_free(pdf_new(NULL));
	job->press = press_new(job->shop, job->layout, job->files, job->diags);
	return job->press;
}

bool job_warm(Job *job)
{
	bool done = stage_find_data(job) && stage_read_words(job) && stage_read_layout(job) &&
		    stage_open_fonts(job) && warm_press(job);
	diag_list_sort(job->diags);
	if (!done || diag_list_has_errors(job->diags))
		return false;
	g_autoptr(GPtrArray) styles = stage_sort_styles(job);
	for (guint i = 0; i < styles->len; i++)
		prime_style(job, g_ptr_array_index(styles, i));
	// What was asked for is forgotten here, rather than in every fork.
	text_engine_begin(job->bench->text, job->arena, job->diags);
	await_threads();
	return true;
}

bool job_is_guessed(const Job *job)
{
	return job->list && job->list->guessed;
}

void job_inspect(Job *job)
{
	g_return_if_fail(job->list && job->options.format == JOB_HELD);
	load_preflight(job->diags, job->issue);
	display_check_contrast(job->list, job->diags);
	diag_list_sort(job->diags);
}

const DisplayList *job_peek_list(const Job *job)
{
	return job->list;
}

const Layout *job_peek_layout(const Job *job)
{
	return job->layout;
}

guint job_get_layout_number(const Job *job)
{
	return job->kept ? job->kept->number : 0;
}

DiagList *job_peek_diags(Job *job)
{
	return job->diags;
}

const GPtrArray *job_peek_outputs(Job *job)
{
	return job->outputs;
}

const GPtrArray *job_peek_files(Job *job)
{
	return job->files;
}

static void add_face(const char *family, const char *style, const char *file, void *data)
{
	(void)family;
	(void)style;
	inputs_add(data, file);
}

void job_add_inputs(const Job *job, Inputs *inputs)
{
	static const char *const defaults[] = {"layouts/DEFAULT", "layouts/lang/DEFAULT"};
	for (guint i = 0; i < G_N_ELEMENTS(defaults); i++) {
		g_autofree char *path = data_find_file(defaults[i]);
		if (path)
			inputs_add(inputs, path);
	}
	if (strcmp(job->options.issue, "-") == 0)
		inputs_add(inputs, job->options.issue);
	for (guint i = 0; i < job->files->len; i++)
		inputs_add(inputs, g_ptr_array_index(job->files, i));
	if (job->fonts)
		fonts_each_face(job->fonts, add_face, inputs);
}

guint job_get_page_count(const Job *job)
{
	return job->list ? job->list->pages->len : 0;
}

bool job_is_system_failure(const Job *job)
{
	return job->system_failure;
}

bool job_is_out_of_memory(const Job *job)
{
	for (guint i = 0; i < diag_list_length(job->diags); i++)
		if (strcmp(diag_list_peek(job->diags, i)->code, PICTURE_NO_MEMORY) == 0)
			return true;
	return false;
}
