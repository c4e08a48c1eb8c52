// Layout files, whole: read, checked, compiled, and pages set with them.
#include "fuzz.h"
#include "job/job.h"
#include "job/workshop.h"

static const char issue[] =
    "title: T\ndate: 2025-02\nlang: fr\neditorial: Un *mot* et un [lien](https://example.org/).\n"
    "sections:\n- kind: text\n  title: A\n  body: B\n- kind: agenda\n  title: C\n  events:\n"
    "  - {date: 2025-02-03, title: D}\n  - {date: 2025-03-03, title: E}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Workshop *shop;
	static char *issue_path;
	if (!shop) {
		shop = workshop_new();
		issue_path = g_strdup_printf("%s.yaml", fuzz_file((const uint8_t *)"", 0, "-issue"));
		fuzz_require(g_file_set_contents(issue_path, issue, -1, NULL), "the issue can be written");
	}
	if (size > 8000)
		return 0;
	JobOptions options = {
	    .issue = issue_path, .layout = fuzz_file(data, size, ".yaml"), .format = JOB_DUMP};
	g_autoptr(Job) job = job_new_in(shop, &options);
	job_run(job);
	return 0;
}
