// ICC.1:2010, 7.2 (header) and 7.3 (tag table).
#include <string.h>

#include "inspect/colour.h"

enum { HEADER_SIZE = 128, TAG_SIZE = 12, TAGS_MAX = 200 };

static guint32 number_at(const guchar *data)
{
	return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

// Where a tag's data are; NULL where there is no such tag within the profile.
static const guchar *find_tag(const guchar *data, gsize size, const char *signature, gsize *length)
{
	guint32 count = size >= HEADER_SIZE + 4 ? number_at(data + HEADER_SIZE) : 0;
	for (guint32 i = 0; i < MIN(count, TAGS_MAX); i++) {
		gsize at = HEADER_SIZE + 4 + (gsize)i * TAG_SIZE;
		if (at + TAG_SIZE > size)
			return NULL;
		gsize offset = number_at(data + at + 4);
		*length = number_at(data + at + 8);
		if (memcmp(data + at, signature, 4) == 0)
			return offset <= size && *length <= size - offset ? data + offset : NULL;
	}
	return NULL;
}

// The description: 'desc' of version 2 in ASCII, 'mluc' of version 4 in UTF-16, of which the first.
static const char *read_name(Document *doc, const guchar *data, gsize size)
{
	gsize length = 0;
	const guchar *tag = find_tag(data, size, "desc", &length);
	if (!tag || length < 12)
		return NULL;
	if (memcmp(tag, "desc", 4) == 0) {
		gsize count = MIN(number_at(tag + 8), length - 12);
		g_autofree char *text = g_strndup((const char *)tag + 12, count);
		g_autofree char *valid = g_utf8_make_valid(text, -1);
		return arena_strdup(doc->arena, g_strstrip(valid));
	}
	if (memcmp(tag, "mluc", 4) != 0 || length < 28)
		return NULL;
	gsize count = number_at(tag + 20), offset = number_at(tag + 24);
	if (offset > length || count > length - offset)
		return NULL;
	g_autofree char *bytes = g_malloc(count + 2);
	bytes[0] = '\xFE';
	bytes[1] = '\xFF';
	memcpy(bytes + 2, tag + offset, count);
	Obj string = {.kind = OBJ_STRING, .size = count + 2, .text = bytes};
	return obj_to_utf8(doc->arena, &string);
}

static bool has_tag(const guchar *data, gsize size, const char *signature)
{
	gsize length;
	return find_tag(data, size, signature, &length) != NULL;
}

static void read_profile(Document *doc, IccProfile *profile, const guchar *data, gsize size)
{
	if (size < HEADER_SIZE + 4 || memcmp(data + 36, "acsp", 4) != 0)
		return;
	profile->valid = number_at(data) == size;
	memcpy(profile->class, data + 12, 4);
	memcpy(profile->space, data + 16, 4);
	memcpy(profile->pcs, data + 20, 4);
	profile->major = data[8];
	profile->minor = data[9] >> 4;
	profile->name = read_name(doc, data, size);
	profile->has_to_device = has_tag(data, size, "B2A0") || has_tag(data, size, "B2A1") ||
				 has_tag(data, size, "rTRC") || has_tag(data, size, "kTRC");
}

const IccProfile *icc_read(Document *doc, const Obj *stream)
{
	IccProfile *profile = arena_new0(doc->arena, IccProfile);
	g_autoptr(GBytes) bytes = doc_read(doc, stream);
	if (!bytes)
		return profile;
	gsize size;
	const guchar *data = g_bytes_get_data(bytes, &size);
	read_profile(doc, profile, data, size);
	return profile;
}
