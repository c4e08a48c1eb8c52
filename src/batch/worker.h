// One issue in a process of its own: it gives up what it does not need, works within limits, and tells its
// parent what became of it.
#pragma once
#include <sys/types.h>

#include "batch/digest.h"
#include "batch/limits.h"
#include "batch/list.h"
#include "batch/record.h"
#include "job/job.h"

// What all issues of a run share. Borrowed.
typedef struct WorkerSetup {
	Workshop *shop;
	Job *warm;          // that filled the shop
	const char *layout; // as the command line names it, or NULL
	JobProfile profile;
	const char *output; // the folder
	const char *digest; // digest_setup()
	const Digests *digests;
	WorkerLimits limits;
} WorkerSetup;

typedef struct Worker {
	const Issue *issue;
	pid_t pid;
	int result;   // the record's line comes here, then its end
	int messages; // what libraries print, cut off
	GByteArray *line;
	gint64 began;  // monotonic, microseconds
	bool overtime; // stopped by the clock
} Worker;

// NULL where there can be no further process at present.
Worker *worker_start(const WorkerSetup *setup, const Issue *issue);
// Reads what has come; to be called when `result` is readable.
void worker_read(Worker *worker);
// Past its time it is stopped.
void worker_check_time(Worker *worker, const WorkerLimits *limits);
void worker_stop(Worker *worker);
// Its record once it has ended, NULL before. What a worker left half written is removed. Frees the worker.
Record *worker_finish(Worker *worker, const WorkerSetup *setup);
