#include "serve/view.h"

#include <string.h>
#include <time.h>

#include "base/json-text.h"
#include "serve/json.h"
#include "serve/proof.h"

enum {
	EXCERPT_MAX = 7,     // lines of source shown with a finding
	EXCERPT_BYTES = 400, // of a line
	MARKS_MAX = 24,      // areas of a finding
};

static void string_free(void *data)
{
	g_string_free(data, TRUE);
}

View *view_new(const char *name, guint id)
{
	View *view = g_new0(View, 1);
	view->references = 1;
	view->id = id;
	view->name = g_strdup(name);
	view->pages = g_ptr_array_new_with_free_func(string_free);
	view->lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	view->hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
	return view;
}

View *view_ref(View *view)
{
	view->references++;
	return view;
}

void view_unref(View *view)
{
	if (!view || --view->references > 0)
		return;
	if (view->latest != view->good)
		job_free(view->latest);
	job_free(view->good);
	g_clear_pointer(&view->press_pdf, g_bytes_unref);
	g_ptr_array_unref(view->pages);
	g_ptr_array_unref(view->lines);
	g_array_unref(view->hashes);
	g_free(view->marks);
	g_free(view->name);
	g_free(view);
}

// --- building ---

const guint64 hash_start = 0xcbf29ce484222325u;

guint64 hash_on(guint64 hash, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)text[i]) * 0x100000001b3u;
	return hash;
}

// True where they are others than they were.
static bool write_pages(View *view, WebStock *stock)
{
	g_autoptr(GArray) before = g_array_copy(view->hashes);
	g_ptr_array_set_size(view->pages, 0);
	g_ptr_array_set_size(view->lines, 0);
	g_array_set_size(view->hashes, 0);
	for (guint i = 0; i < job_get_page_count(view->good); i++) {
		GArray *lines = g_array_new(FALSE, FALSE, sizeof(WebLine));
		GString *page = view_page(view->good, i, stock, lines);
		guint64 hash = hash_on(hash_start, page->str, page->len);
		g_ptr_array_add(view->pages, page);
		g_ptr_array_add(view->lines, lines);
		g_array_append_val(view->hashes, hash);
	}
	return before->len != view->hashes->len ||
	       memcmp(before->data, view->hashes->data, before->len * sizeof(guint64)) != 0;
}

