#include "batch/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/intl.h"
#include "batch/confine.h"
#include "batch/heap.h"
#include "batch/leftovers.h"
#include "job/data.h"
#include "job/write.h"

enum {
	MESSAGES_MAX = 16 * 1024,          // bytes kept of what libraries print
	LINE_MAX_BYTES = 16 * 1024 * 1024, // of a record
	READ_STEP = 64 * 1024,
};

static const double cover_dpi = 36;

// --- in the child ---

// Where libraries look for what they load late: tables of characters, librsvg.
static const char *const system_folders[] = {
    "/usr",      "/lib",         "/lib64",     "/etc/fonts", "/etc/ld.so.cache",
    "/dev/null", "/dev/urandom", "/proc/self", NULL};

static void add_folder_of(GPtrArray *paths, const char *path)
{
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_ptr_array_add(paths, g_path_get_dirname(absolute));
}

// An issue is read below its own folder; layouts below theirs.
static bool give_up(const WorkerSetup *setup, const Issue *issue)
{
	g_autoptr(GPtrArray) readable = g_ptr_array_new_with_free_func(g_free);
	const GPtrArray *warm_files = job_peek_files(setup->warm);
	const char *const writable[] = {setup->output, NULL};
	for (const char *const *folder = system_folders; *folder; folder++)
		g_ptr_array_add(readable, g_strdup(*folder));
	for (const char *const *folder = data_hyphenation_folders(); *folder; folder++)
		g_ptr_array_add(readable, g_strdup(*folder));
	char *data = data_find_folder();
	if (data)
		g_ptr_array_add(readable, data);
	for (guint i = 0; i < warm_files->len; i++)
		add_folder_of(readable, g_ptr_array_index(warm_files, i));
	add_folder_of(readable, issue->path);
	// One that was named may be a link to anywhere.
	char *real = issue->named ? realpath(issue->path, NULL) : NULL;
	if (real)
		add_folder_of(readable, real);
	free(real);
	g_ptr_array_add(readable, NULL);
	return confine((const char *const *)readable->pdata, writable);
}

// Nothing open but the result (3) and the messages (2).
static void leave_parent(int result, int messages)
{
	sigset_t none;
	sigemptyset(&none);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int nothing = open("/dev/null", O_RDWR);
	int kept = fcntl(result, F_DUPFD, 10), kept_messages = fcntl(messages, F_DUPFD, 10);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	dup2(kept_messages, STDERR_FILENO);
	dup2(kept, 3);
	close_range(4, ~0U, 0);
}

static bool is_below(const char *path, const char *folder)
{
	char *real_path = realpath(path, NULL), *real_folder = realpath(folder, NULL);
	size_t length = real_folder ? strlen(real_folder) : 0;
	bool below = real_path && real_folder && strncmp(real_path, real_folder, length) == 0 &&
		     (real_path[length] == '/' || strcmp(real_folder, "/") == 0);
	free(real_path);
	free(real_folder);
	return below;
}

// Whether the issue is a file that may be read: nothing that waits for a writer, no way out of the archive.
static bool is_readable_issue(const Issue *issue, Record *record)
{
	struct stat status;
	if (stat(issue->path, &status) != 0)
		return true; // the job says so
	if (!S_ISREG(status.st_mode)) {
		record->outcome = OUTCOME_ERRORS;
		record_take_error(record, issue->path, "batch.no-file",
				  g_strdup_printf(_("“%s” is no file"), issue->path),
				  g_strdup(_("give files; pipes and devices are not read in a batch")));
		return false;
	}
	if (issue->named || is_below(issue->path, issue->root))
		return true;
	record->outcome = OUTCOME_ERRORS;
	record_take_error(record, issue->path, "batch.outside",
			  g_strdup_printf(_("“%s” is a link out of the folder that was given"), issue->path),
			  g_strdup(_("put the file itself there, or name it by itself")));
	return false;
}

// Of a job that is held; the caller unrefs. NULL and a diagnostic of the job on failure.
static GBytes *paint(Job *job, const JobOptions *as)
{
	if (!job_paint(job, as))
		return NULL;
	const JobOutput *output = g_ptr_array_index(job_peek_outputs(job), 0);
	return g_bytes_ref(output->bytes);
}

static bool write_pages(const Job *job, const Issue *issue, Record *record, GBytes *pages, GBytes *cover)
{
	const WriteItem items[] = {{issue->pages, pages}, {issue->cover, cover}};
	g_autoptr(Inputs) inputs = inputs_new();
	char *what, *hint;
	job_add_inputs(job, inputs);
	WriteResult result = write_files(items, G_N_ELEMENTS(items), inputs, &what, &hint);
	if (result != WRITE_DONE) {
		record->outcome = result == WRITE_REFUSED ? OUTCOME_ERRORS : OUTCOME_SYSTEM;
		record_take_error(record, issue->path, "batch.write", what, hint);
		return false;
	}
	record->pages_size = g_bytes_get_size(pages);
	record->cover_size = g_bytes_get_size(cover);
	return true;
}

