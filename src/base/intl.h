// Messages in the user's language (gettext). Source strings are English; po/fr.po holds the French.
#pragma once
#include <libintl.h>

#define _(text) dgettext("bulletin", text)
#define N_(text) (text)
