// A run over many issues: what is done already is left, the rest is set, and reports are written.
#pragma once
#include <stdbool.h>

#include "batch/list.h"
#include "batch/record.h"
#include "batch/worker.h"

typedef struct BatchOptions {
	char **operands; // see list_issues
	int operand_count;
	const char *output; // folder
	const char *layout;
	JobProfile profile;
	const char *depfile; // path, or NULL
	guint jobs;          // at once
	Shard shard;
	bool force; // what is done already too
	bool fail_fast;
	WorkerLimits limits;
} BatchOptions;

typedef struct BatchCounts {
	guint issues, fine, unchanged, failed, left; // `fine` counts those unchanged too
	guint pages;
} BatchCounts;

// Called in the order of the keys, however many are set at once; those unchanged and left are passed over.
typedef void (*BatchResult)(const Issue *issue, const Record *record, void *data);
// Called a few times a second with what is finished by now.
typedef void (*BatchProgress)(const BatchCounts *counts, void *data);

typedef struct Batch Batch;

// Borrows what the options point to.
Batch *batch_new(const BatchOptions *options);
void batch_free(Batch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)

// False where the run as a whole failed; batch_peek_diags says why. Outcomes of issues are no failure of
// the run.
bool batch_run(Batch *batch, BatchResult result, BatchProgress progress, void *data);
// Instead: joins what the parts of a list have done in the output folder.
bool batch_merge(Batch *batch);

// The following live as long as the batch.
const BatchCounts *batch_get_counts(const Batch *batch);
const DiagList *batch_peek_diags(const Batch *batch);
const char *batch_peek_first_left(const Batch *batch); // key, or NULL
int batch_get_signal(const Batch *batch);              // that stopped it, or 0
bool batch_is_system_failure(const Batch *batch);
