// Where the program's own files are: fonts, layouts, and what else is data.
#pragma once
#include <glib.h>

// The data folder: BULLETIN_DATA, else the checkout the executable stands in, else share/bulletin
// beside its bin. The caller frees it. NULL where there is none.
char *data_find_folder(void);

// Path of a file below the data folder; NULL where it is not there. The caller frees it.
char *data_find_file(const char *relative);

// Path of a layout: `name` itself where it ends in ".yaml" and is a file here; of that name, with or without
// ending, among the shipped ones; or any other file here. NULL where there is none. The caller frees it.
char *data_find_layout(const char *name);
// The same of the shipped ones only.
char *data_find_shipped_layout(const char *name);

// Path of the rules of an import, of those in layouts/import or `name` itself, in the same way.
char *data_find_rules(const char *name);

// Name of the layout that is used where nobody names one (file layouts/DEFAULT).
char *data_get_default_layout(void);

// Name of the rules of an import likewise (file layouts/import/DEFAULT). The caller frees it.
char *data_get_default_rules(void);

// Language of an issue that does not name its own (file layouts/lang/DEFAULT). The caller frees it.
char *data_get_default_language(void);

// Path of the words of a language (BCP 47), or of a wider one ("fr" for "fr-CA"); NULL where there are
// none. The caller frees it.
char *data_find_words(const char *lang);

// Names of the shipped layouts in order, NULL-terminated; the caller frees with g_strfreev.
char **data_list_layouts(void);

// Folders of the system where hyphenation patterns are, NULL-terminated; static.
const char *const *data_hyphenation_folders(void);
