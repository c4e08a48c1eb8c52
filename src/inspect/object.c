#include "inspect/object.h"

#include <string.h>

const Obj *obj_null(void)
{
	static const Obj nothing = {.kind = OBJ_NULL};
	return &nothing;
}

bool obj_is_number(const Obj *obj)
{
	return obj->kind == OBJ_INTEGER || obj->kind == OBJ_REAL;
}

double obj_number(const Obj *obj)
{
	if (obj->kind == OBJ_INTEGER)
		return (double)obj->integer;
	return obj->kind == OBJ_REAL ? obj->real : 0;
}

bool obj_is_name(const Obj *obj, const char *name)
{
	return obj->kind == OBJ_NAME && strcmp(obj->text, name) == 0;
}

bool obj_is_true(const Obj *obj)
{
	return obj->kind == OBJ_BOOL && obj->truth;
}

bool obj_is_dict(const Obj *obj)
{
	return obj->kind == OBJ_DICT || obj->kind == OBJ_STREAM;
}

const char *obj_name(const Obj *obj)
{
	return obj->kind == OBJ_NAME ? obj->text : NULL;
}

const Obj *obj_peek(const Obj *dict, const char *key)
{
	for (gsize i = 0; obj_is_dict(dict) && i < dict->size; i++)
		if (strcmp(dict->entries[i].key, key) == 0)
			return dict->entries[i].value;
	return obj_null();
}

// --- text strings ---

// PDFDocEncoding where it is not Latin-1 (ISO 32000-1, D.3): 0x18 to 0x1F, then 0x80 to 0xA0.
static gunichar pdf_doc_char(guchar byte)
{
	static const gunichar accents[] = {0x2D8, 0x2C7, 0x2C6, 0x2D9, 0x2DD, 0x2DB, 0x2DA, 0x2DC};
	static const gunichar high[] = {
	    0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192,  0x2044, 0x2039, 0x203A, 0x2212,
	    0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x141,
	    0x152,  0x160,  0x178,  0x17D,  0x131,  0x142,  0x153,  0x161,  0x17E,  0xFFFD, 0x20AC,
	};
	if (byte >= 0x18 && byte < 0x20)
		return accents[byte - 0x18];
	return byte >= 0x80 && byte <= 0xA0 ? high[byte - 0x80] : byte;
}

static void append_utf16(GString *out, const guchar *bytes, gsize size)
{
	for (gsize i = 0; i + 1 < size; i += 2) {
		gunichar unit = (gunichar)(bytes[i] << 8 | bytes[i + 1]);
		if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < size) {
			gunichar low = (gunichar)(bytes[i + 2] << 8 | bytes[i + 3]);
			unit = 0x10000 + ((unit - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
			i += 2;
		}
		g_string_append_unichar(out, g_unichar_validate(unit) && unit ? unit : 0xFFFD);
	}
}

char *obj_to_utf8(Arena *arena, const Obj *string)
{
	if (string->kind != OBJ_STRING)
		return NULL;
	const guchar *bytes = (const guchar *)string->text;
	g_autoptr(GString) out = g_string_new(NULL);
	if (string->size >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
		append_utf16(out, bytes + 2, string->size - 2);
	else if (string->size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		g_string_append_len(out, string->text + 3, (gssize)string->size - 3);
	else
		for (gsize i = 0; i < string->size; i++)
			g_string_append_unichar(out, bytes[i] ? pdf_doc_char(bytes[i]) : 0xFFFD);
	g_autofree char *valid = g_utf8_make_valid(out->str, (gssize)out->len);
	return arena_strdup(arena, valid);
}
