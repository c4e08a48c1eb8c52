// Pages that are held, to be looked at and painted later.
#include "job/stages.h"

#include "display/picture.h"
#include "job/marks.h"
#include "paint/paint.h"

static bool open_press(Job *job)
{
	if (job->press_diags)
		return job->held_press;
	job->press_diags = diag_list_new();
	job->held_press = press_new(job->shop, job->layout, job->files, job->press_diags);
	if (job->held_press)
		job->press_key = press_dup_key(job->held_press);
	return job->held_press;
}

const char *job_peek_press_key(Job *job)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, NULL);
	return open_press(job) ? job->press_key : NULL;
}

bool job_look_for_press(Job *job)
{
	g_return_val_if_fail(job->list, false);
	if (open_press(job) && !job->looked_for_press)
		press_look(job->held_press, job->list, PROFILE_PRINT);
	job->looked_for_press = true;
	diag_list_sort(job->press_diags);
	return !diag_list_has_errors(job->press_diags);
}

const DiagList *job_peek_press_diags(const Job *job)
{
	return job->press_diags;
}

// Another job may have used the engine since, and be gone.
static void begin_text(Job *job)
{
	text_engine_begin(job->bench->text, job->arena, job->press_diags);
}

DisplayList *job_make_marks(Job *job, bool folded)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, NULL);
	if (!open_press(job))
		return NULL;
	begin_text(job);
	PressJob work = {.press = job->held_press,
			 .list = display_list_copy(job->list),
			 .text = job->bench->text,
			 .fonts = job->fonts,
			 .arena = job->arena,
			 .diags = job->press_diags};
	marks_make(&work, folded);
	return work.list;
}

// A press file gets marks that the pages shown must not have.
static bool paint_for_press(Job *job)
{
	bool ready = job->options.profile == PROFILE_PRINT ? job_look_for_press(job) : open_press(job);
	if (!ready)
		return false;
	DisplayList *shown = job->list;
	DiagList *diags = job->diags;
	begin_text(job);
	job->list = display_list_copy(shown);
	job->diags = job->press_diags;
	job->press = g_steal_pointer(&job->held_press);
	bool painted = stage_paint(job);
	job->held_press = g_steal_pointer(&job->press);
	display_list_free(job->list);
	job->list = shown;
	job->diags = diags;
	return painted;
}

bool job_paint(Job *job, const JobOptions *as)
{
	g_return_val_if_fail(job->list && job->options.format == JOB_HELD, false);
	JobOptions held = job->options;
	job->options.format = as->format;
	if (held.profile == PROFILE_SCREEN)
		job->options.profile = as->profile;
	job->options.first = as->first;
	job->options.count = as->count;
	job->options.dpi = as->dpi;
	job->options.bleed = as->bleed;
	job->options.part = as->part;
	if (as->again && !job->pictures)
		job->pictures = picture_cache_new();
	g_ptr_array_set_size(job->outputs, 0);
	bool painted = job->options.profile == held.profile ? stage_paint(job) : paint_for_press(job);
	job->options = held;
	return painted;
}