static gint64 cpu_time(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static Job *new_job(const View *view, Workshop *shop, const char *issue, bool guesses)
{
	return job_new_in(shop, &(JobOptions){.issue = issue,
					      .layout = *view->name ? view->name : NULL,
					      .format = JOB_HELD,
					      .guesses = guesses});
}

// A job that was run is the latest from here on. Returns whether its pages are good.
static bool take_job(View *view, Job *job, bool is_good)
{
	if (view->latest != view->good)
		job_free(view->latest);
	view->latest = job;
	view->is_inspected = false;
	if (!is_good)
		return false;
	job_free(view->good);
	g_clear_pointer(&view->press_pdf, g_bytes_unref);
	view->good = job;
	view->is_looked_at = false;
	view->revision++;
	return true;
}

bool view_build(View *view, Workshop *shop, const char *issue, WebStock *stock, gint64 noticed)
{
	view->noticed = noticed;
	view->begun = g_get_real_time();
	gint64 cpu = cpu_time();
	Job *job = new_job(view, shop, issue, true);
	bool is_good = job_run(job);
	view->built = g_get_real_time();
	view->cpu = cpu_time() - cpu;
	if (!take_job(view, job, is_good))
		return false;
	write_pages(view, stock);
	view->written = g_get_real_time();
	return true;
}

bool view_make_sure(View *view, Workshop *shop, const char *issue, WebStock *stock)
{
	if (view->latest != view->good || !view->good || !job_is_guessed(view->good))
		return false;
	// It fails where the guess alone went well, or the file is another by now.
	Job *job = new_job(view, shop, issue, false);
	return take_job(view, job, job_run(job)) && write_pages(view, stock);
}

// --- pages ---

static void write_guides(GString *out, const ViewGuides *guides)
{
	g_string_append(out, "\"guides\":{");
	json_number(out, "width", guides->width);
	json_number(out, "height", guides->height);
	json_number(out, "bleed", guides->bleed);
	json_number(out, "margin", guides->margin);
	json_number(out, "grid", guides->grid);
	json_number(out, "ascent", guides->grid_ascent);
	json_number(out, "facing", guides->facing);
	json_number(out, "columns", guides->columns);
	json_number(out, "gutter", guides->gutter);
	json_close(out, '}');
	g_string_append_c(out, ',');
}

static void write_figures(GString *out, const Job *job)
{
	ViewFigures figures = view_figures(job);
	g_string_append(out, "\"figures\":{");
	json_number(out, "pages", figures.pages);
	json_number(out, "words", figures.words);
	json_number(out, "loose", figures.loose_lines);
	json_number(out, "fill", figures.last_page_fill);
	json_close(out, '}');
	g_string_append_c(out, ',');
}

static void write_times(GString *out, const View *view)
{
	g_string_append(out, "\"times\":{");
	json_number(out, "noticed", view->noticed);
	json_number(out, "begun", view->begun);
	json_number(out, "built", view->built);
	json_number(out, "written", view->written);
	json_number(out, "cpu", view->cpu);
	json_close(out, '}');
	g_string_append_c(out, ',');
}

static void write_stock(GString *out, const WebStock *stock, guint from)
{
	g_string_append(out, "\"stock\":[");
	for (guint i = from; i < web_stock_count(stock); i++) {
		json_append_string(out, web_stock_peek(stock, i));
		g_string_append_c(out, ',');
	}
	json_close(out, ']');
	g_string_append_c(out, ',');
}

// None where the screen's look is asked for.
static void write_proofs(GString *out, const View *view, bool proofs)
{
	g_string_append(out, "\"proofs\":");
	if (proofs)
		proof_write_pages(out, view);
	else
		g_string_append(out, "null");
	g_string_append_c(out, ',');
}

// What stands around the sheets, as pages of it are told.
static void write_sheets(GString *out, Job *job, WebStock *stock, const char *name, bool folded)
{
	g_autoptr(DisplayList) list = job_make_marks(job, folded);
	g_string_append_printf(out, "\"%s\":[", name);
	for (guint i = 0; list && i < list->pages->len; i++) {
		GString *page = paint_web(list, i, stock, NULL);
		json_append_string(out, page->str);
		g_string_append_c(out, ',');
		g_string_free(page, TRUE);
	}
	json_close(out, ']');
	g_string_append_c(out, ',');
}

// Of all that marks depend on.
static guint64 hash_marks(const View *view)
{
	const DisplayList *list = job_peek_list(view->good);
	const char *key = job_peek_press_key(view->good);
	const char *title = list->meta.title ? list->meta.title : "";
	g_autofree char *text =
	    g_strdup_printf("%d %d %d %u %u %s %s", list->width, list->height, list->bleed, list->pages->len,
			    job_get_layout_number(view->good), key, title);
	return hash_on(hash_start, text, strlen(text));
}

static void prepare_marks(View *view, WebStock *stock)
{
	guint64 hash = job_peek_press_key(view->good) ? hash_marks(view) : 0;
	if (view->marks && view->marks_hash == hash)
		return;
	GString *out = g_string_new("{");
	write_sheets(out, view->good, stock, "single", false);
	write_sheets(out, view->good, stock, "folded", true);
	json_close(out, '}');
	g_free(view->marks);
	view->marks = g_string_free(out, FALSE);
	view->marks_hash = hash;
}

// Once a reader, as long as they stay.
static void write_marks(GString *out, const View *view, const ViewReader *reader)
{
	if (!reader->proofs || *reader->marks_sent == view->marks_hash)
		return;
	g_string_append_printf(out, "\"marks\":%s,", view->marks);
	*reader->marks_sent = view->marks_hash;
}

char *view_write_pages(View *view, const ViewReader *reader, WebStock *stock)
{
	GArray *sent = reader->sent;
	if (reader->proofs)
		prepare_marks(view, stock);
	GString *out = g_string_new("{\"kind\":\"pages\",");
	json_number(out, "slot", reader->slot);
	json_number(out, "view", view->id);
	json_field(out, "layout", view->name);
	json_number(out, "revision", view->revision);
	json_field(out, "title", job_peek_list(view->good)->meta.title);
	json_field(out, "lang", job_peek_list(view->good)->meta.lang);
	ViewGuides guides = view_guides(view->good);
	write_guides(out, &guides);
	write_figures(out, view->good);
	write_times(out, view);
	write_stock(out, stock, *reader->stock_sent);
	*reader->stock_sent = web_stock_count(stock);
	write_proofs(out, view, reader->proofs);
	write_marks(out, view, reader);
	g_string_append(out, "\"pages\":[");
	for (guint i = 0; i < view->pages->len; i++) {
		const GString *page = g_ptr_array_index(view->pages, i);
		guint64 hash = g_array_index(view->hashes, guint64, i);
		bool known = i < sent->len && g_array_index(sent, guint64, i) == hash;
		json_append_string(out, known ? NULL : page->str);
		g_string_append_c(out, ',');
	}
	g_array_set_size(sent, 0);
	g_array_append_vals(sent, view->hashes->data, view->hashes->len);
	json_close(out, ']');
	g_string_append_c(out, '}');
	return g_string_free(out, FALSE);
}

// --- findings ---

static const char *line_at(const Source *source, int line)
{
	const char *at = source->text;
	while (at && --line > 0) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	return at;
}

static void write_excerpt(GString *out, const Span *span)
{
	const Source *source = span->source;
	g_string_append(out, "\"excerpt\":[");
	int first = MAX(span->line - 2, 1);
	const char *at = source && source->text && span->line > 0 ? line_at(source, first) : NULL;
	for (int line = first; at && *at && line < first + EXCERPT_MAX && line <= span->line + 2; line++) {
		gsize length = strcspn(at, "\n");
		g_autofree char *text = g_strndup(at, MIN(length, EXCERPT_BYTES));
		g_string_append_printf(out, "[%d,", line);
		json_append_string(out, text);
		g_string_append(out, "],");
		at += length + (at[length] == '\n');
	}
	json_close(out, ']');
	g_string_append_c(out, ',');
}

static void write_area(GString *out, guint page, Rect area)
{
	g_string_append_printf(out, "[%u,%d,%d,%d,%d],", page, area.x, area.y, area.width, area.height);
}

static void write_areas(GString *out, const GArray *areas)
{
	g_string_append(out, "\"areas\":[");
	for (guint i = 0; i < areas->len && i < MARKS_MAX; i++) {
		const ViewArea *area = &g_array_index(areas, ViewArea, i);
		write_area(out, area->page, area->area);
	}
	json_close(out, ']');
}

static void write_span(GString *out, const char *name, const Span *span)
{
	g_string_append_printf(out, "\"%s\":", name);
	if (!span->source) {
		g_string_append(out, "null,");
		return;
	}
	g_autofree char *base = g_path_get_basename(span->source->name);
	g_string_append_c(out, '{');
	json_field(out, "file", base);
	json_field(out, "path", span->source->name);
	json_number(out, "line", span->line);
	json_number(out, "column", span->column);
	json_number(out, "endLine", span->end_line);
	json_number(out, "endColumn", span->end_column);
	json_close(out, '}');
	g_string_append_c(out, ',');
}

static void write_finding(GString *out, const View *view, const Diag *diag)
{
	g_string_append_c(out, '{');
	json_field(out, "severity", severity_name(diag->severity));
	json_field(out, "code", diag->code);
	json_field(out, "what", diag->what);
	json_field(out, "hint", diag->hint);
	write_span(out, "place", &diag->span);
	write_excerpt(out, &diag->span);
	bool placed = view->good && diag->span.source && diag->span.line > 0;
	g_autoptr(GArray) areas = placed ? view_find(view->good, diag->span.source->name, diag->span.line,
						     MAX(diag->span.line, diag->span.end_line))
					 : g_array_new(FALSE, FALSE, sizeof(ViewArea));
	write_areas(out, areas);
	g_string_append(out, "},");
}

// Of the pages shown, unless the latest ones could not be made.
static const DiagList *press_findings(const View *view)
{
	return view->latest == view->good ? job_peek_press_diags(view->good) : NULL;
}

const Diag *view_peek_finding(const View *view, guint64 index)
{
	const DiagList *own = job_peek_diags(view->latest);
	const DiagList *press = view->good ? job_peek_press_diags(view->good) : NULL;
	guint64 count = diag_list_length(own);
	if (index < count)
		return diag_list_peek(own, (guint)index);
	bool there = press && index - count < diag_list_length(press);
	return there ? diag_list_peek(press, (guint)(index - count)) : NULL;
}

static void write_items(GString *out, const View *view, const DiagList *press)
{
	const DiagList *own = job_peek_diags(view->latest);
	g_string_append(out, "\"items\":[");
	for (guint i = 0; i < diag_list_length(own); i++)
		write_finding(out, view, diag_list_peek(own, i));
	for (guint i = 0; press && i < diag_list_length(press); i++)
		write_finding(out, view, diag_list_peek(press, i));
	json_close(out, ']');
}

char *view_write_findings(const View *view, guint slot, bool press)
{
	GString *out = g_string_new("{\"kind\":\"findings\",");
	const DiagList *added = press ? press_findings(view) : NULL;
	bool refused = added && diag_list_has_errors(added);
	json_number(out, "slot", slot);
	json_number(out, "revision", view->revision);
	g_string_append_printf(out, "\"broken\":%s,\"refused\":%s,",
			       view->latest == view->good ? "false" : "true", refused ? "true" : "false");
	write_items(out, view, added);
	g_string_append_c(out, '}');
	return g_string_free(out, FALSE);
}

// --- other formats ---

GBytes *view_paint(const View *view, const JobOptions *as)
{
	if (!job_paint(view->good, as))
		return NULL;
	const JobOutput *output = g_ptr_array_index(job_peek_outputs(view->good), 0);
	return g_bytes_ref(output->bytes);
}

GBytes *view_peek_press_pdf(View *view)
{
	if (!view->press_pdf)
		view->press_pdf =
		    view_paint(view, &(JobOptions){.format = JOB_PDF, .profile = PROFILE_PRINT});
	return view->press_pdf;
}

char *view_write_press(View *view, guint slot)
{
	GString *out = g_string_new("{\"kind\":\"press\",");
	json_number(out, "slot", slot);
	if (view_peek_press_pdf(view)) {
		g_autofree char *path = g_strdup_printf("download/%u/print.pdf", view->id);
		json_field(out, "href", path);
		json_close(out, '}');
		return g_string_free(out, FALSE);
	}
	json_number(out, "own", diag_list_length(job_peek_diags(view->latest)));
	write_items(out, view, job_peek_press_diags(view->good));
	g_string_append_c(out, '}');
	return g_string_free(out, FALSE);
}

// --- places ---

char *view_source_path(const Span *span)
{
	return span->source && span->source->name ? g_canonicalize_filename(span->source->name, NULL) : NULL;
}

char *view_write_place(const View *view, guint slot, guint page, Len x, Len y)
{
	GString *out = g_string_new("{\"kind\":\"place\",");
	ViewPlace place = {.kind = "paper"};
	json_number(out, "slot", slot);
	json_number(out, "page", page);
	if (view->good)
		view_at(view->good, page, x, y, &place);
	json_field(out, "what", place.kind);
	json_field(out, "style", place.style);
	write_span(out, "value", &place.value);
	write_span(out, "box", &place.box);
	g_string_append(out, "\"area\":");
	write_area(out, page, place.area);
	json_close(out, '}');
	return g_string_free(out, FALSE);
}

// What the sources of a job call a file.
static const char *name_of_file(const Job *job, const char *file)
{
	const GPtrArray *files = job_peek_files((Job *)job);
	for (guint i = 0; i < files->len; i++) {
		g_autofree char *path = g_canonicalize_filename(g_ptr_array_index(files, i), NULL);
		if (strcmp(path, file) == 0)
			return g_ptr_array_index(files, i);
	}
	return NULL;
}

char *view_write_goto(const View *view, guint slot, const char *file, int line)
{
	const char *name = view->good ? name_of_file(view->good, file) : NULL;
	if (!name)
		return NULL;
	g_autoptr(GArray) areas = view_find(view->good, name, line, line);
	if (areas->len == 0) {
		g_array_unref(areas);
		areas = view_find_nearest(view->good, name, line);
	}
	GString *out = g_string_new("{\"kind\":\"goto\",");
	json_number(out, "slot", slot);
	json_number(out, "line", line);
	write_areas(out, areas);
	g_string_append_c(out, '}');
	return g_string_free(out, FALSE);
}
