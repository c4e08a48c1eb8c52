#include "batch/record.h"

#include <string.h>

#include "base/intl.h"

// key, outcome, pages, cpu, sizes, setup, digest, language, inputs (name, digest), diagnostics (severity,
// file, line, column, end line, end column, code, what, hint). Names of files are bytes, everything else is
// UTF-8.
#define INPUT_TYPE "(ays)"
#define DIAG_TYPE "(umayiiiissms)"
#define RECORD_TYPE "(ayuutttsssa" INPUT_TYPE "a" DIAG_TYPE ")"

enum { CHECKSUM_LENGTH = 16 }; // hexadecimal digits before each line

static void input_free(void *data)
{
	Input *input = data;
	g_free(input->name);
	g_free(input->digest);
	g_free(input);
}

Record *record_new(const char *key)
{
	Record *record = g_new0(Record, 1);
	record->key = g_strdup(key);
	record->setup = g_strdup("");
	record->digest = g_strdup("");
	record->language = g_strdup(_("en")); // the code of the messages' language: in a translation its own
	record->inputs = g_ptr_array_new_with_free_func(input_free);
	record->diags = diag_list_new();
	record->kept = g_ptr_array_new_with_free_func(g_free);
	return record;
}

void record_free(Record *record)
{
	if (!record)
		return;
	g_free(record->key);
	g_free(record->setup);
	g_free(record->digest);
	g_free(record->language);
	g_ptr_array_unref(record->inputs);
	diag_list_free(record->diags);
	g_ptr_array_unref(record->kept);
	g_free(record);
}

void record_add_input(Record *record, const char *name, const char *digest)
{
	Input *input = g_new0(Input, 1);
	*input = (Input){g_strdup(name), g_strdup(digest)};
	g_ptr_array_add(record->inputs, input);
}

static const char *keep_text(Record *record, const char *text)
{
	char *copy = g_strdup(text);
	g_ptr_array_add(record->kept, copy);
	return copy;
}

static const Source *copy_source(Record *record, const char *name)
{
	Source *source = g_new0(Source, 1);
	g_ptr_array_add(record->kept, source);
	source->name = keep_text(record, name);
	return source;
}

void record_add_diag(Record *record, const char *path, const Diag *diag)
{
	Span span = diag->span;
	span.source = copy_source(record, span.source ? span.source->name : path);
	diag_take(record->diags, diag->severity, keep_text(record, diag->code), span,
		  g_utf8_make_valid(diag->what, -1), diag->hint ? g_utf8_make_valid(diag->hint, -1) : NULL);
}

void record_take_error(Record *record, const char *path, const char *code, char *what, char *hint)
{
	Span whole = {.source = copy_source(record, path)};
	diag_take(record->diags, SEVERITY_ERROR, keep_text(record, code), whole, what, hint);
}

// --- to a line ---

static GVariant *pack_inputs(const Record *record)
{
	GVariantBuilder builder;
	g_variant_builder_init(&builder, G_VARIANT_TYPE("a" INPUT_TYPE));
	for (guint i = 0; i < record->inputs->len; i++) {
		const Input *input = g_ptr_array_index(record->inputs, i);
		g_variant_builder_add(&builder, "(^ays)", input->name, input->digest);
	}
	return g_variant_builder_end(&builder);
}

static GVariant *pack_diags(const Record *record)
{
	GVariantBuilder builder;
	g_variant_builder_init(&builder, G_VARIANT_TYPE("a" DIAG_TYPE));
	for (guint i = 0; i < diag_list_length(record->diags); i++) {
		const Diag *diag = diag_list_peek(record->diags, i);
		const Span *span = &diag->span;
		GVariant *file = span->source ? g_variant_new_bytestring(span->source->name) : NULL;
		g_variant_builder_add(&builder, "(u@mayiiiissms)", (guint32)diag->severity,
				      g_variant_new_maybe(G_VARIANT_TYPE_BYTESTRING, file), span->line,
				      span->column, span->end_line, span->end_column, diag->code, diag->what,
				      diag->hint);
	}
	return g_variant_builder_end(&builder);
}

