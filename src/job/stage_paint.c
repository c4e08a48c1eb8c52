// The outputs of a job.
#include "job/stages.h"

#include <string.h>

#include "base/intl.h"
#include "finish/finish.h"
#include "paint/paint.h"

static bool take_output(Job *job, guint page, GBytes *bytes)
{
	if (!bytes)
		return false;
	JobOutput *output = g_new0(JobOutput, 1);
	*output = (JobOutput){.page = page, .bytes = bytes};
	g_ptr_array_add(job->outputs, output);
	return true;
}

static PaintOptions paint_options(const Job *job)
{
	const JobOptions *options = &job->options;
	return (PaintOptions){
	    .first = options->first,
	    .count = options->count,
	    .bleed = options->bleed,
	    .dpi = options->dpi,
	    .cache = job->pictures,
	    .part = {options->part.x, options->part.y, options->part.width, options->part.height}};
}

static bool paint_press(Job *job)
{
	PaintOptions options = paint_options(job);
	PressJob work = {.press = job->press,
			 .list = job->list,
			 .text = job->bench->text,
			 .fonts = job->fonts,
			 .arena = job->arena,
			 .profile = job->options.profile,
			 .diags = job->diags};
	return take_output(job, 0, press_paint(&work, &options));
}

static bool paint_document(Job *job)
{
	PaintOptions options = paint_options(job);
	if (job->press)
		return paint_press(job);
	options.tags = true;
	g_autoptr(GBytes) plain = paint_pdf(job->list, &options, job->diags);
	FinishOptions finish = {.first = options.first, .bleed = options.bleed};
	return plain && take_output(job, 0, finish_pdf(plain, job->list, &finish, job->diags));
}

typedef GBytes *(*PaintPage)(const Job *, guint page, const PaintOptions *);

static bool paint_each_page(Job *job, PaintPage paint)
{
	PaintOptions options = paint_options(job);
	guint count = options.count ? options.count : job->list->pages->len - options.first;
	for (guint page = options.first; page < options.first + count; page++)
		if (!take_output(job, page + 1, paint(job, page, &options)))
			return false;
	return true;
}

static GBytes *paint_image(const Job *job, guint page, const PaintOptions *options)
{
	if (job->press)
		return press_paint_page(job->press, job->list, page, job->options.separation, options);
	return paint_png(job->list, page, options, job->diags);
}

static bool paint_images(Job *job)
{
	return paint_each_page(job, paint_image);
}

static GBytes *paint_drawing(const Job *job, guint page, const PaintOptions *options)
{
	return paint_svg(job->list, page, options, job->diags);
}

static bool paint_drawings(Job *job)
{
	return paint_each_page(job, paint_drawing);
}

static GBytes *paint_small(const Job *job, guint page, const PaintOptions *options)
{
	return paint_thumbnail(job->list, page, options, job->diags);
}

static bool paint_thumbnails(Job *job)
{
	return paint_each_page(job, paint_small);
}

static bool write_dump(Job *job)
{
	char *text = display_dump(job->list);
	return take_output(job, 0, g_bytes_new_take(text, strlen(text)));
}

bool stage_paint(Job *job)
{
	static bool (*const painters[])(Job *) = {
	    [JOB_PDF] = paint_document,         [JOB_PNG] = paint_images, [JOB_SVG] = paint_drawings,
	    [JOB_THUMBNAIL] = paint_thumbnails, [JOB_DUMP] = write_dump,
	};
	guint pages = job->list->pages->len;
	if (stage_is_check(job) || job->options.format == JOB_HELD)
		return true;
	if (job->options.first >= pages || job->options.first + job->options.count > pages)
		return stage_fail(job, "pages.range", g_strdup(_("the pages asked for are not all there")),
				  g_strdup_printf(dngettext("bulletin", "the document has %u page",
							    "the document has %u pages", pages),
						  pages));
	return painters[job->options.format](job);
}
