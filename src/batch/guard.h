// That a run does not destroy what it reads.
#pragma once
#include <stdbool.h>

#include "batch/list.h"
#include "job/inputs.h"

// What is going to be written, and from what.
typedef struct GuardTask {
	char **operands; // see list_issues
	int operand_count;
	const char *layout;      // as named, or NULL
	const GPtrArray *issues; // Issue *
	const char *const *reports;
	guint report_count;
} GuardTask;

// Before a run: false where something to be written is a file that is known to be read, or where two things
// would be written to one file. *what and *hint (caller frees) say which.
bool guard_look(const GuardTask *task, char **what, char **hint);
