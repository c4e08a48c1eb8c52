#include "job/job.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/sort.h"
#include "display/contrast.h"
#include "display/picture.h"
#include "finish/finish.h"
#include "finish/qpdf.h"
#include "finish/structure-check.h"
#include "flow/flow.h"
#include "job/created.h"
#include "job/data.h"
#include "job/marks.h"
#include "job/press.h"
#include "job/prime.h"
#include "job/workshop.h"
#include "load/amount.h"
#include "load/load.h"
#include "load/preflight.h"
#include "paint/paint.h"

// What the stages hand to each other.
struct Job {
	JobOptions options;
	Arena *arena;
	DiagList *diags;
	GPtrArray *files;   // char *
	GPtrArray *outputs; // JobOutput *
	bool system_failure;
	char *folder; // of the issue, absolute
	const char *lang;
	const Value *issue;
	ValueEdit edit;     // that led to it
	bool is_clean;      // it was read without a fault
	const Value *words; // of the language, for dates: the kept ones'
	KeptWords *kept_words;
	FlowMemory *memory; // or NULL
	Workshop *shop;
	Workshop *own_shop; // where none was given
	KeptLayout *kept;
	Bench *bench;
	Layout *layout; // the kept one's
	Fonts *fonts;   // the bench's
	DisplayList *list;
	Press *press;           // NULL for the screen
	PictureCache *pictures; // NULL where none are kept
	// Of a held job, once a press was asked for:
	DiagList *press_diags;
	Press *held_press; // NULL where there can be none
	char *press_key;
	bool looked_for_press;
};

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

static void add_file(Job *job, const char *path)
{
	if (!g_ptr_array_find_with_equal_func(job->files, path, g_str_equal, NULL))
		g_ptr_array_add(job->files, g_strdup(path));
}

// An error about the job as a whole, at no place in a file.
static bool fail(Job *job, const char *code, char *what, char *hint)
{
	diag_take(job->diags, SEVERITY_ERROR, code, (Span){0}, what, hint);
	return false;
}

static bool fail_by_system(Job *job, char *what, char *hint)
{
	job->system_failure = true;
	return fail(job, "system", what, hint);
}

static bool may_read(Job *job, const char *path)
{
	if (access(path, R_OK) == 0 || errno != EACCES)
		return true;
	return fail_by_system(job, g_strdup_printf(_("no permission to read %s"), path),
			      g_strdup(_("change its permissions, or ask its owner")));
}

static bool find_data(Job *job)
{
	g_autofree char *folder = data_find_folder();
	if (folder)
		return true;
	return fail_by_system(job, g_strdup(_("the program's own files (layouts, fonts) are not found")),
			      g_strdup(_("install it whole, or set BULLETIN_DATA to the folder that holds "
					 "layouts and fonts")));
}

// Pages that are shown while the issue is being written.
static bool keeps_issue(const Job *job)
{
	return !job->own_shop && job->options.format == JOB_HELD;
}

static bool read_issue(Job *job)
{
	const char *path = job->options.issue;
	bool is_stdin = strcmp(path, "-") == 0;
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	job->folder = is_stdin ? g_get_current_dir() : g_path_get_dirname(absolute);
	if (!is_stdin && !may_read(job, path))
		return false;
	if (!is_stdin)
		add_file(job, path);
	FilePlace file = {job->options.root ? absolute : path, job->options.root};
	const Value *before = keeps_issue(job) ? workshop_peek_issue(job->shop, path, job->arena) : NULL;
	job->issue = load_yaml_again(job->arena, job->diags, &file, path, before, &job->edit);
	job->is_clean = diag_list_count_taken(job->diags) == 0;
	if (!job->issue || !load_validate_issue_by(job->diags, workshop_take_schema(job->shop), job->issue))
		return false;
	return true;
}

static void copy_diags(DiagList *to, const DiagList *from)
{
	for (guint i = 0; i < diag_list_length(from); i++) {
		const Diag *diag = diag_list_peek(from, i);
		diag_take(to, diag->severity, diag->code, diag->span, g_strdup(diag->what),
			  g_strdup(diag->hint));
	}
}

