// Text that glyphs do not say. Where Cairo's text for a glyph is not what its font's table says, Cairo
// puts the glyph in a group with /ActualText. That is right, but readers that only go by fonts get
// "e", "ff" as one sign, "et"; and some lose the rest of a paragraph after a group inside it. So what a
// font can say is said there, and the groups go.
#pragma once
#include <glib.h>

#include "finish/fonts-used.h"

// The content with the groups that are not needed taken away, and the fonts corrected. Two things remain
// as the fonts have it: a no-break space is a space, and a sign and what it stands for (ﬁ, fi) are what
// it stands for. A soft hyphen gets the code that the encoding of Windows has for it. The caller frees it.
GString *actual_text_settle(const GString *content, FontTable *fonts);
