#include <string.h>

#include "base/intl.h"
#include "paint/picture-kinds.h"

typedef struct Reader {
	const guint8 *at;
	gsize left;
} Reader;

static cairo_status_t read_bytes(void *closure, unsigned char *bytes, unsigned int count)
{
	Reader *reader = closure;
	if (count > reader->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, reader->at, count);
	reader->at += count;
	reader->left -= count;
	return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *png_decode(GBytes *data, char **problem)
{
	Reader reader;
	reader.at = g_bytes_get_data(data, &reader.left);
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reader);
	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
		return surface;
	cairo_surface_destroy(surface);
	*problem = g_strdup(_("the file is damaged or cut short"));
	return NULL;
}
