// A display profile of three primaries and one curve (ICC.1:2004-10, 8.3.3), made from the numbers of
// IEC 61966-2-1.
#include "finish/srgb.h"

#include <string.h>

static void append_32(GByteArray *out, guint32 value)
{
	guint32 wide = GUINT32_TO_BE(value);
	g_byte_array_append(out, (const guint8 *)&wide, sizeof wide);
}

static void append_sign(GByteArray *out, const char *four)
{
	g_byte_array_append(out, (const guint8 *)four, 4);
}

// s15Fixed16Number.
static void append_fixed(GByteArray *out, double value)
{
	append_32(out, (guint32)(gint32)(value * 65536 + (value < 0 ? -0.5 : 0.5)));
}

static void append_type(GByteArray *out, const char *type)
{
	append_sign(out, type);
	append_32(out, 0);
}

static void append_numbers(GByteArray *out, const char *type, const double *numbers, guint count)
{
	append_type(out, type);
	for (guint i = 0; i < count; i++)
		append_fixed(out, numbers[i]);
}

// A text in English; ASCII, as UTF-16.
static void append_text(GByteArray *out, const char *text)
{
	guint32 size = (guint32)strlen(text);
	append_type(out, "mluc");
	append_32(out, 1);
	append_32(out, 12);
	append_sign(out, "enUS");
	append_32(out, 2 * size);
	append_32(out, 28);
	for (; *text; text++)
		g_byte_array_append(out, (const guint8[]){0, (guint8)*text}, 2);
	while (out->len % 4)
		g_byte_array_append(out, (const guint8 *)"", 1);
}

// Y = ((X + 0.055) / 1.055) ^ 2.4 from 0.04045 on, X / 12.92 below.
static void append_curve(GByteArray *out)
{
	static const double numbers[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
	append_type(out, "para");
	append_32(out, 3u << 16);
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		append_fixed(out, numbers[i]);
}

enum { HEADER_SIZE = 128, TAGS = 10 };

static void append_header(GByteArray *out)
{
	static const guint16 made[] = {2025, 1, 1, 0, 0, 0}; // when does not matter
	append_32(out, 0);                                   // the size, once it is known
	append_32(out, 0);
	append_32(out, 0x04200000);
	append_sign(out, "mntr");
	append_sign(out, "RGB ");
	append_sign(out, "XYZ ");
	for (gsize i = 0; i < G_N_ELEMENTS(made); i++) {
		guint16 wide = GUINT16_TO_BE(made[i]);
		g_byte_array_append(out, (const guint8 *)&wide, sizeof wide);
	}
	append_sign(out, "acsp");
	while (out->len < 68)
		append_32(out, 0);
	static const double illuminant[] = {0.9642, 1, 0.8249};
	for (gsize i = 0; i < G_N_ELEMENTS(illuminant); i++)
		append_fixed(out, illuminant[i]);
	while (out->len < HEADER_SIZE)
		append_32(out, 0);
}

static void set_32(GByteArray *out, guint at, guint32 value)
{
	guint32 wide = GUINT32_TO_BE(value);
	memcpy(out->data + at, &wide, sizeof wide);
}

// Begins the data of the next tag; where `name` repeats none, they are the data of the tag before too.
static void add_tag(GByteArray *out, guint *count, const char *name, guint start)
{
	guint entry = HEADER_SIZE + 4 + 12 * (*count)++;
	memcpy(out->data + entry, name, 4);
	set_32(out, entry + 4, start);
	set_32(out, entry + 8, out->len - start);
}

GByteArray *srgb_profile(void)
{
	// The primaries and the white of D65, adapted to D50 as Bradford has it; and the matrix of that.
	static const double white[] = {0.9642, 1, 0.8249};
	static const double red[] = {0.436066, 0.222488, 0.013916}, green[] = {0.385147, 0.716873, 0.097076},
			    blue[] = {0.143066, 0.060608, 0.714096};
	static const double adaption[] = {1.047882,  0.022919,  -0.050201, 0.029587, 0.990479,
					  -0.017059, -0.009232, 0.015076,  0.751678};
	static const struct {
		const char *name;
		const double *numbers;
	} points[] = {{"wtpt", white}, {"rXYZ", red}, {"gXYZ", green}, {"bXYZ", blue}};
	GByteArray *out = g_byte_array_new();
	guint count = 0, start;
	append_header(out);
	append_32(out, TAGS);
	g_byte_array_set_size(out, HEADER_SIZE + 4 + 12 * TAGS);
	start = out->len;
	append_text(out, "sRGB IEC61966-2.1");
	add_tag(out, &count, "desc", start);
	start = out->len;
	append_text(out, "No copyright");
	add_tag(out, &count, "cprt", start);
	for (gsize i = 0; i < G_N_ELEMENTS(points); i++) {
		start = out->len;
		append_numbers(out, "XYZ ", points[i].numbers, 3);
		add_tag(out, &count, points[i].name, start);
	}
	start = out->len;
	append_numbers(out, "sf32", adaption, G_N_ELEMENTS(adaption));
	add_tag(out, &count, "chad", start);
	start = out->len;
	append_curve(out);
	add_tag(out, &count, "rTRC", start);
	add_tag(out, &count, "gTRC", start);
	add_tag(out, &count, "bTRC", start);
	set_32(out, 0, out->len);
	return out;
}
