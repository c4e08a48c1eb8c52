#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cmd/cmd.h"
#include "cmd/json.h"
#include "cmd/terminal.h"
#include "job/job.h"

static void print_summary(const char *issue, const DiagList *diags)
{
	guint errors = diag_list_count(diags, SEVERITY_ERROR),
	      warnings = diag_list_count(diags, SEVERITY_WARNING);
	g_autofree char *error_words =
	    g_strdup_printf(dngettext("bulletin", "%u error", "%u errors", errors), errors);
	g_autofree char *warning_words =
	    g_strdup_printf(dngettext("bulletin", "%u warning", "%u warnings", warnings), warnings);
	printf("%s: %s, %s\n", issue, error_words, warning_words);
}

static ExitStatus check_issue(const Arguments *arguments, const char *issue, bool json, bool first)
{
	g_autoptr(Job) job =
	    job_new(&(JobOptions){.issue = issue,
				  .layout = arguments_get(arguments, "layout"),
				  .profile = profile_read(arguments_get(arguments, "profile")),
				  .format = JOB_CHECK,
				  .typography = arguments_get(arguments, "typography")});
	bool fine = job_run(job);
	if (json) {
		json_print_issue(issue, job_get_page_count(job), job_peek_diags(job), first);
	} else {
		terminal_print_diags(job_peek_diags(job));
		print_summary(issue, job_peek_diags(job));
	}
	if (fine)
		return STATUS_FINE;
	return job_is_system_failure(job) ? STATUS_SYSTEM : STATUS_INPUT;
}

ExitStatus check_run(const Arguments *arguments)
{
	bool json = g_strcmp0(arguments_get(arguments, "format"), "json") == 0;
	ExitStatus worst = STATUS_FINE;
	if (json)
		fputs("[", stdout);
	for (int i = 0; i < arguments->operand_count; i++) {
		ExitStatus status = check_issue(arguments, arguments->operands[i], json, i == 0);
		worst = MAX(worst, status);
	}
	if (json)
		fputs("\n]\n", stdout);
	return worst;
}
