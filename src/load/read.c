// O_CLOEXEC
#define _POSIX_C_SOURCE 200809L
#include "load/read.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/intl.h"

enum {
	FILE_SIZE_MAX = 8 * 1024 * 1024,
	READ_STEP = 64 * 1024,
};

Span source_span_at(const Source *source, size_t offset)
{
	Span span = {.source = source, .line = 1, .column = 1};
	const char *place = source->text;
	const char *end = source->text + MIN(offset, source->size);
	while (place < end) {
		bool is_break = *place == '\n' || (*place == '\r' && place[1] != '\n');
		// Bytes that are not UTF-8 count one column each.
		gunichar c = g_utf8_get_char_validated(place, (gssize)(source->text + source->size - place));
		place = c >= 0x80 && c < 0x110000 ? g_utf8_next_char(place) : place + 1;
		span.column = is_break ? 1 : span.column + 1;
		span.line += is_break;
	}
	span.end_line = span.line;
	span.end_column = span.column + 1;
	return span;
}

// --- encoding ---

static void report_at(DiagList *diags, const Source *source, size_t offset, char *what, char *hint)
{
	diag_take(diags, SEVERITY_ERROR, "file.encoding", source_span_at(source, offset), what, hint);
}

static const char *save_as_utf8(void)
{
	return _("save the file again with the encoding UTF-8 (in the editor's “Save as”)");
}

static bool looks_like_utf16(const Source *source)
{
	const unsigned char *bytes = (const unsigned char *)source->text;
	if (source->size < 2)
		return false;
	bool little = (bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] != 0 && bytes[1] == 0);
	bool big = (bytes[0] == 0xfe && bytes[1] == 0xff) || (bytes[0] == 0 && bytes[1] != 0);
	return little || big;
}

// A part of a source, whole lines of it.
typedef struct Part {
	const char *begin, *end;
} Part;

