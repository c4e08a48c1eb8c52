// From typed text to set text: the typographic rules of a language, kept as data.
#pragma once
#include <stdbool.h>

#include <glib.h>

// A language's rules, made ready for use.
typedef struct Typography Typography;

// The rules of a language ("fr", "fr-CA"); of one without a table, rules that change nothing.
Typography *typography_new(const char *lang);
void typography_free(Typography *typography);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Typography, typography_free)

// A part of the typed text (bytes) that no rule changes, though rules see it as neighbour.
typedef struct TypographyRange {
	gsize start, end;
} TypographyRange;

// The set text, and how places in it and in the typed text answer to each other.
typedef struct TypographyText {
	GString *text;
	GArray *raised;  // TypographyRange of the set text: superior letters
	GArray *anchors; // pairs of offsets; between two of them text is unchanged
} TypographyText;

// Sets a whole paragraph. Ranges are in order and do not overlap. The caller clears the result.
TypographyText typography_set(const Typography *typography, const char *text, gsize length,
			      const TypographyRange *verbatim, guint verbatim_count);
void typography_text_clear(TypographyText *set);

// The place in the typed text of a byte of the set text, and the other way. What a rule put between
// two typed characters belongs to the one after it.
gsize typography_typed_offset(const TypographyText *set, gsize set_offset);
gsize typography_set_offset(const TypographyText *set, gsize typed_offset);
