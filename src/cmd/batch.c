#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/intl.h"
#include "batch/batch.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"

enum { JOBS_MAX = 1024, SECONDS_MAX = 24 * 3600, MEMORY_MAX = 1024 * 1024 };

// What is shown while it runs.
typedef struct Display {
	bool terminal; // a line that changes, instead of one an issue
	gint64 began;
	guint done_before;
	bool begun;
} Display;

// --- options ---

static ExitStatus fail_usage(char *what, const char *hint)
{
	terminal_complain(what, hint);
	g_free(what);
	return STATUS_USAGE;
}

// False where the option is given and is no number from `least` to `most`.
static bool read_number(const Arguments *arguments, const char *name, guint least, guint most, guint *number)
{
	const char *text = arguments_get(arguments, name);
	guint64 value;
	if (!text)
		return true;
	if (!g_ascii_string_to_unsigned(text, 10, least, most, &value, NULL)) {
		g_autofree char *hint = g_strdup_printf(_("write a whole number from %u"), least);
		fail_usage(g_strdup_printf(_("--%s does not take “%s”"), name, text), hint);
		return false;
	}
	*number = (guint)value;
	return true;
}

static ExitStatus check_merge(const Arguments *arguments)
{
	static const char *const others[] = {"jobs",      "profile", "shard",   "force", "keep-going",
					     "fail-fast", "depfile", "seconds", "memory"};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		if (arguments_get(arguments, others[i]))
			return fail_usage(
			    g_strdup_printf(_("--merge and --%s do not go together"), others[i]),
			    _("--merge joins what is done, and sets nothing"));
	if (arguments->operand_count)
		return fail_usage(g_strdup(_("--merge takes no issues")),
				  _("it reports on all that the parts have done in the folder"));
	return STATUS_FINE;
}

static bool read_options(const Arguments *arguments, BatchOptions *options)
{
	const char *shard = arguments_get(arguments, "shard");
	options->operands = arguments->operands;
	options->operand_count = arguments->operand_count;
	options->output = arguments_get(arguments, "output");
	options->layout = arguments_get(arguments, "layout");
	options->profile = profile_read(arguments_get(arguments, "profile"));
	options->depfile = arguments_get(arguments, "depfile");
	options->force = arguments_get(arguments, "force") != NULL;
	options->fail_fast = arguments_get(arguments, "fail-fast") != NULL;
	options->jobs = g_get_num_processors();
	options->limits = limits_usual();
	if (shard && !shard_read(shard, &options->shard)) {
		fail_usage(g_strdup_printf(_("“%s” is no part of a list"), shard), _("write 1/4 … 4/4"));
		return false;
	}
	return read_number(arguments, "jobs", 1, JOBS_MAX, &options->jobs) &&
	       read_number(arguments, "seconds", 1, SECONDS_MAX, &options->limits.cpu_seconds) &&
	       read_number(arguments, "memory", MEMORY_LEAST_MIB, MEMORY_MAX, &options->limits.memory_mib);
}

// --- what is seen ---

static void clear_line(const Display *display)
{
	if (display->terminal && display->begun)
		fputs("\r\033[K", stderr);
}

static void show_result(const Issue *issue, const Record *record, void *data)
{
	const Display *display = data;
	clear_line(display);
	if (!display->terminal && record->outcome == OUTCOME_FINE) {
		printf("%s: ", issue->path);
		printf(dngettext("bulletin", "%u page", "%u pages", record->pages), record->pages);
		putchar('\n');
	} else if (!display->terminal) {
		printf(_("%s: failed\n"), issue->path);
	}
	fflush(stdout);
	terminal_print_diags(record->diags);
}

static void show_progress(const BatchCounts *counts, void *data)
{
	Display *display = data;
	guint done = counts->fine + counts->failed;
	double seconds = (double)(g_get_monotonic_time() - display->began) / G_USEC_PER_SEC;
	if (!display->begun)
		display->done_before = counts->unchanged;
	if (!display->terminal)
		return;
	clear_line(display);
	display->begun = true;
	double rate = (done - display->done_before) / MAX(seconds, 0.001);
	g_autofree char *failed =
	    g_strdup_printf(dngettext("bulletin", "%u failed", "%u failed", counts->failed), counts->failed);
	fprintf(stderr, _("%u of %u, %s, %s a second"), done, counts->issues, failed,
		decimal_text(&(DecimalText){0}, rate, 1));
	if (rate > 0)
		fprintf(stderr, _(", %.0f s left"), counts->left / rate);
	fflush(stderr);
}

static void print_summary(const Batch *batch)
{
	const BatchCounts *counts = batch_get_counts(batch);
	printf(dngettext("bulletin", "%u issue: ", "%u issues: ", counts->issues), counts->issues);
	printf(_("%u right (%u of them unchanged), %u failed; "), counts->fine, counts->unchanged,
	       counts->failed);
	printf(dngettext("bulletin", "%u page", "%u pages", counts->pages), counts->pages);
	putchar('\n');
	if (!counts->left)
		return;
	printf(dngettext("bulletin", "%u issue is left, first %s; run it again to go on\n",
			 "%u issues are left, first %s; run it again to go on\n", counts->left),
	       counts->left, batch_peek_first_left(batch));
}

// --- the command ---

// As the shell expects of a program that was interrupted.
static void end_by_signal(int signal_number)
{
	if (!signal_number)
		return;
	fflush(stdout);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static ExitStatus run(Batch *batch, bool merge)
{
	Display display = {.terminal = isatty(STDERR_FILENO) == 1, .began = g_get_monotonic_time()};
	bool done = merge ? batch_merge(batch) : batch_run(batch, show_result, show_progress, &display);
	clear_line(&display);
	terminal_print_diags(batch_peek_diags(batch));
	if (!done)
		return batch_is_system_failure(batch) ? STATUS_SYSTEM : STATUS_INPUT;
	print_summary(batch);
	end_by_signal(batch_get_signal(batch));
	const BatchCounts *counts = batch_get_counts(batch);
	return counts->failed || counts->left ? STATUS_INPUT : STATUS_FINE;
}

ExitStatus batch_run_command(const Arguments *arguments)
{
	BatchOptions options = {0};
	bool merge = arguments_get(arguments, "merge") != NULL;
	if (!arguments_get(arguments, "output"))
		return fail_usage(g_strdup(_("the folder to write to is missing")),
				  _("name it with --output"));
	if (merge && check_merge(arguments) != STATUS_FINE)
		return STATUS_USAGE;
	if (!merge && !arguments->operand_count)
		return fail_usage(g_strdup(_("no issue is named")), _("name files, folders or @LIST"));
	if (arguments_get(arguments, "keep-going") && arguments_get(arguments, "fail-fast"))
		return fail_usage(g_strdup(_("--keep-going and --fail-fast do not go together")),
				  _("leave one of them out"));
	if (!read_options(arguments, &options))
		return STATUS_USAGE;
	g_autoptr(Batch) batch = batch_new(&options);
	return run(batch, merge);
}
