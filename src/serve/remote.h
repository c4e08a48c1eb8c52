// How another process of the same user finds a running preview: by a file in the runtime folder.
#pragma once
// Leaves word of a preview. The caller frees the file's path, and removes the file at the end; NULL where
// there is no place for it.
char *remote_announce(int port, const char *token);

// How far a line came: the furthest of all previews.
typedef enum RemoteAnswer {
	REMOTE_NOBODY, // none runs, or none knows what it is about
	REMOTE_UNSEEN, // one runs that no browser shows
	REMOTE_HEARD,
} RemoteAnswer;

// Says a line to every preview that runs. *address gets that of one that no browser shows (the caller frees
// it), or NULL.
RemoteAnswer remote_tell(const char *line, char **address);
