// What a job reads.
#include "job/stages.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "job/data.h"
#include "load/amount.h"
#include "load/load.h"
#include "load/preflight.h"

void stage_add_file(Job *job, const char *path)
{
	if (!g_ptr_array_find_with_equal_func(job->files, path, g_str_equal, NULL))
		g_ptr_array_add(job->files, g_strdup(path));
}

bool stage_fail(Job *job, const char *code, char *what, char *hint)
{
	diag_take(job->diags, SEVERITY_ERROR, code, (Span){0}, what, hint);
	return false;
}

bool stage_fail_by_system(Job *job, char *what, char *hint)
{
	job->system_failure = true;
	return stage_fail(job, "system", what, hint);
}

static bool may_read(Job *job, const char *path)
{
	if (access(path, R_OK) == 0 || errno != EACCES)
		return true;
	return stage_fail_by_system(job, g_strdup_printf(_("no permission to read %s"), path),
				    g_strdup(_("change its permissions, or ask its owner")));
}

bool stage_find_data(Job *job)
{
	g_autofree char *folder = data_find_folder();
	if (folder)
		return true;
	return stage_fail_by_system(
	    job, g_strdup(_("the program's own files (layouts, fonts) are not found")),
	    g_strdup(_("install it whole, or set BULLETIN_DATA to the folder that holds "
		       "layouts and fonts")));
}

bool stage_keeps_issue(const Job *job)
{
	return !job->own_shop && job->options.format == JOB_HELD;
}

bool stage_read_issue(Job *job)
{
	const char *path = job->options.issue;
	bool is_stdin = strcmp(path, "-") == 0;
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	job->folder = is_stdin ? g_get_current_dir() : g_path_get_dirname(absolute);
	if (!is_stdin && !may_read(job, path))
		return false;
	if (!is_stdin)
		stage_add_file(job, path);
	FilePlace file = {job->options.root ? absolute : path, job->options.root};
	const Value *before =
	    stage_keeps_issue(job) ? workshop_peek_issue(job->shop, path, job->arena) : NULL;
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

bool stage_read_words(Job *job)
{
	const Value *stated = value_get(job->issue, "lang");
	g_autofree char *usual = stated ? NULL : data_get_default_language();
	job->lang = stated ? stated->text : arena_strdup(job->arena, usual);
	g_autofree char *path = job->lang ? data_find_words(job->lang) : NULL;
	if (path) {
		stage_add_file(job, path);
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

bool stage_is_check(const Job *job)
{
	return job->options.format == JOB_CHECK;
}

bool stage_check_issue(Job *job)
{
	if (!load_check_amount(job->diags, job->issue))
		return false;
	load_warn_unplaced(job->diags, job->issue);
	if (stage_is_check(job))
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

bool stage_read_layout(Job *job)
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
		stage_add_file(job, g_ptr_array_index(job->kept->files, i));
	copy_diags(job->diags, job->kept->diags);
	return job->layout && !diag_list_has_errors(job->diags);
}
