#include "inspect/inspect.h"

#include <string.h>

#include "base/intl.h"
#include "inspect/check.h"

// --- standards ---

typedef struct StandardName {
	const char *number, *name;
} StandardName;

static const StandardName standards[STANDARD_COUNT] = {
    [STANDARD_FILE] = {"ISO 32000-1", "PDF 1.7"},
    [STANDARD_UA] = {"ISO 14289-1", "PDF/UA-1"},
    [STANDARD_A] = {"ISO 19005-2", "PDF/A-2"},
    [STANDARD_X] = {"ISO 15930-7", "PDF/X-4"},
    [STANDARD_HOUSE] = {N_("house rule"), N_("house rules")},
};

const char *standard_number(Standard standard)
{
	return _(standards[standard].number);
}

const char *standard_name(Standard standard)
{
	return _(standards[standard].name);
}

const char *check_clause(const Check *check, Standard standard)
{
	const char *const clauses[STANDARD_COUNT] = {
	    [STANDARD_FILE] = check->file, [STANDARD_UA] = check->ua,       [STANDARD_A] = check->a,
	    [STANDARD_X] = check->x,       [STANDARD_HOUSE] = check->house,
	};
	return clauses[standard];
}

// --- claims ---

static void add_claim(Inspection *inspection, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_claim(Inspection *inspection, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(inspection->claims, arena_strdup(inspection->doc->arena, text));
}

static void claim(Inspection *inspection, Standard standard)
{
	inspection->verdicts[standard].claimed = true;
}

static void read_claim_of_ua(Inspection *inspection)
{
	const char *part = xmp_value(inspection->xmp, XMP_PDFUA, "part");
	if (!part)
		return;
	add_claim(inspection, "PDF/UA-%s", part);
	if (strcmp(part, "1") == 0)
		claim(inspection, STANDARD_UA);
}

static void read_claim_of_a(Inspection *inspection)
{
	const char *part = xmp_value(inspection->xmp, XMP_PDFA, "part");
	const char *conformance = xmp_value(inspection->xmp, XMP_PDFA, "conformance");
	inspection->level = 'a';
	if (!part)
		return;
	g_autofree char *level = g_ascii_strdown(conformance ? conformance : "", -1);
	add_claim(inspection, "PDF/A-%s%s", part, level);
	if (strcmp(part, "2") != 0)
		return;
	claim(inspection, STANDARD_A);
	if (strcmp(level, "b") == 0 || strcmp(level, "u") == 0)
		inspection->level = level[0];
}

// The key of PDF/X-4 in XMP; older parts have theirs in the information dictionary.
static void read_claim_of_x(Inspection *inspection)
{
	const char *version = xmp_value(inspection->xmp, XMP_PDFX, "GTS_PDFXVersion");
	if (!version)
		version = doc_text(inspection->doc, inspection->doc->info, "GTS_PDFXConformance");
	if (!version)
		version = doc_text(inspection->doc, inspection->doc->info, "GTS_PDFXVersion");
	if (!version)
		return;
	add_claim(inspection, "%s", version);
	if (strcmp(version, "PDF/X-4") == 0)
		claim(inspection, STANDARD_X);
}

static void read_claims(Inspection *inspection, const bool *asked)
{
	Verdict *verdicts = inspection->verdicts;
	read_claim_of_ua(inspection);
	read_claim_of_a(inspection);
	read_claim_of_x(inspection);
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++)
		verdicts[standard].asked = verdicts[standard].claimed || (asked && asked[standard]);
	verdicts[STANDARD_FILE].asked = true;
	// The house has rules for what it makes: accessible pages and files for a press.
	verdicts[STANDARD_HOUSE].asked |= verdicts[STANDARD_UA].asked || verdicts[STANDARD_X].asked;
}

// --- checks ---

void report(Inspection *inspection, guint page, guint object, const char *detail)
{
	const Check *check = inspection->running;
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(inspection->counts, check));
	g_hash_table_insert(inspection->counts, (gpointer)check, GUINT_TO_POINTER(count + 1));
	if (count >= FINDINGS_MAX)
		return;
	Finding finding = {check, page, object, arena_strdup(inspection->doc->arena, detail)};
	g_array_append_val(inspection->findings, finding);
}

