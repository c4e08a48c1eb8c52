#include "job/press.h"

#include <errno.h>
#include <string.h>

#include "base/intl.h"
#include "base/sort.h"
#include "finish/impose.h"
#include "finish/press-check.h"
#include "finish/press-marks.h"
#include "finish/press.h"
#include "finish/separation.h"
#include "job/data.h"
#include "job/slug.h"

// What presses print on coated paper in Europe, where a layout names nothing else.
static const char usual_condition[] = "FOGRA39", usual_profile[] = "data/FOGRA39L_coated.icc";

struct Press {
	const Layout *layout;
	DiagList *diags;
	GPtrArray *inks; // const Ink *, by name
	KeptColour *kept;
	const Colour *colour; // the kept one's
	Recipes *recipes;
	char *condition;
};

static int compare_inks(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const Ink *const *)a)->name, (*(const Ink *const *)b)->name);
}

static GPtrArray *list_inks(const Layout *layout)
{
	return sort_values(layout->inks, compare_inks);
}

static bool fail(const Press *press, const char *path, const char *problem)
{
	diag_take(press->diags, SEVERITY_ERROR, "press.profile", press->layout->press.profile_span,
		  g_strdup_printf(_("the ICC profile %s cannot be used: %s"), path, problem),
		  g_strdup(_("name the file that the printer gives for its press, relative to the layout")));
	return false;
}

static bool open_colour(Press *press, Workshop *shop, GPtrArray *files)
{
	const PressRules *rules = &press->layout->press;
	g_autofree char *usual = rules->profile ? NULL : data_find_file(usual_profile);
	const char *path = rules->profile ? rules->profile : usual;
	g_autofree char *problem = NULL;
	if (!path)
		return fail(press, usual_profile, g_strerror(ENOENT));
	if (!g_ptr_array_find_with_equal_func(files, path, g_str_equal, NULL))
		g_ptr_array_add(files, g_strdup(path));
	FilePlace file = {path, rules->profile ? layout_find_bounds(press->layout, rules->profile_span.source)
					       : NULL};
	press->kept =
	    workshop_take_colour(shop, &file, rules->ink > 0 ? rules->ink : colour_usual_limit, &problem);
	if (!press->kept)
		return fail(press, path, problem);
	press->colour = press->kept->colour;
	return true;
}

// A profile without a name for what it describes is called as it calls itself.
static char *find_condition(const Press *press)
{
	const PressRules *rules = &press->layout->press;
	if (rules->condition)
		return g_strdup(rules->condition);
	return rules->profile ? colour_dup_name(press->colour) : g_strdup(usual_condition);
}

Press *press_new(Workshop *shop, const Layout *layout, GPtrArray *files, DiagList *diags)
{
	Press *press = g_new0(Press, 1);
	*press = (Press){.layout = layout, .diags = diags, .inks = list_inks(layout)};
	if (!open_colour(press, shop, files)) {
		press_free(press);
		return NULL;
	}
	press->condition = find_condition(press);
	press->recipes = recipes_new(press->inks, press->colour);
	return press;
}

void press_free(Press *press)
{
	if (!press)
		return;
	recipes_free(press->recipes);
	kept_colour_unref(press->kept);
	g_ptr_array_unref(press->inks);
	g_free(press->condition);
	g_free(press);
}

static void add_ink_to_key(GChecksum *key, const Ink *ink)
{
	const double *cmyk = ink->cmyk;
	guint8 derived = ink->derived;
	g_checksum_update(key, ink->rgb, sizeof ink->rgb);
	g_checksum_update(key, (const guint8 *)cmyk, sizeof ink->cmyk);
	g_checksum_update(key, &derived, sizeof derived);
}