static bool read_words(Job *job)
{
	const Value *stated = value_get(job->issue, "lang");
	g_autofree char *usual = stated ? NULL : data_get_default_language();
	job->lang = stated ? stated->text : arena_strdup(job->arena, usual);
	g_autofree char *path = job->lang ? data_find_words(job->lang) : NULL;
	if (path) {
		add_file(job, path);
		job->kept_words = workshop_take_words(job->shop, path);
		job->words = job->kept_words->words;
		copy_diags(job->diags, job->kept_words->diags);
		return job->words != NULL;
	}
	diag_take(job->diags, SEVERITY_ERROR, "lang.unknown", stated ? stated->span : (Span){0},
		  g_strdup_printf(_("there are no words for the language “%s”"), job->lang ? job->lang : "?"),
		  g_strdup(_("add its file to layouts/lang, or correct `lang`")));
	return false;
}

// Slips and faint text are what `check` is for; making pages does not wait for them.
static bool is_check(const Job *job)
{
	return job->options.format == JOB_CHECK;
}

static bool check_issue(Job *job)
{
	if (!load_check_amount(job->diags, job->issue))
		return false;
	load_warn_unplaced(job->diags, job->issue);
	if (is_check(job))
		load_preflight(job->diags, job->issue);
	return true;
}

// The file that a name without its ending stands for, where it is there; the caller frees it.
static char *find_with_ending(const Job *job, const char *name, const Value *stated)
{
	g_autofree char *file = g_strconcat(name, ".yaml", NULL);
	g_autofree char *path = g_canonicalize_filename(file, stated ? job->folder : NULL);
	return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&file) : NULL;
}

static bool fail_without_layout(Job *job, const char *name, const Value *stated)
{
	g_auto(GStrv) present = data_list_layouts();
	g_autofree char *names = g_strjoinv(", ", present);
	g_autofree char *nearest = name ? find_with_ending(job, name, stated) : NULL;
	diag_take(
	    job->diags, SEVERITY_ERROR, "layout.unknown", stated ? stated->span : (Span){0},
	    name ? g_strdup_printf(_("there is no layout “%s”"), name) : g_strdup(_("no layout is named")),
	    nearest ? g_strdup_printf(_("did you mean the file %s, which is there?"), nearest)
		    : g_strdup_printf(_("layouts present: %s; or give the path of a layout file"), names));
	return false;
}

static bool fail_outside(Job *job, const Value *stated)
{
	diag_take(job->diags, SEVERITY_ERROR, "layout.outside", stated->span,
		  g_strdup_printf(_("the layout “%s” is outside the issue's folder"), stated->text),
		  g_strdup(_("copy it below that folder, or name the layout with --layout")));
	return false;
}

// A path that the issue itself names begins at its folder and stays there, with all that the layout names.
static bool find_beside(Job *job, const Value *stated, FilePlace *file)
{
	g_autofree char *path = g_canonicalize_filename(stated->text, job->folder);
	*file = (FilePlace){arena_strdup(job->arena, path), job->folder};
	int opened = file_open(file);
	if (opened >= 0)
		close(opened);
	else if (errno == EXDEV)
		return fail_outside(job, stated);
	else if (errno == ENOENT || errno == ENOTDIR || errno == ENOTSUP)
		return fail_without_layout(job, stated->text, stated);
	return true;
}

// What the issue calls like a file, and is one in its folder, is that.
static char *find_shipped(const Job *job, const char *name)
{
	g_autofree char *path = g_canonicalize_filename(name, job->folder);
	bool beside = g_str_has_suffix(name, ".yaml") && g_file_test(path, G_FILE_TEST_IS_REGULAR);
	return beside ? NULL : data_find_shipped_layout(name);
}

// `stated` is where the issue names it, or NULL.
static bool find_layout(Job *job, const char *name, const Value *stated, FilePlace *file)
{
	g_autofree char *path = stated ? find_shipped(job, name) : name ? data_find_layout(name) : NULL;
	if (!path)
		return stated ? find_beside(job, stated, file) : fail_without_layout(job, name, NULL);
	*file = (FilePlace){.path = arena_strdup(job->arena, path)};
	return true;
}

