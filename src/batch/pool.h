// Many issues at once, each in a worker.
#pragma once
#include "batch/worker.h"

typedef struct PoolTask {
	const WorkerSetup *setup;
	GPtrArray *issues; // Issue *: what is to be set, in this order
	guint jobs;        // at once
	bool fail_fast;    // no further ones after a failure
	// Called as each is finished; takes the record over. False: no further ones.
	bool (*done)(Record *record, void *data);
	// Called a few times a second.
	void (*tick)(void *data);
	void *data;
} PoolTask;

// The signal that stopped it, 0 for none. At the first of SIGINT, SIGTERM, SIGHUP no further issue is begun
// and those at work are finished; at the second they are dropped.
int pool_run(const PoolTask *task);
