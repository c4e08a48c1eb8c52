#include "job/schema.h"

#include <string.h>

#include "load/load.h"

const char *job_get_schema(const char *name)
{
	if (strcmp(name, "issue") == 0)
		return load_issue_schema();
	if (strcmp(name, "layout") == 0)
		return load_layout_schema();
	if (strcmp(name, "import") == 0)
		return load_import_schema();
	return NULL;
}
