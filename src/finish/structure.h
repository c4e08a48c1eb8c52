// The structure tree of a tagged PDF, from the elements of the display list.
#pragma once
#include <glib.h>

#include "display/display.h"
#include "finish/pdf-file.h"

typedef struct StructureInput {
	const DisplayList *list;
	guint first;               // page of the list that the file begins with
	const GArray *pages;       // guint: object numbers of the file's pages
	const GArray *annotations; // guint: those of the links' annotations, in the order of their ops
	double margin;             // of the sheet around the trim, points
	double height;             // of the sheet
} StructureInput;

typedef struct Structure Structure;

Structure *structure_new(const StructureInput *input);
void structure_free(Structure *structure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Structure, structure_free)

// How the marks of a page of the file are opened, one a group of display/marks.h: as content of their
// element, or as artifacts. char *, borrowed.
const GPtrArray *structure_peek_openings(const Structure *structure, guint page);

// The key of a page, or of an annotation, in the parent tree.
guint structure_page_key(const StructureInput *input, guint page);
guint structure_annotation_key(const StructureInput *input, guint annotation);

// Writes the tree; returns the object number of its root.
guint structure_write(Structure *structure, PdfFile *file);
