// The comment that tells editors which schema a YAML file goes by.
#pragma once

// A text (taken over) that is going to be the file `to` ("-": one in this folder), with a comment that names
// the schema of issues by a name that holds there. `from` is the file that the text was made of, by whose
// folder it may name one; NULL: none. The caller frees it.
char *modeline_point(char *text, const char *from, const char *to);