char *press_dup_key(const Press *press)
{
	g_autoptr(GChecksum) key = g_checksum_new(G_CHECKSUM_SHA256);
	double limit = colour_get_limit(press->colour);
	g_checksum_update(key, (const guint8 *)press->kept->digest, -1);
	g_checksum_update(key, (const guint8 *)&limit, sizeof limit);
	for (guint i = 0; i < press->inks->len; i++)
		add_ink_to_key(key, g_ptr_array_index(press->inks, i));
	return g_strdup(g_checksum_get_string(key));
}

static bool is_proof(JobProfile profile)
{
	return profile == PROFILE_PROOF || profile == PROFILE_BOOKLET_PROOF;
}

void press_look(const Press *press, const DisplayList *list, JobProfile profile)
{
	press_check(&(PressCheck){list, press->inks, press->recipes, press->diags, is_proof(profile)});
}

// --- files ---

static void say_blank_pages(const PressJob *work)
{
	guint blank = impose_blank_count(work->list->pages->len);
	if (blank == 0)
		return;
	diag_take(work->diags, SEVERITY_NOTE, "press.blank", (Span){0},
		  g_strdup_printf(dngettext("bulletin", "%u blank page is added at the end of the booklet",
					    "%u blank pages are added at the end of the booklet", blank),
				  blank),
		  g_strdup(_("a booklet has a multiple of four pages: the layout's `fit` can ask for that")));
}

static bool is_booklet(JobProfile profile)
{
	return profile == PROFILE_BOOKLET || profile == PROFILE_BOOKLET_PROOF;
}

void press_add_slugs(const PressJob *work, bool folded)
{
	const Press *press = work->press;
	if (folded)
		slug_add_sheets(work, press->condition, press->layout->press.paper);
	else
		slug_add_to_pages(work, press->condition);
}

void press_show_ink(const Press *press, const double cmyk[4], guint8 rgb[3])
{
	colour_show_ink(press->colour, cmyk, rgb);
}

GBytes *press_paint(const PressJob *work, const PaintOptions *options)
{
	const Press *press = work->press;
	Len paper = press->layout->press.paper;
	PaintOptions paint = *options;
	PressOptions finish = {.recipes = press->recipes,
			       .condition = press->condition,
			       .screen = is_proof(work->profile),
			       .booklet = is_booklet(work->profile),
			       .paper = paper,
			       .first = options->first,
			       .pages = work->list->pages->len};
	paint.margin = press_margin(work->list->bleed);
	slug_cut_pages(work->list);
	if (finish.booklet)
		say_blank_pages(work);
	press_add_slugs(work, finish.booklet);
	g_autoptr(GBytes) plain = paint_pdf(work->list, &paint, work->diags);
	return plain ? press_pdf(plain, work->list, &finish, work->diags) : NULL;
}

static GBytes *fail_too_large(const Press *press)
{
	diag_take(press->diags, SEVERITY_ERROR, "paint.too-large", (Span){0},
		  g_strdup(_("the page is too large a picture")), g_strdup(_("give a lower --dpi")));
	return NULL;
}

GBytes *press_paint_page(const Press *press, const DisplayList *list, guint page, JobSeparation separation,
			 const PaintOptions *options)
{
	static const Separation separations[] = {[SEPARATION_CYAN] = INK_CYAN,
						 [SEPARATION_MAGENTA] = INK_MAGENTA,
						 [SEPARATION_YELLOW] = INK_YELLOW,
						 [SEPARATION_BLACK] = INK_BLACK,
						 [SEPARATION_TOTAL] = INK_TOTAL};
	PaintInks inks;
	if (!paint_inks(list, page, options, press->recipes, &inks, press->diags))
		return diag_list_has_errors(press->diags) ? NULL : fail_too_large(press);
	GBytes *result =
	    separation == SEPARATION_NONE
		? separation_proof_png(&inks, press->colour, options->part.width > 0)
		: separation_png(&inks, separations[separation], colour_get_limit(press->colour));
	g_free(inks.pixels);
	return result ? result : fail_too_large(press);
}