// Of what it takes nothing is freed: the process ends when the result is sent.
static void set_issue(const WorkerSetup *setup, const Issue *issue, Record *record)
{
	const JobOptions options = {.issue = issue->path,
				    .root = issue->named ? NULL : issue->root,
				    .layout = setup->layout,
				    .profile = setup->profile,
				    .format = JOB_HELD};
	gint64 began = digest_now();
	Job *job = job_new_in(setup->shop, &options);
	bool set = job_run(job);
	record->pages = set ? job_get_page_count(job) : 0;
	// First the cover: files for a press add marks and sheets to the pages.
	GBytes *cover =
	    set ? paint(job,
			&(JobOptions){.format = JOB_THUMBNAIL, .count = 1, .dpi = cover_dpi, .again = true})
		: NULL;
	GBytes *pages = cover ? paint(job, &(JobOptions){.format = JOB_PDF}) : NULL;
	DiagList *diags = job_peek_diags(job);
	diag_list_sort(diags);
	for (guint i = 0; i < diag_list_length(diags); i++)
		record_add_diag(record, issue->path, diag_list_peek(diags, i));
	record->outcome = job_is_system_failure(job)  ? OUTCOME_SYSTEM
			  : job_is_out_of_memory(job) ? OUTCOME_MEMORY
						      : OUTCOME_ERRORS;
	if (!pages || diag_list_has_errors(diags) || !write_pages(job, issue, record, pages, cover))
		return;
	record->outcome = OUTCOME_FINE;
	digest_take_files(record, job_peek_files(job), issue->root, began, setup->digests);
}

static void send(const Record *record)
{
	g_autofree char *line = record_to_line(record);
	size_t size = strlen(line), done = 0;
	while (done < size) {
		ssize_t count = write(3, line + done, size - done);
		if (count < 0 && errno != EINTR)
			_exit(EXIT_FAILURE);
		done += count > 0 ? (size_t)count : 0;
	}
}

static G_NORETURN void run_child(const WorkerSetup *setup, const Issue *issue, int result, int messages)
{
	heap_prepare();
	leave_parent(result, messages);
	g_autofree char *name = g_path_get_basename(issue->path);
	prctl(PR_SET_NAME, name); // what tools that list processes show; cut to 15 bytes
	g_autoptr(Record) record = record_new(issue->key);
	g_free(record->setup);
	record->setup = g_strdup(setup->digest);
	limits_apply(&setup->limits);
	if (!give_up(setup, issue)) {
		record->outcome = OUTCOME_SYSTEM;
		record_take_error(record, issue->path, "batch.confine",
				  g_strdup(_("the kernel refused to confine the worker")),
				  g_strdup(_("set the issue with “bulletin render”, if you trust it")));
	} else if (is_readable_issue(issue, record)) {
		set_issue(setup, issue, record);
	}
	send(record);
	_exit(EXIT_SUCCESS);
}

// --- in the parent ---

static int open_messages(void)
{
	int file = memfd_create("messages", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (file >= 0 && ftruncate(file, MESSAGES_MAX) == 0)
		fcntl(file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK);
	return file;
}

Worker *worker_start(const WorkerSetup *setup, const Issue *issue)
{
	int ends[2], messages = open_messages();
	pid_t parent = getpid();
	if (messages < 0)
		return NULL;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		close(messages);
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(EXIT_FAILURE);
		run_child(setup, issue, ends[1], messages);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		close(messages);
		return NULL;
	}
	Worker *worker = g_new0(Worker, 1);
	*worker = (Worker){issue, pid, ends[0], messages, g_byte_array_new(), g_get_monotonic_time(), false};
	return worker;
}

void worker_read(Worker *worker)
{
	guint8 buffer[READ_STEP];
	ssize_t count = worker->result >= 0 ? read(worker->result, buffer, sizeof buffer) : 0;
	if (count < 0 && errno == EINTR)
		return;
	if (count > 0 && worker->line->len < LINE_MAX_BYTES) {
		g_byte_array_append(worker->line, buffer, (guint)count);
		return;
	}
	if (worker->result >= 0)
		close(worker->result);
	worker->result = -1;
}

void worker_stop(Worker *worker)
{
	kill(worker->pid, SIGKILL);
}

void worker_check_time(Worker *worker, const WorkerLimits *limits)
{
	gint64 most = (gint64)limits_get_clock(limits) * G_USEC_PER_SEC;
	if (worker->overtime || g_get_monotonic_time() - worker->began < most)
		return;
	worker->overtime = true;
	worker_stop(worker);
}

// --- why it ended ---

typedef struct Ending {
	const WorkerSetup *setup;
	const Worker *worker;
	int status; // as of wait
	guint64 cpu_us;
	char messages[MESSAGES_MAX + 1];
} Ending;

static bool is_signal(const Ending *ending, int signal_number)
{
	return WIFSIGNALED(ending->status) && WTERMSIG(ending->status) == signal_number;
}

static bool ran_out_of_time(const Ending *ending)
{
	return ending->worker->overtime;
}

static bool ran_out_of_cpu(const Ending *ending)
{
	guint64 limit = ending->setup->limits.cpu_seconds * (guint64)G_USEC_PER_SEC;
	return is_signal(ending, SIGXCPU) || (is_signal(ending, SIGKILL) && ending->cpu_us >= limit);
}

