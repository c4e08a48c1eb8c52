// English: words as typed, quotes and apostrophes curled, what belongs together kept together.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"

static const TypographyList lists[] = {
    {"months",
     "January|February|March|April|May|June|July|August|September|October|November|December|"
     "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec",
     true},
    {"titles", "Mr|Mr.|Mrs|Mrs.|Ms|Ms.|Mx|Dr|Dr.|Prof|Prof.|St|St.|Rev.|Sir|Dame", true},
    {"references", "p.|pp.|no.|nos.|vol.|vols.|ch.|chap.|fig.|figs.|ed.|art.|para.|sec.|tel.|ext.", false},
    {"units",
     "km|m|cm|mm|ha|km²|m²|m³|km/h|mph|mi|ft|in|yd|kg|g|lb|oz|t|l|ml|h|hr|min|s|kB|MB|GB|TB|kW|kWh|MW|MWh|"
     "W|V|Hz|dB|°C|°F|€|£|am|pm|a.m.|p.m.|million|billion",
     false},
};

static const TypographyRule rules[] = {
    {"apostrophe", "\\w", "'", "\\w", "’", false, false},
    {"possessive plural", "s", "'", "\\s\\l", "’", false, false},
    {"decade", "[\\z(]", "'", "\\d\\ds?\\e", "’", false, false},
    {"'n'", "\\s", "'n'", "\\s", "’n’", false, false},
    {"'tis, 'twas", "[\\z(“\"]", "'", "tis\\e", "’", false, false},
    {"'twas", "[\\z(“\"]", "'", "twas\\e", "’", false, false},
    {"ellipsis", "[^.]", "...", "[^.]", "…", false, false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false, false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false, false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false, false},
    {"em dash", "\\w", "--", "\\w", "—", false, false},

    {"country code", "+\\d+", "\\s", "\\d", NBSP, false, false},
    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false, false},
    {"day", "\\e\\d?\\d", "\\s", "{months}\\e", NBSP, false, false},
    {"day, ordinal", "\\e\\d?\\d[snrt][tdh]", "\\s", "{months}\\e", NBSP, false, false},
    {"month", "\\e{months}", "\\s", "\\d\\d?\\e", NBSP, false, false},
    {"reference", "\\e{references}", "\\s", "\\d", NBSP, false, false},
    {"section", "§", "\\s", "\\d", NBSP, false, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false, false},
    {"acronym", "\\u", "-", "\\u", "-\u2060", false, false},
};

const TypographyTable typography_english = {
    .lang = "en",
    .quotes = {"“", "”", "‘", "’", true},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