static bool read_layout(Job *job)
{
	const Value *stated = job->options.layout ? NULL : value_get(job->issue, "layout");
	const char *given = job->options.layout ? job->options.layout : value_text(stated);
	g_autofree char *usual = given ? NULL : data_get_default_layout();
	const char *name = given ? given : usual;
	FilePlace file = {0};
	if (!find_layout(job, name, stated, &file) || !may_read(job, file.path))
		return false;
	g_autofree char *shown = strchr(name, '/') ? g_strdup(name) : g_path_get_basename(file.path);
	job->kept = workshop_take_layout(job->shop, &file, shown);
	job->layout = job->kept->layout;
	for (guint i = 0; i < job->kept->files->len; i++)
		add_file(job, g_ptr_array_index(job->kept->files, i));
	copy_diags(job->diags, job->kept->diags);
	return job->layout && !diag_list_has_errors(job->diags);
}

static int compare_styles(gconstpointer a, gconstpointer b)
{
	return strcmp((*(Style *const *)a)->name, (*(Style *const *)b)->name);
}

static GPtrArray *sort_styles(const Job *job)
{
	return sort_values(job->layout->styles, compare_styles);
}

static void report_family(Job *job, Span span, char *what)
{
	g_auto(GStrv) families = fonts_list_families(job->fonts);
	g_autofree char *names = g_strjoinv(", ", families);
	diag_take(job->diags, SEVERITY_ERROR, "font.unknown", span, what,
		  g_strdup_printf(_("fonts present: %s; more can be dropped into the fonts folder"), names));
}

static bool same_place(Span a, Span b)
{
	return a.source == b.source && a.line == b.line && a.column == b.column;
}

// The styles from one on that take their font from the same place: “body”, “lead”, …
static char *list_styles(const GPtrArray *styles, guint first)
{
	enum { NAMED_MAX = 6 };
	const Style *style = g_ptr_array_index(styles, first);
	GString *names = g_string_new(NULL);
	guint count = 0;
	for (guint i = first; i < styles->len && count <= NAMED_MAX; i++) {
		const Style *other = g_ptr_array_index(styles, i);
		if (!other->family || !same_place(style->family_span, other->family_span))
			continue;
		if (count++ < NAMED_MAX)
			g_string_append_printf(names, count > 1 ? _(", “%s”") : _("“%s”"), other->name);
		else
			g_string_append(names, ", …");
	}
	return g_string_free(names, FALSE);
}

// Styles that extend each other have the font of one place: it is told once.
static bool is_first_of_place(const GPtrArray *styles, guint index)
{
	const Style *style = g_ptr_array_index(styles, index);
	for (guint i = 0; i < index; i++)
		if (same_place(((const Style *)g_ptr_array_index(styles, i))->family_span,
			       style->family_span))
			return false;
	return true;
}

static void check_family(Job *job, const GPtrArray *styles, guint index)
{
	const Style *style = g_ptr_array_index(styles, index);
	if (!style->family || fonts_has_family(job->fonts, style->family) ||
	    !is_first_of_place(styles, index))
		return;
	g_autofree char *names = list_styles(styles, index);
	report_family(job, style->family_span,
		      g_strdup_printf(_("there is no font “%s”, which is asked for by the style %s"),
				      style->family, names));
}

static void check_required(Job *job)
{
	const Value *required = job->layout->required;
	for (size_t i = 0; required && i < required->length; i++)
		if (!fonts_has_family(job->fonts, required->items[i]->text))
			report_family(job, required->items[i]->span,
				      g_strdup_printf(_("the layout needs the font “%s”, which is not there"),
						      required->items[i]->text));
}

