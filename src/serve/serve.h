// The live preview: one process that watches the files of an issue, sets it again when one changes, and shows
// the pages in a browser on this computer.
#pragma once
#include <stdbool.h>

typedef struct ServeOptions {
	const char *issue, *layout; // layout may be NULL
	int port;                   // 0: any that is free
	bool open;                  // shows the page in the browser
} ServeOptions;

// Both give an exit status, and say on standard error what went wrong. Two programs have them: in `bulletin`
// they start `bulletin-preview`, so that no other command pays for the libraries of a server.
int serve_preview(const ServeOptions *options);
// Has the running preview that shows FILE:LINE go there.
int serve_goto(const char *place);
