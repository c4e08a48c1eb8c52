// Bytes to a Source: files read, their size and encoding checked.
#pragma once
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

// Reads a file (path "-": standard input). NULL and a diagnostic where it cannot be read, is too large,
// is not UTF-8, or holds characters that no text has.
const Source *source_read(Arena *arena, DiagList *diags, const FilePlace *file, const char *name);
// The same checks on text in memory, which is copied. A byte order mark is left out.
const Source *source_take_text(Arena *arena, DiagList *diags, const char *text, size_t size,
			       const char *name);

// An edit: bytes from..to of a text became from..new_to; all others are as they were.
typedef struct TextEdit {
	size_t from, to, new_to;
} TextEdit;

// Both where the text was read before: only what is other than in `before` is checked, and told in *edit.
// Without `before` (NULL) all is checked, and *edit left alone.
const Source *source_read_again(Arena *arena, DiagList *diags, const FilePlace *file, const char *name,
				const Source *before, TextEdit *edit);
const Source *source_take_text_again(Arena *arena, DiagList *diags, const char *text, size_t size,
				     const char *name, const Source *before, TextEdit *edit);

// Line and column (from 1) of a byte of a source.
Span source_span_at(const Source *source, size_t offset);
