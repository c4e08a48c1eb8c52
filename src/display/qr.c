#include "display/qr.h"

#include <glib.h>
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

static bool is_dark(const QrCode *code, bool down, int line, int at)
{
	return code->dark[down ? at * code->size + line : line * code->size + at];
}

static void gather_line(const QrCode *code, bool down, int line, GArray *runs)
{
	for (int at = 0, end; at < code->size; at = end) {
		bool dark = is_dark(code, down, line, at);
		for (end = at + 1; end < code->size && is_dark(code, down, line, end) == dark; end++)
			;
		QrRun run = {line, at, end};
		if (dark)
			g_array_append_val(runs, run);
	}
}

static GArray *gather_runs(const QrCode *code, bool down)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(QrRun));
	for (int line = 0; line < code->size; line++)
		gather_line(code, down, line, runs);
	return runs;
}

static void set_runs(QrCode *code, Arena *arena)
{
	g_autoptr(GArray) across = gather_runs(code, false), down = gather_runs(code, true);
	code->down = down->len < across->len;
	const GArray *fewer = code->down ? down : across;
	code->runs = arena_copy(arena, fewer->data, fewer->len, sizeof(QrRun));
	code->run_count = (int)fewer->len;
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
	set_runs(result, arena);
	return result;
}
