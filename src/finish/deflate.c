#include "finish/deflate.h"

#include <zlib.h>

void deflate_append(GByteArray *out, const void *data, gsize size, int level)
{
	z_stream z = {0};
	if (deflateInit(&z, level) != Z_OK)
		g_error("zlib: no memory");
	guint start = out->len;
	gsize bound = deflateBound(&z, size);
	g_byte_array_set_size(out, start + (guint)bound);
	z.next_in = (Bytef *)(gpointer)data;
	z.avail_in = (uInt)size;
	z.next_out = out->data + start;
	z.avail_out = (uInt)bound;
	deflate(&z, Z_FINISH); // the bound holds all
	g_byte_array_set_size(out, start + (guint)z.total_out);
	deflateEnd(&z);
}

static int unfold(z_stream *z, GByteArray *out, gsize limit)
{
	enum { FIRST = 32 * 1024 };
	int status = Z_OK;
	while (status == Z_OK && z->total_out <= limit) {
		g_byte_array_set_size(out, MAX(out->len * 2, FIRST));
		z->next_out = out->data + z->total_out;
		z->avail_out = (uInt)(out->len - z->total_out);
		status = inflate(z, Z_NO_FLUSH);
	}
	return z->total_out <= limit ? status : Z_BUF_ERROR;
}

GByteArray *inflate_new(const void *data, gsize size, gsize limit)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	z_stream z = {.next_in = (Bytef *)(gpointer)data, .avail_in = (uInt)size};
	if (inflateInit(&z) != Z_OK)
		return NULL;
	int status = unfold(&z, out, limit);
	g_byte_array_set_size(out, (guint)z.total_out);
	inflateEnd(&z);
	return status == Z_STREAM_END ? g_steal_pointer(&out) : NULL;
}