static bool check_utf8(DiagList *diags, const Source *source, Part part)
{
	if (looks_like_utf16(source)) {
		report_at(diags, source, 0, g_strdup(_("the file is saved as UTF-16")),
			  g_strdup(save_as_utf8()));
		return false;
	}
	const char *bad = NULL;
	if (g_utf8_validate_len(part.begin, (gsize)(part.end - part.begin), &bad))
		return true;
	if (*bad == '\0')
		return true; // left to the check of characters
	char byte[] = {*bad, '\0'};
	g_autofree char *letter = g_convert(byte, 1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
	bool is_letter = letter && (unsigned char)*bad >= 0xa0;
	char *what =
	    is_letter
		? g_strdup_printf(_("the file is not saved as UTF-8: the character here is “%s” in the "
				    "old encoding of Windows"),
				  letter)
		: g_strdup_printf(_("the file is not saved as UTF-8: the byte %02X here is no character"),
				  (unsigned char)*bad);
	report_at(diags, source, (size_t)(bad - source->text), what, g_strdup(save_as_utf8()));
	return false;
}

// The character where it is one that text has no use for, and that hides in editors; otherwise 0.
static gunichar unwanted_char(const char *place)
{
	const unsigned char *bytes = (const unsigned char *)place;
	if (bytes[0] < 0x20)
		return bytes[0] == '\t' || bytes[0] == '\n' || bytes[0] == '\r' ? 0 : bytes[0] + 1u;
	if (bytes[0] == 0x7f)
		return 0x80;
	bool control = bytes[0] == 0xc2 && bytes[1] < 0xa0;
	bool separator = bytes[0] == 0xe2 && bytes[1] == 0x80 && (bytes[2] == 0xa8 || bytes[2] == 0xa9);
	bool mark = bytes[0] == 0xef &&
		    ((bytes[1] == 0xbb && bytes[2] == 0xbf) || (bytes[1] == 0xbf && bytes[2] >= 0xbe));
	return control || separator || mark ? g_utf8_get_char(place) + 1 : 0;
}

// Whether a byte may be or begin a character that is unwanted.
static const bool suspect_bytes[256] = {
    [0x00 ... 0x08] = true, [0x0b ... 0x0c] = true, [0x0e ... 0x1f] = true, [0x7f] = true,
    [0xc2] = true,          [0xe2] = true,          [0xef] = true,
};

static bool check_characters(DiagList *diags, const Source *source, Part part)
{
	for (const char *place = part.begin; place < part.end; place++) {
		gunichar unwanted = suspect_bytes[(unsigned char)*place] ? unwanted_char(place) : 0;
		if (unwanted == 0)
			continue;
		char *what =
		    g_strdup_printf(_("an invisible character is in the text here (U+%04X)"), unwanted - 1);
		report_at(
		    diags, source, (size_t)(place - source->text), what,
		    g_strdup(
			_("delete it (it often comes along when text is pasted), and type what was meant")));
		return false;
	}
	return true;
}

// What people take for a text, by its first bytes.
static const char *name_other_kind(const char *text, size_t size)
{
	static const struct {
		const char *start, *kind;
	} kinds[] = {
	    {"%PDF-", N_("a PDF")},
	    {"PK\003\004", N_("a document of a word processor, or an archive (ZIP)")},
	    {"\xD0\xCF\x11\xE0", N_("a document of a word processor")},
	    {"{\\rtf", N_("a document of a word processor (RTF)")},
	    {"\x89PNG", N_("a picture")},
	    {"\xFF\xD8\xFF", N_("a picture")},
	    {"GIF8", N_("a picture")},
	    {"<!doctype html", N_("a web page (HTML)")},
	    {"<html", N_("a web page (HTML)")},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		size_t length = strlen(kinds[i].start);
		if (size >= length && g_ascii_strncasecmp(text, kinds[i].start, length) == 0)
			return _(kinds[i].kind);
	}
	return NULL;
}

static bool check_kind(DiagList *diags, const Source *source, const char *text, size_t size)
{
	const char *kind = name_other_kind(text, size);
	Span whole = {.source = source};
	if (kind)
		diag_take(diags, SEVERITY_ERROR, "file.kind", whole,
			  g_strdup_printf(_("the file is %s, and no plain text"), kind),
			  g_strdup(_("name the file of text, or copy the words into one (UTF-8)")));
	return !kind;
}

static void refuse_size(DiagList *diags, const Source *source)
{
	Span whole = {.source = source};
	diag_take(
	    diags, SEVERITY_ERROR, "file.size", whole,
	    g_strdup_printf(_("the file is larger than %d MB"), FILE_SIZE_MAX / (1024 * 1024)),
	    g_strdup(
		_("pictures do not go into this file, only their names; split the text if it is that long")));
}

// --- edits ---

// Bytes that two texts begin with alike.
static size_t same_beginning(const char *a, const char *b, size_t most)
{
	size_t same = 0;
	while (same + sizeof(guint64) <= most && memcmp(a + same, b + same, sizeof(guint64)) == 0)
		same += sizeof(guint64);
	while (same < most && a[same] == b[same])
		same++;
	return same;
}

static size_t same_end(const char *a_end, const char *b_end, size_t most)
{
	size_t same = 0, step = sizeof(guint64);
	while (same + step <= most && memcmp(a_end - same - step, b_end - same - step, step) == 0)
		same += step;
	while (same < most && a_end[-1 - (gssize)same] == b_end[-1 - (gssize)same])
		same++;
	return same;
}

static TextEdit find_edit(const Source *before, const char *text, size_t size)
{
	size_t most = MIN(before->size, size), from = same_beginning(before->text, text, most);
	size_t same = same_end(before->text + before->size, text + size, most - from);
	return (TextEdit){from, before->size - same, size - same};
}

// The lines that an edit touches.
static Part edited_lines(const Source *source, const TextEdit *edit)
{
	const char *begin = source->text, *end = source->text + source->size;
	const char *from = begin + edit->from,
		   *to = memchr(begin + edit->new_to, '\n', source->size - edit->new_to);
	while (from > begin && from[-1] != '\n')
		from--;
	return (Part){from, to ? to : end};
}

const Source *source_take_text_again(Arena *arena, DiagList *diags, const char *text, size_t size,
				     const char *name, const Source *before, TextEdit *edit)
{
	static const char mark[] = "\xef\xbb\xbf";
	Source *source = arena_new0(arena, Source);
	source->name = arena_strdup(arena, name);
	if (!check_kind(diags, source, text, size))
		return NULL;
	if (size > FILE_SIZE_MAX) {
		refuse_size(diags, source);
		return NULL;
	}
	if (size >= 3 && memcmp(text, mark, 3) == 0) {
		text += 3;
		size -= 3;
	}
	source->text = arena_strndup(arena, text, size);
	source->size = size;
	Part part = {source->text, source->text + size};
	if (before) {
		*edit = find_edit(before, source->text, size);
		part = edited_lines(source, edit);
	}
	return check_utf8(diags, source, part) && check_characters(diags, source, part) ? source : NULL;
}

const Source *source_take_text(Arena *arena, DiagList *diags, const char *text, size_t size, const char *name)
{
	return source_take_text_again(arena, diags, text, size, name, NULL, NULL);
}

// --- files ---

static const char *reason_hint(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return _("check the name and the folder it is in");
	case EACCES:
		return _("ask whoever owns the file for permission to read it");
	case EISDIR:
		return _("give the name of a file in that folder");
	case EXDEV:
		return _("put the file itself there, or name it by itself");
	default:
		return _("try again, or copy the file to this computer");
	}
}

