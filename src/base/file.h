// Opening files by names that strangers may have written.
#pragma once
#include <glib.h>

typedef struct FilePlace {
	const char *path;  // absolute where `below` is given
	const char *below; // the folder, absolute, that it must lie in through all links; NULL: anywhere
} FilePlace;

// For hash tables: the same name is another file to who may read anywhere.
guint file_place_hash(gconstpointer place);
gboolean file_place_equal(gconstpointer a, gconstpointer b);
// With texts of its own.
FilePlace *file_place_copy(const FilePlace *place);
void file_place_free(gpointer copy);

// Opens a regular file for reading, and never waits for the other end of a pipe. What is opened is what was
// looked at, whoever changes names and links meanwhile. -1 and errno on failure: EXDEV where it leads out of
// the folder, ENOTSUP where it is no regular file.
int file_open(const FilePlace *place);
// All of an open file; NULL and errno on failure, EFBIG where that is more than `most` bytes.
GBytes *file_read_all(int file, gsize most);
GBytes *file_read(const FilePlace *place, gsize most);
// What went wrong, in the user's language, by errno of the above. Borrowed.
const char *file_describe_error(int error);
