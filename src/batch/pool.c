#include "batch/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { TICK_MS = 200 };

typedef struct Pool {
	const PoolTask *task;
	GPtrArray *workers; // Worker *: at work
	guint next;         // issue
	int signals;        // descriptor
	int stopped_by;     // signal, or 0
	bool closed;        // nothing further is begun
} Pool;

static int watch_signals(sigset_t *before)
{
	sigset_t watched;
	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	sigaddset(&watched, SIGINT);
	sigaddset(&watched, SIGTERM);
	sigaddset(&watched, SIGHUP);
	sigprocmask(SIG_BLOCK, &watched, before);
	return signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void stop_all(const Pool *pool)
{
	for (guint i = 0; i < pool->workers->len; i++)
		worker_stop(g_ptr_array_index(pool->workers, i));
}

static void take_signals(Pool *pool)
{
	struct signalfd_siginfo info;
	while (read(pool->signals, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGCHLD)
			continue;
		if (pool->stopped_by)
			stop_all(pool);
		pool->stopped_by = (int)info.ssi_signo;
		pool->closed = true;
	}
}

static void begin(Pool *pool)
{
	const PoolTask *task = pool->task;
	while (!pool->closed && pool->next < task->issues->len && pool->workers->len < task->jobs) {
		Worker *worker = worker_start(task->setup, g_ptr_array_index(task->issues, pool->next));
		if (!worker)
			return; // too many processes: again at the next tick
		g_ptr_array_add(pool->workers, worker);
		pool->next++;
	}
}

static void await(Pool *pool)
{
	guint count = pool->workers->len + 1;
	g_autofree struct pollfd *watched = g_new0(struct pollfd, count);
	watched[0] = (struct pollfd){.fd = pool->signals, .events = POLLIN};
	for (guint i = 1; i < count; i++) {
		const Worker *worker = g_ptr_array_index(pool->workers, i - 1);
		watched[i] = (struct pollfd){.fd = worker->result, .events = POLLIN};
	}
	poll(watched, count, TICK_MS);
	for (guint i = 1; i < count; i++)
		if (watched[i].revents)
			worker_read(g_ptr_array_index(pool->workers, i - 1));
}

// A worker stopped at the user's wish has no outcome: its issue is left for another time.
static void take_result(Pool *pool, Record *record)
{
	const PoolTask *task = pool->task;
	if (pool->stopped_by && record->outcome == OUTCOME_KILLED) {
		record_free(record);
		return;
	}
	bool failed = record->outcome != OUTCOME_FINE;
	if (!task->done(record, task->data) || (failed && task->fail_fast))
		pool->closed = true;
}

static void finish(Pool *pool)
{
	for (guint i = 0; i < pool->workers->len;) {
		Worker *worker = g_ptr_array_index(pool->workers, i);
		worker_check_time(worker, &pool->task->setup->limits);
		Record *record = worker_finish(worker, pool->task->setup);
		if (!record) {
			i++;
			continue;
		}
		g_ptr_array_remove_index(pool->workers, i);
		take_result(pool, record);
	}
}

int pool_run(const PoolTask *task)
{
	Pool pool = {.task = task, .workers = g_ptr_array_new()};
	sigset_t before;
	pool.signals = watch_signals(&before);
	while (pool.workers->len || (!pool.closed && pool.next < task->issues->len)) {
		begin(&pool);
		await(&pool);
		take_signals(&pool);
		finish(&pool);
		task->tick(task->data);
	}
	close(pool.signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	g_ptr_array_unref(pool.workers);
	return pool.stopped_by;
}
