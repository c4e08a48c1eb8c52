// The files that a page may ask for: pictures on the pages, proofs of these, and downloads. No name of a file
// of the disk is ever among them.
#pragma once
#include <glib.h>

#include "job/view.h"

typedef struct FilesShown {
	const char *issue;
	const WebStock *stock;
	const GPtrArray *views; // View *
} FilesShown;

// As the door's `fetch`.
GBytes *files_fetch(const FilesShown *shown, const char *path, const char **type, char **name);
