#include <string.h>

#include "base/intl.h"
#include "batch/list.h"
#include "batch/record.h"
#include "batch/report.h"

// The page may load pictures beside it and nothing else, from a disk too.
static const char policy[] =
    "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; script-src "
    "'unsafe-inline'";

static const char style[] =
    ":root { color-scheme: light dark; font: 100%/1.4 system-ui, sans-serif; }\n"
    "body { margin: 1.5rem; }\n"
    "form { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin-block: 1rem; }\n"
    "input, select { font: inherit; padding: .3em .5em; }\n"
    "ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1.5rem; "
    "padding: 0; list-style: none; }\n"
    "li { overflow-wrap: anywhere; }\n"
    "li[hidden] { display: none; }\n"
    "img, .none { width: 100%; aspect-ratio: 210 / 297; object-fit: contain; border: 1px solid GrayText; "
    "background: white; }\n"
    ".none { display: grid; place-items: center; font-size: 3rem; background: none; }\n"
    ".failed { border-inline-start: .4rem solid Mark; padding-inline-start: .6rem; }\n"
    "ul { padding-inline-start: 1.2em; margin: .3em 0; font-size: .9em; }\n";

// Search goes over the words of each entry, accents and case aside.
static const char script[] =
    "const plain = t => t.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();\n"
    "const form = document.querySelector('form'), count = document.querySelector('output');\n"
    "const entries = [...document.querySelectorAll('ol > li')].map(e => [e, plain(e.textContent)]);\n"
    "function show() {\n"
    "  let shown = 0;\n"
    "  for (const [entry, text] of entries) {\n"
    "    const fits = (!form.status.value || form.status.value === entry.dataset.status) &&\n"
    "      plain(form.words.value).split(/\\s+/).every(word => text.includes(word));\n"
    "    entry.hidden = !fits;\n"
    "    shown += fits;\n"
    "  }\n"
    "  count.value = shown + ' / ' + entries.length;\n"
    "}\n"
    "form.addEventListener('input', show);\n"
    "form.addEventListener('submit', event => event.preventDefault());\n"
    "show();\n";

static const char *status_words(Outcome outcome)
{
	static const char *const words[] = {
	    [OUTCOME_LEFT] = N_("not set yet"),      [OUTCOME_FINE] = N_("right"),
	    [OUTCOME_ERRORS] = N_("errors to mend"), [OUTCOME_SYSTEM] = N_("not read or not written"),
	    [OUTCOME_CPU] = N_("too much work"),     [OUTCOME_MEMORY] = N_("too much memory"),
	    [OUTCOME_TIME] = N_("too long"),         [OUTCOME_CRASH] = N_("crashed"),
	    [OUTCOME_KILLED] = N_("killed"),
	};
	return _(words[outcome]);
}

static void append_text(GString *html, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *escaped = g_markup_escape_text(valid, -1);
	g_string_append(html, escaped);
}

// A relative address; "./" so that a colon in the name is no scheme.
static void append_address(GString *html, const char *path)
{
	g_autofree char *escaped = g_uri_escape_bytes((const guint8 *)path, strlen(path), "/");
	g_string_append_printf(html, "./%s", escaped);
}

static void append_cover(GString *html, const Record *record)
{
	g_autofree char *pages = list_pages_name(record->key);
	g_autofree char *cover = list_cover_name(record->key);
	if (record->outcome != OUTCOME_FINE) {
		g_string_append(html, "<div class=\"none\" aria-hidden=\"true\">✕</div>\n");
		return;
	}
	g_string_append(html, "<a href=\"");
	append_address(html, pages);
	g_string_append(html, "\"><img loading=\"lazy\" alt=\"\" src=\"");
	append_address(html, cover);
	g_string_append(html, "\"><br>");
	append_text(html, record->key);
	g_string_append(html, "</a>\n");
}

static void append_findings(GString *html, const DiagList *diags)
{
	enum { SHOWN_MAX = 5 };
	guint count = diag_list_length(diags);
	if (!count)
		return;
	g_string_append(html, "<ul>");
	for (guint i = 0; i < count && i < SHOWN_MAX; i++) {
		const Diag *diag = diag_list_peek(diags, i);
		g_string_append(html, "<li>");
		if (diag->span.source && diag->span.line)
			g_string_append_printf(html, "%d:%d: ", diag->span.line, diag->span.column);
		append_text(html, diag->what);
		g_string_append(html, "</li>");
	}
	g_string_append(html, count > SHOWN_MAX ? "<li>…</li></ul>\n" : "</ul>\n");
}

static void append_entry(GString *html, const Record *record)
{
	bool fine = record->outcome == OUTCOME_FINE;
	g_string_append_printf(html, "<li%s data-status=\"%s\">", fine ? "" : " class=\"failed\"",
			       outcome_get_name(record->outcome));
	append_cover(html, record);
	if (fine) {
		g_string_append_printf(html, dngettext("bulletin", "%u page", "%u pages", record->pages),
				       record->pages);
	} else {
		append_text(html, record->key);
		g_string_append_printf(html, " – <strong>%s</strong>\n", status_words(record->outcome));
	}
	append_findings(html, record->diags);
	g_string_append(html, "</li>\n");
}

static void append_form(GString *html, const Report *report)
{
	bool present[OUTCOME_KILLED + 1] = {false};
	for (guint i = 0; i < report->records->len; i++)
		present[((const Record *)g_ptr_array_index(report->records, i))->outcome] = true;
	g_string_append_printf(html,
			       "<form><label>%s <input type=\"search\" name=\"words\"></label>\n"
			       "<label>%s <select name=\"status\"><option value=\"\">%s</option>",
			       _("Search"), _("Status"), _("all"));
	for (Outcome outcome = OUTCOME_LEFT; outcome <= OUTCOME_KILLED; outcome++)
		if (present[outcome])
			g_string_append_printf(html, "<option value=\"%s\">%s</option>",
					       outcome_get_name(outcome), status_words(outcome));
	g_string_append(html, "</select></label> <output></output></form>\n");
}

GBytes *report_to_html(const Report *report)
{
	GString *html = g_string_new("<!DOCTYPE html>\n");
	// Translators: the language of the page, as a code.
	g_string_append_printf(html, "<html lang=\"%s\">\n", _("en"));
	g_string_append(html, "<head>\n<meta charset=\"utf-8\">\n");
	g_string_append_printf(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n",
			       policy);
	g_string_append_printf(html,
			       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n"
			       "<style>\n%s</style>\n</head>\n<body>\n<h1>%s</h1>\n",
			       _("Issues"), style, _("Issues"));
	append_form(html, report);
	g_string_append(html, "<ol>\n");
	for (guint i = 0; i < report->records->len; i++)
		append_entry(html, g_ptr_array_index(report->records, i));
	g_string_append_printf(html, "</ol>\n<script>\n%s</script>\n</body>\n</html>\n", script);
	return g_string_free_to_bytes(html);
}
