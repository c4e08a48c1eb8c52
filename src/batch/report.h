// What a run says at its end, for programs and for people.
#pragma once
#include <glib.h>

// Everything a report tells. Borrowed.
typedef struct Report {
	const GPtrArray *records; // const Record *: by key; those left have no more than that
	const char *layout;       // as named, or NULL
} Report;

// report.json: {"program", "layout", "summary", "issues": [{"issue", "status", "pages_file", "cover_file",
// "pages", "hash", "cpu_ms", "diagnostics"}]}. Each cpu_ms is on a line of its own: nothing else differs
// between runs on the same input. The caller unrefs; so below.
GBytes *report_to_json(const Report *report);

// index.html: a contact sheet of first pages with search and links, which needs nothing but the files
// beside it.
GBytes *report_to_html(const Report *report);

// The paths (char *) of all files that `records` (const Record *, one an issue of the run) say were read,
// each once, sorted. Names are as relative to `root`s: see batch/digest.h. The caller unrefs.
GPtrArray *report_list_files(const GPtrArray *records, const GPtrArray *issues);
// A rule for make and ninja: `target` depends on all these files.
GBytes *report_to_depfile(const GPtrArray *paths, const char *target);
