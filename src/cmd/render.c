#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/output.h"
#include "cmd/series.h"
#include "cmd/terminal.h"
#include "job/job.h"

static const double usual_dpi = 150, least_dpi = 10, most_dpi = 1200;

static ExitStatus fail_usage(char *what, const char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	return STATUS_USAGE;
}

static bool find_format(const Arguments *arguments, const char *output, JobFormat *format)
{
	static const struct {
		const char *name, *suffix;
		JobFormat format;
	} formats[] = {
	    {"pdf", ".pdf", JOB_PDF},
	    {"png", ".png", JOB_PNG},
	    {"svg", ".svg", JOB_SVG},
	    {"dump", ".txt", JOB_DUMP},
	};
	const char *name = arguments_get(arguments, "format");
	if (!name && strcmp(output, "-") == 0)
		name = "pdf";
	for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
		bool found =
		    name ? strcmp(name, formats[i].name) == 0 : g_str_has_suffix(output, formats[i].suffix);
		*format = formats[i].format;
		if (found)
			return true;
	}
	return false;
}

// "2", "1-3", "3-": pages from 1 into first (from 0) and count (0: to the end).
static bool read_pages(const char *text, JobOptions *options)
{
	char *end;
	guint64 from = g_ascii_strtoull(text, &end, 10), to = from;
	if (end == text || from < 1 || from > G_MAXINT || !g_ascii_isdigit(*text))
		return false;
	options->first = (guint)from - 1;
	if (strcmp(end, "-") == 0)
		return true;
	if (*end == '-' && g_ascii_isdigit(end[1]))
		to = g_ascii_strtoull(end + 1, &end, 10);
	options->count = (guint)(to - from + 1);
	return *end == '\0' && to >= from && to <= G_MAXINT;
}

static bool read_dpi(const char *text, double *dpi)
{
	char *end;
	*dpi = g_ascii_strtod(text, &end);
	return end != text && *end == '\0' && *dpi >= least_dpi && *dpi <= most_dpi;
}

// issue.pdf here; for another profile than the screen issue-PROFILE.pdf, so that one does not take the place
// of the other.
static char *default_output(const char *issue, const char *profile)
{
	g_autofree char *name = g_path_get_basename(issue);
	char *dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	bool plain = profile_read(profile) == PROFILE_SCREEN;
	return g_strconcat(name, plain ? "" : "-", plain ? "" : profile, ".pdf", NULL);
}

static ExitStatus write_outputs(Job *job, const char *path, bool numbered)
{
	const GPtrArray *outputs = job_peek_outputs(job);
	g_autoptr(Inputs) inputs = inputs_new();
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autofree WriteItem *items = g_new0(WriteItem, outputs->len);
	for (guint i = 0; i < outputs->len; i++) {
		const JobOutput *output = g_ptr_array_index(outputs, i);
		g_ptr_array_add(paths, numbered ? series_name_page(path, output->page) : g_strdup(path));
		items[i] = (WriteItem){g_ptr_array_index(paths, i), output->bytes};
	}
	job_add_inputs(job, inputs);
	return output_write(items, outputs->len, inputs);
}

static void note_older(const char *path, guint pages)
{
	g_autoptr(DiagList) diags = diag_list_new();
	series_note_older(path, pages, diags);
	terminal_print_diags(diags);
}

static ExitStatus set_and_write(const JobOptions *options, const char *output)
{
	g_autoptr(Job) job = job_new(options);
	bool page_files = options->format == JOB_PNG || options->format == JOB_SVG;
	bool done = job_run(job);
	terminal_print_diags(job_peek_diags(job));
	if (!done)
		return job_is_system_failure(job) ? STATUS_SYSTEM : STATUS_INPUT;
	ExitStatus status = write_outputs(job, output, page_files && options->count != 1);
	if (status == STATUS_FINE && page_files && !options->first && !options->count)
		note_older(output, job_get_page_count(job));
	return status;
}

static JobSeparation read_separation(const char *name)
{
	static const char *const names[] = {"c", "m", "y", "k", "total"};
	for (guint i = 0; name && i < G_N_ELEMENTS(names); i++)
		if (strcmp(name, names[i]) == 0)
			return SEPARATION_CYAN + i;
	return SEPARATION_NONE;
}

// What profiles and formats do not go together. NULL where all is well; the caller frees it.
static char *find_discord(const JobOptions *options, const char **hint)
{
	bool proof = options->profile == PROFILE_PROOF, pdf = options->format == JOB_PDF;
	bool booklet = options->profile == PROFILE_BOOKLET || options->profile == PROFILE_BOOKLET_PROOF;
	if (options->separation && (!proof || options->format != JOB_PNG)) {
		*hint = _("write it to a file that ends in .png, with --profile proof or none");
		return g_strdup(_("one ink alone is a picture (PNG) of a proof"));
	}
	if (options->profile != PROFILE_SCREEN && !pdf && !(proof && options->format == JOB_PNG)) {
		*hint = _("end the file's name in .pdf; a proof may be .png too");
		return g_strdup(_("this profile is not for that format"));
	}
	if (booklet && (options->first || options->count)) {
		*hint = _("leave --pages out");
		return g_strdup(_("a booklet takes all pages"));
	}
	return NULL;
}

ExitStatus render_run(const Arguments *arguments)
{
	const char *issue = arguments->operands[0], *output = arguments_get(arguments, "output");
	const char *pages = arguments_get(arguments, "pages"), *dpi = arguments_get(arguments, "dpi");
	const char *profile = arguments_get(arguments, "profile"), *hint = NULL;
	JobOptions options = {
	    .issue = issue,
	    .layout = arguments_get(arguments, "layout"),
	    .dpi = usual_dpi,
	    .bleed = arguments_get(arguments, "bleed") != NULL,
	    .profile = profile_read(profile),
	    .separation = read_separation(arguments_get(arguments, "separation")),
	};
	g_autofree char *usual = default_output(issue, profile);
	if (options.separation && !profile)
		options.profile = PROFILE_PROOF;
	if (!output && strcmp(issue, "-") == 0)
		output = "-";
	if (!output && !arguments_get(arguments, "format"))
		output = usual;
	if (!output)
		return fail_usage(g_strdup(_("--format without --output")),
				  _("name the file to write with --output"));
	if (!find_format(arguments, output, &options.format))
		return fail_usage(g_strdup_printf(_("“%s” does not say what to write"), output),
				  _("end its name in .pdf, .png, .svg or .txt, or give --format"));
	if (pages && !read_pages(pages, &options))
		return fail_usage(g_strdup_printf(_("“%s” names no pages"), pages), _("write 2, 1-3 or 3-"));
	if (dpi && !read_dpi(dpi, &options.dpi))
		return fail_usage(g_strdup_printf(_("“%s” is no resolution"), dpi),
				  _("write a number from 10 to 1200"));
	if (strcmp(output, "-") == 0 && options.count != 1 && options.format != JOB_PDF &&
	    options.format != JOB_DUMP)
		return fail_usage(g_strdup(_("standard output takes one page only in this format")),
				  _("choose it with --pages"));
	char *discord = find_discord(&options, &hint);
	if (discord)
		return fail_usage(discord, hint);
	return set_and_write(&options, output);
}