static char *checksum(const char *text)
{
	char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	sum[CHECKSUM_LENGTH] = '\0';
	return sum;
}

char *record_to_line(const Record *record)
{
	g_autoptr(GVariant) value = g_variant_ref_sink(g_variant_new(
	    "(^ayuutttsss@a" INPUT_TYPE "@a" DIAG_TYPE ")", record->key, (guint32)record->outcome,
	    record->pages, record->cpu_us, record->pages_size, record->cover_size, record->setup,
	    record->digest, record->language, pack_inputs(record), pack_diags(record)));
	g_autofree char *text = g_variant_print(value, FALSE);
	g_autofree char *sum = checksum(text);
	return g_strconcat(sum, " ", text, NULL);
}

// --- and back ---

static void unpack_inputs(Record *record, GVariant *inputs)
{
	GVariantIter iter;
	const char *name, *digest;
	g_variant_iter_init(&iter, inputs);
	while (g_variant_iter_next(&iter, "(^&ay&s)", &name, &digest))
		record_add_input(record, name, digest);
}

static void unpack_diags(Record *record, GVariant *diags)
{
	GVariantIter iter;
	guint32 severity;
	GVariant *file;
	Span span = {0};
	const char *code, *what, *hint;
	g_variant_iter_init(&iter, diags);
	while (g_variant_iter_next(&iter, "(u@mayiiii&s&sm&s)", &severity, &file, &span.line, &span.column,
				   &span.end_line, &span.end_column, &code, &what, &hint)) {
		g_autoptr(GVariant) name = g_variant_get_maybe(file);
		span.source = name ? copy_source(record, g_variant_get_bytestring(name)) : NULL;
		g_variant_unref(file);
		diag_take(record->diags, MIN(severity, SEVERITY_ERROR), keep_text(record, code), span,
			  g_strdup(what), g_strdup(hint));
	}
}

static Record *unpack(GVariant *value)
{
	g_autoptr(GVariant) inputs = NULL, diags = NULL;
	const char *key, *setup, *digest, *language;
	guint32 outcome, pages;
	guint64 cpu_us, pages_size, cover_size;
	g_variant_get(value, "(^&ayuuttt&s&s&s@a" INPUT_TYPE "@a" DIAG_TYPE ")", &key, &outcome, &pages,
		      &cpu_us, &pages_size, &cover_size, &setup, &digest, &language, &inputs, &diags);
	Record *record = record_new(key);
	record->outcome = MIN(outcome, OUTCOME_KILLED);
	record->pages = pages;
	record->cpu_us = cpu_us;
	record->pages_size = pages_size;
	record->cover_size = cover_size;
	g_free(record->setup);
	g_free(record->digest);
	g_free(record->language);
	record->language = g_strdup(language);
	record->setup = g_strdup(setup);
	record->digest = g_strdup(digest);
	unpack_inputs(record, inputs);
	unpack_diags(record, diags);
	return record;
}

Record *record_from_line(const char *line)
{
	if (strlen(line) <= CHECKSUM_LENGTH || line[CHECKSUM_LENGTH] != ' ')
		return NULL;
	const char *text = line + CHECKSUM_LENGTH + 1;
	g_autofree char *sum = checksum(text);
	if (strncmp(sum, line, CHECKSUM_LENGTH) != 0)
		return NULL;
	g_autoptr(GVariant) value = g_variant_parse(G_VARIANT_TYPE(RECORD_TYPE), text, NULL, NULL, NULL);
	return value ? unpack(value) : NULL;
}

const char *outcome_get_name(Outcome outcome)
{
	static const char *const names[] = {
	    [OUTCOME_LEFT] = "left",     [OUTCOME_FINE] = "fine",   [OUTCOME_ERRORS] = "errors",
	    [OUTCOME_SYSTEM] = "system", [OUTCOME_CPU] = "cpu",     [OUTCOME_MEMORY] = "memory",
	    [OUTCOME_TIME] = "time",     [OUTCOME_CRASH] = "crash", [OUTCOME_KILLED] = "killed",
	};
	return names[outcome];
}
