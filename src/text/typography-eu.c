// Basque: as Euskaltzaindia and the style books (EIMA) have it.
#include "text/typography_table.h"

#define NBSP "\u00A0"
#define NNBSP "\u202F"

static const TypographyList lists[] = {
    // In the genitive of dates: martxoaren 21a.
    {"months",
     "urtarrilaren|otsailaren|martxoaren|apirilaren|maiatzaren|ekainaren|uztailaren|abuztuaren|irailaren|"
     "urriaren|"
     "azaroaren|abenduaren",
     false},
    {"titles", "Dr.|Prof.", true},
    {"after names", "jn.|and.|jauna|andrea", false},
    {"references", "tel.|tfnoa.|faxa.", false},
    {"units",
     "€|$|£|km|m|dm|cm|mm|ha|km²|m²|m³|km/h|kg|g|mg|t|l|ml|h|min|s|kB|MB|GB|TB|W|kW|kWh|MW|MWh|V|Hz|dB|°C|"
     "euro|milioi",
     false},
};

static const TypographyRule rules[] = {
    {"ellipsis", "[^.]", "...", "[^.]", "…", false, false},
    {"apostrophe", "\\l", "'", "\\l", "’", false, false},

    {"dash", "[^\\s\n]", "\\s-\\s", "[^\\s-]", NBSP "– ", false, false},
    {"double dash", "[^\\s\n]", "\\s--\\s", "[^\\s-]", NBSP "– ", false, false},
    {"en dash", "[^\\s\n]", "\\s–\\s", "[^\\s]", NBSP "– ", false, false},

    // The sign stands before its figure: % 45.
    {"percent", "[\\z(]%", "\\s", "\\d", NNBSP, false, false},
    {"percent, close", "[\\z(]", "%", "\\d", "%" NNBSP, false, false},
    {"country code", "+\\d+", "\\s", "\\d", NBSP, false, false},
    {"thousands", "\\e\\d?\\d?\\d", "\\s", "\\d\\d\\d\\e", NNBSP, false, false},
    {"phone", "\\e\\d\\d", "\\s", "\\d\\d\\e", NBSP, false, false},
    {"day", "\\e{months}", "\\s", "\\d\\d?", NBSP, false, false},
    {"ordinal", "\\e\\d+.", "\\s", "\\a", NBSP, false, false},
    {"roman ordinal", "\\e[IVX]+.", "\\s", "mende", NBSP, false, false},
    {"reference", "\\e{references}", "\\s", "\\d", NBSP, false, false},
    {"title", "\\e{titles}", "\\s", "\\u", NBSP, false, false},
    {"title after a name", "\\a", "\\s", "{after names}\\e", NBSP, false, false},
    {"unit", "\\d", "\\s", "{units}\\e", NBSP, false, false},
    {"Christ", "\\eK.", "\\s", "[ao].", NBSP, false, false},
    {"acronym", "\\u", "-", "\\u", "-\u2060", false, false},
};

const TypographyTable typography_basque = {
    .lang = "eu",
    .quotes = {"«", "»", "“", "”", false},
    .rules = rules,
    .rule_count = G_N_ELEMENTS(rules),
    .lists = lists,
    .list_count = G_N_ELEMENTS(lists),
};