static bool open_fonts(Job *job)
{
	g_autofree char *folder = data_find_file("fonts");
	if (!folder)
		return fail_by_system(
		    job, g_strdup(_("the folder of fonts is not found")),
		    g_strdup(_("run “make”, which collects the fonts, or set BULLETIN_DATA")));
	job->bench = workshop_take_bench(job->shop, folder, job->lang, job->arena, job->diags);
	if (!job->bench)
		return false;
	job->fonts = job->bench->fonts;
	check_required(job);
	g_autoptr(GPtrArray) styles = sort_styles(job);
	for (guint i = 0; i < styles->len; i++)
		check_family(job, styles, i);
	return !diag_list_has_errors(job->diags);
}

// The passes of one job share what they build; jobs for pages that are shown while the issue is being written
// share it with each other, unless something about the file is to be said again each time.
static void remember(Job *job)
{
	if (!keeps_issue(job) || !job->is_clean) {
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
		add_file(job, g_ptr_array_index(job->list->files, i));
	return !diag_list_has_errors(job->diags);
}

static bool check_pages(Job *job)
{
	if (is_check(job)) {
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

static bool take_output(Job *job, guint page, GBytes *bytes)
{
	if (!bytes)
		return false;
	JobOutput *output = g_new0(JobOutput, 1);
	*output = (JobOutput){.page = page, .bytes = bytes};
	g_ptr_array_add(job->outputs, output);
	return true;
}

static PaintOptions paint_options(const Job *job)
{
	const JobOptions *options = &job->options;
	return (PaintOptions){
	    .first = options->first,
	    .count = options->count,
	    .bleed = options->bleed,
	    .dpi = options->dpi,
	    .draft = options->draft,
	    .cache = job->pictures,
	    .part = {options->part.x, options->part.y, options->part.width, options->part.height}};
}

static bool paint_press(Job *job)
{
	PaintOptions options = paint_options(job);
	PressJob work = {.press = job->press,
			 .list = job->list,
			 .text = job->bench->text,
			 .fonts = job->fonts,
			 .arena = job->arena,
			 .profile = job->options.profile,
			 .diags = job->diags};
	return take_output(job, 0, press_paint(&work, &options));
}

static bool paint_document(Job *job)
{
	PaintOptions options = paint_options(job);
	if (job->press)
		return paint_press(job);
	options.tags = true;
	g_autoptr(GBytes) plain = paint_pdf(job->list, &options, job->diags);
	FinishOptions finish = {.first = options.first, .bleed = options.bleed};
	return plain && take_output(job, 0, finish_pdf(plain, job->list, &finish, job->diags));
}

static GBytes *paint_proof(const Job *job, guint page, const PaintOptions *options)
{
	return press_paint_page(job->press, job->list, page, job->options.separation, options);
}

typedef GBytes *(*PaintPage)(const DisplayList *, guint, const PaintOptions *, DiagList *);

static bool paint_each_page(Job *job, PaintPage paint)
{
	PaintOptions options = paint_options(job);
	guint count = options.count ? options.count : job->list->pages->len - options.first;
	for (guint page = options.first; page < options.first + count; page++)
		if (!take_output(job, page + 1,
				 job->press && !options.draft ? paint_proof(job, page, &options)
							      : paint(job->list, page, &options, job->diags)))
			return false;
	return true;
}

static bool paint_images(Job *job)
{
	return paint_each_page(job, paint_png);
}

static bool paint_drawings(Job *job)
{
	return paint_each_page(job, paint_svg);
}

static bool write_dump(Job *job)
{
	char *text = display_dump(job->list);
	return take_output(job, 0, g_bytes_new_take(text, strlen(text)));
}

static bool paint(Job *job)
{
	static bool (*const painters[])(Job *) = {
	    [JOB_PDF] = paint_document,
	    [JOB_PNG] = paint_images,
	    [JOB_SVG] = paint_drawings,
	    [JOB_DUMP] = write_dump,
	};
	guint pages = job->list->pages->len;
	if (is_check(job) || job->options.format == JOB_HELD)
		return true;
	if (job->options.first >= pages || job->options.first + job->options.count > pages)
		return fail(job, "pages.range", g_strdup(_("the pages asked for are not all there")),
			    g_strdup_printf(dngettext("bulletin", "the document has %u page",
						      "the document has %u pages", pages),
					    pages));
	return painters[job->options.format](job);
}

bool job_run(Job *job)
{
	bool done = find_data(job) && read_issue(job) && read_words(job) && check_issue(job) &&
		    read_layout(job) && open_fonts(job) && set_pages(job) && check_pages(job) &&
		    prepare_press(job) && paint(job);
	done = done && !diag_list_has_errors(job->diags);
	if (!done)
		g_ptr_array_set_size(job->outputs, 0);
	diag_list_sort(job->diags);
	return done;
}

// --- warming up ---

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
	bool done =
	    find_data(job) && read_words(job) && read_layout(job) && open_fonts(job) && warm_press(job);
	diag_list_sort(job->diags);
	if (!done || diag_list_has_errors(job->diags))
		return false;
	g_autoptr(GPtrArray) styles = sort_styles(job);
	prime(&(PrimeInput){
	    .arena = job->arena,
	    .diags = job->diags,
	    .text = job->bench->text,
	    .styles = styles,
	    .words = job->words,
	    .dpi = job->options.draft ? job->options.dpi : 0,
	});
	await_threads();
	return true;
}

// --- held pages ---

static bool open_press(Job *job)
{
	if (job->press_diags)
		return job->held_press;
	job->press_diags = diag_list_new();
	job->held_press = press_new(job->shop, job->layout, job->files, job->press_diags);
	if (job->held_press)
		job->press_key = press_dup_key(job->held_press);
	return job->held_press;
}

const char *job_peek_press_key(Job *job)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, NULL);
	return open_press(job) ? job->press_key : NULL;
}

