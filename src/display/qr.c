#include "display/qr.h"

#include <qrencode.h>

// The highest version that is set with level M.
enum { LAST_VERSION_OF_LEVEL_M = 3 };

static QRcode *encode(const char *text)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (code && code->version <= LAST_VERSION_OF_LEVEL_M)
		return code;
	QRcode_free(code);
	return QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
}

const QrCode *qr_encode(Arena *arena, const char *text)
{
	QRcode *code = encode(text);
	if (!code)
		return NULL;
	size_t count = (size_t)code->width * (size_t)code->width;
	unsigned char *dark = arena_alloc(arena, count);
	for (size_t i = 0; i < count; i++)
		dark[i] = code->data[i] & 1;
	QrCode *result = arena_new0(arena, QrCode);
	*result = (QrCode){.size = code->width, .version = code->version, .dark = dark};
	QRcode_free(code);
	return result;
}