// The libraries end the process where they get no memory, each in its words.
static bool ran_out_of_memory(const Ending *ending)
{
	return ending->status != 0 && (strstr(ending->messages, "failed to allocate") ||
				       strstr(ending->messages, "memory allocation of") ||
				       strstr(ending->messages, "out of memory"));
}

static bool was_killed(const Ending *ending)
{
	return is_signal(ending, SIGKILL) || is_signal(ending, SIGTERM) || is_signal(ending, SIGINT) ||
	       is_signal(ending, SIGHUP) || is_signal(ending, SIGQUIT);
}

static bool went_wrong(const Ending *ending)
{
	(void)ending;
	return true;
}

static char *describe_time(const Ending *ending)
{
	return g_strdup_printf(_("it took more than %u s"), limits_get_clock(&ending->setup->limits));
}

static char *describe_cpu(const Ending *ending)
{
	return g_strdup_printf(_("it took more than %u s of the processor"),
			       ending->setup->limits.cpu_seconds);
}

static char *describe_memory(const Ending *ending)
{
	return g_strdup_printf(_("it took more than %u MiB of memory"), ending->setup->limits.memory_mib);
}

static char *describe_kill(const Ending *ending)
{
	return g_strdup_printf(_("its process was killed from outside (signal %d)"),
			       WTERMSIG(ending->status));
}

static char *describe_crash(const Ending *ending)
{
	if (WIFSIGNALED(ending->status))
		return g_strdup_printf(_("the program crashed on it (signal %d)"), WTERMSIG(ending->status));
	return g_strdup(_("the program ended without a result"));
}

// The first that holds is the cause.
static const struct {
	Outcome outcome;
	const char *code;
	bool (*holds)(const Ending *);
	char *(*describe)(const Ending *);
	const char *hint;
} causes[] = {
    {OUTCOME_TIME, "batch.time", ran_out_of_time, describe_time,
     N_("look at it by itself, or raise --seconds")},
    {OUTCOME_CPU, "batch.cpu", ran_out_of_cpu, describe_cpu, N_("look at it by itself, or raise --seconds")},
    {OUTCOME_MEMORY, "batch.memory", ran_out_of_memory, describe_memory,
     N_("look for very large pictures or texts, or raise --memory")},
    {OUTCOME_KILLED, "batch.killed", was_killed, describe_kill,
     N_("the system may be short of memory: run it again, with a smaller -j")},
    {OUTCOME_CRASH, "batch.crash", went_wrong, describe_crash,
     N_("this is a fault of the program: please report it with the issue")},
};

static Record *explain(const Ending *ending)
{
	Record *record = record_new(ending->worker->issue->key);
	guint i = 0;
	while (!causes[i].holds(ending))
		i++;
	record->outcome = causes[i].outcome;
	record_take_error(record, ending->worker->issue->path, causes[i].code, causes[i].describe(ending),
			  g_strdup(_(causes[i].hint)));
	return record;
}

static Record *read_record(const Ending *ending)
{
	GByteArray *line = ending->worker->line;
	g_byte_array_append(line, (const guint8 *)"", 1);
	Record *record = ending->status == 0 ? record_from_line((const char *)line->data) : NULL;
	// What strangers wrote may have taken the worker over: it speaks for its own issue only.
	if (record && strcmp(record->key, ending->worker->issue->key) == 0 &&
	    strcmp(record->setup, ending->setup->digest) == 0)
		return record;
	record_free(record);
	return NULL;
}

static guint64 microseconds(struct timeval time)
{
	return (guint64)time.tv_sec * G_USEC_PER_SEC + (guint64)time.tv_usec;
}

static void clean_after(const Issue *issue)
{
	g_autoptr(GPtrArray) outputs = g_ptr_array_new();
	g_ptr_array_add(outputs, issue->pages);
	g_ptr_array_add(outputs, issue->cover);
	leftovers_remove(outputs);
}

static void worker_free(Worker *worker)
{
	if (worker->result >= 0)
		close(worker->result);
	close(worker->messages);
	g_byte_array_unref(worker->line);
	g_free(worker);
}

Record *worker_finish(Worker *worker, const WorkerSetup *setup)
{
	struct rusage usage;
	g_autofree Ending *ending = g_new0(Ending, 1);
	if (wait4(worker->pid, &ending->status, WNOHANG, &usage) <= 0)
		return NULL;
	// All it wrote is there by now; nothing that holds the other end can keep us waiting.
	fcntl(worker->result, F_SETFL, O_NONBLOCK);
	while (worker->result >= 0)
		worker_read(worker);
	ending->setup = setup;
	ending->worker = worker;
	ending->cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
	if (pread(worker->messages, ending->messages, MESSAGES_MAX, 0) < 0)
		ending->messages[0] = '\0';
	Record *record = read_record(ending);
	if (!record) {
		record = explain(ending);
		clean_after(worker->issue);
	}
	record->cpu_us = ending->cpu_us;
	worker_free(worker);
	return record;
}