static void report_file(Arena *arena, DiagList *diags, const char *name, int error)
{
	Source *source = arena_new0(arena, Source);
	source->name = arena_strdup(arena, name);
	Span whole = {.source = source};
	char *what;
	if (error == ENOENT || error == ENOTDIR)
		what = g_strdup(_("there is no such file"));
	else if (error == EISDIR)
		what = g_strdup(_("this is a folder, not a file"));
	else if (error == EACCES)
		what = g_strdup(_("the file may not be read"));
	else
		what = g_strdup_printf(_("the file cannot be read: %s"), file_describe_error(error));
	diag_take(diags, SEVERITY_ERROR, "file.read", whole, what, g_strdup(reason_hint(error)));
}

// Everything up to one byte more than the limit, so that endless files end too. 0 or errno.
static int read_all(int file, GByteArray *bytes)
{
	guint size = 0;
	while (size <= FILE_SIZE_MAX) {
		if (size == bytes->len)
			g_byte_array_set_size(bytes, size + READ_STEP);
		ssize_t count = read(file, bytes->data + size, bytes->len - size);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return errno;
		if (count == 0)
			break;
		size += (guint)count;
	}
	g_byte_array_set_size(bytes, size);
	return 0;
}

// Who may name any file may name a pipe too, and waits for it.
static int open_file(const FilePlace *place)
{
	if (strcmp(place->path, "-") == 0)
		return dup(STDIN_FILENO);
	return place->below ? file_open(place) : g_open(place->path, O_RDONLY | O_CLOEXEC, 0);
}

const Source *source_read_again(Arena *arena, DiagList *diags, const FilePlace *place, const char *name,
				const Source *before, TextEdit *edit)
{
	int file = open_file(place);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	int error = file < 0 ? errno : read_all(file, bytes);
	if (file >= 0)
		g_close(file, NULL);
	if (error) {
		report_file(arena, diags, name, error);
		return NULL;
	}
	return source_take_text_again(arena, diags, (const char *)bytes->data, bytes->len, name, before,
				      edit);
}

const Source *source_read(Arena *arena, DiagList *diags, const FilePlace *place, const char *name)
{
	return source_read_again(arena, diags, place, name, NULL, NULL);
}
