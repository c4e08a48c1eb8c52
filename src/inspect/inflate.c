#include "inspect/inflate.h"

#include <limits.h>
#include <zlib.h>

enum { CHUNK = 64 * 1024 };

size_t inflate_measure(const void *data, size_t size, size_t limit)
{
	unsigned char chunk[CHUNK];
	z_stream stream = {.next_in = (unsigned char *)data};
	size_t total = 0, left = size;
	if (inflateInit(&stream) != Z_OK)
		return 0;
	int status = Z_OK;
	while (status == Z_OK && total <= limit) {
		if (stream.avail_in == 0) {
			stream.avail_in = (unsigned)(left < INT_MAX ? left : INT_MAX);
			left -= stream.avail_in;
		}
		stream.next_out = chunk;
		stream.avail_out = CHUNK;
		status = inflate(&stream, Z_NO_FLUSH);
		total += CHUNK - stream.avail_out;
	}
	inflateEnd(&stream);
	return total <= limit ? total : limit + 1;
}