void report_format(Inspection *inspection, guint page, guint object, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *detail = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	report(inspection, page, object, detail);
}

static void report_events(Inspection *inspection, EventKind kind)
{
	guint kept = event_kept(inspection->events, kind), all = event_count(inspection->events, kind);
	for (guint i = 0; i < kept; i++) {
		const Event *event = event_peek(inspection->events, kind, i);
		report(inspection, event->page, event->object, event->detail);
	}
	for (guint i = kept; i < MIN(all, kept + FINDINGS_MAX); i++)
		report(inspection, 0, 0, NULL);
}

static bool is_asked(const Inspection *inspection, const Check *check, Standard standard)
{
	static const char levels[] = "bua";
	if (!inspection->verdicts[standard].asked || !check_clause(check, standard))
		return false;
	if (standard != STANDARD_A || !check->level)
		return true;
	return strchr(levels, inspection->level) >= strchr(levels, check->level);
}

static void run_check(Inspection *inspection, const Check *check)
{
	bool asked = false;
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++)
		if (is_asked(inspection, check, standard)) {
			inspection->verdicts[standard].checks++;
			asked = true;
		}
	if (!asked)
		return;
	inspection->running = check;
	if (check->run)
		check->run(inspection);
	else
		report_events(inspection, check->event);
	if (check->warns || !g_hash_table_contains(inspection->counts, check))
		return;
	for (Standard standard = 0; standard < STANDARD_COUNT; standard++)
		inspection->verdicts[standard].failed += is_asked(inspection, check, standard);
}

static void run_checks(Inspection *inspection)
{
	const Check *const tables[] = {
	    checks_of_file(),     checks_of_graphics(),  checks_of_fonts(),    checks_of_annotations(),
	    checks_of_metadata(), checks_of_structure(), checks_of_elements(), checks_of_press(),
	};
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const Check *check = tables[i]; check->id; check++)
			run_check(inspection, check);
}

// --- the whole ---

Inspection *inspect(GBytes *bytes, const bool *asked, DocumentFailure *failure)
{
	g_autoptr(Document) doc = document_open(bytes, failure);
	if (!doc)
		return NULL;
	Inspection *inspection = g_new0(Inspection, 1);
	inspection->events = event_list_new(doc->arena);
	inspection->claims = g_ptr_array_new();
	inspection->findings = g_array_new(FALSE, FALSE, sizeof(Finding));
	inspection->counts = g_hash_table_new(NULL, NULL);
	inspection->doc = g_steal_pointer(&doc);
	inspection->xmp = xmp_read(inspection->doc, inspection->events);
	inspection->tags = tag_tree_read(inspection->doc, inspection->events);
	inspection->content = content_read(inspection->doc, inspection->tags, inspection->events);
	read_claims(inspection, asked);
	run_checks(inspection);
	return inspection;
}

void inspection_free(Inspection *inspection)
{
	if (!inspection)
		return;
	content_free(inspection->content);
	tag_tree_free(inspection->tags);
	xmp_free(inspection->xmp);
	event_list_free(inspection->events);
	g_ptr_array_unref(inspection->claims);
	g_array_unref(inspection->findings);
	g_hash_table_unref(inspection->counts);
	document_free(inspection->doc);
	g_free(inspection);
}

guint inspection_count(const Inspection *inspection, Severity severity)
{
	guint count = 0;
	for (guint i = 0; i < inspection->findings->len; i++) {
		const Finding *finding = &g_array_index(inspection->findings, Finding, i);
		count += (finding->check->warns ? SEVERITY_WARNING : SEVERITY_ERROR) == severity;
	}
	return count;
}

guint inspection_left_out(const Inspection *inspection, const Check *check)
{
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(inspection->counts, check));
	return count > FINDINGS_MAX ? count - FINDINGS_MAX : 0;
}
