// English: words as typed, quotes and apostrophes curled.
#include "text/typography_table.h"

static const TypographyRule rules[] = {
    {"apostrophe", "\\w", "'", "\\w", "’", false},
    {"possessive plural", "s", "'", "\\s\\l", "’", false},
    {"ellipsis", "[^.]", "...", "[^.]", "…", false},
};

const TypographyTable typography_english = {
    .lang = "en",
    .quotes = {"“", "”", "‘", "’", true},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
};
