// How another process of the same user finds a running preview: by a file in the runtime folder.
#pragma once
#include <stdbool.h>

// Leaves word of a preview. The caller frees the file's path, and removes the file at the end; NULL where
// there is no place for it.
char *remote_announce(int port, const char *token);

// Says a line to every preview that runs; true where one understood it.
bool remote_tell(const char *line);