bool job_look_for_press(Job *job)
{
	g_return_val_if_fail(job->list, false);
	if (open_press(job) && !job->looked_for_press)
		press_look(job->held_press, job->list, PROFILE_PRINT);
	job->looked_for_press = true;
	diag_list_sort(job->press_diags);
	return !diag_list_has_errors(job->press_diags);
}

const DiagList *job_peek_press_diags(const Job *job)
{
	return job->press_diags;
}

// Another job may have used the engine since, and be gone.
static void begin_text(Job *job)
{
	text_engine_begin(job->bench->text, job->arena, job->press_diags);
}

DisplayList *job_make_marks(Job *job, bool folded)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, NULL);
	if (!open_press(job))
		return NULL;
	begin_text(job);
	PressJob work = {.press = job->held_press,
			 .list = display_list_copy(job->list),
			 .text = job->bench->text,
			 .fonts = job->fonts,
			 .arena = job->arena,
			 .diags = job->press_diags};
	marks_make(&work, folded);
	return work.list;
}

// A press file gets marks that the pages shown must not have.
static bool paint_for_press(Job *job)
{
	bool ready = job->options.profile == PROFILE_PRINT ? job_look_for_press(job) : open_press(job);
	if (!ready)
		return false;
	DisplayList *shown = job->list;
	DiagList *diags = job->diags;
	begin_text(job);
	job->list = display_list_copy(shown);
	job->diags = job->press_diags;
	job->press = g_steal_pointer(&job->held_press);
	bool painted = paint(job);
	job->held_press = g_steal_pointer(&job->press);
	display_list_free(job->list);
	job->list = shown;
	job->diags = diags;
	return painted;
}

bool job_paint(Job *job, const JobOptions *as)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, false);
	JobOptions held = job->options;
	job->options.format = as->format;
	if (held.profile == PROFILE_SCREEN)
		job->options.profile = as->profile;
	job->options.first = as->first;
	job->options.count = as->count;
	job->options.dpi = as->dpi;
	job->options.bleed = as->bleed;
	job->options.draft = as->draft;
	job->options.part = as->part;
	if (as->again && !job->pictures)
		job->pictures = picture_cache_new();
	g_ptr_array_set_size(job->outputs, 0);
	bool painted = job->options.profile == held.profile ? paint(job) : paint_for_press(job);
	job->options = held;
	return painted;
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
