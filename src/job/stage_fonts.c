// The fonts of a job.
#include "job/stages.h"

#include <string.h>

#include "base/intl.h"
#include "base/sort.h"
#include "job/data.h"

static int compare_styles(gconstpointer a, gconstpointer b)
{
	return strcmp((*(Style *const *)a)->name, (*(Style *const *)b)->name);
}

GPtrArray *stage_sort_styles(const Job *job)
{
	return sort_values(job->layout->styles, compare_styles);
}

static void report_family(Job *job, Span span, char *what)
{
	g_auto(GStrv) families = fonts_list_families(job->fonts);
	g_autofree char *names = g_strjoinv(", ", families);
	diag_take(job->diags, SEVERITY_ERROR, "font.unknown", span, what,
		  g_strdup_printf(_("fonts present: %s; more can be dropped into the fonts folder"), names));
}

static bool same_place(Span a, Span b)
{
	return a.source == b.source && a.line == b.line && a.column == b.column;
}

// The styles from one on that take their font from the same place: “body”, “lead”, …
static char *list_styles(const GPtrArray *styles, guint first)
{
	enum { NAMED_MAX = 6 };
	const Style *style = g_ptr_array_index(styles, first);
	GString *names = g_string_new(NULL);
	guint count = 0;
	for (guint i = first; i < styles->len && count <= NAMED_MAX; i++) {
		const Style *other = g_ptr_array_index(styles, i);
		if (!other->family || !same_place(style->family_span, other->family_span))
			continue;
		if (count++ < NAMED_MAX)
			g_string_append_printf(names, count > 1 ? _(", “%s”") : _("“%s”"), other->name);
		else
			g_string_append(names, ", …");
	}
	return g_string_free(names, FALSE);
}

// Styles that extend each other have the font of one place: it is told once.
static bool is_first_of_place(const GPtrArray *styles, guint index)
{
	const Style *style = g_ptr_array_index(styles, index);
	for (guint i = 0; i < index; i++)
		if (same_place(((const Style *)g_ptr_array_index(styles, i))->family_span,
			       style->family_span))
			return false;
	return true;
}

static void check_family(Job *job, const GPtrArray *styles, guint index)
{
	const Style *style = g_ptr_array_index(styles, index);
	if (!style->family || fonts_has_family(job->fonts, style->family) ||
	    !is_first_of_place(styles, index))
		return;
	g_autofree char *names = list_styles(styles, index);
	report_family(job, style->family_span,
		      g_strdup_printf(_("there is no font “%s”, which is asked for by the style %s"),
				      style->family, names));
}

static void check_required(Job *job)
{
	const Value *required = job->layout->required;
	for (size_t i = 0; required && i < required->length; i++)
		if (!fonts_has_family(job->fonts, required->items[i]->text))
			report_family(job, required->items[i]->span,
				      g_strdup_printf(_("the layout needs the font “%s”, which is not there"),
						      required->items[i]->text));
}

bool stage_open_fonts(Job *job)
{
	g_autofree char *folder = data_find_file("fonts");
	if (!folder)
		return stage_fail_by_system(
		    job, g_strdup(_("the folder of fonts is not found")),
		    g_strdup(_("run “make”, which collects the fonts, or set BULLETIN_DATA")));
	job->bench = workshop_take_bench(job->shop, folder, job->lang, job->arena, job->diags);
	if (!job->bench)
		return false;
	job->fonts = job->bench->fonts;
	check_required(job);
	g_autoptr(GPtrArray) styles = stage_sort_styles(job);
	for (guint i = 0; i < styles->len; i++)
		check_family(job, styles, i);
	return !diag_list_has_errors(job->diags);
}
