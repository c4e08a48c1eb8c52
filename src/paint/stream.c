#include "paint/stream.h"

#include "base/intl.h"

cairo_status_t stream_write(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

GBytes *stream_finish(cairo_surface_t *surface, GByteArray *bytes, bool whole, DiagList *diags)
{
	cairo_surface_finish(surface);
	cairo_status_t status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	g_autoptr(GBytes) result = g_byte_array_free_to_bytes(bytes);
	if (status != CAIRO_STATUS_SUCCESS)
		diag_take(diags, SEVERITY_ERROR, "paint.failed", (Span){0},
			  g_strdup_printf(_("the pages cannot be drawn: %s"), cairo_status_to_string(status)),
			  g_strdup(_("this is a fault of the program: report it with the issue's file")));
	if (status != CAIRO_STATUS_SUCCESS || !whole)
		return NULL;
	return g_steal_pointer(&result);
}
