#include <gmodule.h>
#include <librsvg/rsvg.h>

#include "base/intl.h"
#include "paint/picture-kinds.h"

// librsvg with what it needs costs ten million instructions before `main`; most issues do without it.
#define LIBRARY "librsvg-2.so.2"

struct Rsvg {
	GModule *module;
	__typeof__(&rsvg_handle_new_from_data) handle_new_from_data;
	__typeof__(&rsvg_handle_render_document) handle_render_document;
};

struct RsvgPicture {
	const Rsvg *rsvg;
	RsvgHandle *handle;
};

static bool find(Rsvg *rsvg, const char *name, gpointer function)
{
	return g_module_symbol(rsvg->module, name, (gpointer *)function);
}

Rsvg *rsvg_load(char **problem)
{
	Rsvg *rsvg = g_new0(Rsvg, 1);
	rsvg->module = g_module_open(LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
	if (rsvg->module && find(rsvg, "rsvg_handle_new_from_data", &rsvg->handle_new_from_data) &&
	    find(rsvg, "rsvg_handle_render_document", &rsvg->handle_render_document)) {
		// It registers types, which cannot be taken back.
		g_module_make_resident(rsvg->module);
		return rsvg;
	}
	rsvg_unload(rsvg);
	*problem = g_strdup_printf(_("%s, which draws such SVG files, is not installed"), LIBRARY);
	return NULL;
}

void rsvg_unload(Rsvg *rsvg)
{
	if (!rsvg)
		return;
	if (rsvg->module)
		g_module_close(rsvg->module);
	g_free(rsvg);
}

// The library has its own words, which are English.
static char *describe(const GError *error)
{
	return g_strchomp(g_strdup_printf(_("librsvg says: %s"), error->message));
}

RsvgPicture *rsvg_picture_new(Rsvg *rsvg, GBytes *data, char **problem)
{
	gsize size;
	const guint8 *bytes = g_bytes_get_data(data, &size);
	g_autoptr(GError) error = NULL;
	// A handle that is not told where it comes from refuses every file but data: addresses.
	RsvgHandle *handle = rsvg->handle_new_from_data(bytes, size, &error);
	if (!handle) {
		*problem = describe(error);
		return NULL;
	}
	RsvgPicture *picture = g_new0(RsvgPicture, 1);
	*picture = (RsvgPicture){rsvg, handle};
	return picture;
}

void rsvg_picture_free(RsvgPicture *picture)
{
	if (!picture)
		return;
	g_object_unref(picture->handle);
	g_free(picture);
}

void rsvg_picture_draw(RsvgPicture *picture, cairo_t *cr, double width, double height, char **problem)
{
	RsvgRectangle viewport = {0, 0, width, height};
	g_autoptr(GError) error = NULL;
	if (!picture->rsvg->handle_render_document(picture->handle, cr, &viewport, &error))
		*problem = describe(error);
}
