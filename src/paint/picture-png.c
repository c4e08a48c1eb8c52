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

// Cairo tells faults of a PNG (CAIRO_STATUS_PNG_ERROR, or READ_ERROR at its end) from its own.
char *describe_failure(cairo_status_t status, bool *no_memory)
{
	*no_memory = status == CAIRO_STATUS_NO_MEMORY;
	if (*no_memory)
		return g_strdup(_("there is not enough memory for its pixels"));
	if (status == CAIRO_STATUS_INVALID_SIZE)
		return g_strdup(_("it has too many pixels in a row or column"));
	return g_strdup(_("the file is damaged or cut short"));
}

cairo_surface_t *png_decode(GBytes *data, char **problem, bool *no_memory)
{
	Reader reader;
	reader.at = g_bytes_get_data(data, &reader.left);
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reader);
	cairo_status_t status = cairo_surface_status(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return surface;
	cairo_surface_destroy(surface);
	*problem = describe_failure(status, no_memory);
	return NULL;
}
